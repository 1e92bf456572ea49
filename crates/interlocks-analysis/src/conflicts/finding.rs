//! A finding, and how it is written out.

use serde::Serialize;

use super::Rule;
use super::lag::{Lag, lag, last};
use super::relation::Relation;
use super::severity::{Grounds, Severity, score};
use super::table::Table;
use crate::ownership::Portion;
use crate::question::{Evidence, Named};
use interlocks_core::model::{Certainty, Day, DayRange, DaySet, Deal};
use interlocks_graph::{Entity, PersonIx};

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
    /// How many companies are parties to it.
    pub parties: usize,
}

/// What somebody did near a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Move {
    Joined,
    Left,
}

/// A dated happening that a finding rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    pub what: Move,
    pub person: Named,
    pub company: Named,
    /// The first and the last day on which it may have happened; null where that is not known.
    pub first: Option<Day>,
    pub last: Option<Day>,
    /// Signed days from it to the deal: the least and the most the dates allow.
    pub days_min: Option<i64>,
    pub days_max: Option<i64>,
}

impl Event {
    /// Something that may have happened on any of some days.
    pub(super) fn new(what: Move, person: Named, company: Named, days: &DaySet, deal: DayRange) -> Event {
        let Lag { min, max } = lag(days, deal);
        let known = |day: Day| day.is_calendar().then_some(day);
        let hull = days.hull();
        let (first, last) = (hull.and_then(|hull| known(hull.from)), hull.and_then(|hull| known(last(hull))));
        Event { what, person, company, first, last, days_min: min, days_max: max }
    }
}

/// What an owner held of a party on the days of a deal.
#[derive(Clone, Debug, Serialize)]
pub struct Stake {
    pub owner: Named,
    pub company: Named,
    /// In per cent, through all chains: the least and the most, a share that nobody states being
    /// anything that the other owners leave.
    pub share: Portion,
    /// From the owner to the company along a chain of fewest ties.
    pub chain: Vec<Named>,
}

/// Two parties of a deal that somebody, or something, joined.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub rule: Rule,
    pub severity: Severity,
    /// In (0, 1], see [`score`].
    pub score: f64,
    pub deal: DealOf,
    pub parties: Vec<Named>,
    /// The share of the parties to the deal that the finding covers: 2 of 3 are 0.6667.
    pub share: f64,
    /// Who is concerned; on a path, who it leads through.
    pub people: Vec<Named>,
    /// Signed days to the deal, the nearest to zero that the dates allow: from the joining, or from
    /// the day on which all that the rule asks for came to hold together.
    pub days: i64,
    /// The least and the most days the dates allow; null where a date is not known at all.
    pub days_min: Option<i64>,
    pub days_max: Option<i64>,
    /// The window that was asked for, where the rule has one.
    pub window: Option<i64>,
    /// For a window: the share of all choices of days that lie in it.
    pub probability: Option<f64>,
    pub certain: bool,
    /// Who joined or left what, where the rule asks for that.
    pub events: Vec<Event>,
    /// Steps of the path, where that is the finding.
    pub steps: Option<usize>,
    /// Whose share of a party it is about, where shares make somebody an owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stake: Option<Stake>,
    /// The rows it rests on: seats, ties, and the deal last.
    pub evidence: Vec<Evidence>,
    pub text: String,
}

/// What was found at the table, before it is written out.
pub struct Lead {
    pub rule: Rule,
    pub people: Vec<PersonIx>,
    pub certainty: Certainty,
    pub lag: Lag,
    pub probability: Option<f64>,
    pub relation: Option<Relation>,
    pub events: Vec<Event>,
    pub steps: Option<usize>,
    pub stake: Option<Stake>,
    pub evidence: Vec<Evidence>,
    /// What they did, as the beginning of a sentence.
    pub what: String,
}

impl Lead {
    /// Something that held on the day of the deal.
    pub fn held(rule: Rule, people: Vec<PersonIx>, (certainty, lag): (Certainty, Lag), what: String) -> Lead {
        let (events, evidence) = (Vec::new(), Vec::new());
        Lead {
            rule,
            people,
            certainty,
            lag,
            probability: None,
            relation: None,
            events,
            steps: None,
            stake: None,
            evidence,
            what,
        }
    }
}

impl Table<'_> {
    /// Writes a lead out in full.
    pub(super) fn finding(&self, lead: Lead) -> Finding {
        let Lead { rule, people, certainty, lag, probability, relation, events, steps, stake, mut evidence, what } =
            lead;
        let deal = self.graph.deal(self.deal);
        let date = deal.date.as_ref().map(ToString::to_string);
        let dated = date.as_ref().map_or("has no known date".to_owned(), |date| format!("is dated {date}"));
        let date = date.unwrap_or_else(|| "unknown".to_owned());
        evidence.push(Evidence::deal(self.graph, &deal, [self.a, self.b]));
        let (days, window) = (lag.nearest(), self.options.window);
        let steps_counted = steps.unwrap_or_default();
        let grounds = Grounds { rule, certainty, days, window, probability, relation, steps: steps_counted };
        let score = score(&grounds);
        let Deal { id, kind, status, text, parties, .. } = deal;
        let status_word = if status.is_empty() { String::new() } else { format!("; status: {status}") };
        let sure = if certainty.is_certain() { "" } else { " Possible: the dates do not settle it." };
        let covered = if parties.len() > 2 { format!(" Parties: 2 of {}.", parties.len()) } else { String::new() };
        Finding {
            rule,
            severity: Severity::of(score),
            score,
            text: format!(
                "{what}; the deal {id} ({kind}) {dated}{status_word}.{covered}{sure} A lead to check, not an accusation."
            ),
            share: (2.0 / parties.len().max(2) as f64 * 10_000.0).round() / 10_000.0,
            deal: DealOf { id, date, kind, status, text, parties: parties.len() },
            parties: [self.a, self.b].map(|party| Named::of(self.graph, Entity::Company(party))).to_vec(),
            people: people.into_iter().map(|person| Named::of(self.graph, Entity::Person(person))).collect(),
            days,
            days_min: lag.min,
            days_max: lag.max,
            window: rule.has_window().then_some(window),
            probability,
            certain: certainty.is_certain(),
            events,
            steps,
            stake,
            evidence,
        }
    }
}
