//! `interlocks backbone`: interlocks beyond chance.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::value_enum::one_of;
use crate::output::{OfPeople, Table};
use interlocks::analysis::pairs::{Side, Weight};
use interlocks::measures::backbone::{Backbone, BackboneOptions, Correction, NullModel, backbone};

/// List interlocks that boards of these sizes would rarely have by chance
///
/// p is the probability that a pair shares at least as much in a random network. hypergeometric keeps
/// the number of board seats of each company (or person) tested; sdsm keeps the numbers of seats of all
/// companies and people on average; fdsm keeps them exactly, by sampling. disparity instead tests
/// whether the weight of a pair is large compared with the other pairs of either member.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "JSON: a row has the keys of 'pairs', and expected, p and p_corrected. The smallest p comes first,
then the largest weight. options has tied, the number of pairs that share anybody, and tests, the
number of pairs tested: p is corrected for all n(n-1)/2 pairs, whether or not they share anybody.
With fdsm, no p is below resolution, which is 1/(samples + 1).

Without --at, what a pair shares at the same time is compared with all seats of all days, so p tends
to be too large, not too small; --at tests a single day.

Examples:
  interlocks backbone boards/ --undated --of people
  interlocks backbone boards/ --at 2013-08 --model sdsm --correct bh
  interlocks backbone boards/ --undated --of people --model fdsm --samples 999 --all"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Pair companies that share people, or people who share companies
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "companies")]
    of: Side,
    /// Compare with this model of chance
    #[arg(long, value_parser = one_of(&NullModel::ALL, NullModel::as_str), default_value = "hypergeometric")]
    model: NullModel,
    /// Set the weight of a pair; disparity tests this weight
    #[arg(long, value_parser = one_of(&Weight::ALL, Weight::as_str), default_value = "count")]
    weight: Weight,
    /// Keep pairs with a corrected p of at most P
    #[arg(long, value_name = "P", default_value = "0.05", value_parser = probability)]
    alpha: f64,
    /// Correct p for the number of tests
    #[arg(long, value_parser = one_of(&Correction::ALL, Correction::as_str), default_value = "none")]
    correct: Correction,
    /// Keep all pairs that share anything, whatever their p
    #[arg(long)]
    all: bool,
    /// Draw N networks for fdsm
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    samples: u32,
    /// Set the random seed of fdsm; the same seed gives the same answer
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

fn probability(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "write a probability from 0 to 1, such as 0.05".to_owned())
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let options = BackboneOptions {
        query,
        side: args.of,
        model: args.model,
        weight: args.weight,
        correction: args.correct,
        alpha: args.alpha,
        all: args.all,
        samples: args.samples,
        seed: args.seed,
    };
    let found = backbone(&graph, &options);
    let resolution = (args.model == NullModel::Fdsm).then(|| 1.0 / (f64::from(args.samples) + 1.0));
    let mut echo = args.data.echo();
    for (name, word) in [
        ("of", args.of.as_str()),
        ("model", args.model.as_str()),
        ("weight", args.weight.as_str()),
        ("correct", args.correct.as_str()),
    ] {
        echo.insert(name.to_owned(), word.into());
    }
    echo.insert("alpha".to_owned(), args.alpha.into());
    echo.insert("all".to_owned(), args.all.into());
    if let Some(resolution) = resolution {
        echo.insert("samples".to_owned(), args.samples.into());
        echo.insert("seed".to_owned(), args.seed.into());
        echo.insert("resolution".to_owned(), resolution.into());
    }
    echo.insert("tests".to_owned(), found.tests.into());
    echo.insert("tied".to_owned(), found.tied.into());
    let table = noted(args, &found, resolution);
    args.output.write(&answer("backbone", &graph, echo, &found.ties, table)?)?;
    Ok(Outcome::Done)
}

/// Adds notes on the number of tests and the smallest possible p.
fn noted(args: &Args, found: &Backbone, resolution: Option<f64>) -> Table {
    let Backbone { ties, tests, tied } = found;
    let kept = ties.iter().filter(|tie| tie.p_corrected <= args.alpha).count();
    let table = match args.of {
        Side::Companies => Table::from_rows(ties),
        Side::People => Table::from_rows(&ties.iter().cloned().map(OfPeople).collect::<Vec<_>>()),
    };
    let table = table.with_note(format!(
        "{kept} of {tied} pairs that share anybody have a corrected p of at most {} (correction: {}; {tests} pairs tested)",
        args.alpha,
        args.correct.as_str()
    ));
    let Some(least) = resolution else { return table };
    let table = table.with_note(format!("{} samples: no p can be below {least:.6}", args.samples));
    let too_few = args.correct.corrected(&[least], *tests).first().is_some_and(|p| *p > args.alpha);
    if too_few && args.correct != Correction::BenjaminiHochberg {
        return table.with_note("too few samples for any pair to pass this correction; raise --samples");
    }
    table
}
