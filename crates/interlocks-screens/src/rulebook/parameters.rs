//! Rules with the numbers a screen needs of them.

use std::collections::HashMap;

use super::RulebookError;
use super::rows::rows;

/// A number of a rule, by the id of the rule, the name of the number, and its place where one name
/// has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    pub rule: &'static str,
    pub name: &'static str,
    pub at: usize,
}

/// The numbers that screens ask for. A table need not state them: the bundled one does.
pub mod parameter {
    use super::Parameter;

    const fn of(rule: &'static str, name: &'static str, at: usize) -> Parameter {
        Parameter { rule, name, at }
    }

    /// Years for which somebody who was eligible when chosen stays so (section 8(b)).
    pub const GRACE_YEARS: Parameter = of("us-s8", "grace_years", 0);
    /// Competitive sales of either below this share of its sales exempt.
    pub const EITHER_PERCENT: Parameter = of("us-s8", "either_percent", 0);
    /// Competitive sales of each below this share of its sales exempt.
    pub const EACH_PERCENT: Parameter = of("us-s8", "each_percent", 0);
    /// A transaction above this is to be disclosed (Item 404(a)).
    pub const ITEM_404_USD: Parameter = of("us-item-404a", "amount_usd", 0);
    /// Less than this owned by all related persons together is no interest (Instruction 6).
    pub const ITEM_404_PERCENT: Parameter = of("us-item-404a", "owned_percent", 0);
    /// A holder of more than this is a related person.
    pub const ITEM_404_HOLDER_PERCENT: Parameter = of("us-item-404a", "holder_percent", 0);
    /// Years the look-back of NYSE 303A.02(b) goes.
    pub const NYSE_YEARS: Parameter = of("nyse-303a02", "lookback_years", 0);
    /// Payments above the greater of this and a share of the other firm's revenues.
    pub const NYSE_USD: Parameter = of("nyse-303a02", "payments_usd", 0);
    pub const NYSE_PERCENT: Parameter = of("nyse-303a02", "payments_percent", 0);
    /// Direct pay above this in any twelve months.
    pub const NYSE_PAY_USD: Parameter = of("nyse-303a02", "pay_usd", 0);
    /// Years the look-back of Nasdaq 5605(a)(2) goes.
    pub const NASDAQ_YEARS: Parameter = of("nasdaq-5605", "lookback_years", 0);
    pub const NASDAQ_USD: Parameter = of("nasdaq-5605", "payments_usd", 0);
    pub const NASDAQ_PERCENT: Parameter = of("nasdaq-5605", "payments_percent", 0);
    /// An owner of more than this controls an organisation.
    pub const NASDAQ_CONTROL_PERCENT: Parameter = of("nasdaq-5605", "control_percent", 0);
    pub const NASDAQ_PAY_USD: Parameter = of("nasdaq-5605", "pay_usd", 0);
    /// Years since somebody was an employee, had a business relation, was first appointed (UK Code,
    /// provision 10).
    pub const UK_EMPLOYEE_YEARS: Parameter = of("uk-code-10", "lookback_years", 0);
    pub const UK_BUSINESS_YEARS: Parameter = of("uk-code-10", "lookback_years", 1);
    pub const UK_TENURE_YEARS: Parameter = of("uk-code-10", "lookback_years", 2);
    /// A holder of so much is a significant shareholder.
    pub const UK_SIGNIFICANT_PERCENT: Parameter = of("uk-code-10", "significant_percent", 0);
    /// A holder of so much has significant influence, of more than so much has control (IAS 24, IAS 28,
    /// IFRS 10).
    pub const IAS_INFLUENCE_PERCENT: Parameter = of("ias-24", "influence_percent", 0);
    pub const IAS_CONTROL_PERCENT: Parameter = of("ias-24", "control_percent", 0);
    /// Days in which the holder of two offices has to choose (Italy, article 36).
    pub const ITALY_DAYS: Parameter = of("it-art36", "opt_days", 0);
    /// The same for offices held when the law came into force.
    pub const ITALY_DAYS_AT_FIRST: Parameter = of("it-art36", "opt_days", 1);
    /// The first day of the law, and the first day of the later turnover, as YYYYMMDD.
    pub const ITALY_FROM: Parameter = of("it-art36", "from_day", 0);
    pub const ITALY_LATER_FROM: Parameter = of("it-art36", "from_day", 1);
    /// Turnover of one firm before, and of two firms from, 21 December 2018.
    pub const ITALY_EUR_BEFORE: Parameter = of("it-art36", "turnover_eur", 0);
    pub const ITALY_EUR_SINCE: Parameter = of("it-art36", "turnover_eur", 1);

    /// Every one.
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

/// What a table says of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Statute {
    pub id: String,
    pub rule: String,
    pub jurisdiction: String,
    pub test: String,
    pub note: String,
    /// Recalled, and not read in its text.
    pub recalled: bool,
    numbers: HashMap<String, Vec<f64>>,
}

/// All rules of a table, with the numbers that are asked for.
#[derive(Clone, Debug)]
pub struct Statutes {
    all: Vec<Statute>,
    numbers: HashMap<Parameter, f64>,
}

impl Statutes {
    /// Reads a table; numbers it does not state are those of another.
    pub fn parse(table: (&str, &str), bundled: (&str, &str)) -> Result<Statutes, RulebookError> {
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

    pub fn number(&self, parameter: Parameter) -> f64 {
        self.numbers.get(&parameter).copied().unwrap_or(f64::NAN)
    }

    pub fn get(&self, id: &str) -> Option<&Statute> {
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
