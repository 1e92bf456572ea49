//! The cell `parameter` of a rule: numbers with names, and words.
//!
//! A rule asks the questions whose numbers its row states, so a misspelt name would leave a question out. Names, words and
//! numbers that are not known are errors.

use std::collections::BTreeMap;

use super::RulebookError;
use super::parameters::{self, LOOKBACK_YEARS};
use super::rivals;
use super::rows::{Row, listed, meant};
use interlocks_core::model::PartialDate;

/// The numbers of a rule on the independence of directors of which each makes a question.
const QUESTIONS: &[&str] = &[
    "employee_years",
    "management_years",
    "family_years",
    "family_board_years",
    "pay_usd",
    "other_pay",
    "auditor_years",
    "pay_committee_years",
    "pay_committee_now_years",
    "payments_usd",
    "recipient_usd",
    "business_years",
    "cross_years",
    "significant_percent",
    "shareholder_percent",
    "tenure_years",
    "chair_tenure_years",
];

/// The numbers of such a rule that say more of a question, or of the rule.
const DETAILS: &[&str] = &[
    "before_appointment",
    "pay_years",
    "auditor_employees",
    "auditor_all",
    "auditor_partners",
    "payments_percent",
    "payments_years",
    "recipient_percent",
    "control_percent",
    "shared_boards",
    "non_executive_tenure",
    "group",
    "controlled_free",
    "interim_free",
    "interim_free_years",
    "from_day",
    "to_day",
    "phase_years",
];

/// The numbers of a ban on offices at two competitors, beside `revenue_` with a currency.
const RIVALS: &[&str] = &["days", "from_day"];

/// The beginning of the name of a revenue, before the currency.
const REVENUE: &str = "revenue_";

/// The words of a ban on offices at two competitors, beside those with a colon.
const RIVAL_WORDS: &[&str] = &["competitors", "waiver"];

/// Numbers of bundled rules of other kinds that no screen reads yet, beside [`parameters::parameter::ALL`].
const UNREAD: &[&str] = &["grace_days", "rmsa_assets_usd", "audit_committees", "interested_percent", LOOKBACK_YEARS];

/// The rule that a row states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A bundled rule, of any kind; its words may be prose.
    Bundled,
    /// A rule of the user's own: on independence, or on offices at two competitors.
    Own,
}

/// The numbers and words of a rule.
#[derive(Debug, Default)]
pub(super) struct ParameterCell {
    pub(super) numbers: BTreeMap<String, Vec<f64>>,
    pub(super) words: Vec<String>,
}

impl ParameterCell {
    pub(super) fn read(row: &Row<'_>, kind: RowKind) -> Result<ParameterCell, RulebookError> {
        let mut cell = ParameterCell::default();
        for part in row.text("parameter").split_whitespace() {
            match part.split_once(['=', '>']) {
                None => cell.words.push(part.to_owned()),
                Some((name, values)) => {
                    let values = numbers(row, part, name, values.trim_start_matches('='))?;
                    if cell.numbers.insert(name.to_owned(), values).is_some() {
                        return Err(wrong(row, format!("'{name}' is there twice")));
                    }
                }
            }
        }
        cell.check_words(row, kind)?;
        cell.check_names(row, kind)?;
        Ok(cell)
    }

    /// Returns `true` for a ban on offices at two competitors.
    fn is_of_rivals(&self) -> bool {
        self.words.iter().any(|word| word == rivals::WORD)
    }

    fn check_words(&self, row: &Row<'_>, kind: RowKind) -> Result<(), RulebookError> {
        let names: Vec<&str> = known_names(RowKind::Bundled, true);
        for word in &self.words {
            let placed = word.split_once(':');
            let offices = placed.filter(|(name, _)| matches!(*name, "here" | "there")).map(|(_, office)| office);
            let known = match (offices, placed) {
                (Some(office), _) if !rivals::WORDS.contains(&office) => {
                    let among =
                        format!("'{office}' is none of {}{}", rivals::WORDS.join(", "), meant(office, rivals::WORDS));
                    return Err(wrong(row, among));
                }
                (Some(_), _) => true,
                (None, Some(("where", place))) => matches!(place, "both" | "here"),
                _ => RIVAL_WORDS.contains(&word.as_str()),
            };
            let misspelt = meant(word, &names);
            if names.contains(&word.as_str()) || (kind == RowKind::Own && !known && !misspelt.is_empty()) {
                return Err(wrong(row, format!("'{word}' has no number; write NAME=NUMBER without blanks{misspelt}")));
            }
            if kind == RowKind::Own && !known {
                let known = "competitors, waiver, here:OFFICE, there:OFFICE, where:both and where:here";
                return Err(wrong(
                    row,
                    format!("'{word}' is no NAME=NUMBER and none of {known}{}", meant(word, RIVAL_WORDS)),
                ));
            }
        }
        Ok(())
    }

    fn check_names(&self, row: &Row<'_>, kind: RowKind) -> Result<(), RulebookError> {
        let known = known_names(kind, self.is_of_rivals());
        // Years without names are those of a bundled rule; a rule of one's own has to name them.
        if kind == RowKind::Own && self.numbers.contains_key(LOOKBACK_YEARS) {
            let named = "employee_years, family_years, business_years, tenure_years …";
            return Err(wrong(row, format!("'{LOOKBACK_YEARS}' does not say of what: name {named}")));
        }
        let is_known = |name: &str| known.contains(&name) || (name.starts_with(REVENUE) && name.len() > REVENUE.len());
        if let Some(name) = self.numbers.keys().find(|name| !is_known(name)) {
            let known_names = || format!("; it may have {}", listed(&known));
            let meant = Some(meant(name, &known)).filter(|meant| !meant.is_empty()).unwrap_or_else(known_names);
            return Err(wrong(row, format!("no rule of this kind has the number '{name}'{meant}")));
        }
        let day = |name: &str| self.numbers.get(name).and_then(|days| days.first());
        if let (Some(first), Some(last)) = (day("from_day"), day("to_day"))
            && last < first
        {
            return Err(wrong(row, format!("the rule ends on {last}, before it begins on {first}")));
        }
        let asks = |name: &String| QUESTIONS.contains(&name.as_str());
        if kind == RowKind::Own && !self.is_of_rivals() && !self.numbers.keys().any(asks) {
            let message = "the row asks nothing: name a look-back or a limit, such as employee_years=5 or tenure_years=12; \
                           or write competitors for a ban on offices at two competitors";
            return Err(wrong(row, message.to_owned()));
        }
        Ok(())
    }
}

/// Returns the names of numbers that a row may have.
fn known_names(kind: RowKind, of_rivals: bool) -> Vec<&'static str> {
    let mut names: Vec<&str> = match (kind, of_rivals) {
        (RowKind::Own, true) => RIVALS.to_vec(),
        (RowKind::Own, false) => [QUESTIONS, DETAILS].concat(),
        (RowKind::Bundled, _) => {
            let screens = parameters::parameter::ALL.iter().map(|parameter| parameter.name);
            QUESTIONS.iter().chain(DETAILS).chain(RIVALS).chain(UNREAD).copied().chain(screens).collect()
        }
    };
    names.sort_unstable();
    names.dedup();
    names
}

fn wrong(row: &Row<'_>, message: String) -> RulebookError {
    row.error("parameter", format!("parameter: {message}"))
}

/// Returns the numbers behind a name. A day may be written as 20250701 or as 2025-07-01.
fn numbers(row: &Row<'_>, part: &str, name: &str, values: &str) -> Result<Vec<f64>, RulebookError> {
    if name.is_empty() || values.is_empty() {
        return Err(wrong(row, format!("'{part}' is not NAME=NUMBER; write it without blanks around the sign")));
    }
    let number = |text: &str| {
        if name.ends_with("_day") {
            return day(text)
                .ok_or_else(|| format!("'{part}': '{text}' is no day; write it as 20250701 or 2025-07-01"));
        }
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        number.ok_or_else(|| match text.contains(['=', '>']) {
            true => format!("'{part}' has two names; put a blank between two parameters"),
            false => {
                format!("'{part}': '{text}' is not a number of 0 or more; write NAME=NUMBER, with a blank between two")
            }
        })
    };
    values.split(';').map(number).collect::<Result<Vec<f64>, String>>().map_err(|message| wrong(row, message))
}

/// Returns a day as a number, YYYYMMDD.
fn day(text: &str) -> Option<f64> {
    if let Ok(number) = text.parse::<f64>() {
        return parameters::day(number).map(|_| number);
    }
    let date = text.parse::<PartialDate>().ok().filter(|date| date.earliest() == date.latest())?;
    date.earliest().to_string().replace('-', "").parse().ok()
}
