//! The weight by which paths are ordered: cost, then steps, in one number.

use std::ops::Add;

use super::cost::Cost;
use crate::bfs::MOST_STEPS;

/// Cost and steps of a path. Among paths of equal cost the one with fewer steps is lighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PathWeight(u64);

/// One more than the largest number of steps.
const STEPS: u64 = MOST_STEPS as u64 + 1;

impl PathWeight {
    /// No steps.
    pub(super) const NOTHING: PathWeight = PathWeight(0);
    /// One step that costs nothing.
    pub(super) const STEP: PathWeight = PathWeight(1);
    /// No path.
    pub(super) const NEVER: PathWeight = PathWeight(u64::MAX);

    /// Returns the weight of one step.
    pub(super) fn from_cost(cost: Cost) -> PathWeight {
        PathWeight(cost.micronats() * STEPS + 1)
    }

    pub(super) fn steps(self) -> usize {
        (self.0 % STEPS) as usize
    }

    fn cost(self) -> u64 {
        self.0 / STEPS
    }

    /// Returns `true` if neither the cost nor the number of steps is larger.
    pub(super) fn is_no_more_than(self, other: PathWeight) -> bool {
        self.cost() <= other.cost() && self.steps() <= other.steps()
    }
}

impl Add for PathWeight {
    type Output = PathWeight;

    fn add(self, other: PathWeight) -> PathWeight {
        PathWeight(self.0.saturating_add(other.0))
    }
}
