//! `interlocks convert`: from any format that is read to any that is written.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, atomic_write};
use super::words::one_of;
use interlocks::analysis::pairs::{PairOptions, Side, Weight, pairs};
use interlocks::dataset::{Dataset, Table, WholeFormat};
use interlocks::export::{self, Boards, Network, NetworkFormat, Projection};
use interlocks::graph::BoardGraph;

/// From any format that is read to any that is written
///
/// What IN holds beside our tables is kept in further columns; what has no place in them, and what
/// OUT cannot hold, is counted on standard error. OUT is a folder unless its name ends in .json,
/// .jsonl, .graphml, .gexf, .net, .dot or .csv (a table of edges), or --to says otherwise.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Networks are of people and companies, or, with --of, of companies that share people or people that
share boards, with weights, and spells where the format has them. --at, --during and --certain
choose what a shared seat is there; without --of every seat is kept, with its dates. --undated leaves
spells out, which igraph does not know in Pajek files.

Examples:
  interlocks convert datasets/bigtech-boards boards.json
  interlocks convert boards.json boards-again
  interlocks convert register.csv - --to jsonl
  interlocks convert datasets/bigtech-boards boards.gexf
  interlocks convert datasets/bigtech-boards interlocks.graphml --of companies --at 2013-08
  interlocks convert datasets/bigtech-boards entities.json --to followthemoney"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// File or folder to write; - for standard output
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Format of OUT: folder, json, jsonl, parquet (a folder), followthemoney, graphml, gexf, pajek,
    /// neo4j (a folder), dot, edges; its name tells when absent
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    /// A network of pairs: companies that share people, or people that share companies
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str))]
    of: Option<Side>,
    /// How much a pair weighs
    #[arg(long, value_parser = one_of(&Weight::ALL, Weight::as_str), default_value = "count", requires = "of")]
    weight: Weight,
    /// Leave out people on more than N boards (with --of people: companies with more members)
    #[arg(long, value_name = "N", requires = "of")]
    max_boards: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Whole(WholeFormat),
    FollowTheMoney,
    Network(NetworkFormat),
}

/// Every word for `--to`.
const WORDS: &str = "folder, json, jsonl, parquet, followthemoney, graphml, gexf, pajek, neo4j, dot, edges";

impl Target {
    fn of_word(word: &str) -> Option<Target> {
        match word {
            "followthemoney" | "ftm" => Some(Target::FollowTheMoney),
            _ => word
                .parse()
                .ok()
                .map(Target::Whole)
                .or_else(|| word.parse().ok().map(Target::Network)),
        }
    }

    /// The format that the name of a file asks for; a name without an ending, or with a stroke at its
    /// end, is a folder.
    fn of_name(out: &Path) -> Result<Target, CliError> {
        let Some(ending) = out.extension().and_then(|ending| ending.to_str()) else {
            return if out == Path::new("-") {
                Err(CliError::Usage(
                    "standard output has no name to tell its format: add --to json or jsonl".to_owned(),
                ))
            } else {
                Ok(Target::Whole(WholeFormat::Folder))
            };
        };
        if out.is_dir() {
            return Ok(Target::Whole(WholeFormat::Folder));
        }
        Target::of_word(&ending.to_lowercase())
            .ok_or_else(|| CliError::Usage(format!("cannot tell the format of {}: say --to {WORDS}", out.display())))
    }

    fn is_folder(self) -> bool {
        match self {
            Target::Whole(format) => matches!(format, WholeFormat::Folder | WholeFormat::Parquet),
            Target::Network(format) => format.is_folder(),
            Target::FollowTheMoney => false,
        }
    }
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let target = match &args.to {
        Some(word) => {
            Target::of_word(word).ok_or_else(|| CliError::Usage(format!("--to {word}: the formats are {WORDS}")))?
        }
        None => Target::of_name(&args.out)?,
    };
    if args.output.output.is_some() {
        return Err(CliError::Usage("OUT is the second argument: interlocks convert IN OUT".to_owned()));
    }
    if target.is_folder() && args.out == Path::new("-") {
        return Err(CliError::Usage("a folder cannot go to standard output: say --to json or jsonl".to_owned()));
    }
    let is_network = matches!(target, Target::Network(_));
    if args.of.is_some() && !is_network {
        return Err(CliError::Usage(
            "--of makes a network of pairs: say --to graphml, gexf, pajek, neo4j, dot or edges".to_owned(),
        ));
    }
    if args.of.is_none() && (args.data.at.is_some() || args.data.during.is_some() || args.data.certain) {
        return Err(CliError::Usage(
            "without --of every seat is written with its dates: leave out --at, --during and --certain".to_owned(),
        ));
    }
    let graph = args.data.graph(&args.output)?;
    let data = graph.to_dataset();
    let told = match target {
        Target::Network(format) => write_network(args, format, &graph, &data)?,
        _ => write_data(args, target, &data)?,
    };
    for (what, count) in told {
        args.output.note(&format!("left out: {what}: {count}"));
    }
    let rows: Vec<String> = Table::ALL
        .into_iter()
        .filter(|table| data.rows(*table) > 0)
        .map(|table| format!("{} {}", data.rows(table), table.name()))
        .collect();
    args.output.detail(&format!("{} in {}", rows.join(", "), args.out.display()));
    Ok(Outcome::Done)
}

/// What could not be written, and how much of it.
type Told = BTreeMap<String, u64>;

fn failed(args: &Args) -> impl Fn(std::io::Error) -> CliError + '_ {
    |source| CliError::Write { path: args.out.display().to_string(), source }
}

/// Writes all tables.
fn write_data(args: &Args, target: Target, data: &Dataset) -> Result<Told, CliError> {
    let mut told = Told::new();
    if target == Target::Whole(WholeFormat::Folder) {
        let altered = data.write_folder(&args.out).map_err(failed(args))?;
        if altered.items > 0 {
            told.insert("semicolons in items of lists, which became commas".to_owned(), altered.items);
        }
        return Ok(told);
    }
    if target == Target::Whole(WholeFormat::Parquet) {
        data.write_parquet_folder(&args.out).map_err(failed(args))?;
        return Ok(told);
    }
    to_file(args, |out| {
        match target {
            Target::Whole(WholeFormat::Json) => data.write_json(out)?,
            Target::FollowTheMoney => told = data.write_followthemoney(out)?,
            _ => data.write_jsonl(out)?,
        }
        Ok(())
    })?;
    Ok(told)
}

/// Writes people and companies and what joins them, or pairs.
fn write_network(args: &Args, format: NetworkFormat, graph: &BoardGraph, data: &Dataset) -> Result<Told, CliError> {
    let found = match args.of {
        Some(side) => {
            let query = args.data.query()?;
            pairs(
                graph,
                &PairOptions {
                    query,
                    side,
                    weight: args.weight,
                    max_boards: args.max_boards,
                    ..PairOptions::default()
                },
            )
        }
        None => Vec::new(),
    };
    let boards = if args.data.undated { Boards::new(data).undated() } else { Boards::new(data) };
    let projection;
    let (network, beside): (&dyn Network, u64) = match args.of {
        Some(side) => {
            projection = Projection::new(data, side, &found);
            (&projection, 0)
        }
        None => (&boards, boards.left_out()),
    };
    let mut left_out = Default::default();
    if format.is_folder() {
        left_out = export::write_folder(network, format, &args.out).map_err(failed(args))?;
    } else {
        to_file(args, |out| {
            left_out = export::write(network, format, out)?;
            Ok(())
        })?;
    }
    let mut told: Told = left_out.into_iter().map(|(what, count)| (what.to_owned(), count)).collect();
    if beside > 0 {
        told.insert("deals, accounts and sources, which are no part of a network".to_owned(), beside);
    }
    Ok(told)
}

/// Fills OUT, which appears whole or not at all.
fn to_file(args: &Args, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), CliError> {
    if args.out == Path::new("-") {
        let mut out = BufWriter::new(std::io::stdout().lock());
        return write(&mut out).and_then(|()| out.flush()).map_err(failed(args));
    }
    atomic_write(&args.out, |file| {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        write(&mut out)?;
        out.flush()
    })
}
