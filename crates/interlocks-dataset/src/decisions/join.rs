//! Groups that further pairs of records join: those of a question, or all that the decisions leave open.

use std::collections::{BTreeMap, BTreeSet};

use interlocks_core::model::EntityKind;

use super::settle::Records;
use super::{Decision, DecisionRow, Decisions, IdentityGroup};

/// A record, or the group that it belongs to, by its kind and its kept id.
type Node = (EntityKind, String);

/// Two records of one kind.
pub(super) type Pair<'a> = (EntityKind, &'a str, &'a str);

/// The rows that leave open whether two records are one, once as many of them as possible are taken as `same`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenRows {
    /// The rows whose records are taken as one.
    pub taken: Vec<DecisionRow>,
    /// The rows left out: together with others they would make two records one that a row says to be distinct.
    pub left_out: Vec<DecisionRow>,
}

impl Decisions {
    /// Returns the rows by which two records may be one: `unsure`, open with a probability, and `same` in a contradiction.
    pub fn possible(&self) -> impl Iterator<Item = &DecisionRow> {
        self.open().filter(|row| row.decision != Decision::Open || row.probability.is_some())
    }

    /// Returns the rows that may hold all together, and those that may not.
    pub(super) fn open_rows(&self, records: &Records<'_>) -> OpenRows {
        let ends = |row: &DecisionRow| {
            let kind = records.kind(&row.a, &row.b)?;
            Some([&row.a, &row.b].map(|id| self.node(kind, id)))
        };
        let mut sets = Sets::default();
        self.possible().filter_map(ends).for_each(|ends| sets.join(ends));
        let contradicted = self.contradictions.iter().map(|found| &self.rows[found.distinct]);
        let apart = self.distinct().chain(contradicted).filter_map(ends);
        let broken: BTreeSet<usize> = apart.filter_map(|ends| sets.of_both(&ends)).collect();
        let is_broken = |row: &&DecisionRow| {
            ends(row).and_then(|ends| sets.of_both(&ends)).is_some_and(|set| broken.contains(&set))
        };
        let (left_out, taken): (Vec<&DecisionRow>, Vec<&DecisionRow>) = self.possible().partition(is_broken);
        let owned = |rows: Vec<&DecisionRow>| rows.into_iter().cloned().collect();
        OpenRows { taken: owned(taken), left_out: owned(left_out) }
    }

    fn node(&self, kind: EntityKind, id: &str) -> Node {
        (kind, self.kept_id(kind, id).to_owned())
    }

    /// Returns the decisions with one group of all groups that pairs of records join. A group keeps the id that it would keep if
    /// the rows of the pairs said `same`.
    pub(super) fn with_pairs(&self, pairs: &[Pair<'_>]) -> Decisions {
        let mut sets = Sets::default();
        for (kind, a, b) in pairs {
            sets.join([self.node(*kind, a), self.node(*kind, b)]);
        }
        let mut stated: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
        for (kind, a, b) in pairs {
            if let (Some(set), Some(row)) = (sets.of(&self.node(*kind, a)), self.row([a, b])) {
                stated.entry(set).or_default().push(&row.keep);
            }
        }
        let joined = sets.members();
        let gone: BTreeSet<&Node> = joined.values().flatten().copied().collect();
        let is_left = |group: &&IdentityGroup| !gone.contains(&(group.kind, group.kept.clone()));
        let mut groups: Vec<IdentityGroup> = self.groups.iter().filter(is_left).cloned().collect();
        for (set, nodes) in joined {
            let (mut ids, mut kind): (Vec<String>, _) = (Vec::new(), EntityKind::Person);
            let mut rows: Vec<usize> = Vec::new();
            for (of, id) in nodes {
                kind = *of;
                match self.group(kind, id) {
                    Some(group) => {
                        ids.extend(group.ids.iter().cloned());
                        rows.extend(&group.rows);
                    }
                    None => ids.push(id.clone()),
                }
            }
            ids.sort_unstable();
            rows.sort_unstable();
            let keeps = rows.iter().map(|row| &self.rows[*row].keep).chain(stated.remove(&set).unwrap_or_default());
            let kept = keeps.filter(|keep| ids.binary_search(keep).is_ok()).min().or(ids.first()).cloned();
            groups.push(IdentityGroup { kind, kept: kept.unwrap_or_default(), ids, rows });
        }
        groups.sort_by(|a, b| (a.kind, &a.kept).cmp(&(b.kind, &b.kept)));
        let mut decisions = Decisions { groups, ..self.clone() };
        decisions.index_members();
        decisions
    }
}

/// Sets of nodes that pairs join.
#[derive(Default)]
struct Sets {
    numbers: BTreeMap<Node, usize>,
    /// For each node, its parent in its set; a root is its own parent.
    parents: Vec<usize>,
}

impl Sets {
    /// Joins the sets of two nodes; the smaller root is the root of both.
    fn join(&mut self, ends: [Node; 2]) {
        let [a, b] = ends.map(|node| {
            let next = self.parents.len();
            let number = *self.numbers.entry(node).or_insert(next);
            if number == next {
                self.parents.push(next);
            }
            let root = self.root(number);
            // The way to the root is shortened for the next time.
            self.parents[number] = root;
            root
        });
        self.parents[a.max(b)] = a.min(b);
    }

    fn root(&self, node: usize) -> usize {
        let mut at = node;
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    /// Returns the set of a node; `None` if no pair has it.
    fn of(&self, node: &Node) -> Option<usize> {
        self.numbers.get(node).map(|number| self.root(*number))
    }

    /// Returns the set that two nodes are in.
    fn of_both(&self, [a, b]: &[Node; 2]) -> Option<usize> {
        self.of(a).filter(|set| self.of(b) == Some(*set))
    }

    /// Returns the nodes of each set with more than one, in order.
    fn members(&self) -> BTreeMap<usize, Vec<&Node>> {
        let mut members: BTreeMap<usize, Vec<&Node>> = BTreeMap::new();
        for (node, number) in &self.numbers {
            members.entry(self.root(*number)).or_default().push(node);
        }
        members.retain(|_, nodes| nodes.len() > 1);
        members
    }
}
