//! What all decisions together say.

use std::collections::BTreeSet;
use std::path::Path;

use interlocks_core::model::{EntityKind, Place};
use interlocks_core::wording::{and_list, counted};
use serde_json::{Value, json};

use super::DecisionRow;
use crate::inputs::file_name;

/// Records that are one person or one company by decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityGroup {
    /// The kind of the records.
    pub kind: EntityKind,
    /// The id that they have together.
    pub kept: String,
    /// The ids of the records, in order.
    pub ids: Vec<String>,
    /// The rows `same` that it rests on, as indexes of [`Decisions::rows`].
    pub rows: Vec<usize>,
}

/// A row `distinct` for two records that rows `same` make one.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The row `distinct`, as an index of [`Decisions::rows`].
    pub distinct: usize,
    /// The rows `same` that lead from one of its records to the other; empty if they were not looked for, because there are
    /// too many contradictions.
    pub chain: Vec<usize>,
}

/// The decisions on identity: for each pair the row that counts, and what the rows say together.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_dataset::{Decision, Dataset, LoadOptions};
/// # let folder = std::env::temp_dir().join("interlocks-doc-decisions");
/// # std::fs::create_dir_all(&folder).unwrap();
/// std::fs::write(folder.join("seats.csv"), "person,company\nann lee,acme\na. lee,bolt\nbo lee,bolt\n").unwrap();
/// let same = "id_a,id_b,decision,who,why\nann lee,a. lee,same,M. Ode,signature\na. lee,bo lee,unsure,,\n";
/// std::fs::write(folder.join("same.csv"), same).unwrap();
///
/// let data = Dataset::open(&folder)?;
/// assert_eq!((data.people.len(), data.seats.len()), (2, 3));
/// assert_eq!(data.decisions.groups()[0].kept, "a. lee");
/// assert_eq!(data.decisions.open().map(|row| row.decision).collect::<Vec<_>>(), [Decision::Unsure]);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// In the order of pairs.
    pub(super) rows: Vec<DecisionRow>,
    /// In the order of kinds and kept ids.
    pub(super) groups: Vec<IdentityGroup>,
    /// Indexes of rows, in order.
    pub(super) open: Vec<usize>,
    /// Indexes of rows, in order.
    pub(super) distinct: Vec<usize>,
    pub(super) contradictions: Vec<Contradiction>,
    /// For people and for companies, the ids of all groups with the number of the group, in order.
    pub(super) members: [Vec<(String, usize)>; 2],
}

impl Decisions {
    /// Returns `true` if no row was read.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the rows that count, one per pair, in the order of pairs.
    pub fn rows(&self) -> &[DecisionRow] {
        &self.rows
    }

    /// Returns the records that are one, in the order of kinds and kept ids. Each group has at least two.
    pub fn groups(&self) -> &[IdentityGroup] {
        &self.groups
    }

    /// Returns the rows that leave open whether two records are one: `unsure`, empty, or `same` in a contradiction. Pairs that
    /// other rows decide are left out, and so are those with an id that the data does not have.
    pub fn open(&self) -> impl ExactSizeIterator<Item = &DecisionRow> {
        self.open.iter().map(|row| &self.rows[*row])
    }

    /// Returns the rows by which two records are two, but for those in a contradiction.
    pub fn distinct(&self) -> impl ExactSizeIterator<Item = &DecisionRow> {
        self.distinct.iter().map(|row| &self.rows[*row])
    }

    /// Returns the rows `distinct` that contradict rows `same`.
    pub fn contradictions(&self) -> &[Contradiction] {
        &self.contradictions
    }

    /// Returns the group that a record belongs to.
    pub fn group(&self, kind: EntityKind, id: &str) -> Option<&IdentityGroup> {
        let members = &self.members[kind as usize];
        let at = members.binary_search_by(|(member, _)| member.as_str().cmp(id)).ok()?;
        self.groups.get(members[at].1)
    }

    /// Returns the id under which the data has a record: that of its group, or its own.
    pub fn kept_id<'a>(&'a self, kind: EntityKind, id: &'a str) -> &'a str {
        self.group(kind, id).map_or(id, |group| group.kept.as_str())
    }

    /// Returns the row that counts for a pair.
    pub fn row(&self, [a, b]: [&str; 2]) -> Option<&DecisionRow> {
        let pair = if a < b { (a, b) } else { (b, a) };
        self.rows.binary_search_by(|row| row.pair().cmp(&pair)).ok().map(|at| &self.rows[at])
    }

    /// Builds the list of members from the groups.
    pub(super) fn index_members(&mut self) {
        self.members = Default::default();
        for (at, group) in self.groups.iter().enumerate() {
            self.members[group.kind as usize].extend(group.ids.iter().map(|id| (id.clone(), at)));
        }
        self.members.iter_mut().for_each(|members| members.sort_unstable());
    }

    /// Returns a sentence on what the decisions settle; `None` if there are none.
    pub(super) fn note(&self, names: &[String]) -> Option<String> {
        let files: BTreeSet<u32> = self.rows.iter().map(|row| row.place.file).collect();
        let names: BTreeSet<String> = files
            .into_iter()
            .filter_map(|file| names.get(file as usize))
            .map(|name| file_name(Path::new(name)))
            .collect();
        let mut parts: Vec<String> = Vec::new();
        for kind in EntityKind::ALL {
            let groups = || self.groups.iter().filter(|group| group.kind == kind);
            let (records, count) = (groups().map(|group| group.ids.len()).sum::<usize>(), groups().count());
            if count > 0 {
                let verb = if records == 1 { "is" } else { "are" };
                parts.push(format!("{} {verb} taken as {}", counted(records, "record"), counted(count, kind.as_str())));
            }
        }
        let unsettled: Vec<(usize, &str)> = [
            (self.distinct.len(), "distinct"),
            (self.open.len(), "open"),
            (self.contradictions.len(), "contradicted by others"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .collect();
        for (count, what) in unsettled {
            parts.push(format!("{} {} {what}", counted(count, "pair"), if count == 1 { "is" } else { "are" }));
        }
        if parts.is_empty() {
            parts.push("none concerns records of this data".to_owned());
        }
        let count = counted(self.rows.len(), "decision");
        let names: Vec<String> = names.into_iter().collect();
        (!self.is_empty()).then(|| format!("{count} of {}: {}", and_list(&names), parts.join("; ")))
    }

    /// Writes the decisions for a snapshot.
    pub fn to_json(&self) -> Value {
        let row = |row: &DecisionRow| {
            let Place { file, line } = row.place;
            let decision = row.decision.as_str();
            json!([row.a, row.b, decision, row.probability, row.who, row.when, row.why, row.keep, file, line])
        };
        let group = |group: &IdentityGroup| json!([group.kind.as_str(), group.kept, group.ids, group.rows]);
        json!({
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "groups": self.groups.iter().map(group).collect::<Vec<_>>(),
            "open": self.open,
            "distinct": self.distinct,
            "contradictions":
                self.contradictions.iter().map(|found| json!([found.distinct, found.chain])).collect::<Vec<_>>(),
        })
    }

    /// Reads the decisions of a snapshot; `None` if they are none.
    pub fn from_json(value: &Value) -> Option<Decisions> {
        let list = |value: &Value| value.as_array().cloned();
        let rows = list(&value["rows"])?.iter().map(read_row).collect::<Option<Vec<DecisionRow>>>()?;
        let index = |value: &Value| value.as_u64().map(|at| at as usize).filter(|at| *at < rows.len());
        let indexes = |value: &Value| list(value)?.iter().map(index).collect::<Option<Vec<usize>>>();
        let groups =
            list(&value["groups"])?.iter().map(|group| read_group(group, &indexes)).collect::<Option<Vec<_>>>()?;
        let contradiction =
            |found: &Value| Some(Contradiction { distinct: index(&found[0])?, chain: indexes(&found[1])? });
        let contradictions = list(&value["contradictions"])?.iter().map(contradiction).collect::<Option<Vec<_>>>()?;
        let (open, distinct) = (indexes(&value["open"])?, indexes(&value["distinct"])?);
        let mut decisions = Decisions { groups, open, distinct, contradictions, rows, members: Default::default() };
        decisions.index_members();
        Some(decisions)
    }
}

fn read_row(row: &Value) -> Option<DecisionRow> {
    let text = |at: usize| row[at].as_str().map(str::to_owned);
    Some(DecisionRow {
        a: text(0)?,
        b: text(1)?,
        decision: row[2].as_str()?.parse().ok()?,
        probability: row[3].as_f64(),
        who: text(4)?,
        when: text(5)?,
        why: text(6)?,
        keep: text(7)?,
        place: Place { file: u32::try_from(row[8].as_u64()?).ok()?, line: row[9].as_u64()? },
    })
}

fn read_group(group: &Value, indexes: &impl Fn(&Value) -> Option<Vec<usize>>) -> Option<IdentityGroup> {
    let ids = group[2].as_array()?.iter().map(|id| id.as_str().map(str::to_owned));
    Some(IdentityGroup {
        kind: group[0].as_str()?.parse().ok()?,
        kept: group[1].as_str()?.to_owned(),
        ids: ids.collect::<Option<Vec<String>>>()?,
        rows: indexes(&group[3])?,
    })
}
