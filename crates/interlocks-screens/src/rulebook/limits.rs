//! Limits on the number of boards.

use super::RulebookError;
use super::rows::rows;
use interlocks_core::model::PartialDate;

/// The counting of several boards of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Groups {
    /// Each board counts.
    #[default]
    Each,
    /// The boards of a group count once.
    Once,
    /// This number of seats within the group of the person's own company does not count.
    Free(u32),
}

/// The companies whose boards a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// Companies whose shares are listed.
    #[default]
    Listed,
    /// All companies.
    All,
}

/// A limit on the number of boards of one person, set by one body.
///
/// Columns of `overboarding_limits.csv` in parentheses.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The id, which is the name of the test (`rule_id`).
    pub id: String,
    /// The body that set the limit (`body`).
    pub body: String,
    /// The jurisdiction, such as `DE` or `EU` (`jurisdiction`).
    pub jurisdiction: String,
    /// `advisory`, `investor`, `binding` or `comply-or-explain` (`force`).
    pub force: String,
    /// The first day (`from`); open if `None`.
    pub from: Option<PartialDate>,
    /// The last day (`to`); open if `None`.
    pub to: Option<PartialDate>,
    /// The class of directors: `non-executive director`, `chief executive` … (`applies_to`)
    pub applies_to: String,
    /// The highest allowed number of boards, including the person's own company unless `outside` is set
    /// (`max_total_boards`).
    pub most: u32,
    /// Remarks (`note`).
    pub note: String,
    /// `true` if a chair counts as two seats (`chair` is `double`).
    pub chair_double: bool,
    /// `true` if no chair is allowed among the boards that count (`chair` is `barred`).
    pub chair_barred: bool,
    /// The counting of boards of one group (`groups` is empty, `once` or `free:NUMBER`).
    pub groups: Groups,
    /// The companies whose boards count (`counts` is `listed` or `all`).
    pub counts: Counts,
    /// `true` if the person's own company does not count (`own` is `outside`).
    pub outside: bool,
    /// `true` if the body votes against the director at the outside boards only (`vote` is `outside`).
    pub outside_vote: bool,
    /// A further condition that no table of a dataset can answer (`condition`); empty if there is none.
    pub condition: String,
    /// `true` if recalled and not read in the text of the rule (`text_seen` is not `yes`).
    pub recalled: bool,
}

const TOP_HALF: &str = "the own company is in the top half of its peers";

impl Limit {
    /// Returns `true` if the limit binds the companies of its jurisdiction only, as laws and codes do. The policy of an adviser
    /// or investor applies to every company.
    pub fn is_national(&self) -> bool {
        matches!(self.force.as_str(), "binding" | "comply-or-explain") && !self.jurisdiction.is_empty()
    }
}

/// Reads the limits of a table. If a column on how boards count is empty, the note is searched for the usual words, and
/// binding law counts all companies unless `applies_to` speaks of listed ones.
pub(super) fn parse(table: (&str, &str)) -> Result<Vec<Limit>, RulebookError> {
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
            counts: match row.text("counts") {
                "" if row.text("force") == "binding" && !row.text("applies_to").contains("listed") => Counts::All,
                "" | "listed" => Counts::Listed,
                "all" => Counts::All,
                other => return Err(row.error("counts", format!("'{other}' is neither listed nor all"))),
            },
            outside: row.text("own") == "outside" || note.contains("outside supervisory seats"),
            outside_vote: row.text("vote") == "outside" || note.contains("vote only at the outside boards"),
            condition: match row.text("condition") {
                "" if note.contains("in the top half of its peers") => TOP_HALF.to_owned(),
                other => other.to_owned(),
            },
            chair_double: row.text("chair") == "double" || note.contains("chair counts double"),
            chair_barred: row.text("chair") == "barred" || note.contains("no outside chair"),
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
