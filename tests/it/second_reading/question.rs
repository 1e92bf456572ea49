//! One question: a command, its clock and its options. The same question can be put to the program
//! and to the slow reading, and to smaller datasets while a difference is shrunk.

use serde_json::Value;

use super::{answers, clock::Clock, dataset::Dataset, dates::Day, reading::Reading};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Pairs,
    PairsCount,
    PeoplePairs,
    People,
    Stats,
    RankDegree,
    RankStrength,
    RankOut,
    RankIn,
    RankBoards,
    Components,
    Backbone,
    Trend,
    Path,
    Conflicts,
    Show,
    Check,
    Windows,
    CrossDirectorship,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub command: Command,
    pub clock: Clock,
    pub certain: bool,
    /// `--links officers`.
    pub officers: bool,
    pub as_of: Option<String>,
    /// Options of the command, as names and values.
    pub options: Vec<(&'static str, String)>,
    /// Positional arguments after the data.
    pub places: Vec<String>,
}

impl Question {
    pub fn new(command: Command) -> Self {
        Self {
            command,
            clock: Clock::Ever,
            certain: false,
            officers: false,
            as_of: None,
            options: vec![],
            places: vec![],
        }
    }

    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.option(name)?.parse().ok()
    }

    pub fn values(&self, name: &str) -> Vec<&str> {
        self.options.iter().filter(|(key, _)| *key == name).map(|(_, value)| value.as_str()).collect()
    }

    pub fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.options.retain(|(key, _)| *key != name);
        other
    }

    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut other = self.clone();
        other.options.push((name, value.to_owned()));
        other
    }

    /// The command line, with `data` in the place of DATA and without a format.
    pub fn arguments(&self, data: &str) -> Vec<String> {
        let (name, fixed): (&str, &[&str]) = match self.command {
            Command::Pairs => ("pairs", &[]),
            Command::PairsCount => ("pairs", &["--count"]),
            Command::PeoplePairs => ("pairs", &["--of", "people"]),
            Command::People => ("people", &[]),
            Command::Stats => ("stats", &[]),
            Command::RankDegree => ("rank", &["--by", "degree"]),
            Command::RankStrength => ("rank", &["--by", "strength"]),
            Command::RankOut => ("rank", &["--by", "out-degree"]),
            Command::RankIn => ("rank", &["--by", "in-degree"]),
            Command::RankBoards => ("rank", &["--by", "boards"]),
            Command::Components => ("groups", &["--by", "components"]),
            Command::Backbone => ("backbone", &["--all"]),
            Command::Trend => ("trend", &[]),
            Command::Path => ("path", &[]),
            Command::Conflicts => ("conflicts", &["--each-rule"]),
            Command::Show => ("show", &[]),
            Command::Check => ("check", &[]),
            Command::Windows => ("windows", &[]),
            Command::CrossDirectorship => ("screen", &[]),
        };
        let mut arguments = vec![name.to_owned(), data.to_owned()];
        arguments.extend(self.places.iter().cloned());
        arguments.extend(fixed.iter().map(|word| (*word).to_owned()));
        arguments.extend(self.clock.arguments());
        if self.certain {
            arguments.push("--certain".to_owned());
        }
        if self.officers {
            arguments.extend(["--links", "officers"].map(str::to_owned));
        }
        if let Some(as_of) = &self.as_of {
            arguments.extend(["--as-of".to_owned(), as_of.clone()]);
        }
        for (option, value) in &self.options {
            arguments.push((*option).to_owned());
            arguments.extend(value.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
        }
        arguments
    }

    /// The program's results in the shape that is compared.
    pub fn prepare(&self, results: &Value) -> Value {
        match self.command {
            Command::RankDegree | Command::RankStrength | Command::RankOut | Command::RankIn | Command::RankBoards => {
                answers::rank::prepare(results)
            }
            Command::Components => answers::groups::prepare(results),
            Command::Backbone => answers::backbone::prepare(results),
            Command::Conflicts => answers::conflicts::prepare(results),
            Command::Show => answers::show::prepare(results),
            Command::Windows => answers::windows::prepare(results),
            Command::CrossDirectorship => answers::crossed::prepare(results),
            _ => results.clone(),
        }
    }

    /// What the slow reading says, and the sentence that it follows. None where the pages leave the
    /// answer open. `as_of` is the day that the program says the data describes.
    pub fn expect(&self, data: &Dataset, as_of: Day) -> Option<(Value, &'static str)> {
        let mut reading = Reading::new(data, &self.clock, as_of)?;
        reading.officers = self.officers;
        match self.command {
            Command::Pairs => answers::pairs::rows(&reading, self),
            Command::PairsCount => answers::pairs::count(&reading, self),
            Command::PeoplePairs => answers::people_pairs::rows(&reading, self),
            Command::People => answers::people::rows(&reading, self),
            Command::Stats => answers::stats::object(&reading, self),
            Command::RankDegree | Command::RankStrength | Command::RankOut | Command::RankIn | Command::RankBoards => {
                answers::rank::rows(&reading, self)
            }
            Command::Components => answers::groups::rows(&reading, self),
            Command::Backbone => answers::backbone::rows(&reading, self),
            Command::Trend => answers::trend::rows(&reading, self),
            Command::Path => answers::path::rows(&reading, self),
            Command::Conflicts => answers::conflicts::rows(&reading, self),
            Command::Show => answers::show::object(&reading, self),
            Command::Check => answers::check::object(&reading, self),
            Command::Windows => answers::windows::rows(&reading, self),
            Command::CrossDirectorship => answers::crossed::rows(&reading, self),
        }
    }
}
