//! `interlocks backbone`: interlocks that are more than chance.

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::words::one_of;
use crate::output::Table;
use interlocks::analysis::pairs::{Side, Weight};
use interlocks::measures::backbone::{Backbone, BackboneOptions, Correction, NullModel, backbone};

/// Interlocks that are more than boards of these sizes would have by chance
///
/// p is the chance that a pair shares as much as it does, or more, in a random network of the same
/// seats. hypergeometric keeps the degrees of the tested side; sdsm keeps those of both sides in
/// the mean, fdsm keeps them exactly, by sampling. disparity asks whether a tie weighs more than
/// the other ties of either of its ends would have it.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Rows of JSON: those of pairs, and expected p p_corrected; least p first, then heaviest. The options
say how many pairs share anybody (tied) and how many are tested (tests): p is corrected for all
pairs n(n-1)/2, tied or not. With fdsm no p is less than resolution, 1/(samples + 1).

At any time, what a pair shares at once is set against all seats of all days, so that p is rather
too large than too small; --at asks of one day.

Examples:
  interlocks backbone datasets/southern-women --undated --of people
  interlocks backbone datasets/bigtech-boards --at 2013-08 --model sdsm --correct bh
  interlocks backbone datasets/southern-women --undated --of people --model fdsm --samples 999 --all"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Whose pairs: companies that share people, or people that share companies
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "companies")]
    of: Side,
    /// What chance is taken to be
    #[arg(long, value_parser = one_of(&NullModel::ALL, NullModel::as_str), default_value = "hypergeometric")]
    model: NullModel,
    /// How much a pair weighs: what disparity tests
    #[arg(long, value_parser = one_of(&Weight::ALL, Weight::as_str), default_value = "count")]
    weight: Weight,
    /// Keep pairs whose corrected p is no larger
    #[arg(long, value_name = "P", default_value = "0.05", value_parser = probability)]
    alpha: f64,
    /// How p is corrected for the number of tests
    #[arg(long, value_parser = one_of(&Correction::ALL, Correction::as_str), default_value = "none")]
    correct: Correction,
    /// Keep all pairs that share anybody
    #[arg(long)]
    all: bool,
    /// Networks that fdsm draws
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    samples: u32,
    /// Where the chance of fdsm begins: the same seed gives the same answer
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    output: OutputArgs,
}

fn probability(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "write a probability from 0 to 1, as in 0.05".to_owned())
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
    args.output.write(&report("backbone", &graph, echo, &found.ties, table)?)?;
    Ok(Outcome::Done)
}

/// The table, with a word on how many were tested and how fine the answer can be.
fn noted(args: &Args, found: &Backbone, resolution: Option<f64>) -> Table {
    let Backbone { ties, tests, tied } = found;
    let kept = ties.iter().filter(|tie| tie.p_corrected <= args.alpha).count();
    let table = Table::of(ties).with_note(format!(
        "{kept} of {tied} pairs that share anybody have p at or below {} (correction: {}; {tests} pairs tested)",
        args.alpha,
        args.correct.as_str()
    ));
    let Some(least) = resolution else { return table };
    let table = table.with_note(format!("{} samples: no p is less than {least:.6}", args.samples));
    let hopeless = args.correct.corrected(&[least], *tests).first().is_some_and(|p| *p > args.alpha);
    if hopeless && args.correct != Correction::BenjaminiHochberg {
        return table.with_note("so few samples that no pair can pass this correction; raise --samples");
    }
    table
}
