//! Connections between two entities: the k best conflict-of-interest paths over seats and ties.
//!
//! A path is a sequence of entities, none of them twice. At any time its steps may be of different times; at a day, or
//! during a window, all of them are true on a common day. Each step rests on one seat or tie. If several connect the same
//! two entities, the choice is made for the path as a whole: the strongest links with a common day if the clock requires
//! one, and among equal ones the seat or tie that comes first.
//!
//! The strength of a path is the product of the strengths of its steps (see [`strength`]), and the best paths are the
//! strongest. Among equally strong ones the path with fewer steps comes first, then the order of entities decides: people
//! before companies, each by id. With [`PathOptions::hops`], strength is ignored.
//!
//! The search is restricted to the part of the network on paths of at most `max_steps` steps (`search_ball`), and finds
//! the k lightest simple paths there (`yen`, `spur`).

mod cost;
mod evidence;
mod same_owner;
mod search_ball;
mod spur;
mod step_rules;
pub mod strength;
mod weight;
mod yen;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::bfs::MOST_STEPS;
use super::identity::Condition;
use super::ownership::Deputation;
use super::question::Query;
use interlocks_core::model::{DaySpan, EntityKind};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, Entity};

pub use cost::Cost;
pub use step_rules::Only;
pub use strength::{Strengths, StrengthsError};

use search_ball::{BallGrowth, Marks};
use spur::{FoundPath, SpurSearch};
use step_rules::StepRules;

/// Options of [`best`]. By default: the 5 strongest paths of at most 6 steps, at any time, with the bundled strengths.
///
/// ```
/// use interlocks_analysis::paths::{Only, PathOptions};
/// let options = PathOptions::default().k(3).max_steps(4).only([Only::Seats]);
/// assert_eq!((options.k, options.max_steps, options.hops), (3, 4, false));
/// ```
#[derive(Clone, Debug)]
pub struct PathOptions {
    /// The clock. Default: any time.
    pub query: Query,
    /// The most paths. Default: 5.
    pub k: usize,
    /// The most steps of a path; values above [`MOST_STEPS`] count as it. Default: 6.
    pub max_steps: usize,
    /// Entities that every path must pass. Default: none.
    pub via: Vec<Entity>,
    /// Entities that no path may pass. Default: none.
    pub avoid: Vec<Entity>,
    /// Kinds of steps that a path may take. Default: empty, which means all that the table of strengths follows.
    pub only: Vec<Only>,
    /// `true` to ignore strength: fewest steps first. Default: `false`.
    pub hops: bool,
    /// The table of strengths. Default: the bundled one.
    pub strengths: Arc<Strengths>,
    /// `true` to list the factors of each step. Default: `false`.
    pub explain: bool,
    /// `true` to take steps from one to another that may be the same, by their probability. Default: `false`.
    pub if_same: bool,
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
            if_same: false,
        }
    }
}

impl PathOptions {
    /// Sets the clock.
    #[must_use]
    pub fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }

    /// Sets the most paths.
    #[must_use]
    pub fn k(mut self, count: usize) -> Self {
        self.k = count;
        self
    }

    /// Sets the most steps of a path.
    #[must_use]
    pub fn max_steps(mut self, steps: usize) -> Self {
        self.max_steps = steps;
        self
    }

    /// Sets the entities that every path must pass.
    #[must_use]
    pub fn via(mut self, entities: impl IntoIterator<Item = Entity>) -> Self {
        self.via = entities.into_iter().collect();
        self
    }

    /// Sets the entities that no path may pass.
    #[must_use]
    pub fn avoid(mut self, entities: impl IntoIterator<Item = Entity>) -> Self {
        self.avoid = entities.into_iter().collect();
        self
    }

    /// Sets the kinds of steps that a path may take.
    #[must_use]
    pub fn only(mut self, kinds: impl IntoIterator<Item = Only>) -> Self {
        self.only = kinds.into_iter().collect();
        self
    }

    /// Sets whether strength is ignored.
    #[must_use]
    pub fn hops(mut self, hops: bool) -> Self {
        self.hops = hops;
        self
    }

    /// Sets the table of strengths.
    #[must_use]
    pub fn strengths(mut self, strengths: Arc<Strengths>) -> Self {
        self.strengths = strengths;
        self
    }

    /// Sets whether paths take steps from one to another that may be the same.
    #[must_use]
    pub fn if_same(mut self, if_same: bool) -> Self {
        self.if_same = if_same;
        self
    }

    /// Sets whether the factors of each step are listed.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Self {
        self.explain = explain;
        self
    }
}

/// The relation of a step from one to another that may be the same.
pub const SAME_AS: &str = "same as";

/// An entity on a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stop {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
    /// Person or company.
    pub kind: EntityKind,
}

/// One factor of the strength of a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Factor {
    /// `kind`, `role`, `time`, `certainty` or `size`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["kind", "role", "time", "certainty", "size"])))]
    pub part: &'static str,
    /// The value it follows from: `director`, `ended 2.4 years ago`, `board of 9` …
    pub of: String,
    /// Above 0 and at most 1.
    pub strength: f64,
}

/// One step of a path.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// The entity it starts from.
    pub from: Stop,
    /// The entity it leads to.
    pub to: Stop,
    /// The role, the kind of tie, or `same as` ([`SAME_AS`]).
    pub relation: String,
    /// `true` if it is a tie against the direction of the path, from `to` to `from`.
    pub backward: bool,
    /// The start as the data states it; `None` if unknown.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub start: Option<String>,
    /// The end as the data states it; `None` if unknown or still running.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub end: Option<String>,
    /// `true` if the step is true at the clock for every choice of days.
    pub certain: bool,
    /// Ids of the sources, joined by `;`.
    pub source: String,
    /// `file:line` of the row.
    pub place: String,
    /// The strength of the step.
    #[serde(skip)]
    pub strength: f64,
    /// For a step from one to another that may be the same, the condition that they are.
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// The factors of the strength, if they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<Factor>,
}

impl Step {
    /// Returns the relation in the direction of the path: `owns`, or `← owns` if the next entity owns the one before; with the
    /// probability for two that may be the same: `same as? 0.71`.
    pub fn label(&self) -> String {
        if let Some(condition) = &self.condition {
            let probability = condition.probability.map(|number| format!(" {number}"));
            return format!("{SAME_AS}?{}", probability.unwrap_or_default());
        }
        format!("{}{}", if self.backward { "← " } else { "" }, self.relation)
    }
}

/// A chain of seats and ties from one entity to another.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Path {
    /// The strength, above 0 and at most 1, to six digits; `None` if strength was ignored.
    pub strength: Option<f64>,
    /// The cost, by which paths are compared.
    #[serde(skip)]
    pub cost: Cost,
    /// The steps, from the start to the end.
    pub steps: Vec<Step>,
    /// Days on which every step is possibly true, inside and outside the clock; certainly true, if only certain answers are
    /// asked for. `None` if there are none.
    pub common: Option<DaySpan>,
    /// Days on which every step is certainly true; `None` if there are none.
    pub certain: Option<DaySpan>,
    /// The owner whose people on two boards the path leads over (deputisation), if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_owner: Option<Deputation>,
}

/// Returns the best paths between two entities, best first; none if both are the same.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::paths::{PathOptions, best};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let [netflix, meta] = ["netflix", "meta"].map(|name| graph.find(name).unwrap());
/// let paths = best(&graph, netflix, meta, &PathOptions::default().k(3));
/// assert_eq!(paths.len(), 3);
/// assert!(paths[0].cost <= paths[1].cost && paths[1].cost <= paths[2].cost);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn best(graph: &BoardGraph, from: Entity, to: Entity, options: &PathOptions) -> Vec<Path> {
    between(&StepRules::new(graph, options), &mut Marks::new(), from, to)
}

/// Returns the best paths of each of many pairs of entities, in their order. In parallel over pairs.
pub fn best_of_each(graph: &BoardGraph, pairs: &[(Entity, Entity)], options: &PathOptions) -> Vec<Vec<Path>> {
    let rules = StepRules::new(graph, options);
    // Marks take four bytes per node: few tasks allocate them anew.
    let share = pairs.len().div_ceil(4 * rayon::current_num_threads()).clamp(1, 64);
    pairs
        .par_iter()
        .with_min_len(share)
        .map_init(Marks::new, |marks, (from, to)| between(&rules, marks, *from, *to))
        .collect()
}

/// Merges the paths of many pairs into one list: pairs by their best path, the strongest first, then the one with fewer
/// steps, then in the given order. The paths of a pair keep their order.
pub fn strongest_first(mut answers: Vec<Vec<Path>>) -> Vec<Path> {
    answers.sort_by_key(|paths| paths.first().map(|path| (path.cost, path.steps.len())));
    answers.into_iter().flatten().collect()
}

/// Returns a path with the fewest steps between two entities at the clock; `None` if there is none within `max_steps`.
/// Among several, it is the one whose entities come first by id.
pub fn shortest(graph: &BoardGraph, from: Entity, to: Entity, options: &PathOptions) -> Option<Path> {
    Scratch::default().shortest(graph, from, to, options)
}

/// Memory that many searches of one graph share: four bytes per node. Allocating it anew would take longer than most
/// searches.
#[derive(Debug, Default)]
pub struct Scratch(Marks);

impl Scratch {
    /// Returns the same as [`shortest`].
    pub fn shortest(&mut self, graph: &BoardGraph, from: Entity, to: Entity, options: &PathOptions) -> Option<Path> {
        let options = PathOptions { k: 1, hops: true, ..options.clone() };
        between(&StepRules::new(graph, &options), &mut self.0, from, to).into_iter().next()
    }
}

fn between(rules: &StepRules<'_>, marks: &mut Marks, from: Entity, to: Entity) -> Vec<Path> {
    check();
    let [from, to] = [from, to].map(|entity| rules.graph.entity_number(entity));
    let paths = nodes_between(rules, marks, from, to);
    paths.iter().filter_map(|nodes| evidence::path_along(rules, nodes)).collect()
}

/// Returns the paths as nodes of the graph.
fn nodes_between(rules: &StepRules<'_>, marks: &mut Marks, from: u32, to: u32) -> Vec<Vec<u32>> {
    let options = rules.options;
    let longest = options.max_steps.min(MOST_STEPS);
    if from == to || rules.avoids(from) || rules.avoids(to) {
        return Vec::new();
    }
    let mut growth = BallGrowth::new(rules, marks, from, to);
    // If only steps count, the search widens no further than the shortest paths need.
    let mut max_steps = if options.hops { 1 } else { longest };
    loop {
        growth.widen(max_steps);
        let found = within(rules, &growth, max_steps.min(longest));
        if found.len() >= options.k || max_steps >= longest {
            return found;
        }
        max_steps = if growth.is_complete() { longest } else { max_steps + 1 };
    }
}

/// Returns the best paths of at most `max_steps` steps.
fn within(rules: &StepRules<'_>, growth: &BallGrowth<'_, '_>, max_steps: usize) -> Vec<Vec<u32>> {
    let Some(region) = growth.region(max_steps) else { return Vec::new() };
    let via = rules.options.via.iter().map(|entity| region.number(rules.graph.entity_number(*entity)));
    let Some(via) = via.collect::<Option<Vec<u32>>>() else { return Vec::new() };
    let found = yen::lightest(&SpurSearch::new(&region, max_steps, &via), rules.options.k);
    let nodes = |path: FoundPath| path.nodes.iter().map(|node| region.nodes[*node as usize]).collect();
    found.into_iter().map(nodes).collect()
}

#[cfg(test)]
mod tests;
