//! Words of the data that no table of words has. Each is kept as text, and named once with the number of its rows.

use std::collections::{BTreeSet, HashMap};

use interlocks_core::model::Place;
use interlocks_core::model::vocabulary::{
    CodeScheme, CountryReading, DealStatus, RoleReading, TieKind, is_company_status, read_country, read_deal_status,
    read_industry, read_role, read_tie,
};

use interlocks_core::wording::counted;

use super::columns::Field;
use super::loader::{Loader, shortened};

impl Loader {
    /// Warns of each kind of tie that is not known, at its first tie.
    pub(super) fn report_unknown_kinds_of_ties(&mut self) {
        let words = self.ties.iter().map(|tie| (tie.kind.as_str(), tie.place));
        for (place, word, count) in unknown(words, is_unknown_tie) {
            let ties = counts(count, "tie");
            self.warn(
                place,
                format!("the kind of tie '{}' is not known: {ties} as a tie without a meaning", shortened(&word)),
            );
        }
    }

    /// Warns of each status of a deal that is not known, at its first deal.
    pub(super) fn report_unknown_statuses(&mut self) {
        let words = self.deals.iter().map(|deal| (deal.status.as_str(), deal.place));
        for (place, word, count) in unknown(words, |word| read_deal_status(word) == DealStatus::Unknown) {
            let deals = counts(count, "deal");
            self.warn(place, format!("the status '{}' is not known: {deals} as made", shortened(&word)));
        }
    }

    /// Sets a column aside that was taken for countries by its heading, such as `State`, and holds statuses of companies: at
    /// least one word is a status, and none is a country.
    pub(super) fn set_statuses_aside(&mut self) {
        let attributes = &mut self.companies.entities.attributes;
        let Some(column) = attributes.column(Field::Country) else { return };
        let is_country = |word: &str| matches!(read_country(word), CountryReading::Known(_));
        if column.words.iter().any(is_country) {
            return;
        }
        let Some(status) = column.words.iter().find(|word| is_company_status(word)).map(shortened) else { return };
        attributes.set_aside(Field::Country, "status");
        self.notes.push(format!(
            "the column of countries holds statuses of companies, such as '{status}', and is kept as the column status; no company has a country"
        ));
    }

    /// Warns of each country that is not known, at its first company.
    pub(super) fn report_unknown_countries(&mut self) {
        let companies = &self.companies.entities;
        let Some(column) = companies.attributes.column(Field::Country) else { return };
        let is_unknown: Vec<bool> =
            column.words.iter().map(|word| read_country(word) == CountryReading::Unknown).collect();
        if !is_unknown.contains(&true) {
            return;
        }
        let rows = (0..companies.len()).filter(|row| is_unknown.get(column.codes.get(*row) as usize) == Some(&true));
        let words = rows.map(|row| (companies.attributes.text(Field::Country, row), companies.places.get(row)));
        for (place, word, count) in unknown(words, |_| true) {
            let companies = counts(count, "company");
            self.warn(
                place,
                format!(
                    "the country '{}' is not known: {companies} as of a country that is not stated",
                    shortened(&word)
                ),
            );
        }
    }

    /// Warns of each industry and each code of one that is not known, at its first company.
    pub(super) fn report_unknown_industries(&mut self) {
        let industries = self.unknown_industries(Field::Industry, None);
        let codes = self.unknown_industries(Field::IndustryCode, Some(Field::IndustryScheme));
        let named = [("industry", industries), ("industry code", codes)];
        for (what, (place, word, count)) in
            named.into_iter().flat_map(|(what, found)| found.into_iter().map(move |it| (what, it)))
        {
            let companies = counts(count, "company");
            let word = shortened(&word);
            self.warn(
                place,
                format!("the {what} '{word}' is not known: {companies} as of a sector that is not stated"),
            );
        }
    }

    /// Returns the words of a column that are in no table, read by the classification that another column states.
    fn unknown_industries(&self, field: Field, scheme: Option<Field>) -> Vec<(Place, String, u64)> {
        let companies = &self.companies.entities;
        let Some(column) = companies.attributes.column(field) else { return Vec::new() };
        let schemes = scheme.and_then(|scheme| companies.attributes.column(scheme));
        let read: Vec<Option<CodeScheme>> =
            schemes.map(|schemes| schemes.words.iter().map(CodeScheme::read).collect()).unwrap_or_default();
        let is_unknown = |word: &str, scheme| !is_group_number(word) && read_industry(word, scheme).is_unknown();
        // Nearly all words are known by each classification; the others are read again by that of their row.
        let stated: BTreeSet<Option<CodeScheme>> = read.iter().copied().chain([None]).collect();
        let may_be_unknown: Vec<bool> =
            column.words.iter().map(|word| stated.iter().any(|scheme| is_unknown(word, *scheme))).collect();
        let mut found: HashMap<(usize, Option<CodeScheme>), bool> = HashMap::new();
        let rows = (0..companies.len()).filter(|row| {
            let number = column.codes.get(*row) as usize;
            may_be_unknown.get(number).is_some_and(|it| *it) && {
                let scheme = schemes.and_then(|schemes| *read.get(schemes.codes.get(*row) as usize)?);
                *found.entry((number, scheme)).or_insert_with(|| is_unknown(column.words.get(number), scheme))
            }
        });
        let words = rows.map(|row| (companies.attributes.text(field, row), companies.places.get(row)));
        unknown(words, |_| true)
    }
}

/// Returns `true` for a number of one or two digits: groups that the maker of the data numbered.
fn is_group_number(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns `1 tie counts` or `3 ties count`.
fn counts(count: u64, noun: &str) -> String {
    format!("{} {}", counted(count, noun), if count == 1 { "counts" } else { "count" })
}

/// Returns `true` for a kind of tie that no table has. A role is the office of a company at another.
fn is_unknown_tie(word: &str) -> bool {
    read_tie(word).kind == TieKind::Unknown && read_role(word) == RoleReading::default()
}

/// Returns the words of some rows that are not known, each with its first place and the number of its rows, in the order of
/// their first rows. Each different word is read once.
fn unknown<'w>(
    words: impl Iterator<Item = (&'w str, Place)>,
    is_unknown: impl Fn(&str) -> bool,
) -> Vec<(Place, String, u64)> {
    let mut numbers: HashMap<&str, Option<usize>> = HashMap::new();
    let mut found: Vec<(Place, String, u64)> = Vec::new();
    for (word, place) in words.filter(|(word, _)| !word.is_empty()) {
        let number = *numbers.entry(word).or_insert_with(|| {
            is_unknown(word).then(|| {
                found.push((place, word.to_owned(), 0));
                found.len() - 1
            })
        });
        if let Some((.., count)) = number.and_then(|number| found.get_mut(number)) {
            *count += 1;
        }
    }
    found
}
