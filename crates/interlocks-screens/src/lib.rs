//! Screens: boards checked against written rules of law and governance.
//!
//! [`screen`] answers, for each case that a rule may concern, with a [`Row`]: a [`Verdict`] (breach, watch,
//! unknown or clear), every leg of the test, the inputs that are missing, and the rows of the data it rests on.
//!
//! Two kinds of uncertainty are kept apart:
//!
//! - Dates: if only a range of days is known, a verdict may be *possible* ([`Row::certain`] is `false`): it holds for
//!   some choice of days inside the stated dates.
//! - Missing inputs: if an input is missing, the verdict is *unknown* and the input is listed, unless the known inputs
//!   already decide the test (Kleene's three-valued logic: sales below the threshold exempt, whatever the other figures
//!   are).
//!
//! Anything that the tables of a dataset do not contain is assumed not to exist: without a tie, no tie is assumed. A table
//! or column that is absent altogether is a missing input.
//!
//! Nothing here is legal advice.
//!
//! # How it works
//!
//! A screen implements `Assess` and works in two steps. `cases` finds every case of a register with its verdict only;
//! `explain` writes the full row of one case.
//!
//! # Adding a limit of a proxy adviser (data only)
//!
//! 1. Add a row to `rules/overboarding_limits.csv` of this crate. `rule_id` becomes the name of the test.
//! 2. `max_total_boards` is the highest allowed number of boards, including the director's own company unless `own` is
//!    `outside`.
//! 3. `applies_to` names a class of directors by the words listed in `overboarding/class.rs`, such as `chief executive`.
//! 4. `chair`, `groups`, `counts`, `vote` and `condition` say how boards count; [`rulebook::Limit`] lists their values.
//! 5. Write `yes` into `text_seen` only if you have read the text of the rule; otherwise rows list the limit as recalled.
//! 6. Run the tests of this crate: they fail if a class is not recognized.
//!
//! Users can try a limit without building: a folder with such a file is read by [`Rulebook::open`] (`--rules DIR`).
//!
//! # Adding a rule on the independence of directors (data only)
//!
//! Add a row to `rules/conflict_rules.csv`. Its parameters name the look-backs and limits, and so the questions that the rule
//! asks; its jurisdiction is the market. docs/rules/README.md lists the parameters. Users can do the same with `--rules DIR`.
//!
//! # Adding a ban on offices at two competitors (data only)
//!
//! Add a row to `rules/conflict_rules.csv` with the word `competitors` in `parameter`; `rule_id` becomes the name of the test.
//! `rules/README.md` lists the other words, and [`rulebook::RivalRule`] says what becomes of them.
//!
//! # Adding a screen
//!
//! 1. Add a variant to [`Screen`] with its name and its place in [`Screen::ALL`], and put its numbers into
//!    `rules/conflict_rules.csv` and [`rulebook::parameter`].
//! 2. Write a module with a type that holds the `Context`, and a `Case` type whose order is the order of rows.
//! 3. Implement `Assess`: `cases` in parallel over the register, by way of `VerdictDays::ruling`; `concerned`; and
//!    `explain` with a `RowBuilder`.
//! 4. Add one line to `assessment` below.
//! 5. Test it by examples and by an oracle that tries every choice of days and inputs (see `overboarding/oracle.rs`).
//! 6. Describe the rule, its readings and its limits in `docs/rules`, and name it in the help (`src/cli/screen.rs`).
//!
//! CONTRIBUTING.md has the details of both.

mod ahead;
mod answer;
mod assess;
mod audit_committee;
mod clayton8;
mod compensation;
mod competition;
mod competitors;
mod control;
mod cross;
mod dated_answer;
mod deal_size;
mod dimia;
mod figures;
#[cfg(test)]
mod fixture;
mod group;
mod identities;
mod independence;
#[cfg(test)]
mod invariants;
mod italy36;
mod named_offices;
mod officers;
mod overboarding;
mod reciprocal_rows;
mod reciprocal_seats;
mod related_party;
mod row;
pub mod rulebook;
mod screen;
mod sec_filer;
mod supervisory_board;
mod tie_assumptions;
mod verdict;
mod wording;

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use interlocks_analysis::Query;
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, Entity};

pub use ahead::{Ahead, AheadError};
pub use answer::{Answer, Figure, Leg};
pub use identities::screen_with_identities;
pub use row::{Coming, Row, Subject};
pub use rulebook::Rulebook;
pub use screen::Screen;
pub use verdict::Verdict;

use answer::OpenAnswers;
use assess::{AnyAssessment, Assess, CaseVerdict};
use dated_answer::DatedAnswer;
use row::RowBuilder;
use verdict::{Ruling, VerdictDays};

/// Options of [`screen`] and [`count`]: which screens, at which clock, and which rows.
///
/// ```
/// use interlocks_screens::{Screen, ScreenOptions, Verdict};
///
/// let options = ScreenOptions::default().screen(Screen::Overboarding).verdict(Verdict::Breach).top(10);
/// assert!(options.wants(Verdict::Breach) && !options.wants(Verdict::Clear));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ScreenOptions {
    /// The clock, and whether only certain verdicts are wanted.
    pub query: Query,
    /// The screens to run; all if empty.
    pub screens: Vec<Screen>,
    /// The verdicts to return; all if empty.
    pub verdicts: Vec<Verdict>,
    /// Returns only cases that concern one of these people or companies; all cases if empty.
    pub concerning: BTreeSet<Entity>,
    /// The highest number of rows, the gravest first; [`MAX_ROWS`] if `None`.
    pub top: Option<usize>,
    /// Companies are presumed to compete if this many leading digits of their industry codes agree; no competition is
    /// presumed if `None`.
    pub industry_digits: Option<usize>,
    /// How far past the as-of date a screen looks for what will break a rule if nobody moves. Such cases are to watch.
    pub ahead: Ahead,
}

impl ScreenOptions {
    /// Sets the clock, and whether only certain verdicts are wanted.
    #[must_use]
    pub fn query(mut self, query: Query) -> ScreenOptions {
        self.query = query;
        self
    }

    /// Adds a screen to run; without any, all are run.
    #[must_use]
    pub fn screen(mut self, screen: Screen) -> ScreenOptions {
        self.screens.push(screen);
        self
    }

    /// Adds a verdict to return; without any, all are returned.
    #[must_use]
    pub fn verdict(mut self, verdict: Verdict) -> ScreenOptions {
        self.verdicts.push(verdict);
        self
    }

    /// Adds a person or company that cases must concern; without any, all cases are returned.
    #[must_use]
    pub fn concerning(mut self, entity: Entity) -> ScreenOptions {
        self.concerning.insert(entity);
        self
    }

    /// Sets the highest number of rows.
    #[must_use]
    pub fn top(mut self, rows: usize) -> ScreenOptions {
        self.top = Some(rows);
        self
    }

    /// Presumes that companies compete if this many leading digits of their industry codes agree.
    #[must_use]
    pub fn industry_digits(mut self, digits: usize) -> ScreenOptions {
        self.industry_digits = Some(digits);
        self
    }

    /// Sets how far past the as-of date a screen looks.
    #[must_use]
    pub fn ahead(mut self, ahead: Ahead) -> ScreenOptions {
        self.ahead = ahead;
        self
    }

    /// Returns `true` if rows with this verdict are wanted.
    pub fn wants(&self, verdict: Verdict) -> bool {
        self.verdicts.is_empty() || self.verdicts.contains(&verdict)
    }
}

/// The inputs of every screen: the data, the rules and the options.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    graph: &'a BoardGraph,
    rules: &'a Rulebook,
    options: &'a ScreenOptions,
}

fn assessment<'a>(screen: Screen, context: Context<'a>) -> Box<dyn AnyAssessment + 'a> {
    match screen {
        Screen::Clayton8 => Box::new(clayton8::Clayton8::new(context)),
        Screen::Overboarding => Box::new(overboarding::Overboarding::new(context)),
        Screen::Independence => Box::new(independence::Independence::new(context)),
        Screen::Compensation => Box::new(compensation::Compensation::new(context)),
        Screen::CrossDirectorship => Box::new(cross::Cross::new(context)),
        Screen::RelatedParty => Box::new(related_party::RelatedParty::new(context)),
        Screen::Italy36 => Box::new(italy36::Italy36::new(context)),
        Screen::SupervisoryBoard => Box::new(supervisory_board::SupervisoryBoard::new(context)),
        Screen::AuditCommittee => Box::new(audit_committee::AuditCommittee::new(context)),
        Screen::DealSize => Box::new(deal_size::DealSize::new(context)),
        Screen::Dimia => Box::new(dimia::Dimia::new(context)),
        Screen::Competitors => Box::new(competitors::Competitors::new(context)),
    }
}

/// The number of cases of one screen by verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "VerdictCount"))]
pub struct Count {
    /// The screen.
    pub rule: Screen,
    /// Breaches, certain or possible.
    pub breach: u64,
    /// The breaches that are only possible; cases above a policy are not among them.
    pub possible: u64,
    /// Cases above the policy of an adviser or investor, certain or possible.
    pub above_policy: u64,
    /// Cases to watch.
    pub watch: u64,
    /// Cases in which an input is missing.
    pub unknown: u64,
    /// Cases that are clear.
    pub clear: u64,
}

impl Count {
    fn new(rule: Screen) -> Count {
        Count { rule, breach: 0, possible: 0, above_policy: 0, watch: 0, unknown: 0, clear: 0 }
    }

    /// Counts the cases that are wanted.
    fn of<C>(rule: Screen, cases: &[CaseVerdict<C>], wanted: impl Fn(&CaseVerdict<C>) -> bool) -> Count {
        let mut count = Count::new(rule);
        cases.iter().filter(|case| wanted(case)).for_each(|case| count.add(case));
        count
    }

    fn add<C>(&mut self, case: &CaseVerdict<C>) {
        let number = match case.verdict {
            Verdict::Breach => &mut self.breach,
            Verdict::AbovePolicy => &mut self.above_policy,
            Verdict::Watch => &mut self.watch,
            Verdict::Unknown => &mut self.unknown,
            Verdict::Clear => &mut self.clear,
        };
        *number += 1;
        self.possible += u64::from(case.verdict == Verdict::Breach && case.possible);
    }

    /// Returns the sum of two counts of the same screen.
    fn plus(self, other: Count) -> Count {
        Count {
            rule: self.rule,
            breach: self.breach + other.breach,
            possible: self.possible + other.possible,
            above_policy: self.above_policy + other.above_policy,
            watch: self.watch + other.watch,
            unknown: self.unknown + other.unknown,
            clear: self.clear + other.clear,
        }
    }
}

/// The highest number of rows if [`ScreenOptions::top`] is not set. A row takes about a page of memory, and a register
/// has millions of clear cases.
pub const MAX_ROWS: usize = 1_000_000;

/// The rows that [`screen`] returns.
#[derive(Clone, Debug, Default)]
pub struct ScreenRows {
    /// Sorted by verdict (the gravest first), certain before possible, then by screen, test, and the numbers of the
    /// people and companies concerned.
    pub rows: Vec<Row>,
    /// The number of further cases that were left out because of [`ScreenOptions::top`].
    pub omitted: usize,
}

/// Screens boards against rules, in parallel.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_screens::{Rulebook, Screen, ScreenOptions, screen};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let options = ScreenOptions::default().screen(Screen::Clayton8).top(3);
/// let found = screen(&graph, Rulebook::bundled(), &options);
/// assert_eq!(found.rows.len(), 3);
/// for row in &found.rows {
///     println!("{}: {} {}", row.verdict, row.test, row.reason);
/// }
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn screen(graph: &BoardGraph, rules: &Rulebook, options: &ScreenOptions) -> ScreenRows {
    let context = Context { graph, rules, options };
    let assessments: Vec<_> = chosen(options).into_iter().map(|screen| assessment(screen, context)).collect();
    let found: Vec<_> = assessments.iter().map(|assessment| assessment.find(options)).collect();
    let mut places = assess::in_order(&found);
    let shown = options.top.unwrap_or(MAX_ROWS).min(places.len());
    let omitted = places.len() - shown;
    places.truncate(shown);
    let explained = |place: &assess::Place| {
        check();
        found[place.screen].explain(place.case)
    };
    let rows = places.par_iter().map(explained).collect();
    ScreenRows { rows, omitted }
}

/// Counts the cases of each screen by verdict, without explaining any.
pub fn count(graph: &BoardGraph, rules: &Rulebook, options: &ScreenOptions) -> Vec<Count> {
    let context = Context { graph, rules, options };
    chosen(options).into_iter().map(|screen| assessment(screen, context).count(options)).collect()
}

/// Returns what a reader should know about the data as a whole, by screen: that no cases were found for want of an input.
///
/// ```
/// # use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
/// # use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_screens::{Rulebook, Screen, ScreenOptions, notes};
///
/// let text = r#"{"seats": [{"person": "p", "company": "a"}, {"person": "p", "company": "b"}]}"#;
/// let data = Dataset::read(Box::new(text.as_bytes()), "x.json", DataFormat::Json, &LoadOptions::default())?;
/// let graph = BoardGraph::new(data, BuildOptions::default());
/// let options = ScreenOptions::default().screen(Screen::Clayton8);
/// let said = notes(&graph, Rulebook::bundled(), &options);
/// assert!(said[0].starts_with("clayton8: the data does not say which companies compete"));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn notes(graph: &BoardGraph, rules: &Rulebook, options: &ScreenOptions) -> Vec<String> {
    let context = Context { graph, rules, options };
    let mut notes: Vec<(Vec<&str>, String)> = Vec::new();
    for screen in chosen(options) {
        let note = match screen {
            Screen::Clayton8 | Screen::Competitors => competition::Competition::nothing_stated(context),
            _ => None,
        };
        let Some(note) = note else { continue };
        match notes.iter_mut().find(|(_, other)| *other == note) {
            Some((screens, _)) => screens.push(screen.as_str()),
            None => notes.push((vec![screen.as_str()], note)),
        }
    }
    notes.into_iter().map(|(screens, note)| format!("{}: {note}", screens.join(", "))).collect()
}

fn chosen(options: &ScreenOptions) -> Vec<Screen> {
    let wanted = |screen: &Screen| options.screens.is_empty() || options.screens.contains(screen);
    Screen::ALL.into_iter().filter(wanted).collect()
}
