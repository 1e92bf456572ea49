//! Finds what the rows say together: the groups of records that are one, what is open, and contradictions.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use interlocks_core::model::EntityKind;
use interlocks_core::wording::counted;

use super::{Contradiction, Decision, DecisionRow, Decisions, IdentityGroup};
use crate::loader::shortened;
use crate::problem::Severity;
use crate::tables::Entities;

/// The most steps in search of chains, for all contradictions together.
const MOST_STEPS: usize = 10_000_000;
/// The most links of a chain that a message lists.
const LISTED_LINKS: usize = 10;

/// The ids of the data, and those that earlier decisions made one with others.
pub(super) struct Records<'a> {
    pub people: &'a Entities,
    pub companies: &'a Entities,
    pub before: &'a Decisions,
}

impl Records<'_> {
    /// Returns `true` if the data has a record of this kind.
    pub(super) fn has_kind(&self, kind: EntityKind, id: &str) -> bool {
        let entities = match kind {
            EntityKind::Person => self.people,
            EntityKind::Company => self.companies,
        };
        entities.row(id).is_some() || self.before.group(kind, id).is_some()
    }

    /// Returns `true` if the data has a record with this id.
    pub(super) fn has(&self, id: &str) -> bool {
        EntityKind::ALL.into_iter().any(|kind| self.has_kind(kind, id))
    }

    /// Returns the kind of the records of a pair; `None` if they are of different kinds. Ids that the data does not have may be
    /// of any kind, and what may be people are people.
    pub(super) fn kind(&self, a: &str, b: &str) -> Option<EntityKind> {
        let may_be = |kind: EntityKind| [a, b].into_iter().all(|id| self.has_kind(kind, id) || !self.has(id));
        EntityKind::ALL.into_iter().find(|kind| may_be(*kind))
    }
}

/// The column of a problem that rows make together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProblemColumn {
    Decision,
    Keep,
}

/// A problem that rows make together.
#[derive(Debug)]
pub(super) struct Found {
    pub severity: Severity,
    /// The row at which it is told.
    pub row: usize,
    pub column: ProblemColumn,
    pub message: String,
}

/// Returns what the rows, one per pair and in the order of pairs, say together.
pub(super) fn settle(rows: Vec<DecisionRow>, records: &Records<'_>) -> (Decisions, Vec<Found>) {
    let mut settling = Settling::new(&rows, records);
    let contradictions = settling.contradictions();
    let contradictory: BTreeSet<usize> =
        contradictions.iter().map(|found| settling.component(settling.pairs[found.distinct][0])).collect();
    let groups = settling.groups(&contradictory);
    let mut found = std::mem::take(&mut settling.found);
    let mut decisions = Decisions { groups, contradictions, ..Decisions::default() };
    decisions.index_members();
    classify(&mut decisions, &rows, records);
    decisions.rows = rows;
    found.sort_by_key(|found| decisions.rows[found.row].place);
    (decisions, found)
}

/// Sets which rows are open and which keep two records apart.
pub(super) fn classify(decisions: &mut Decisions, rows: &[DecisionRow], records: &Records<'_>) {
    let contradicted: BTreeSet<usize> = decisions.contradictions.iter().map(|found| found.distinct).collect();
    let ends = |row: &DecisionRow| {
        let kind = records.kind(&row.a, &row.b)?;
        let known = [&row.a, &row.b].into_iter().all(|id| records.has_kind(kind, id));
        let [a, b] = [&row.a, &row.b].map(|id| decisions.kept_id(kind, id).to_owned());
        known.then(|| if a < b { (kind, a, b) } else { (kind, b, a) })
    };
    let mut apart = BTreeSet::new();
    let mut distinct = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.decision == Decision::Distinct && !contradicted.contains(&at) {
            distinct.push(at);
            apart.extend(ends(row));
        }
    }
    let is_open = |row: &DecisionRow| {
        row.decision != Decision::Distinct
            && ends(row).is_some_and(|(kind, a, b)| a != b && !apart.contains(&(kind, a, b)))
    };
    let open = (0..rows.len()).filter(|at| is_open(&rows[*at])).collect();
    (decisions.distinct, decisions.open) = (distinct, open);
}

/// The records as nodes of a graph whose links are the rows `same`.
struct Settling<'a> {
    rows: &'a [DecisionRow],
    records: &'a Records<'a>,
    /// In the order of kinds and ids.
    nodes: Vec<(EntityKind, &'a str)>,
    /// For each row, the nodes of its two records.
    pairs: Vec<[usize; 2]>,
    /// For each node, its parent in its component; a root is its own parent.
    parents: Vec<usize>,
    found: Vec<Found>,
}

impl<'a> Settling<'a> {
    fn new(rows: &'a [DecisionRow], records: &'a Records<'a>) -> Settling<'a> {
        let before = &records.before.groups;
        let kind = |row: &DecisionRow| records.kind(&row.a, &row.b).unwrap_or(EntityKind::Person);
        let mut numbers: BTreeMap<(EntityKind, &str), usize> = BTreeMap::new();
        for row in rows {
            numbers.insert((kind(row), &row.a), 0);
            numbers.insert((kind(row), &row.b), 0);
        }
        for group in before {
            numbers.extend(group.ids.iter().map(|id| ((group.kind, id.as_str()), 0)));
        }
        numbers.values_mut().zip(0..).for_each(|(number, at)| *number = at);
        let number = |kind: EntityKind, id: &str| numbers.get(&(kind, id)).copied().unwrap_or(0);
        let pairs: Vec<[usize; 2]> = rows.iter().map(|row| [&row.a, &row.b].map(|id| number(kind(row), id))).collect();
        let mut settling = Settling {
            rows,
            records,
            parents: (0..numbers.len()).collect(),
            nodes: numbers.keys().copied().collect(),
            pairs,
            found: Vec::new(),
        };
        for (at, _) in rows.iter().enumerate().filter(|(_, row)| row.decision == Decision::Same) {
            settling.join(settling.pairs[at]);
        }
        settling.report_split_groups(&numbers);
        // What is one already in a snapshot cannot be taken apart.
        for group in before {
            let nodes: Vec<usize> = group.ids.iter().map(|id| number(group.kind, id)).collect();
            nodes.windows(2).for_each(|pair| settling.join([pair[0], pair[1]]));
        }
        settling
    }

    fn component(&self, node: usize) -> usize {
        let mut at = node;
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    /// Joins two components; the smaller root is the root of both.
    fn join(&mut self, [a, b]: [usize; 2]) {
        let (a, b) = (self.short_path(a), self.short_path(b));
        self.parents[a.max(b)] = a.min(b);
    }

    /// Returns the root of a node, and shortens the way to it.
    fn short_path(&mut self, node: usize) -> usize {
        let root = self.component(node);
        let mut at = node;
        while self.parents[at] != root {
            at = std::mem::replace(&mut self.parents[at], root);
        }
        root
    }

    /// Reports groups that a snapshot made one and that the rows no longer make one.
    fn report_split_groups(&mut self, numbers: &BTreeMap<(EntityKind, &'a str), usize>) {
        for group in &self.records.before.groups {
            let nodes = group.ids.iter().filter_map(|id| numbers.get(&(group.kind, id.as_str())).copied());
            let nodes: BTreeSet<usize> = nodes.collect();
            let roots: BTreeSet<usize> = nodes.iter().map(|node| self.component(*node)).collect();
            let is_between = |pair: &[usize; 2]| pair.iter().all(|node| nodes.contains(node));
            let mut between = (0..self.rows.len()).filter(|at| is_between(&self.pairs[*at]));
            if let (2.., Some(row)) = (roots.len(), between.next()) {
                let message = format!(
                    "{} are one in the snapshot, which cannot be changed: build it again from the data with this file",
                    quoted_list(group.ids.iter().map(String::as_str))
                );
                self.found.push(Found { severity: Severity::Error, row, column: ProblemColumn::Decision, message });
            }
        }
    }

    /// Returns the rows `distinct` within a component, and reports them.
    fn contradictions(&mut self) -> Vec<Contradiction> {
        let within = |at: &usize| {
            let [a, b] = self.pairs[*at];
            self.rows[*at].decision == Decision::Distinct && self.component(a) == self.component(b)
        };
        let distinct: Vec<usize> = (0..self.rows.len()).filter(within).collect();
        if distinct.is_empty() {
            return Vec::new();
        }
        let mut links: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.nodes.len()];
        for (at, [a, b]) in self.pairs.iter().enumerate().filter(|(at, _)| self.rows[*at].decision == Decision::Same) {
            links[*a].push((*b, at));
            links[*b].push((*a, at));
        }
        links.iter_mut().for_each(|links| links.sort_unstable());
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for [a, _] in self.pairs.iter().zip(self.rows).filter(|(_, row)| row.decision == Decision::Same).map(|(p, _)| p)
        {
            *counts.entry(self.component(*a)).or_default() += 1;
        }
        let mut steps = MOST_STEPS;
        let mut contradictions = Vec::with_capacity(distinct.len());
        for row in distinct {
            let chain = self.chain(self.pairs[row], &links, &mut steps);
            let count = counts.get(&self.component(self.pairs[row][0])).copied().unwrap_or(0);
            let message = self.contradiction_text(row, &chain, count);
            self.found.push(Found { severity: Severity::Error, row, column: ProblemColumn::Decision, message });
            contradictions.push(Contradiction { distinct: row, chain });
        }
        contradictions
    }

    /// Returns the rows of the shortest chain between two nodes, in order.
    fn chain(&self, [from, to]: [usize; 2], links: &[Vec<(usize, usize)>], steps: &mut usize) -> Vec<usize> {
        let mut came_by: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut next = VecDeque::from([from]);
        while let Some(node) = next.pop_front() {
            for (neighbour, row) in &links[node] {
                if *steps == 0 {
                    return Vec::new();
                }
                *steps -= 1;
                if *neighbour != from && !came_by.contains_key(neighbour) {
                    came_by.insert(*neighbour, (node, *row));
                    next.push_back(*neighbour);
                }
            }
            if came_by.contains_key(&to) {
                break;
            }
        }
        let mut chain = Vec::new();
        let mut at = to;
        while let Some((node, row)) = came_by.get(&at) {
            chain.push(*row);
            at = *node;
        }
        chain.reverse();
        chain
    }

    fn contradiction_text(&self, row: usize, chain: &[usize], count: usize) -> String {
        let DecisionRow { a, b, .. } = &self.rows[row];
        let [a, b] = [a, b].map(|id| shortened(id));
        let place = self.rows[row].place;
        let link = |at: &usize| {
            let DecisionRow { a, b, place: other, .. } = &self.rows[*at];
            let other_file = if other.file == place.file { "" } else { " of another file" };
            format!("'{}' = '{}' (line {}{other_file})", shortened(a), shortened(b), other.line)
        };
        let mut links: Vec<String> = chain.iter().take(LISTED_LINKS).map(link).collect();
        if let more @ 1.. = chain.len().saturating_sub(LISTED_LINKS) {
            links.push(format!("and {more} more"));
        }
        let chain = if links.is_empty() { "other rows".to_owned() } else { links.join(", ") };
        let rows = if count == 1 { "the row 'same'".to_owned() } else { format!("all {count} rows 'same'") };
        format!(
            "'{a}' and '{b}' are distinct here, and one by {chain}; {rows} of these records {} as unsure until one row changes",
            if count == 1 { "counts" } else { "count" },
        )
    }

    /// Returns the groups of records that are one. In contradictory components these are only what a snapshot made one.
    fn groups(&mut self, contradictory: &BTreeSet<usize>) -> Vec<IdentityGroup> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (node, (kind, id)) in self.nodes.iter().enumerate() {
            let component = self.component(node);
            if !contradictory.contains(&component) && self.records.has_kind(*kind, id) {
                members.entry(component).or_default().push(node);
            }
        }
        members.retain(|_, nodes| nodes.len() > 1);
        let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let loose = self.loose_rows();
        let is_joining = |(at, row): &(usize, &DecisionRow)| row.decision == Decision::Same && !loose.contains(at);
        for (at, _) in self.rows.iter().enumerate().filter(is_joining) {
            rows.entry(self.component(self.pairs[at][0])).or_default().push(at);
        }
        let mut groups: Vec<IdentityGroup> = Vec::with_capacity(members.len());
        for (component, nodes) in members {
            let ids: Vec<String> = nodes.iter().map(|node| self.nodes[*node].1.to_owned()).collect();
            let rows = rows.remove(&component).unwrap_or_default();
            let kind = self.nodes[component].0;
            let kept = self.kept(kind, &ids, &rows);
            groups.push(IdentityGroup { kind, kept, ids, rows });
        }
        for group in &self.records.before.groups {
            let first = self.nodes.binary_search(&(group.kind, group.ids.first().map_or("", String::as_str)));
            if first.is_ok_and(|node| contradictory.contains(&self.component(node))) {
                groups.push(IdentityGroup { rows: Vec::new(), ..group.clone() });
            }
        }
        groups.sort_by(|a, b| (a.kind, &a.kept).cmp(&(b.kind, &b.kept)));
        groups
    }

    /// Returns the rows `same` that lead only to ids without a record, so that no group rests on them.
    fn loose_rows(&self) -> BTreeSet<usize> {
        // For each node, the number of its rows, and all their indexes combined: of one row that is its index.
        let mut ends: Vec<(usize, usize)> = vec![(0, 0); self.nodes.len()];
        for (at, _) in self.rows.iter().enumerate().filter(|(_, row)| row.decision == Decision::Same) {
            for node in self.pairs[at] {
                ends[node] = (ends[node].0 + 1, ends[node].1 ^ at);
            }
        }
        let is_loose = |ends: &[(usize, usize)], node: usize| {
            let (kind, id) = self.nodes[node];
            ends[node].0 == 1 && !self.records.has_kind(kind, id)
        };
        let mut next: Vec<usize> = (0..self.nodes.len()).filter(|node| is_loose(&ends, *node)).collect();
        let mut loose = BTreeSet::new();
        while let Some(node) = next.pop() {
            let (count, row) = ends[node];
            if count != 1 {
                continue;
            }
            loose.insert(row);
            for end in self.pairs[row] {
                ends[end] = (ends[end].0.saturating_sub(1), ends[end].1 ^ row);
            }
            next.extend(self.pairs[row].into_iter().filter(|end| is_loose(&ends, *end)));
        }
        loose
    }

    /// Returns the id that a group keeps: the smallest that a row names, else the smallest.
    fn kept(&mut self, kind: EntityKind, ids: &[String], rows: &[usize]) -> String {
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for at in rows {
            let keep = self.rows[*at].keep.as_str();
            if ids.binary_search_by(|id| id.as_str().cmp(keep)).is_ok() {
                named.entry(keep).or_insert(*at);
            }
        }
        let Some((kept, _)) = named.first_key_value() else { return ids.first().cloned().unwrap_or_default() };
        let kept = (*kept).to_owned();
        if let (2.., Some((_, row))) = (named.len(), named.last_key_value()) {
            let names = quoted_list(named.keys().copied());
            let message = format!("keep: {names} are one of the {}; '{}' is kept", kind.plural(), shortened(&kept));
            self.found.push(Found { severity: Severity::Warning, row: *row, column: ProblemColumn::Keep, message });
        }
        kept
    }
}

/// Lists ids in quotes; of many only the first.
pub(super) fn quoted_list<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    let ids: Vec<&str> = ids.collect();
    let mut words: Vec<String> = ids.iter().take(LISTED_LINKS).map(|id| format!("'{}'", shortened(id))).collect();
    if let more @ 1.. = ids.len().saturating_sub(LISTED_LINKS) {
        words.push(counted(more, "other"));
    }
    interlocks_core::wording::and_list(&words)
}
