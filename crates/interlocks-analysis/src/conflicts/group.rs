//! Findings by person and deal: one row for all that the rules say of one person and one deal.
//!
//! The findings stay one for each rule; a group is a view of them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;

use super::account::Account;
use super::finding::{DATES_OPEN, Event, Finding, LEAD, OwnerStake, share_of_parties};
use super::{Rule, Severity};
use crate::identity::{Answered, Condition, Conditional, Conditions, Fact, OneId};
use crate::question::Named;

/// The findings on one deal and one person, the gravest first.
///
/// A finding of several people, such as two relatives or a path, belongs to the group of exactly these people. A path
/// without people belongs to its two parties. Findings that hold only under other conditions on identity are another
/// group.
#[derive(Clone, Debug)]
pub struct FindingGroup {
    gravest: Finding,
    others: Vec<Finding>,
}

/// A rule that a group meets: what is told of it beside the row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleMet {
    /// The rule.
    pub rule: Rule,
    /// The class of the score.
    pub severity: Severity,
    /// The score of the finding.
    pub score: f64,
    /// `true` if the finding is true for every choice of days.
    pub certain: bool,
    /// Whether the finding is certain as far as dates go; `None` if it has no condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates_certain: Option<bool>,
    /// Signed days to the deal, the closest to zero that the dates allow.
    pub days: i64,
    /// The fewest days; `None` if a date is unknown.
    pub days_min: Option<i64>,
    /// The most days; `None` if a date is unknown.
    pub days_max: Option<i64>,
    /// The window, if the rule has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<i64>,
    /// The share of all combinations of days that lie in the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// The two parties that are linked.
    pub parties: Vec<Named>,
    /// The joining and leaving that the rule asks about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// The number of steps of a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<usize>,
    /// The share that makes somebody an owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stake: Option<OwnerStake>,
}

/// A group as a row of an answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupRow {
    /// The gravest finding, with the parties, evidence and text of the group.
    #[serde(flatten)]
    pub finding: Finding,
    /// All findings, the gravest first. A rule is listed once for each pair of parties, direction and move.
    pub rules: Vec<RuleMet>,
}

/// Groups findings by deal and people. Groups come in the order of their gravest findings, and so do the findings in a
/// group.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::conflicts::{ConflictOptions, conflicts, group_findings};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let findings = conflicts(&graph, &ConflictOptions::default().deal("fb-nflx-titan-api"));
/// let groups = group_findings(findings);
/// let row = groups[0].row();
/// assert_eq!((row.finding.people[0].name.as_str(), row.rules.len()), ("Reed Hastings", 3));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn group_findings(findings: Vec<Finding>) -> Vec<FindingGroup> {
    let mut groups: Vec<FindingGroup> = Vec::new();
    let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for finding in findings {
        match places.entry(key(&finding)) {
            Entry::Occupied(place) => groups[*place.get()].others.push(finding),
            Entry::Vacant(place) => {
                place.insert(groups.len());
                groups.push(FindingGroup { gravest: finding, others: Vec::new() });
            }
        }
    }
    groups
}

/// Returns what the findings of a group have in common: the deal, the people, and the conditions on identity.
fn key(finding: &Finding) -> Vec<String> {
    let who = if finding.people.is_empty() { &finding.parties } else { &finding.people };
    let mut ids: Vec<String> = who.iter().map(|one| one.id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let kind = if finding.people.is_empty() { "parties" } else { "people" };
    let of_condition = |condition: &Condition| [condition.same.to_string(), condition.a.clone(), condition.b.clone()];
    let conditions = finding.conditions.open.iter().flat_map(of_condition);
    let head = [finding.deal.id.clone(), kind.to_owned(), ids.len().to_string()];
    head.into_iter().chain(ids).chain(conditions).collect()
}

impl FindingGroup {
    /// Returns the finding with the highest score; of several, the first in the order of findings.
    pub fn gravest(&self) -> &Finding {
        &self.gravest
    }

    /// Returns all findings, the gravest first.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> + Clone {
        std::iter::once(&self.gravest).chain(&self.others)
    }

    /// Returns the row that stands for the group. Its evidence and `rests_on` are those of all findings without repeats.
    pub fn row(&self) -> GroupRow {
        let mut row = self.gravest.clone();
        let deal_row = row.evidence.iter().rposition(|row| row.kind == "deal").map(|at| row.evidence.remove(at));
        for finding in &self.others {
            add_new(&mut row.parties, &finding.parties);
            let rows = finding.evidence.iter().filter(|row| row.kind != "deal");
            rows.for_each(|evidence| add_new(&mut row.evidence, std::slice::from_ref(evidence)));
            add_new(&mut row.rests_on, &finding.rests_on);
        }
        row.evidence.extend(deal_row);
        row.share = share_of_parties(row.parties.len(), row.deal.parties);
        row.text = self.text(row.parties.len());
        GroupRow { finding: row, rules: self.findings().map(RuleMet::new).collect() }
    }

    /// Writes a sentence for each person on what is certain, then one on what the dates leave open, and the deal once.
    fn text(&self, parties: usize) -> String {
        let (certain, possible) = (self.account(true), self.account(false).without(&self.account(true)));
        let facts = match (certain.is_empty(), possible.is_empty()) {
            (false, false) => {
                format!("{} Possible, as the dates leave it open: {}", certain.sentences(), possible.sentences())
            }
            (true, _) => possible.sentences(),
            (_, true) => certain.sentences(),
        };
        let open = match self.conditions_together().sentence() {
            Some(sentence) => format!(" {sentence}"),
            None if certain.is_empty() => DATES_OPEN.to_owned(),
            None => String::new(),
        };
        format!("{facts} {}{open}{LEAD}", self.gravest.deal.sentence(parties))
    }

    /// Returns the facts of the findings whose dates are certain, or of those whose dates are not.
    fn account(&self, certain: bool) -> Account {
        let mut account = Account::default();
        let own = self.findings().filter(|finding| finding.are_dates_certain() == certain);
        own.for_each(|finding| account.extend(&finding.account));
        account
    }

    /// Returns the conditions of all findings, which are the same; whether the dates are certain is left out if findings differ.
    pub(super) fn conditions_together(&self) -> Conditions {
        let mut conditions = self.gravest.conditions.clone();
        if self.others.iter().any(|finding| finding.conditions.dates_certain != conditions.dates_certain) {
            conditions.dates_certain = None;
        }
        conditions
    }
}

impl Finding {
    /// Returns `true` if the dates leave nothing open, whoever is who.
    pub(super) fn are_dates_certain(&self) -> bool {
        self.conditions.dates_certain.unwrap_or(self.certain)
    }
}

impl RuleMet {
    fn new(finding: &Finding) -> RuleMet {
        RuleMet {
            rule: finding.rule,
            severity: finding.severity,
            score: finding.score,
            certain: finding.certain,
            dates_certain: finding.conditions.dates_certain,
            days: finding.days,
            days_min: finding.days_min,
            days_max: finding.days_max,
            window: finding.window,
            probability: finding.probability,
            parties: finding.parties.clone(),
            events: finding.events.clone(),
            steps: finding.steps,
            stake: finding.stake.clone(),
        }
    }
}

/// Adds what is not there yet.
pub(super) fn add_new<T: Clone + PartialEq>(all: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

impl Conditional for FindingGroup {
    fn conditions(&self) -> &Conditions {
        &self.gravest.conditions
    }

    fn says(&self, one: &OneId) -> Vec<Fact> {
        self.findings().flat_map(|finding| finding.says(one)).collect()
    }

    fn says_for_certain(&self, one: &OneId) -> Vec<Fact> {
        self.findings().flat_map(|finding| finding.says_for_certain(one)).collect()
    }

    fn add(&mut self, condition: Condition) {
        self.others.iter_mut().for_each(|finding| finding.add(condition.clone()));
        self.gravest.add(condition);
    }
}

impl Answered<Finding> {
    /// Returns the same answer by deal and people; see [`group_findings`].
    pub fn grouped(self) -> Answered<FindingGroup> {
        let Answered { rows, if_same, left_out } = self;
        Answered { rows: group_findings(rows), if_same: group_findings(if_same), left_out }
    }
}
