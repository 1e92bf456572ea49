//! The options that all commands with screens share.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value};

use super::error::CliError;
use interlocks::analysis::Query;
use interlocks::changes::diff::Screening;
use interlocks::screens::{Ahead, Rulebook, Screen, ScreenOptions, Verdict};

/// The options for rules.
#[derive(Clone, Debug, Args)]
pub struct ScreenArgs {
    /// Use the rule tables in DIR instead of the bundled ones; 'interlocks rules DIR' writes the bundled ones
    #[arg(long = "rules", value_name = "DIR", help_heading = "Rules")]
    rules_from: Option<PathBuf>,
    /// Add the rows of the rule tables in DIR to the bundled ones; a row with the id of a bundled one takes its place
    #[arg(long = "add-rules", value_name = "DIR", help_heading = "Rules", conflicts_with = "rules_from")]
    added_rules: Option<PathBuf>,
    /// Assume that companies compete if the first N digits of their industry codes are the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=12), help_heading = "Rules")]
    industry_digits: Option<u8>,
    /// Look this far past the as-of date: what breaks a rule by then, if nobody moves, is 'watch' (1y, 18m, 6w, 90d, 0d)
    #[arg(long, value_name = "TIME", default_value_t = Ahead::ONE_YEAR, help_heading = "Rules")]
    ahead: Ahead,
}

/// The verdicts that may end a run with code 4.
pub const FAILING: [Verdict; 4] = [Verdict::Breach, Verdict::AbovePolicy, Verdict::Watch, Verdict::Unknown];

/// Returns the name of a verdict as the value of an option.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    if verdict == Verdict::AbovePolicy { "above-policy" } else { verdict.as_str() }
}

impl ScreenArgs {
    /// Returns the rule tables.
    pub fn rulebook(&self) -> Result<Rulebook, CliError> {
        match (&self.rules_from, &self.added_rules) {
            (Some(folder), _) => Ok(Rulebook::open(folder)?),
            (None, Some(folder)) => Ok(Rulebook::open_added(folder)?),
            (None, None) => Ok(Rulebook::bundled().clone()),
        }
    }

    /// Returns the options for reading the rules.
    pub fn options(&self) -> ScreenOptions {
        ScreenOptions {
            industry_digits: self.industry_digits.map(usize::from),
            ahead: self.ahead,
            ..ScreenOptions::default()
        }
    }

    /// Returns the screens of a comparison: the named ones, or all, with every verdict but `clear`.
    pub fn screening(&self, screens: &[Screen], query: Query) -> Result<Screening, CliError> {
        let (screens, verdicts) = (screens.to_vec(), FAILING.to_vec());
        let options = ScreenOptions { query, screens, verdicts, ..self.options() };
        Ok(Screening { rules: self.rulebook()?, options, concerning: Default::default() })
    }

    /// Adds the options that shape results to the head of the JSON.
    pub fn echo(&self, options: &mut Map<String, Value>) {
        if let Some(folder) = &self.rules_from {
            options.insert("rules".to_owned(), folder.display().to_string().into());
        }
        if let Some(folder) = &self.added_rules {
            options.insert("add_rules".to_owned(), folder.display().to_string().into());
        }
        if let Some(digits) = self.industry_digits {
            options.insert("industry_digits".to_owned(), digits.into());
        }
        if self.ahead != Ahead::default() {
            options.insert("ahead".to_owned(), self.ahead.to_string().into());
        }
    }
}
