//! Cells that stand for no value, for "still serving", or for nobody.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::fold::fold;

/// What a cell says that is not its own kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellValue {
    /// There is no value.
    Nothing,
    /// The end of something that still runs.
    Running,
}

/// Cells by their folded text, blanks folded: for dates, and for names.
struct Values {
    dates: HashMap<String, CellValue>,
    nobody: HashSet<String>,
}

static VALUES: LazyLock<Values> = LazyLock::new(|| {
    let mut values = Values { dates: HashMap::new(), nobody: HashSet::new() };
    for line in include_str!("../../../vocabulary/values.csv").lines().skip(1) {
        let mut cells = line.rsplitn(3, ',');
        let (Some(meaning), Some(_), Some(phrase)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let phrase = key(phrase.trim_matches('"'));
        match meaning {
            "none" => _ = values.dates.entry(phrase).or_insert(CellValue::Nothing),
            // A word with both meanings stands for a seat that still runs: an end that is not known would be empty.
            "running" => _ = values.dates.insert(phrase, CellValue::Running),
            // A single letter is an initial, or somebody's own id.
            "nobody" if phrase.len() > 1 || !phrase.chars().all(char::is_alphanumeric) => {
                values.nobody.insert(phrase);
            }
            _ => {}
        }
    }
    values
});

fn key(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Returns what a date cell says that is not a date.
pub(super) fn cell_value(text: &str) -> Option<CellValue> {
    VALUES.dates.get(&key(text)).copied()
}

/// Returns `true` for a name that stands for no person: vacant, to be confirmed, n/a, unknown.
///
/// ```
/// use interlocks_core::model::vocabulary::is_nobody;
/// assert!(is_nobody("Vacant") && is_nobody("TBC") && is_nobody("N/A") && is_nobody("unbesetzt"));
/// assert!(!is_nobody("Anna Quill"));
/// ```
pub fn is_nobody(name: &str) -> bool {
    VALUES.nobody.contains(&key(name))
}
