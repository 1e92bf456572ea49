//! What differs between two graphs: seats, ties and deals, and through them interlocks, findings
//! and verdicts of screens, each with the rows that caused it.
//!
//! Everything is matched by ids, so the graphs may number people and companies as they like.

mod cause;
mod facts;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use interlocks_analysis::Query;
use interlocks_analysis::conflicts::{self, Finding, conflicts};
use interlocks_analysis::pairs::{self, Pair, pairs};
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, CompanyIx, Entity};
use interlocks_screens::{self as screens, Asked, Rulebook, screen};

pub use cause::Cause;
pub use facts::{DealRow, SeatRow, TieRow};

use cause::Causes;

/// What to compare.
#[derive(Clone, Debug, Default)]
pub struct DiffOptions {
    /// The clock at which interlocks are compared.
    pub query: Query,
    /// How deals are screened, and which; the clock of interlocks says nothing on deals.
    pub conflicts: conflicts::ConflictOptions,
    /// Which rules boards are screened against, if any.
    pub screening: Option<Screening>,
    /// Only interlocks with one of these companies, by id; none means all.
    pub companies: Option<BTreeSet<String>>,
    /// Whether seats, ties and deals are rows of the answer, not only causes.
    pub facts: bool,
    /// The people, by id, to whose seats all differences are due, where one graph is the other with
    /// some of these changed: nothing else is compared then, and a row that rests on none of the
    /// changed seats is due to them all.
    pub seats_of: Option<BTreeSet<String>>,
}

/// How boards are screened, in both graphs alike.
#[derive(Clone, Debug)]
pub struct Screening {
    pub rules: Rulebook,
    /// Whom it concerns is said below, by ids.
    pub options: screens::ScreenOptions,
    /// Only what concerns one of these; all where there is none.
    pub concerning: BTreeSet<(EntityKind, String)>,
}

/// A row that is in one graph, or differs between the two.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "what", rename_all = "lowercase")]
pub enum Row {
    Seat(SeatRow),
    Tie(TieRow),
    Deal(DealRow),
    Pair(Box<Pair>),
    Conflict(Box<Finding>),
    Screen(Box<screens::Row>),
}

/// A row of only one graph.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    #[serde(flatten)]
    pub row: Row,
    /// The seats, ties and deals that differ and on which the row rests; of a seat, tie or deal
    /// none. Empty where the graphs differ in nothing it rests on but the as-of date.
    pub cause: Vec<Cause>,
}

/// A row of both graphs that is not the same.
#[derive(Clone, Debug, Serialize)]
pub struct Alteration {
    pub before: Row,
    pub after: Row,
    /// The keys that differ.
    pub differs: Vec<String>,
    pub cause: Vec<Cause>,
}

/// What differs between two graphs: seats, ties, deals, interlocks, findings and verdicts, in this order,
/// each kind in the order of its command.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Changes {
    pub added: Vec<Difference>,
    pub removed: Vec<Difference>,
    pub changed: Vec<Alteration>,
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// What differs between two graphs.
///
/// Cost: as the seats of both, and as asking both for interlocks and findings.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_changes::diff::{DiffOptions, changes};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions, NewSeat, Revision};
///
/// let before = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let seat = NewSeat { person: "reed-hastings".into(), company: "disney".into(), ..NewSeat::default() };
/// let after = before.revised(&Revision { seats: vec![seat], ..Revision::default() });
/// let found = changes(&before, &after, &DiffOptions { facts: true, ..DiffOptions::default() });
/// assert!(found.added.len() > 1);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn changes(before: &BoardGraph, after: &BoardGraph, options: &DiffOptions) -> Changes {
    let facts = match &options.seats_of {
        None => facts::compared(before, after),
        Some(people) => facts::compared_seats(before, after, people),
    };
    let causes = Causes::of(&facts, options.seats_of.is_some());
    let mut changes = Changes::default();
    if options.facts {
        facts.tell(&mut changes);
    }
    let [old, new] = [before, after].map(|graph| interlocked(graph, options));
    merged(old, new, &causes, &mut changes);
    let [old, new] = [before, after].map(|graph| found(graph, options));
    merged(old, new, &causes, &mut changes);
    if let Some(screening) = &options.screening {
        let [old, new] = [before, after].map(|graph| screened(graph, screening));
        merged(old, new, &causes, &mut changes);
    }
    changes
}

/// The key by which two rows are the same one.
type Key = Vec<String>;

/// The interlocks that are asked for, by the ids of the companies.
fn interlocked(graph: &BoardGraph, options: &DiffOptions) -> Vec<(Key, Row)> {
    let ask = |companies: Vec<CompanyIx>| {
        pairs(graph, &pairs::PairOptions { query: options.query, companies, ..pairs::PairOptions::default() })
    };
    let pairs: Vec<Pair> = match &options.companies {
        None => ask(Vec::new()),
        Some(ids) => {
            let known = ids.iter().filter_map(|id| graph.company_number(id));
            let mut seen = BTreeSet::new();
            known
                .flat_map(|company| ask(vec![company]))
                .filter(|pair| seen.insert((pair.a.id.clone(), pair.b.id.clone())))
                .collect()
        }
    };
    pairs.into_iter().map(|pair| (vec![pair.a.id.clone(), pair.b.id.clone()], Row::Pair(Box::new(pair)))).collect()
}

/// The findings, by deal, rule, parties, people and owner; several of one key are counted through in
/// order of the days.
fn found(graph: &BoardGraph, options: &DiffOptions) -> Vec<(Key, Row)> {
    let mut findings = conflicts(graph, &options.conflicts);
    findings.sort_by_key(|finding| (finding.days_min, finding.days_max));
    let mut numbers = Numbers::default();
    let mut key = |finding: &Finding| {
        let owner = finding.stake.iter().flat_map(|stake| [&stake.owner, &stake.company]);
        let ids = finding.parties.iter().chain(&finding.people).chain(owner).map(|named| named.id.clone());
        numbers.key([finding.deal.id.clone(), finding.rule.as_str().to_owned()].into_iter().chain(ids).collect())
    };
    findings.into_iter().map(|finding| (key(&finding), Row::Conflict(Box::new(finding)))).collect()
}

/// The verdicts of screens but those that are clear, by rule, test, and those they are about; several
/// of one key are counted through.
fn screened(graph: &BoardGraph, screening: &Screening) -> Vec<(Key, Row)> {
    let known = |(kind, id): &(EntityKind, String)| match kind {
        EntityKind::Person => graph.person_number(id).map(Entity::Person),
        EntityKind::Company => graph.company_number(id).map(Entity::Company),
    };
    let concerning: BTreeSet<Entity> = screening.concerning.iter().filter_map(known).collect();
    if concerning.is_empty() && !screening.concerning.is_empty() {
        return Vec::new();
    }
    let options = screens::ScreenOptions { concerning, ..screening.options.clone() };
    let rows = screen(Asked { graph, rules: &screening.rules, options: &options }).rows;
    let mut numbers = Numbers::default();
    let mut key = |row: &screens::Row| {
        let subjects = row.subject.iter().map(|subject| subject.id.clone());
        let whose = [row.rule.as_str().to_owned(), row.test.clone(), row.deal.clone().unwrap_or_default()];
        numbers.key(whose.into_iter().chain(subjects).collect())
    };
    rows.into_iter().map(|row| (key(&row), Row::Screen(Box::new(row)))).collect()
}

/// Tells rows of one key apart, by counting them through.
#[derive(Debug, Default)]
struct Numbers(BTreeMap<Key, usize>);

impl Numbers {
    fn key(&mut self, mut key: Key) -> Key {
        let number = self.0.entry(key.clone()).and_modify(|number| *number += 1).or_default();
        key.push(number.to_string());
        key
    }
}

/// Sets old rows against new ones.
fn merged(old: Vec<(Key, Row)>, new: Vec<(Key, Row)>, causes: &Causes, changes: &mut Changes) {
    let mut old: BTreeMap<Key, Row> = old.into_iter().collect();
    let new: BTreeMap<Key, Row> = new.into_iter().collect();
    for (key, after) in new {
        match old.remove(&key) {
            None => {
                let cause = causes.of_rows(&[&after]);
                changes.added.push(Difference { row: after, cause });
            }
            Some(before) => {
                let differs = differing(&before, &after);
                if !differs.is_empty() {
                    let cause = causes.of_rows(&[&before, &after]);
                    changes.changed.push(Alteration { before, after, differs, cause });
                }
            }
        }
    }
    for before in old.into_values() {
        let cause = causes.of_rows(&[&before]);
        changes.removed.push(Difference { row: before, cause });
    }
}

/// The keys in which two rows differ, wherever in a file they stand.
fn differing(before: &Row, after: &Row) -> Vec<String> {
    // Most interlocks of two editions of one dataset are the same.
    if let (Row::Pair(before), Row::Pair(after)) = (before, after)
        && before == after
    {
        return Vec::new();
    }
    let [before, after] = [before, after].map(|row| {
        let mut value = serde_json::to_value(row).unwrap_or_default();
        forget_names_and_places(&mut value);
        // Sentences say what the other keys say, with names.
        if let (Row::Conflict(_) | Row::Screen(_), Value::Object(object)) = (row, &mut value) {
            object.remove("text");
            object.remove("reason");
        }
        value
    });
    let keys = |value: &Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<String>>());
    let mut all = keys(&before).unwrap_or_default();
    all.extend(keys(&after).unwrap_or_default().into_iter().filter(|key| before.get(key).is_none()));
    all.retain(|key| before.get(key) != after.get(key));
    all
}

/// A row moved by a line is the same row, and so is one of a company that is called otherwise now:
/// rows are matched by ids.
fn forget_names_and_places(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("place");
            if object.contains_key("leg") {
                object.remove("text");
            }
            if object.contains_key("id") {
                object.remove("name");
            }
            object.values_mut().for_each(forget_names_and_places);
        }
        Value::Array(list) => list.iter_mut().for_each(forget_names_and_places),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
