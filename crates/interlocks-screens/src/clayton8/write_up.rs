//! The row of a case of section 8.

use super::criteria::{Dyad, Figures};
use super::days::ReadingDays;
use super::offices::{Counted, Link, Offices, Route};
use super::{Clayton8, Screen, entity};
use crate::rulebook::{Rulebook, parameter};
use crate::wording::{each_once, list, name, on_day};
use crate::{Answer, Context, Leg, Row, RowBuilder, Ruling, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

const CITATION: &str = "Clayton Act, section 8, 15 U.S.C. 19";

/// A case and what its row is made from.
struct WriteUp<'t, 'a> {
    screen: &'t Clayton8<'a>,
    link: &'t Link,
    dyad: &'t Dyad<'a>,
    compete: UncertainDays,
    readings: ReadingDays,
    /// The days on which both offices are held.
    tenure: UncertainDays,
    ruling: Ruling,
    /// The day whose figures are shown.
    day: Day,
}

/// Returns the row of a case.
pub(super) fn row(screen: &Clayton8<'_>, link: &Link) -> Row {
    let Context { graph, rules, options } = screen.context;
    let tenure = link.tenure(graph, Counted::Observers).days;
    let ruling = screen.verdict_days(link).ruling(screen.context);
    let dyad = Dyad::new(graph, rules, link.companies);
    let (compete, readings) = screen.readings(&dyad, &tenure);
    let together = tenure.meet(&compete).within(options.query.clock.window());
    let shown = if ruling.verdict == Verdict::Clear { &together } else { &ruling.days };
    let day = screen.undated().unwrap_or_else(|| shown_day(shown, ruling.verdict, graph.as_of()));
    let open = dyad.readings(day);
    let figures: Vec<Figures<'_>> = open.iter().map(|reading| dyad.figures(*reading)).collect();
    WriteUp { screen, link, dyad: &dyad, compete, readings, tenure, ruling, day }.row(&figures)
}

/// Returns the day whose figures are shown: the first day of a ban, the last day if clear.
fn shown_day(days: &UncertainDays, verdict: Verdict, as_of: Option<Day>) -> Day {
    let spans = if days.certain.is_empty() { &days.possible } else { &days.certain };
    let hull = spans.hull().unwrap_or(DaySpan::ALWAYS);
    let known = |day: Day| day.is_calendar().then_some(day);
    let last = known(hull.to.plus(-1)).filter(|last| as_of.is_none_or(|day| *last <= day)).or(as_of);
    let first = known(hull.from);
    let chosen = if verdict == Verdict::Clear { last.or(first) } else { first.or(last) };
    chosen.unwrap_or(Day::from_number(0))
}

impl WriteUp<'_, '_> {
    fn company(&self, company: CompanyIx) -> String {
        name(self.screen.context.graph, Entity::Company(company))
    }

    fn person(&self, person: PersonIx) -> String {
        name(self.screen.context.graph, Entity::Person(person))
    }

    fn row(&self, figures: &[Figures<'_>]) -> Row {
        let Context { graph, rules, .. } = self.screen.context;
        let Link { companies, people, firm, route } = *self.link;
        let missing = self.missing(figures);
        let mut people: Vec<PersonIx> = people.to_vec();
        people.dedup();
        let mut addressed: Vec<Entity> = people.iter().copied().map(Entity::Person).collect();
        // A firm is addressed before its deputies, a parent company is not.
        let at = if route == Route::Parent { addressed.len() } else { 0 };
        addressed.splice(at..at, firm);
        RowBuilder::new(graph, Screen::Clayton8, route.test(), &self.ruling)
            .subject(addressed.into_iter().chain(companies.map(Entity::Company)))
            .people(people.iter().copied())
            .companies(companies)
            .reason(self.reason(figures, &missing))
            .legs(self.legs(figures))
            .missing(missing)
            .citation(CITATION)
            .recalled(self.recalled(rules, figures))
            .evidence(self.evidence(figures))
            .build()
    }

    /// Returns the figures and readings of the rule that were recalled.
    fn recalled(&self, rules: &Rulebook, figures: &[Figures<'_>]) -> Vec<String> {
        let in_force = figures.iter().filter_map(Figures::threshold);
        let rows = in_force.flat_map(|standing| [Some(standing.row), standing.next]).flatten();
        let mut recalled: Vec<String> =
            rows.filter(|row| row.recalled).map(|row| format!("thresholds of {} ({})", row.year, row.source)).collect();
        let in_force = rules.thresholds_on(self.day);
        if in_force.stand_in {
            let between =
                in_force.candidates.iter().find_map(|standing| Some((standing.row.year, standing.next?.year)));
            let used = match between {
                Some((last, next)) => format!("they are taken to be between those of {last} and {next}"),
                None => "those of an earlier year were used".to_owned(),
            };
            recalled.push(format!("the table has no thresholds for the year of {}; {used}", self.day));
        }
        if self.is_graced() {
            recalled.push("the year of grace of section 8(b)".to_owned());
        }
        if self.dyad.in_commerce() == Answer::No {
            recalled.push("that a bank on either side takes both companies out (BankAmerica, 1983)".to_owned());
        }
        recalled.dedup();
        recalled
    }

    /// Returns `true` if the case is to watch because of the year of grace.
    fn is_graced(&self) -> bool {
        self.ruling.verdict == Verdict::Watch && self.watched_only().is_none()
    }

    /// Returns why a case of this kind is only to watch; `None` if it may be a breach.
    fn watched_only(&self) -> Option<String> {
        let graph = self.screen.context.graph;
        match self.link.route {
            Route::Observer => return Some("for a director or officer the ban would apply".to_owned()),
            Route::Owner => return Some("for officers or employees of the owner the ban would apply".to_owned()),
            Route::Parent => {
                return Some("to an office at the subsidiary itself the ban would apply".to_owned());
            }
            Route::Person | Route::Firm => {}
        }
        let other =
            self.link.companies.into_iter().find_map(|company| Some((company, entity::other_form(graph, company)?)));
        if let Some((company, form)) = other {
            return Some(format!(
                "{} is a {form} by its name or legal form; section 8 names corporations, and the agencies have applied it \
                 to others by consent order only",
                self.company(company)
            ));
        }
        let observes = |side: usize| {
            let perhaps = Offices::new(graph, self.link.people[side], self.link.companies[side]).days(Counted::Perhaps);
            !perhaps.possible.meets(self.days())
        };
        if self.link.route == Route::Firm && (observes(0) || observes(1)) {
            return Some("for a director or officer instead of an observer the ban would apply".to_owned());
        }
        let right = self.link.stated_right(graph);
        (!right.possible.meets(self.days())).then(|| {
            format!(
                "the data does not say that {} has a right to appoint them: no stake, and nobody who represents it",
                self.firm()
            )
        })
    }

    /// Returns offices and competition, then the legs of the figures. A leg that the readings of the day answer
    /// differently is unknown.
    fn legs(&self, figures: &[Figures<'_>]) -> Vec<Leg> {
        let Context { graph, .. } = self.screen.context;
        let [a, b] = self.link.companies;
        let on = DaySpan { from: self.day, to: self.day.plus(1) };
        let rivalry = self.screen.competition.between(a, b);
        let mut legs = vec![Leg::new("offices", Answer::Yes, self.offices()), rivalry.leg(graph, a, b, on)];
        if let Some(likeliest) = figures.last() {
            let others: Vec<Vec<Leg>> = figures.iter().map(Figures::legs).collect();
            legs.extend(likeliest.legs().into_iter().enumerate().map(|(at, mut leg)| {
                if others.iter().any(|other| other[at].met != leg.met) {
                    leg.text.push_str("; it is uncertain which thresholds or accounts apply on that day");
                    leg.met = Answer::Unknown;
                }
                leg
            }));
        }
        let forms = self.link.companies.map(|company| entity::other_form(graph, company));
        let is_corporation = Answer::from(self.dyad.are_corporations());
        let forms: Vec<&str> = forms.into_iter().flatten().collect();
        let text = if forms.is_empty() {
            "nothing says that one of them is no corporation".to_owned()
        } else {
            format!("one of them is no corporation: {}", forms.join(", "))
        };
        legs.push(Leg::new("corporations", is_corporation, text));
        if self.is_graced() {
            let years = self.screen.context.rules.number(parameter::GRACE_YEARS);
            let noun = if years == 1.0 { "year" } else { "years" };
            let text = format!(
                "was eligible when chosen, so has {years} {noun} of grace from the day on which the ban began to apply"
            );
            legs.push(Leg::new("grace", Answer::Yes, text));
        }
        legs
    }

    fn firm(&self) -> String {
        self.link.firm.map(|firm| name(self.screen.context.graph, firm)).unwrap_or_default()
    }

    /// Returns the offices as a clause.
    fn offices(&self) -> String {
        let graph = self.screen.context.graph;
        let [a, b] = self.link.companies.map(|company| self.company(company));
        let [p, q] = self.link.people.map(|person| self.person(person));
        let firm = self.firm();
        let [at_a, at_b] = [0, 1].map(|side| self.office(side));
        match self.link.route {
            Route::Person => format!("{p} holds an office at both {a} and {b}"),
            Route::Observer => match self.link.companies.map(|company| self.observes(company)) {
                [true, false] => format!("{p} is an observer at {a} and a director or officer at {b}"),
                [false, true] => format!("{p} is an observer at {b} and a director or officer at {a}"),
                _ => format!("{p} is an observer at both {a} and {b}"),
            },
            Route::Firm => {
                let [x, y] = self.link.people.map(|person| self.relation(person));
                format!("{p}, {at_a} {a}, {x}, and {q}, {at_b} {b}, {y}")
            }
            Route::Owner => format!(
                "{p}, {at_a} {a}, and {q}, {at_b} {b}, both have a seat at {firm}, which owns part of both companies"
            ),
            Route::Parent => {
                let subsidiary = self.link.subsidiary(graph).unwrap_or_default();
                let [own, rival] = if subsidiary == 0 { [a, b] } else { [b, a] };
                format!("{p} holds an office at {rival} and at {firm}, the parent of {own}")
            }
        }
    }

    /// Returns the office of a deputy at a side: `on the board of`, `an officer of`, `an observer at`.
    fn office(&self, side: usize) -> &'static str {
        let graph = self.screen.context.graph;
        let seats = graph.seats_at(self.link.people[side], self.link.companies[side]);
        let seats: Vec<_> = seats.filter(|seat| holds_on(graph.stated_spell(*seat), self.days())).collect();
        if seats.iter().any(|seat| graph.is_board(*seat)) {
            "on the board of"
        } else if seats.iter().all(|seat| graph.is_observer(*seat)) {
            "an observer at"
        } else {
            "an officer of"
        }
    }

    /// Returns what ties a person to the firm: `is chief executive of Fund`, `represents Fund`.
    fn relation(&self, person: PersonIx) -> String {
        let graph = self.screen.context.graph;
        let Some(firm) = self.link.firm else { return String::new() };
        if firm == Entity::Person(person) {
            return "acts in person".to_owned();
        }
        let status = super::firms::agent_status(graph, person, firm);
        let seats = status
            .seats
            .iter()
            .filter(|seat| graph.is_executive(**seat) && holds_on(graph.stated_spell(**seat), self.days()));
        let mut said: Vec<String> = seats
            .map(|seat| match graph.seat_capacity(*seat).role {
                "" => "is an executive of".to_owned(),
                role => format!("is {role} of"),
            })
            .collect();
        let ties = status.ties.iter().filter(|tie| holds_on(graph.tie_spell(**tie), self.days()));
        said.extend(ties.map(|tie| format!("has the tie '{}' to", graph.tie(*tie).kind)));
        said.dedup();
        format!("{} {}", list(&said), self.firm())
    }

    /// Returns `true` if the person may be an observer at a company on the days the row is about.
    fn observes(&self, company: CompanyIx) -> bool {
        let graph = self.screen.context.graph;
        let mut seats = graph.seats_at(self.link.people[0], company).filter(|seat| graph.is_observer(*seat));
        seats.any(|seat| holds_on(graph.spell(seat), self.days()))
    }

    /// Returns the days the row is about: those of the ruling, or of both offices if it is clear.
    fn days(&self) -> &DaySet {
        if self.ruling.days.is_possible() { &self.ruling.days.possible } else { &self.tenure.possible }
    }

    /// Returns the inputs that are missing; none unless the verdict is unknown, at least one if it is.
    fn missing(&self, figures: &[Figures<'_>]) -> Vec<String> {
        if self.ruling.verdict != Verdict::Unknown {
            return Vec::new();
        }
        let mut missing: Vec<String> = figures.iter().rev().flat_map(|figures| figures.missing(self.day)).collect();
        if missing.is_empty() {
            missing = self.missing_before();
        }
        missing.extend(self.missing_choices(missing.is_empty()));
        if missing.is_empty() {
            missing.push(format!("the exact days from which the thresholds and accounts counted, about {}", self.day));
        }
        each_once(missing)
    }

    /// Returns the inputs that would say when the ban began, on which the year of grace depends.
    fn missing_before(&self) -> Vec<String> {
        let open = self.readings.open_before(&self.compete, self.day);
        let mut days: Vec<Day> = open.as_slice().iter().flat_map(|span| [span.to.plus(-1), span.from]).collect();
        let inside = |day: &Day| open.covers(DayRange::exactly(*day));
        days.extend(self.dyad.change_days().into_iter().filter(inside));
        // The newest first. Whoever was eligible a year before the day in question has no grace left, so that older years
        // matter to nobody.
        let earliest = self.day.plus_years(-2);
        days.retain(|day| *day >= earliest);
        days.sort_unstable_by(|x, y| y.cmp(x));
        days.dedup();
        let mut missing = Vec::new();
        for day in days {
            let readings = self.dyad.readings(day);
            missing.extend(readings.iter().rev().flat_map(|reading| self.dyad.figures(*reading).missing(day)));
        }
        if missing.is_empty() && self.readings.has_open_cause(&self.compete, self.day) {
            missing.push(format!(
                "whether the ban began with the accounts, which gives a year of grace, or with lower thresholds: both \
                 changed before {}",
                self.day
            ));
        }
        missing
    }

    /// Returns whether the board chose the officers of whom the role does not say it.
    ///
    /// Beside an office that certainly is one, another matters only to the year of grace: it is named if nothing else decides.
    fn missing_choices(&self, alone: bool) -> Vec<String> {
        let graph = self.screen.context.graph;
        let mut missing = Vec::new();
        for side in 0..2 {
            let (person, company) = (self.link.people[side], self.link.companies[side]);
            let offices = Offices::new(graph, person, company);
            if !alone && offices.days(Counted::Sure).possible.meets(self.days()) {
                continue;
            }
            let open = offices.open_seats().filter(|seat| holds_on(graph.stated_spell(*seat), self.days()));
            let roles = open.map(|seat| graph.seat_capacity(seat).role.to_owned()).filter(|role| !role.is_empty());
            missing.extend(roles.map(|role| {
                format!("whether the board of {} chose {} as {role}", self.company(company), self.person(person))
            }));
        }
        missing
    }

    fn reason(&self, figures: &[Figures<'_>], missing: &[String]) -> String {
        let [a, b] = self.link.companies;
        let offices = self.offices();
        let stated = !self.screen.competition.between(a, b).stated.possible.is_empty();
        let compete = if stated { "compete" } else { "are presumed to compete (industry codes)" };
        let day = on_day(self.day);
        let as_read = if self.link.route == Route::Firm { " as the agencies read it" } else { "" };
        let open = if self.ruling.certain { "" } else { " for some of the days that the dates in the data allow" };
        match self.ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy if self.ruling.certain => format!(
                "{offices} while they {compete}. Section 8{as_read} forbids this{day}: both are above the threshold of size, and \
                 no exemption applies."
            ),
            Verdict::Breach | Verdict::AbovePolicy => format!(
                "{offices}, perhaps while they {compete}. Section 8{as_read} forbids this{day}{open}, not for all of them."
            ),
            Verdict::Watch => match self.watched_only() {
                Some(why) => format!("{offices} while they {compete}. To watch{day}{open}: {why}."),
                None => format!(
                    "{offices} while they {compete}. The ban{as_read} began to apply after they were chosen; the year of grace \
                     runs{day}{open}."
                ),
            },
            Verdict::Unknown => {
                let first = missing.first().map_or("more of the data", String::as_str);
                let more = match missing.len().saturating_sub(1) {
                    0 => String::new(),
                    1 => " (and 1 more input)".to_owned(),
                    more => format!(" (and {more} more inputs)"),
                };
                format!(
                    "{offices} while they {compete}. To decide whether section 8{as_read} forbids this{day}, give: {first}{more}."
                )
            }
            Verdict::Clear => {
                let [a, b] = [a, b].map(|company| self.company(company));
                let why = figures.iter().rev().find_map(Figures::why_free);
                let why = why.unwrap_or_else(|| "the ban does not apply on the days asked about".to_owned());
                format!("{offices} while {a} and {b} {compete}; {why}.")
            }
        }
    }

    fn evidence(&self, figures: &[Figures<'_>]) -> Vec<Evidence> {
        let Context { graph, .. } = self.screen.context;
        let (seats, mut ties) = self.link.rows(graph, self.days());
        let [a, b] = self.link.companies;
        let rivalry = self.screen.competition.between(a, b);
        ties.extend(rivalry.ties.into_iter().filter(|tie| holds_on(graph.tie_spell(*tie), self.days())));
        let mut accounts: Vec<_> = figures.iter().flat_map(Figures::rows).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let seats = seats.into_iter().map(|seat| Evidence::from_seat(graph, seat));
        let ties = ties.into_iter().map(|tie| Evidence::from_tie(graph, tie));
        seats.chain(ties).chain(accounts.into_iter().map(|row| Evidence::from_accounts(graph, row))).collect()
    }
}

/// Returns `true` if a spell may cover one of some days.
fn holds_on(spell: Spell, days: &DaySet) -> bool {
    DaySet::from_iter(spell.possible()).meets(days)
}
