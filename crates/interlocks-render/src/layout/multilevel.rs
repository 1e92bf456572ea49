//! Places for graphs of thousands of nodes: the rough shape first, then finer and finer.
//!
//! Springs pull neighbours together, all nodes push each other away (the spring-electrical model of Hu,
//! "Efficient, high-quality force-directed graph drawing", The Mathematica Journal 10(1), 2005), on the
//! levels that [`coarsen`] makes. Forces of a round are worked out from the places of the round before,
//! each node by itself, so any number of threads gives the same bytes.

use rayon::prelude::*;

use super::coarse::{Coarse, coarsen};
use super::geometry::Point;
use super::graph::Graph;
use super::repulsion::Bodies;
use super::start::{choose_pivots, pivot_mds};
use super::stress::all_pairs;

/// A graph so small is laid out by stress.
const SMALL: usize = 120;
/// Levels end where merging no longer helps: the next would have more than this share of the nodes.
const SHRINKS: f64 = 0.95;
/// How strongly nodes push, against the springs (0.2 in the paper).
const PUSH: f64 = 0.2;
/// Rounds on the finest level, and how many more on the coarser ones, where they are cheap.
const ROUNDS: usize = 70;
const ROUNDS_BELOW: usize = 120;
/// The step shrinks by this when a round makes it worse, and grows by it after five that do not.
const COOLING: f64 = 0.9;

/// Places of a connected graph; neighbours are about their ideal length apart on average.
/// Cost: O((n log n + m) · rounds).
pub fn multilevel(graph: &Graph) -> Vec<Point> {
    // The graph itself is its own finest version, in which every node stands for itself.
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

/// A place close by, another for each node.
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
                graph.neighbours(node).iter().fold(push, |force, &(other, length)| {
                    let along = places[other] - places[node];
                    force + along * (along.length() / length)
                })
            })
            .collect();
        let now: f64 = forces.iter().map(|force| force.x * force.x + force.y * force.y).sum();
        for (place, force) in places.iter_mut().zip(&forces) {
            let length = force.length();
            if length > 1e-9 {
                // A whole step for strong forces; weak ones do not make a node tremble.
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
    let lengths = (0..graph.len()).flat_map(|node| graph.neighbours(node)).map(|n| n.1);
    let (sum, count) = lengths.fold((0.0, 0.0), |(sum, count), length| (sum + length, count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}

/// Scales the places so that edges have their ideal length on average.
fn to_length(graph: &Graph, places: &mut [Point]) {
    let (mut drawn, mut wanted) = (0.0, 0.0);
    for node in 0..graph.len() {
        for &(other, length) in graph.neighbours(node) {
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
        // Neighbours are nearer than those far off, for nearly all.
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
