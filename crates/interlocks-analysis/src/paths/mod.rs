//! How two entities are joined: the k best conflict-of-interest paths over seats and ties.
//!
//! A path is a sequence of entities, none twice. At any time its steps may be of different times;
//! at a day, or during a window, all of them hold on one common day. Each step rests on one seat
//! or tie: of all that join the two, the choice is made for the path as a whole, the strongest that
//! have a common day where the clock asks for one, of equals the seat or tie that comes first.
//!
//! The strength of a path is the product of those of its steps (the table of [`strength`]), and
//! the best paths are the strongest. Of equal strength the path of fewer steps comes first, then
//! the one whose entities do: people before companies, each in the order of ids. With
//! [`PathOptions::hops`] strength is not asked for.
//!
//! The search keeps to the part of the network that lies on ways of at most so many steps
//! (`region`), and there asks for the k lightest simple paths (`yen`, `spur`).

mod cost;
mod evidence;
mod region;
mod same_owner;
mod spur;
pub mod strength;
mod terms;
mod weight;
mod yen;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::bfs::MOST_STEPS;
use super::ownership::Deputation;
use super::question::Query;
use interlocks_core::model::{DaySpan, EntityKind};
use interlocks_graph::{BoardGraph, Entity};

pub use cost::Cost;
pub use strength::{Strengths, StrengthsError};
pub use terms::Only;

use region::{Growth, Marks};
use spur::{Found, Search};
use terms::Terms;

/// What to ask.
#[derive(Clone, Debug)]
pub struct PathOptions {
    pub query: Query,
    /// How many paths, at most.
    pub k: usize,
    /// Most steps of a path; not more than [`MOST_STEPS`].
    pub max_steps: usize,
    /// Entities every path must pass.
    pub via: Vec<Entity>,
    /// Entities no path may pass.
    pub avoid: Vec<Entity>,
    /// What may be a step; all that the table of strengths follows when empty.
    pub only: Vec<Only>,
    /// Fewest steps first, strength ignored.
    pub hops: bool,
    /// How strong a step is.
    pub strengths: Arc<Strengths>,
    /// Whether each step tells its factors.
    pub explain: bool,
}

impl Default for PathOptions {
    fn default() -> PathOptions {
        PathOptions {
            query: Query::default(),
            k: 5,
            max_steps: 6,
            via: Vec::new(),
            avoid: Vec::new(),
            only: Vec::new(),
            hops: false,
            strengths: Strengths::bundled(),
            explain: false,
        }
    }
}

/// An entity on a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stop {
    pub id: String,
    pub name: String,
    pub kind: EntityKind,
}

/// One factor of the strength of a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Factor {
    /// `kind`, `role`, `time`, `certainty` or `size`.
    pub part: &'static str,
    /// What of it: `director`, `over for 2.4 years`, `board of 9` …
    pub of: String,
    /// Above 0 and at most 1.
    pub strength: f64,
}

/// One step of a path.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub from: Stop,
    pub to: Stop,
    /// The role, or the kind of tie.
    pub relation: String,
    /// Whether it is a tie that runs against the path, from `to` to `from`: then `relation` says what
    /// `to` is to `from`.
    pub backward: bool,
    pub start: Option<String>,
    pub end: Option<String>,
    /// Whether the step holds at the clock for every choice of days.
    pub certain: bool,
    /// Ids of the sources, joined by `;`.
    pub source: String,
    /// `file:line` of the row.
    pub place: String,
    /// The strength of the step.
    #[serde(skip)]
    pub strength: f64,
    /// What the strength is made of, where it was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<Factor>,
}

impl Step {
    /// The relation as it reads along the path: `owns`, or `← owns` where the next owns the one before.
    pub fn told(&self) -> String {
        format!("{}{}", if self.backward { "← " } else { "" }, self.relation)
    }
}

/// A chain of seats and ties from one entity to another.
#[derive(Clone, Debug, Serialize)]
pub struct Path {
    /// In (0, 1], to six digits; null when strength was ignored.
    pub strength: Option<f64>,
    /// The strength as it is compared.
    #[serde(skip)]
    pub cost: Cost,
    pub steps: Vec<Step>,
    /// Days on which every step may hold, inside and outside the clock asked for (with `certain_only`
    /// the days on which every step certainly holds); null when there is no such day.
    pub common: Option<DaySpan>,
    /// Days on which every step certainly holds; null when there is no such day.
    pub certain: Option<DaySpan>,
    /// The owner whose people on two boards the path leads over, where there is one: deputisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_owner: Option<Deputation>,
}

/// The best paths between two entities, best first; none where both are the same.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::paths::{PathOptions, best};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let [netflix, meta] = ["netflix", "meta"].map(|name| graph.find(name).unwrap());
/// let paths = best(&graph, netflix, meta, &PathOptions { k: 3, ..PathOptions::default() });
/// assert_eq!(paths.len(), 3);
/// assert!(paths[0].cost <= paths[1].cost && paths[1].cost <= paths[2].cost);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn best(graph: &BoardGraph, from: Entity, to: Entity, options: &PathOptions) -> Vec<Path> {
    between(&Terms::new(graph, options), &mut Marks::new(), from, to)
}

/// The best paths of each of many pairs of entities, in their order; in parallel over pairs.
pub fn best_of_each(graph: &BoardGraph, pairs: &[(Entity, Entity)], options: &PathOptions) -> Vec<Vec<Path>> {
    let terms = Terms::new(graph, options);
    // Marks cost four bytes a node: few workers begin anew.
    let share = pairs.len().div_ceil(4 * rayon::current_num_threads()).clamp(1, 64);
    pairs
        .par_iter()
        .with_min_len(share)
        .map_init(Marks::new, |marks, (from, to)| between(&terms, marks, *from, *to))
        .collect()
}

/// The paths of many pairs in one list: pairs by their best path, the strongest first and of equal
/// strength the one of fewer steps, then in the order they are in; of each pair its paths as they
/// are.
pub fn strongest_first(mut answers: Vec<Vec<Path>>) -> Vec<Path> {
    answers.sort_by_key(|paths| paths.first().map(|path| (path.cost, path.steps.len())));
    answers.into_iter().flatten().collect()
}

/// A path of fewest steps between two entities at the clock, or none within the steps allowed.
/// Of several, the one whose entities come first in the order of ids.
pub fn shortest(graph: &BoardGraph, from: Entity, to: Entity, options: &PathOptions) -> Option<Path> {
    Scratch::default().shortest(graph, from, to, options)
}

/// Memory of the size of the graph, four bytes a node, that many questions of one graph share: to
/// begin it anew for each would take longer than most searches.
#[derive(Debug, Default)]
pub struct Scratch(Marks);

impl Scratch {
    /// As [`shortest`].
    pub fn shortest(&mut self, graph: &BoardGraph, from: Entity, to: Entity, options: &PathOptions) -> Option<Path> {
        let options = PathOptions { k: 1, hops: true, ..options.clone() };
        between(&Terms::new(graph, &options), &mut self.0, from, to).into_iter().next()
    }
}

fn between(terms: &Terms<'_>, marks: &mut Marks, from: Entity, to: Entity) -> Vec<Path> {
    let [from, to] = [from, to].map(|entity| terms.graph.entity_number(entity));
    let paths = nodes_between(terms, marks, from, to);
    paths.iter().filter_map(|nodes| evidence::tell(terms, nodes)).collect()
}

/// The paths as nodes of the graph.
fn nodes_between(terms: &Terms<'_>, marks: &mut Marks, from: u32, to: u32) -> Vec<Vec<u32>> {
    let options = terms.options;
    let longest = options.max_steps.min(MOST_STEPS);
    if from == to || terms.avoids(from) || terms.avoids(to) {
        return Vec::new();
    }
    let mut growth = Growth::new(terms, marks, from, to);
    // Where steps alone count, no more is looked at than the shortest paths need.
    let mut most = if options.hops { 1 } else { longest };
    loop {
        growth.widen(most);
        let found = within(terms, &growth, most.min(longest));
        if found.len() >= options.k || most >= longest {
            return found;
        }
        most = if growth.is_complete() { longest } else { most + 1 };
    }
}

/// The best paths of at most so many steps.
fn within(terms: &Terms<'_>, growth: &Growth<'_, '_>, most: usize) -> Vec<Vec<u32>> {
    let Some(region) = growth.region(most) else { return Vec::new() };
    let via = terms.options.via.iter().map(|entity| region.number(terms.graph.entity_number(*entity)));
    let Some(via) = via.collect::<Option<Vec<u32>>>() else { return Vec::new() };
    let found = yen::lightest(&Search::new(&region, most, &via), terms.options.k);
    let nodes = |path: Found| path.nodes.iter().map(|node| region.nodes[*node as usize]).collect();
    found.into_iter().map(nodes).collect()
}

#[cfg(test)]
mod tests;
