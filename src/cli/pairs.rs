//! `interlocks pairs`: companies that share directors.

use std::collections::BTreeSet;

use clap::Args as ClapArgs;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{answer, check_pages};
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::identity_args::IdentityArgs;
use super::output_args::OutputArgs;
use super::value_enum::one_of;
use crate::output::{Column, OfPeople, Table, Tabular, conditional_table};
use interlocks::analysis::executives_passed_over;
use interlocks::analysis::pairs::{
    InterlockKind, Pair, PairBlocks, PairCount, PairOptions, PairOrder, Side, Weight, count_pairs,
    pairs_with_identities,
};
use interlocks::graph::{BoardGraph, Links, PersonIx};
use interlocks_core::wording::counted;

/// List interlocks: companies that share directors, strongest first
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks pairs boards/ --company netflix\n  interlocks pairs boards/ --kind mutual --certain\n  interlocks pairs boards/ --undated --of people --weight newman --top 5\n\nDays are given from the first to the last on which both seats were held; the day on which somebody leaves does not count.\nKinds: direct, the same person on both boards; primary, an executive of one on the board of the other; induced, through an\nexecutive of a third company; neutral, an executive of none."
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Pair companies that share people, or people who share companies
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "companies")]
    of: Side,
    /// Keep only pairs with this company; if repeated, only pairs among these companies
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Keep only pairs linked by this person; with --of people, only pairs with this person
    #[arg(long, value_name = "P")]
    person: Vec<String>,
    /// Keep only pairs of this kind
    #[arg(long, value_parser = one_of(&InterlockKind::ALL, InterlockKind::as_str))]
    kind: Option<InterlockKind>,
    /// Keep only pairs that share at least N people (with --of people: companies)
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// Set the weight of a pair
    #[arg(long, value_parser = one_of(&Weight::ALL, Weight::as_str), default_value = "count")]
    weight: Weight,
    /// Sort by weight (the heaviest first, then by names), by ids, or not at all, which is fastest
    #[arg(long, value_name = "ORDER", value_parser = one_of(&PairOrder::ALL, PairOrder::as_str), default_value = "weight")]
    sort: PairOrder,
    /// Print only the N pairs with the greatest weight
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Leave out people on more than N boards, and print how many there are
    #[arg(long, value_name = "N")]
    max_boards: Option<usize>,
    /// Print only the number of pairs
    #[arg(long)]
    count: bool,
    #[command(flatten)]
    identity: IdentityArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// The number of pairs.
#[derive(Serialize, JsonSchema)]
pub struct CountedPairs {
    /// The numbers.
    #[serde(flatten)]
    count: PairCount,
    /// The number of people on too many boards (of companies with too many members, for pairs of people), if they are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<usize>,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    if args.top.is_some() && args.sort != PairOrder::Weight {
        return Err(CliError::Usage(format!("--top takes the heaviest pairs; leave out --sort {}", args.sort)));
    }
    let query = args.data.query()?;
    let graph = args.data.with_links().graph(&args.output)?;
    // Identities add rows, and only the heaviest pairs are found without the others.
    let is_cut = args.sort == PairOrder::Weight && !args.count && graph.possible_identities().is_empty();
    let first_rows = if is_cut && args.top.is_none() { args.output.first_rows() } else { None };
    let options = PairOptions {
        query,
        weight: args.weight,
        order: args.sort,
        side: args.of,
        companies: args.company.iter().map(|name| graph.find_company(name)).collect::<Result<_, _>>()?,
        people: args.person.iter().map(|name| graph.find_person(name)).collect::<Result<_, _>>()?,
        kind: args.kind,
        min: args.min,
        top: args.top.or(first_rows),
        max_boards: args.max_boards,
    };
    let mut echo = args.data.echo();
    echo.insert("of".to_owned(), args.of.as_str().into());
    echo.insert("weight".to_owned(), args.weight.as_str().into());
    if args.sort != PairOrder::Weight {
        echo.insert("sort".to_owned(), args.sort.as_str().into());
    }
    args.identity.echo(&mut echo);
    if let Some(most) = args.max_boards {
        echo.insert("max_boards".to_owned(), most.into());
    }
    let has_links = !graph.possible_identities().is_empty();
    let identity = has_links.then(|| pairs_with_identities(&graph, &options));
    if args.count {
        let (mut found, left_out) = count_pairs(&graph, &options);
        if let Some(answered) = &identity {
            found = PairCount::of(&answered.rows);
        }
        let PairCount { pairs, shared, people } = found;
        let results = CountedPairs { count: found, left_out: args.max_boards.map(|_| left_out) };
        let mut table =
            Table { columns: ["pairs", "shared", "people"].map(Column::right).to_vec(), ..Table::default() };
        table.rows.push([pairs, shared, people].map(|n| n.to_string().into()).to_vec());
        args.output.write(&answer("pairs", &graph, echo, &results, with_left_out(args, left_out, table))?)?;
    } else {
        let blocks = PairBlocks::new(&graph, &options);
        let left_out = blocks.left_out();
        if args.max_boards.is_some() {
            echo.insert("left_out".to_owned(), left_out.into());
        }
        note_absence(&graph, &options, &args.output);
        if args.output.is_streamed() && identity.is_none() {
            // A table has no column for offices.
            let blocks = if args.output.is_in_columns() { blocks.without_offices() } else { blocks };
            let head = answer("pairs", &graph, echo, &Vec::<Pair>::new(), Table::default())?;
            match args.of {
                Side::Companies => args.output.write_stream(&head, Pair::COLUMNS, blocks, || check_pages(&graph))?,
                Side::People => {
                    let blocks = blocks.map(|block| block.into_iter().map(OfPeople).collect());
                    args.output.write_stream(&head, OfPeople::<Pair>::COLUMNS, blocks, || check_pages(&graph))?;
                }
            }
            return Ok(Outcome::Done);
        }
        let (found, notes): (Vec<Pair>, _) = match identity {
            Some(answered) => args.identity.rows(&graph, answered, query.certain_only, &args.output),
            None => (blocks.flatten().collect(), Vec::new()),
        };
        let table = match args.of {
            Side::Companies => conditional_table(&found, |pair| &pair.conditions),
            Side::People => {
                let found: Vec<OfPeople<Pair>> = found.iter().cloned().map(OfPeople).collect();
                conditional_table(&found, |pair| &pair.0.conditions)
            }
        };
        let mut table = with_left_out(args, left_out, table);
        table.notes.extend(notes);
        if found.is_empty() {
            table = table.with_note("no interlock");
        }
        args.output.write(&answer("pairs", &graph, echo, &found, table)?)?;
    }
    Ok(Outcome::Done)
}

/// Says what is missing, or is no pair.
fn note_absence(graph: &BoardGraph, options: &PairOptions, output: &OutputArgs) {
    if graph.seat_count() == 0 {
        return output.note("this data has no seats, so it has no interlocks");
    }
    note_hubs(graph, options, output);
    if graph.links() == Links::Officers {
        return;
    }
    let passed_over = executives_passed_over(graph, &options.query, &options.companies);
    if passed_over > 0 {
        let (people, sit) = (counted(passed_over, "executive"), if passed_over == 1 { "sits" } else { "sit" });
        output.note(&format!(
            "{people} of one company, without a seat on its board, {sit} on the board of another, which is no interlock; --links officers counts such links"
        ));
    }
}

/// The number of boards above which somebody is likely to be a service, and makes a great many pairs.
const MANY_BOARDS: usize = 250;

/// Names people on so many boards that they make most of the pairs.
fn note_hubs(graph: &BoardGraph, options: &PairOptions, output: &OutputArgs) {
    if options.max_boards.is_some() || options.top.is_some() {
        return;
    }
    let boards =
        |person| graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect::<BTreeSet<_>>().len();
    // Of pairs with one company, only its own people make any.
    let people: BTreeSet<PersonIx> = match options.side {
        Side::Companies if !options.people.is_empty() => options.people.iter().copied().collect(),
        Side::Companies if !options.companies.is_empty() => {
            options.companies.iter().flat_map(|company| graph.company_people(*company)).collect()
        }
        _ => graph.people().filter(|person| graph.person_seats(*person).len() > MANY_BOARDS).collect(),
    };
    let many: Vec<usize> = people.into_iter().map(boards).filter(|boards| *boards > MANY_BOARDS).collect();
    if let Some(most) = many.iter().max() {
        let (people, sit) = (counted(many.len(), "person"), if many.len() == 1 { "sits" } else { "sit" });
        output.note(&format!(
            "{people} {sit} on more than {MANY_BOARDS} boards (up to {most}), which makes a great many pairs; --max-boards leaves such people out"
        ));
    }
}

/// Adds a note on what was left out.
fn with_left_out(args: &Args, left_out: usize, table: Table) -> Table {
    match (args.max_boards, args.of) {
        (Some(most), Side::Companies) => {
            table.with_note(format!("left out: {} on more than {most} boards", counted(left_out, "person")))
        }
        (Some(most), Side::People) => {
            table.with_note(format!("left out: {} with more than {most} members", counted(left_out, "company")))
        }
        (None, _) => table,
    }
}
