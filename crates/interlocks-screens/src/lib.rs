//! Boards screened against written rules of law and governance.
//!
//! A screen answers breach, watch, unknown or clear for everybody who may be concerned at the clock
//! of the question. Two things may be unsettled, and they are kept apart. Where only a range of
//! days is known a verdict is *possible*: it holds for some choice of days. Where an input is
//! missing the verdict is *unknown* and names the input, unless what is known settles the test
//! anyhow (Kleene's logic: a sale below the threshold exempts, whatever the other figures are).
//!
//! What the tables of a dataset do not say is taken not to be: where there is no tie, none is
//! assumed. A table or column that is not there at all is a missing input.
//!
//! Every screen works in two steps: cases in brief, for all of a register at once, and those that
//! are asked for told in full.
//!
//! Nothing here is legal advice.

mod answer;
mod clayton8;
mod compensation;
mod competition;
mod course;
mod cross;
mod crossings;
mod figures;
#[cfg(test)]
mod fixture;
mod independence;
mod italy36;
mod overboarding;
mod related_party;
mod row;
pub mod rulebook;
mod screen;
mod telling;
mod verdict;

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use interlocks_analysis::Query;
use interlocks_graph::{BoardGraph, Entity};

pub use answer::{Answer, Figure, Leg};
pub use row::{Case, Row, Subject};
pub use rulebook::Rulebook;
pub use screen::Screen;
pub use verdict::{Outcome, Ruling, Verdict};

/// What to ask.
#[derive(Clone, Debug, Default)]
pub struct ScreenOptions {
    pub query: Query,
    /// Which screens; all where there is none.
    pub screens: Vec<Screen>,
    /// Only these verdicts; all where there is none.
    pub verdicts: Vec<Verdict>,
    /// Only what concerns one of these.
    pub concerning: BTreeSet<Entity>,
    /// Only so many rows, the gravest first; [`MOST_ROWS`] where nothing is said.
    pub top: Option<usize>,
    /// Companies are presumed to compete when so many digits of their industry codes agree; none
    /// presumes nothing.
    pub industry_digits: Option<usize>,
}

impl ScreenOptions {
    /// Whether a verdict is asked for.
    pub fn wants(&self, verdict: Verdict) -> bool {
        self.verdicts.is_empty() || self.verdicts.contains(&verdict)
    }
}

/// A question: the data, the rules and the options.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub graph: &'a BoardGraph,
    pub rules: &'a Rulebook,
    pub options: &'a ScreenOptions,
}

/// One screen at work on one question.
trait Screening: Sync {
    /// Whoever may be concerned, each with the verdict in brief. Those whose verdict is not wanted
    /// may be left out. In any order.
    fn cases(&self) -> Vec<Case>;

    /// Counts the cases for which `wanted` holds. To be written anew where there are so many that
    /// to keep them takes longer than to find them.
    fn tally(&self, screen: Screen, wanted: &(dyn Fn(&Case) -> bool + Sync)) -> Count {
        Count::of(screen, self.cases().iter().filter(|case| wanted(case)))
    }

    /// Everybody, and every company, a case is about.
    fn concerned(&self, case: &Case) -> Vec<Entity>;

    /// A case in full.
    fn tell(&self, case: &Case) -> Row;
}

fn screening<'a>(screen: Screen, asked: Asked<'a>) -> Box<dyn Screening + 'a> {
    match screen {
        Screen::Clayton8 => Box::new(clayton8::Clayton8::new(asked)),
        Screen::Overboarding => Box::new(overboarding::Overboarding::new(asked)),
        Screen::Independence => Box::new(independence::Independence::new(asked)),
        Screen::Compensation => Box::new(compensation::Compensation::new(asked)),
        Screen::CrossDirectorship => Box::new(cross::Cross::new(asked)),
        Screen::RelatedParty => Box::new(related_party::RelatedParty::new(asked)),
        Screen::Italy36 => Box::new(italy36::Italy36::new(asked)),
    }
}

/// How often a screen came to a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    pub rule: Screen,
    pub breach: u64,
    /// Of the breaches those that are only possible.
    pub possible: u64,
    pub watch: u64,
    pub unknown: u64,
    pub clear: u64,
}

impl Count {
    /// Counts cases of one screen.
    fn of<'c>(rule: Screen, cases: impl Iterator<Item = &'c Case>) -> Count {
        let none = Count { rule, breach: 0, possible: 0, watch: 0, unknown: 0, clear: 0 };
        cases.fold(none, |mut count, case| {
            let counted = match case.verdict {
                Verdict::Breach => &mut count.breach,
                Verdict::Watch => &mut count.watch,
                Verdict::Unknown => &mut count.unknown,
                Verdict::Clear => &mut count.clear,
            };
            *counted += 1;
            count.possible += u64::from(case.verdict == Verdict::Breach && case.possible);
            count
        })
    }

    /// Both counts as one.
    fn and(self, other: Count) -> Count {
        Count {
            rule: self.rule,
            breach: self.breach + other.breach,
            possible: self.possible + other.possible,
            watch: self.watch + other.watch,
            unknown: self.unknown + other.unknown,
            clear: self.clear + other.clear,
        }
    }
}

/// So many rows are told at most where nothing else is asked for: a row takes a page of memory, and a
/// register has millions of people who are clear.
pub const MOST_ROWS: usize = 1_000_000;

/// The outcome of screens.
#[derive(Clone, Debug, Default)]
pub struct Screened {
    /// Gravest first: by verdict, what is certain first, then by screen, test, and the ids of those
    /// concerned.
    pub rows: Vec<Row>,
    /// How many there were beyond those told.
    pub not_told: usize,
}

/// Screens boards, in parallel.
pub fn screen(asked: Asked<'_>) -> Screened {
    let screens = chosen(asked.options);
    let works: Vec<Box<dyn Screening + '_>> = screens.iter().map(|screen| screening(*screen, asked)).collect();
    let mut cases: Vec<(Case, usize)> = Vec::new();
    for (at, work) in works.iter().enumerate() {
        cases.extend(wanted(work.as_ref(), asked.options).into_iter().map(|case| (case, at)));
    }
    cases.par_sort_unstable();
    let told = asked.options.top.unwrap_or(MOST_ROWS).min(cases.len());
    let not_told = cases.len() - told;
    cases.truncate(told);
    let rows = cases.par_iter().map(|(case, at)| works[*at].tell(case)).collect();
    Screened { rows, not_told }
}

/// Counts verdicts without telling any.
pub fn count(asked: Asked<'_>) -> Vec<Count> {
    let screens = chosen(asked.options);
    let counted = |screen| {
        let work = screening(screen, asked);
        work.tally(screen, &|case| is_wanted(work.as_ref(), asked.options, case))
    };
    screens.into_iter().map(counted).collect()
}

fn chosen(options: &ScreenOptions) -> Vec<Screen> {
    let wanted = |screen: &Screen| options.screens.is_empty() || options.screens.contains(screen);
    Screen::ALL.into_iter().filter(wanted).collect()
}

fn wanted(work: &dyn Screening, options: &ScreenOptions) -> Vec<Case> {
    let mut cases = work.cases();
    cases.retain(|case| is_wanted(work, options, case));
    cases
}

fn is_wanted(work: &dyn Screening, options: &ScreenOptions, case: &Case) -> bool {
    options.wants(case.verdict)
        && !(options.query.certain_only && case.possible)
        && (options.concerning.is_empty()
            || work.concerned(case).iter().any(|entity| options.concerning.contains(entity)))
}
