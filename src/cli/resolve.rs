//! `interlocks resolve`: records that may be one person.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::answer::answer;
use super::data_args::DataArgs;
use super::decision_args::DecisionArgs;
use super::error::{CliError, Outcome};
use super::files::{read_text, write_file};
use super::output_args::OutputArgs;
use super::proposals::{Proposals, TruthRow};
use super::value_enum::one_of;
use crate::output::{OfCompanies, Table, WithImpact, candidates_to_read};
use interlocks::analysis::pairs::Side;
use interlocks::analysis::search;
use interlocks::graph::{BoardGraph, Entity};
use interlocks::identity::{
    Band, CompanyOptions, Explained, MOST_COLUMNS, Model, ResolveOptions, resolve, resolve_companies,
};
use interlocks_core::wording::counted;

/// The order of proposals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// The likeliest first.
    Likely,
    /// Those first that change the most interlocks.
    Impact,
}

impl Order {
    const ALL: [Order; 2] = [Order::Likely, Order::Impact];

    const fn as_str(self) -> &'static str {
        match self {
            Order::Likely => "likely",
            Order::Impact => "impact",
        }
    }
}

/// List records that may be one person, likeliest first, with the reasons
///
/// Names, births, gender, boards and colleagues are compared. The weights are learnt from the data
/// itself, without labels. Nothing is merged: a pair is a proposal that somebody decides on. The band
/// 'merge' is as sure as the data allows; 'review' is for a person to look at.
///
/// With --of companies, records of companies are compared: names and former names without the legal form,
/// numbers of registers, countries, dates, addresses, telephones, web domains and directors. Their weights
/// are set and not learnt.
///
/// --review FILE asks about one pair after another: both records side by side, and the reasons. Answer
/// with a word or its letter and Enter: same (s), distinct (d), unsure (u), skip (k), back (b), quit (q).
/// 'same' and 'distinct' also ask why. Each answer is added to FILE at once, so nothing is lost when you
/// stop; the same command then goes on with the pairs that are not decided.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "CSV is a file of decisions: fill in the columns decision (same, distinct or unsure), who and why, and hand it to
any command as --same FILE. JSON has each pair with its features, whose bits add up, and the weights as 'model'.
DATA may be a folder with people.csv alone.

With --order impact, 'impact' is the number of pairs of companies that nobody links unless the two
records are one; with --of companies, the number of pairs that fall away if they are.

FILE of --review is created if there is none. It may be a file that -f csv wrote; what it holds is
never changed, and the last row of a pair counts. Add --same FILE to count what it decides when
records are compared.

Examples:
  interlocks resolve boards/ --top 20
  interlocks resolve boards/ --person 'anna quill' --explain
  interlocks resolve boards/ --band merge -f csv -o same.csv
  interlocks resolve people/ --also town,postcode --fail-on review
  interlocks resolve boards/ --of companies --explain
  interlocks resolve boards/ --review same.csv --who 'M. Lee' --order impact --top 20
  interlocks resolve boards/ --review same.csv --who Lee --decide A3 R7 distinct --why 'other birth'"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Compare records of people or of companies
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "people")]
    of: Side,
    /// Keep only pairs of this band
    #[arg(long, value_parser = one_of(&Band::ALL, Band::as_str))]
    band: Option<Band>,
    /// Keep only pairs with this person: an id, or words of a name; may be repeated
    #[arg(long, value_name = "P")]
    person: Vec<String>,
    /// Keep only pairs with this company (with --of companies): an id, or words of a name; may be repeated
    #[arg(long, value_name = "C")]
    company: Vec<String>,
    /// Set the probability from which a pair is in the band 'merge'
    #[arg(long, value_name = "P", default_value_t = 0.95, value_parser = share)]
    merge_at: f64,
    /// Set the probability from which a pair is listed
    #[arg(long, value_name = "P", default_value_t = 0.05, value_parser = share)]
    review_at: f64,
    /// Compare these further columns of people too, such as town,postcode,occupation
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    also: Vec<String>,
    /// Treat the records as a sample of N people; the default is their own number
    #[arg(long, value_name = "N")]
    population: Option<u64>,
    /// Use the weights in FILE, as --save-model writes them, instead of learning them
    #[arg(long, value_name = "FILE", conflicts_with = "no_fit")]
    model: Option<PathBuf>,
    /// Write the weights to FILE as JSON
    #[arg(long, value_name = "FILE")]
    save_model: Option<PathBuf>,
    /// Use the weights that the program brings along, without learning from the data
    #[arg(long)]
    no_fit: bool,
    /// Measure the pairs against FILE, a CSV table with the columns id and entity (and block)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["count", "explain", "top"])]
    truth: Option<PathBuf>,
    /// Print each pair as a paragraph with its sum of reasons
    #[arg(long)]
    explain: bool,
    /// Set the order of pairs: the likeliest first, or those first that change the most interlocks
    #[arg(long, value_name = "ORDER", value_parser = one_of(&Order::ALL, Order::as_str), default_value = "likely")]
    order: Order,
    /// Print only the first N; with --review, ask about N pairs
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Print only the numbers of pairs
    #[arg(long)]
    count: bool,
    /// Exit with code 4 if there is a pair of this band, or a surer one
    #[arg(long, value_name = "BAND", value_parser = one_of(&Band::ALL, Band::as_str))]
    fail_on: Option<Band>,
    #[command(flatten)]
    decisions: DecisionArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Parses a probability.
fn share(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| *value > 0.0 && *value < 1.0);
    value.ok_or_else(|| "write a number between 0 and 1, such as 0.95".to_owned())
}

/// The number of pairs of records that may be one.
#[derive(Serialize, JsonSchema)]
pub struct CountedCandidates {
    /// All pairs.
    pairs: usize,
    /// Those in the band *merge*.
    merge: usize,
    /// Those in the band *review*.
    review: usize,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    args.data.refuse_time("resolve")?;
    if args.also.len() > MOST_COLUMNS {
        return Err(CliError::Usage(format!("--also takes {MOST_COLUMNS} columns at most")));
    }
    if args.review_at > args.merge_at {
        return Err(CliError::Usage("--review-at must not be more than --merge-at".to_owned()));
    }
    check_side(args)?;
    args.decisions.check(&args.data.data, &args.output)?;
    let model = args.model.as_deref().map(|path| read_model(path, args.also.len())).transpose()?;
    let files = [args.decisions.file(), args.truth.as_deref(), args.model.as_deref()];
    let data = args.data.without_files(files.into_iter().flatten());
    let data = if args.of == Side::Companies { data.with_details() } else { data };
    let graph = data.graph(&args.output)?;
    if args.decisions.decide(&graph, &args.output)? {
        return Ok(Outcome::Done);
    }
    let truth = args.truth.as_deref().map(|path| read_truth(args.of, &graph, path)).transpose()?;
    if args.of == Side::Companies {
        let options =
            CompanyOptions { merge_at: args.merge_at, review_at: args.review_at, population: args.population };
        return finish(args, &graph, &resolve_companies(&graph, &options), truth.as_deref());
    }
    let unknown = args.also.iter().find(|name| graph.person_column(name).is_none());
    if let Some(name) = unknown {
        return Err(CliError::Usage(format!("--also {name}: people have no such column, or it is empty")));
    }
    let options = ResolveOptions {
        also: args.also.clone(),
        merge_at: args.merge_at,
        review_at: args.review_at,
        population: args.population,
        model,
        fit: !args.no_fit,
    };
    let found = resolve(&graph, &options);
    if let Some(path) = &args.save_model {
        write_file(path, format!("{}\n", serde_json::to_string_pretty(&found.model)?).as_bytes())?;
    }
    finish(args, &graph, &found, truth.as_deref())
}

/// Refuses options that are about the other kind of records.
fn check_side(args: &Args) -> Result<(), CliError> {
    let given = match args.of {
        Side::People => vec![("--company", !args.company.is_empty())],
        Side::Companies => vec![
            ("--person", !args.person.is_empty()),
            ("--also", !args.also.is_empty()),
            ("--model", args.model.is_some()),
            ("--save-model", args.save_model.is_some()),
            ("--no-fit", args.no_fit),
        ],
    };
    match (given.iter().find(|(_, is_given)| *is_given), args.of) {
        (None, _) => Ok(()),
        (Some((option, _)), Side::People) => Err(CliError::Usage(format!("{option} needs --of companies"))),
        (Some((option, _)), Side::Companies) => {
            Err(CliError::Usage(format!("{option} is about people; it cannot be used with --of companies")))
        }
    }
}

/// Tells what was compared, and lists the pairs or asks about them.
fn finish<P: Proposals>(
    args: &Args,
    graph: &BoardGraph,
    found: &P,
    truth: Option<&[TruthRow]>,
) -> Result<Outcome, CliError> {
    found.work().iter().for_each(|line| args.output.detail(line));
    found.left_out().iter().for_each(|note| args.output.note(note));
    if found.settled() > 0 {
        let pairs = counted(found.settled(), "pair");
        args.output.note(&format!("not listed: {pairs} that somebody decided to be two, or could not tell"));
    }
    let pairs = kept(args, graph, found)?;
    if let Some(path) = args.decisions.file() {
        let pairs = match args.order {
            Order::Likely => pairs,
            Order::Impact => found.by_impact(&pairs).into_iter().map(|(_, pair)| pair).collect(),
        };
        args.decisions.review(path, graph, found, pairs, args.top, &args.output)?;
        return Ok(Outcome::Done);
    }
    let matched = args.fail_on.is_some_and(|limit| pairs.iter().any(|pair| P::band(pair) <= limit));
    write(args, graph, found, pairs, truth)?;
    Ok(if matched { Outcome::Matched } else { Outcome::Done })
}

/// Returns the person or the company with exactly this id.
fn entity_of(of: Side, graph: &BoardGraph, id: &str) -> Option<Entity> {
    match of {
        Side::People => graph.person_number(id).map(Entity::Person),
        Side::Companies => graph.company_number(id).map(Entity::Company),
    }
}

/// Returns the records that the options name, by an id or by words of a name.
fn named(args: &Args, graph: &BoardGraph) -> Result<BTreeSet<Entity>, CliError> {
    let (texts, kind) = match args.of {
        Side::People => (&args.person, "person"),
        Side::Companies => (&args.company, "company"),
    };
    let mut records = BTreeSet::new();
    for text in texts {
        if let Some(exact) = entity_of(args.of, graph, text) {
            records.insert(exact);
            continue;
        }
        let found = search(graph, text).into_iter().filter(|found| found.kind == kind);
        let found: Vec<Entity> = found.filter_map(|found| entity_of(args.of, graph, &found.id)).collect();
        if found.is_empty() {
            records.insert(match args.of {
                Side::People => Entity::Person(graph.find_person(text)?),
                Side::Companies => Entity::Company(graph.find_company(text)?),
            });
        }
        records.extend(found);
    }
    Ok(records)
}

/// Returns the proposals that the options keep.
fn kept<'r, P: Proposals>(args: &Args, graph: &BoardGraph, found: &'r P) -> Result<Vec<&'r P::Pair>, CliError> {
    let records = named(args, graph)?;
    // What is sure is not asked about unless somebody wants it.
    let band = args.band.or(args.decisions.file().map(|_| Band::Review));
    let is_kept = |pair: &&P::Pair| {
        band.is_none_or(|band| P::band(pair) == band)
            && (records.is_empty() || P::records(pair).iter().any(|record| records.contains(record)))
    };
    Ok(found.pairs().iter().filter(is_kept).collect())
}

fn write<P: Proposals>(
    args: &Args,
    graph: &BoardGraph,
    found: &P,
    pairs: Vec<&P::Pair>,
    truth: Option<&[TruthRow]>,
) -> Result<(), CliError> {
    if args.output.is_by_row() && truth.is_none() && !args.count {
        return write_rows(args, found, &ordered(args, found, pairs));
    }
    let echo = echo(args);
    let (results, table) = if let Some(truth) = truth {
        let results = serde_json::to_value(found.measured(truth))?;
        let table = Table::from_object(&results);
        (results, table)
    } else if args.count {
        let merged = pairs.iter().filter(|pair| P::band(pair) == Band::Merge).count();
        let counted = CountedCandidates { pairs: pairs.len(), merge: merged, review: pairs.len() - merged };
        let results = serde_json::to_value(counted)?;
        let table = Table::from_object(&results);
        (results, table)
    } else {
        let rest = pairs.len().saturating_sub(args.top.unwrap_or(usize::MAX));
        let rows = explained(found, &ordered(args, found, pairs));
        let mut table = candidates_to_read(&rows);
        if args.explain {
            table.prose = rows.iter().map(Explained::paragraph).collect();
        }
        if rows.is_empty() {
            let one = if args.of == Side::People { "person" } else { "company" };
            table = table.with_note(format!("no two records that may be one {one}"));
        } else if rest > 0 {
            table = table.with_note(format!("{} not listed", counted(rest, "more pair")));
        }
        (serde_json::to_value(&rows)?, table)
    };
    let mut answer = answer("resolve", graph, echo, &results, table)?;
    answer.model = Some(serde_json::to_value(found.model())?);
    args.output.write(&answer)
}

/// A proposal with the number of interlocks that it changes, if that was asked for.
type Listed<'r, T> = (Option<usize>, &'r T);

/// Returns the proposals that are listed, in the order that was asked for.
fn ordered<'r, P: Proposals>(args: &Args, found: &'r P, pairs: Vec<&'r P::Pair>) -> Vec<Listed<'r, P::Pair>> {
    let mut pairs: Vec<Listed<'r, P::Pair>> = match args.order {
        Order::Likely => pairs.into_iter().map(|pair| (None, pair)).collect(),
        Order::Impact => found.by_impact(&pairs).into_iter().map(|(impact, pair)| (Some(impact), pair)).collect(),
    };
    pairs.truncate(args.top.unwrap_or(usize::MAX));
    pairs
}

fn explained<P: Proposals>(found: &P, pairs: &[Listed<'_, P::Pair>]) -> Vec<Explained> {
    pairs.par_iter().map(|(impact, pair)| Explained { impact: *impact, ..found.explain(pair) }).collect()
}

/// Writes the pairs block by block, so that they need not all be explained at once.
fn write_rows<P: Proposals>(args: &Args, found: &P, pairs: &[Listed<'_, P::Pair>]) -> Result<(), CliError> {
    const BLOCK: usize = 1 << 14;
    let blocks = pairs.chunks(BLOCK).map(|block| explained(found, block));
    let with_impact = |rows: Vec<Explained>| rows.into_iter().map(WithImpact);
    match (args.of, args.order) {
        (Side::People, Order::Likely) => args.output.write_rows::<Explained>(blocks),
        (Side::People, Order::Impact) => {
            args.output.write_rows::<WithImpact>(blocks.map(|rows| with_impact(rows).collect()))
        }
        (Side::Companies, Order::Likely) => {
            args.output.write_rows(blocks.map(|rows| rows.into_iter().map(OfCompanies).collect::<Vec<_>>()))
        }
        (Side::Companies, Order::Impact) => {
            args.output.write_rows(blocks.map(|rows| with_impact(rows).map(OfCompanies).collect::<Vec<_>>()))
        }
    }
}

fn echo(args: &Args) -> Map<String, Value> {
    let mut echo = args.data.echo();
    if args.of == Side::Companies {
        echo.insert("of".to_owned(), args.of.as_str().into());
    }
    if args.order == Order::Impact {
        echo.insert("order".to_owned(), args.order.as_str().into());
    }
    echo.insert("merge_at".to_owned(), args.merge_at.into());
    echo.insert("review_at".to_owned(), args.review_at.into());
    if !args.also.is_empty() {
        echo.insert("also".to_owned(), args.also.clone().into());
    }
    if let Some(population) = args.population {
        echo.insert("population".to_owned(), population.into());
    }
    if args.no_fit {
        echo.insert("no_fit".to_owned(), true.into());
    }
    echo
}

/// Reads weights that were written before.
fn read_model(path: &Path, columns: usize) -> Result<Model, CliError> {
    let shown = path.display();
    let model: Model = serde_json::from_str(&read_text(path)?)
        .map_err(|error| CliError::Usage(format!("--model {shown}: {error}; --save-model writes such a file")))?;
    model.check(columns).map_err(|error| CliError::Usage(format!("--model {shown}: {error}")))?;
    Ok(model)
}

/// Reads a table of who is who, row by row.
fn read_truth(of: Side, graph: &BoardGraph, path: &Path) -> Result<Vec<TruthRow>, CliError> {
    let wrong = |line: u64, what: &str| CliError::Usage(format!("{}:{line}:1: {what}", path.display()));
    let file = File::open(path).map_err(|source| CliError::Read { path: path.display().to_string(), source })?;
    let mut reader = csv::Reader::from_reader(file);
    let headers = reader.headers().map_err(|error| wrong(1, &error.to_string()))?.clone();
    let column = |name: &str| headers.iter().position(|heading| heading.trim().eq_ignore_ascii_case(name));
    let (Some(id), Some(entity)) = (column("id"), column("entity")) else {
        return Err(wrong(1, "the table needs the columns id and entity"));
    };
    let block = column("block");
    let mut rows = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| wrong(error.position().map_or(0, csv::Position::line), &error.to_string()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        if let Some(own) = entity_of(of, graph, &cell(id)) {
            rows.push((own, cell(entity), block.map(cell).unwrap_or_default()));
        }
    }
    if rows.is_empty() {
        let one = if of == Side::People { "person" } else { "company" };
        return Err(wrong(1, &format!("no id of the table is a {one} of the data")));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_between_zero_and_one() {
        assert_eq!(share("0.95"), Ok(0.95));
        for text in ["0", "1", "-1", "NaN", "inf", "x", ""] {
            assert!(share(text).is_err(), "{text}");
        }
    }
}
