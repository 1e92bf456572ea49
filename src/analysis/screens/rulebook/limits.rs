//! Limits on the number of boards by body.

use super::RulebookError;
use super::rows::rows;
use crate::model::PartialDate;

/// How a limit counts several boards of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Groups {
    /// Each by itself.
    #[default]
    Each,
    /// A group counts once.
    Once,
    /// So many seats within the group of one's own company do not count.
    Free(u32),
}

/// How many boards one person may sit on, as one body sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    pub id: String,
    pub body: String,
    pub jurisdiction: String,
    /// `advisory`, `investor`, `binding`, `comply-or-explain`.
    pub force: String,
    /// Since when, and until which day, both counted; open where not stated.
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    /// For whom: `non-executive director`, `chief executive` …
    pub applies_to: String,
    /// The most boards in all, that of one's own company counted.
    pub most: u32,
    pub note: String,
    /// Whether a chair counts as two seats.
    pub chair_double: bool,
    pub groups: Groups,
    /// Recalled, and not read in its text.
    pub recalled: bool,
}

/// The limits of a table, as listed. Columns `chair` (`double`) and `groups` (`once`, `free:5`) say how
/// seats are counted; where a table has them not, the note is searched for the usual words.
pub fn parse(table: (&str, &str)) -> Result<Vec<Limit>, RulebookError> {
    rows(table, &["rule_id", "body", "force", "from", "to", "applies_to", "max_total_boards"], |row| {
        let text = |name: &str| row.text(name).to_owned();
        let note = row.text("note").to_lowercase();
        Ok(Limit {
            id: text("rule_id"),
            body: text("body"),
            jurisdiction: text("jurisdiction"),
            force: text("force"),
            from: row.date("from")?,
            to: row.date("to")?,
            applies_to: text("applies_to"),
            most: row.whole("max_total_boards")?,
            chair_double: row.text("chair") == "double" || note.contains("chair counts double"),
            groups: match row.text("groups") {
                "" if note.contains("group seats count once") => Groups::Once,
                "" if note.contains("up to five group seats not counted") => Groups::Free(5),
                "" => Groups::Each,
                "once" => Groups::Once,
                other => match other.strip_prefix("free:").and_then(|number| number.parse().ok()) {
                    Some(number) => Groups::Free(number),
                    None => return Err(row.error("groups", format!("'{other}' is neither once nor free:NUMBER"))),
                },
            },
            note: text("note"),
            recalled: row.is_recalled(),
        })
    })
}
