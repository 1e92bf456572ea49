//! The lightest way on from a path begun: the search that Yen's algorithm asks again and again.
//!
//! Ways are taken up in the order of the least that they can come to: their own weight and the
//! lightest ending there is for the steps that remain, whether simple and on common days or not
//! (A*, Hart, Nilsson and Raphael 1968). Those endings are worked out once for a region, so a way
//! that leads nowhere is never begun. Where all steps must share a day, the lightest way to a node
//! need not be the one that goes on: every way is kept whose cost, steps and days no other way to
//! that node has at least as good (Martins 1984, labels of several criteria). Cutting a loop out of
//! a way makes it lighter and takes no day from it, so the best way is simple by itself; only where
//! a path must pass given entities a loop may be what it takes, and then a way stands in for
//! another only if it has been nowhere the other has not.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::region::Region;
use super::weight::Weight;
use interlocks_core::model::DaySpan;

/// For every number of steps, and every node, the lightest way to a goal in at most so many.
struct Endings {
    by_steps: Vec<Vec<Weight>>,
}

impl Endings {
    /// Cost: the steps of the region for each number of steps, until more do not help.
    fn to(region: &Region, goal: u32, most: usize) -> Endings {
        let mut last = vec![Weight::NEVER; region.nodes.len()];
        last[goal as usize] = Weight::NOTHING;
        let mut by_steps = vec![last];
        while by_steps.len() <= most {
            let before = &by_steps[by_steps.len() - 1];
            let lightest = |node: u32| {
                let on = region.steps(node).iter().map(|step| step.weight + before[step.next as usize]);
                on.fold(before[node as usize], Weight::min)
            };
            let next: Vec<Weight> = (0..region.nodes.len() as u32).map(lightest).collect();
            if next == *before {
                break;
            }
            by_steps.push(next);
        }
        Endings { by_steps }
    }

    fn from(&self, node: u32, steps: usize) -> Weight {
        self.by_steps[steps.min(self.by_steps.len() - 1)][node as usize]
    }
}

/// A path found: the lighter comes first, then the one whose entities do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub weight: Weight,
    pub nodes: Vec<u32>,
}

/// A way begun. Its order is that in which ways are taken up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    /// The least it can come to.
    least: Weight,
    nodes: Vec<u32>,
    weight: Weight,
    days: DaySpan,
}

/// Searches in one region.
pub(super) struct Search<'a> {
    pub region: &'a Region,
    most: usize,
    endings: Endings,
    /// The nodes to pass, each with the ways there.
    via: Vec<(u32, Endings)>,
}

impl<'a> Search<'a> {
    /// Paths of at most so many steps that pass the nodes of `via`.
    pub fn new(region: &'a Region, most: usize, via: &[u32]) -> Search<'a> {
        let via = via.iter().map(|node| (*node, Endings::to(region, *node, most))).collect();
        Search { region, most, endings: Endings::to(region, region.to, most), via }
    }

    /// The lightest path that begins with `root`, and does not go on from there to one of `closed`.
    pub fn lightest(&self, root: &[u32], closed: &[u32]) -> Option<Found> {
        let mut open: BinaryHeap<Reverse<Way>> = BinaryHeap::new();
        for (weight, days) in self.along(root) {
            open.extend(self.way(root.to_vec(), weight, days).map(Reverse));
        }
        let mut done: HashMap<u32, Vec<Way>> = HashMap::new();
        while let Some(Reverse(way)) = open.pop() {
            let at = *way.nodes.last()?;
            if at == self.region.to {
                return Some(Found { weight: way.weight, nodes: way.nodes });
            }
            let before = done.entry(at).or_default();
            if before.iter().any(|other| self.stands_in(other, &way)) {
                continue;
            }
            for step in self.region.steps(at) {
                let shut = way.nodes.len() == root.len() && closed.contains(&step.next);
                let Some(days) = way.days.meet(step.days) else { continue };
                if shut || way.nodes.contains(&step.next) {
                    continue;
                }
                let nodes = way.nodes.iter().copied().chain([step.next]).collect();
                open.extend(self.way(nodes, way.weight + step.weight, days).map(Reverse));
            }
            before.push(way);
        }
        None
    }

    /// A way begun, if it can be ended.
    fn way(&self, nodes: Vec<u32>, weight: Weight, days: DaySpan) -> Option<Way> {
        let at = *nodes.last()?;
        let left = self.most.checked_sub(nodes.len() - 1)?;
        let mut ending = self.endings.from(at, left);
        for (via, there) in self.unseen(&nodes) {
            // Through the node to pass, and at the goal only when all are passed.
            let through = there.from(at, left) + self.endings.from(via, left);
            ending = ending.max(if at == self.region.to { Weight::NEVER } else { through });
        }
        let least = weight + ending;
        (ending != Weight::NEVER).then_some(Way { least, nodes, weight, days })
    }

    fn unseen<'b>(&'b self, nodes: &'b [u32]) -> impl Iterator<Item = (u32, &'b Endings)> + 'b {
        self.via.iter().filter(|(via, _)| !nodes.contains(via)).map(|(via, there)| (*via, there))
    }

    /// Whether whatever can be made of the second of two ways to a node can be made of the first,
    /// and no worse.
    fn stands_in(&self, first: &Way, second: &Way) -> bool {
        first.weight.is_no_more_than(second.weight)
            && (first.weight != second.weight || first.nodes <= second.nodes)
            && first.days.meet(second.days) == Some(second.days)
            && (self.via.is_empty()
                || (first.nodes.iter().all(|node| second.nodes.contains(node))
                    && self.unseen(&first.nodes).count() == self.unseen(&second.nodes).count()))
    }

    /// The ways along given nodes that no other way along them stands in for: each a choice among
    /// the links of every step.
    fn along(&self, nodes: &[u32]) -> Vec<(Weight, DaySpan)> {
        let mut ways = vec![(Weight::NOTHING, DaySpan::ALWAYS)];
        for pair in nodes.windows(2) {
            let mut next: Vec<(Weight, DaySpan)> = Vec::new();
            for (weight, days) in ways {
                let steps = self.region.steps(pair[0]).iter().filter(|step| step.next == pair[1]);
                next.extend(steps.filter_map(|step| Some((weight + step.weight, days.meet(step.days)?))));
            }
            next.sort_unstable();
            ways = Vec::new();
            for (weight, days) in next {
                if !ways.iter().any(|(_, other): &(Weight, DaySpan)| other.meet(days) == Some(days)) {
                    ways.push((weight, days));
                }
            }
        }
        ways
    }
}
