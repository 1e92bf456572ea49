//! Moves boxes apart so that none overlap, keeping the shape of the drawing.
//!
//! First PRISM (Gansner & Hu, "Efficient, proximity-preserving node overlap
//! removal", JGAA 14(1), 2010): neighbours that overlap wish to be as far apart as
//! their boxes need, neighbours that do not wish to keep their distance, and stress
//! majorisation settles it. Then, for what is left, boxes are pushed apart in pairs,
//! and a last sweep downwards makes the promise: afterwards no two boxes overlap.

use super::geometry::{Point, Rect};
use super::near::{neighbours, overlaps};
use super::stress::Terms;

/// A pair grows at most by this factor in one round (1.5 in the paper).
const GROWTH: f64 = 1.5;
const ROUNDS: usize = 80;
const PUSHES: usize = 120;

/// Moves the boxes' centres until every two boxes are at least `gap` apart, in x or
/// in y. `sizes` are widths and heights. Cost: near-linear for a bounded number of rounds.
pub fn remove_overlaps(places: &mut [Point], sizes: &[(f64, f64)], gap: f64) {
    let padded: Vec<(f64, f64)> = sizes.iter().map(|s| (s.0 + gap, s.1 + gap)).collect();
    prism(places, &padded);
    push_apart(places, &padded);
    sweep_down(places, &padded);
}

fn boxes(places: &[Point], sizes: &[(f64, f64)]) -> Vec<Rect> {
    let both = places.iter().zip(sizes);
    both.map(|(p, s)| Rect::around(*p, s.0, s.1)).collect()
}

/// How much longer the line between two centres must be for the boxes to part.
fn overlap_factor(d: Point, a: (f64, f64), b: (f64, f64)) -> f64 {
    let need = |size: f64, step: f64| size / 2.0 / step.abs().max(1e-6);
    need(a.0 + b.0, d.x).min(need(a.1 + b.1, d.y)).max(1.0)
}

fn prism(places: &mut [Point], sizes: &[(f64, f64)]) {
    let mut with_all = false;
    for _ in 0..ROUNDS {
        let mut pairs = neighbours(places);
        if with_all {
            pairs.extend(overlaps(&boxes(places, sizes), 10 * places.len()));
            pairs.sort_unstable();
            pairs.dedup();
        }
        let mut terms = Terms::new(places.len());
        let mut worst: f64 = 1.0;
        for &(a, b) in &pairs {
            let d = places[a] - places[b];
            let factor = overlap_factor(d, sizes[a], sizes[b]);
            worst = worst.max(factor);
            let wish = (d.length() * factor.min(GROWTH)).max(1e-3);
            terms.add(a, b, wish, 1.0 / (wish * wish));
        }
        if worst < 1.005 {
            if with_all {
                return;
            }
            with_all = true;
            continue;
        }
        terms.settle(places, None, 0.05, 12);
    }
}

/// Pushes overlapping pairs apart along the axis where they overlap less, each box
/// half of it (lightly more, so that it ends).
fn push_apart(places: &mut [Point], sizes: &[(f64, f64)]) {
    for _ in 0..PUSHES {
        let pairs = overlaps(&boxes(places, sizes), 20 * places.len());
        if pairs.is_empty() {
            return;
        }
        for (a, b) in pairs {
            let d = places[b] - places[a];
            let over_x = (sizes[a].0 + sizes[b].0) / 2.0 - d.x.abs();
            let over_y = (sizes[a].1 + sizes[b].1) / 2.0 - d.y.abs();
            if over_x <= 0.0 || over_y <= 0.0 {
                continue;
            }
            let push = if over_x < over_y {
                Point::new(over_x.copysign(d.x), 0.0)
            } else {
                Point::new(0.0, over_y.copysign(d.y))
            };
            places[a] = places[a] - push * 0.505;
            places[b] = places[b] + push * 0.505;
        }
    }
}

/// From top to bottom, sets every box below all boxes already set that it overlaps
/// in x. With nothing left to do it moves nothing.
fn sweep_down(places: &mut [Point], sizes: &[(f64, f64)]) {
    let all = boxes(places, sizes);
    if overlaps(&all, 1).is_empty() {
        return;
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| all[a].y.total_cmp(&all[b].y).then(a.cmp(&b)));
    let mut set: Vec<Rect> = Vec::with_capacity(all.len());
    for v in order {
        let mut own = all[v];
        loop {
            let floor = set.iter().filter(|r| r.overlaps(&own)).map(Rect::bottom).fold(f64::NEG_INFINITY, f64::max);
            if floor == f64::NEG_INFINITY {
                break;
            }
            // A whisker more than touching: the next test must not see an overlap
            // because of rounding.
            own.y = floor + 1e-6;
        }
        places[v] = own.centre();
        set.push(own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn no_two_boxes_overlap_wherever_they_start(
            nodes in prop::collection::vec((0i32..300, 0i32..300, 10f64..200.0, 10f64..80.0), 0..60),
        ) {
            let mut places: Vec<Point> = nodes.iter().map(|n| Point::new(f64::from(n.0), f64::from(n.1))).collect();
            let sizes: Vec<(f64, f64)> = nodes.iter().map(|n| (n.2, n.3)).collect();
            remove_overlaps(&mut places, &sizes, 8.0);
            prop_assert!(places.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
            prop_assert_eq!(overlaps(&boxes(&places, &sizes), 1), vec![]);
        }
    }

    #[test]
    fn boxes_that_do_not_overlap_stay() {
        let mut places = vec![Point::new(0.0, 0.0), Point::new(200.0, 0.0), Point::new(0.0, 90.0)];
        let before = places.clone();
        remove_overlaps(&mut places, &[(50.0, 20.0); 3], 10.0);
        assert_eq!(places, before);
    }
}
