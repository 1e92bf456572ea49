//! What sources state about identity: that two records are one, or that they may be.
//!
//! Such a statement is no tie between two people. `same as` makes two records one, as an id in common does. `similar`, `same
//! name as` and their like are open: they are kept as [`PossibleIdentity`] and change no answer.

use std::collections::BTreeMap;

use interlocks_core::model::vocabulary::fold;
use interlocks_core::model::{Place, Tie};
use interlocks_core::store::BitPacked;
use interlocks_core::wording::counted;

use super::columns::Field;
use super::export::join_items;
use super::ids::DuplicateRow;
use super::loader::{EntityRegistry, Loader, shortened};
use super::namesakes::{self, are_apart};
use super::tables::{Entities, Seats};

/// A statement of a source that two records may be of one person or one company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PossibleIdentity {
    /// The words of the source: `same-name-as`.
    pub kind: String,
    /// The id of one record.
    pub a: String,
    /// The id of the other.
    pub b: String,
    /// The sources of the statement, joined by `;`.
    pub source: String,
    /// The place of the row.
    pub place: Place,
}

/// What a source says about two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Statement {
    /// They are one.
    Same,
    /// They may be one.
    Open,
}

impl Statement {
    /// Reads the kind of a tie; `None` if it says nothing about identity.
    fn read(kind: &str) -> Option<Statement> {
        let folded = fold(kind);
        let words: Vec<&str> =
            folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            ["same", "as"] | ["sameas"] | ["identical", "to"] => Some(Statement::Same),
            ["similar", ..] | ["same", "name" | "company" | "intermediary" | "officer" | "id", .., "as"] => {
                Some(Statement::Open)
            }
            ["possibly" | "probably" | "maybe" | "perhaps" | "likely", "same" | "sameas", ..] => Some(Statement::Open),
            _ => None,
        }
    }
}

/// Records of one person, by the row of the one that stays: the smallest id.
fn united(entities: &Entities, ties: &[Tie], of: namesakes::Described) -> Vec<DuplicateRow> {
    let mut root: BTreeMap<u32, u32> = BTreeMap::new();
    fn find(root: &BTreeMap<u32, u32>, mut row: u32) -> u32 {
        while let Some(next) = root.get(&row) {
            row = *next;
        }
        row
    }
    let mut pairs: Vec<(u32, u32)> = ties
        .iter()
        .filter(|tie| Statement::read(&tie.kind) == Some(Statement::Same))
        .filter_map(|tie| Some((entities.row(&tie.from.id)?, entities.row(&tie.to.id)?)))
        .filter(|(a, b)| a != b && !are_apart(entities, of, *a as usize, *b as usize))
        .collect();
    pairs.sort_by(|a, b| {
        let ids = |pair: &(u32, u32)| [entities.id(pair.0 as usize), entities.id(pair.1 as usize)];
        ids(a).cmp(&ids(b))
    });
    for (a, b) in pairs {
        let (a, b) = (find(&root, a), find(&root, b));
        if a != b {
            let (first, other) = if entities.id(a as usize) < entities.id(b as usize) { (a, b) } else { (b, a) };
            root.insert(other, first);
        }
    }
    root.keys().map(|row| DuplicateRow { row: *row, first: find(&root, *row) }).collect()
}

/// Joins records to those that stay; returns the new number of every old row.
fn unite(known: &mut EntityRegistry, united: &[DuplicateRow]) -> Vec<u32> {
    let entities = &mut known.entities;
    let mut names: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for DuplicateRow { row, first } in united {
        let names = names.entry(*first).or_default();
        names.push(entities.name(*row as usize).to_owned());
        names.extend(entities.attributes.list(Field::Aliases, *row as usize));
    }
    let aliases: Vec<String> = (0..entities.len())
        .map(|row| match names.get_mut(&(row as u32)) {
            None => entities.attributes.string(Field::Aliases, row),
            Some(more) => {
                let mut all = entities.attributes.list(Field::Aliases, row);
                more.sort_unstable();
                all.extend(more.drain(..).filter(|name| name != entities.name(row)));
                join_items(&all).0
            }
        })
        .collect();
    entities.complete(united);
    entities.attributes.remove(Field::Aliases);
    entities.attributes.complete_with(Field::Aliases, &aliases.iter().map(String::as_str).collect::<Vec<&str>>());
    let first_of: BTreeMap<u32, u32> = united.iter().map(|pair| (pair.row, pair.first)).collect();
    let kept: Vec<u32> = (0..entities.len() as u32).filter(|row| !first_of.contains_key(row)).collect();
    let mut new = vec![0; entities.len()];
    kept.iter().zip(0u32..).for_each(|(old, number)| new[*old as usize] = number);
    first_of.iter().for_each(|(row, first)| new[*row as usize] = new[*first as usize]);
    *entities = entities.reordered(&kept);
    new
}

impl Loader {
    /// Makes one person, or one company, of records that a source says are the same.
    pub(super) fn unite_same(&mut self, seats: &mut Seats) {
        for of in [namesakes::OF_PEOPLE, namesakes::OF_COMPANIES] {
            let is_people = of.column.at == namesakes::OF_PEOPLE.column.at;
            let known = if is_people { &mut self.people } else { &mut self.companies };
            let united = united(&known.entities, &self.ties, of);
            if united.is_empty() {
                continue;
            }
            let ids =
                united.iter().map(|pair| [pair.row, pair.first].map(|row| known.entities.id(row as usize).to_owned()));
            let ids: Vec<[String; 2]> = ids.collect();
            let new = unite(known, &united);
            let column = if is_people { &mut seats.person } else { &mut seats.company };
            let values: Vec<u32> =
                column.to_vec().into_iter().map(|row| new.get(row as usize).copied().unwrap_or(row)).collect();
            *column = BitPacked::from_slice(&values);
            let what = of.column.what;
            let (count, [first, other]) = (ids.len(), [&ids[0][0], &ids[0][1]].map(|id| shortened(id)));
            self.notes.push(format!(
                "{} of a {what} {} another under another id, because the source says that they are the same, such as '{first}' and '{other}'",
                counted(count, "record"),
                if count == 1 { "counts as" } else { "count as" },
            ));
            self.merged.extend(ids.into_iter().map(|[row, first]| (row, first)));
        }
        let merged = &self.merged;
        for accounts in &mut self.accounts {
            for id in [&mut accounts.company, &mut accounts.competitor] {
                if let Some(other) = merged.get(id) {
                    other.clone_into(id);
                }
            }
        }
    }

    /// Takes statements about identity out of the ties. Their ends are resolved.
    pub(super) fn take_statements(&mut self, ties: &mut Vec<Tie>) {
        if !ties.iter().any(|tie| Statement::read(&tie.kind).is_some()) {
            return;
        }
        let mut kinds: Vec<String> = Vec::new();
        let mut open = 0;
        for tie in ties.extract_if(.., |tie| Statement::read(&tie.kind).is_some()) {
            let is_about_one = tie.from.id == tie.to.id;
            if is_about_one && Statement::read(&tie.kind) == Some(Statement::Same) {
                continue;
            }
            if Statement::read(&tie.kind) == Some(Statement::Same) {
                let [a, b] = [&tie.from.id, &tie.to.id].map(|id| shortened(id));
                self.warn(
                    tie.place,
                    format!("the source says that '{a}' and '{b}' are the same, but what it says of them cannot be true of one; they count as two"),
                );
            }
            open += 1;
            kinds.push(tie.kind.clone());
            if is_about_one {
                continue;
            }
            self.possible_identities.push(PossibleIdentity {
                kind: tie.kind,
                a: tie.from.id,
                b: tie.to.id,
                source: tie.sources.join(";"),
                place: tie.place,
            });
        }
        kinds.sort_unstable();
        kinds.dedup();
        if open > 0 {
            kinds.truncate(3);
            let kinds = kinds.iter().map(|kind| shortened(kind)).collect::<Vec<String>>().join(", ");
            self.notes.push(format!(
                "{} that two records may be one ({kinds}) {} not used: such records count as two",
                counted(open, "statement"),
                if open == 1 { "is" } else { "are" },
            ));
        }
        self.possible_identities.sort_by(|x, y| (&x.a, &x.b, &x.kind, x.place).cmp(&(&y.a, &y.b, &y.kind, y.place)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataFormat, Dataset, LoadOptions};

    fn read(text: &str) -> Dataset {
        let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        Dataset::read(stream, "data.json", DataFormat::Json, &LoadOptions::default()).unwrap()
    }

    fn document(kind: &str, birth: &str) -> String {
        format!(
            r#"{{"people": [{{"id": "1", "name": "Ann Lee", "birth": "1950"}}, {{"id": "2", "name": "A. Lee", "birth": "{birth}"}},
                {{"id": "3", "name": "Bob Ray"}}],
            "seats": [{{"person": "2", "company": "c"}}, {{"person": "1", "company": "d"}}, {{"person": "3", "company": "d"}}],
            "ties": [{{"from": "2", "to": "1", "kind": "{kind}", "source": "s"}}, {{"from": "2", "to": "3", "kind": "friend"}}]}}"#
        )
    }

    #[test]
    fn words_about_identity_are_told_from_ties() {
        for (kind, expected) in [
            ("same_as", Some(Statement::Same)),
            ("Same as", Some(Statement::Same)),
            ("same_name_as", Some(Statement::Open)),
            ("same name and registration date as", Some(Statement::Open)),
            ("same-company-as", Some(Statement::Open)),
            ("similar", Some(Statement::Open)),
            ("probably_same_officer_as", Some(Statement::Open)),
            ("possibly same as", Some(Statement::Open)),
            ("same-address-as", None),
            ("same", None),
            ("friend", None),
            ("owner-of", None),
        ] {
            assert_eq!(Statement::read(kind), expected, "{kind}");
        }
    }

    #[test]
    fn records_that_are_the_same_are_one_person() {
        let data = read(&document("same_as", "1950-03"));
        let people: Vec<(String, Vec<String>)> = data.iter_people().map(|person| (person.id, person.aliases)).collect();
        assert_eq!(people, [("1".to_owned(), vec!["A. Lee".to_owned()]), ("3".to_owned(), vec![])]);
        let seats: Vec<(String, String)> = data.iter_seats().map(|seat| (seat.person, seat.company)).collect();
        assert_eq!(seats, [("1", "c"), ("1", "d"), ("3", "d")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(
            data.ties.iter().map(|tie| (tie.from.id.as_str(), tie.to.id.as_str())).collect::<Vec<_>>(),
            [("1", "3")]
        );
        assert_eq!(
            data.notes[0],
            "1 record of a person counts as another under another id, because the source says that they are the same, such as '2' and '1'"
        );
        assert!(data.possible_identities.is_empty());
    }

    #[test]
    fn open_statements_and_those_that_cannot_be_true_join_nobody() {
        let data = read(&document("same_name_as", "1950"));
        assert_eq!((data.people.len(), data.ties.len()), (3, 1));
        let PossibleIdentity { kind, a, b, source, .. } = data.possible_identities[0].clone();
        assert_eq!([kind, a, b, source], ["same_name_as", "2", "1", "s"].map(str::to_owned));
        assert_eq!(
            data.notes[0],
            "1 statement that two records may be one (same_name_as) is not used: such records count as two"
        );
        let data = read(&document("same_as", "1982"));
        assert_eq!((data.people.len(), data.possible_identities.len()), (3, 1));
        assert_eq!(
            data.problems.listed()[0].message,
            "the source says that '2' and '1' are the same, but what it says of them cannot be true of one; they count as two"
        );
    }
}
