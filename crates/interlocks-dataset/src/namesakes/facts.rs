//! What rows say of a person or a company beside the name, and which of it cannot be true of one.

use interlocks_core::model::vocabulary::{CountryReading, fold, read_country};
use interlocks_core::model::{Day, DayRange, PartialDate};

use crate::columns::Field;

/// The most fields that tell people or companies apart.
pub(super) const FIELDS: usize = 5;

/// The fields that tell people apart who have one name.
pub(super) const OF_PEOPLE: &[Field] = &[Field::Birth, Field::PersonKey, Field::Death, Field::Nationality];

/// The fields that tell companies apart that have one name. A legal form is part of the name, and a country alone is where
/// a branch may be.
pub(super) const OF_COMPANIES: &[Field] = &[Field::Number, Field::Lei, Field::Cik, Field::Isin, Field::CompanyKey];

/// The facts of rows that say the same of somebody.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    birth: Option<DayRange>,
    death: Option<DayRange>,
    /// The nationalities, each as its country if that is known.
    nations: Vec<String>,
    /// Ids and numbers, each with its field.
    keys: Vec<(Field, String)>,
    /// The first day by which a seat has certainly begun, and the last day before which one has certainly not.
    begun: Option<(Day, Day)>,
}

impl Facts {
    /// Reads the texts of some fields.
    pub(super) fn read<'t>(cells: impl IntoIterator<Item = (Field, &'t str)>, begun: Option<(Day, Day)>) -> Facts {
        let mut facts = Facts { begun, ..Facts::default() };
        let days = |text: &str| text.parse().ok().map(|date: PartialDate| date.days());
        for (field, text) in cells.into_iter().filter(|(_, text)| !text.is_empty()) {
            match field {
                Field::Birth => facts.birth = days(text),
                Field::Death => facts.death = days(text),
                Field::Nationality => facts.nations = nations(text),
                _ => facts.keys.push((field, compared(field, text))),
            }
        }
        facts
    }

    /// Returns `true` if both cannot be true of one person or company.
    ///
    /// An id or a number in common decides, then one that differs. Nationality alone does not tell people apart, because
    /// many have two: it counts where one of the two has a birth that the other does not confirm.
    pub(super) fn are_apart(&self, other: &Facts) -> bool {
        let key = |field: Field| other.keys.iter().find(|(own, _)| *own == field).map(|(_, key)| key);
        let mut shared = self.keys.iter().filter_map(|(field, own)| Some((own, key(*field)?))).peekable();
        if shared.peek().is_some() {
            let has_same = shared.clone().any(|(own, key)| own == key);
            return !has_same;
        }
        let meet = |a: Option<DayRange>, b: Option<DayRange>| match (a, b) {
            (Some(a), Some(b)) => a.meets(b),
            _ => true,
        };
        // A word such as `British` is not compared with a country such as `GB`.
        let is_country = |nation: &String| nation.chars().all(char::is_uppercase);
        let mut nations = self.nations.iter().chain(&other.nations);
        let is_comparable = nations.clone().all(is_country) || !nations.any(is_country);
        let is_foreign = !self.nations.is_empty()
            && !other.nations.is_empty()
            && is_comparable
            && !self.nations.iter().any(|nation| other.nations.contains(nation));
        !meet(self.birth, other.birth)
            || !meet(self.death, other.death)
            || self.served_beyond(other)
            || other.served_beyond(self)
            || is_foreign && self.birth.is_some() != other.birth.is_some()
    }

    /// Returns `true` if a seat of these rows begins before the birth or after the death that the other rows state.
    fn served_beyond(&self, other: &Facts) -> bool {
        let Some((first, last)) = self.begun else { return false };
        other.birth.is_some_and(|birth| first < birth.first) || other.death.is_some_and(|death| last > death.last)
    }

    /// Returns the width of the birth in days; the narrowest says most.
    pub(super) fn width(text: &str) -> i64 {
        let days = text.parse().ok().map(|date: PartialDate| date.days());
        days.map_or(i64::MAX, DayRange::width)
    }
}

/// Returns the nationalities in a cell: the country of each, or its words.
fn nations(text: &str) -> Vec<String> {
    let items = text.split([';', ',', '/', '|', '&']).map(str::trim).filter(|item| !item.is_empty());
    let nation = |item: &str| match read_country(item) {
        CountryReading::Known(country) => country.code().to_owned(),
        CountryReading::Unknown | CountryReading::Unstated => fold(item),
    };
    items.map(nation).collect()
}

/// Returns a cell as it is compared: nationalities in one order, numbers without signs and leading zeros, which
/// spreadsheets drop.
pub(super) fn compared(field: Field, text: &str) -> String {
    match field {
        Field::Birth | Field::Death => {
            text.parse().map_or_else(|_| text.to_owned(), |date: PartialDate| date.to_string())
        }
        Field::Nationality => {
            let mut nations = nations(text);
            nations.sort_unstable();
            nations.dedup();
            nations.join(";")
        }
        Field::PersonKey | Field::CompanyKey => text.trim().to_owned(),
        Field::Isin => {
            let isin = letters_and_digits(text);
            // The issuer is the first six signs after the country, where numbers are given by issuer; the rest is the paper.
            let by_issuer = isin.is_ascii() && isin.len() == 12 && (isin.starts_with("US") || isin.starts_with("CA"));
            if by_issuer { isin[..8].to_owned() } else { isin }
        }
        _ => {
            let key = letters_and_digits(text);
            let plain = key.trim_start_matches('0');
            if plain.is_empty() { key } else { plain.to_owned() }
        }
    }
}

fn letters_and_digits(text: &str) -> String {
    let text = text.trim().strip_suffix(".0").unwrap_or(text.trim());
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
