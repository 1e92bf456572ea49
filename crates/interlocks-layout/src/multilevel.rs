//! Multilevel force-directed layout for graphs of thousands of nodes: the coarsest version first, then finer ones.
//!
//! Springs pull neighbors together, all nodes push each other away (the spring-electrical model of Hu,
//! "Efficient, high-quality force-directed graph drawing", The Mathematica Journal 10(1), 2005), on the
//! levels that [`coarsen`] makes. The forces of a round are computed from the positions of the round before,
//! separately for each node, so any number of threads gives the same result.

use rayon::prelude::*;

use crate::coarsening::{Coarse, coarsen};
use crate::geometry::Point;
use crate::graph::Graph;
use crate::pivot_mds::{choose_pivots, pivot_mds};
use crate::repulsion::Bodies;
use crate::stress::all_pairs;

/// Graphs of up to this many nodes are laid out by stress.
const SMALL: usize = 120;
/// Coarsening ends when the next level would have more than this share of the nodes.
const SHRINKS: f64 = 0.95;
/// Strength of the repulsion relative to the springs (0.2 in the paper).
const PUSH: f64 = 0.2;
/// Rounds on the finest level, and on the coarser levels, where they are cheap.
const ROUNDS: usize = 70;
const ROUNDS_BELOW: usize = 120;
/// Factor by which the step shrinks after a round that raises the energy; it grows by the inverse after five rounds that do
/// not.
const COOLING: f64 = 0.9;

/// Positions of a connected graph. Neighbors are on average about their ideal length apart.
/// Cost: O((n log n + m) · rounds).
pub(crate) fn multilevel(graph: &Graph) -> Vec<Point> {
    // The finest version is the graph itself, in which every node represents itself.
    let finest = Coarse { graph: graph.clone(), parent: Vec::new(), mass: vec![1.0; graph.len()] };
    let mut levels = vec![finest];
    while let Some(coarsest) = levels.last().filter(|level| level.graph.len() > SMALL) {
        let coarser = coarsen(&coarsest.graph, &coarsest.mass);
        if coarser.graph.len() as f64 > SHRINKS * coarsest.graph.len() as f64 {
            break;
        }
        levels.push(coarser);
    }
    let mut places = levels.last().map(|level| roughly(&level.graph)).unwrap_or_default();
    for pair in levels.windows(2).rev() {
        let (finer, coarser) = (&pair[0], &pair[1]);
        places = coarser.parent.iter().enumerate().map(|(node, &parent)| near(places[parent], node)).collect();
        let rounds = if finer.parent.is_empty() { ROUNDS } else { ROUNDS_BELOW };
        relax(&finer.graph, &finer.mass, &mut places, rounds);
    }
    to_length(graph, &mut places);
    places
}

fn roughly(graph: &Graph) -> Vec<Point> {
    if graph.len() < 2 {
        return vec![Point::default(); graph.len()];
    }
    let mut places = pivot_mds(&choose_pivots(graph, 40), graph.len());
    if graph.len() <= 20 * SMALL {
        all_pairs(graph).settle(&mut places, None, 0.25, 60);
    }
    places
}

/// A position close by, different for each node.
fn near(place: Point, node: usize) -> Point {
    place + Point::scattered(node) * (4.0 + (node % 7) as f64)
}

/// Rounds of forces, until the steps are small.
fn relax(graph: &Graph, mass: &[f64], places: &mut [Point], rounds: usize) {
    let ideal = mean_length(graph);
    let mut step = ideal;
    let (mut energy, mut better) = (f64::INFINITY, 0);
    for _ in 0..rounds {
        let bodies = Bodies::new(places, mass);
        let forces: Vec<Point> = (0..places.len())
            .into_par_iter()
            .map(|node| {
                let push = bodies.push(node) * (PUSH * ideal * ideal);
                graph.neighbors(node).iter().fold(push, |force, &(other, length)| {
                    let along = places[other] - places[node];
                    force + along * (along.length() / length)
                })
            })
            .collect();
        let now: f64 = forces.iter().map(|force| force.x * force.x + force.y * force.y).sum();
        for (place, force) in places.iter_mut().zip(&forces) {
            let length = force.length();
            if length > 1e-9 {
                // A whole step for strong forces, less for weak ones, which would make a node oscillate.
                *place = *place + *force * (step / length * (length / ideal).min(1.0));
            }
        }
        if now < energy {
            better += 1;
            if better >= 5 {
                (step, better) = (step / COOLING, 0);
            }
        } else {
            (step, better) = (step * COOLING, 0);
        }
        energy = now;
        if step < 0.01 * ideal {
            break;
        }
    }
}

fn mean_length(graph: &Graph) -> f64 {
    let lengths = (0..graph.len()).flat_map(|node| graph.neighbors(node)).map(|n| n.1);
    let (sum, count) = lengths.fold((0.0, 0.0), |(sum, count), length| (sum + length, count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}

/// Scales the places so that edges have their ideal length on average.
fn to_length(graph: &Graph, places: &mut [Point]) {
    let (mut drawn, mut wanted) = (0.0, 0.0);
    for node in 0..graph.len() {
        for &(other, length) in graph.neighbors(node) {
            drawn += (places[other] - places[node]).length();
            wanted += length;
        }
    }
    if drawn > 1e-9 {
        let scale = wanted / drawn;
        places.iter_mut().for_each(|place| *place = *place * scale);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A torus of squares: every node is like every other, so distances should be alike everywhere.
    #[test]
    fn a_grid_of_2500_nodes_is_drawn_open() {
        let side = 50;
        let edges = (0..side * side).flat_map(|v| {
            let (x, y) = (v % side, v / side);
            let right = (x + 1 < side).then_some((v, v + 1, 60.0));
            let below = (y + 1 < side).then_some((v, v + side, 60.0));
            right.into_iter().chain(below)
        });
        let graph = Graph::new(side * side, edges);
        let places = multilevel(&graph);
        assert!(places.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
        let corner = |v: usize, w: usize| (places[v] - places[w]).length();
        let across = corner(0, side * side - 1);
        assert!(across > 20.0 * 60.0, "the grid is folded: {across}");
        // Neighbors are nearer than those far off, for nearly all.
        let near = (1..side * side).filter(|&v| v % side != 0 && corner(v, v - 1) < 4.0 * 60.0).count();
        assert!(near * 100 > 95 * side * (side - 1));
    }

    #[test]
    fn it_is_the_same_on_any_number_of_threads() {
        let graph = Graph::new(700, (1..700).map(|v| (v, (v * 7 + 3) % v, 40.0)));
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| multilevel(&graph))
        };
        assert_eq!(on(1), on(2));
    }
}
