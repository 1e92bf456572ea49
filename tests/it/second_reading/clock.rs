//! The time that a question is about.

use super::dates::{Day, FAR_FUTURE, FAR_PAST, Range, parse};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    Ever,
    /// `--at DATE`, with the date as it is typed.
    At(String),
    /// `--during FROM..TO`; either text may be empty.
    During(String, String),
    Undated,
}

/// How the days of a clock are combined into one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// "`--during A..B` asks about some day from A to B."
    Some,
    /// "`--at 2013-08` asks about one day that is itself known only to the month. The answer is
    /// certain if it is true on every day of that month."
    Each,
}

impl Clock {
    pub fn arguments(&self) -> Vec<String> {
        match self {
            Self::Ever => vec![],
            Self::At(date) => vec!["--at".into(), date.clone()],
            Self::During(from, to) => vec!["--during".into(), format!("{from}..{to}")],
            Self::Undated => vec!["--undated".into()],
        }
    }

    /// The first day, and the first day after the clock.
    pub fn window(&self) -> (Day, Day) {
        let range = |text: &str| parse(text).unwrap_or(Range { earliest: FAR_PAST, latest: FAR_FUTURE - 1 });
        match self {
            Self::Ever | Self::Undated => (FAR_PAST, FAR_FUTURE),
            Self::At(date) => (range(date).earliest, range(date).latest + 1),
            // "from the first day of 2011 to the last of June 2013"
            Self::During(from, to) => (range(from).earliest, range(to).latest + 1),
        }
    }

    pub fn quantifier(&self) -> Quantifier {
        match self {
            Self::At(_) => Quantifier::Each,
            _ => Quantifier::Some,
        }
    }
}
