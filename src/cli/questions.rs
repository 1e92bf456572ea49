//! The commands that a program may ask of data that is open, and which of their options it may set.
//!
//! `serve` and `mcp` answer by the functions that the command line calls. An option is offered only if it is in the list
//! here: one that reads or writes a file of the machine never is.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use clap::error::ContextKind;
use clap::{ArgAction, ArgMatches, Args as ClapArgs, Command, FromArgMatches};

use super::error::{CliError, Outcome};
use super::opened::Opened;
use super::reply::{Cut, Reply};

/// The options for time, which every question has that is about a time.
pub(super) const TIME: &[&str] = &["at", "during", "ever", "certain", "undated", "as_of"];

/// The options that a question about all of the data has for time.
const NO_TIME: &[&str] = &["as_of", "undated"];

/// Runs a command with matches, on data that is open.
type Run = fn(&ArgMatches, &Arc<Opened>, Reply) -> Result<Outcome, CliError>;

/// Declares the questions: the module of a command, whether it is about a time, and its further options.
macro_rules! questions {
    ($($module:ident $(($data:tt))?, $time:expr, [$($option:literal),*];)*) => {
        /// Returns all questions, in the order of the commands, with the options that anybody may set.
        pub fn all() -> Vec<Question> {
            questions(false)
        }

        /// Returns all questions with all of their options, for a program that may read and write files.
        pub fn all_here() -> Vec<Question> {
            questions(true)
        }

        fn questions(is_here: bool) -> Vec<Question> {
            vec![$(
                Question::new(
                    stringify!($module),
                    super::$module::Args::augment_args(Command::new(stringify!($module))),
                    match is_here {
                        true => Offer::Here(if $time { TIME } else { NO_TIME }, &[$($option),*]),
                        false => Offer::Listed(if $time { TIME } else { NO_TIME }, &[$($option),*]),
                    },
                    |matches, opened, reply| {
                        let mut args = super::$module::Args::from_arg_matches(matches).map_err(refused)?;
                        let data = &mut args.data;
                        $(let Some(data) = &mut data.$data else { return Ok(Outcome::Done) };)?
                        *data = opened.args(data);
                        args.output = args.output.for_reply(reply);
                        super::$module::run(&args)
                    },
                )
            ),*]
        }
    };
}

questions! {
    check, false, [];
    show, true, ["entity", "links", "if_same"];
    search, false, ["text", "top"];
    pairs, true, ["of", "company", "person", "kind", "min", "weight", "sort", "top", "max_boards", "count", "links", "if_same"];
    people, true, ["min", "top", "if_same"];
    path (0), true, ["a", "b", "k", "max_steps", "via", "avoid", "only", "hops", "links", "if_same"];
    conflicts, true, [
        "deal", "between", "company", "person", "window", "rule", "max_steps", "min_share", "each_rule", "top", "min_severity", "explain", "if_same"
    ];
    screen, true, ["rules", "company", "person", "verdict", "top", "count", "industry_digits", "ahead", "if_same"];
    settle, true, [
        "top", "deal", "rule", "min_severity", "window", "screen", "no_screens", "most_findings", "industry_digits", "ahead"
    ];
    resolve, false, [
        "of", "band", "person", "company", "merge_at", "review_at", "also", "population", "no_fit", "order", "top", "count"
    ];
    stats, true, ["only", "links", "if_same"];
    rank, true, [
        "of", "by", "on", "weight", "beta", "damping", "samples", "exact", "seed", "top", "reverse", "links", "if_same"
    ];
    groups, true, [
        "by", "of", "resolution", "seed", "unweighted", "min", "alpha", "beta", "min_size", "top", "links"
    ];
    backbone, true, ["of", "model", "weight", "alpha", "correct", "all", "samples", "seed"];
    trend, true, ["every", "of", "only", "full", "spells", "broken", "within"];
    panel, true, ["of", "by", "on", "weight", "beta", "damping", "samples", "exact", "seed", "every", "bounds", "links"];
    windows, true, ["window", "company", "permutations", "seed"];
    whatif, true, ["appoint", "resign", "window", "screen", "industry_digits", "ahead"];
    report, true, ["between", "deal", "window", "k"];
    render, true, [
        "ego", "hops", "path", "k", "deal", "pairs", "seats", "timeline", "if_same", "min", "max_boards", "company", "title",
        "theme", "highlight", "max_nodes", "groups", "width", "scale"
    ];
}

/// The options of data that are set when it is opened, those of output, which a reply has none of, and those that set an exit code
/// or talk to somebody.
const NOT_HERE: &[&str] = &[
    "data",
    "with",
    "same",
    "from",
    "columns",
    "roles",
    "encoding",
    "skip_rows",
    "sheet",
    "date_order",
    "strict",
    "format",
    "output",
    "threads",
    "quiet",
    "verbose",
    "color",
    "fail_on",
    "review",
    "decide",
];

/// The options that are offered.
pub(super) enum Offer {
    /// Those of time, and those that are listed.
    Listed(&'static [&'static str], &'static [&'static str]),
    /// All that make sense where the data is open and a program asks; of those for time and links, the ones that are listed. They
    /// have the names of the command line.
    Here(&'static [&'static str], &'static [&'static str]),
    /// All options.
    All,
}

/// What a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Count,
    /// One of these words.
    OneOf(Vec<String>),
    /// Any text.
    Text,
}

/// A parameter of a question.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name: that of the option, with `_` for `-`.
    pub name: String,
    /// What it is for.
    pub help: String,
    /// What it takes.
    pub takes: Takes,
    /// `true` if it may be given more than once.
    pub repeats: bool,
    /// The number of values that one use takes, if it is more than one.
    pub values: Option<usize>,
    /// `true` if it must be given.
    pub required: bool,
    /// What it is if it is not given.
    pub default: Option<String>,
    /// How it is written on the command line; none for an argument without a name.
    option: Option<String>,
}

/// A format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyFormat {
    /// The name of the format, and the ending of its files.
    pub name: &'static str,
    /// The media type.
    pub media: &'static str,
}

const fn format(name: &'static str, media: &'static str) -> ReplyFormat {
    ReplyFormat { name, media }
}

/// JSON, which every question answers but `render`.
pub const JSON: ReplyFormat = format("json", "application/json");
/// The formats of rows, the default first.
const ROWS: &[ReplyFormat] = &[
    JSON,
    format("jsonl", "application/jsonl"),
    format("csv", "text/csv; charset=utf-8"),
    format("md", "text/markdown; charset=utf-8"),
    #[cfg(feature = "columnar")]
    format("parquet", "application/vnd.apache.parquet"),
];
const PAGES: &[ReplyFormat] =
    &[JSON, format("html", "text/html; charset=utf-8"), format("md", "text/markdown; charset=utf-8")];
const PICTURES: &[ReplyFormat] = &[
    format("svg", "image/svg+xml"),
    format("png", "image/png"),
    format("pdf", "application/pdf"),
    format("html", "text/html; charset=utf-8"),
    format("dot", "text/vnd.graphviz; charset=utf-8"),
    format("mmd", "text/plain; charset=utf-8"),
];

/// A command that may be asked of data that is open.
pub struct Question {
    /// The name of the command.
    pub name: &'static str,
    /// What it answers, in a line.
    pub about: String,
    /// The parameters, in the order of the help.
    pub parameters: Vec<Parameter>,
    /// Parses arguments. It is kept because making it costs more than most answers.
    command: Mutex<Command>,
    run: Run,
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a program asks, beside the values of parameters.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The format of the answer.
    pub format: ReplyFormat,
    /// The rows that are wanted; none for all.
    pub cut: Option<Cut>,
}

/// Returns the error for values that clap refuses, in its words but without a usage line: there is no command line.
pub(super) fn refused(error: clap::Error) -> CliError {
    let known = |kind| error.get(kind).map(ToString::to_string);
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let mut message = match (known(ContextKind::InvalidArg), first.ends_with(':')) {
        (Some(argument), true) => format!("{first} {argument}"),
        _ => first,
    };
    if let Some(valid) = known(ContextKind::ValidValue) {
        message.push_str(&format!("; it may be {valid}"));
    }
    CliError::Usage(message)
}

impl Question {
    pub(super) fn new(name: &'static str, command: Command, offer: Offer, run: Run) -> Question {
        let mut command = command.no_binary_name(true).disable_help_flag(true).disable_version_flag(true);
        command.build();
        let decides = command.get_arguments().any(|arg| arg.get_id() == "decide");
        let offered = |id: &str| match offer {
            Offer::Listed(time, options) => time.contains(&id) || options.contains(&id),
            Offer::Here(..) if name == "whatif" && id == "same" => true,
            // The rows themselves are the answer.
            Offer::Here(..) if name == "diff" && id == "count" => false,
            Offer::Here(time, _) if TIME.contains(&id) => time.contains(&id),
            Offer::Here(_, options) if id == "links" => options.contains(&id),
            Offer::Here(..) if decides && ["who", "why", "when"].contains(&id) => false,
            Offer::Here(..) => !NOT_HERE.contains(&id),
            Offer::All => true,
        };
        let arguments = command.get_arguments().filter(|arg| offered(arg.get_id().as_str()));
        let mut parameters: Vec<Parameter> = arguments.map(Parameter::of).collect();
        if !matches!(offer, Offer::Listed(..)) {
            Parameter::name_as_written(&mut parameters);
        }
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        Question { name, about, parameters, command: Mutex::new(command), run }
    }

    /// Returns the formats of the answer, the default first.
    pub fn formats(&self) -> &'static [ReplyFormat] {
        match self.name {
            "render" => PICTURES,
            "report" => PAGES,
            "check" | "whatif" | "stats" | "diff" => &ROWS[..1],
            _ => ROWS,
        }
    }

    /// Returns `true` if the answer is a list of rows, of which a part may be asked for.
    pub fn is_list(&self) -> bool {
        !matches!(self.name, "check" | "show" | "stats" | "whatif" | "report" | "render" | "diff")
    }

    /// Returns `true` if the answer is found at the entities that are named, whatever the size of the data.
    pub fn is_about_few(&self, values: &[(String, String)]) -> bool {
        let names: &[&str] = match self.name {
            "search" | "show" | "path" => return true,
            "pairs" => &["company", "person"],
            "conflicts" => &["deal", "between", "company"],
            "report" => &["deal", "between"],
            "render" => &["ego", "path", "deal", "timeline"],
            _ => &[],
        };
        values.iter().any(|(name, _)| names.contains(&name.as_str()))
    }

    /// Returns the word of a command line that sets a format.
    fn format_word(&self, format: ReplyFormat) -> String {
        match self.name {
            "render" => format!("--output=picture.{}", format.name),
            "report" if format.name == "html" => "--output=report.html".to_owned(),
            _ => format!("--format={}", format.name),
        }
    }

    /// Returns the error for a parameter that the question does not have.
    pub fn unknown(&self, name: &str) -> CliError {
        let names: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        CliError::Usage(format!("{} has no parameter '{name}'; it has {}", self.name, names.join(", ")))
    }

    /// Returns the parameter of a name, in which `-` and `_` are the same.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        let plain = name.replace('-', "_");
        self.parameters.iter().find(|parameter| parameter.name == plain)
    }

    /// Returns the words of a command line for values of parameters.
    fn words(&self, values: &[(String, String)]) -> Result<Vec<String>, CliError> {
        let mut words = Vec::new();
        let mut nameless: Vec<(usize, String)> = Vec::new();
        let mut wide: Vec<(&Parameter, Vec<&str>)> = Vec::new();
        for (name, value) in values {
            let plain = name.replace('-', "_");
            let Some(at) = self.parameters.iter().position(|parameter| parameter.name == plain) else {
                return Err(self.unknown(name));
            };
            let parameter = &self.parameters[at];
            match (&parameter.option, &parameter.takes, parameter.values) {
                (None, ..) => nameless.push((at, value.clone())),
                (Some(option), Takes::Flag, _) => {
                    if parse_flag(name, value)? {
                        words.push(option.clone());
                    }
                }
                (Some(_), _, Some(_)) => match wide.iter_mut().find(|(other, _)| other.name == parameter.name) {
                    Some((_, values)) => values.push(value),
                    None => wide.push((parameter, vec![value])),
                },
                (Some(option), ..) if option.starts_with("--") => words.push(format!("{option}={value}")),
                (Some(option), ..) => words.push(format!("{option}{value}")),
            }
        }
        for (parameter, values) in wide {
            if let Some(value) = values.iter().find(|value| value.starts_with('-')) {
                return Err(CliError::Usage(format!("{}: '{value}' begins with a hyphen", parameter.name)));
            }
            words.extend(parameter.option.clone());
            words.extend(values.into_iter().map(str::to_owned));
        }
        // What has no name comes last, in its own order; the data are open already.
        nameless.sort_by_key(|(at, _)| *at);
        words.extend(["--".to_owned(), "DATA".to_owned()]);
        words.extend(nameless.into_iter().map(|(_, value)| value));
        Ok(words)
    }

    /// Parses the values of parameters as those of options.
    ///
    /// # Errors
    /// [`CliError::Usage`] for a parameter that the question does not have, and for a value that it does not take.
    pub(super) fn matches(
        &self,
        values: &[(String, String)],
        format: Option<ReplyFormat>,
    ) -> Result<ArgMatches, CliError> {
        let format = format.map(|format| self.format_word(format));
        let words: Vec<String> = format.into_iter().chain(self.words(values)?).collect();
        let mut command = self.command.lock().unwrap_or_else(PoisonError::into_inner);
        command.try_get_matches_from_mut(words).map_err(refused)
    }

    /// Answers the question: writes what the command prints.
    ///
    /// # Errors
    /// Those of the command, and [`CliError::Usage`] for a parameter that it does not have.
    pub fn ask(
        &self,
        opened: &Arc<Opened>,
        values: &[(String, String)],
        asked: Asked,
        out: Box<dyn Write + Send>,
    ) -> Result<(), CliError> {
        self.ask_with(opened, values, asked.format, Reply::new(out, opened.inputs(), asked.cut))
    }

    /// Answers the question to a reply.
    ///
    /// # Errors
    /// As [`Question::ask`].
    pub(super) fn ask_with(
        &self,
        opened: &Arc<Opened>,
        values: &[(String, String)],
        format: ReplyFormat,
        reply: Reply,
    ) -> Result<(), CliError> {
        let matches = self.matches(values, Some(format))?;
        (self.run)(&matches, opened, reply).map(|_| ())
    }
}

/// Parses the value of a flag. Without a value it is set.
fn parse_flag(name: &str, value: &str) -> Result<bool, CliError> {
    match value {
        "" | "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        other => Err(CliError::Usage(format!("{name}: '{other}' is neither true nor false"))),
    }
}

impl Parameter {
    /// Gives parameters the names that the options have on the command line, where no argument has that name.
    fn name_as_written(parameters: &mut [Parameter]) {
        for at in 0..parameters.len() {
            let written = parameters[at].option.as_ref().and_then(|option| option.strip_prefix("--"));
            let Some(written) = written.map(|written| written.replace('-', "_")) else { continue };
            if parameters.iter().all(|other| other.name != written) {
                parameters[at].name = written;
            }
        }
    }

    /// Returns `true` for an argument, which has no name on the command line.
    pub fn is_argument(&self) -> bool {
        self.option.is_none()
    }

    fn of(arg: &clap::Arg) -> Parameter {
        let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let default = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
        let kind = arg.get_value_parser().type_id();
        let counts = [
            clap::builder::ValueParser::from(clap::value_parser!(usize)).type_id(),
            clap::builder::ValueParser::from(clap::value_parser!(u8)).type_id(),
            clap::builder::ValueParser::from(clap::value_parser!(u32)).type_id(),
            clap::builder::ValueParser::from(clap::value_parser!(u64)).type_id(),
            clap::builder::ValueParser::from(clap::value_parser!(i64)).type_id(),
        ];
        let takes = match arg.get_action() {
            ArgAction::SetTrue => Takes::Flag,
            _ if !values.is_empty() => Takes::OneOf(values),
            _ if counts.contains(&kind) => Takes::Count,
            _ => Takes::Text,
        };
        let count = arg.get_num_args().map_or(1, |range| range.max_values());
        let option = arg.get_long().map(|long| format!("--{long}"));
        let is_wide = (2..1000).contains(&count) && !arg.is_positional();
        Parameter {
            name: arg.get_id().as_str().replace('-', "_"),
            help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
            default: default.filter(|_| takes != Takes::Flag),
            repeats: matches!(arg.get_action(), ArgAction::Append) || count > 1,
            values: is_wide.then_some(count),
            required: arg.is_required_set() || arg.is_positional() && !matches!(arg.get_action(), ArgAction::Append),
            option: option.or_else(|| arg.get_short().map(|short| format!("-{short}"))),
            takes,
        }
    }
}
