//! Deals screened against boards: who stood on both sides of an agreement, or came just before.
//!
//! Three rules, each asked for every pair of parties of every deal, in parallel over deals. A
//! finding is a lead to check, not an accusation.

mod severity;
mod shared;
mod window;

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;

use super::query::{Evidence, Named};
use crate::graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx, Service, Stretch};
use crate::model::{Certainty, Day, DayRange, DaySpan, Deal};

pub use severity::{Severity, score};
pub use shared::{SharedDirector, shared_directors};
#[cfg(test)]
pub(super) use window::binds;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// An executive of one party sat on the board of another on the deal's date.
    ExecutiveOnBoard,
    /// Somebody tied to one party joined the board of another within the window.
    AppointmentWindow,
    /// Somebody sat on the boards of two parties on the deal's date.
    SharedDirector,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Rule; 3] = [Rule::ExecutiveOnBoard, Rule::AppointmentWindow, Rule::SharedDirector];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Rule::ExecutiveOnBoard => "executive-on-board",
            Rule::AppointmentWindow => "appointment-window",
            Rule::SharedDirector => "shared-director",
        }
    }
}

/// What to ask.
#[derive(Clone, Debug)]
pub struct Options {
    /// Days before or after a deal in which an appointment counts.
    pub window: i64,
    /// Only this deal, by id.
    pub deal: Option<String>,
    /// Only deals between these two.
    pub between: Option<(CompanyIx, CompanyIx)>,
    /// Only this rule.
    pub rule: Option<Rule>,
    /// Only findings at least so severe.
    pub min_severity: Severity,
    /// Only deals that may lie in this window.
    pub during: DaySpan,
    /// Only what holds for every choice of days.
    pub certain_only: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            window: 90,
            deal: None,
            between: None,
            rule: None,
            min_severity: Severity::Low,
            during: DaySpan::ALWAYS,
            certain_only: false,
        }
    }
}

/// The deal of a finding.
#[derive(Clone, Debug, Serialize)]
pub struct DealOf {
    pub id: String,
    /// As the data states it, perhaps an interval.
    pub date: String,
    pub kind: String,
    /// What is known of the deal itself: `completed`, `alleged` …
    pub status: String,
    pub text: String,
}

/// Somebody on both sides of a deal.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub rule: Rule,
    pub severity: Severity,
    /// In (0, 1], see [`score`].
    pub score: f64,
    pub deal: DealOf,
    pub parties: Vec<Named>,
    pub people: Vec<Named>,
    /// Signed days from the joining to the deal (for the two rules on sitting: from the day the
    /// double role began), the nearest to zero that the dates allow.
    pub days: i64,
    /// The least and the most days the dates allow; null where a date is not known at all.
    pub days_min: Option<i64>,
    pub days_max: Option<i64>,
    /// For the window: the share of all choices of days that lie in it.
    pub probability: Option<f64>,
    pub certain: bool,
    pub evidence: Vec<Evidence>,
    pub text: String,
}

/// The signed lag between two events whose days are ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lag {
    min: Option<i64>,
    max: Option<i64>,
}

impl Lag {
    fn nearest(self) -> i64 {
        0i64.max(self.min.unwrap_or(i64::MIN)).min(self.max.unwrap_or(i64::MAX))
    }
}

/// All findings, most severe first, then by deal, rule, parties and person.
pub fn conflicts(graph: &BoardGraph, options: &Options) -> Vec<Finding> {
    let deals: Vec<DealIx> = match &options.deal {
        Some(id) => graph.deal_number(id).into_iter().collect(),
        None => graph.deals().collect(),
    };
    let mut findings: Vec<Finding> = deals
        .into_par_iter()
        .filter(|deal| DaySpan::of(days_of(graph, *deal)).meet(options.during).is_some())
        .flat_map_iter(|deal| screen(graph, deal, options))
        .collect();
    findings.retain(|finding| {
        finding.severity >= options.min_severity
            && (finding.certain || !options.certain_only)
            && options.rule.is_none_or(|rule| rule == finding.rule)
    });
    findings.sort_by(|x, y| {
        let key =
            |f: &Finding| (f.deal.id.clone(), f.rule, f.parties.clone(), f.people.clone(), f.days_min, f.days_max);
        y.score.total_cmp(&x.score).then_with(|| key(x).cmp(&key(y)))
    });
    findings
}

/// The days a deal may have been made on: any, where the data does not say.
fn days_of(graph: &BoardGraph, deal: DealIx) -> DayRange {
    graph.deal_days(deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX))
}

/// One deal against all pairs of its parties.
fn screen(graph: &BoardGraph, number: DealIx, options: &Options) -> Vec<Finding> {
    let mut parties: Vec<CompanyIx> = graph.deal_parties(number).collect();
    parties.sort_unstable();
    let day = if graph.is_undated() { None } else { Some(days_of(graph, number)) };
    let mut findings = Vec::new();
    for (at, &a) in parties.iter().enumerate() {
        for &b in &parties[at + 1..] {
            let wanted = options.between.is_none_or(|(x, y)| (x.min(y), x.max(y)) == (a, b));
            let people = if wanted { between(graph, a, b) } else { Vec::new() };
            if !people.is_empty() {
                let table = Table { graph, deal: graph.deal(number), day, a, b, options };
                for person in people {
                    table.screen(person, &mut findings);
                }
            }
        }
    }
    findings
}

/// Everybody with a seat at one of two companies and a seat at, or a tie to, the other: nobody
/// else can stand on both sides.
fn between(graph: &BoardGraph, a: CompanyIx, b: CompanyIx) -> Vec<PersonIx> {
    let bound = |company: CompanyIx| {
        let ends = graph.ties(Entity::Company(company)).map(|tie| graph.tie_ends(tie));
        ends.flat_map(|(from, to)| [from, to]).filter_map(|end| match end {
            Entity::Person(person) => Some(person),
            Entity::Company(_) => None,
        })
    };
    let mut people = graph.shared_people(a, b);
    for (here, there) in [(a, b), (b, a)] {
        people.extend(bound(here).filter(|person| graph.seats_at(*person, there).next().is_some()));
    }
    people.sort_unstable();
    people.dedup();
    people
}

/// Somebody found at the table, before it is written out as a finding.
struct Lead {
    rule: Rule,
    person: PersonIx,
    lag: Lag,
    probability: Option<f64>,
    certainty: Certainty,
    evidence: Vec<Evidence>,
    /// What they did, as the middle of a sentence.
    what: String,
}

/// A deal between two parties: the table at which people may sit on both sides.
struct Table<'a> {
    graph: &'a BoardGraph,
    deal: Deal,
    /// The days the deal may have been made on; none when dates are ignored.
    day: Option<DayRange>,
    a: CompanyIx,
    b: CompanyIx,
    options: &'a Options,
}

impl Table<'_> {
    fn screen(&self, person: PersonIx, findings: &mut Vec<Finding>) {
        let (at_a, at_b) = (self.graph.service_at(person, self.a), self.graph.service_at(person, self.b));
        findings.extend(self.sitting(person, Rule::SharedDirector, &at_a.board, &at_b.board, (self.a, self.b)));
        for (home, there, x, y) in [(&at_a, &at_b, self.a, self.b), (&at_b, &at_a, self.b, self.a)] {
            findings.extend(self.sitting(person, Rule::ExecutiveOnBoard, &home.executive, &there.board, (x, y)));
            self.joining(person, home, (x, y), findings);
        }
    }

    /// Somebody who held two roles on the deal's date.
    fn sitting(
        &self,
        person: PersonIx,
        rule: Rule,
        home: &Stretch,
        there: &Stretch,
        (x, y): (CompanyIx, CompanyIx),
    ) -> Option<Finding> {
        let both = home.meet(there);
        let day = self.day.unwrap_or(DayRange::new(Day::MIN, Day::MAX));
        let certainty = match self.day {
            Some(day) => Clock::At(day).holds(&both.certain, &both.possible, self.graph.as_of())?,
            None => Certainty::from_parts(both.is_possible(), both.is_possible())?,
        };
        let begun =
            both.possible.as_slice().iter().find(|span| span.meet(DaySpan::of(day)).is_some() || self.day.is_none())?;
        let surely = both.certain.as_slice().iter().find(|span| span.from >= begun.from && span.from <= day.first);
        let lag = Lag {
            min: day.first.is_calendar().then(|| surely.map_or(0, |span| day.first.since(span.from).max(0))),
            max: (day.last.is_calendar() && begun.from.is_calendar()).then(|| day.last.since(begun.from)),
        };
        let role = if rule == Rule::ExecutiveOnBoard { "was an executive of" } else { "sat on the board of" };
        let what = format!("{role} {} and sat on the board of {}", self.name(x), self.name(y));
        let evidence = self.seats(person, day, |graph, seat| {
            let company = graph.seat_company(seat);
            (company == y && graph.is_board(seat))
                || (company == x
                    && if rule == Rule::ExecutiveOnBoard { graph.is_executive(seat) } else { graph.is_board(seat) })
        });
        Some(self.finding(Lead { rule, person, lag, probability: None, certainty, evidence, what }))
    }

    /// The seats of a person that may have been held on some day of a range.
    fn seats(
        &self,
        person: PersonIx,
        days: DayRange,
        wanted: impl Fn(&BoardGraph, crate::graph::SeatIx) -> bool,
    ) -> Vec<Evidence> {
        self.graph
            .person_seats(person)
            .filter(|seat| wanted(self.graph, *seat))
            .filter(|seat| self.graph.spell(*seat).at(days).is_some())
            .map(|seat| Evidence::seat(self.graph, seat))
            .collect()
    }

    fn name(&self, company: CompanyIx) -> Cow<'_, str> {
        self.graph.name(Entity::Company(company))
    }

    fn finding(&self, lead: Lead) -> Finding {
        let Lead { rule, person, lag, probability, certainty, mut evidence, what } = lead;
        let Deal { id, kind, status, text, .. } = &self.deal;
        let date = self.deal.date.as_ref().map(ToString::to_string);
        let dated = date.as_ref().map_or("has no known date".to_owned(), |date| format!("is dated {date}"));
        let date = date.unwrap_or_else(|| "unknown".to_owned());
        evidence.push(self.deal_evidence(&date));
        let who = Named::of(self.graph, Entity::Person(person));
        let days = lag.nearest();
        let score = score(rule, certainty, days, self.options.window);
        let status_word = if status.is_empty() { String::new() } else { format!("; status: {status}") };
        let sure = if certainty.is_certain() { "" } else { " Possible: the dates do not settle it." };
        Finding {
            rule,
            severity: Severity::of(score),
            score,
            deal: DealOf {
                id: id.clone(),
                date: date.clone(),
                kind: kind.clone(),
                status: status.clone(),
                text: text.clone(),
            },
            parties: [self.a, self.b].map(|party| Named::of(self.graph, Entity::Company(party))).to_vec(),
            text: format!(
                "{} {what}; the deal {id} ({kind}) {dated}{status_word}.{sure} A lead to check, not an accusation.",
                who.name
            ),
            people: vec![who],
            days,
            days_min: lag.min,
            days_max: lag.max,
            probability,
            certain: certainty.is_certain(),
            evidence,
        }
    }

    fn deal_evidence(&self, date: &str) -> Evidence {
        Evidence {
            kind: "deal",
            id: self.deal.id.clone(),
            from: Named::of(self.graph, Entity::Company(self.a)),
            to: Named::of(self.graph, Entity::Company(self.b)),
            relation: if self.deal.status.is_empty() {
                self.deal.kind.clone()
            } else {
                format!("{} ({})", self.deal.kind, self.deal.status)
            },
            start: Some(date.to_owned()),
            end: None,
            sources: self.deal.sources.clone(),
            confidence: self.deal.confidence,
            place: self.graph.place(self.deal.place),
        }
    }

    /// What ties a person to a company beside seats: founder, owner, investor, adviser.
    fn ties_to(&self, person: PersonIx, company: CompanyIx) -> Vec<(Stretch, Evidence)> {
        let me = Entity::Person(person);
        self.graph
            .ties(me)
            .filter(|tie| {
                let (from, to) = self.graph.tie_ends(*tie);
                let other = if from == me { to } else { from };
                other == Entity::Company(company) && window::binds(self.graph.tie_kind(*tie))
            })
            .map(|tie| {
                let spell = self.graph.tie_spell(tie);
                (Stretch::of(std::iter::once(spell)), Evidence::tie(self.graph, tie))
            })
            .collect()
    }

    /// Somebody tied to one party who joined the board of the other near the deal.
    fn joining(&self, person: PersonIx, home: &Service, (x, y): (CompanyIx, CompanyIx), findings: &mut Vec<Finding>) {
        let Some(day) = self.day else { return };
        let ties = self.ties_to(person, x);
        for start in window::joinings(self.graph, person, y) {
            let tied = window::tied(&home.any, ties.iter().map(|(days, _)| days), start);
            let Some(tied) = tied else { continue };
            let lag = window::lag(start, day);
            let Some(inside) = window::inside(lag, self.options.window) else { continue };
            let certainty = tied.min(inside);
            let probability = window::probability(start, day, self.options.window);
            let mut evidence = self.seats(person, start, |graph, seat| {
                graph.seat_company(seat) == x || (graph.seat_company(seat) == y && graph.is_board(seat))
            });
            evidence.extend(
                ties.iter()
                    .filter(|(days, _)| !days.possible.within(DaySpan::of(start)).is_empty())
                    .map(|(_, tie)| tie.clone()),
            );
            let what = format!(
                "joined the board of {} ({}) while tied to {}, {} from the deal",
                self.name(y),
                window::written(start),
                self.name(x),
                window::lag_written(lag)
            );
            let rule = Rule::AppointmentWindow;
            findings.push(self.finding(Lead { rule, person, lag, probability, certainty, evidence, what }));
        }
    }
}
