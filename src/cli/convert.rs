//! `interlocks convert`: from any readable format to any writable format.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::files::{ReplaceArgs, atomic_write};
use super::output_args::OutputArgs;
use super::value_enum::one_of;
use interlocks::analysis::pairs::{PairOptions, Side, Weight, pairs};
use interlocks::dataset::{Dataset, Table, WholeFormat};
use interlocks::export::{self, Boards, Network, NetworkFormat, Projection};
use interlocks::graph::BoardGraph;

/// Convert data from any supported format to another
///
/// Fields of DATA that the data model does not have are kept as extra columns. A note on standard error
/// counts what cannot be kept or cannot be written to OUT. OUT is a folder unless its name ends in
/// .json, .jsonl, .graphml, .gexf, .net, .dot or .csv (a table of edges), or --to names a format.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "A network format (graphml, gexf, pajek, neo4j, dot, edges) gets the network of people and companies.
With --of, it gets the network of companies that share people, or of people who share companies,
with weights. Dates are written if the format supports them. With --of, the options --at, --during
and --certain select the shared seats; without --of, every seat is kept with its dates. --undated
leaves dates out; igraph, for example, cannot read dates in Pajek files.

Examples:
  interlocks convert boards/ boards.json
  interlocks convert boards.json boards-copy
  interlocks convert seats.csv - --to jsonl
  interlocks convert boards/ boards.gexf
  interlocks convert boards/ interlocks.graphml --of companies --at 2013-08
  interlocks convert boards/ entities.json --to followthemoney
  interlocks convert boards/ tables/ --to engines"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Write to this file or folder; - for standard output
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Write this format instead of the one that the name of OUT implies: folder, json, jsonl, parquet (a folder),
    /// followthemoney, engines (a folder of Parquet for DuckDB, Polars and Spark), graphml, gexf, pajek, neo4j (a folder),
    /// dot, edges
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    /// Write a network of pairs: companies that share people, or people who share companies
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str))]
    of: Option<Side>,
    /// Set the weight of a pair
    #[arg(long, value_parser = one_of(&Weight::ALL, Weight::as_str), default_value = "count", requires = "of")]
    weight: Weight,
    /// Leave out people on more than N boards (with --of people: companies with more members)
    #[arg(long, value_name = "N", requires = "of")]
    max_boards: Option<usize>,
    #[command(flatten)]
    replace: ReplaceArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// A format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Whole(WholeFormat),
    FollowTheMoney,
    Engines,
    Network(NetworkFormat),
}

/// The values of `--to`.
const FORMATS: &str = "folder, json, jsonl, parquet, followthemoney, engines, graphml, gexf, pajek, neo4j, dot, edges";

impl Target {
    fn from_name(name: &str) -> Option<Target> {
        match name {
            "followthemoney" | "ftm" => Some(Target::FollowTheMoney),
            "engines" => Some(Target::Engines),
            _ => name.parse().ok().map(Target::Whole).or_else(|| name.parse().ok().map(Target::Network)),
        }
    }

    /// Returns the format that a file name stands for. A name without an ending, or with a slash at the end, is a
    /// folder.
    fn from_path(out: &Path) -> Result<Target, CliError> {
        let Some(ending) = out.extension().and_then(|ending| ending.to_str()) else {
            return if out == Path::new("-") {
                Err(CliError::Usage("standard output needs a format; add --to json or jsonl".to_owned()))
            } else {
                Ok(Target::Whole(WholeFormat::Folder))
            };
        };
        if out.is_dir() {
            return Ok(Target::Whole(WholeFormat::Folder));
        }
        Target::from_name(&ending.to_lowercase()).ok_or_else(|| {
            CliError::Usage(format!("cannot detect the format of {}; add --to with one of {FORMATS}", out.display()))
        })
    }

    fn is_folder(self) -> bool {
        match self {
            Target::Whole(format) => matches!(format, WholeFormat::Folder | WholeFormat::Parquet),
            Target::Network(format) => format.is_folder(),
            Target::Engines => true,
            Target::FollowTheMoney => false,
        }
    }
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let target = match &args.to {
        Some(name) => Target::from_name(name)
            .ok_or_else(|| CliError::Usage(format!("--to {name}: unknown format; use one of {FORMATS}")))?,
        None => Target::from_path(&args.out)?,
    };
    if args.output.output.is_some() {
        return Err(CliError::Usage(
            "convert has no -o; OUT is the second argument: interlocks convert IN OUT".to_owned(),
        ));
    }
    if target.is_folder() && args.out == Path::new("-") {
        return Err(CliError::Usage(
            "a folder cannot be written to standard output; use --to json or jsonl".to_owned(),
        ));
    }
    let is_network = matches!(target, Target::Network(_));
    if args.of.is_some() && !is_network {
        return Err(CliError::Usage(
            "--of makes a network of pairs; use --to graphml, gexf, pajek, neo4j, dot or edges".to_owned(),
        ));
    }
    if args.of.is_none() && (args.data.at.is_some() || args.data.during.is_some() || args.data.certain) {
        return Err(CliError::Usage(
            "without --of every seat is written with its dates; leave out --at, --during and --certain".to_owned(),
        ));
    }
    args.data.refuse_to_overwrite(&args.out)?;
    if target.is_folder() {
        args.replace.check_folder(&args.out)?;
    }
    let graph = if args.of.is_some() { args.data.with_links() } else { args.data.clone() }.graph(&args.output)?;
    if target == Target::Engines {
        return write_engines(args, &graph);
    }
    let data = graph.to_dataset();
    let left_out = match target {
        Target::Network(format) => write_network(args, format, &graph, &data)?,
        _ => write_data(args, target, &data)?,
    };
    for (what, count) in left_out {
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

/// The kinds of things that could not be written, with their numbers.
type LeftOut = BTreeMap<String, u64>;

fn failed(args: &Args) -> impl Fn(std::io::Error) -> CliError + '_ {
    |source| CliError::Write { path: args.out.display().to_string(), source }
}

/// Writes all tables.
fn write_data(args: &Args, target: Target, data: &Dataset) -> Result<LeftOut, CliError> {
    let mut left_out = LeftOut::new();
    if target == Target::Whole(WholeFormat::Folder) {
        let altered = data.write_folder(&args.out).map_err(failed(args))?;
        if altered.items > 0 {
            left_out.insert("semicolons in items of lists (replaced by commas)".to_owned(), altered.items);
        }
        return Ok(left_out);
    }
    if target == Target::Whole(WholeFormat::Parquet) {
        data.write_parquet_folder(&args.out).map_err(failed(args))?;
        return Ok(left_out);
    }
    to_file(args, |out| {
        match target {
            Target::Whole(WholeFormat::Json) => data.write_json(out)?,
            Target::FollowTheMoney => left_out = data.write_followthemoney(out)?,
            _ => data.write_jsonl(out)?,
        }
        Ok(())
    })?;
    Ok(left_out)
}

/// Writes the tables that engines query.
fn write_engines(args: &Args, graph: &BoardGraph) -> Result<Outcome, CliError> {
    export::write_engine_tables(graph, &args.out).map_err(failed(args))?;
    let left_out = graph.tie_count();
    if left_out > 0 {
        args.output.note(&format!("left out: ties, which the questions of engines do not use: {left_out}"));
    }
    args.output.detail(&format!("{} seats in {}", graph.seat_count(), args.out.display()));
    Ok(Outcome::Done)
}

/// Writes a network of people and companies, or of pairs.
fn write_network(args: &Args, format: NetworkFormat, graph: &BoardGraph, data: &Dataset) -> Result<LeftOut, CliError> {
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
    let mut counts: LeftOut = left_out.into_iter().map(|(what, count)| (what.to_owned(), count)).collect();
    if beside > 0 {
        counts.insert("deals, accounts and sources (not part of a network)".to_owned(), beside);
    }
    Ok(counts)
}

/// Fills OUT, whole or not at all.
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
