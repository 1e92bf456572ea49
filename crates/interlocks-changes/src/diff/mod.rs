//! The differences between two graphs: seats, ties and deals, and through them interlocks, findings and verdicts of
//! screens, each with the rows that caused it.
//!
//! Rows are matched by ids, so the two graphs may number people and companies differently.

mod cause;
mod data_rows;
mod identity;
mod kind;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use interlocks_analysis::conflicts::{self, Finding};
use interlocks_analysis::pairs::{self, Pair};
use interlocks_analysis::{Named, Query};
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, CompanyIx, Entity};
use interlocks_screens::{self as screens, Rulebook};

pub use cause::Cause;
pub use data_rows::{DealRow, SeatRow, TieRow};
pub use identity::IdentityChange;
pub use kind::{KindCount, RowKind};

pub(crate) use cause::Causes;
pub(crate) use identity::SharedIds;

/// Options of [`changes`].
///
/// ```
/// use interlocks_changes::diff::DiffOptions;
/// let options = DiffOptions::default().data_rows(true).companies(["apple".to_owned()]);
/// assert!(options.data_rows && options.screening.is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct DiffOptions {
    /// The clock at which interlocks are compared.
    pub query: Query,
    /// The options for findings on deals. The clock of interlocks does not apply to deals.
    pub conflicts: conflicts::ConflictOptions,
    /// The rules that boards are screened against, if any.
    pub screening: Option<Screening>,
    /// Compares only interlocks with one of these companies, by id; all if `None`.
    pub companies: Option<BTreeSet<String>>,
    /// `true` to return differing seats, ties and deals as rows too, not only as causes.
    pub data_rows: bool,
    /// Returns only rows of these kinds; of all kinds if `None`. What is not returned is not computed.
    pub kinds: Option<BTreeSet<RowKind>>,
    /// The people, by id, whose seats were changed to make one graph from the other. Then only their seats are compared as
    /// causes, and a row that rests on none of the changed seats is due to all of them.
    pub seats_of: Option<BTreeSet<String>>,
}

impl DiffOptions {
    /// Sets the clock at which interlocks are compared.
    #[must_use]
    pub fn query(mut self, query: Query) -> DiffOptions {
        self.query = query;
        self
    }

    /// Sets the options for findings on deals.
    #[must_use]
    pub fn conflicts(mut self, conflicts: conflicts::ConflictOptions) -> DiffOptions {
        self.conflicts = conflicts;
        self
    }

    /// Compares verdicts of screens too.
    #[must_use]
    pub fn screening(mut self, screening: Screening) -> DiffOptions {
        self.screening = Some(screening);
        self
    }

    /// Compares only interlocks with one of these companies, by id.
    #[must_use]
    pub fn companies(mut self, ids: impl IntoIterator<Item = String>) -> DiffOptions {
        self.companies = Some(ids.into_iter().collect());
        self
    }

    /// Returns differing seats, ties and deals as rows too, if `true`.
    #[must_use]
    pub fn data_rows(mut self, data_rows: bool) -> DiffOptions {
        self.data_rows = data_rows;
        self
    }

    /// Returns only rows of these kinds.
    #[must_use]
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = RowKind>) -> DiffOptions {
        self.kinds = Some(kinds.into_iter().collect());
        self
    }

    fn wants(&self, kind: RowKind) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }
}

/// The rules and options by which boards are screened.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The rules.
    pub rules: Rulebook,
    /// The options of screens; `concerning` is replaced by the ids below.
    pub options: screens::ScreenOptions,
    /// Returns only cases that concern one of these people or companies, by id; all cases if empty.
    pub concerning: BTreeSet<(EntityKind, String)>,
}

impl Screening {
    /// Returns the screening of all people and companies.
    pub fn new(rules: Rulebook, options: screens::ScreenOptions) -> Screening {
        Screening { rules, options, concerning: BTreeSet::new() }
    }
}

/// A row of an answer, or of the data.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ChangedRow"))]
#[serde(tag = "what", rename_all = "lowercase")]
pub enum Row {
    /// A seat.
    Seat(SeatRow),
    /// A tie.
    Tie(TieRow),
    /// A deal.
    Deal(DealRow),
    /// An interlock.
    Pair(Box<Pair>),
    /// A finding on a deal.
    Conflict(Box<Finding>),
    /// A verdict of a screen.
    Screen(Box<screens::Row>),
}

/// A row that only one of the two has.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The row.
    #[serde(flatten)]
    pub row: Row,
    /// The differing seats, ties and deals that the row rests on; empty for a seat, tie or deal, and if only the as-of date
    /// differs.
    pub cause: Vec<Cause>,
}

/// A row that both have, with differences.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alteration {
    /// The row as it was.
    pub before: Row,
    /// The row as it is now.
    pub after: Row,
    /// The keys that differ.
    pub differs: Vec<String>,
    /// The differing seats, ties and deals that the row rests on.
    pub cause: Vec<Cause>,
}

/// The differences between the old data and the new: seats, ties, deals, interlocks, findings and verdicts, in this order, each kind in
/// the order of its own answer.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changes {
    /// Rows that only the new data has.
    pub added: Vec<Difference>,
    /// Rows that only the old data has.
    pub removed: Vec<Difference>,
    /// Rows that differ.
    pub changed: Vec<Alteration>,
}

impl Changes {
    /// Returns `true` if nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Compares two graphs.
///
/// Cost: the seats of both, and the cost of computing interlocks and findings of both.
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
/// let found = changes(&before, &after, &DiffOptions::default().data_rows(true));
/// assert!(found.added.len() > 1);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn changes(before: &BoardGraph, after: &BoardGraph, options: &DiffOptions) -> Changes {
    let diff = match &options.seats_of {
        None => data_rows::data_diff(before, after),
        Some(people) => data_rows::data_diff_of_seats(before, after, people),
    };
    let causes = Causes::new(&diff, options.seats_of.is_some());
    let mut changes = Changes::default();
    if options.data_rows {
        diff.add_to(&mut changes);
        changes.retain(|row| options.wants(row.kind()));
    }
    compare(before, after, options, &causes, &mut changes);
    changes
}

/// Adds the differences of interlocks, findings and verdicts.
pub(crate) fn compare(
    before: &BoardGraph,
    after: &BoardGraph,
    options: &DiffOptions,
    causes: &Causes,
    changes: &mut Changes,
) {
    if options.wants(RowKind::Pair) {
        let [old, new] = [before, after].map(|graph| interlocks(graph, options, causes.shared()));
        merge(old, new, causes, changes);
    }
    if options.wants(RowKind::Conflict) {
        let [old, new] = [before, after].map(|graph| findings(graph, options, causes.shared()));
        merge(old, new, causes, changes);
    }
    if let Some(screening) = options.screening.as_ref().filter(|_| options.wants(RowKind::Screen)) {
        let [old, new] = [before, after].map(|graph| verdicts(graph, screening, causes.shared()));
        merge(old, new, causes, changes);
    }
}

/// The key by which rows of two graphs correspond.
type Key = Vec<String>;

/// Returns the interlocks that are compared, by the ids of the companies.
fn interlocks(graph: &BoardGraph, options: &DiffOptions, shared: &SharedIds) -> Vec<(Key, Row)> {
    let ask = |companies: Vec<CompanyIx>| {
        let options = pairs::PairOptions { query: options.query, companies, ..pairs::PairOptions::default() };
        pairs::pairs_with_identities(graph, &options).rows
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
    let key = |pair: &Pair| -> Key {
        let mut ends = [&pair.a, &pair.b].map(|end| shared.id(EntityKind::Company, &end.id));
        if !shared.is_empty() {
            ends.sort();
        }
        ends.into()
    };
    pairs.into_iter().map(|pair| (key(&pair), Row::Pair(Box::new(pair)))).collect()
}

/// Returns the findings by deal, rule, parties, people and owner. Several of one key are in the order of their days.
fn findings(graph: &BoardGraph, options: &DiffOptions, shared: &SharedIds) -> Vec<(Key, Row)> {
    let mut findings = conflicts::conflicts_with_identities(graph, &options.conflicts).rows;
    findings.sort_by_key(|finding| (finding.days_min, finding.days_max));
    let key = |finding: &Finding| -> Key {
        let ids = |kind, list: &[&Named]| {
            let mut ids: Vec<String> = list.iter().map(|named| shared.id(kind, &named.id)).collect();
            if !shared.is_empty() {
                ids.sort();
            }
            ids
        };
        let parties = ids(EntityKind::Company, &finding.parties.iter().collect::<Vec<_>>());
        let people = ids(EntityKind::Person, &finding.people.iter().collect::<Vec<_>>());
        let owner = finding.stake.iter().flat_map(|stake| [&stake.owner, &stake.company]);
        let owner = owner.map(|named| shared.id_of_any(&named.id));
        let ids = parties.into_iter().chain(people).chain(owner);
        [finding.deal.id.clone(), finding.rule.as_str().to_owned()].into_iter().chain(ids).collect()
    };
    findings.into_iter().map(|finding| (key(&finding), Row::Conflict(Box::new(finding)))).collect()
}

/// Returns the verdicts of screens by rule, test, deal and subjects.
fn verdicts(graph: &BoardGraph, screening: &Screening, shared: &SharedIds) -> Vec<(Key, Row)> {
    let known = |(kind, id): &(EntityKind, String)| match kind {
        EntityKind::Person => graph.person_number(id).map(Entity::Person),
        EntityKind::Company => graph.company_number(id).map(Entity::Company),
    };
    let concerning: BTreeSet<Entity> = screening.concerning.iter().filter_map(known).collect();
    if concerning.is_empty() && !screening.concerning.is_empty() {
        return Vec::new();
    }
    let options = screens::ScreenOptions { concerning, ..screening.options.clone() };
    let rows = screens::screen_with_identities(graph, &screening.rules, &options).0.rows;
    let key = |row: &screens::Row| -> Key {
        let mut subjects: Vec<String> =
            row.subject.iter().map(|subject| shared.id(subject.kind, &subject.id)).collect();
        if !shared.is_empty() {
            subjects.sort();
        }
        let whose = [row.rule.as_str().to_owned(), row.test.clone(), row.deal.clone().unwrap_or_default()];
        whose.into_iter().chain(subjects).collect()
    };
    rows.into_iter().map(|row| (key(&row), Row::Screen(Box::new(row)))).collect()
}

/// Returns rows by their keys; those of one key keep their order.
fn by_key(rows: Vec<(Key, Row)>) -> BTreeMap<Key, Vec<Row>> {
    let mut by_key: BTreeMap<Key, Vec<Row>> = BTreeMap::new();
    rows.into_iter().for_each(|(key, row)| by_key.entry(key).or_default().push(row));
    by_key
}

/// Compares old rows with new ones. Of several rows of one key, those that are equal belong together, and the others in their order.
fn merge(old: Vec<(Key, Row)>, new: Vec<(Key, Row)>, causes: &Causes, changes: &mut Changes) {
    let mut old = by_key(old);
    for (key, mut rows) in by_key(new) {
        let mut before = old.remove(&key).unwrap_or_default();
        rows.retain(|after| {
            let equal = before.iter().position(|before| differing(before, after, causes.shared()).is_empty());
            equal.map(|at| before.remove(at)).is_none()
        });
        let mut before = before.into_iter();
        for after in rows {
            if let Some(before) = before.next() {
                let differs = differing(&before, &after, causes.shared());
                let cause = causes.of_rows(&[&before, &after]);
                changes.changed.push(Alteration { before, after, differs, cause });
            } else {
                let cause = causes.of_rows(&[&after]);
                changes.added.push(Difference { row: after, cause });
            }
        }
        old.insert(key, before.collect());
    }
    for before in old.into_values().flatten() {
        let cause = causes.of_rows(&[&before]);
        changes.removed.push(Difference { row: before, cause });
    }
}

/// Returns the keys in which two rows differ, apart from their places in files.
fn differing(before: &Row, after: &Row, shared: &SharedIds) -> Vec<String> {
    // Fast path: most interlocks of two editions of one dataset are equal.
    if let (Row::Pair(before), Row::Pair(after)) = (before, after)
        && before == after
    {
        return Vec::new();
    }
    let [before, after] = [before, after].map(|row| {
        let mut value = serde_json::to_value(row).unwrap_or_default();
        remove_names_and_places(&mut value);
        // Sentences repeat the other keys, with names.
        if let (Row::Conflict(_) | Row::Screen(_), Value::Object(object)) = (row, &mut value) {
            object.remove("text");
            object.remove("reason");
        }
        shared.make_equal(&mut value);
        value
    });
    let keys = |value: &Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<String>>());
    let mut all = keys(&before).unwrap_or_default();
    all.extend(keys(&after).unwrap_or_default().into_iter().filter(|key| before.get(key).is_none()));
    all.retain(|key| before.get(key) != after.get(key));
    all
}

/// Removes names, places and texts of legs: a row that moved in its file, or whose company has a new name, is the same
/// row.
fn remove_names_and_places(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("place");
            if object.contains_key("leg") {
                object.remove("text");
            }
            if object.contains_key("id") {
                object.remove("name");
            }
            object.values_mut().for_each(remove_names_and_places);
        }
        Value::Array(list) => list.iter_mut().for_each(remove_names_and_places),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
