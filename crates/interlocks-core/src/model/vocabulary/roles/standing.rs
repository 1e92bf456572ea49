//! What roles say besides the office: independence, and seats in a body of control beside the board.

use super::Known;
use crate::model::vocabulary::fold;

/// Parts of words for an independent director, without marks and in lower case.
const INDEPENDENT: &[&str] = &[
    "independent",
    "independant",
    "independiente",
    "independente",
    "indipendente",
    "unabhangig",
    "unabhaengig",
    "onafhankelijk",
    "oberoende",
    "uavhengig",
    "uafhaengig",
    "riippumaton",
    "niezalezn",
    "nezavisl",
    "независим",
    "独立",
    "獨立",
    "사외이사",
];

/// Words that turn the next one into its opposite.
const NOT: &[&str] = &["non", "not", "nicht", "no", "niet", "ikke", "inte", "не", "非"];

/// Returns whether a role calls the director independent; `None` if it does not speak of it.
///
/// ```
/// use interlocks_core::model::vocabulary::is_independent;
/// assert_eq!(is_independent("Independent Non-Executive Director"), Some(true));
/// assert_eq!(is_independent("Non-Independent Non-Executive Director"), Some(false));
/// assert_eq!(is_independent("unabhängiges Mitglied des Aufsichtsrats"), Some(true));
/// assert_eq!(is_independent("director"), None);
/// ```
pub fn is_independent(role: &str) -> Known {
    let folded = fold(role);
    let at = INDEPENDENT.iter().filter_map(|part| folded.find(part)).min()?;
    let before = folded.get(..at)?.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let negated = NOT.iter().any(|word| {
        before.strip_suffix(word).is_some_and(|rest| rest.is_empty() || !rest.ends_with(char::is_alphanumeric))
    });
    Some(!negated)
}

/// Returns `true` for a member of a body that controls the management beside the board: an Italian collegio sindacale, a board
/// of statutory auditors. A substitute is none until called.
///
/// ```
/// use interlocks_core::model::vocabulary::is_in_control_body;
/// assert!(is_in_control_body("Presidente del Collegio sindacale") && is_in_control_body("Statutory auditor"));
/// assert!(!is_in_control_body("sindaco supplente") && !is_in_control_body("director"));
/// ```
pub fn is_in_control_body(role: &str) -> bool {
    let folded = fold(role);
    let has = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    has(&["sindaco", "sindacale", "sindaci", "statutory auditor", "board of auditors"])
        && !has(&["supplente", "alternate", "substitute"])
}
