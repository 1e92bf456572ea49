//! Facts that somebody can look up.

use serde::Serialize;

use interlocks_analysis::Evidence;
use interlocks_analysis::identity::{Condition, Conditions};

/// The kind of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// The day of a deal.
    Date,
    /// The day on which a seat or tie began.
    Start,
    /// The day on which a seat or tie ended.
    End,
    /// Whether a seat was on the board, because the words for its role do not say it.
    Role,
    /// Whether two records are one.
    Identity,
    /// An input of a rule that the data does not have.
    Input,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [FactKind; 6] =
        [FactKind::Date, FactKind::Start, FactKind::End, FactKind::Role, FactKind::Identity, FactKind::Input];

    /// Returns its name, as answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            FactKind::Date => "date",
            FactKind::Start => "start",
            FactKind::End => "end",
            FactKind::Role => "role",
            FactKind::Identity => "identity",
            FactKind::Input => "input",
        }
    }
}

/// A fact that somebody can look up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fact {
    /// The kind.
    pub kind: FactKind,
    /// What is asked for, for programs: the row and the cell of a date, the two ids of an identity, the text of an input.
    pub id: String,
    /// What is asked for, in words.
    pub what: String,
    /// What the data states: a date such as `2011-06`, a role, or `unknown`. Empty for an input.
    pub stated: String,
}

/// What tells a fact from all others.
pub(crate) type Identity = Vec<String>;

/// A fact, and what tells it from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub identity: Identity,
    pub fact: Fact,
}

/// Returns an input that a rule needs.
pub(crate) fn input(text: &str) -> Known {
    let fact = Fact { kind: FactKind::Input, id: text.to_owned(), what: text.to_owned(), stated: String::new() };
    Known { identity: vec!["input".to_owned(), text.to_owned()], fact }
}

/// Returns the identities that a row needs, each once.
pub(crate) fn of_conditions(conditions: &Conditions) -> Vec<Known> {
    let mut facts: Vec<Known> = Vec::new();
    for condition in &conditions.open {
        let known = identity(condition);
        if !facts.contains(&known) {
            facts.push(known);
        }
    }
    facts
}

fn identity(condition: &Condition) -> Known {
    let Condition { a, b, kind, names, probability, .. } = condition;
    let named = |id: &String, name: &String| {
        if name.is_empty() || name == id { id.clone() } else { format!("{id} ({name})") }
    };
    let what = format!("whether {} and {} are one {kind}", named(a, &names[0]), named(b, &names[1]));
    let stated =
        probability.map_or_else(|| "undecided".to_owned(), |number| format!("undecided, probability {number}"));
    let identity = vec!["identity".to_owned(), kind.to_string(), a.clone(), b.clone()];
    Known { identity, fact: Fact { kind: FactKind::Identity, id: format!("{a}={b}"), what, stated } }
}

/// Returns a cell of a row of evidence that is half known: a date, or the role.
pub(crate) fn cell(row: &Evidence, kind: FactKind) -> Known {
    let stated = match kind {
        FactKind::End => row.end.as_deref(),
        FactKind::Role => Some(row.relation.as_str()),
        _ => row.start.as_deref(),
    };
    let stated = stated.unwrap_or("unknown").to_owned();
    let (from, to, relation) = (&row.from.name, &row.to.name, row.relation.replace(['-', '_'], " "));
    let says = if stated == "unknown" { "the data does not say".to_owned() } else { format!("the data says {stated}") };
    let what = match (row.kind, kind) {
        ("deal", _) => format!("the day of the deal {}; {says}", row.id),
        ("seat", FactKind::Role) => {
            format!(
                "whether {from} was on the board of {to} as '{}'; the words for the role do not say it",
                row.relation
            )
        }
        ("seat", FactKind::Start) => format!("the day on which {from} became {relation} of {to}; {says}"),
        ("seat", _) => format!("the day on which {from} ceased to be {relation} of {to}; {says}"),
        (_, FactKind::Start) => format!("the day on which '{from} {relation} {to}' began; {says}"),
        _ => format!("the day on which '{from} {relation} {to}' ended; {says}"),
    };
    let row_id = if row.id.is_empty() { row.place.clone() } else { format!("{}:{}", row.kind, row.id) };
    let id = format!("{row_id}:{}", kind.as_str());
    let mut identity = vec![row.kind.to_owned(), kind.as_str().to_owned(), row.id.clone(), row.place.clone()];
    // A deal is one row, whichever of its parties the evidence names.
    if row.kind != "deal" {
        let dates = [&row.start, &row.end].map(|date| date.clone().unwrap_or_default());
        identity.extend([row.from.id.clone(), row.to.id.clone(), row.relation.clone()]);
        identity.extend(dates);
    }
    Known { identity, fact: Fact { kind, id, what, stated } }
}
