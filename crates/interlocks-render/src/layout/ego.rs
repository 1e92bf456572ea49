//! Rings round one node.
//!
//! Stress with a focus (Brandes & Pich, "More flexible radial layout", JGAA 15(1),
//! 2011): the distances to the centre are set to the radii of rings and weigh so much
//! that they hold; all other distances, as in plain stress, decide the angles, so
//! that what belongs together stands together on the ring.

use super::graph::Graph;
use super::start::{choose_pivots, pivot_mds};
use super::stress::all_pairs;
use super::{Arranged, Scene};

/// Largest picture drawn in rings when asked for.
pub(super) const MOST: usize = 1_000;
/// Largest picture drawn in rings without being asked.
pub(super) const MOST_UNASKED: usize = 150;
/// Rings beyond this say little; the picture is no ego network then.
const RINGS: usize = 3;
const SWEEPS: usize = 60;
/// How much the distance to the centre outweighs others, raised in these steps.
const FOCUS: [f64; 4] = [1.0, 4.0, 20.0, 100.0];

/// Rings round the first emphasised node, if there is exactly one, everything is
/// within three steps of it, and the picture is not too large.
pub(super) fn arrange(scene: &Scene, up_to: usize) -> Option<Arranged> {
    let nodes = &scene.picture.nodes;
    let mut emphasised = nodes.iter().enumerate().filter(|(_, n)| n.emphasis);
    let (centre, _) = emphasised.next()?;
    let alone = emphasised.next().is_none();
    let hops = scene.graph.hops_from(centre);
    let fits = (3..=up_to).contains(&nodes.len()) && hops.iter().all(|&h| h <= RINGS);
    if !alone || !fits {
        return None;
    }
    let radii = radii(scene, &hops);
    let graph = ring_graph(scene, &hops, &radii);
    let mut places = pivot_mds(&choose_pivots(&graph, 40), nodes.len());
    let middle = places[centre];
    places.iter_mut().for_each(|p| *p = *p - middle);
    let mut focus = 1.0;
    let mut terms = all_pairs(&graph);
    terms.settle(&mut places, Some(centre), 0.25, SWEEPS);
    for wanted in FOCUS {
        let factor = wanted / focus;
        focus = wanted;
        terms.adjust(|a, b, term| {
            if a == centre || b == centre {
                term.distance = radii[hops[a].max(hops[b])];
                term.weight *= factor * if wanted == 1.0 { nodes.len() as f64 } else { 1.0 };
            }
        });
        terms.settle(&mut places, Some(centre), 0.25, SWEEPS);
    }
    for p in &mut places {
        p.y /= scene.stretch;
    }
    let everyone: Vec<usize> = (0..places.len()).collect();
    scene.separate(&everyone, &mut places);
    Some(Arranged {
        places,
        curves: vec![None; scene.picture.edges.len()],
        hulls: Vec::new(),
        labels: Vec::new(),
        labels_above: false,
    })
}

/// Radius of every ring: room for its boxes on its circumference, and a gap to the
/// ring inside it. In stretched space, where boxes are about square.
fn radii(scene: &Scene, hops: &[usize]) -> Vec<f64> {
    let side = |v: usize| scene.sizes[v].0 + scene.options.gap;
    let mut radii = vec![0.0];
    for ring in 1..=RINGS {
        let own = (0..hops.len()).filter(|&v| hops[v] == ring);
        let circumference: f64 = own.clone().map(side).sum();
        let largest = own.map(side).fold(0.0, f64::max);
        let inside = radii[ring - 1];
        // Two staggered rows share a ring without harm, hence the factor.
        let needed = 0.8 * circumference / std::f64::consts::TAU;
        radii.push(needed.max(inside + 1.15 * largest));
    }
    radii
}

fn ring_graph(scene: &Scene, hops: &[usize], radii: &[f64]) -> Graph {
    let edges = scene.picture.edges.iter().map(|e| {
        let (a, b) = (radii[hops[e.from]], radii[hops[e.to]]);
        let side = (scene.sizes[e.from].0 + scene.sizes[e.to].0) / 2.0;
        (e.from, e.to, (a - b).abs().max(side + scene.options.gap))
    });
    Graph::new(hops.len(), edges)
}
