//! Limits on the number of boards.

use super::RulebookError;
use super::rows::{Row, rows};
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
    /// This number of seats at companies that the person's own company controls does not count.
    FreeBelow(u32),
}

/// The companies whose boards a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// Companies whose shares are listed.
    #[default]
    Listed,
    /// Public companies: listed ones are, of others the data does not tell.
    Public,
    /// All companies.
    All,
}

/// The boards at which an adviser or investor votes against the director.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vote {
    /// Only boards of which the person is no executive.
    pub outside: bool,
    /// Only boards that the person does not chair.
    pub not_chaired: bool,
    /// `true` if it may vote against the director, `false` if it does.
    pub may: bool,
}

/// A condition under which the number of boards is allowed, which no table of a dataset can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedIf {
    /// The condition.
    pub condition: String,
    /// The number that is allowed otherwise.
    pub otherwise: u32,
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
    /// The counting of boards of one group (`groups` is empty, `once`, `free:NUMBER` or `below:NUMBER`).
    pub groups: Groups,
    /// The companies whose boards count (`counts` is `listed`, `public` or `all`).
    pub counts: Counts,
    /// `true` if the person's own company does not count (`own` is `outside`).
    pub outside: bool,
    /// `true` if the limit counts boards of the whole world (`where` is `world`), `false` if it counts those of its
    /// jurisdiction (`home`). If the column is empty, law counts at home, and all others the world.
    pub world: bool,
    /// The weight of an executive seat, 1 if not stated (`executive`).
    pub executive: u32,
    /// The boards at which an adviser or investor votes against the director (`vote` has some of the words `outside`,
    /// `not-chaired` and `may`).
    pub vote: Vote,
    /// A condition for the limit to apply that no table of a dataset can answer (`condition`); empty if there is none. Above
    /// such a limit the verdict is unknown.
    pub condition: String,
    /// A condition under which the number is allowed (`allowed_if` and `otherwise`).
    pub allowed_if: Option<AllowedIf>,
    /// `true` if recalled and not read in the text of the rule (`text_seen` is not `yes`).
    pub recalled: bool,
}

const TOP_HALF_WORDS: &str = "in the top half of its peers";
const TOP_HALF: &str = "the own company is in the top half of its peers";

impl Limit {
    /// Returns `true` for the policy of an adviser or investor: more than it allows is no breach of law.
    pub fn is_policy(&self) -> bool {
        matches!(self.force.as_str(), "advisory" | "investor")
    }

    /// Returns the lowest number of boards that may be allowed.
    pub fn least(&self) -> u32 {
        self.allowed_if.as_ref().map_or(self.most, |allowed| allowed.otherwise.min(self.most))
    }
}

/// Notes that say that boards abroad count.
const WORLD: [&str; 3] = ["anywhere in the world", "foreign boards do", "foreign ones included"];

/// Returns the condition under which the number is allowed. A condition on peers that stands among those to apply is one.
fn allowed_if(row: &Row<'_>, most: u32) -> Result<Option<AllowedIf>, RulebookError> {
    let (stated, note) = (row.text("allowed_if"), row.text("note").to_lowercase());
    let condition = match (stated, row.text("condition")) {
        ("", condition) if condition.contains(TOP_HALF_WORDS) => condition,
        ("", _) if note.contains("in the top half of its peers") => TOP_HALF,
        (stated, _) => stated,
    };
    if condition.is_empty() {
        return Ok(None);
    }
    let otherwise = if row.text("otherwise").is_empty() { most.saturating_sub(1) } else { row.whole("otherwise")? };
    Ok(Some(AllowedIf { condition: condition.to_owned(), otherwise }))
}

/// Returns the boards at which the body votes against the director.
fn vote(row: &Row<'_>) -> Result<Vote, RulebookError> {
    let note = row.text("note").to_lowercase();
    let mut vote = Vote { outside: note.contains("vote only at the outside boards"), ..Vote::default() };
    for word in row.text("vote").split([' ', ';']).filter(|word| !word.is_empty()) {
        match word {
            "outside" => vote.outside = true,
            "not-chaired" => vote.not_chaired = true,
            "may" => vote.may = true,
            other => return Err(row.error("vote", format!("'{other}' is none of outside, not-chaired and may"))),
        }
    }
    Ok(vote)
}

/// Returns how boards of one group count.
fn groups(row: &Row<'_>) -> Result<Groups, RulebookError> {
    let note = row.text("note").to_lowercase();
    let below = note.contains("only for a legal representative of the controlling company");
    let free = |number: u32| if below { Groups::FreeBelow(number) } else { Groups::Free(number) };
    let number = |text: &str| text.parse::<u32>().ok();
    match row.text("groups") {
        "" if note.contains("group seats count once") => Ok(Groups::Once),
        "" if note.contains("up to five group seats not counted") => Ok(free(5)),
        "" => Ok(Groups::Each),
        "once" => Ok(Groups::Once),
        other => {
            let stated = other.strip_prefix("free:").and_then(number).map(free);
            let stated = stated.or_else(|| other.strip_prefix("below:").and_then(number).map(Groups::FreeBelow));
            let wrong = || row.error("groups", format!("'{other}' is none of once, free:NUMBER and below:NUMBER"));
            stated.ok_or_else(wrong)
        }
    }
}

/// Returns `true` if boards of the whole world count.
fn world(row: &Row<'_>) -> Result<bool, RulebookError> {
    let note = row.text("note").to_lowercase();
    match row.text("where") {
        "home" => Ok(false),
        "world" => Ok(true),
        "" if WORLD.iter().any(|words| note.contains(words)) => Ok(true),
        "" => Ok(!matches!(row.text("force"), "binding" | "comply-or-explain")),
        other => Err(row.error("where", format!("'{other}' is neither home nor world"))),
    }
}

/// Reads the limits of a table. If a column on how boards count is empty, the note is searched for the usual words, and
/// binding law counts all companies unless `applies_to` speaks of listed ones.
pub(super) fn parse(table: (&str, &str)) -> Result<Vec<Limit>, RulebookError> {
    rows(table, &["rule_id", "body", "force", "from", "to", "applies_to", "max_total_boards"], |row| {
        let text = |name: &str| row.text(name).to_owned();
        let note = row.text("note").to_lowercase();
        let most = row.whole("max_total_boards")?;
        let allowed_if = allowed_if(row, most)?;
        let executive = if row.text("executive").is_empty() { 1 } else { row.whole("executive")? };
        Ok(Limit {
            id: text("rule_id"),
            body: text("body"),
            jurisdiction: text("jurisdiction"),
            force: text("force"),
            from: row.date("from")?,
            to: row.date("to")?,
            applies_to: text("applies_to"),
            most,
            world: world(row)?,
            executive,
            counts: match row.text("counts") {
                "" if row.text("force") == "binding" && !row.text("applies_to").contains("listed") => Counts::All,
                "" | "listed" => Counts::Listed,
                "public" => Counts::Public,
                "all" => Counts::All,
                other => return Err(row.error("counts", format!("'{other}' is none of listed, public and all"))),
            },
            outside: row.text("own") == "outside" || note.contains("outside supervisory seats"),
            vote: vote(row)?,
            condition: match &allowed_if {
                Some(allowed) if allowed.condition == row.text("condition") => String::new(),
                _ => row.text("condition").to_owned(),
            },
            allowed_if,
            chair_double: row.text("chair") == "double" || note.contains("chair counts double"),
            chair_barred: row.text("chair") == "barred" || note.contains("no outside chair"),
            groups: groups(row)?,
            note: text("note"),
            recalled: row.is_recalled(),
        })
    })
}
