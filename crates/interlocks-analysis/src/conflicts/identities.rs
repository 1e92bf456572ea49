//! What undecided identities change in findings; see [`identity`](crate::identity).

use super::finding::{DATES_OPEN, LEAD};
use super::severity::dates_factor;
use super::{ConflictOptions, Finding, Rule, Severity, conflicts, sort};
use crate::identity::{Answered, Condition, Conditional, Conditions, Fact, OneId, Part};
use interlocks_core::model::{Certainty, EntityKind};
use interlocks_graph::{BoardGraph, Entity};

/// Returns the same as [`conflicts`], and what possible identities change: a finding that holds only if two records are two is
/// possible, with a lower score.
///
/// Cost: the findings, and for each possible identity those of a graph that is built for it. Without deals, nothing.
pub fn conflicts_with_identities(graph: &BoardGraph, options: &ConflictOptions) -> Answered<Finding> {
    if graph.deal_count() == 0 || graph.possible_identities().is_empty() {
        return Answered::settled(conflicts(graph, options));
    }
    // Numbers of entities differ between the graphs; ids do not.
    let all = ConflictOptions { min_severity: Severity::Low, concerning: Vec::new(), ..options.clone() };
    let ids = options.between.map(|(a, b)| [a, b].map(|company| graph.id(Entity::Company(company))));
    let ask = |graph: &BoardGraph| {
        let company = |id: &String| match graph.entity_of_record(EntityKind::Company, id) {
            Some(Entity::Company(company)) => Some(company),
            _ => None,
        };
        let between = ids.as_ref().map(|[a, b]| company(a).zip(company(b)));
        match between {
            None => conflicts(graph, &all),
            Some(Some((a, b))) if a != b => conflicts(graph, &ConflictOptions { between: Some((a, b)), ..all.clone() }),
            Some(_) => Vec::new(),
        }
    };
    let mut answered = Answered::new(graph, ask(graph), Part::Whole, options.certain_only, ask);
    for findings in [&mut answered.rows, &mut answered.if_same] {
        findings.retain(|finding| finding.severity >= options.min_severity);
        options.retain_concerning(graph, findings);
        sort(findings);
    }
    answered
}

impl Finding {
    /// Returns what the finding says by a rule, of its people and parties.
    fn fact(&self, one: &OneId, rule: Rule) -> Fact {
        let mut fact = self.pair_fact(one, rule.as_str());
        let mut people: Vec<String> = self.people.iter().map(|one_of| one.id(EntityKind::Person, &one_of.id)).collect();
        people.sort_unstable();
        people.dedup();
        fact.extend(people);
        let owner = self.stake.as_ref().map(|stake| one.id(EntityKind::Person, &stake.owner.id));
        fact.extend(owner.map(|owner| one.id(EntityKind::Company, &owner)));
        for event in &self.events {
            fact.push(format!("{:?}", event.what));
            fact.push(one.id(EntityKind::Person, &event.person.id));
            fact.push(one.id(EntityKind::Company, &event.company.id));
        }
        fact
    }

    /// Returns what links two parties of a deal, whoever does.
    fn pair_fact(&self, one: &OneId, what: &str) -> Fact {
        let mut parties: Vec<String> =
            self.parties.iter().map(|party| one.id(EntityKind::Company, &party.id)).collect();
        parties.sort_unstable();
        [vec![what.to_owned(), self.deal.id.clone()], parties].concat()
    }

    /// Returns `true` if both of a pair are among the people.
    fn has_both(&self, one: &OneId) -> bool {
        let mut people: Vec<String> = self.people.iter().map(|one_of| one.id(EntityKind::Person, &one_of.id)).collect();
        people.sort_unstable();
        people.windows(2).any(|pair| pair[0] == pair[1])
    }
}

impl Conditional for Finding {
    fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    fn says(&self, one: &OneId) -> Vec<Fact> {
        vec![self.fact(one, self.rule)]
    }

    /// An executive on the board is a director there, too; and a pair of parties that a rule links is no longer linked by a path only
    /// because it is linked more closely.
    fn says_for_certain(&self, one: &OneId) -> Vec<Fact> {
        if !self.certain {
            return Vec::new();
        }
        let linked = self.pair_fact(one, "linked");
        match self.rule {
            Rule::IndirectPath if !self.has_both(one) => vec![linked],
            Rule::ExecutiveOnBoard => vec![self.fact(one, self.rule), self.fact(one, Rule::SharedDirector), linked],
            rule => vec![self.fact(one, rule), linked],
        }
    }

    fn add(&mut self, condition: Condition) {
        let certainty = if self.conditions.dates_certain.unwrap_or(self.certain) {
            Certainty::Certain
        } else {
            Certainty::Possible
        };
        let dates = dates_factor(self.rule, certainty, self.probability);
        let before = dates.min(self.conditions.factor());
        let told = self.conditions.sentence();
        self.conditions.add(condition, &mut self.certain);
        // Four digits: the scale is not more precise.
        self.score = (self.score / before * dates.min(self.conditions.factor()) * 10_000.0).round() / 10_000.0;
        self.severity = Severity::from_score(self.score);
        let mut text = self.text.strip_suffix(LEAD).unwrap_or(&self.text);
        let told = told.map_or_else(|| DATES_OPEN.to_owned(), |told| format!(" {told}"));
        text = text.strip_suffix(told.as_str()).unwrap_or(text);
        self.text = format!("{text} {}{LEAD}", self.conditions.sentence().unwrap_or_default());
    }
}
