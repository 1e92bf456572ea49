//! The three rules: names, markets and numbers.

use crate::Rulebook;
use crate::rulebook::{Parameter, parameter};
use interlocks_core::model::vocabulary::{Country, CountryReading};

/// A rule on the independence of directors. The order of variants is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// NYSE 303A.02(b).
    Nyse,
    /// Nasdaq 5605(a)(2).
    Nasdaq,
    /// Provision 10 of the UK Corporate Governance Code.
    UkCode,
}

impl Rule {
    /// Every rule.
    pub(crate) const ALL: [Rule; 3] = [Rule::Nyse, Rule::Nasdaq, Rule::UkCode];

    /// Returns the id in the tables of rules, which is the name of the test.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Rule::Nyse => "nyse-303a02",
            Rule::Nasdaq => "nasdaq-5605",
            Rule::UkCode => "uk-code-10",
        }
    }

    /// Returns the name of the rule, as used in a sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Rule::Nyse => "NYSE 303A.02(b)",
            Rule::Nasdaq => "Nasdaq 5605(a)(2)",
            Rule::UkCode => "provision 10 of the UK Code",
        }
    }

    /// Returns the market to which the rule applies.
    pub(crate) fn market(self) -> &'static str {
        match self {
            Rule::Nyse => "the New York Stock Exchange",
            Rule::Nasdaq => "Nasdaq",
            Rule::UkCode => "the London Stock Exchange",
        }
    }

    /// Returns `true` if the rule applies to companies of a country, or if the country is not stated or not known.
    pub(crate) fn concerns(self, country: CountryReading) -> bool {
        let own = match self {
            Rule::Nyse | Rule::Nasdaq => Country::UNITED_STATES,
            Rule::UkCode => Country::UNITED_KINGDOM,
        };
        country.is(own) != Some(false)
    }

    /// Returns the years for which a former employee, or family of one, is not independent.
    pub(crate) fn employee_years(self, rules: &Rulebook) -> i32 {
        years(rules, self.lookback())
    }

    /// Returns the years of the other look-back periods.
    pub(crate) fn other_years(self, rules: &Rulebook) -> i32 {
        match self {
            Rule::Nyse | Rule::Nasdaq => self.employee_years(rules),
            Rule::UkCode => years(rules, parameter::UK_BUSINESS_YEARS),
        }
    }

    fn lookback(self) -> Parameter {
        match self {
            Rule::Nyse => parameter::NYSE_YEARS,
            Rule::Nasdaq => parameter::NASDAQ_YEARS,
            Rule::UkCode => parameter::UK_EMPLOYEE_YEARS,
        }
    }
}

/// Returns a number of years of a rule, rounded to whole years.
pub(crate) fn years(rules: &Rulebook, parameter: Parameter) -> i32 {
    rules.number(parameter).round().clamp(0.0, 1000.0) as i32
}
