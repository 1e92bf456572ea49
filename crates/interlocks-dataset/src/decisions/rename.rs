//! Carries the ids of merged records over to seats, ties, deals and accounts.

use std::collections::{HashMap, HashSet};

use interlocks_core::model::{EntityKind, Place, TieEnd};
use interlocks_core::store::BitPacked;

use super::Decisions;
use super::apply::Applying;
use crate::columns::{Field, Table};
use crate::loader::shortened;
use crate::problem::Severity;
use crate::repeats::same_rows;
use crate::tables::ColumnName;

/// Replaces an id by the one that its record has now. Returns `true` if it is another one.
fn rename(decisions: &Decisions, kind: EntityKind, id: &mut String) -> bool {
    let kept = decisions.kept_id(kind, id);
    if kept == id {
        return false;
    }
    *id = kept.to_owned();
    true
}

/// Returns references to rows as references to the new rows.
fn renumbered_rows(column: &BitPacked, renumbered: &[u32]) -> BitPacked {
    let new = |row: u32| renumbered.get(row as usize).copied().unwrap_or(row);
    BitPacked::from_slice(&column.iter().map(new).collect::<Vec<u32>>())
}

impl Applying {
    /// Gives seats to the merged people. A seat of another record than the kept one keeps the id of that record.
    pub(super) fn rename_people_of_seats(&mut self, renumbered: &[u32], old_ids: &HashMap<u32, String>) {
        let (seats, people) = (&mut self.data.seats, &self.data.people);
        let stated = seats.attributes.column(Field::Record);
        let mut records = Vec::new();
        for (at, person) in (0u32..).zip(seats.person.iter()) {
            let (Some(old), Some(new)) = (old_ids.get(&person), renumbered.get(person as usize)) else { continue };
            let is_stated = stated.is_some_and(|column| !column.get(at as usize).is_empty());
            if !is_stated && old != people.id(*new as usize) {
                records.push((ColumnName::Known(Field::Record), at, old.clone()));
            }
        }
        seats.person = renumbered_rows(&seats.person, renumbered);
        if !records.is_empty() {
            let len = seats.len();
            seats.attributes = std::mem::take(&mut seats.attributes).with_cells(len, records);
        }
    }

    /// Gives seats, deals and accounts to the merged companies.
    pub(super) fn rename_companies(&mut self, renumbered: &[u32]) {
        self.data.seats.company = renumbered_rows(&self.data.seats.company, renumbered);
        self.rename_parties();
        self.rename_companies_of_accounts();
    }

    /// Gives deals to the merged companies. A deal of which one party remains is left out.
    fn rename_parties(&mut self) {
        let (decisions, mut told) = (&self.decisions, Vec::new());
        self.data.deals.retain_mut(|deal| {
            let mut is_renamed = false;
            deal.parties.iter_mut().for_each(|party| is_renamed |= rename(decisions, EntityKind::Company, party));
            if !is_renamed {
                return true;
            }
            let mut seen = HashSet::new();
            deal.parties.retain(|party| seen.insert(party.clone()));
            if let [party] = deal.parties.as_slice() {
                let party = shortened(party);
                told.push((deal.place, format!("left out: the parties of this deal are one company, '{party}'")));
            }
            deal.parties.len() > 1
        });
        self.tell_dropped(Table::Deals, told);
    }

    /// Gives accounts to the merged companies. A row whose competitor is the company itself is left out.
    fn rename_companies_of_accounts(&mut self) {
        let (decisions, mut told) = (&self.decisions, Vec::new());
        let renamed = |id: &mut String| rename(decisions, EntityKind::Company, id);
        self.data.accounts.retain_mut(|row| {
            let is_renamed = renamed(&mut row.company) | renamed(&mut row.competitor);
            let is_one = is_renamed && row.company == row.competitor;
            if is_one {
                let id = shortened(&row.company);
                told.push((row.place, format!("left out: the company and its competitor are one company, '{id}'")));
            }
            !is_one
        });
        self.tell_dropped(Table::Financials, told);
    }

    /// Gives ties to the merged people and companies. A tie from somebody to themselves is left out, and so is a row that is the
    /// same as another now.
    pub(super) fn rename_tie_ends(&mut self) {
        let decisions = &self.decisions;
        let renamed = |end: &mut TieEnd| end.kind.is_some_and(|kind| rename(decisions, kind, &mut end.id));
        let mut told = Vec::new();
        let mut is_any = false;
        self.data.ties.retain_mut(|tie| {
            let is_renamed = renamed(&mut tie.from) | renamed(&mut tie.to);
            is_any |= is_renamed;
            let is_one = is_renamed && tie.from == tie.to;
            if let (true, Some(kind)) = (is_one, tie.from.kind) {
                let (id, word) = (shortened(&tie.from.id), shortened(&tie.kind));
                told.push((tie.place, format!("left out: both ends of this tie ({word}) are one {kind}, '{id}'")));
            }
            !is_one
        });
        if !is_any {
            return;
        }
        let repeated = same_rows(&self.data.ties);
        for (row, first) in &repeated {
            let (place, first) = (self.data.ties[*row].place, self.data.ties[*first].place);
            let file = self.data.files.get(first.file as usize).filter(|_| first.file != place.file);
            let first = file.map_or_else(|| format!("line {}", first.line), |file| format!("{file}:{}", first.line));
            told.push((place, format!("the row is the same as {first} once decisions are applied; counted once")));
        }
        let dropped: HashSet<usize> = repeated.into_iter().map(|(row, _)| row).collect();
        let mut at = 0..;
        self.data.ties.retain(|_| at.next().is_some_and(|row| !dropped.contains(&row)));
        self.tell_dropped(Table::Ties, told);
    }

    /// Reports the rows of a table that were left out, and counts them.
    fn tell_dropped(&mut self, table: Table, told: Vec<(Place, String)>) {
        let count = &mut self.data.counts[table as usize];
        let dropped = (told.len() as u64).min(count.kept);
        count.kept -= dropped;
        count.dropped += dropped;
        told.into_iter().for_each(|(place, message)| self.tell(Severity::Warning, place, 1, message));
    }
}
