//! The questions for a program of which this library is a part, such as the package of Python: on data that it has opened, with
//! every option that makes sense there.

use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use clap::{Args as ClapArgs, Command, FromArgMatches};

use super::data_args::DataArgs;
use super::diff;
use super::error::{CliError, Outcome};
use super::in_memory::InMemory;
use super::opened::Opened;
use super::output_args::OutputArgs;
use super::questions::{self, Offer, Question, ReplyFormat, refused};
use super::reply::{Notes, Reply};

/// Where data is that a program opens.
#[derive(Clone, Debug)]
pub enum Place {
    /// At these paths; those after the first are added to it.
    Paths(Vec<PathBuf>),
    /// In memory.
    Memory(InMemory),
}

/// The values of parameters, by their names.
pub type Values = Vec<(String, String)>;

/// Data that a program has opened.
#[derive(Clone, Debug)]
pub struct Boards {
    opened: Arc<Opened>,
    /// The values of `links`, which are those of every question that has this parameter and is not asked with others.
    links: Values,
    /// The notes on how the data was read.
    pub notes: Vec<String>,
}

/// What a program asks.
#[derive(Clone, Debug)]
pub struct Request {
    /// The name of the question.
    pub question: String,
    /// The values of its parameters.
    pub values: Values,
    /// The name of the format; none for that of rows, if the answer may be a list, or else JSON.
    pub format: Option<String>,
}

/// All questions that a program may ask.
pub struct Desk {
    questions: Vec<Question>,
    diff: Question,
    open: Question,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl Default for Desk {
    fn default() -> Desk {
        let nothing = |_: &_, _: &_, _| Ok(Outcome::Done);
        let open = DataArgs::augment_args(Command::new("open"));
        let diff = diff::Args::augment_args(Command::new("diff"));
        Desk {
            questions: questions::all_here(),
            diff: Question::new("diff", diff, Offer::Here(questions::TIME, &[]), nothing),
            open: Question::new("open", open, Offer::All, nothing),
        }
    }
}

fn taken(notes: &Notes) -> Vec<String> {
    std::mem::take(&mut notes.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The format of an answer that may be a list.
const LINES: &str = "jsonl";

impl Desk {
    /// Returns all questions, with `diff` and `open`.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().chain([&self.diff, &self.open])
    }

    /// Returns the question of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn question(&self, name: &str) -> Result<&Question, CliError> {
        let unknown = || CliError::Usage(format!("there is no question '{name}'"));
        self.questions().find(|question| question.name == name).ok_or_else(unknown)
    }

    /// Opens data. `values` are those of the options of data and time.
    ///
    /// # Errors
    /// Those of reading it.
    pub fn open(&self, place: &Place, values: &[(String, String)]) -> Result<Boards, CliError> {
        let mut args = DataArgs::from_arg_matches(&self.open.matches(values, None)?).map_err(refused)?;
        match place {
            Place::Paths(paths) => {
                let mut paths = paths.iter().cloned();
                let first = paths.next().ok_or_else(|| CliError::Usage("there is no path to open".to_owned()))?;
                if first.as_os_str() == "-" {
                    let message =
                        "standard input can be read only once, and questions may read the data again; name a file";
                    return Err(CliError::Usage(message.to_owned()));
                }
                args.data = first;
                args.with = paths.chain(args.with).collect();
            }
            Place::Memory(in_memory) => {
                if !args.with.is_empty() {
                    let message = "with cannot add files to tables in memory; give all tables, or all files";
                    return Err(CliError::Usage(message.to_owned()));
                }
                args.data = PathBuf::from("tables");
                args.in_memory = Some(in_memory.clone());
            }
        }
        let notes = Notes::default();
        let reply = Reply::new(Box::new(std::io::sink()), Arc::default(), None).with_notes(Arc::clone(&notes));
        let opened = Opened::open_here(&args, &OutputArgs::silent().for_reply(reply))?;
        let links = values.iter().filter(|(name, _)| name == "links").cloned().collect();
        Ok(Boards { opened: Arc::new(opened), links, notes: taken(&notes) })
    }

    /// Returns a question, with its values as it is asked of data: `links` of the data count where it can be used.
    fn prepared(&self, boards: &Boards, request: &Request) -> Result<(&Question, Values), CliError> {
        let question = self.question(&request.question)?;
        let mut values = request.values.clone();
        for (name, value) in &values {
            if question.parameter(name).is_none() {
                return Err(question.unknown(name));
            }
            let is_file = !value.contains('=') || PathBuf::from(value).exists();
            if name == "same" && is_file {
                return Err(CliError::Usage(format!(
                    "same: '{value}' is not A=B; files of decisions are named when the data is opened"
                )));
            }
        }
        let has_links = question.parameter("links").is_some() && values.iter().all(|(name, _)| name != "links");
        if has_links {
            let usable =
                |value: &str| matches!(question.name, "path" | "show") || ["directors", "officers"].contains(&value);
            values.extend(boards.links.iter().filter(|(_, value)| usable(value)).cloned());
        }
        Ok((question, values))
    }

    fn format(question: &Question, request: &Request) -> Result<ReplyFormat, CliError> {
        let mut formats = question.formats().iter();
        let wanted = match request.format.as_deref() {
            Some(wanted) => wanted,
            None if question.is_list() => LINES,
            None => return formats.next().copied().ok_or_else(|| CliError::Usage("no format".to_owned())),
        };
        let names = question.formats().iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
        formats.find(|format| format.name == wanted).copied().ok_or_else(|| {
            CliError::Usage(format!("{} cannot be written as '{wanted}'; it can be written as {names}", question.name))
        })
    }

    /// Answers a question: writes what the command prints, and returns the notes to the reader.
    ///
    /// # Errors
    /// Those of the command.
    pub fn ask(
        &self,
        boards: &Boards,
        newer: Option<&Boards>,
        request: &Request,
        out: Box<dyn Write + Send>,
    ) -> Result<Vec<String>, CliError> {
        let (question, values) = self.prepared(boards, request)?;
        let format = Desk::format(question, request)?;
        let notes = Notes::default();
        let reply = Reply::new(out, Arc::default(), None).with_notes(Arc::clone(&notes));
        match (question.name, newer) {
            ("diff", Some(newer)) => {
                let mut values = values;
                values.push(("new".to_owned(), "NEW".to_owned()));
                let matches = question.matches(&values, Some(format))?;
                let mut args = diff::Args::from_arg_matches(&matches).map_err(refused)?;
                args.opened = Some(Box::new(newer.opened.args(&args.data)));
                args.data = boards.opened.args(&args.data);
                args.output = args.output.for_reply(reply);
                diff::run(&args)?;
            }
            ("diff", None) => return Err(CliError::Usage("diff compares with newer data; name it".to_owned())),
            ("open", _) => return Err(CliError::Usage("there is no question 'open'".to_owned())),
            _ => question.ask_with(&boards.opened, &values, format, reply)?,
        }
        Ok(taken(&notes))
    }

    /// Describes data that is open.
    pub fn about(boards: &Boards) -> serde_json::Value {
        boards.opened.about()
    }
}
