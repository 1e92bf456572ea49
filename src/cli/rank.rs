//! `interlocks rank`: people or companies ranked by a measure.

use std::collections::HashMap;

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::identity_args::TwiceArgs;
use super::output_args::OutputArgs;
use super::plot_args::PlotArgs;
use super::value_enum::one_of;
use crate::output::{Answer, Cell, Column, Table, unsigned_zeros};
use interlocks::analysis::pairs::{Side, Weight};
use interlocks::graph::BoardGraph;
use interlocks::measures::rank::{Measure, NetworkKind, PathSampling, RankOptions, Ranked, Ranking, rank};
use interlocks::model::EntityKind;
use interlocks::render::plot;
use interlocks_core::wording::counted;

/// The weights of ties that do not need dates.
const WEIGHTS: [Weight; 4] = [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine];

/// Rank people or companies by a measure, largest first; equal values share a rank
///
/// A measure is computed on the projection (companies joined by shared people, or people by shared
/// boards) or on the two-mode network of people and companies; boards and articulation use the latter
/// by default. With --at, the network consists of the people and companies with a board seat on that
/// day. A tie is an edge of the network.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
boards        boards of a person, or people on a board
degree        number of neighbours
strength      sum of the weights of ties
out-degree    companies to which a company sends executives; in-degree: from which it receives them
betweenness   number of shortest paths between other nodes through the node; not normalised
closeness     closeness to all others (Wasserman and Faust); harmonic: sum of 1/distance
eigenvector   eigenvector centrality, high next to central nodes; the largest value is 1
bonacich      Bonacich's power with --beta; the squares of all values add up to the number of nodes
pagerank      probability that a random walk is at the node; all values add up to 1
core          largest k for which the node is in the k-core
constraint    Burt's constraint, small if neighbours are not joined to each other; none for isolates
broker        pairs of neighbours that are not joined, each counted in both directions; broker-…:
              only one role, by the industries of the three companies (Gould and Fernandez)
articulation  number of components that the network would gain without the node

With --if-same, each row has also the rank and the value of the one that its record belongs to if all
are one that may be one. JSON has that ranking as 'if_same', beside 'results'.

If betweenness is estimated from a sample, the options in JSON give samples, error (in units of the
value) and confidence.

Examples:
  interlocks rank boards/ --of people --by articulation --at 2013-08 --top 5
  interlocks rank boards/ --by betweenness --on two-mode --top 10
  interlocks rank boards/ --by strength --weight newman
  interlocks rank boards/ --of people --by boards --same same.csv --if-same
  interlocks rank boards/ --by broker-liaison -f json
  interlocks rank boards/ --undated --of people --by constraint --reverse --top 3
  interlocks rank boards/ --of people --by boards --plot boards.svg")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Rank companies or people
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "companies")]
    of: Side,
    /// Rank by this measure (see below)
    #[arg(long, value_parser = one_of(&Measure::ALL, Measure::as_str))]
    by: Measure,
    /// Compute the measure on this network; the default is the projection, if the measure can use it
    #[arg(long, value_parser = one_of(&NetworkKind::ALL, NetworkKind::as_str))]
    on: Option<NetworkKind>,
    /// Set the weight of ties; the default is count for strength, and equal weights for eigenvector,
    /// bonacich, pagerank and constraint
    #[arg(long, value_parser = one_of(&WEIGHTS, Weight::as_str))]
    weight: Option<Weight>,
    /// Set Bonacich's beta as a share of its upper bound, from -1 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, allow_negative_numbers = true)]
    beta: f64,
    /// Set the damping factor of PageRank
    #[arg(long, value_name = "SHARE", default_value_t = 0.85)]
    damping: f64,
    /// Estimate betweenness from N random shortest paths (automatic in large networks)
    #[arg(long, value_name = "N", conflicts_with = "exact", value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    samples: Option<u32>,
    /// Compute betweenness from all shortest paths, however long it takes
    #[arg(long)]
    exact: bool,
    /// Set the random seed of the sample; the same seed gives the same sample
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Rank the smallest value first
    #[arg(long)]
    reverse: bool,
    #[command(flatten)]
    identity: TwiceArgs,
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
    let wants_plot = args.plot.wanted(&args.output)?;
    let graph = args.data.with_links().graph(&args.output)?;
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
    args.identity.echo(&mut echo);
    let (as_one, notes) = args.identity.graph_if_same(&graph);
    notes.iter().for_each(|note| args.output.note(note));
    let mut table = noted(&found);
    let mut if_same = None;
    if let Some(as_one) = &as_one {
        let mut second = rank(as_one, &RankOptions { top: None, ..options.clone() })
            .map_err(|error| CliError::Usage(error.to_string()))?;
        table = with_ranks_if_same(table, &found, &second, args.kind(), as_one);
        second.rows.truncate(args.top.unwrap_or(usize::MAX));
        if_same = Some(unsigned_zeros(serde_json::to_value(&second.rows)?));
    }
    let answer = Answer { if_same, ..answer("rank", &graph, echo, &found.rows, table)? };
    if wants_plot {
        args.plot.write(&plot::ranking(&graph, &options.query, (args.of, args.by), &found))?;
    }
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}

impl Args {
    /// Returns the kind of what is ranked.
    fn kind(&self) -> EntityKind {
        match self.of {
            Side::Companies => EntityKind::Company,
            Side::People => EntityKind::Person,
        }
    }
}

/// Adds rank and value of the one that each row is part of if all are one that may be one.
fn with_ranks_if_same(
    mut table: Table,
    found: &Ranking,
    second: &Ranking,
    kind: EntityKind,
    as_one: &BoardGraph,
) -> Table {
    let by_id: HashMap<&str, &Ranked> = second.rows.iter().map(|row| (row.id.as_str(), row)).collect();
    table.columns.push(Column::right("rank_if_same").headed("rank if same"));
    table.columns.push(Column::right("value_if_same").headed("value if same"));
    for (cells, row) in table.rows.iter_mut().zip(&found.rows) {
        let id = as_one.entity_of_record(kind, &row.id).map(|one| as_one.id(one));
        let ranked = id.and_then(|id| by_id.get(id.as_str()));
        cells.push(ranked.map(|row| row.rank.to_string()).unwrap_or_default().into());
        cells.push(ranked.map(|row| Cell::number(row.value)).unwrap_or_default());
    }
    if let Some(sample) = &second.sample {
        table = table.with_note(format!("if same: no value is off by more than {:.0}", sample.error.ceil()));
    }
    table
}

/// Adds notes on the limits of the values.
fn noted(found: &Ranking) -> Table {
    let mut table = Table::from_rows(&found.rows);
    if let Some(sample) = &found.sample {
        let (samples, share) = (sample.samples, sample.confidence * 100.0);
        table = table.with_note(format!(
            "estimated from {samples} random shortest paths; with {share:.0} % confidence no value is off by more than {:.0}",
            sample.error.ceil()
        ));
    }
    if found.without_value > 0 {
        table = table.with_note(format!("{} without neighbours have no value", found.without_value));
    }
    if found.unknown_industry > 0 {
        table = table.with_note(format!(
            "{} without a known industry; paths over them are not counted",
            counted(found.unknown_industry, "company")
        ));
    }
    table
}
