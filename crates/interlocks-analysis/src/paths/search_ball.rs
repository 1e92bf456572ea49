//! The part of the network that contains every path of at most L steps between two entities.
//!
//! After i steps, such a path is at most i steps from its start and L − i steps from its end. So it is enough to grow a
//! ball around each end until the radii add up to L, always the ball with fewer links on its frontier: a hub is expanded
//! last, and not at all if the balls meet in it. The links seen contain all those paths. Of them, only nodes and steps on a
//! path of at most L steps are kept, and only these are weighed.

use super::step_rules::{BoardSizes, Link, StepRules};
use super::weight::PathWeight;
use crate::bfs::Adjacent;
use interlocks_core::model::DaySpan;

/// A step that a path may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightedStep {
    pub next: u32,
    pub weight: PathWeight,
    pub days: DaySpan,
}

/// Nodes in the order of ids, numbered from 0, and the steps between them in CSR form.
#[derive(Debug)]
pub(super) struct SearchRegion {
    /// The numbers of the nodes in the graph, ascending.
    pub nodes: Vec<u32>,
    pub from: u32,
    pub to: u32,
    starts: Vec<u32>,
    steps: Vec<WeightedStep>,
}

impl SearchRegion {
    pub(super) fn steps(&self, node: u32) -> &[WeightedStep] {
        &self.steps[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// Returns the number of steps.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Returns the number in the region of a node of the graph.
    pub(super) fn number(&self, node: u32) -> Option<u32> {
        self.nodes.binary_search(&node).ok().map(|number| number as u32)
    }
}

/// For every node of the graph its number in the search plus one, or 0: memory that is reused from search to search.
pub(super) type Marks = Vec<u32>;

/// An unknown distance.
const FAR: u8 = u8::MAX;

/// The ball around one end of a search.
#[derive(Default)]
struct Ball {
    /// The nodes reached but not expanded.
    frontier: Vec<u32>,
    radius: usize,
    /// The number of links of the frontier.
    cost: usize,
    /// Steps from this end, by the number of the node in the search.
    distance: Vec<u8>,
}

/// Two balls that grow from the ends of a search.
pub(super) struct BallGrowth<'a, 'm> {
    rules: &'a StepRules<'a>,
    marks: &'m mut Marks,
    nodes: Vec<u32>,
    /// The links seen, as pairs of numbers in the search.
    seen: Vec<(u32, u32)>,
    balls: [Ball; 2],
}

impl<'a, 'm> BallGrowth<'a, 'm> {
    /// Starts at two different nodes.
    pub(super) fn new(rules: &'a StepRules<'a>, marks: &'m mut Marks, from: u32, to: u32) -> BallGrowth<'a, 'm> {
        if marks.len() != rules.nodes() {
            *marks = vec![0; rules.nodes()];
        }
        let mut growth = BallGrowth { rules, marks, nodes: Vec::new(), seen: Vec::new(), balls: Default::default() };
        for (end, node) in [(0, from), (1, to)] {
            let number = growth.numbered(node);
            growth.balls[end].distance[number as usize] = 0;
            growth.balls[end].frontier = vec![number];
            growth.balls[end].cost = rules.degree(node);
        }
        growth
    }

    fn numbered(&mut self, node: u32) -> u32 {
        let mark = &mut self.marks[node as usize];
        if *mark == 0 {
            self.nodes.push(node);
            *mark = self.nodes.len() as u32;
            self.balls.iter_mut().for_each(|end| end.distance.push(FAR));
        }
        *mark - 1
    }

    /// Returns `true` if one ball has no frontier left: then all paths have been seen.
    pub(super) fn is_complete(&self) -> bool {
        self.balls.iter().any(|end| end.frontier.is_empty())
    }

    /// Returns `true` if the balls have met.
    pub(super) fn has_met(&self) -> bool {
        let [a, b] = &self.balls;
        a.distance.iter().zip(&b.distance).any(|(a, b)| *a != FAR && *b != FAR)
    }

    /// Returns the sum of the radii.
    pub(super) fn radius(&self) -> usize {
        self.balls[0].radius + self.balls[1].radius
    }

    /// Grows the balls until their radii add up to `max_steps`.
    pub(super) fn widen(&mut self, max_steps: usize) {
        while self.radius() < max_steps && !self.is_complete() {
            let end = usize::from(self.balls[1].cost < self.balls[0].cost);
            let rules = self.rules;
            let frontier = std::mem::take(&mut self.balls[end].frontier);
            self.balls[end].radius += 1;
            let radius = self.balls[end].radius as u8;
            for number in frontier {
                let mut before = u32::MAX;
                rules.each(self.nodes[number as usize], |node| {
                    let next = self.numbered(node);
                    // Several seats at one company are consecutive.
                    if next != before && next != number {
                        self.seen.push((number, next));
                        before = next;
                    }
                    let own = &mut self.balls[end];
                    if own.distance[next as usize] == FAR {
                        own.distance[next as usize] = radius;
                        own.frontier.push(next);
                    }
                });
            }
            let mut cost = 0;
            let nodes = &self.nodes;
            // A node with one link only leads back.
            self.balls[end].frontier.retain(|number| {
                let degree = rules.degree(nodes[*number as usize]);
                cost += degree;
                degree > 1
            });
            self.balls[end].cost = cost;
        }
    }

    /// Returns everything on a path of at most `max_steps` steps from one end to the other, weighed; `None` if there is no
    /// such path.
    pub(super) fn region(&self, max_steps: usize) -> Option<SearchRegion> {
        if !self.has_met() {
            return None;
        }
        let seen = Neighbors::new(self.nodes.len(), &self.seen);
        let distance = [0, 1].map(|end| seen.distances(end, max_steps));
        let fits = |a: u8, b: u8| a != FAR && b != FAR && usize::from(a) + usize::from(b) <= max_steps;
        let mut kept: Vec<u32> = (0..self.nodes.len() as u32)
            .filter(|number| fits(distance[0][*number as usize], distance[1][*number as usize]))
            .collect();
        if kept.is_empty() {
            return None;
        }
        kept.sort_unstable_by_key(|number| self.nodes[*number as usize]);
        let nodes: Vec<u32> = kept.iter().map(|number| self.nodes[*number as usize]).collect();
        let mut weigher = StepWeigher { rules: self.rules, boards: BoardSizes::default() };
        let (mut starts, mut steps) = (vec![0u32], Vec::new());
        for &number in &kept {
            let mut next: Vec<u32> = seen
                .of(number)
                .iter()
                .filter(|next| {
                    let (from, to) = (distance[0][number as usize], distance[1][**next as usize]);
                    from != FAR && fits(from + 1, to) && number != 1 && **next != 0
                })
                .filter_map(|next| nodes.binary_search(&self.nodes[*next as usize]).ok())
                .map(|next| next as u32)
                .collect();
            next.sort_unstable();
            next.dedup();
            weigher.weigh(self.nodes[number as usize], &next, &nodes, &mut steps);
            starts.push(steps.len() as u32);
        }
        let position = |number: usize| nodes.binary_search(&self.nodes[number]).map(|at| at as u32).ok();
        Some(SearchRegion { from: position(0)?, to: position(1)?, starts, steps, nodes })
    }
}

/// Resets the marks for the next search.
impl Drop for BallGrowth<'_, '_> {
    fn drop(&mut self) {
        for node in &self.nodes {
            self.marks[*node as usize] = 0;
        }
    }
}

/// Links in both directions, in CSR form.
struct Neighbors {
    starts: Vec<u32>,
    list: Vec<u32>,
}

impl Neighbors {
    fn new(nodes: usize, links: &[(u32, u32)]) -> Neighbors {
        let mut starts = vec![0u32; nodes + 2];
        for (a, b) in links {
            starts[*a as usize + 2] += 1;
            starts[*b as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut list = vec![0; 2 * links.len()];
        for (a, b) in links {
            for (from, to) in [(*a, *b), (*b, *a)] {
                let place = &mut starts[from as usize + 1];
                list[*place as usize] = to;
                *place += 1;
            }
        }
        starts.pop();
        Neighbors { starts, list }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.list[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// Returns the steps from a node to all nodes within `max_steps`.
    fn distances(&self, node: u32, max_steps: usize) -> Vec<u8> {
        let mut distance = vec![FAR; self.starts.len() - 1];
        distance[node as usize] = 0;
        let mut frontier = vec![node];
        for level in 1..=max_steps.min(usize::from(FAR) - 1) {
            let mut next = Vec::new();
            for node in frontier {
                for other in self.of(node) {
                    if distance[*other as usize] == FAR {
                        distance[*other as usize] = level as u8;
                        next.push(*other);
                    }
                }
            }
            frontier = next;
        }
        distance
    }
}

/// Weighs the links of steps.
struct StepWeigher<'a> {
    rules: &'a StepRules<'a>,
    boards: BoardSizes,
}

impl StepWeigher<'_> {
    /// Adds the steps from a node of the graph to some nodes of the region.
    fn weigh(&mut self, node: u32, next: &[u32], nodes: &[u32], steps: &mut Vec<WeightedStep>) {
        let ties = self.rules.ties(node);
        for &next in next {
            let first = steps.len();
            for (link, link_days) in self.rules.links_between(node, nodes[next as usize], &ties) {
                let weight = self.weight(link, link_days);
                // A link that is not stronger and has no other days adds nothing.
                let days = link_days.days;
                let covered = |old: &WeightedStep| old.weight <= weight && old.days.meet(days) == Some(days);
                if !steps[first..].iter().any(covered) {
                    steps.push(WeightedStep { next, weight, days });
                }
            }
        }
    }

    fn weight(&mut self, link: Link, days: super::step_rules::LinkDays) -> PathWeight {
        if self.rules.options.hops {
            return PathWeight::STEP;
        }
        PathWeight::from_cost(self.rules.factors(link, days, &mut self.boards).cost())
    }
}
