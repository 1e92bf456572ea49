//! Rules, with the numbers that screens need.

use std::collections::{BTreeMap, HashMap};

use super::RulebookError;
use super::parameter_cell::{ParameterCell, RowKind};
use super::rows::{Columns, jurisdiction, rows};
use interlocks_core::model::Day;

/// The key of a number of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    /// The id of the rule.
    pub rule: &'static str,
    /// The name of the number.
    pub name: &'static str,
    /// The index, if a name has several numbers.
    pub at: usize,
}

/// The numbers that screens use. If a table does not state one, the bundled table does.
pub mod parameter {
    use super::Parameter;

    const fn key(rule: &'static str, name: &'static str, at: usize) -> Parameter {
        Parameter { rule, name, at }
    }

    /// Years for which a person who was eligible when chosen stays eligible (section 8(b)).
    pub const GRACE_YEARS: Parameter = key("us-s8", "grace_years", 0);
    /// The percentage of its sales below which the competitive sales of either company exempt.
    pub const EITHER_PERCENT: Parameter = key("us-s8", "either_percent", 0);
    /// The percentage of its sales below which the competitive sales of each company exempt.
    pub const EACH_PERCENT: Parameter = key("us-s8", "each_percent", 0);
    /// The amount above which a transaction must be disclosed (Item 404(a)).
    pub const ITEM_404_USD: Parameter = key("us-item-404a", "amount_usd", 0);
    /// The percentage that related persons must own together to have an interest (Instruction 6).
    pub const ITEM_404_PERCENT: Parameter = key("us-item-404a", "owned_percent", 0);
    /// The percentage above which a holder is a related person.
    pub const ITEM_404_HOLDER_PERCENT: Parameter = key("us-item-404a", "holder_percent", 0);
    /// The percentage from which a holder has significant influence (IAS 24, IAS 28).
    pub const IAS_INFLUENCE_PERCENT: Parameter = key("ias-24", "influence_percent", 0);
    /// The percentage above which a holder has control (IAS 24, IFRS 10).
    pub const IAS_CONTROL_PERCENT: Parameter = key("ias-24", "control_percent", 0);
    /// Days in which the holder of two offices must choose one (Italy, article 36).
    pub const ITALY_DAYS: Parameter = key("it-art36", "opt_days", 0);
    /// The same for offices held when the law came into force.
    pub const ITALY_DAYS_AT_FIRST: Parameter = key("it-art36", "opt_days", 1);
    /// The first day of the law, as YYYYMMDD.
    pub const ITALY_FROM: Parameter = key("it-art36", "from_day", 0);
    /// The first day of the later turnover test, as YYYYMMDD.
    pub const ITALY_LATER_FROM: Parameter = key("it-art36", "from_day", 1);
    /// The turnover that one firm must reach before 21 December 2018.
    pub const ITALY_EUR_BEFORE: Parameter = key("it-art36", "turnover_eur", 0);
    /// The turnover that both firms must exceed from 21 December 2018.
    pub const ITALY_EUR_SINCE: Parameter = key("it-art36", "turnover_eur", 1);
    /// The part of their total assets that is the turnover of banks and other intermediaries.
    pub const ITALY_BANK_SHARE: Parameter = key("it-art36", "bank_turnover_of_assets", 0);
    /// The total assets that both must exceed (Depository Institution Management Interlocks Act).
    pub const DIMIA_USD: Parameter = key("us-dimia", "assets_usd", 0);
    /// The first day of [`DIMIA_USD`], as YYYYMMDD.
    pub const DIMIA_FROM: Parameter = key("us-dimia", "from_day", 0);
    /// Before that day, the total assets that one must exceed.
    pub const DIMIA_USD_BEFORE: Parameter = key("us-dimia", "assets_before_usd", 0);
    /// Before that day, the total assets that the other must exceed.
    pub const DIMIA_OTHER_USD_BEFORE: Parameter = key("us-dimia", "assets_before_usd", 1);
    /// Months after a change in circumstances in which an official may stay.
    pub const DIMIA_GRACE_MONTHS: Parameter = key("us-dimia", "grace_months", 0);
    /// The percentage of the assets above which deals with a related party need an approval (AktG s. 111b).
    pub const AKTG_111B_PERCENT: Parameter = key("de-aktg-111b", "assets_percent", 0);
    /// The years in which a former member of the management board may not supervise it (AktG s. 100(2)).
    pub const AKTG_100_YEARS: Parameter = key("de-aktg-100-2-4", "cooling_years", 0);
    /// The percentage of the votes above which holders may propose a former member all the same.
    pub const AKTG_100_PERCENT: Parameter = key("de-aktg-100-2-4", "proposal_percent", 0);
    /// The amount above which a non-cash asset is substantial (Companies Act 2006, s. 191).
    pub const UK_191_GBP: Parameter = key("uk-ca-190", "amount_gbp", 0);
    /// The amount up to which it never is.
    pub const UK_191_FLOOR_GBP: Parameter = key("uk-ca-190", "floor_gbp", 0);
    /// The percentage of the net assets above which it is.
    pub const UK_191_PERCENT: Parameter = key("uk-ca-190", "assets_percent", 0);
    /// The part of a company from which it is connected with a director who holds it (Companies Act 2006, s. 254).
    pub const UK_254_SHARE: Parameter = key("uk-ca-254", "share", 0);
    /// The percentage above which a holder is outside the safe harbour for affiliates (Rule 10A-3).
    pub const RULE_10A_3_PERCENT: Parameter = key("us-10a-3", "holder_percent", 0);

    /// Every parameter.
    pub const ALL: &[Parameter] = &[
        GRACE_YEARS,
        EITHER_PERCENT,
        EACH_PERCENT,
        ITEM_404_USD,
        ITEM_404_PERCENT,
        ITEM_404_HOLDER_PERCENT,
        IAS_INFLUENCE_PERCENT,
        IAS_CONTROL_PERCENT,
        ITALY_DAYS,
        ITALY_DAYS_AT_FIRST,
        ITALY_FROM,
        ITALY_LATER_FROM,
        ITALY_EUR_BEFORE,
        ITALY_EUR_SINCE,
        ITALY_BANK_SHARE,
        DIMIA_USD,
        DIMIA_FROM,
        DIMIA_USD_BEFORE,
        DIMIA_OTHER_USD_BEFORE,
        DIMIA_GRACE_MONTHS,
        AKTG_111B_PERCENT,
        AKTG_100_YEARS,
        AKTG_100_PERCENT,
        UK_191_GBP,
        UK_191_FLOOR_GBP,
        UK_191_PERCENT,
        UK_254_SHARE,
        RULE_10A_3_PERCENT,
    ];
}

/// A rule as a table states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statute {
    /// The id.
    pub id: String,
    /// The source of the rule, as cited.
    pub rule: String,
    /// The jurisdiction: a country, `EU` or `IFRS`; empty for a rule of no country.
    pub jurisdiction: String,
    /// The test in a few words.
    pub test: String,
    /// Remarks.
    pub note: String,
    /// `true` if recalled and not read in the text of the rule.
    pub recalled: bool,
    pub(super) numbers: BTreeMap<String, Vec<f64>>,
    /// Parameters that are words.
    pub(super) words: Vec<String>,
}

impl Statute {
    /// Returns what of the rule was recalled: the parts of the note that say so, or the whole rule if it was not read.
    pub fn recalled_parts(&self) -> Vec<String> {
        let marked = self.note.split(';').map(str::trim).filter(|part| part.contains("recalled"));
        let marked: Vec<String> = marked.map(|part| format!("{}: {part}", self.rule)).collect();
        if marked.is_empty() && self.recalled { vec![format!("{}: not read in its text", self.rule)] } else { marked }
    }

    /// Returns a number that the row states by its name; `None` if it states none.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.numbers.get(name)?.first().copied()
    }

    /// Returns a day that the row states by its name as a number, YYYYMMDD; `None` if it states none.
    pub(crate) fn day(&self, name: &str) -> Option<Day> {
        self.number(name).and_then(day)
    }

    /// Adds the numbers of another row that this one does not state, and its jurisdiction and test if it has none.
    fn completed_by(mut self, other: Option<&Statute>) -> Statute {
        let Some(other) = other else { return self };
        for (own, text) in [(&mut self.jurisdiction, &other.jurisdiction), (&mut self.test, &other.test)] {
            if own.is_empty() {
                own.clone_from(text);
            }
        }
        let by_place = self.numbers.get(LOOKBACK_YEARS).cloned().unwrap_or_default();
        for (name, numbers) in &other.numbers {
            let placed = place_of(name, by_place.len()).and_then(|place| by_place.get(place));
            let is_now_only = numbers.first() == Some(&0.0);
            let number = placed.filter(|_| !is_now_only).map_or_else(|| numbers.clone(), |years| vec![*years]);
            self.numbers.entry(name.clone()).or_insert(number);
        }
        self
    }
}

/// Returns a date that is written as a number, YYYYMMDD.
pub(super) fn day(number: f64) -> Option<Day> {
    let number = number as u32;
    let part = |value: u32| u8::try_from(value).ok();
    Day::from_ymd(i16::try_from(number / 10_000).ok()?, part(number / 100 % 100)?, part(number % 100)?)
}

/// All rules of a table, with the numbers that screens use.
#[derive(Clone, Debug)]
pub(super) struct Statutes {
    /// The rows of the table, then those of the bundled table whose rules it does not have.
    all: Vec<Statute>,
    numbers: HashMap<Parameter, f64>,
}

impl Statutes {
    /// Reads a table. Numbers that it does not state are taken from the bundled table.
    pub(super) fn parse(table: (&str, &str), bundled: (&str, &str)) -> Result<Statutes, RulebookError> {
        let rest = parse(bundled, None)?;
        let all = parse(table, Some(&rest))?;
        let find = |all: &[Statute], parameter: &Parameter| {
            let row = all.iter().find(|row| row.id == parameter.rule)?;
            row.numbers.get(parameter.name)?.get(parameter.at).copied()
        };
        let mut numbers = HashMap::new();
        for parameter in parameter::ALL {
            let Some(number) = find(&all, parameter).or_else(|| find(&rest, parameter)) else {
                let Parameter { rule, name, .. } = parameter;
                let message = format!("no row states '{name}' of the rule '{rule}'");
                return Err(RulebookError::Row { file: table.0.to_owned(), line: 1, column: 1, message });
            };
            numbers.insert(*parameter, number);
        }
        let bundled_row = |id: &str| rest.iter().find(|row| row.id == id);
        let more: Vec<Statute> = rest.iter().filter(|row| !all.iter().any(|own| own.id == row.id)).cloned().collect();
        let own = all.into_iter().map(|row| {
            let bundled = bundled_row(&row.id);
            row.completed_by(bundled)
        });
        Ok(Statutes { all: own.chain(more).collect(), numbers })
    }

    pub(super) fn all(&self) -> &[Statute] {
        &self.all
    }

    pub(super) fn number(&self, parameter: Parameter) -> f64 {
        self.numbers.get(&parameter).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn get(&self, id: &str) -> Option<&Statute> {
        self.all.iter().find(|row| row.id == id)
    }
}

/// Years of look-backs that a row does not name: of employment; or of employment, business and the board, in this order.
pub(super) const LOOKBACK_YEARS: &str = "lookback_years";

/// Returns the place among several look-backs of one that is named.
fn place_of(name: &str, several: usize) -> Option<usize> {
    match name {
        "employee_years" | "management_years" => Some(0),
        "business_years" | "cross_years" if several > 1 => Some(1),
        "auditor_years" => Some(usize::from(several > 1)),
        "tenure_years" if several > 2 => Some(2),
        "pay_years" | "family_years" | "pay_committee_years" | "pay_committee_now_years" | "payments_years" => Some(0),
        _ => None,
    }
}

/// The jurisdiction of accounting standards, which is no country.
const STANDARDS: &str = "IFRS";

const COLUMNS: Columns = Columns {
    required: &["rule_id", "rule", "parameter"],
    optional: &["jurisdiction", "test", "note", "text_seen"],
    id: "rule_id",
};

/// Reads a table; `bundled` are the rows of the bundled one, unless it is read itself.
fn parse(table: (&str, &str), bundled: Option<&[Statute]>) -> Result<Vec<Statute>, RulebookError> {
    rows(table, &COLUMNS, |row| {
        let text = |name: &str| row.text(name).to_owned();
        let is_bundled = bundled.is_none_or(|all| all.iter().any(|other| other.id == row.text("rule_id")));
        let kind = if is_bundled { RowKind::Bundled } else { RowKind::Own };
        let ParameterCell { numbers, words } = ParameterCell::read(row, kind)?;
        Ok(Statute {
            words,
            id: text("rule_id"),
            rule: text("rule"),
            jurisdiction: jurisdiction(row, &[STANDARDS])?.to_owned(),
            test: text("test"),
            note: text("note"),
            recalled: row.is_recalled()?,
            numbers,
        })
    })
}
