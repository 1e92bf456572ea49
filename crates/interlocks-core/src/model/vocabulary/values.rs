//! Cells that stand for no value, for "still serving", or for nobody.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::fold::fold;
use super::tables::{VALUES, rows};

/// The meaning of a date cell without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellValue {
    /// There is no value.
    Nothing,
    /// There is a value, which is not known.
    Unknown,
    /// The end of something that still runs.
    Running,
}

/// Cells by their folded text, blanks folded: for dates, and for names.
struct Values {
    dates: HashMap<&'static str, CellValue>,
    nobody: HashSet<&'static str>,
}

static KNOWN: LazyLock<Values> = LazyLock::new(|| {
    let mut values = Values { dates: HashMap::new(), nobody: HashSet::new() };
    for (phrase, meaning) in rows(VALUES) {
        match meaning {
            "unknown" => _ = values.dates.insert(phrase, CellValue::Unknown),
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

/// Returns a cell as it is looked up: folded, with single blanks.
pub(super) fn value_key(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Returns what a date cell says that is not a date.
pub(super) fn cell_value(text: &str) -> Option<CellValue> {
    KNOWN.dates.get(value_key(text).as_str()).copied()
}

/// Returns `true` for a cell that states no value: none, null, n/a, unknown, a dash.
///
/// ```
/// use interlocks_core::model::vocabulary::is_no_value;
/// assert!(is_no_value("None") && is_no_value("n/a") && !is_no_value("Anna Quill"));
/// ```
pub fn is_no_value(text: &str) -> bool {
    matches!(cell_value(text), Some(CellValue::Nothing | CellValue::Unknown))
}

/// Returns `true` for a name that stands for no person: vacant, to be confirmed, n/a, unknown.
///
/// ```
/// use interlocks_core::model::vocabulary::is_nobody;
/// assert!(is_nobody("Vacant") && is_nobody("TBC") && is_nobody("N/A") && is_nobody("unbesetzt"));
/// assert!(!is_nobody("Anna Quill"));
/// ```
pub fn is_nobody(name: &str) -> bool {
    KNOWN.nobody.contains(value_key(name).as_str())
}
