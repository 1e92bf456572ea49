//! Limits on the number of boards.

use super::RulebookError;
use super::class::Class;
use super::rows::{Columns, Row, jurisdiction, meant, rows};
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
            other => return Err(row.no_word("vote", other, &["outside", "not-chaired", "may"])),
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
            let wrong = || row.no_word("groups", other, &["once", "free:NUMBER", "below:NUMBER"]);
            stated.ok_or_else(wrong)
        }
    }
}

/// Returns `true` if boards of the whole world count.
fn world(row: &Row<'_>) -> Result<bool, RulebookError> {
    let note = row.text("note").to_lowercase();
    Ok(match row.word("where", &["home", "world"])? {
        "home" => false,
        "world" => true,
        _ if WORLD.iter().any(|words| note.contains(words)) => true,
        _ => !matches!(row.text("force"), "binding" | "comply-or-explain"),
    })
}

const COLUMNS: Columns = Columns {
    required: &["rule_id", "body", "force", "applies_to", "max_total_boards"],
    optional: &[
        "jurisdiction",
        "from",
        "to",
        "counts",
        "where",
        "own",
        "chair",
        "executive",
        "groups",
        "vote",
        "condition",
        "allowed_if",
        "otherwise",
        "note",
        "text_seen",
    ],
    id: "rule_id",
};

/// Returns the first and the last day in force, which must be in this order.
fn in_force(row: &Row<'_>) -> Result<(Option<PartialDate>, Option<PartialDate>), RulebookError> {
    let (from, to) = (row.date("from")?, row.date("to")?);
    match (&from, &to) {
        (Some(first), Some(last)) if last.latest() < first.earliest() => {
            Err(row.error("to", format!("to: the limit ends on {last}, before it begins on {first}")))
        }
        _ => Ok((from, to)),
    }
}

/// Returns the class of directors. A class of one's own is allowed, but not one that looks like a slip of the pen.
fn applies_to<'r>(row: &'r Row<'_>) -> Result<&'r str, RulebookError> {
    let class = row.text("applies_to");
    let meant = meant(class, Class::NAMES);
    if class.is_empty() || (Class::from_words(class) == Class::Other && !meant.is_empty()) {
        return Err(row.error("applies_to", format!("applies_to: '{class}' is no class of directors{meant}")));
    }
    Ok(class)
}

/// Returns the companies whose boards count. If the column is empty, a law counts all companies, unless it speaks of listed ones.
fn counts(row: &Row<'_>) -> Result<Counts, RulebookError> {
    Ok(match row.word("counts", &["listed", "public", "all"])? {
        "public" => Counts::Public,
        "all" => Counts::All,
        "" if row.text("force") == "binding" && !row.text("applies_to").contains("listed") => Counts::All,
        _ => Counts::Listed,
    })
}

/// Reads the limits of a table. If a column on how boards count is empty, the note is searched for the usual words.
pub(super) fn parse(table: (&str, &str)) -> Result<Vec<Limit>, RulebookError> {
    rows(table, &COLUMNS, |row| {
        let text = |name: &str| row.text(name).to_owned();
        let note = row.text("note").to_lowercase();
        let most = row.whole("max_total_boards")?;
        let allowed_if = allowed_if(row, most)?;
        let executive = if row.text("executive").is_empty() { 1 } else { row.whole("executive")? };
        let chair = row.word("chair", &["double", "barred"])?;
        let force = row.word("force", &["binding", "comply-or-explain", "advisory", "investor"])?;
        if force.is_empty() {
            return Err(row.error(
                "force",
                "force: the cell is empty; write binding, comply-or-explain, advisory or investor".to_owned(),
            ));
        }
        let (from, to) = in_force(row)?;
        Ok(Limit {
            id: text("rule_id"),
            body: text("body"),
            jurisdiction: jurisdiction(row, &[])?.to_owned(),
            force: force.to_owned(),
            from,
            to,
            applies_to: applies_to(row)?.to_owned(),
            most,
            world: world(row)?,
            executive,
            counts: counts(row)?,
            outside: row.word("own", &["outside"])? == "outside" || note.contains("outside supervisory seats"),
            vote: vote(row)?,
            condition: match &allowed_if {
                Some(allowed) if allowed.condition == row.text("condition") => String::new(),
                _ => row.text("condition").to_owned(),
            },
            allowed_if,
            chair_double: chair == "double" || note.contains("chair counts double"),
            chair_barred: chair == "barred" || note.contains("no outside chair"),
            groups: groups(row)?,
            note: text("note"),
            recalled: row.is_recalled()?,
        })
    })
}

/// Returns the limits of one table, with those of another in the place of limits of the same id, or behind them.
pub(super) fn added(own: Vec<Limit>, others: &[Limit]) -> Vec<Limit> {
    let replaced = others.iter().map(|other| own.iter().find(|limit| limit.id == other.id).unwrap_or(other).clone());
    let new = own.iter().filter(|limit| !others.iter().any(|other| other.id == limit.id)).cloned();
    replaced.chain(new).collect()
}
