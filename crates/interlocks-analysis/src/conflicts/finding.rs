//! A finding, and how a lead becomes one.

use serde::Serialize;

use super::Rule;
use super::account::Account;
use super::severity::{ScoreInputs, Severity, score};
use crate::conflicts::party_pair::PartyPair;
use crate::identity::{Conditions, RestsOn};
use crate::ownership::ShareRange;
use crate::question::{Evidence, Named};
use crate::tenure::{Lag, lag, last_day};
use interlocks_core::model::{Certainty, Day, DayRange, DaySet, Deal, Relation};
use interlocks_graph::{Entity, PersonIx};

/// The deal of a finding.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScreenedDeal {
    /// The id in the data.
    pub id: String,
    /// The date as the data states it, perhaps an interval; `unknown` if it states none.
    #[cfg_attr(feature = "schema", schemars(with = "interlocks_core::model::DateOrUnknown"))]
    pub date: String,
    /// The kind of deal.
    pub kind: String,
    /// The status of the deal: `completed`, `alleged` …
    pub status: String,
    /// The description in the data.
    pub text: String,
    /// The number of companies that are parties to it.
    pub parties: usize,
}

impl ScreenedDeal {
    /// Writes the deal, its date and its status, and how many of its parties a finding covers if it has others:
    /// `The deal d1 (loan) is dated 2011-06; status: alleged. Parties: 2 of 3.`
    pub(super) fn sentence(&self, covered: usize) -> String {
        let dated =
            if self.date == "unknown" { "has no known date".to_owned() } else { format!("is dated {}", self.date) };
        let kind = if self.kind.is_empty() { String::new() } else { format!(" ({})", self.kind) };
        let status = if self.status.is_empty() { String::new() } else { format!("; status: {}", self.status) };
        let parties =
            if self.parties > covered { format!(" Parties: {covered} of {}.", self.parties) } else { String::new() };
        format!("The deal {}{kind} {dated}{status}.{parties}", self.id)
    }
}

/// Returns the share of the parties to a deal that a finding covers, to four digits.
pub(super) fn share_of_parties(covered: usize, parties: usize) -> f64 {
    (covered as f64 / parties.max(covered).max(1) as f64 * 10_000.0).round() / 10_000.0
}

/// A move that somebody made near a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Move {
    /// Joined a board or a company.
    Joined,
    /// Left a company.
    Left,
}

/// A dated event that a finding rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Joined or left.
    pub what: Move,
    /// The person who joined or left.
    pub person: Named,
    /// The company that was joined or left.
    pub company: Named,
    /// The first day on which it may have happened; `None` if unknown.
    pub first: Option<Day>,
    /// The last day on which it may have happened; `None` if unknown.
    pub last: Option<Day>,
    /// The fewest signed days from it to the deal that the dates allow.
    pub days_min: Option<i64>,
    /// The most signed days from it to the deal that the dates allow.
    pub days_max: Option<i64>,
}

impl Event {
    /// An event that may have happened on any of some days.
    pub(super) fn new(what: Move, person: Named, company: Named, days: &DaySet, deal: DayRange) -> Event {
        let Lag { min, max, .. } = lag(days, deal);
        let known = |day: Day| day.is_calendar().then_some(day);
        let hull = days.hull();
        let (first, last) = (hull.and_then(|hull| known(hull.from)), hull.and_then(|hull| known(last_day(hull))));
        Event { what, person, company, first, last, days_min: min, days_max: max }
    }
}

/// The share that an owner held of a party on the days of a deal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnerStake {
    /// The owner.
    pub owner: Named,
    /// The party that is owned.
    pub company: Named,
    /// The share in per cent, through all chains: the minimum and the maximum. A share that is not stated is anything
    /// from nothing to what the other owners leave.
    pub share: ShareRange,
    /// The entities from the owner to the company along a chain of fewest ties. Of a long chain
    /// ([`MOST_LINKS`](crate::ownership::MOST_LINKS)), the first and last are listed.
    pub chain: Vec<Named>,
    /// The number of entities in the middle of the chain that are not listed.
    pub chain_not_listed: usize,
}

/// A link between two parties of a deal: a lead to check, not an accusation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The rule that is met.
    pub rule: Rule,
    /// The class of the score.
    pub severity: Severity,
    /// The score, above 0 and at most 1; see [`score`].
    pub score: f64,
    /// The deal.
    pub deal: ScreenedDeal,
    /// The two parties that are linked.
    pub parties: Vec<Named>,
    /// The share of the parties to the deal that the finding covers: 0.6667 for 2 of 3.
    pub share: f64,
    /// The people concerned; on a path, the people it leads through.
    pub people: Vec<Named>,
    /// Signed days to the deal, the closest to zero that the dates allow: from the joining, or from the day since which
    /// everything the rule asks for has been true together.
    pub days: i64,
    /// The fewest days that the dates allow; `None` if a date is unknown.
    pub days_min: Option<i64>,
    /// The most days that the dates allow; `None` if a date is unknown.
    pub days_max: Option<i64>,
    /// The window asked for, in days, if the rule has one.
    pub window: Option<i64>,
    /// For a rule with a window: the share of all combinations of days that lie in it.
    pub probability: Option<f64>,
    /// `true` if the finding is true for every choice of days, `false` if only for some.
    pub certain: bool,
    /// The joining and leaving that the rule asks about.
    pub events: Vec<Event>,
    /// The number of steps, if the finding is a path.
    pub steps: Option<usize>,
    /// The share of a party that the finding is about, if shares make somebody an owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stake: Option<OwnerStake>,
    /// The rows it rests on: seats, ties, and last the deal.
    pub evidence: Vec<Evidence>,
    /// The finding in one sentence.
    pub text: String,
    /// What has to be one, or two, for the finding to hold; see [`identity`](crate::identity).
    #[serde(flatten)]
    pub conditions: Conditions,
    /// The decisions on identity that make one of several records whose seats the finding joins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<RestsOn>,
    /// The facts in `text`.
    #[serde(skip)]
    pub(super) account: Account,
}

/// The sentence in the text of a finding that is possible.
pub(super) const DATES_OPEN: &str = " Possible: the dates leave it open.";
/// The end of the text of every finding.
pub(super) const LEAD: &str = " A lead to check, not an accusation.";

/// A finding before its deal, score and text are added.
pub(super) struct Lead {
    pub rule: Rule,
    pub people: Vec<PersonIx>,
    pub certainty: Certainty,
    pub lag: Lag,
    pub probability: Option<f64>,
    pub relation: Option<Relation>,
    pub events: Vec<Event>,
    pub steps: Option<usize>,
    pub stake: Option<OwnerStake>,
    pub evidence: Vec<Evidence>,
    /// The facts, for sentences.
    pub account: Account,
}

impl Lead {
    /// A lead with no events and no evidence yet.
    pub(super) fn new(rule: Rule, people: Vec<PersonIx>, (certainty, lag): (Certainty, Lag)) -> Lead {
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
            account: Account::default(),
        }
    }
}

impl PartyPair<'_> {
    /// Completes a lead.
    pub(super) fn finding(&self, lead: Lead) -> Finding {
        let Lead { rule, people, certainty, lag, probability, relation, events, steps, stake, mut evidence, account } =
            lead;
        let deal = self.graph.deal(self.deal);
        let date = deal.date.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string);
        evidence.push(Evidence::from_deal(self.graph, &deal, [self.a, self.b]));
        let (days, window) = (lag.nearest, self.options.window);
        let steps_counted = steps.unwrap_or_default();
        let inputs = ScoreInputs { rule, certainty, days, window, probability, relation, steps: steps_counted };
        let score = score(&inputs);
        let Deal { id, kind, status, text, parties, .. } = deal;
        let share = share_of_parties(2, parties.len());
        let deal = ScreenedDeal { id, date, kind, status, text, parties: parties.len() };
        let sure = if certainty.is_certain() { "" } else { DATES_OPEN };
        Finding {
            rule,
            severity: Severity::from_score(score),
            score,
            text: format!("{} {}{sure}{LEAD}", account.sentences(), deal.sentence(2)),
            share,
            deal,
            parties: [self.a, self.b].map(|party| Named::new(self.graph, Entity::Company(party))).to_vec(),
            people: people.into_iter().map(|person| Named::new(self.graph, Entity::Person(person))).collect(),
            days,
            days_min: lag.min,
            days_max: lag.max,
            window: rule.has_window().then_some(window),
            probability,
            certain: certainty.is_certain(),
            events,
            steps,
            stake,
            conditions: Conditions::default(),
            rests_on: RestsOn::of_evidence(self.graph, &evidence),
            evidence,
            account,
        }
    }
}
