//! `interlocks screen`: boards against written rules.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::words::one_of;
use crate::output::Table;
use interlocks::analysis::Query;
use interlocks::changes::diff::Screening;
use interlocks::graph::{BoardGraph, Entity};
use interlocks::screens::{self, Rulebook, Screen, ScreenOptions, ScreenRows, Verdict};

/// Boards screened against written rules: breach, watch, unknown or clear, with every leg of the test
///
/// A verdict is unknown, and names the input, when something is missing without which the rule
/// cannot be tested. 'possible' means that the dates do not settle it. Not legal advice.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "RULES are clayton8, overboarding, independence, compensation, cross-directorship, related-party,
italy36, or all. docs/rules has a page on each.

Examples:
  interlocks screen datasets/bigtech-boards clayton8 --company apple --at 2009-06-01
  interlocks screen datasets/bigtech-boards cross-directorship compensation
  interlocks screen datasets/bigtech-boards all --at 2024-06 --count
  interlocks screen datasets/bigtech-boards overboarding --verdict breach --fail-on breach"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Which rules
    #[arg(value_name = "RULE", required = true, value_parser = rule_words())]
    rules: Vec<Chosen>,
    /// Only what concerns this company; may be given again
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Only what concerns this person; may be given again
    #[arg(long, value_name = "P")]
    person: Vec<String>,
    #[command(flatten)]
    screening: ScreeningArgs,
    /// Only these verdicts; may be given again
    #[arg(long, value_parser = one_of(&Verdict::ALL, Verdict::as_str))]
    verdict: Vec<Verdict>,
    /// Only so many rows, the gravest first; a million where nothing is said
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Count verdicts, and list none
    #[arg(long, conflicts_with = "top")]
    count: bool,
    /// Exit with code 4 when there is such a verdict, or a graver one
    #[arg(long, value_parser = one_of(&FAILING, Verdict::as_str), value_name = "VERDICT")]
    fail_on: Option<Verdict>,
    #[command(flatten)]
    output: OutputArgs,
}

/// What all commands that screen boards share.
#[derive(Clone, Debug, ClapArgs)]
pub struct ScreeningArgs {
    /// Folder with tables of rules that take the place of the bundled ones
    #[arg(long = "rules", value_name = "DIR", help_heading = "Rules")]
    rules_from: Option<PathBuf>,
    /// Presume that companies compete when so many digits of their industry codes agree
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=12), help_heading = "Rules")]
    industry_digits: Option<u8>,
}

/// The verdicts that may end a run with code 4.
pub const FAILING: [Verdict; 3] = [Verdict::Breach, Verdict::Watch, Verdict::Unknown];

/// One rule, or all.
#[derive(Clone, Copy, Debug)]
enum Chosen {
    One(Screen),
    All,
}

const CHOICES: [Chosen; 8] = {
    let mut all = [Chosen::All; 8];
    let mut at = 0;
    while at < Screen::ALL.len() {
        all[at] = Chosen::One(Screen::ALL[at]);
        at += 1;
    }
    all
};

impl Chosen {
    fn as_str(self) -> &'static str {
        match self {
            Chosen::One(screen) => screen.as_str(),
            Chosen::All => "all",
        }
    }
}

fn rule_words() -> impl clap::builder::TypedValueParser<Value = Chosen> {
    one_of(&CHOICES, Chosen::as_str)
}

impl ScreeningArgs {
    /// The tables of rules that are asked for.
    pub fn rulebook(&self) -> Result<Rulebook, CliError> {
        match &self.rules_from {
            Some(folder) => Ok(Rulebook::open(folder)?),
            None => Ok(Rulebook::bundled().clone()),
        }
    }

    /// The options that say how rules are read.
    pub fn options(&self) -> ScreenOptions {
        ScreenOptions { industry_digits: self.industry_digits.map(usize::from), ..ScreenOptions::default() }
    }

    /// Screens for a comparison: some, or all, and what is not clear.
    pub fn screening(&self, screens: &[Screen], query: Query) -> Result<Screening, CliError> {
        let (screens, verdicts) = (screens.to_vec(), FAILING.to_vec());
        let options = ScreenOptions { query, screens, verdicts, ..self.options() };
        Ok(Screening { rules: self.rulebook()?, options, concerning: Default::default() })
    }

    /// What of it shapes results, for the head of the JSON.
    pub fn echo(&self, options: &mut serde_json::Map<String, serde_json::Value>) {
        if let Some(folder) = &self.rules_from {
            options.insert("rules".to_owned(), folder.display().to_string().into());
        }
        if let Some(digits) = self.industry_digits {
            options.insert("industry_digits".to_owned(), digits.into());
        }
    }
}

/// The companies and people of options.
fn concerning(graph: &BoardGraph, companies: &[String], people: &[String]) -> Result<Vec<Entity>, CliError> {
    let mut found = Vec::new();
    for name in companies {
        found.push(Entity::Company(graph.find_company(name)?));
    }
    for name in people {
        found.push(Entity::Person(graph.find_person(name)?));
    }
    Ok(found)
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let rules = args.screening.rulebook()?;
    let graph = args.data.graph(&args.output)?;
    let all = args.rules.iter().any(|rule| matches!(rule, Chosen::All));
    let one = |rule: &Chosen| match rule {
        Chosen::One(screen) => Some(*screen),
        Chosen::All => None,
    };
    let options = ScreenOptions {
        query,
        screens: if all { Vec::new() } else { args.rules.iter().filter_map(one).collect() },
        verdicts: args.verdict.clone(),
        concerning: concerning(&graph, &args.company, &args.person)?.into_iter().collect(),
        top: args.top,
        ..args.screening.options()
    };
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    if args.count {
        let counts = screens::count(&graph, &rules, &options);
        args.output.write(&report("screen", &graph, echo, &counts, Table::of(&counts))?)?;
        let some = |limit: Verdict| {
            counts.iter().any(|count| {
                let by = [count.breach, count.watch, count.unknown];
                FAILING.into_iter().zip(by).any(|(verdict, number)| verdict <= limit && number > 0)
            })
        };
        return Ok(if args.fail_on.is_some_and(some) { Outcome::Matched } else { Outcome::Done });
    }
    let ScreenRows { rows, omitted } = screens::screen(&graph, &rules, &options);
    if omitted > 0 {
        echo.insert("not_listed".to_owned(), omitted.into());
    }
    let mut table = Table::of(&rows)
        .with_note("Not legal advice. Each is a lead to check; 'possible' means that the dates do not settle it.");
    if omitted > 0 {
        table = table
            .with_note(format!("{omitted} more are not listed; --verdict, --company and --count narrow them down"));
    }
    args.output.write(&report("screen", &graph, echo, &rows, table)?)?;
    let matched = args.fail_on.is_some_and(|limit| rows.iter().any(|row| row.verdict <= limit));
    Ok(if matched { Outcome::Matched } else { Outcome::Done })
}
