//! The tables of words in `vocabulary/`: a phrase, its language, its meaning, and the phrase as it is looked up, if that is
//! written otherwise. It stands in the table because folding thousands of phrases would take longer than most commands.

/// The roles.
pub(super) const ROLES: &str = include_str!("../../../vocabulary/roles.csv");
/// The names of months; the meaning is the number.
pub(super) const MONTHS: &str = include_str!("../../../vocabulary/months.csv");
/// Words beside dates.
pub(super) const DATE_WORDS: &str = include_str!("../../../vocabulary/date_words.csv");
/// Cells without a value of their own kind.
pub(super) const VALUES: &str = include_str!("../../../vocabulary/values.csv");

/// Kinds of entity.
pub(super) const ENTITY_KINDS: &str = include_str!("../../../vocabulary/entity_kinds.csv");
/// Names of relationships between a person and a company.
pub(super) const LINKS: &str = include_str!("../../../vocabulary/links.csv");

/// Returns the phrases of a table as they are looked up, each with its meaning.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter_map(|line| {
        let (phrase, meaning, key) = cells(line)?;
        Some((if key.is_empty() { phrase } else { key }, meaning))
    })
}

/// Splits a line into the phrase, the meaning and the key. Only the phrase may have a comma.
fn cells(line: &str) -> Option<(&str, &str, &str)> {
    let (rest, key) = line.rsplit_once(',')?;
    let (rest, meaning) = rest.rsplit_once(',')?;
    let (phrase, _language) = rest.rsplit_once(',')?;
    Some((phrase.trim_matches('"'), meaning, key))
}

#[cfg(test)]
mod tests {
    use super::super::fold::phrase_key;
    use super::super::values::value_key;
    use super::*;

    /// `UPDATE_PAGES=1` writes the column instead.
    #[test]
    fn the_keys_are_those_of_the_phrases() {
        type Key = fn(&str) -> String;
        let tables: [(&str, &str, Key); 6] = [
            ("roles", ROLES, phrase_key),
            ("months", MONTHS, phrase_key),
            ("date_words", DATE_WORDS, phrase_key),
            ("values", VALUES, value_key),
            ("entity_kinds", ENTITY_KINDS, phrase_key),
            ("links", LINKS, phrase_key),
        ];
        for (name, table, key) in tables {
            let mut right = String::from("phrase,language,meaning,key\n");
            for line in table.lines().skip(1) {
                let (phrase, _, _) = cells(line).unwrap();
                let key = key(phrase);
                let rest = line.rsplit_once(',').unwrap().0;
                right += &format!("{rest},{}\n", if key == phrase { "" } else { &key });
            }
            if std::env::var_os("UPDATE_PAGES").is_some() {
                std::fs::write(format!("vocabulary/{name}.csv"), right).unwrap();
            } else {
                assert!(
                    right == table,
                    "the keys of vocabulary/{name}.csv are out of step; UPDATE_PAGES=1 cargo test writes them"
                );
            }
        }
    }
}
