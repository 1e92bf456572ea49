//! Limits on the number of boards by body.

use super::RulebookError;
use super::rows::rows;
use interlocks_core::model::PartialDate;

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

/// Whose boards a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// Those of companies whose shares are listed.
    #[default]
    Listed,
    /// Those of every company.
    All,
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
    /// The most boards in all, that of one's own company counted unless only `outside` ones are.
    pub most: u32,
    pub note: String,
    /// Whether a chair counts as two seats.
    pub chair_double: bool,
    /// Whether no chair is allowed at all among the boards that count.
    pub chair_barred: bool,
    pub groups: Groups,
    pub counts: Counts,
    /// Whether one's own company is not counted.
    pub outside: bool,
    /// Whether the body votes against the director at the outside boards only.
    pub outside_vote: bool,
    /// What the limit asks besides, and no table of a dataset tells; empty where nothing.
    pub condition: String,
    /// Recalled, and not read in its text.
    pub recalled: bool,
}

const TOP_HALF: &str = "the own company is in the top half of its peers";

impl Limit {
    /// Whether it binds the companies of its jurisdiction only, as law and codes do; the policy of an
    /// adviser or investor is about every company.
    pub fn is_national(&self) -> bool {
        matches!(self.force.as_str(), "binding" | "comply-or-explain") && !self.jurisdiction.is_empty()
    }
}

/// The limits of a table, as listed. Columns `chair` (`double`, `barred`), `groups` (`once`, `free:5`), `counts`
/// (`listed`, `all`), `own` (`outside`), `vote` (`outside`) and `condition` say how seats are counted and
/// what else is asked; where a table has them not, the note is searched for the usual words, and law
/// counts all companies unless it speaks of listed ones.
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
