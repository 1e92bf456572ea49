//! Decisions that are left out, so that records that they make one are two.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::pairs::{PairError, Side, named, row_text, shown, sides_of};
use super::{Plan, WhatIfError};
use crate::diff::IdentityChange;
use interlocks_analysis::Named;
use interlocks_dataset::{Decision, DecisionRow};
use interlocks_graph::BoardGraph;

/// Pairs of records that decisions make one, and that are taken as two: the data is read again without the rows `same` of
/// these pairs.
///
/// ```
/// use interlocks_changes::whatif::{Parting, Plan};
/// use interlocks_dataset::{Dataset, LoadOptions};
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// # let folder = std::env::temp_dir().join("interlocks-doc-parting");
/// # std::fs::create_dir_all(&folder)?;
/// std::fs::write(folder.join("seats.csv"), "person,company\nA3,acme\nR12,bolt\n")?;
/// std::fs::write(folder.join("same.csv"), "id_a,id_b,decision,who,why\nA3,R12,same,M. Lee,signature\n")?;
/// let read = |options: &LoadOptions| {
///     Dataset::open_all(&[&folder], options).map(|data| BoardGraph::new(data, BuildOptions::default()))
/// };
///
/// let graph = read(&LoadOptions::default())?;
/// let parting = Parting::parse(&graph, &["A3=R12".to_owned()])?;
/// let apart = read(&LoadOptions::default().without_same(parting.pairs()))?;
/// let plan = Plan::default().with_distinct(&parting, &graph, &apart)?;
/// let found = plan.outcome_apart(&graph, &apart, plan.clock(&graph), &Default::default());
/// assert_eq!((found.added.len(), found.removed.len()), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Parting {
    identities: Vec<IdentityChange>,
    /// The texts of the pairs, for messages.
    texts: Vec<String>,
}

impl Parting {
    /// Reads pairs written as `A=B`, ids of records that decisions make one. Names work if it is clear which records they mean.
    ///
    /// # Errors
    /// Returns the first pair that is two already, or that other decisions make one, too: then their rows are listed.
    pub fn parse(graph: &BoardGraph, pairs: &[String]) -> Result<Parting, WhatIfError> {
        let mut parting = Parting { identities: Vec::new(), texts: pairs.to_vec() };
        let fail = |text: &String, reason| WhatIfError::Pair { text: text.clone(), reason: Box::new(reason) };
        for text in pairs {
            let sides = sides_of(graph, text).map_err(|reason| fail(text, reason))?;
            let kind = sides[0].entity.kind();
            let [a, b] = records(graph, &sides).map_err(|reason| fail(text, reason))?;
            let [a, b] = [a, b].map(|id| named(graph, kind, &id));
            parting.identities.push(IdentityChange { change: "distinct", kind, a, b });
        }
        for (one, text) in parting.identities.iter().zip(pairs) {
            parting.check_chain(graph, one).map_err(|reason| fail(text, reason))?;
        }
        Ok(parting)
    }

    /// Returns the pairs of ids whose rows `same` are to be left out, for
    /// [`LoadOptions::without_same`](interlocks_dataset::LoadOptions::without_same).
    pub fn pairs(&self) -> Vec<[String; 2]> {
        self.identities.iter().map(|one| [one.a.id.clone(), one.b.id.clone()]).collect()
    }

    fn is_left_out(&self, row: &DecisionRow) -> bool {
        let is_its = |one: &IdentityChange| {
            (&one.a.id, &one.b.id) == (&row.a, &row.b) || (&one.b.id, &one.a.id) == (&row.a, &row.b)
        };
        self.identities.iter().any(is_its)
    }

    /// Refuses a pair that rows which stay make one.
    fn check_chain(&self, graph: &BoardGraph, one: &IdentityChange) -> Result<(), PairError> {
        let decisions = graph.identity_decisions();
        let Some(group) = decisions.group(one.kind, &one.a.id) else { return Ok(()) };
        let rows = group.rows.iter().filter_map(|row| decisions.rows().get(*row));
        let rows: Vec<&DecisionRow> = rows.filter(|row| row.decision == Decision::Same).collect();
        let still = rows.iter().any(|row| self.is_left_out(row));
        let staying: Vec<&DecisionRow> = rows.into_iter().filter(|row| !self.is_left_out(row)).collect();
        let chain = chain(&staying, [&one.a.id, &one.b.id]);
        let Some(first) = chain.first() else { return Ok(()) };
        Err(PairError::Chain {
            a: one.a.id.clone(),
            b: one.b.id.clone(),
            still,
            example: format!("{}={}", first.a, first.b),
            chain: chain.iter().map(|row| row_text(graph, row)).collect(),
        })
    }

    /// Checks that the pairs are two in the data that was read without their rows.
    fn check(&self, graph: &BoardGraph, apart: &BoardGraph) -> Result<(), WhatIfError> {
        for (one, text) in self.identities.iter().zip(&self.texts) {
            let IdentityChange { kind, a, b, .. } = one;
            let entity = |id: &str| apart.entity_of_record(*kind, id);
            if entity(&a.id) == entity(&b.id) {
                let row = graph.identity_decisions().row([&a.id, &b.id]);
                let row = row.map_or_else(|| "the row that makes them one".to_owned(), |row| row_text(graph, row));
                let reason = PairError::Fixed { a: a.id.clone(), b: b.id.clone(), row };
                return Err(WhatIfError::Pair { text: text.clone(), reason: Box::new(reason) });
            }
        }
        Ok(())
    }
}

impl Plan {
    /// Takes records as two, in data that was read without the decisions of a parting; see [`Plan::outcome_apart`].
    ///
    /// # Errors
    /// If two of the records are one all the same: a snapshot cannot be read apart.
    pub fn with_distinct(
        mut self,
        parting: &Parting,
        graph: &BoardGraph,
        apart: &BoardGraph,
    ) -> Result<Plan, WhatIfError> {
        parting.check(graph, apart)?;
        for IdentityChange { change, kind, a, b } in &parting.identities {
            let [a, b] = [a, b].map(|Named { id, .. }| named(apart, *kind, id));
            self.identities.push(IdentityChange { change, kind: *kind, a, b });
        }
        Ok(self)
    }
}

/// Returns the ids of the two records that the sides of a pair mean.
fn records(graph: &BoardGraph, sides: &[Side; 2]) -> Result<[String; 2], PairError> {
    let kind = sides[0].entity.kind();
    let own = |side: &Side| side.record.clone().unwrap_or_else(|| graph.id(side.entity));
    let [a, b] = [0, 1].map(|at| own(&sides[at]));
    if sides[0].entity != sides[1].entity {
        let [a, b] = [a, b].map(|id| shown(&named(graph, kind, &id)));
        return Err(PairError::TwoAlready { a, b, kind });
    }
    if let [Side { record: Some(a), .. }, Side { record: Some(b), .. }] = sides {
        let itself = || PairError::Itself(shown(&named(graph, kind, a)));
        return if a == b { Err(itself()) } else { Ok([a.clone(), b.clone()]) };
    }
    let group = graph.identity_decisions().group(kind, &graph.id(sides[0].entity));
    match group.map(|group| group.ids.as_slice()) {
        Some([a, b]) => Ok([a.clone(), b.clone()]),
        Some(ids) => Err(PairError::Records { name: graph.name(sides[0].entity).into_owned(), ids: ids.to_vec() }),
        None => Err(PairError::Itself(shown(&named(graph, kind, &graph.id(sides[0].entity))))),
    }
}

/// Returns the rows of the shortest chain between two ids, in order; none if no chain joins them.
fn chain<'a>(rows: &[&'a DecisionRow], [from, to]: [&str; 2]) -> Vec<&'a DecisionRow> {
    let mut links: BTreeMap<&str, Vec<(&str, &DecisionRow)>> = BTreeMap::new();
    for row in rows.iter().copied() {
        links.entry(&row.a).or_default().push((&row.b, row));
        links.entry(&row.b).or_default().push((&row.a, row));
    }
    let mut came_by: BTreeMap<&str, (&str, &'a DecisionRow)> = BTreeMap::new();
    let (mut next, mut seen) = (VecDeque::from([from]), BTreeSet::from([from]));
    while let Some(id) = next.pop_front() {
        for (other, row) in links.get(id).into_iter().flatten() {
            if seen.insert(other) {
                came_by.insert(other, (id, row));
                next.push_back(other);
            }
        }
    }
    let mut chain = Vec::new();
    let mut at = to;
    while let Some((before, row)) = came_by.get(at) {
        chain.push(*row);
        at = before;
    }
    chain.reverse();
    chain
}
