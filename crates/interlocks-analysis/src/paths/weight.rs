//! What paths are ordered by: cost, then steps, in one number.

use std::ops::Add;

use super::cost::Cost;
use crate::bfs::MOST_STEPS;

/// Cost and steps of a way; of two of one cost the one of fewer steps is lighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Weight(u64);

/// Above any number of steps.
const STEPS: u64 = MOST_STEPS as u64 + 1;

impl Weight {
    pub const NOTHING: Weight = Weight(0);
    /// One step that costs nothing.
    pub const STEP: Weight = Weight(1);
    /// No way at all.
    pub const NEVER: Weight = Weight(u64::MAX);

    /// One step.
    pub fn of(cost: Cost) -> Weight {
        Weight(cost.micronats() * STEPS + 1)
    }

    pub fn steps(self) -> usize {
        (self.0 % STEPS) as usize
    }

    fn cost(self) -> u64 {
        self.0 / STEPS
    }

    /// Whether neither cost nor steps are more.
    pub fn is_no_more_than(self, other: Weight) -> bool {
        self.cost() <= other.cost() && self.steps() <= other.steps()
    }
}

impl Add for Weight {
    type Output = Weight;

    fn add(self, other: Weight) -> Weight {
        Weight(self.0.saturating_add(other.0))
    }
}
