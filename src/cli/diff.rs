//! `interlocks diff`: what changed between two datasets.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::output::{Table, changes_table};

use super::answer::answer;
use super::baseline_args::BaselineArgs;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::fail_on::{FAILING, Failing};
use super::output_args::OutputArgs;
use super::screen_args::ScreenArgs;
use super::value_enum::one_of;
use interlocks::analysis::conflicts;
use interlocks::changes::baseline::Acceptable;
use interlocks::changes::diff::{Changes, DiffOptions, Row, RowKind, changes};
use interlocks::screens::Screen;

/// Compare two datasets: seats, ties, deals, and the interlocks and findings they change
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "People, companies and deals are matched by id; seats and ties by id or, without one, by both ends,
role and start. A seat with a newly known end counts as changed, not as removed and added.

JSON: one object with added[] removed[] changed[]. A row of added or removed has 'what' (seat, tie,
deal, pair, conflict, screen), the keys of such a row, and 'cause': the changed seats, ties and
deals on which it depends. A row of changed has before, after, differs (the keys that differ) and
cause. A row without a cause has changed because the day that the data describes is another. With
--count: a row for each kind, with what, added, removed and changed.

--fail-on any is about every row that is shown. A verdict or a severity is about rows that are added
and at least that grave, and about rows that have become so. A verdict in --fail-on, and --kind
screen, compare all rules of 'screen' unless --screen names some.

--baseline leaves out accepted interlocks, findings and verdicts that were added or have changed.
What is gone is listed, and so are seats, ties and deals, which are data; see --kind.

Examples:
  interlocks diff boards-2023.ilk boards-2024.ilk
  interlocks diff old/ new/ --at 2024-06-30 -f json
  interlocks diff yesterday.ilk today.ilk --kind conflict --kind screen --fail-on high"
)]
#[command(mut_arg("data", |arg| arg.index(1).value_name("OLD").help("Old dataset: folder, file or snapshot")))]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// New dataset: folder, file or snapshot
    #[arg(value_name = "NEW", index = 2)]
    new: PathBuf,
    /// The new dataset, if it is open already.
    #[arg(skip)]
    pub(super) opened: Option<Box<DataArgs>>,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Compare the verdicts of this rule of 'screen' too; may be repeated
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    #[command(flatten)]
    screening: ScreenArgs,
    /// Show only rows of this kind; may be repeated
    #[arg(long, value_name = "KIND", value_parser = kind_parser())]
    kind: Vec<RowKind>,
    /// Print only how many rows of each kind were added, removed and changed
    #[arg(long)]
    count: bool,
    /// Exit with code 4 on any change, or if a row of this verdict or severity, or worse, is new; may be repeated
    #[arg(long, value_name = "any|VERDICT|SEVERITY", value_parser = one_of(&FAILING, Failing::as_str))]
    fail_on: Vec<Failing>,
    #[command(flatten)]
    baseline: BaselineArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Returns a parser for a kind of row, which may be written in the plural: `--kind seats`.
fn kind_parser() -> impl TypedValueParser<Value = RowKind> {
    const PLURALS: [&str; 6] = ["seats", "ties", "deals", "pairs", "conflicts", "screens"];
    let values = RowKind::ALL.iter().zip(PLURALS).map(|(kind, plural)| PossibleValue::new(kind.as_str()).alias(plural));
    PossibleValuesParser::new(values).try_map(|text| {
        text.parse().or_else(|error| text.strip_suffix('s').unwrap_or_default().parse().map_err(|_| error))
    })
}

impl Args {
    /// Returns the kinds of rows that are compared.
    fn kinds(&self) -> Result<BTreeSet<RowKind>, CliError> {
        let all = RowKind::ALL.into_iter();
        let kinds: BTreeSet<RowKind> = match self.kind.as_slice() {
            [] => all.filter(|kind| *kind != RowKind::Screen || self.compares_verdicts()).collect(),
            kinds => kinds.iter().copied().collect(),
        };
        if !self.screen.is_empty() && !kinds.contains(&RowKind::Screen) {
            return Err(CliError::Usage(
                "--screen compares verdicts, which --kind leaves out; add --kind screen".to_owned(),
            ));
        }
        let left_out = |limit: &&Failing| limit.kind().is_some_and(|kind| !kinds.contains(&kind));
        match self.fail_on.iter().find(left_out) {
            Some(limit) => {
                let (limit, kind) = (limit.as_str(), limit.kind().map_or("", RowKind::as_str));
                let message = format!("--fail-on {limit} is about rows that --kind leaves out; add --kind {kind}");
                Err(CliError::Usage(message))
            }
            None => Ok(kinds),
        }
    }

    /// Returns `true` if an option asks for verdicts.
    fn compares_verdicts(&self) -> bool {
        !self.screen.is_empty() || self.fail_on.iter().any(|limit| limit.kind() == Some(RowKind::Screen))
    }

    /// Returns the options of the comparison.
    fn options(&self, kinds: &BTreeSet<RowKind>) -> Result<DiffOptions, CliError> {
        let query = self.data.query()?;
        let conflicts = conflicts::ConflictOptions {
            window: self.window,
            during: query.clock.window(),
            certain_only: query.certain_only,
            ..conflicts::ConflictOptions::default()
        };
        let screening = match kinds.contains(&RowKind::Screen) {
            true => Some(self.screening.screening(&self.screen, query)?),
            false => None,
        };
        let options = DiffOptions { query, conflicts, screening, data_rows: true, ..DiffOptions::default() };
        Ok(options.kinds(kinds.iter().copied()))
    }
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let kinds = args.kinds()?;
    let options = args.options(&kinds)?;
    let mut baseline = args.baseline.open(&args.output)?;
    let data = args.data.without_files(args.baseline.file());
    let new = match &args.opened {
        Some(opened) => DataArgs::clone(opened),
        None => data.instead(args.new.clone())?,
    };
    let (before, after) = (data.graph(&args.output)?, new.graph(&args.output)?);
    let mut found = changes(&before, &after, &options);
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    echo.insert("window".to_owned(), args.window.into());
    echo.insert("old_as_of".to_owned(), before.as_of().map(|day| day.to_string()).into());
    if !args.kind.is_empty() {
        echo.insert("kinds".to_owned(), kinds.iter().map(|kind| kind.as_str()).collect::<Vec<&str>>().into());
    }
    if let Some(baseline) = &mut baseline {
        baseline.leave_out(&mut found.added, |row| Acceptable::of(&row.row));
        baseline.leave_out(&mut found.changed, |row| Acceptable::of(&row.after));
        baseline.tell(&args.output, &mut echo);
    }
    if args.count {
        let counts = found.count(kinds);
        args.output.write(&answer("diff", &after, echo, &counts, Table::from_rows(&counts))?)?;
    } else {
        let mut table = changes_table(&found);
        if found.is_empty() {
            table = table.with_note("the datasets do not differ");
        }
        args.output.write(&answer("diff", &after, echo, &found, table)?)?;
    }
    let is_accepted = match &mut baseline {
        Some(baseline) => baseline.accept(new_rows(&found).filter_map(Acceptable::of), &args.output)?,
        None => false,
    };
    let matched = args.fail_on.iter().any(|limit| limit.matches_change(&found));
    Ok(if matched && !is_accepted { Outcome::Matched } else { Outcome::Done })
}

/// Returns the rows that were added, and those that have changed as they are now.
fn new_rows(found: &Changes) -> impl Iterator<Item = &Row> {
    found.added.iter().map(|row| &row.row).chain(found.changed.iter().map(|row| &row.after))
}
