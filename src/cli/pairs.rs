//! `interlocks pairs`: which companies share directors.

use clap::Args as ClapArgs;
use serde_json::json;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::words::one_of;
use crate::output::{Align, Table};
use interlocks::analysis::pairs::{InterlockKind, PairCount, PairOptions, Side, Weight, count_pairs, interlocks};

/// Interlocks: companies that share directors, strongest first
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks pairs datasets/bigtech-boards --company netflix\n  interlocks pairs datasets/bigtech-boards --kind mutual --certain\n  interlocks pairs datasets/southern-women --undated --of people --weight newman --top 5"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Whose pairs: companies that share people, or people that share companies
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "companies")]
    of: Side,
    /// Only pairs with this company; given twice or more, only pairs among them
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Only pairs through this person; with --of people as --company
    #[arg(long, value_name = "P")]
    person: Vec<String>,
    /// Only pairs of this kind
    #[arg(long, value_parser = one_of(&InterlockKind::ALL, InterlockKind::as_str))]
    kind: Option<InterlockKind>,
    /// Only pairs that share at least N
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// How much a pair weighs
    #[arg(long, value_parser = one_of(&Weight::ALL, Weight::as_str), default_value = "count")]
    weight: Weight,
    /// Only the N heaviest
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Leave out people on more than N boards, and say how many they are
    #[arg(long, value_name = "N")]
    max_boards: Option<usize>,
    /// Only how many
    #[arg(long)]
    count: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let options = PairOptions {
        query,
        weight: args.weight,
        side: args.of,
        companies: args.company.iter().map(|name| graph.find_company(name)).collect::<Result<_, _>>()?,
        people: args.person.iter().map(|name| graph.find_person(name)).collect::<Result<_, _>>()?,
        kind: args.kind,
        min: args.min,
        top: args.top,
        max_boards: args.max_boards,
    };
    let mut echo = args.data.echo();
    echo.insert("of".to_owned(), args.of.as_str().into());
    echo.insert("weight".to_owned(), args.weight.as_str().into());
    if let Some(most) = args.max_boards {
        echo.insert("max_boards".to_owned(), most.into());
    }
    if args.count {
        let (found, left_out) = count_pairs(&graph, &options);
        let PairCount { pairs, shared, people } = found;
        let mut results = json!({"pairs": pairs, "shared": shared, "people": people});
        let mut table = Table {
            columns: vec![("pairs", Align::Right), ("shared", Align::Right), ("people", Align::Right)],
            ..Table::default()
        };
        table.rows.push([pairs, shared, people].map(|n| n.to_string()).to_vec());
        if args.max_boards.is_some() {
            results["left_out"] = left_out.into();
        }
        args.output.write(&report("pairs", &graph, echo, &results, with_left_out(args, left_out, table))?)?;
    } else {
        let found = interlocks(&graph, &options);
        if args.max_boards.is_some() {
            echo.insert("left_out".to_owned(), found.left_out.into());
        }
        let table = with_left_out(args, found.left_out, Table::of(&found.pairs));
        args.output.write(&report("pairs", &graph, echo, &found.pairs, table)?)?;
    }
    Ok(Outcome::Done)
}

/// The table with a word on who was left out.
fn with_left_out(args: &Args, left_out: usize, table: Table) -> Table {
    match (args.max_boards, args.of) {
        (Some(most), Side::Companies) => {
            table.with_note(format!("{left_out} people on more than {most} boards are left out"))
        }
        (Some(most), Side::People) => {
            table.with_note(format!("{left_out} companies with more than {most} members are left out"))
        }
        (None, _) => table,
    }
}
