//! The shortest way around boxes, for edges where neither a straight line nor an arc is free.
//!
//! It is the shortest path in the visibility graph of the corners of the slightly enlarged boxes (Lozano-Pérez &
//! Wesley 1979), found by A*. Visibility is tested only when a corner is reached. Cost: O(c² b) for c corners and b
//! boxes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::geometry::{Curve, Point, Rect, Segment};
use crate::route::Router;

/// Distances from a box at which edges pass its corners. Each pair of ends uses one of the three, so that edges around
/// the same corner do not all merge.
const LANES: [f64; 3] = [9.0, 11.5, 14.0];
/// Distance from a box that counts as a hit while searching: a little less.
const WALL: f64 = 8.0;
/// Cost of a bend, in pixels of length.
const BEND: f64 = 25.0;
/// Radii of rounded corners that are tried, largest first.
const RADII: [f64; 5] = [160.0, 80.0, 36.0, 16.0, 6.0];

/// A curve between two nodes that does not hit another box, if there is one.
pub(crate) fn find(router: &Router, a: usize, b: usize) -> Option<Curve> {
    let (from, to) = (router.rects[a].center(), router.rects[b].center());
    let way = shortest(router, a, b, from, to)?;
    let mut points = way;
    let last = points.len() - 1;
    points[0] = router.border(a, points[1]);
    points[last] = router.border(b, points[last - 1]);
    let bent = RADII.iter().map(|&radius| Curve::rounded(&points, radius));
    swung(&points).into_iter().chain(bent).find(|curve| router.hits(curve, a, b) == 0)
}

/// A single Bézier curve through one or two bends, which looks calmer than rounded corners.
fn swung(points: &[Point]) -> Option<Curve> {
    let (start, end) = (*points.first()?, *points.last()?);
    match *points {
        [_, bend, _] => {
            let control = bend * 2.0 - start.towards(end, 0.5);
            Some(Curve::quad(start, control, end))
        }
        [_, first, second, _] => {
            // At its thirds a cubic lies about 4/9 of the way to the nearer control.
            let pull = |bend: Point, t: f64| bend + (bend - start.towards(end, t)) * 0.4;
            Some(Curve { start, segments: vec![Segment::Cubic(pull(first, 1.0 / 3.0), pull(second, 2.0 / 3.0), end)] })
        }
        _ => None,
    }
}

fn shortest(router: &Router, a: usize, b: usize, from: Point, to: Point) -> Option<Vec<Point>> {
    let walls = walls(router, a, b, from, to);
    let mut stops = vec![from, to];
    for (v, wall) in &walls {
        if *v == a || *v == b {
            continue;
        }
        for corner in wall.inflated(LANES[(a + b) % LANES.len()] - WALL).corners() {
            let buried =
                walls.iter().any(|(_, w)| w.inflated(-0.5).meets_segment(corner, corner + Point::new(0.1, 0.1)));
            if !buried {
                stops.push(corner);
            }
        }
    }
    let sees = |i: usize, j: usize| {
        let (p, q) = (stops[i], stops[j]);
        let touches = |v: usize| (v == a && i.min(j) == 0) || (v == b && (i == 1 || j == 1));
        walls.iter().all(|(v, wall)| touches(*v) || !wall.meets_segment(p, q))
    };
    let left = |i: usize| (to - stops[i]).length();
    let mut best = vec![f64::INFINITY; stops.len()];
    let mut before = vec![usize::MAX; stops.len()];
    let mut done = vec![false; stops.len()];
    best[0] = 0.0;
    let mut queue = BinaryHeap::from([Reverse((left(0).to_bits(), 0_usize))]);
    while let Some(Reverse((_, i))) = queue.pop() {
        if i == 1 {
            break;
        }
        if std::mem::replace(&mut done[i], true) {
            continue;
        }
        for j in 1..stops.len() {
            let way = best[i] + (stops[j] - stops[i]).length() + BEND;
            if !done[j] && way < best[j] && sees(i, j) {
                best[j] = way;
                before[j] = i;
                queue.push(Reverse(((way + left(j)).to_bits(), j)));
            }
        }
    }
    best[1].is_finite().then(|| walk_back(&stops, &before))
}

fn walk_back(stops: &[Point], before: &[usize]) -> Vec<Point> {
    let mut way = vec![stops[1]];
    let mut at = 1;
    while at != 0 {
        at = before[at];
        way.push(stops[at]);
    }
    way.reverse();
    way
}

/// The enlarged boxes in the region around the two ends, the boxes of the ends included.
fn walls(router: &Router, a: usize, b: usize, from: Point, to: Point) -> Vec<(usize, Rect)> {
    let area = router.rects[a].union(&router.rects[b]);
    let margin = 0.35 * (to - from).length() + 60.0;
    let near = router.cells.near(&area.inflated(margin));
    near.into_iter()
        .map(|v| {
            let grow = if v == a || v == b { 2.0 } else { WALL };
            (v, router.rects[v].inflated(grow))
        })
        .collect()
}
