//! The two steps of every screen, and the order of cases of different screens.
//!
//! Each screen has its own type of case. [`AnyAssessment`] and [`FoundCases`] hide it, so that several screens can
//! answer one question: a case is then known by its position in the sorted list of its screen.

use std::fmt::Debug;

use rayon::prelude::*;

use super::{Count, Row, Ruling, Screen, ScreenOptions, Verdict};
use interlocks_graph::Entity;

/// One screen applied to one question.
pub(crate) trait Assess: Sync {
    /// The screen.
    const SCREEN: Screen;

    /// A case: the test, and the people and companies concerned. Its order is the order of rows that have the same verdict.
    type Case: Copy + Ord + Send + Sync + Debug;

    /// Returns every case with its verdict, in any order. Cases whose verdict is not wanted may be left out.
    fn cases(&self) -> Vec<CaseVerdict<Self::Case>>;

    /// Counts the cases that are wanted. A screen with so many cases that storing them takes longer than finding them
    /// overrides this.
    fn tally(&self, wanted: &(dyn Fn(&CaseVerdict<Self::Case>) -> bool + Sync)) -> Count {
        Count::of(Self::SCREEN, &self.cases(), wanted)
    }

    /// Returns every person and company that a case is about.
    fn concerned(&self, case: &Self::Case) -> Vec<Entity>;

    /// Returns the full row of a case.
    fn explain(&self, case: &Self::Case) -> Row;
}

/// A case and its verdict: enough to count, to sort, and to explain later.
///
/// Sorted by verdict (the gravest first), certain before possible, then by case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CaseVerdict<C> {
    pub(crate) verdict: Verdict,
    /// `true` if the verdict is only possible.
    pub(crate) possible: bool,
    pub(crate) case: C,
}

impl<C> CaseVerdict<C> {
    /// Returns the case with the verdict of a ruling.
    pub(crate) fn new(ruling: &Ruling, case: C) -> CaseVerdict<C> {
        CaseVerdict { verdict: ruling.verdict, possible: !ruling.certain, case }
    }
}

/// A screen whose type of case is hidden.
pub(crate) trait AnyAssessment: Sync {
    /// Finds and sorts the wanted cases.
    fn find(&self, options: &ScreenOptions) -> Box<dyn FoundCases + '_>;

    /// Counts the wanted cases by verdict.
    fn count(&self, options: &ScreenOptions) -> Count;
}

impl<S: Assess> AnyAssessment for S {
    fn find(&self, options: &ScreenOptions) -> Box<dyn FoundCases + '_> {
        let mut cases = self.cases();
        cases.retain(|case| is_wanted(self, options, case));
        cases.par_sort_unstable();
        Box::new(SortedCases { screen: self, cases })
    }

    fn count(&self, options: &ScreenOptions) -> Count {
        self.tally(&|case| is_wanted(self, options, case))
    }
}

fn is_wanted<S: Assess>(screen: &S, options: &ScreenOptions, case: &CaseVerdict<S::Case>) -> bool {
    options.wants(case.verdict)
        && !(options.query.certain_only && case.possible)
        && (options.concerning.is_empty()
            || screen.concerned(&case.case).iter().any(|entity| options.concerning.contains(entity)))
}

/// The cases of one screen in the order of rows.
pub(crate) trait FoundCases: Sync {
    /// Returns verdict, and whether it is only possible, of each case.
    fn verdicts(&self) -> Vec<(Verdict, bool)>;

    /// Returns the full row of the case at a position.
    fn explain(&self, case: usize) -> Row;
}

struct SortedCases<'s, S: Assess> {
    screen: &'s S,
    cases: Vec<CaseVerdict<S::Case>>,
}

impl<S: Assess> FoundCases for SortedCases<'_, S> {
    fn verdicts(&self) -> Vec<(Verdict, bool)> {
        self.cases.iter().map(|case| (case.verdict, case.possible)).collect()
    }

    fn explain(&self, case: usize) -> Row {
        self.screen.explain(&self.cases[case].case)
    }
}

/// The position of a case among those of all screens. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    verdict: Verdict,
    possible: bool,
    /// The position of the screen.
    pub(crate) screen: usize,
    /// The position of the case in its screen.
    pub(crate) case: usize,
}

/// Returns the cases of all screens in the order of rows.
pub(crate) fn in_order(found: &[Box<dyn FoundCases + '_>]) -> Vec<Place> {
    let mut places = Vec::new();
    for (screen, cases) in found.iter().enumerate() {
        let verdicts = cases.verdicts().into_iter().enumerate();
        places.extend(verdicts.map(|(case, (verdict, possible))| Place { verdict, possible, screen, case }));
    }
    places.par_sort_unstable();
    places
}
