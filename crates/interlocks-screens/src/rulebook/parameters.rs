//! Rules, with the numbers that screens need.

use std::collections::HashMap;

use super::RulebookError;
use super::rows::rows;

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
    /// Years of the look-back of NYSE 303A.02(b).
    pub const NYSE_YEARS: Parameter = key("nyse-303a02", "lookback_years", 0);
    /// Payments count above the greater of this amount and [`NYSE_PERCENT`] of the other firm's revenues.
    pub const NYSE_USD: Parameter = key("nyse-303a02", "payments_usd", 0);
    /// A percentage of the other firm's revenues; see [`NYSE_USD`].
    pub const NYSE_PERCENT: Parameter = key("nyse-303a02", "payments_percent", 0);
    /// The limit on direct pay in any twelve months.
    pub const NYSE_PAY_USD: Parameter = key("nyse-303a02", "pay_usd", 0);
    /// Years of the look-back of Nasdaq 5605(a)(2).
    pub const NASDAQ_YEARS: Parameter = key("nasdaq-5605", "lookback_years", 0);
    /// Payments count above the greater of this amount and [`NASDAQ_PERCENT`] of the recipient's revenues.
    pub const NASDAQ_USD: Parameter = key("nasdaq-5605", "payments_usd", 0);
    /// A percentage of the recipient's revenues; see [`NASDAQ_USD`].
    pub const NASDAQ_PERCENT: Parameter = key("nasdaq-5605", "payments_percent", 0);
    /// The percentage above which an owner controls an organization.
    pub const NASDAQ_CONTROL_PERCENT: Parameter = key("nasdaq-5605", "control_percent", 0);
    /// The limit on direct pay in any twelve months.
    pub const NASDAQ_PAY_USD: Parameter = key("nasdaq-5605", "pay_usd", 0);
    /// Years since employment (UK Code, provision 10).
    pub const UK_EMPLOYEE_YEARS: Parameter = key("uk-code-10", "lookback_years", 0);
    /// Years since a business relationship (UK Code, provision 10).
    pub const UK_BUSINESS_YEARS: Parameter = key("uk-code-10", "lookback_years", 1);
    /// Years since the first appointment (UK Code, provision 10).
    pub const UK_TENURE_YEARS: Parameter = key("uk-code-10", "lookback_years", 2);
    /// The percentage from which a holder is a significant shareholder.
    pub const UK_SIGNIFICANT_PERCENT: Parameter = key("uk-code-10", "significant_percent", 0);
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

    /// Every parameter.
    pub const ALL: &[Parameter] = &[
        GRACE_YEARS,
        EITHER_PERCENT,
        EACH_PERCENT,
        ITEM_404_USD,
        ITEM_404_PERCENT,
        ITEM_404_HOLDER_PERCENT,
        NYSE_YEARS,
        NYSE_USD,
        NYSE_PERCENT,
        NYSE_PAY_USD,
        NASDAQ_YEARS,
        NASDAQ_USD,
        NASDAQ_PERCENT,
        NASDAQ_CONTROL_PERCENT,
        NASDAQ_PAY_USD,
        UK_EMPLOYEE_YEARS,
        UK_BUSINESS_YEARS,
        UK_TENURE_YEARS,
        UK_SIGNIFICANT_PERCENT,
        IAS_INFLUENCE_PERCENT,
        IAS_CONTROL_PERCENT,
        ITALY_DAYS,
        ITALY_DAYS_AT_FIRST,
        ITALY_FROM,
        ITALY_LATER_FROM,
        ITALY_EUR_BEFORE,
        ITALY_EUR_SINCE,
    ];
}

/// A rule as a table states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statute {
    /// The id.
    pub id: String,
    /// The source of the rule, as cited.
    pub rule: String,
    /// The jurisdiction.
    pub jurisdiction: String,
    /// The test in a few words.
    pub test: String,
    /// Remarks.
    pub note: String,
    /// `true` if recalled and not read in the text of the rule.
    pub recalled: bool,
    numbers: HashMap<String, Vec<f64>>,
}

/// All rules of a table, with the numbers that screens use.
#[derive(Clone, Debug)]
pub(super) struct Statutes {
    all: Vec<Statute>,
    numbers: HashMap<Parameter, f64>,
}

impl Statutes {
    /// Reads a table. Numbers that it does not state are taken from the bundled table.
    pub(super) fn parse(table: (&str, &str), bundled: (&str, &str)) -> Result<Statutes, RulebookError> {
        let (all, rest) = (parse(table)?, parse(bundled)?);
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
        Ok(Statutes { all, numbers })
    }

    pub(super) fn number(&self, parameter: Parameter) -> f64 {
        self.numbers.get(&parameter).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn get(&self, id: &str) -> Option<&Statute> {
        self.all.iter().find(|row| row.id == id)
    }
}

fn parse(table: (&str, &str)) -> Result<Vec<Statute>, RulebookError> {
    rows(table, &["rule_id", "rule", "parameter"], |row| {
        let text = |name: &str| row.text(name).to_owned();
        let mut numbers = HashMap::new();
        for part in row.text("parameter").split_whitespace() {
            let Some((name, values)) = part.split_once(['=', '>']) else { continue };
            let values = values.trim_start_matches('=').split(';').map(str::parse::<f64>);
            let values: Result<Vec<f64>, _> = values.collect();
            let wrong = |_| row.error("parameter", format!("'{part}' is not NAME=NUMBER, with ; between several"));
            numbers.insert(name.to_owned(), values.map_err(wrong)?);
        }
        Ok(Statute {
            id: text("rule_id"),
            rule: text("rule"),
            jurisdiction: text("jurisdiction"),
            test: text("test"),
            note: text("note"),
            recalled: row.is_recalled(),
            numbers,
        })
    })
}
