//! A case of section 8 in full: who, since when, by which legs, resting on what.

use std::collections::BTreeSet;

use super::legs::{Dyad, Figures};
use super::offices::{Link, Route};
use super::{Clayton8, Verdict};
use crate::rulebook::parameter;
use crate::{Answer, Asked, Case, Leg, Row, Ruling, Screen, Subject};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{Day, DaySet, DaySpan};
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

const CITATION: &str = "Clayton Act, section 8, 15 U.S.C. 19";

/// Somebody's case in words, while it is put together.
struct Telling<'t, 'a> {
    screen: &'t Clayton8<'a>,
    link: &'t Link,
    service: UncertainDays,
    ruling: Ruling,
    day: Day,
}

pub fn row(screen: &Clayton8<'_>, case: &Case) -> Row {
    let Asked { graph, rules, options } = screen.asked;
    let link = screen.link(case);
    let service = link.tenure_of(graph);
    let ruling = screen.outcome(&link, &service).ruling(graph, &options.query);
    let dyad = Dyad::new(graph, rules, link.companies);
    let compete = screen.competition.between(link.companies[0], link.companies[1]).days();
    let together = service.meet(&compete).within(options.query.clock.window());
    let shown = if ruling.verdict == Verdict::Clear { &together } else { &ruling.days };
    let day = screen.undated().unwrap_or_else(|| day_told(shown, ruling.verdict, graph.as_of()));
    let telling = Telling { screen, link: &link, service, ruling, day };
    let readings = dyad.readings(day);
    let figures: Vec<Figures<'_>> = readings.iter().map(|reading| dyad.figures(*reading)).collect();
    telling.row(&figures)
}

/// The day whose figures are shown: the first of a ban, the last of what is clear.
fn day_told(days: &UncertainDays, verdict: Verdict, as_of: Option<Day>) -> Day {
    let spans = if days.certain.is_empty() { &days.possible } else { &days.certain };
    let hull = spans.hull().unwrap_or(DaySpan::ALWAYS);
    let known = |day: Day| day.is_calendar().then_some(day);
    let last = known(hull.to.plus(-1)).filter(|last| as_of.is_none_or(|day| *last <= day)).or(as_of);
    let first = known(hull.from);
    let chosen = if verdict == Verdict::Clear { last.or(first) } else { first.or(last) };
    chosen.unwrap_or(Day::from_number(0))
}

impl Telling<'_, '_> {
    fn named(&self, entity: Entity) -> Named {
        Named::new(self.screen.asked.graph, entity)
    }

    fn name(&self, company: CompanyIx) -> String {
        self.named(Entity::Company(company)).name
    }

    fn person(&self, person: PersonIx) -> String {
        self.named(Entity::Person(person)).name
    }

    fn row(&self, figures: &[Figures<'_>]) -> Row {
        let Asked { graph, rules, .. } = self.screen.asked;
        let Link { companies, people, firm, route } = *self.link;
        let Ruling { verdict, certain, ref days } = self.ruling;
        let legs = self.legs(figures);
        let missing = self.missing(figures);
        let mut people: Vec<PersonIx> = people.to_vec();
        people.dedup();
        let addressed: Vec<Entity> = match firm {
            Some(firm) => std::iter::once(firm).chain(people.iter().copied().map(Entity::Person)).collect(),
            None => people.iter().copied().map(Entity::Person).collect(),
        };
        let subject = addressed.into_iter().chain(companies.map(Entity::Company));
        let mut recalled: Vec<String> = figures
            .iter()
            .filter_map(Figures::threshold)
            .filter(|threshold| threshold.recalled)
            .map(|threshold| format!("thresholds of {} ({})", threshold.year, threshold.source))
            .collect();
        if rules.thresholds_on(self.day).stand_in {
            recalled.push(format!(
                "no thresholds of the year of {} in the table: those of an earlier year stand in",
                self.day
            ));
        }
        recalled.dedup();
        let (spells, certain_spells) = (days.possible.clone(), days.certain.clone());
        Row {
            rule: Screen::Clayton8,
            test: route.test().to_owned(),
            verdict,
            certain,
            subject: subject.map(|entity| Subject::of(graph, entity)).collect(),
            people: people.iter().map(|person| self.named(Entity::Person(*person))).collect(),
            companies: companies.map(|company| self.named(Entity::Company(company))).to_vec(),
            deal: None,
            spells,
            certain_spells,
            reason: self.reason(figures, &missing),
            legs,
            missing,
            citation: CITATION.to_owned(),
            recalled,
            evidence: self.evidence(figures),
        }
    }

    /// Offices and competition, then the legs of the figures; those that readings answer
    /// differently are unknown.
    fn legs(&self, figures: &[Figures<'_>]) -> Vec<Leg> {
        let Asked { graph, .. } = self.screen.asked;
        let [a, b] = self.link.companies;
        let on = DaySpan { from: self.day, to: self.day.plus(1) };
        let rivalry = self.screen.competition.between(a, b);
        let mut legs = vec![Leg::new("offices", Answer::Yes, self.offices()), rivalry.leg(graph, a, b, on)];
        if let Some(likeliest) = figures.last() {
            let others: Vec<Vec<Leg>> = figures.iter().map(Figures::legs).collect();
            legs.extend(likeliest.legs().into_iter().enumerate().map(|(at, mut leg)| {
                if others.iter().any(|other| other[at].met != leg.met) {
                    leg.text.push_str("; which thresholds or accounts count on that day is not settled");
                    leg.met = Answer::Unknown;
                }
                leg
            }));
        }
        if self.ruling.verdict == Verdict::Watch && self.link.route.is_office() {
            let years = self.screen.asked.rules.number(parameter::GRACE_YEARS);
            let text = format!("eligible when chosen: {years} year of grace after what brought the ban about");
            legs.push(Leg::new("grace", Answer::Yes, text));
        }
        legs
    }

    /// Who holds which offices, as a clause.
    fn offices(&self) -> String {
        let [a, b] = self.link.companies.map(|company| self.name(company));
        let [p, q] = self.link.people.map(|person| self.person(person));
        let firm = self.link.firm.map(|firm| self.named(firm).name).unwrap_or_default();
        match self.link.route {
            Route::Person => format!("{p} holds an office at both {a} and {b}"),
            Route::Observer => format!("{p} attends a board as an observer at {a} or {b} and has a place at both"),
            Route::Firm => format!("{p} at {a} and {q} at {b} are both people of {firm}"),
            Route::Owner => format!("{p} at {a} and {q} at {b} both hold a seat at {firm}, which owns a part of each"),
        }
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
        let [a, b] = self.link.companies.map(|company| self.name(company));
        let offices = self.offices();
        let presumed = self.screen.competition.between(self.link.companies[0], self.link.companies[1]);
        let stated = !presumed.stated.possible.is_empty();
        let compete = if stated { "compete" } else { "are presumed to compete (industry codes)" };
        let day = self.day;
        let text = match self.ruling.verdict {
            Verdict::Breach => format!(
                "{offices} while they {compete}; on {day} both were above the threshold of section 8 and no exemption applied."
            ),
            Verdict::Watch if self.link.route.is_office() => format!(
                "{offices} while they {compete}; the ban came about after they were chosen, and the year of grace was running on {day}."
            ),
            Verdict::Watch => {
                format!("{offices} while they {compete}; for a director or officer this would be a breach on {day}.")
            }
            Verdict::Unknown => {
                let first = missing.first().map_or("an input", String::as_str);
                let more = missing.len().saturating_sub(1);
                let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("{offices} while they {compete}; whether section 8 bans it on {day} needs {first}{rest}.")
            }
            Verdict::Clear => format!("{offices} while {a} and {b} {compete}; {}.", why_clear(figures)),
        };
        let possible = !self.ruling.certain && matches!(self.ruling.verdict, Verdict::Breach | Verdict::Watch);
        if possible { format!("{text} Possible: the dates do not settle it.") } else { text }
    }

    fn evidence(&self, figures: &[Figures<'_>]) -> Vec<Evidence> {
        let Asked { graph, .. } = self.screen.asked;
        let days = if self.ruling.days.is_possible() { &self.ruling.days.possible } else { &self.service.possible };
        let (seats, mut ties) = self.link.rows(graph, days);
        let [a, b] = self.link.companies;
        let there = |spell: interlocks_core::model::Spell| DaySet::from_iter(spell.possible()).meets(days);
        let rivalry = self.screen.competition.between(a, b);
        ties.extend(rivalry.ties.into_iter().filter(|tie| there(graph.tie_spell(*tie))));
        let mut accounts: Vec<_> = figures.iter().flat_map(Figures::rows).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let seats = seats.into_iter().map(|seat| Evidence::from_seat(graph, seat));
        let ties = ties.into_iter().map(|tie| Evidence::from_tie(graph, tie));
        seats.chain(ties).chain(accounts.into_iter().map(|row| Evidence::from_accounts(graph, row))).collect()
    }
}

/// The leg by which it is clear.
fn why_clear(figures: &[Figures<'_>]) -> String {
    let legs = figures.last().map(Figures::legs).unwrap_or_default();
    let met = |name: &str| legs.iter().find(|leg| leg.leg == name).map(|leg| leg.met);
    let exempt = legs.iter().find(|leg| leg.leg.starts_with("exempt") && leg.met == Answer::Yes);
    match exempt {
        _ if met("size") == Some(Answer::No) => "one of them is not above the threshold of size".to_owned(),
        Some(leg) => format!("exempt: {}", leg.text),
        None => "the ban does not reach the days asked for".to_owned(),
    }
}
