//! What undecided identities change in verdicts; see [`identity`](interlocks_analysis::identity).

use super::{MAX_ROWS, Row, Rulebook, ScreenOptions, ScreenRows, Verdict, screen};
use interlocks_analysis::identity::{Answered, Condition, Conditional, Conditions, Fact, OneId, Part};
use interlocks_core::model::EntityKind;
use interlocks_graph::BoardGraph;

/// Returns the same rows as [`screen`], with what possible identities change: a verdict that holds only if two records are two is
/// possible. Cases that are clear only if two records are one are not listed. [`ScreenOptions::top`] applies to the rows as things
/// are and to those that hold only if two are one, each; the last number is that of the rows as things are that it leaves out.
///
/// Cost: the rows, and for each possible identity those of a graph that is built for it.
pub fn screen_with_identities(graph: &BoardGraph, rules: &Rulebook, options: &ScreenOptions) -> (Answered<Row>, usize) {
    if graph.possible_identities().is_empty() {
        let ScreenRows { rows, omitted } = screen(graph, rules, options);
        return (Answered::settled(rows), omitted);
    }
    let concerning: Vec<(EntityKind, String)> =
        options.concerning.iter().map(|entity| (entity.kind(), graph.id(*entity))).collect();
    let ask = |graph: &BoardGraph| {
        let found = concerning.iter().filter_map(|(kind, id)| graph.entity_of_record(*kind, id)).collect();
        screen(graph, rules, &ScreenOptions { concerning: found, top: None, ..options.clone() }).rows
    };
    let certain_only = options.query.certain_only;
    let mut answered = Answered::new(graph, ask(graph), Part::Whole, certain_only, ask);
    let most = options.top.unwrap_or(MAX_ROWS);
    // Within a verdict, what is certain comes first.
    answered.rows.sort_by_key(|row| (row.verdict, !row.certain));
    answered.if_same.retain(|row| row.verdict != Verdict::Clear);
    answered.if_same.sort_by_key(|row| row.verdict);
    answered.if_same.truncate(most);
    let omitted = answered.rows.len().saturating_sub(most);
    answered.rows.truncate(most);
    (answered, omitted)
}

impl Row {
    fn fact(&self, one: &OneId) -> Fact {
        let mut fact = vec![self.rule.as_str().to_owned(), self.test.clone(), self.verdict.as_str().to_owned()];
        let mut subjects: Vec<String> = self.subject.iter().map(|subject| one.id(subject.kind, &subject.id)).collect();
        subjects.sort_unstable();
        fact.extend(subjects);
        fact.extend(self.deal.clone());
        fact
    }
}

impl Conditional for Row {
    fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    fn says(&self, one: &OneId) -> Vec<Fact> {
        vec![self.fact(one)]
    }

    fn says_for_certain(&self, one: &OneId) -> Vec<Fact> {
        if self.certain { vec![self.fact(one)] } else { Vec::new() }
    }

    fn add(&mut self, condition: Condition) {
        self.conditions.add(condition, &mut self.certain);
    }
}
