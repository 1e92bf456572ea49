//! Texts that mean a person or a company without being its id: its name, or its number with other leading zeros.

use std::collections::{HashMap, HashSet};

use interlocks_core::model::vocabulary::fold;
use interlocks_core::wording::counted;

use super::loader::shortened;
use super::tables::Entities;

/// The rows of the entities that some texts mean.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    /// The rows that a text may mean.
    rows: HashMap<String, Vec<u32>>,
    /// The texts that are numbers of entities but for leading zeros, each with the id.
    numbers: Vec<(String, String)>,
}

impl Aliases {
    /// Finds the entities that texts mean which are no ids. A name comes before a number. Case and accents of a name count only
    /// where an entity has exactly that name.
    pub(super) fn new<'a>(entities: &Entities, texts: impl Iterator<Item = &'a str>) -> Aliases {
        let mut aliases = Aliases::default();
        if entities.is_empty() {
            return aliases;
        }
        let mut wanted: HashSet<&str> = texts.collect();
        if wanted.is_empty() {
            return aliases;
        }
        for (name, row) in entities.names.iter().zip(0u32..).filter(|(name, _)| wanted.contains(name)) {
            aliases.put(name, row);
        }
        wanted.retain(|text| !aliases.rows.contains_key(*text));
        aliases.add_folded(entities, &wanted);
        wanted.retain(|text| !aliases.rows.contains_key(*text));
        aliases.add_numbers(entities, &wanted);
        aliases
    }

    /// Finds the entities whose names are equal to texts but for case and accents.
    fn add_folded(&mut self, entities: &Entities, wanted: &HashSet<&str>) {
        let mut folded: HashMap<String, Vec<&str>> = HashMap::new();
        wanted.iter().for_each(|text| folded.entry(fold(text)).or_default().push(text));
        if folded.is_empty() {
            return;
        }
        for row in 0..entities.len() as u32 {
            for text in folded.get(&fold(entities.name(row as usize))).into_iter().flatten() {
                self.put(text, row);
            }
        }
    }

    /// Finds the entities whose ids are the same numbers: spreadsheets drop the zeros of `00876543`, and other programs write
    /// `876543.0`.
    fn add_numbers(&mut self, entities: &Entities, wanted: &HashSet<&str>) {
        let mut by_number: HashMap<&str, Vec<&str>> = HashMap::new();
        for text in wanted {
            if let Some(number) = number(text) {
                by_number.entry(number).or_default().push(text);
            }
        }
        if by_number.is_empty() {
            return;
        }
        for row in 0..entities.len() as u32 {
            let id = entities.id(row as usize);
            for text in number(id).and_then(|number| by_number.get(number)).into_iter().flatten() {
                self.put(text, row);
            }
        }
        let matched = |text: &&str| Some(((*text).to_owned(), entities.id(self.row(text)? as usize).to_owned()));
        self.numbers = by_number.values().flatten().filter_map(matched).collect();
        self.numbers.sort_unstable();
    }

    fn put(&mut self, text: &str, row: u32) {
        self.rows.entry(text.to_owned()).or_default().push(row);
    }

    /// Returns the row of the entity that a text means; `None` if it means none, or may mean several.
    pub(super) fn row(&self, text: &str) -> Option<u32> {
        match self.rows.get(text)?.as_slice() {
            [row] => Some(*row),
            _ => None,
        }
    }

    /// Returns the rows of the entities that a text may mean, if they are several.
    pub(super) fn several(&self, text: &str) -> Option<&[u32]> {
        self.rows.get(text).map(Vec::as_slice).filter(|rows| rows.len() > 1)
    }

    /// Returns a sentence on a text that may mean several entities; `what` is their plural.
    pub(super) fn doubt(&self, entities: &Entities, text: &str, what: &str) -> Option<String> {
        let mut ids: Vec<&str> = self.several(text)?.iter().map(|row| entities.id(*row as usize)).collect();
        ids.sort_unstable();
        let [text, one, other] = [text, ids[0], ids[1]].map(shortened);
        Some(format!(
            "'{text}' is the name of several {what}, such as '{one}' and '{other}'; it stands for none of them: use the id"
        ))
    }

    /// Returns the texts that may mean several entities.
    pub(super) fn shared(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter(|(_, rows)| rows.len() > 1).map(|(text, _)| text.as_str())
    }

    /// Returns a note on the numbers that were matched; `what` is `company` or `person`.
    pub(super) fn note(&self, what: &str) -> Option<String> {
        let (text, id) = self.numbers.first()?;
        let ids = counted(self.numbers.len(), "number");
        let [text, id] = [text, id].map(|text| shortened(text));
        Some(format!("{ids} of a {what} matched an id with other leading zeros, such as '{text}' and '{id}'"))
    }
}

/// Returns the digits of a number without leading zeros and without `.0`; `None` if the text is no whole number.
fn number(text: &str) -> Option<&str> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Some(digits.trim_start_matches('0')).filter(|digits| is_number && !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use interlocks_core::store::StringColumn;

    use super::*;
    use crate::tables::{Attributes, Places};

    fn aliases(entities: &[(&str, &str)], texts: &[&str]) -> (Vec<Option<u32>>, Option<String>) {
        let column = |texts: Vec<&str>| StringColumn::from_iter(texts);
        let ids = column(entities.iter().map(|(id, _)| *id).collect());
        let entities = Entities {
            ids: Arc::new(crate::unique_ids(ids)),
            names: column(entities.iter().map(|(_, name)| *name).collect()),
            attributes: Attributes::default(),
            places: Places::default(),
        };
        let found = Aliases::new(&entities, texts.iter().copied());
        (texts.iter().map(|text| found.row(text)).collect(), found.note("company"))
    }

    #[test]
    fn a_name_means_its_entity_if_only_one_has_it() {
        let known = [("1", "Acme"), ("2", "ACME"), ("3", "Bell"), ("4", "Bell"), ("5", "Società")];
        let (rows, note) = aliases(&known, &["Acme", "acme", "Bell", "SOCIETA", "Dell"]);
        assert_eq!(rows, [Some(0), None, None, Some(4), None]);
        assert_eq!(note, None);
    }

    #[test]
    fn a_number_means_the_id_with_other_leading_zeros() {
        let known = [("01234567", "A"), ("876543", "B"), ("007", "C"), ("07", "D"), ("SC1", "E"), ("0", "F")];
        let (rows, note) = aliases(&known, &["1234567", "00876543", "1234567.0", "7", "SC01", "000", "1.0.0", ""]);
        assert_eq!(rows, [Some(0), Some(1), Some(0), None, None, None, None, None]);
        assert_eq!(
            note.unwrap(),
            "3 numbers of a company matched an id with other leading zeros, such as '00876543' and '876543'"
        );
    }
}
