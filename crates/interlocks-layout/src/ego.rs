//! The arrangement for one node and its surroundings: rings by distance.
//!
//! Stress with a focus (Brandes & Pich, "More flexible radial layout", JGAA 15(1),
//! 2011): the distances to the center are set to the radii of rings and get so much weight
//! that the layout keeps them; all other distances, as in plain stress, decide the angles, so
//! that related nodes are next to each other on the ring.

use crate::graph::Graph;
use crate::pivot_mds::{choose_pivots, pivot_mds};
use crate::scene::{Arranged, Scene};
use crate::stress::all_pairs;

/// Largest diagram drawn in rings on request.
pub(crate) const LARGEST: usize = 1_000;
/// Largest diagram drawn in rings automatically.
pub(crate) const LARGEST_AUTO: usize = 150;
/// Largest number of rings; a diagram with more distant nodes is not an ego network.
const RINGS: usize = 3;
const SWEEPS: usize = 60;
/// Factors by which distances to the center outweigh others, raised in these steps.
const FOCUS: [f64; 4] = [1.0, 4.0, 20.0, 100.0];

/// Rings around the emphasized node, if there is exactly one, every node is
/// within three steps of it, and the diagram has at most `up_to` nodes.
pub(crate) fn arrange(scene: &Scene, up_to: usize) -> Option<Arranged> {
    let nodes = &scene.diagram.nodes;
    let mut emphasized = nodes.iter().enumerate().filter(|(_, n)| n.emphasis);
    let (center, _) = emphasized.next()?;
    let alone = emphasized.next().is_none();
    let hops = scene.graph.hops_from(center);
    let fits = (3..=up_to).contains(&nodes.len()) && hops.iter().all(|&h| h <= RINGS);
    if !alone || !fits {
        return None;
    }
    let radii = radii(scene, &hops);
    let graph = ring_graph(scene, &hops, &radii);
    let mut places = pivot_mds(&choose_pivots(&graph, 40), nodes.len());
    let middle = places[center];
    places.iter_mut().for_each(|p| *p = *p - middle);
    let mut focus = 1.0;
    let mut terms = all_pairs(&graph);
    terms.settle(&mut places, Some(center), 0.25, SWEEPS);
    for wanted in FOCUS {
        let factor = wanted / focus;
        focus = wanted;
        terms.adjust(|a, b, term| {
            if a == center || b == center {
                term.distance = radii[hops[a].max(hops[b])];
                term.weight *= factor * if wanted == 1.0 { nodes.len() as f64 } else { 1.0 };
            }
        });
        terms.settle(&mut places, Some(center), 0.25, SWEEPS);
    }
    for p in &mut places {
        p.y /= scene.stretch;
    }
    let all: Vec<usize> = (0..places.len()).collect();
    scene.separate(&all, &mut places);
    Some(Arranged::nodes_only(places, scene.diagram.edges.len()))
}

/// Radius of every ring: room for its boxes on its circumference, and a gap to the
/// ring inside it. In stretched space, where boxes are about square.
fn radii(scene: &Scene, hops: &[usize]) -> Vec<f64> {
    let side = |v: usize| scene.sizes[v].width + scene.options.gap;
    let mut radii = vec![0.0];
    for ring in 1..=RINGS {
        let own = (0..hops.len()).filter(|&v| hops[v] == ring);
        let circumference: f64 = own.clone().map(side).sum();
        let largest = own.map(side).fold(0.0, f64::max);
        let inside = radii[ring - 1];
        // The boxes of a ring may be staggered in two rows, hence the factor.
        let needed = 0.8 * circumference / std::f64::consts::TAU;
        radii.push(needed.max(inside + 1.15 * largest));
    }
    radii
}

fn ring_graph(scene: &Scene, hops: &[usize], radii: &[f64]) -> Graph {
    let edges = scene.diagram.edges.iter().map(|e| {
        let (a, b) = (radii[hops[e.from]], radii[hops[e.to]]);
        let side = (scene.sizes[e.from].width + scene.sizes[e.to].width) / 2.0;
        (e.from, e.to, (a - b).abs().max(side + scene.options.gap))
    });
    Graph::new(hops.len(), edges)
}
