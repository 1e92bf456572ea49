//! Relations between answers that need no second implementation.

mod changed;
mod rows;
mod values;

use std::{fs, path::Path};

use serde_json::{Value, json};

use self::values::{shuffled, without_places};
use super::{
    Mismatch, Outcome,
    clock::Clock,
    compare::{Place, difference},
    dataset::{Dataset, Seat},
    dates::{Range, parse},
    program::{Program, text},
    question::{Command, Question},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    ShuffledRows,
    Threads,
    Split,
    Snapshot,
    JsonLines,
    Csv,
    ConvertJson,
    ConvertJsonLines,
    ConvertFolder,
    RenamedIds,
    ShiftedYears,
    AnotherCompany,
    CountIsRows,
    TopIsPrefix,
    FiltersSelect,
    CertainIsSubset,
    AtIsDuring,
    EverIsDuring,
    AsOfOption,
    UndatedIgnoresDates,
    UnknownEnds,
}

pub const ALL: &[Relation] = &[
    Relation::ShuffledRows,
    Relation::ShuffledRows,
    Relation::Threads,
    Relation::Split,
    Relation::Snapshot,
    Relation::JsonLines,
    Relation::Csv,
    Relation::ConvertJson,
    Relation::ConvertJsonLines,
    Relation::ConvertFolder,
    Relation::RenamedIds,
    Relation::ShiftedYears,
    Relation::AnotherCompany,
    Relation::CountIsRows,
    Relation::TopIsPrefix,
    Relation::FiltersSelect,
    Relation::FiltersSelect,
    Relation::CertainIsSubset,
    Relation::CertainIsSubset,
    Relation::AtIsDuring,
    Relation::EverIsDuring,
    Relation::AsOfOption,
    Relation::UndatedIgnoresDates,
    Relation::UnknownEnds,
];

impl Relation {
    pub fn sentence(self) -> &'static str {
        match self {
            Self::ShuffledRows => "the same bytes for any order of the input rows",
            Self::Threads => "the same bytes for any --threads",
            Self::Split => "more data is added with --with DATA; ids that agree are merged",
            Self::Snapshot => "a snapshot opens as the data it was made from",
            Self::JsonLines => "JSON lines writes the rows alone",
            Self::Csv => "CSV has one line a row, or one for each member of its list",
            Self::ConvertJson | Self::ConvertJsonLines | Self::ConvertFolder => {
                "convert: any format read to any format written"
            }
            Self::RenamedIds => "ids may be any text",
            Self::ShiftedYears => "never today's clock: the same data 28 years later gives the same answer",
            Self::AnotherCompany => "a company that nobody else has to do with changes no other row",
            Self::CountIsRows => "--count prints the number of pairs",
            Self::TopIsPrefix => "--top prints the first rows",
            Self::FiltersSelect => "--company, --person, --min and --kind keep rows",
            Self::CertainIsSubset => "--certain keeps rows and never changes what a kept row says",
            Self::AtIsDuring => "--at one day is --during that day",
            Self::EverIsDuring => "--during .. is --ever",
            Self::AsOfOption => "--as-of DATE overrides the dataset's as-of date",
            Self::UndatedIgnoresDates => "--undated: ignore dates altogether: every seat counts",
            Self::UnknownEnds => {
                "an empty end means unknown if datapackage.json says so, or if the end_status of the row is unknown"
            }
        }
    }
}

type Sides = Option<(Value, Value)>;

pub fn check(program: &Program, scratch: &Path, data: &Dataset, question: &Question, relation: Relation) -> Outcome {
    let scene = Scene { program, scratch, data, question };
    let found = match scene.sides(relation) {
        Ok(None) => return Outcome::Open,
        Ok(Some((left, right))) => match difference(&left, &right).or_else(|| difference(&right, &left)) {
            None => return Outcome::Same { empty: left.as_array().is_some_and(Vec::is_empty) },
            Some(place) => place,
        },
        Err(error) => Place {
            pointer: "exit".to_owned(),
            ours: json!("an answer"),
            theirs: json!(error.chars().take(300).collect::<String>()),
        },
    };
    Outcome::Differs(Mismatch {
        kind: format!("{relation:?} {:?} {}", question.command, found.kind()),
        sentence: relation.sentence(),
        place: found.pointer.clone(),
        ours: found.ours.to_string(),
        theirs: found.theirs.to_string(),
    })
}

struct Scene<'a> {
    program: &'a Program,
    scratch: &'a Path,
    data: &'a Dataset,
    question: &'a Question,
}

impl Scene<'_> {
    /// The two answers that should be one; none where the relation says nothing.
    fn sides(&self, relation: Relation) -> Result<Sides, String> {
        let question = self.question;
        match relation {
            Relation::ShuffledRows => self.against(&shuffled(self.data), |value| value),
            Relation::Threads => self.threads(),
            Relation::Split => self.split(),
            Relation::Snapshot => self.through(&["build", "DATA", "-o", "OUT.ilk", "--force"], "OUT.ilk"),
            Relation::ConvertJson => self.through(&["convert", "DATA", "OUT.json"], "OUT.json"),
            Relation::ConvertJsonLines => self.through(&["convert", "DATA", "OUT.jsonl"], "OUT.jsonl"),
            Relation::ConvertFolder => self.through(&["convert", "DATA", "OUT"], "OUT"),
            Relation::JsonLines => self.json_lines(),
            Relation::Csv => self.csv(),
            // "Random numbers depend only on the seed and on the ids of a pair", and rows are ordered by them.
            Relation::RenamedIds if question.command == Command::Windows => Ok(None),
            Relation::RenamedIds => self.renamed(),
            Relation::AsOfOption => self.as_of_option(),
            Relation::UndatedIgnoresDates => self.undated(),
            Relation::UnknownEnds => self.unknown_ends(),
            Relation::ShiftedYears => self.shifted(),
            Relation::AnotherCompany => self.another_company(),
            Relation::CountIsRows => self.count_is_rows(),
            Relation::TopIsPrefix => self.top_is_prefix(),
            Relation::FiltersSelect => self.filters_select(),
            Relation::CertainIsSubset => self.certain_is_subset(),
            Relation::AtIsDuring => match &question.clock {
                Clock::At(day) if parse(day).is_some_and(Range::exact) => {
                    self.other_clock(Clock::During(day.clone(), day.clone()))
                }
                _ => Ok(None),
            },
            Relation::EverIsDuring => match question.clock {
                Clock::Ever
                    if !matches!(
                        question.command,
                        Command::Path
                            | Command::Trend
                            | Command::Show
                            | Command::Backbone
                            | Command::Stats
                            | Command::RankOut
                            | Command::RankIn
                    ) =>
                {
                    self.other_clock(Clock::During(String::new(), String::new()))
                }
                _ => Ok(None),
            },
        }
    }

    fn results(&self, data: &Dataset, question: &Question) -> Result<Value, String> {
        let folder = self.scratch.join("data");
        data.write(&folder).map_err(|error| error.to_string())?;
        self.ask(&text(&folder), question)
    }

    fn ask(&self, place: &str, question: &Question) -> Result<Value, String> {
        let answer = self.program.json(&question.arguments(place))?;
        Ok(json!({"as_of": answer["as_of"], "results": without_places(&answer["results"])}))
    }

    /// The question put to the data and to another dataset.
    fn against(&self, other: &Dataset, back: impl Fn(Value) -> Value) -> Result<Sides, String> {
        if self.question.command == Command::Check {
            return Ok(None);
        }
        let left = self.results(self.data, self.question)?;
        Ok(Some((left, back(self.results(other, self.question)?))))
    }

    fn other_clock(&self, clock: Clock) -> Result<Sides, String> {
        let other = Question { clock, ..self.question.clone() };
        let (left, right) = (self.results(self.data, self.question)?, self.results(self.data, &other)?);
        // Which companies without a board member are nodes is not said.
        let told = |answer: &Value| self.question.prepare(&answer["results"]);
        Ok(Some((told(&left), told(&right))))
    }

    fn threads(&self) -> Result<Sides, String> {
        let folder = self.scratch.join("data");
        self.data.write(&folder).map_err(|error| error.to_string())?;
        let mut outputs = Vec::new();
        for (threads, format) in [("1", "json"), ("2", "json"), ("5", "json")] {
            let mut arguments = self.question.arguments(&text(&folder));
            arguments.extend(["-q", "-f", format, "--threads", threads].map(str::to_owned));
            let run = self.program.run(&arguments).map_err(|error| error.to_string())?;
            outputs.push(json!(String::from_utf8_lossy(&run.out)));
        }
        let other = if outputs[0] == outputs[1] { outputs[2].clone() } else { outputs[1].clone() };
        Ok(Some((outputs[0].clone(), other)))
    }

    /// Half of the seats in a second folder.
    fn split(&self) -> Result<Sides, String> {
        if self.data.seats.len() < 2 || self.question.command == Command::Check {
            return Ok(None);
        }
        let mut rest = Dataset { ties: vec![], deals: vec![], ..self.data.clone() };
        let mut first = self.data.clone();
        // A row that stands twice stays together, so that it is a duplicate of one file.
        let goes = |seat: &Seat| (seat.start.len() + seat.person.len() + seat.role.len() + seat.end.len()) & 1 == 1;
        first.seats.retain(|seat| !goes(seat));
        rest.seats.retain(goes);
        if first.seats.is_empty() || rest.seats.is_empty() {
            return Ok(None);
        }
        // Without tables of people and companies, a tie may name somebody of the other folder.
        if self.data.people.is_empty() && !(self.data.ties.is_empty() && self.data.deals.is_empty()) {
            return Ok(None);
        }
        let left = self.results(self.data, self.question)?;
        let (one, two) = (self.scratch.join("one"), self.scratch.join("two"));
        first.write(&one).and_then(|()| rest.write(&two)).map_err(|error| error.to_string())?;
        let mut arguments = self.question.arguments(&text(&one));
        arguments.extend(["--with".to_owned(), text(&two)]);
        let answer = self.program.json(&arguments)?;
        Ok(Some((left, json!({"as_of": answer["as_of"], "results": without_places(&answer["results"])}))))
    }

    /// The question put to what another command makes of the data.
    fn through(&self, command: &[&str], result: &str) -> Result<Sides, String> {
        if self.question.command == Command::Check {
            return Ok(None);
        }
        let left = self.results(self.data, self.question)?;
        let made = self.scratch.join(result);
        let _ = fs::remove_file(&made);
        let _ = fs::remove_dir_all(&made);
        let arguments: Vec<String> = command
            .iter()
            .filter(|word| **word != "--force")
            .map(|word| match *word {
                "DATA" => text(&self.scratch.join("data")),
                word if word.starts_with("OUT") => text(&self.scratch.join(word)),
                word => word.to_owned(),
            })
            .chain(["-q".to_owned()])
            .collect();
        let run = self.program.run(&arguments).map_err(|error| error.to_string())?;
        if run.code != Some(0) {
            return Err(format!("{}: exit code {:?}: {}", command[0], run.code, run.err));
        }
        Ok(Some((left, self.ask(&text(&made), self.question)?)))
    }

    fn json_lines(&self) -> Result<Sides, String> {
        let folder = self.scratch.join("data");
        self.data.write(&folder).map_err(|error| error.to_string())?;
        let left = self.program.json(&self.question.arguments(&text(&folder)))?["results"].clone();
        if !left.is_array() {
            return Ok(None);
        }
        let mut arguments = self.question.arguments(&text(&folder));
        arguments.extend(["-q", "-f", "jsonl"].map(str::to_owned));
        let run = self.program.run(&arguments).map_err(|error| error.to_string())?;
        let lines = String::from_utf8_lossy(&run.out)
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).map_err(|error| error.to_string()))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Some((left, Value::Array(lines))))
    }

    fn csv(&self) -> Result<Sides, String> {
        if !matches!(self.question.command, Command::Pairs | Command::People | Command::RankDegree) {
            return Ok(None);
        }
        let json = self.results(self.data, self.question)?;
        // A director is a row for each board.
        let lines_of = |row: &Value| match self.question.command {
            Command::People => row["companies"].as_array().map_or(0, Vec::len),
            _ => 1,
        };
        let rows: usize = json["results"].as_array().map_or(0, |rows| rows.iter().map(lines_of).sum());
        let mut arguments = self.question.arguments(&text(&self.scratch.join("data")));
        arguments.extend(["-q", "-f", "csv"].map(str::to_owned));
        let run = self.program.run(&arguments).map_err(|error| error.to_string())?;
        let lines = String::from_utf8_lossy(&run.out).lines().count();
        Ok(Some((json!(rows), json!(lines.saturating_sub(1)))))
    }
}
