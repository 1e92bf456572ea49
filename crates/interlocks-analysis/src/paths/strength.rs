//! The strengths of steps: one bundled table, which a file may replace.
//!
//! The strength of a step is kind × role × time × certainty × size. The table is JSON:
//!
//! | part | what it holds |
//! |---|---|
//! | `kinds` | for `seat` and each kind of tie a strength, its synonyms `also`, and the reason `why`; with `at_no_share`, an owner's share of p % gives at_no_share + (1 − at_no_share) · p/100, and `strength` counts if no share is stated; `"followed": false` keeps a kind off paths unless it is asked for; `other` is every kind that is not listed |
//! | `roles` | for a seat: `chief-executive`, `executive`, `director`, `observer`, `other`; a person with several roles counts with the strongest |
//! | `time` | a step that has ended halves every `half_life_years` and is never below `least`; one with an unknown end counts `unknown_end`. Only at any time: at a day or in a window every step is true then |
//! | `certainty` | a step that is true only for some choice of days counts `possible` |
//! | `size` | a seat on a board of n counts (`usual` / n)^`power` if n is above `usual` |
//!
//! Strengths are above 0 and at most 1.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use interlocks_core::model::vocabulary::{TieKind, phrase, read_tie};
use serde::{Deserialize, Serialize};

/// A strength, above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(try_from = "f64")]
pub struct StrengthValue(f64);

impl StrengthValue {
    /// Returns it as a number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for StrengthValue {
    type Error = String;

    fn try_from(value: f64) -> Result<StrengthValue, String> {
        let fits = value > 0.0 && value <= 1.0;
        fits.then_some(StrengthValue(value)).ok_or_else(|| format!("a strength is above 0 and at most 1, not {value}"))
    }
}

/// A kind of step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The kind of tie, `seat` or `other`.
    pub kind: String,
    /// Synonyms.
    #[serde(default)]
    pub also: Vec<String>,
    /// The strength.
    pub strength: StrengthValue,
    /// The strength at a share of 0 %, if the share counts.
    pub at_no_share: Option<StrengthValue>,
    /// `true` if paths take it without being asked to.
    #[serde(default = "yes")]
    pub followed: bool,
    /// The reason for the number.
    #[serde(default)]
    pub why: String,
}

fn yes() -> bool {
    true
}

impl Kind {
    /// Returns the strength of a tie of this kind with an owner's share in per cent.
    pub fn with_share(&self, share: Option<f64>) -> f64 {
        match (self.at_no_share, share) {
            (Some(StrengthValue(least)), Some(share)) if share.is_finite() => {
                least + (1.0 - least) * (share / 100.0).clamp(0.0, 1.0)
            }
            _ => self.strength.get(),
        }
    }
}

/// The role of a person at a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Chief executive.
    ChiefExecutive,
    /// Executive.
    Executive,
    /// Member of the board, with a vote.
    Director,
    /// Observer of the board, without a vote.
    Observer,
    /// Any other role.
    Other,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [Role::ChiefExecutive, Role::Executive, Role::Director, Role::Observer, Role::Other];

    /// Returns its name, as the table has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::ChiefExecutive => "chief-executive",
            Role::Executive => "executive",
            Role::Director => "director",
            Role::Observer => "observer",
            Role::Other => "other",
        }
    }
}

interlocks_core::enum_names!(Role, "role");

/// The strength of a role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleStrength {
    /// The role.
    pub role: Role,
    /// The strength.
    pub strength: StrengthValue,
    /// The reason for the number.
    #[serde(default)]
    pub why: String,
}

/// The decay of ties that have ended.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// Years after the end in which the strength halves.
    pub half_life_years: f64,
    /// The smallest strength of a tie that has ended.
    pub least: StrengthValue,
    /// The strength of a tie with an unknown end.
    pub unknown_end: StrengthValue,
    /// The reason for the numbers.
    #[serde(default)]
    pub why: String,
}

impl Time {
    /// Returns the strength of a tie that ended some days ago: 2^(−years / half-life), at least `least`.
    pub fn after(&self, days: i64) -> f64 {
        let years = days.max(0) as f64 / 365.25;
        (-years / self.half_life_years).exp2().max(self.least.get())
    }
}

/// The strength of steps that are only possible.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertaintyFactor {
    /// The strength of a step that is true only for some choice of days.
    pub possible: StrengthValue,
    /// The reason for the number.
    #[serde(default)]
    pub why: String,
}

/// The strength of a seat by the size of the board.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// The largest board, in members, on which a seat counts fully.
    pub usual: f64,
    /// The exponent of (usual / members).
    pub power: f64,
    /// The reason for the numbers.
    #[serde(default)]
    pub why: String,
}

impl Size {
    /// Returns the strength of a seat on a board of some members: (usual / members)^power, at most 1.
    pub fn strength(&self, members: usize) -> f64 {
        // Strengths are above 0, whatever the power.
        (self.usual / (members as f64).max(self.usual)).powf(self.power).max(1e-12)
    }
}

/// The table of strengths.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strengths {
    /// A description of the table.
    #[serde(default)]
    pub about: String,
    /// The strengths of kinds of ties, and of seats.
    pub kinds: Vec<Kind>,
    /// The strengths of roles.
    pub roles: Vec<RoleStrength>,
    /// The decay of ties that have ended.
    pub time: Time,
    /// The strength of steps that are only possible.
    pub certainty: CertaintyFactor,
    /// The strength of seats by the size of the board.
    pub size: Size,
    /// The index in `kinds` of each kind and synonym, by its words.
    #[serde(skip)]
    words: HashMap<String, usize>,
    /// The index in `kinds` of the first row with a word for a kind of tie.
    #[serde(skip)]
    readings: HashMap<TieKind, usize>,
}

/// One number of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrengthRow {
    /// `kind`, `role`, `time`, `certainty` or `size`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["kind", "role", "time", "certainty", "size"])))]
    pub part: &'static str,
    /// The kind, the role, or the name of the number.
    pub of: String,
    /// Synonyms.
    pub also: Vec<String>,
    /// A strength, a number of years, a number of people, or an exponent.
    pub value: f64,
    /// The reason for the number.
    pub why: String,
}

/// An error in a table of strengths.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StrengthsError {
    /// The text is not JSON, or not of this shape.
    #[error("{line}:{column}: {message}")]
    Text {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The message of the parser.
        message: String,
    },
    /// A value is out of range, listed twice or missing.
    #[error("{0}")]
    Table(String),
}

/// The kind of a seat.
pub const SEAT: &str = "seat";
/// The kind of every tie that is not listed.
pub const OTHER: &str = "other";

static BUNDLED: LazyLock<Arc<Strengths>> = LazyLock::new(|| {
    let table = Strengths::parse(include_str!("strengths.json"));
    Arc::new(table.expect("a test reads the bundled table"))
});

impl Strengths {
    /// Returns the bundled table.
    pub fn bundled() -> Arc<Strengths> {
        Arc::clone(&BUNDLED)
    }

    /// Reads a table.
    ///
    /// ```
    /// use interlocks_analysis::paths::Strengths;
    /// let error = Strengths::parse(r#"{"kinds": [{"kind": "friend", "strength": 2}]}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "1:44: a strength is above 0 and at most 1, not 2");
    /// ```
    ///
    /// # Errors
    /// The text is not JSON of this shape, a strength is out of range, a kind or a role is listed twice, or a required one is
    /// missing.
    pub fn parse(text: &str) -> Result<Strengths, StrengthsError> {
        let mut table: Strengths = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let message = error.to_string();
            let message = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
            StrengthsError::Text { line, column, message: message.to_owned() }
        })?;
        table.index_and_check().map_err(StrengthsError::Table)?;
        Ok(table)
    }

    /// Indexes the kinds, and checks everything that concerns more than one value.
    fn index_and_check(&mut self) -> Result<(), String> {
        for (row, kind) in self.kinds.iter().enumerate() {
            for word in std::iter::once(&kind.kind).chain(&kind.also) {
                if self.words.insert(phrase(word), row).is_some() {
                    return Err(format!("the kind '{word}' is listed twice"));
                }
                if let Some(kind) = meaning(word) {
                    self.readings.entry(kind).or_insert(row);
                }
            }
        }
        for needed in [SEAT, OTHER] {
            if !self.words.contains_key(needed) {
                return Err(format!("the kind '{needed}' is missing"));
            }
        }
        for role in Role::ALL {
            let rows = self.roles.iter().filter(|row| row.role == role).count();
            if rows != 1 {
                let what = if rows == 0 { "is missing" } else { "is listed twice" };
                return Err(format!("the role '{}' {what}", role.as_str()));
            }
        }
        if !(self.time.half_life_years > 0.0 && self.time.half_life_years.is_finite()) {
            return Err(format!("half_life_years is a number above 0, not {}", self.time.half_life_years));
        }
        if !(self.size.usual >= 1.0 && self.size.usual.is_finite()) {
            return Err(format!("usual is a number of people, 1 or more, not {}", self.size.usual));
        }
        if !(0.0..=4.0).contains(&self.size.power) {
            return Err(format!("power is from 0 to 4, not {}", self.size.power));
        }
        Ok(())
    }

    /// Returns the table with one row per number, in its own order.
    pub fn rows(&self) -> Vec<StrengthRow> {
        let mut rows = Vec::new();
        let mut add = |part: &'static str, of: &str, also: &[String], value: f64, why: &str| {
            rows.push(StrengthRow { part, of: of.to_owned(), also: also.to_vec(), value, why: why.to_owned() });
        };
        for kind in &self.kinds {
            add("kind", &kind.kind, &kind.also, kind.strength.get(), &kind.why);
            if let Some(least) = kind.at_no_share {
                let why = "with a stated share of p %: this value plus p % of the difference to 1";
                add("kind", &format!("{}, at no share", kind.kind), &[], least.get(), why);
            }
        }
        self.roles.iter().for_each(|role| add("role", role.role.as_str(), &[], role.strength.get(), &role.why));
        add("time", "half-life in years", &[], self.time.half_life_years, &self.time.why);
        add("time", "least", &[], self.time.least.get(), "a tie that has ended never counts zero");
        add("time", "unknown end", &[], self.time.unknown_end.get(), "it may have ended or not");
        add("certainty", "possible", &[], self.certainty.possible.get(), &self.certainty.why);
        add("size", "usual number of members", &[], self.size.usual, &self.size.why);
        add(
            "size",
            "power",
            &[],
            self.size.power,
            "on a board of n above the usual number, a seat counts (usual / n)^power",
        );
        rows
    }

    /// Returns the row of a kind of tie; that of `other` if the table does not list it.
    pub fn kind(&self, word: &str) -> &Kind {
        let row = self.row(word).or_else(|| self.words.get(OTHER).copied());
        // Every table has `other`: `parse` requires it.
        &self.kinds[row.unwrap_or(0)]
    }

    /// Returns `true` if paths take a kind of tie without being asked to. Opponents are not joined, listed or not.
    pub fn follows(&self, word: &str) -> bool {
        match self.row(word) {
            Some(row) => self.kinds.get(row).is_some_and(|kind| kind.followed),
            None => self.kind(OTHER).followed && read_tie(word).relation().binds(),
        }
    }

    /// Returns `true` if the table lists a kind.
    pub fn names(&self, word: &str) -> bool {
        self.row(word).is_some()
    }

    /// Returns the index of a kind that the table lists, by its words or by a word for the same.
    fn row(&self, word: &str) -> Option<usize> {
        let listed = self.words.get(&phrase(word)).or_else(|| self.readings.get(&meaning(word)?));
        listed.copied()
    }

    /// Returns the strength of a role.
    pub fn role(&self, role: Role) -> f64 {
        self.roles.iter().find(|row| row.role == role).map_or(1.0, |row| row.strength.get())
    }
}

/// Returns what a kind of tie means, if words may be compared by it.
fn meaning(word: &str) -> Option<TieKind> {
    let kind = read_tie(word).kind;
    (!matches!(kind, TieKind::Unknown | TieKind::Other | TieKind::Ended)).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUNDLED: &str = include_str!("strengths.json");

    #[test]
    fn the_bundled_table_is_sound_and_says_why_of_everything() {
        let table = Strengths::parse(BUNDLED).unwrap();
        let whys = table.kinds.iter().map(|kind| &kind.why).chain(table.roles.iter().map(|role| &role.why));
        assert!(whys.chain([&table.time.why, &table.certainty.why, &table.size.why]).all(|why| !why.is_empty()));
        let role = |role| table.role(role);
        assert!(role(Role::Executive) > role(Role::Director) && role(Role::Director) > role(Role::Observer));
        // Paths follow exactly the kinds that the rules on deals do not count as opposed.
        for kind in &table.kinds {
            for word in std::iter::once(&kind.kind).chain(&kind.also) {
                assert_eq!(kind.followed, read_tie(word).relation().binds(), "{word}");
            }
        }
    }

    #[test]
    fn what_is_over_fades_and_what_is_large_weakens() {
        let table = Strengths::bundled();
        assert_eq!(table.time.after(0), 1.0);
        assert!((table.time.after(1096) - 0.5).abs() < 1e-3);
        assert_eq!(table.time.after(1_000_000), 0.05);
        assert_eq!((table.size.strength(1), table.size.strength(5), table.size.strength(20)), (1.0, 1.0, 0.5));
        assert_eq!(table.kind("Owner").with_share(None), 0.7);
        assert_eq!(table.kind("owns").with_share(Some(100.0)), 1.0);
        assert_eq!(table.kind("owns").with_share(Some(f64::NAN)), 0.7);
        assert_eq!(table.kind("spouse").with_share(Some(1.0)), 0.95);
        assert_eq!(table.kind("owes a favour").kind, "other");
        for (word, row) in [
            ("owner_of", "owns"),
            ("Owned by", "owns"),
            ("Wife of", "spouse"),
            ("rival", "competitor-of"),
            ("Competitor_of", "competitor-of"),
            ("lawsuit against", "conflict"),
            ("ex-spouse", "other"),
        ] {
            assert_eq!(table.kind(word).kind, row, "{word}");
        }
        assert!(!table.follows("rivals") && table.follows("flurb") && table.follows("owned by"));
    }

    #[test]
    fn a_table_that_is_wrong_says_what_and_where() {
        let changed = |from: &str, to: &str| {
            assert!(BUNDLED.contains(from), "{from}");
            Strengths::parse(&BUNDLED.replacen(from, to, 1)).unwrap_err().to_string()
        };
        assert_eq!(
            changed(r#""strength": 0.95"#, r#""strength": 0"#),
            "7:92: a strength is above 0 and at most 1, not 0"
        );
        assert!(changed(r#""strength": 0.95"#, r#""strenght": 0.95"#).contains("unknown field `strenght`"));
        assert_eq!(changed(r#""kind": "friend""#, r#""kind": "Spouse""#), "the kind 'Spouse' is listed twice");
        assert_eq!(changed(r#""kind": "other""#, r#""kind": "rest""#), "the kind 'other' is missing");
        assert!(changed(r#""role": "observer""#, r#""role": "guest""#).contains("unknown variant `guest`"));
        assert_eq!(changed(r#""role": "observer""#, r#""role": "other""#), "the role 'observer' is missing");
        assert_eq!(changed(r#"years": 3"#, r#"years": 0"#), "half_life_years is a number above 0, not 0");
        assert_eq!(changed(r#""usual": 5"#, r#""usual": 0.5"#), "usual is a number of people, 1 or more, not 0.5");
        assert_eq!(changed(r#""power": 0.5"#, r#""power": -1"#), "power is from 0 to 4, not -1");
        assert!(Strengths::parse("").unwrap_err().to_string().starts_with("1:0: "));
        assert!(Strengths::parse("\u{feff}[]").is_err());
    }
}
