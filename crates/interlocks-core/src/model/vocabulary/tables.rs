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

/// Kinds of tie.
pub(super) const TIES: &str = include_str!("../../../vocabulary/ties.csv");

/// Countries and their parts; the meaning is the code of the country.
pub(super) const COUNTRIES: &str = include_str!("../../../vocabulary/countries.csv");
/// Statuses of deals.
pub(super) const DEAL_STATUSES: &str = include_str!("../../../vocabulary/deal_statuses.csv");
/// Committees that set pay.
pub(super) const COMMITTEES: &str = include_str!("../../../vocabulary/committees.csv");

/// Legal forms of organisations; the meaning is where in a name they stand.
pub(super) const LEGAL_FORMS: &str = include_str!("../../../vocabulary/legal_forms.csv");
/// Legal forms of companies: the spellings of each, its language, and whether it is a private or a public company.
pub(super) const COMPANY_FORMS: &str = include_str!("../../../vocabulary/company_forms.csv");
/// Headings of further columns of companies, by what they state.
pub(super) const COMPANY_DETAILS: &str = include_str!("../../../vocabulary/company_details.csv");
/// Industries in words; the meaning is the sectors.
pub(super) const SECTORS: &str = include_str!("../../../vocabulary/sectors.csv");
/// Codes of industries: the classification, the beginning of the code, its sectors.
pub(super) const SECTOR_CODES: &str = include_str!("../../../vocabulary/sector_codes.csv");

/// Returns the lines of a table from the first one on that does not come before a key; `is_before` tells it for a line, and the
/// lines are in the order of their keys. The text itself is searched, so that a command pays nothing for a table that it does
/// not use.
///
/// ```
/// use interlocks_core::model::vocabulary::lines_from;
/// let table = "ant,1\nbee,2\nbee,3\ncat,4\n";
/// assert_eq!(lines_from(table, |line| line < "bee").next(), Some("bee,2"));
/// assert_eq!(lines_from(table, |line| line < "dog").next(), None);
/// ```
pub fn lines_from(lines: &'static str, is_before: impl Fn(&str) -> bool) -> std::str::Lines<'static> {
    let (mut low, mut high) = (0, lines.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = lines.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = lines.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        if is_before(line) {
            low = (start + line.len() + 1).min(high);
        } else {
            high = start;
        }
    }
    lines.get(low..).unwrap_or_default().lines()
}

/// Returns the meaning of a phrase in a table whose lines are in the order of their keys, each once.
pub(super) fn find(table: &'static str, key: &str) -> Option<&'static str> {
    find_line(table, key).and_then(entry).map(|(_, meaning)| meaning)
}

/// Returns the language and the meaning of a phrase in such a table.
pub(super) fn find_with_language(table: &'static str, key: &str) -> Option<(&'static str, &'static str)> {
    let (rest, _key) = find_line(table, key)?.rsplit_once(',')?;
    let (rest, meaning) = rest.rsplit_once(',')?;
    Some((rest.rsplit_once(',')?.1, meaning))
}

fn find_line(table: &'static str, key: &str) -> Option<&'static str> {
    let (_, lines) = table.split_once('\n')?;
    let line = lines_from(lines, |line| entry(line).is_none_or(|(own, _)| own < key)).next()?;
    entry(line).filter(|(own, _)| *own == key).map(|_| line)
}

/// Returns the phrases of a table as they are looked up, each with its meaning.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter_map(entry)
}

/// Returns the phrase of a line as it is looked up, and its meaning.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (phrase, meaning, key) = cells(line)?;
    Some((if key.is_empty() { phrase } else { key }, meaning))
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

    type Key = fn(&str) -> String;

    /// Checks a table, or writes it if `UPDATE_PAGES` is set.
    fn check(name: &str, table: &str, right: &str) {
        if std::env::var_os("UPDATE_PAGES").is_some() {
            std::fs::write(format!("vocabulary/{name}.csv"), right).unwrap();
        } else {
            assert!(
                right == table,
                "the keys of vocabulary/{name}.csv are out of step; UPDATE_PAGES=1 cargo test writes them"
            );
        }
    }

    /// Returns a line with its key.
    fn with_key(line: &str, key: Key) -> (String, String) {
        let (phrase, _, _) = cells(line).unwrap();
        let key = key(phrase);
        let rest = line.rsplit_once(',').unwrap().0;
        let line = format!("{rest},{}\n", if key == phrase { "" } else { &key });
        (key, line)
    }

    /// The tables that are searched in their text.
    const SEARCHED: [(&str, &str); 6] = [
        ("ties", TIES),
        ("countries", COUNTRIES),
        ("deal_statuses", DEAL_STATUSES),
        ("committees", COMMITTEES),
        ("sectors", SECTORS),
        ("legal_forms", LEGAL_FORMS),
    ];

    const HEADER: &str = "phrase,language,meaning,key\n";

    /// `UPDATE_PAGES=1` writes the column instead.
    #[test]
    fn the_keys_are_those_of_the_phrases() {
        let tables: [(&str, &str, Key); 6] = [
            ("roles", ROLES, phrase_key),
            ("months", MONTHS, phrase_key),
            ("date_words", DATE_WORDS, phrase_key),
            ("values", VALUES, value_key),
            ("entity_kinds", ENTITY_KINDS, phrase_key),
            ("links", LINKS, phrase_key),
        ];
        for (name, table, key) in tables {
            let lines: String = table.lines().skip(1).map(|line| with_key(line, key).1).collect();
            check(name, table, &format!("{HEADER}{lines}"));
        }
    }

    /// The same for the tables that are searched: each key once, in order. Of several phrases with a key, the first is kept.
    #[test]
    fn searched_tables_are_in_the_order_of_their_keys() {
        for (name, table) in SEARCHED {
            let mut lines: Vec<(String, String)> = table
                .lines()
                .skip(1)
                .map(|line| with_key(line, phrase_key))
                .filter(|(key, _)| !key.is_empty())
                .collect();
            lines.sort_by(|a, b| a.0.cmp(&b.0));
            for same in lines.windows(2).filter(|lines| lines[0].0 == lines[1].0) {
                let [a, b] = [0, 1].map(|at| cells(same[at].1.trim_end()).unwrap().1);
                assert_eq!(a, b, "{name}: '{}' has two meanings", same[0].0);
            }
            lines.dedup_by(|later, first| later.0 == first.0);
            let lines: String = lines.into_iter().map(|(_, line)| line).collect();
            check(name, table, &format!("{HEADER}{lines}"));
        }
    }

    #[test]
    fn every_phrase_of_a_searched_table_is_found() {
        for (_, table) in SEARCHED {
            for (phrase, meaning) in rows(table) {
                assert_eq!(find(table, phrase), Some(meaning), "{phrase}");
            }
            assert_eq!([find(table, ""), find(table, "\u{10ffff}"), find(table, "mmmm")], [None; 3]);
        }
    }
}
