//! The lightest continuation of a partial path: the search that Yen's algorithm repeats.
//!
//! Partial paths are expanded in the order of a lower bound: their own weight plus the lightest ending for the remaining
//! steps, which need not be simple or have common days (A*, Hart, Nilsson and Raphael 1968). These endings are computed
//! once for a region, so a partial path that cannot reach the goal is never expanded. If all steps must share a day, the
//! lightest partial path to a node need not be the one to continue: every one is kept that no other to that node dominates
//! in cost, steps and days (Martins 1984, multi-criteria labels). Removing a loop makes a path lighter and removes no day,
//! so the best path is simple by itself. Only if a path must pass given entities may a loop be necessary; then a partial
//! path dominates another only if it has visited no other nodes.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::search_ball::SearchRegion;
use super::weight::PathWeight;
use interlocks_core::model::DaySpan;

/// The lightest weight from every node to a goal, by the most steps allowed.
struct Endings {
    by_steps: Vec<Vec<PathWeight>>,
}

impl Endings {
    /// Computes the endings to a goal. Cost: the steps of the region for each number of steps, until more do not help.
    fn new(region: &SearchRegion, goal: u32, max_steps: usize) -> Endings {
        let mut last = vec![PathWeight::NEVER; region.nodes.len()];
        last[goal as usize] = PathWeight::NOTHING;
        let mut by_steps = vec![last];
        while by_steps.len() <= max_steps {
            let before = &by_steps[by_steps.len() - 1];
            let lightest = |node: u32| {
                let on = region.steps(node).iter().map(|step| step.weight + before[step.next as usize]);
                on.fold(before[node as usize], PathWeight::min)
            };
            let next: Vec<PathWeight> = (0..region.nodes.len() as u32).map(lightest).collect();
            if next == *before {
                break;
            }
            by_steps.push(next);
        }
        Endings { by_steps }
    }

    fn from(&self, node: u32, steps: usize) -> PathWeight {
        self.by_steps[steps.min(self.by_steps.len() - 1)][node as usize]
    }
}

/// A path found. The lighter comes first, then the one whose entities come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FoundPath {
    pub weight: PathWeight,
    pub nodes: Vec<u32>,
}

/// A partial path, in the order of expansion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PartialPath {
    /// A lower bound of the weight of a complete path.
    bound: PathWeight,
    nodes: Vec<u32>,
    weight: PathWeight,
    days: DaySpan,
}

/// A search in one region.
pub(super) struct SpurSearch<'a> {
    pub region: &'a SearchRegion,
    max_steps: usize,
    endings: Endings,
    /// The nodes to pass, each with the endings to it.
    via: Vec<(u32, Endings)>,
}

impl<'a> SpurSearch<'a> {
    /// Prepares a search for paths of at most `max_steps` steps that pass the nodes of `via`.
    pub(super) fn new(region: &'a SearchRegion, max_steps: usize, via: &[u32]) -> SpurSearch<'a> {
        let via = via.iter().map(|node| (*node, Endings::new(region, *node, max_steps))).collect();
        SpurSearch { region, max_steps, endings: Endings::new(region, region.to, max_steps), via }
    }

    /// Returns the lightest path that begins with `root` and does not continue from there to one of `closed`.
    pub(super) fn lightest(&self, root: &[u32], closed: &[u32]) -> Option<FoundPath> {
        let mut open: BinaryHeap<Reverse<PartialPath>> = BinaryHeap::new();
        for (weight, days) in self.weights_along(root) {
            open.extend(self.partial_path(root.to_vec(), weight, days).map(Reverse));
        }
        let mut expanded: HashMap<u32, Vec<PartialPath>> = HashMap::new();
        while let Some(Reverse(partial)) = open.pop() {
            let at = *partial.nodes.last()?;
            if at == self.region.to {
                return Some(FoundPath { weight: partial.weight, nodes: partial.nodes });
            }
            let before = expanded.entry(at).or_default();
            if before.iter().any(|other| self.dominates(other, &partial)) {
                continue;
            }
            for step in self.region.steps(at) {
                let is_closed = partial.nodes.len() == root.len() && closed.contains(&step.next);
                let Some(days) = partial.days.meet(step.days) else { continue };
                if is_closed || partial.nodes.contains(&step.next) {
                    continue;
                }
                let nodes = partial.nodes.iter().copied().chain([step.next]).collect();
                open.extend(self.partial_path(nodes, partial.weight + step.weight, days).map(Reverse));
            }
            before.push(partial);
        }
        None
    }

    /// Returns a partial path if it can reach the goal.
    fn partial_path(&self, nodes: Vec<u32>, weight: PathWeight, days: DaySpan) -> Option<PartialPath> {
        let at = *nodes.last()?;
        let left = self.max_steps.checked_sub(nodes.len() - 1)?;
        let mut ending = self.endings.from(at, left);
        for (via, there) in self.unseen(&nodes) {
            // Through the node to pass; at the goal only if all are passed.
            let through = there.from(at, left) + self.endings.from(via, left);
            ending = ending.max(if at == self.region.to { PathWeight::NEVER } else { through });
        }
        let bound = weight + ending;
        (ending != PathWeight::NEVER).then_some(PartialPath { bound, nodes, weight, days })
    }

    fn unseen<'b>(&'b self, nodes: &'b [u32]) -> impl Iterator<Item = (u32, &'b Endings)> + 'b {
        self.via.iter().filter(|(via, _)| !nodes.contains(via)).map(|(via, there)| (*via, there))
    }

    /// Returns `true` if every continuation of the second of two partial paths to a node is at least as good for the first.
    fn dominates(&self, first: &PartialPath, second: &PartialPath) -> bool {
        first.weight.is_no_more_than(second.weight)
            && (first.weight != second.weight || first.nodes <= second.nodes)
            && first.days.meet(second.days) == Some(second.days)
            && (self.via.is_empty()
                || (first.nodes.iter().all(|node| second.nodes.contains(node))
                    && self.unseen(&first.nodes).count() == self.unseen(&second.nodes).count()))
    }

    /// Returns weight and days of the choices of links along given nodes that no other choice dominates.
    fn weights_along(&self, nodes: &[u32]) -> Vec<(PathWeight, DaySpan)> {
        let mut ways = vec![(PathWeight::NOTHING, DaySpan::ALWAYS)];
        for pair in nodes.windows(2) {
            let mut next: Vec<(PathWeight, DaySpan)> = Vec::new();
            for (weight, days) in ways {
                let steps = self.region.steps(pair[0]).iter().filter(|step| step.next == pair[1]);
                next.extend(steps.filter_map(|step| Some((weight + step.weight, days.meet(step.days)?))));
            }
            next.sort_unstable();
            ways = Vec::new();
            for (weight, days) in next {
                if !ways.iter().any(|(_, other): &(PathWeight, DaySpan)| other.meet(days) == Some(days)) {
                    ways.push((weight, days));
                }
            }
        }
        ways
    }
}
