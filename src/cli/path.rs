//! `interlocks path`: connections between two entities.

use std::collections::BTreeSet;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use clap::{ArgMatches, Args as ClapArgs, Command, FromArgMatches};
use serde_json::{Map, Value};

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::files::read_text;
use super::output_args::OutputArgs;
use crate::output::{Answer, Table, path_steps};
use interlocks::analysis::paths::{Only, PathOptions, Strengths, best, best_of_each, strongest_first};
use interlocks::graph::{BoardGraph, Entity, LookupError, TieIx};
use interlocks_core::wording::counted;

/// Find the strongest or shortest paths between people and companies
///
/// A path leads along seats and ties. Its strength is the product of the strengths of its steps.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks path boards/ netflix meta -k 3 -v\n  interlocks path boards/ netflix disney --at 2013-08 --hops\n  interlocks path boards/ netflix meta --links address,agent\n  interlocks path boards/ netflix --to disney,apple,meta -k 1\n  interlocks path boards/ --between watchlist.txt\n  interlocks path --explain-strength"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: MaybeData,
    /// Start at this person or company
    #[arg(required_unless_present_any = ["between", "explain_strength"], conflicts_with = "between")]
    a: Option<String>,
    /// End at this person or company
    #[arg(required_unless_present_any = ["to", "between", "explain_strength"], conflicts_with_all = ["to", "between"])]
    b: Option<String>,
    /// Search from A to each entity of a list: a file with one name per line, or names separated by commas
    #[arg(long, value_name = "LIST")]
    to: Option<String>,
    /// Search between every two entities of a list: a file or names, as for --to
    #[arg(long, value_name = "LIST", conflicts_with = "to")]
    between: Option<String>,
    /// Print N paths for each pair
    #[arg(short, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    k: u32,
    /// Allow at most N steps
    #[arg(long, value_name = "N", default_value_t = 6)]
    max_steps: usize,
    /// Keep only paths through this entity; if repeated, only paths through all of them, in any order
    #[arg(long, value_name = "X")]
    via: Vec<String>,
    /// Leave out paths through this entity; may be repeated
    #[arg(long, value_name = "X")]
    avoid: Vec<String>,
    /// Use only these steps: seats, ties, or kinds of tie such as spouse; competitor-of and conflict
    /// are used only if named
    #[arg(long, value_name = "STEP,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Rank paths by number of steps and ignore strength
    #[arg(long)]
    hops: bool,
    /// Take also steps from one record to another that the decisions on identity leave open to be the same; their
    /// strength is the probability
    #[arg(long)]
    if_same: bool,
    /// Use another table of strengths, in the format of docs/strengths.md
    #[arg(long, value_name = "FILE")]
    strengths: Option<PathBuf>,
    /// Print the table of strengths with the reason for each number; needs no DATA
    #[arg(long)]
    explain_strength: bool,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// The largest number of pairs from one list: each costs memory and a search.
const MOST_PAIRS: usize = 1_000_000;

/// DATA, which `--explain-strength` does not need.
#[derive(Debug)]
pub(super) struct MaybeData(pub(super) Option<DataArgs>);

impl ClapArgs for MaybeData {
    fn augment_args(command: Command) -> Command {
        DataArgs::augment_args(command)
            .mut_arg("data", |data| data.required(false).required_unless_present("explain_strength"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        DataArgs::augment_args_for_update(command)
    }
}

impl FromArgMatches for MaybeData {
    fn from_arg_matches(matches: &ArgMatches) -> Result<MaybeData, clap::Error> {
        let given = matches.contains_id("data");
        Ok(MaybeData(given.then(|| DataArgs::from_arg_matches(matches)).transpose()?))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = MaybeData::from_arg_matches(matches)?;
        Ok(())
    }
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let strengths = args.strengths()?;
    let Some(data) = args.data.0.as_ref().filter(|_| !args.explain_strength) else {
        return explain(args, &strengths);
    };
    let query = data.query()?;
    let graph = data.with_shared_details().graph_in_part(&args.output)?;
    let found = |names: &[String]| names.iter().map(|name| Ok(graph.find(name)?)).collect::<Result<Vec<_>, CliError>>();
    let options = PathOptions {
        query,
        k: args.k as usize,
        max_steps: args.max_steps,
        via: found(&args.via)?,
        avoid: found(&args.avoid)?,
        only: args.only.iter().map(|word| only(&graph, &strengths, word)).collect::<Result<_, _>>()?,
        hops: args.hops,
        explain: args.output.is_verbose() && !args.hops,
        if_same: args.if_same,
        strengths,
    };
    let mut echo = data.echo();
    args.echo(&mut echo);
    let pairs = args.pairs(&graph)?;
    let (paths, table) = match (pairs.as_slice(), &args.b) {
        ([(a, b)], Some(_)) => {
            let paths = best(&graph, *a, *b, &options);
            let mut table = path_steps(&paths);
            if paths.is_empty() {
                table =
                    table.with_note(format!("no connection within {} at that time", counted(args.max_steps, "step")));
            }
            (paths, table)
        }
        _ => {
            let answers = best_of_each(&graph, &pairs, &options);
            let apart = pairs.iter().zip(&answers).filter(|(_, paths)| paths.is_empty());
            let apart: Vec<[String; 2]> = apart.map(|((a, b), _)| [graph.id(*a), graph.id(*b)]).collect();
            echo.insert("pairs".to_owned(), pairs.len().into());
            echo.insert("not_joined".to_owned(), apart.iter().map(|ids| Value::from(ids.to_vec())).collect());
            let paths = strongest_first(answers);
            let mut table = path_steps(&paths);
            if !apart.is_empty() {
                table = table.with_note(not_joined(&apart, pairs.len(), args.max_steps));
            }
            (paths, table)
        }
    };
    args.output.write(&answer("path", &graph, echo, &paths, table)?)?;
    Ok(Outcome::Done)
}

/// Returns the note on pairs of a list without a path.
fn not_joined(apart: &[[String; 2]], pairs: usize, max_steps: usize) -> String {
    const SHOWN: usize = 20;
    let mut names: Vec<String> = apart.iter().take(SHOWN).map(|[a, b]| format!("{a} – {b}")).collect();
    if apart.len() > SHOWN {
        names.push(format!("and {} more", apart.len() - SHOWN));
    }
    let all = apart.len();
    format!(
        "{all} of {pairs} pairs have no connection within {} at that time: {}",
        counted(max_steps, "step"),
        names.join("; ")
    )
}

/// Prints the table of strengths.
fn explain(args: &Args, strengths: &Strengths) -> Result<Outcome, CliError> {
    let rows = strengths.rows();
    let results = serde_json::to_value(&rows)?;
    let mut table = Table::from_rows(&rows);
    if !strengths.about.is_empty() {
        table = table.with_note(&strengths.about);
    }
    args.output.write(&Answer {
        command: "path",
        as_of: None,
        options: Map::new(),
        model: None,
        page: None,
        results,
        if_same: None,
        table,
    })?;
    Ok(Outcome::Done)
}

impl Args {
    fn strengths(&self) -> Result<Arc<Strengths>, CliError> {
        let Some(file) = &self.strengths else { return Ok(Strengths::bundled()) };
        let text = read_text(file)?;
        let path = file.display().to_string();
        Strengths::parse(&text).map(Arc::new).map_err(|source| CliError::Strengths { path, source })
    }

    /// Returns the pairs to search, each once.
    fn pairs(&self, graph: &BoardGraph) -> Result<Vec<(Entity, Entity)>, CliError> {
        let listed = |option: &str, list: &str| -> Result<Vec<Entity>, CliError> {
            let (mut entities, mut known) = (Vec::new(), BTreeSet::new());
            for name in names(list)? {
                let entity = graph.find(&name).map_err(|source| not_a_file(option, list, &name, source))?;
                if known.insert(entity) {
                    entities.push(entity);
                }
            }
            if entities.is_empty() {
                return Err(CliError::Usage(format!("{option} '{list}' names nobody; give a file or names")));
            }
            Ok(entities)
        };
        let from = |name: &Option<String>| graph.find(name.as_deref().unwrap_or_default());
        if let Some(list) = &self.between {
            let all = listed("--between", list)?;
            if all.len() < 2 {
                return Err(CliError::Usage(format!("--between '{list}': give at least two entities")));
            }
            let pairs = all.len() * (all.len() - 1) / 2;
            if pairs > MOST_PAIRS {
                return Err(CliError::Usage(format!(
                    "--between '{list}': {} entities make {pairs} pairs, more than {MOST_PAIRS}; make the list shorter",
                    all.len()
                )));
            }
            return Ok(all
                .iter()
                .enumerate()
                .flat_map(|(at, a)| all[at + 1..].iter().map(move |b| (*a, *b)))
                .collect());
        }
        let a = from(&self.a)?;
        match &self.to {
            Some(list) => Ok(listed("--to", list)?.into_iter().filter(|b| *b != a).map(|b| (a, b)).collect()),
            None => Ok(vec![(a, from(&self.b)?)]),
        }
    }

    /// Adds the options of the search to the head of the JSON.
    fn echo(&self, options: &mut Map<String, Value>) {
        options.insert("k".to_owned(), self.k.into());
        options.insert("max_steps".to_owned(), self.max_steps.into());
        for (name, list) in [("via", &self.via), ("avoid", &self.avoid), ("only", &self.only)] {
            if !list.is_empty() {
                options.insert(name.to_owned(), list.as_slice().into());
            }
        }
        if self.if_same {
            options.insert("if_same".to_owned(), true.into());
        }
        if self.hops {
            options.insert("hops".to_owned(), true.into());
        }
        if let Some(file) = &self.strengths {
            options.insert("strengths".to_owned(), file.display().to_string().into());
        }
    }
}

/// Returns the names of a list: the lines of a file, or texts between commas.
fn names(list: &str) -> Result<Vec<String>, CliError> {
    let file = FilePath::new(list);
    // A `<(…)` of the shell is not a plain file, but is read like one.
    let text = if file.exists() && !file.is_dir() { read_text(file)? } else { list.replace(',', "\n") };
    Ok(text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect())
}

/// Returns the error for an unknown name; a single name that looks like a path may have been meant as a file.
fn not_a_file(option: &str, list: &str, name: &str, source: LookupError) -> CliError {
    if list == name && list.contains(['/', '.', '\\']) {
        return CliError::Usage(format!("{option} '{list}': there is no such file, and {source}"));
    }
    source.into()
}

/// Parses a value of `--only`: a kind of tie has to be in the table of strengths or in the data.
fn only(graph: &BoardGraph, strengths: &Strengths, word: &str) -> Result<Only, CliError> {
    match word {
        "seats" => Ok(Only::Seats),
        "ties" => Ok(Only::Ties),
        _ => {
            let mut kinds: Vec<&str> =
                (0..graph.tie_count() as u32).map(|tie| graph.tie_kind(TieIx::new(tie))).collect();
            kinds.sort_unstable();
            kinds.dedup();
            if strengths.names(word) || kinds.iter().any(|kind| kind.to_lowercase() == word.to_lowercase()) {
                return Ok(Only::Kind(word.to_owned()));
            }
            let kinds = if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") };
            Err(CliError::Usage(format!(
                "--only {word}: write seats, ties, or a kind of tie; the data has these kinds: {kinds}"
            )))
        }
    }
}
