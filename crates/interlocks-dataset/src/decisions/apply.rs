//! Applies decisions to a dataset: records of one person become one person.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use interlocks_core::model::{EntityKind, Place};

use super::join::{OpenRows, Pair};
use super::merge::{Merged, RecordRows, merge};
use super::read::{DecisionFile, read};
use super::settle::{Found, ProblemColumn, Records, classify, settle};
use super::{Decision, DecisionRow, Decisions};
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::problem::{Problem, Problems, Severity};
use crate::{Dataset, LoadOptions};

/// For each file of decisions, by its number, its columns `decision` and `keep`.
type FileColumns = HashMap<u32, (u64, u64)>;

impl Dataset {
    /// Reads files of decisions on identity and applies them, after those that were applied before: the last row of a pair
    /// counts. Records that are one become one person or company; seats keep the id of their record.
    ///
    /// # Errors
    /// If a file cannot be read; with [`LoadOptions::strict`] also if the decisions have any problem. Faults of single rows and
    /// contradictions are in [`Dataset::problems`].
    pub fn with_decisions(self, files: &[PathBuf], options: &LoadOptions) -> Result<Dataset, DatasetError> {
        if files.is_empty() {
            return Ok(self);
        }
        let mut data = self;
        let mut problems = Problems::default();
        let mut columns = FileColumns::new();
        let mut ledger: BTreeMap<(String, String), DecisionRow> = BTreeMap::new();
        let before = std::mem::take(&mut data.decisions);
        if let Some(note) = before.note(&data.files) {
            data.notes.retain(|own| *own != note);
        }
        for row in &before.rows {
            ledger.insert((row.a.clone(), row.b.clone()), row.clone());
        }
        let mut names = data.files;
        for path in files {
            let (file, number) = (DataFile::on_disk(path), names.len() as u32);
            names.push(file.name().to_owned());
            let records = Records { people: &data.people, companies: &data.companies, before: &before };
            let first = problems.listed().len();
            let DecisionFile { rows, decision_column, keep_column } =
                read(&file, number, options, &records, &mut problems)?;
            columns.insert(number, (decision_column, keep_column));
            let rows = rows.into_iter().filter(|row| !is_left_out(row, &options.without_same)).collect();
            add_rows(&mut ledger, rows, &names, &mut problems);
            problems.sort_from(first);
        }
        data.files = names;
        let records = Records { people: &data.people, companies: &data.companies, before: &before };
        let (decisions, found) = settle(ledger.into_values().collect(), &records);
        let mut applying = Applying { data, decisions, before, columns, problems };
        found.into_iter().for_each(|found| applying.tell_found(found));
        applying.apply();
        let Applying { mut data, decisions, problems, .. } = applying;
        data.decisions = decisions;
        data.notes.extend(data.decisions.note(&data.files));
        if options.strict
            && let Some(first) = problems.listed().first().cloned()
        {
            return Err(DatasetError::Strict { count: problems.errors() + problems.warnings(), first });
        }
        data.problems.append(problems);
        Ok(data)
    }

    /// Returns the dataset in which two people, or two companies, are one, as if a row `same` said so. No decision is added.
    /// What was open stays open, but for pairs that are one, or two, by this. Ids that the data does not have, and those that are one already, change nothing.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_core::model::EntityKind;
    /// let boards = interlocks_dataset::Dataset::open("datasets/bigtech-boards")?;
    /// let one = boards.clone().with_identity(EntityKind::Person, "al-gore", "reed-hastings");
    /// assert_eq!(one.people.len() + 1, boards.people.len());
    /// assert_eq!(one.seats.len(), boards.seats.len());
    /// # Ok::<(), interlocks_dataset::DatasetError>(())
    /// ```
    #[must_use]
    pub fn with_identity(self, kind: EntityKind, a: &str, b: &str) -> Dataset {
        self.with_pairs(&[(kind, a, b)])
    }

    /// Returns the dataset in which all records are one that decisions leave open: the rows of [`Decisions::possible`] are taken
    /// as `same`, in chains, too. Rows that together would make two records one that a row says to be distinct are left out.
    #[must_use]
    pub fn with_open_rows(self) -> (Dataset, OpenRows) {
        let records = Records { people: &self.people, companies: &self.companies, before: &self.decisions };
        let open = self.decisions.open_rows(&records);
        let pair = |row: &'_ DecisionRow| records.kind(&row.a, &row.b).map(|kind| (kind, row.a.clone(), row.b.clone()));
        let pairs: Vec<(EntityKind, String, String)> = open.taken.iter().filter_map(pair).collect();
        let pairs: Vec<Pair<'_>> = pairs.iter().map(|(kind, a, b)| (*kind, a.as_str(), b.as_str())).collect();
        (self.with_pairs(&pairs), open)
    }

    /// Returns the dataset in which the records of each pair are one. Pairs with an id that the data does not have change
    /// nothing.
    fn with_pairs(mut self, pairs: &[Pair<'_>]) -> Dataset {
        let records = Records { people: &self.people, companies: &self.companies, before: &self.decisions };
        let is_known = |(kind, a, b): &Pair<'_>| [*a, *b].into_iter().all(|id| records.has_kind(*kind, id));
        let pairs: Vec<Pair<'_>> = pairs.iter().copied().filter(is_known).collect();
        if pairs.is_empty() {
            return self;
        }
        let before = std::mem::take(&mut self.decisions);
        let mut decisions = before.with_pairs(&pairs);
        let rows = std::mem::take(&mut decisions.rows);
        classify(&mut decisions, &rows, &Records { people: &self.people, companies: &self.companies, before: &before });
        decisions.rows = rows;
        let (columns, problems) = (FileColumns::new(), Problems::default());
        let mut applying = Applying { data: self, decisions, before, columns, problems };
        applying.apply();
        Dataset { decisions: applying.decisions, ..applying.data }
    }
}

/// Returns `true` for a row `same` of one of some pairs.
fn is_left_out(row: &DecisionRow, pairs: &[[String; 2]]) -> bool {
    let is_its = |[a, b]: &[String; 2]| (a, b) == (&row.a, &row.b) || (b, a) == (&row.a, &row.b);
    row.decision == Decision::Same && pairs.iter().any(is_its)
}

/// Adds the rows of a file. Warns of one that only repeats the row that counts.
fn add_rows(
    ledger: &mut BTreeMap<(String, String), DecisionRow>,
    rows: Vec<DecisionRow>,
    files: &[String],
    problems: &mut Problems,
) {
    for row in rows {
        let pair = (row.a.clone(), row.b.clone());
        let (place, name) = (row.place, |place: Place| files.get(place.file as usize).map_or("", String::as_str));
        let Some(earlier) = ledger.insert(pair, row.clone()) else { continue };
        if earlier.says_the_same(&row) {
            let line = earlier.place.line;
            let first = match earlier.place.file == place.file {
                true => format!("line {line}"),
                false => format!("{}:{line}", name(earlier.place)),
            };
            let message = format!("the row is the same as {first}; counted once");
            let file = name(place).to_owned();
            problems.push(Problem { severity: Severity::Warning, file, line: place.line, column: 1, message });
        }
    }
}

/// A dataset to which decisions are being applied.
pub(super) struct Applying {
    pub data: Dataset,
    pub decisions: Decisions,
    /// What the dataset has applied already.
    before: Decisions,
    columns: FileColumns,
    problems: Problems,
}

impl Applying {
    pub(super) fn tell(&mut self, severity: Severity, place: Place, column: u64, message: String) {
        let file = self.data.files.get(place.file as usize).cloned().unwrap_or_default();
        self.problems.push(Problem { severity, file, line: place.line, column, message });
    }

    fn tell_found(&mut self, found: Found) {
        let place = self.decisions.rows[found.row].place;
        let (decision, keep) = self.columns.get(&place.file).copied().unwrap_or((1, 1));
        let column = if found.column == ProblemColumn::Keep { keep } else { decision };
        self.tell(found.severity, place, column, found.message);
    }

    fn apply(&mut self) {
        if self.decisions.groups == self.before.groups {
            return;
        }
        let outside = self.outside_lives();
        if let Some((renumbered, old_ids)) = self.merge_records(EntityKind::Person) {
            self.rename_people_of_seats(&renumbered, &old_ids);
        }
        if let Some((renumbered, _)) = self.merge_records(EntityKind::Company) {
            self.rename_companies(&renumbered);
        }
        self.rename_tie_ends();
        let known: HashSet<usize> = outside.into_iter().map(|(row, _)| row).collect();
        for (row, message) in self.outside_lives().into_iter().filter(|(row, _)| !known.contains(row)) {
            let place = self.data.seats.places.get(row);
            self.tell(
                Severity::Warning,
                place,
                1,
                format!("{message}, which another record of the person or company states"),
            );
        }
    }

    /// Returns the seats that are stated to begin before birth, or to last after death or the end of the company.
    fn outside_lives(&self) -> Vec<(usize, String)> {
        self.data.seats.outside_lives(&self.data.people, &self.data.companies)
    }

    /// Makes one record of each group. Returns the new row of each old one, and the ids of the rows that
    /// were merged; `None` if nothing changed.
    fn merge_records(&mut self, kind: EntityKind) -> Option<(Vec<u32>, HashMap<u32, String>)> {
        let entities = match kind {
            EntityKind::Person => &self.data.people,
            EntityKind::Company => &self.data.companies,
        };
        let (mut groups, mut places) = (Vec::new(), Vec::new());
        for group in self.decisions.groups.iter().filter(|group| group.kind == kind) {
            let kept = self.before.kept_id(kind, &group.kept);
            let others = group.ids.iter().map(|id| self.before.kept_id(kind, id));
            let mut seen = HashSet::new();
            let rows = std::iter::once(kept).chain(others).filter_map(|id| entities.row(id));
            let rows: Vec<u32> = rows.filter(|row| seen.insert(*row)).collect();
            if rows.len() > 1 || kept != group.kept {
                let place =
                    group.rows.iter().filter_map(|row| self.decisions.rows.get(*row)).map(|row| row.place).min();
                places.push(place.unwrap_or_default());
                groups.push(RecordRows { rows, kept: group.kept.clone() });
            }
        }
        if groups.is_empty() {
            return None;
        }
        let rows = groups.iter().flat_map(|group| group.rows.iter().copied());
        let old_ids = rows.map(|row| (row, entities.id(row as usize).to_owned())).collect();
        let Merged { entities, renumbered, warnings } = merge(entities, &groups);
        match kind {
            EntityKind::Person => self.data.people = entities,
            EntityKind::Company => self.data.companies = entities,
        }
        for (place, warnings) in places.into_iter().zip(warnings) {
            warnings.into_iter().for_each(|message| self.tell(Severity::Warning, place, 1, message));
        }
        Some((renumbered, old_ids))
    }
}
