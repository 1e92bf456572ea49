//! Column headings as people and databases write them, in many languages.

use std::fmt;

use interlocks_core::model::vocabulary::{fold, lines_from};

use super::{Field, Table};

/// The table: the key of a heading, its concept, the heading and its language, sorted.
const HEADINGS: &str = include_str!("../../vocabulary/headings.csv");

/// The content of a column, as its heading states it. A concept is not tied to one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Concept {
    /// A field of that name in the tables that have it.
    Field(Field),
    /// The name of a person, or the person.
    Person,
    /// The id of a person.
    PersonId,
    /// The first names of a person.
    FirstName,
    /// The last name of a person.
    LastName,
    /// Several people in one cell.
    People,
    /// The name of a company, or the company.
    Company,
    /// The id of a company.
    CompanyId,
    /// Several companies in one cell.
    Companies,
    /// The year of a row.
    Year,
    /// Whoever owns a share of a company.
    Owner,
    /// The company that is owned.
    Owned,
}

impl Concept {
    fn from_word(word: &str) -> Option<Concept> {
        Some(match word {
            "person" => Concept::Person,
            "person_id" => Concept::PersonId,
            "first_name" => Concept::FirstName,
            "last_name" => Concept::LastName,
            "people" => Concept::People,
            "company" => Concept::Company,
            "company_id" => Concept::CompanyId,
            "companies" => Concept::Companies,
            "year" => Concept::Year,
            "owner" => Concept::Owner,
            "owned" => Concept::Owned,
            word => Concept::Field(Field::from_name(word)?),
        })
    }

    /// Returns the field of a table that holds the concept; `None` if the table has none.
    pub(crate) fn field(self, table: Table) -> Option<Field> {
        match (self, table) {
            (Concept::Field(field), _) => Some(field),
            (Concept::Person, Table::Seats) => Some(Field::PersonName),
            (Concept::PersonId, Table::Seats) => Some(Field::Person),
            (Concept::Company, Table::Seats) => Some(Field::CompanyName),
            (Concept::CompanyId, Table::Seats | Table::Financials) => Some(Field::Company),
            (Concept::Company, Table::Financials) => Some(Field::Company),
            (Concept::Person, Table::People) | (Concept::Company, Table::Companies) => Some(Field::Name),
            (Concept::PersonId, Table::People) | (Concept::CompanyId, Table::Companies) => Some(Field::Id),
            (Concept::Year, Table::Financials) => Some(Field::Year),
            (Concept::Companies, Table::Deals) => Some(Field::Parties),
            (Concept::Owner, Table::Ties) => Some(Field::From),
            (Concept::Owned, Table::Ties) => Some(Field::To),
            _ => None,
        }
    }
}

/// A heading as it is compared: folded, letters and digits only. `Director ID`, `director_id` and `DirectorID` are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeadingKey(String);

impl HeadingKey {
    pub(crate) fn new(heading: &str) -> HeadingKey {
        let mut key = fold(heading);
        key.retain(|sign| sign.is_alphanumeric() || sign == '%' || ('\u{300}'..='\u{36f}').contains(&sign));
        HeadingKey(key)
    }

    /// Returns `true` if the key is that of a name with underscores, in lower case and ASCII.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.0.bytes().eq(name.bytes().filter(|byte| *byte != b'_'))
    }

    /// Returns `true` if the key ends with a word.
    pub(crate) fn ends_with(&self, end: &str) -> bool {
        self.0.ends_with(end)
    }

    /// Returns `true` if the heading speaks of where somebody lives.
    pub(crate) fn is_of_residence(&self) -> bool {
        ["resid", "domicile", "domicilio", "wohn", "居住"].iter().any(|word| self.0.contains(word))
    }

    /// Returns the key without digits at its end: that of `Director` for `Director 12`.
    pub(crate) fn without_number(&self) -> HeadingKey {
        HeadingKey(self.0.trim_end_matches(|sign: char| sign.is_ascii_digit()).to_owned())
    }

    /// Returns the key without the letter that counts at its end: that of `Party` for `Party A`.
    pub(crate) fn without_letter(&self) -> Option<HeadingKey> {
        self.0.strip_suffix(['a', 'b', 'c', 'd']).map(|key| HeadingKey(key.to_owned()))
    }

    /// Returns the concepts of the heading. One such as `Stake in %` is known by what is before the sign.
    pub(crate) fn concepts(&self) -> impl Iterator<Item = Concept> {
        let is_share = |concept: &Concept| *concept == Concept::Field(Field::Share);
        let amount = self.0.strip_suffix('%').map(|key| key.strip_suffix("in").unwrap_or(key).to_owned());
        let share = amount.and_then(|key| HeadingKey(key).listed().find(is_share));
        self.listed().chain(share)
    }

    /// Returns the concepts of the heading in the table.
    fn listed(&self) -> impl Iterator<Item = Concept> + use<> {
        let key = self.0.clone();
        let lines = HEADINGS.split_once('\n').map_or("", |(_, lines)| lines);
        lines_from(lines, |line| cells(line).is_some_and(|(own, _)| own < key.as_str()))
            .map_while(move |line| cells(line).filter(|(own, _)| *own == key))
            .filter_map(|(_, word)| Concept::from_word(word))
    }

    /// Returns `true` if the heading has a concept.
    pub(crate) fn means(&self, concept: Concept) -> bool {
        self.concepts().any(|own| own == concept)
    }
}

/// Returns the year that a heading such as `N2008` or `2008 (e)` seems to stand for: one number, beside three letters at most.
pub(crate) fn seeming_year(heading: &str) -> Option<&str> {
    let mut numbers = heading.split(|sign: char| !sign.is_ascii_digit()).filter(|number| !number.is_empty());
    let year =
        numbers.next().filter(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")))?;
    let letters = heading.chars().filter(|sign| sign.is_alphabetic()).count();
    (numbers.next().is_none() && letters <= 3).then_some(year)
}

/// Returns the key and the concept of a line of the table.
fn cells(line: &str) -> Option<(&str, &str)> {
    let (key, rest) = line.split_once(',')?;
    Some((key, rest.split_once(',')?.0))
}

impl fmt::Display for HeadingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_key_is_that_of_its_heading() {
        let mut last = ("", "");
        for line in HEADINGS.lines().skip(1) {
            let cells: Vec<&str> = line.splitn(3, ',').collect();
            let (heading, _language) = cells[2].rsplit_once(',').unwrap();
            assert_eq!(HeadingKey::new(heading.trim_matches('"')).0, cells[0], "{line}");
            assert!(Concept::from_word(cells[1]).is_some(), "{line}");
            assert!((cells[0], cells[1]) > last, "{line}: not sorted, or twice");
            last = (cells[0], cells[1]);
        }
    }

    #[test]
    fn headings_in_one_word_and_in_other_languages_are_known() {
        let first = |heading: &str| HeadingKey::new(heading).concepts().next();
        assert_eq!(first("DirectorID"), Some(Concept::PersonId));
        assert_eq!(first("directorname"), Some(Concept::Person));
        assert_eq!(first("DateStartRole"), Some(Concept::Field(Field::Start)));
        assert_eq!(first("Dénomination sociale"), Some(Concept::Company));
        assert_eq!(first("Funktion im Gremium"), Some(Concept::Field(Field::Role)));
        assert_eq!(first("Geschäftsjahr"), Some(Concept::Year));
        assert_eq!(first("дата назначения"), Some(Concept::Field(Field::Start)));
        assert_eq!(first("Stake in %"), Some(Concept::Field(Field::Share)));
        assert_eq!(first("Anteil (%)"), Some(Concept::Field(Field::Share)));
        assert_eq!(first("Person in %"), None);
        assert_eq!(first("shoe size"), None);
        assert_eq!(first(""), None);
    }
}
