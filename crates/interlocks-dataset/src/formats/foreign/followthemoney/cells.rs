//! The cells of an entity, and the properties that fill the fields of our tables.

use std::borrow::Cow;

use super::super::row_sink::{Position, RowSink, list};
use super::super::stated_dates::is_date;
use super::entity::Entity;
use crate::columns::{Field, Table};

/// A property and the field that it fills.
pub(super) type PropertyField = (&'static str, Field);

pub(super) const PERSON_PROPERTIES: &[PropertyField] = &[
    ("name", Field::Name),
    ("birthDate", Field::Birth),
    ("deathDate", Field::Death),
    ("gender", Field::Gender),
    ("nationality", Field::Nationality),
    ("sourceUrl", Field::Source),
];
pub(super) const COMPANY_PROPERTIES: &[PropertyField] = &[
    ("name", Field::Name),
    ("jurisdiction", Field::Country),
    ("sector", Field::Industry),
    ("incorporationDate", Field::Founded),
    ("dissolutionDate", Field::Dissolved),
    ("leiCode", Field::Lei),
    ("cikCode", Field::Cik),
    ("registrationNumber", Field::Number),
    ("ticker", Field::Ticker),
    ("isinCode", Field::Isin),
    ("sourceUrl", Field::Source),
];
/// Properties that only entities in a company register have.
pub(super) const REGISTER_PROPERTIES: &[&str] =
    &["registrationNumber", "incorporationDate", "dissolutionDate", "leiCode", "legalForm"];
pub(super) const SPELL_PROPERTIES: &[PropertyField] =
    &[("startDate", Field::Start), ("endDate", Field::End), ("sourceUrl", Field::Source)];
pub(super) const SPELL_AND_NOTE_PROPERTIES: &[PropertyField] =
    &[("startDate", Field::Start), ("endDate", Field::End), ("sourceUrl", Field::Source), ("summary", Field::Note)];
/// Properties with other names, which become aliases.
pub(super) const ALIAS_PROPERTIES: &[&str] = &["alias", "previousName", "weakAlias", "abbreviation"];

/// The properties of a deal. The first date that is not empty of a day and a beginning counts.
pub(super) const DEAL_PROPERTIES: &[PropertyField] = &[
    ("date", Field::Date),
    ("amount", Field::Amount),
    ("amountUsd", Field::AmountUsd),
    ("currency", Field::Currency),
    ("status", Field::Status),
    ("purpose", Field::Text),
    ("sourceUrl", Field::Source),
];

/// The properties of a contract, for what its awards do not say.
pub(super) const CONTRACT_PROPERTIES: &[PropertyField] = &[
    ("contractDate", Field::Date),
    ("date", Field::Date),
    ("amount", Field::Amount),
    ("amountUsd", Field::AmountUsd),
    ("currency", Field::Currency),
    ("status", Field::Status),
    ("title", Field::Text),
    ("sourceUrl", Field::Source),
];
/// The properties of a project.
pub(super) const PROJECT_PROPERTIES: &[PropertyField] = &[
    ("date", Field::Date),
    ("amount", Field::Amount),
    ("amountUsd", Field::AmountUsd),
    ("currency", Field::Currency),
    ("status", Field::Status),
    ("name", Field::Text),
    ("sourceUrl", Field::Source),
];

/// Cells of fields, and of further columns under their names.
pub(super) type OwnedCells = (Vec<(Field, String)>, Vec<(String, String)>);

/// The cells of an entity: those that fill fields, and extra ones under their own names.
pub(super) struct Cells<'e> {
    pub(super) known: Vec<(Field, Cow<'e, str>)>,
    pub(super) extra: Vec<(&'e str, Cow<'e, str>)>,
}

impl<'e> Cells<'e> {
    pub(super) fn new(entity: &'e Entity<'_>, filled: &[PropertyField], passed: &[&str]) -> Cells<'e> {
        let mut cells = Cells { known: Vec::new(), extra: Vec::new() };
        for (name, values) in &entity.properties {
            let name: &str = name;
            if passed.contains(&name) {
                continue;
            }
            let texts = || values.texts.iter().map(|value| &**value);
            match filled.iter().find(|filled| filled.0 == name) {
                // Several sources are a list; the first of several names counts, and the others are aliases.
                Some((_, Field::Source)) => cells.known.push((Field::Source, list(texts()))),
                Some((_, Field::Name)) => cells.known.push((Field::Name, Cow::Borrowed(entity.first("name")))),
                // Several dates are one, on which sources differ.
                Some((_, field)) if is_date(*field) => {
                    cells.known.extend(texts().map(|text| (*field, Cow::Borrowed(text))));
                }
                Some((_, field)) => cells.known.push((*field, Cow::Owned(values.texts.join("; ")))),
                None => cells.extra.push((name, list(texts()))),
            }
        }
        for (name, values) in &entity.metadata {
            cells.extra.push((name, list(values.texts.iter().map(|value| &**value))));
        }
        cells
    }

    pub(super) fn push(&self, sink: &mut RowSink<'_>, table: Table, at: Position, own: &[(Field, &str)]) {
        let known = own.iter().copied().chain(self.known.iter().map(|(field, text)| (*field, &**text)));
        let extra: Vec<(&str, &str)> = self.extra.iter().map(|(name, text)| (*name, &**text)).collect();
        sink.push(table, at, &known.collect::<Vec<_>>(), &extra);
    }

    /// Returns the cells with texts of their own.
    pub(super) fn owned(&self) -> OwnedCells {
        let known = self.known.iter().map(|(field, text)| (*field, text.to_string())).collect();
        let extra = self.extra.iter().map(|(name, text)| ((*name).to_owned(), text.to_string())).collect();
        (known, extra)
    }
}
