//! The three rules, as far as they differ in words and numbers.

use crate::Rulebook;
use crate::rulebook::{Parameter, parameter};

/// A rule on the independence of directors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Nyse,
    Nasdaq,
    UkCode,
}

impl Rule {
    pub const ALL: [Rule; 3] = [Rule::Nyse, Rule::Nasdaq, Rule::UkCode];

    /// Its id in the tables of rules, which is the name of the test.
    pub fn id(self) -> &'static str {
        match self {
            Rule::Nyse => "nyse-303a02",
            Rule::Nasdaq => "nasdaq-5605",
            Rule::UkCode => "uk-code-10",
        }
    }

    /// Its place in [`Rule::ALL`].
    pub fn number(self) -> u16 {
        self as u16
    }

    /// The rule at such a place.
    pub fn numbered(number: u16) -> Rule {
        Rule::ALL.into_iter().find(|rule| rule.number() == number).unwrap_or(Rule::UkCode)
    }

    /// The rule in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Nyse => "NYSE 303A.02(b)",
            Rule::Nasdaq => "Nasdaq 5605(a)(2)",
            Rule::UkCode => "provision 10 of the UK Code",
        }
    }

    /// What it says of a director with whom a circumstance is there.
    pub fn verb(self) -> &'static str {
        match self {
            Rule::Nyse | Rule::Nasdaq => "does not count",
            Rule::UkCode => "doubts",
        }
    }

    /// Where it applies.
    pub fn market(self) -> &'static str {
        match self {
            Rule::Nyse => "the New York Stock Exchange",
            Rule::Nasdaq => "Nasdaq",
            Rule::UkCode => "the London Stock Exchange",
        }
    }

    /// Whether companies of a country are put to it: those of which no country is stated are.
    pub fn concerns(self, country: &str) -> bool {
        let words = match self {
            Rule::Nyse | Rule::Nasdaq => UNITED_STATES,
            Rule::UkCode => UNITED_KINGDOM,
        };
        let letters: String = country.chars().filter(|letter| letter.is_alphanumeric()).collect();
        letters.is_empty() || words.iter().any(|word| letters.eq_ignore_ascii_case(word))
    }

    /// Years for which somebody who was employed, or whose family was, is not independent.
    pub fn employee_years(self, rules: &Rulebook) -> i32 {
        years(rules, self.lookback())
    }

    /// Years the other looks back go.
    pub fn other_years(self, rules: &Rulebook) -> i32 {
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

/// A number of years of a rule. Look-backs go by whole years.
pub fn years(rules: &Rulebook, parameter: Parameter) -> i32 {
    rules.number(parameter).round().clamp(0.0, 1000.0) as i32
}

/// Countries as registers write them, by their letters.
const UNITED_STATES: &[&str] = &["US", "USA", "UnitedStates", "UnitedStatesofAmerica"];
const UNITED_KINGDOM: &[&str] =
    &["GB", "UK", "GBR", "UnitedKingdom", "GreatBritain", "England", "Scotland", "Wales", "NorthernIreland"];
