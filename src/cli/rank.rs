//! `interlocks rank`: people and companies in the order of a measure.

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::plotted::PlotArgs;
use super::words::one_of;
use crate::output::Table;
use interlocks::analysis::pairs::{Side, Weight};
use interlocks::measures::rank::{Measure, NetworkKind, PathSampling, RankOptions, Ranking, rank};
use interlocks::render::plot;

/// The weights of ties that a network has without dates.
const WEIGHTS: [Weight; 4] = [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine];

/// People or companies in the order of a measure, largest first; equal values share a rank
///
/// A measure is taken on the projection (companies joined by shared people, or people by shared
/// boards), or on the two-mode network of people and companies; boards and articulation usually on
/// the latter. At a day it is that of people and companies with a board seat then.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
boards        boards of a person, or people on a board
degree        how many others somebody is joined to
strength      sum of the weights of ties
out-degree    companies that a company sends executives to; in-degree: receives them from
betweenness   shortest paths between others that go through; not normalised
closeness     how near all others are (Wasserman and Faust); harmonic: sum of 1/distance
eigenvector   joined to those who are; largest 1
bonacich      power with --beta; the squares sum to the number of nodes
pagerank      where a random walk is found; sums to 1
core          how far the network can be peeled before somebody falls off
constraint    Burt's; small where neighbours are not joined among themselves; isolates have none
broker        ways between two others that are not joined, each counted from both ends; broker-…:
              by the industries of the three (Gould and Fernandez)
articulation  into how many more parts the network would fall without them

A sample of paths says in the JSON options: samples, error (in the units of the value), confidence.

Examples:
  interlocks rank datasets/bigtech-boards --of people --by articulation --at 2013-08 --top 5
  interlocks rank datasets/bigtech-boards --by betweenness --on two-mode --top 10
  interlocks rank datasets/bigtech-boards --by strength --weight newman
  interlocks rank datasets/bigtech-boards --by broker-liaison -f json
  interlocks rank datasets/southern-women --undated --of people --by constraint --reverse --top 3
  interlocks rank datasets/bigtech-boards --of people --by boards --plot boards.svg")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Who is ranked
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "companies")]
    of: Side,
    /// The measure, see below
    #[arg(long, value_parser = one_of(&Measure::ALL, Measure::as_str))]
    by: Measure,
    /// The network the measure is taken on; the projection unless the measure has no use of it
    #[arg(long, value_parser = one_of(&NetworkKind::ALL, NetworkKind::as_str))]
    on: Option<NetworkKind>,
    /// How much a tie weighs; for strength count, for eigenvector, bonacich, pagerank and constraint
    /// all the same unless given
    #[arg(long, value_parser = one_of(&WEIGHTS, Weight::as_str))]
    weight: Option<Weight>,
    /// Bonacich's beta as a share of its bound, from -1 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, allow_negative_numbers = true)]
    beta: f64,
    /// How often PageRank's walk goes on along ties
    #[arg(long, value_name = "SHARE", default_value_t = 0.85)]
    damping: f64,
    /// Betweenness from N random shortest paths, as is done by itself in large networks
    #[arg(long, value_name = "N", conflicts_with = "exact", value_parser = clap::value_parser!(u32).range(2..))]
    samples: Option<u32>,
    /// Betweenness from all shortest paths, however long it takes
    #[arg(long)]
    exact: bool,
    /// Draws of a sample; the same seed, the same sample
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Smallest first
    #[arg(long)]
    reverse: bool,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let options = RankOptions {
        query: args.data.query()?,
        side: args.of,
        measure: args.by,
        network: args.on,
        weight: args.weight,
        beta: args.beta,
        damping: args.damping,
        paths: match (args.samples, args.exact) {
            (Some(samples), _) => PathSampling::Sample(samples),
            (None, true) => PathSampling::All,
            (None, false) => PathSampling::Auto,
        },
        seed: args.seed,
        top: args.top,
        reverse: args.reverse,
    };
    let plotted = args.plot.wanted(&args.output)?;
    let graph = args.data.graph(&args.output)?;
    let found = rank(&graph, &options).map_err(|error| CliError::Usage(error.to_string()))?;
    let mut echo = args.data.echo();
    for (name, word) in [("of", args.of.as_str()), ("by", args.by.as_str()), ("on", found.network.as_str())] {
        echo.insert(name.to_owned(), word.into());
    }
    match args.by {
        Measure::Bonacich => _ = echo.insert("beta".to_owned(), args.beta.into()),
        Measure::PageRank => _ = echo.insert("damping".to_owned(), args.damping.into()),
        Measure::Broker(_) => _ = echo.insert("unknown_industry".to_owned(), found.unknown_industry.into()),
        Measure::Constraint => _ = echo.insert("without_value".to_owned(), found.without_value.into()),
        _ => {}
    }
    let weight = if args.by == Measure::Strength { args.weight.or(Some(Weight::Count)) } else { args.weight };
    if let Some(weight) = weight {
        echo.insert("weight".to_owned(), weight.as_str().into());
    }
    if let Some(sample) = &found.sample {
        echo.insert("samples".to_owned(), sample.samples.into());
        echo.insert("error".to_owned(), sample.error.into());
        echo.insert("confidence".to_owned(), sample.confidence.into());
        echo.insert("seed".to_owned(), args.seed.into());
    }
    let answer = report("rank", &graph, echo, &found.rows, noted(&found))?;
    if plotted {
        args.plot.write(&plot::ranking(&graph, &options.query, (args.of, args.by), &found))?;
    }
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}

/// The table with a word on what the values leave open.
fn noted(found: &Ranking) -> Table {
    let mut table = Table::of(&found.rows);
    if let Some(sample) = &found.sample {
        let (samples, share) = (sample.samples, sample.confidence * 100.0);
        table = table.with_note(format!(
            "from {samples} random shortest paths: with {share:.0} % confidence no value is off by more than {:.0}",
            sample.error.ceil()
        ));
    }
    if found.without_value > 0 {
        table = table.with_note(format!("{} have no neighbours, and so no value", found.without_value));
    }
    if found.unknown_industry > 0 {
        table = table.with_note(format!(
            "{} companies have no known industry; ways over them are not counted",
            found.unknown_industry
        ));
    }
    table
}
