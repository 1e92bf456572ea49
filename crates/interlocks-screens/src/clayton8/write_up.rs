//! The row of a case of section 8.

use std::collections::BTreeSet;

use super::criteria::{Dyad, Figures};
use super::offices::{Link, Route};
use super::{Clayton8, Screen};
use crate::rulebook::parameter;
use crate::wording::name;
use crate::{Answer, Context, Leg, Row, RowBuilder, Ruling, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::{Day, DaySet, DaySpan, Spell};
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

const CITATION: &str = "Clayton Act, section 8, 15 U.S.C. 19";

/// A case and what its row is made from.
struct WriteUp<'t, 'a> {
    screen: &'t Clayton8<'a>,
    link: &'t Link,
    /// The days on which both offices are held.
    tenure: UncertainDays,
    ruling: Ruling,
    /// The day whose figures are shown.
    day: Day,
}

/// Returns the row of a case.
pub(super) fn row(screen: &Clayton8<'_>, link: &Link) -> Row {
    let Context { graph, rules, options } = screen.context;
    let tenure = link.tenure_of(graph);
    let ruling = screen.verdict_days(link, &tenure).ruling(screen.context);
    let dyad = Dyad::new(graph, rules, link.companies);
    let compete = screen.competition.between(link.companies[0], link.companies[1]).days();
    let together = tenure.meet(&compete).within(options.query.clock.window());
    let shown = if ruling.verdict == Verdict::Clear { &together } else { &ruling.days };
    let day = screen.undated().unwrap_or_else(|| shown_day(shown, ruling.verdict, graph.as_of()));
    let write_up = WriteUp { screen, link, tenure, ruling, day };
    let readings = dyad.readings(day);
    let figures: Vec<Figures<'_>> = readings.iter().map(|reading| dyad.figures(*reading)).collect();
    write_up.row(&figures)
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
        let addressed = firm.into_iter().chain(people.iter().copied().map(Entity::Person));
        let mut recalled: Vec<String> = figures
            .iter()
            .filter_map(Figures::threshold)
            .filter(|threshold| threshold.recalled)
            .map(|threshold| format!("thresholds of {} ({})", threshold.year, threshold.source))
            .collect();
        if rules.thresholds_on(self.day).stand_in {
            recalled.push(format!(
                "the table has no thresholds for the year of {}; those of an earlier year were used",
                self.day
            ));
        }
        recalled.dedup();
        RowBuilder::new(graph, Screen::Clayton8, route.test(), &self.ruling)
            .subject(addressed.chain(companies.map(Entity::Company)))
            .people(people.iter().copied())
            .companies(companies)
            .reason(self.reason(figures, &missing))
            .legs(self.legs(figures))
            .missing(missing)
            .citation(CITATION)
            .recalled(recalled)
            .evidence(self.evidence(figures))
            .build()
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
        if self.ruling.verdict == Verdict::Watch && self.link.route.is_office() {
            let years = self.screen.context.rules.number(parameter::GRACE_YEARS);
            let noun = if years == 1.0 { "year" } else { "years" };
            let text = format!(
                "was eligible when chosen, so has {years} {noun} of grace from the day on which the ban began to apply"
            );
            legs.push(Leg::new("grace", Answer::Yes, text));
        }
        legs
    }

    /// Returns the offices as a clause.
    fn offices(&self) -> String {
        let [a, b] = self.link.companies.map(|company| self.company(company));
        let [p, q] = self.link.people.map(|person| self.person(person));
        let firm = self.link.firm.map(|firm| name(self.screen.context.graph, firm)).unwrap_or_default();
        match self.link.route {
            Route::Person => format!("{p} holds an office at both {a} and {b}"),
            Route::Observer => match self.link.companies.map(|company| self.observes(company)) {
                [true, false] => format!("{p} is an observer at {a} and a director or officer at {b}"),
                [false, true] => format!("{p} is an observer at {b} and a director or officer at {a}"),
                _ => format!("{p} is an observer at both {a} and {b}"),
            },
            Route::Firm => format!("{p}, on the board of {a}, and {q}, on the board of {b}, both belong to {firm}"),
            Route::Owner => format!(
                "{p}, on the board of {a}, and {q}, on the board of {b}, both have a seat at {firm}, which owns part of \
                 both companies"
            ),
        }
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

    fn missing(&self, figures: &[Figures<'_>]) -> Vec<String> {
        if self.ruling.verdict != Verdict::Unknown {
            return Vec::new();
        }
        let mut seen = BTreeSet::new();
        let all = figures.iter().rev().flat_map(|figures| figures.missing(self.day));
        all.filter(|input| seen.insert(input.clone())).collect()
    }

    fn reason(&self, figures: &[Figures<'_>], missing: &[String]) -> String {
        let [a, b] = self.link.companies;
        let offices = self.offices();
        let stated = !self.screen.competition.between(a, b).stated.possible.is_empty();
        let compete = if stated { "compete" } else { "are presumed to compete (industry codes)" };
        let day = self.day;
        let text = match self.ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy => format!(
                "{offices} while they {compete}; on {day} both were above the threshold of section 8 and no exemption applied."
            ),
            Verdict::Watch if self.link.route.is_office() => format!(
                "{offices} while they {compete}; the ban began to apply after they were chosen; on {day} the year of grace \
                 was still running."
            ),
            Verdict::Watch => {
                format!("{offices} while they {compete}; for a director or officer this would be a breach on {day}.")
            }
            Verdict::Unknown => {
                let first = missing.first().map_or("an input", String::as_str);
                let more = match missing.len().saturating_sub(1) {
                    0 => String::new(),
                    1 => " (and 1 more input)".to_owned(),
                    more => format!(" (and {more} more inputs)"),
                };
                format!(
                    "{offices} while they {compete}. To decide whether section 8 forbids this on {day}, give: {first}{more}."
                )
            }
            Verdict::Clear => {
                let [a, b] = [a, b].map(|company| self.company(company));
                format!("{offices} while {a} and {b} {compete}; {}.", why_clear(figures))
            }
        };
        let possible = !self.ruling.certain && matches!(self.ruling.verdict, Verdict::Breach | Verdict::Watch);
        if possible { format!("{text} Possible only: the dates are not exact enough to be certain.") } else { text }
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

/// Returns the reason why a case is clear.
fn why_clear(figures: &[Figures<'_>]) -> String {
    let legs = figures.last().map(Figures::legs).unwrap_or_default();
    let met = |name: &str| legs.iter().find(|leg| leg.leg == name).map(|leg| leg.met);
    let exempt = legs.iter().find(|leg| leg.leg.starts_with("exempt") && leg.met == Answer::Yes);
    match exempt {
        _ if met("commerce") == Some(Answer::No) => {
            "one of them is a bank, which section 8 does not cover; the Depository \
                                                      Institution Management Interlocks Act may apply"
                .to_owned()
        }
        _ if met("size") == Some(Answer::No) => "one of the two companies is not above the size threshold".to_owned(),
        Some(leg) => format!("exempt: {}", leg.text),
        None => "the ban does not apply on the days asked about".to_owned(),
    }
}
