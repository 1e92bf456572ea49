//! Moves boxes apart so that none overlap, keeping the shape of the drawing.
//!
//! First PRISM (Gansner & Hu, "Efficient, proximity-preserving node overlap
//! removal", JGAA 14(1), 2010): stress majorization in which the ideal distance of neighbors that overlap is what
//! their boxes need, and that of other neighbors is their present distance. Then the remaining overlapping boxes are
//! pushed apart in pairs, and a last sweep downwards guarantees that no two boxes overlap.

use crate::Size;
use crate::geometry::{Point, Rect};
use crate::neighbor_grid::{neighbors, overlaps};
use crate::stress::Terms;

/// A pair grows at most by this factor in one round (1.5 in the paper).
const GROWTH: f64 = 1.5;
const ROUNDS: usize = 80;
const PUSHES: usize = 120;
/// Drawings of more boxes than this are first thinned out and widened as a whole.
const MANY: usize = 500;
/// Factor by which a drawing grows at a time, and the largest number of times (about ninefold in all).
const WIDENED: f64 = 1.12;
const WIDENINGS: usize = 20;
/// Share of the way that positions move to where they would be evenly spread, from 0 to 1.
const EVENNESS: f64 = 0.7;

/// Moves the boxes' centers until no two boxes overlap. `sizes` are widths and heights, with the room
/// that is wanted around each box. Cost: near-linear for a bounded number of rounds.
pub(crate) fn remove_overlaps(places: &mut [Point], sizes: &[Size]) {
    if places.len() > MANY {
        make_room(places, sizes);
    }
    prism(places, sizes);
    push_apart(places, sizes);
    sweep_down(places, sizes);
}

/// Thins out dense parts and then widens the whole drawing, until there are few overlaps and each can be
/// removed locally.
fn make_room(places: &mut [Point], sizes: &[Size]) {
    let few = places.len() / 5;
    let crowded = |places: &[Point]| overlaps(&boxes(places, sizes), few).len() >= few;
    if !crowded(places) {
        return;
    }
    thin_out(places, |place| &mut place.x);
    thin_out(places, |place| &mut place.y);
    for _ in 0..WIDENINGS {
        if !crowded(places) {
            return;
        }
        places.iter_mut().for_each(|place| *place = *place * WIDENED);
    }
}

/// Moves places along one axis part of the way to where they would lie if all were evenly spread, in the
/// same order: dense parts widen, empty ones shrink, and left stays left.
fn thin_out(places: &mut [Point], axis: impl Fn(&mut Point) -> &mut f64) {
    let mut order: Vec<(f64, usize)> = places.iter_mut().map(|place| *axis(place)).zip(0..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (Some(first), Some(last)) = (order.first().copied(), order.last().copied()) else { return };
    let step = (last.0 - first.0) / (order.len() - 1).max(1) as f64;
    for (rank, (at, node)) in order.into_iter().enumerate() {
        *axis(&mut places[node]) = at + EVENNESS * (first.0 + step * rank as f64 - at);
    }
}

fn boxes(places: &[Point], sizes: &[Size]) -> Vec<Rect> {
    let both = places.iter().zip(sizes);
    both.map(|(p, s)| Rect::around(*p, s.width, s.height)).collect()
}

/// Factor by which the line between two centers must grow until the boxes do not overlap.
fn overlap_factor(d: Point, a: Size, b: Size) -> f64 {
    let need = |size: f64, step: f64| size / 2.0 / step.abs().max(1e-6);
    need(a.width + b.width, d.x).min(need(a.height + b.height, d.y)).max(1.0)
}

fn prism(places: &mut [Point], sizes: &[Size]) {
    let mut include_overlaps = false;
    for _ in 0..ROUNDS {
        let mut pairs = neighbors(places);
        if include_overlaps {
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
            let ideal = (d.length() * factor.min(GROWTH)).max(1e-3);
            terms.add(a, b, ideal, 1.0 / (ideal * ideal));
        }
        if worst < 1.005 {
            if include_overlaps {
                return;
            }
            include_overlaps = true;
            continue;
        }
        terms.settle(places, None, 0.05, 12);
    }
}

/// Pushes overlapping pairs apart along the axis where they overlap less, each box
/// by half of the overlap (slightly more, so that rounding leaves no overlap).
fn push_apart(places: &mut [Point], sizes: &[Size]) {
    for _ in 0..PUSHES {
        let pairs = overlaps(&boxes(places, sizes), 20 * places.len());
        if pairs.is_empty() {
            return;
        }
        for (a, b) in pairs {
            let d = places[b] - places[a];
            let over_x = (sizes[a].width + sizes[b].width) / 2.0 - d.x.abs();
            let over_y = (sizes[a].height + sizes[b].height) / 2.0 - d.y.abs();
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
/// in x. Moves nothing if no boxes overlap.
fn sweep_down(places: &mut [Point], sizes: &[Size]) {
    let all = boxes(places, sizes);
    if overlaps(&all, 1).is_empty() {
        return;
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| all[a].y.total_cmp(&all[b].y).then(a.cmp(&b)));
    let mut set = Slabs::new(&all);
    for v in order {
        let mut own = all[v];
        loop {
            let floor = set.lowest_edge_over(&own);
            if floor == f64::NEG_INFINITY {
                break;
            }
            // Slightly more than touching, so that rounding does not make an overlap.
            own.y = floor + 1e-6;
        }
        places[v] = own.center();
        set.insert(own);
    }
}

/// Boxes by vertical slabs, at least as wide as the widest box, so that a box is in at most two or three of them.
struct Slabs {
    left: f64,
    width: f64,
    boxes: Vec<Vec<Rect>>,
}

impl Slabs {
    /// Empty slabs for boxes that will lie in the same columns as these.
    fn new(all: &[Rect]) -> Slabs {
        let extent = Rect::around_all(all);
        let widest = all.iter().map(|own| own.w).fold(1.0, f64::max);
        // No more slabs than boxes, however far these lie apart.
        let width = widest.max(extent.w / all.len().max(1) as f64);
        Slabs { left: extent.x, width, boxes: vec![Vec::new(); (extent.w / width) as usize + 2] }
    }

    fn columns(&self, own: &Rect) -> std::ops::RangeInclusive<usize> {
        let column = |x: f64| (((x - self.left) / self.width).max(0.0) as usize).min(self.boxes.len() - 1);
        column(own.x)..=column(own.right())
    }

    fn insert(&mut self, own: Rect) {
        for column in self.columns(&own) {
            self.boxes[column].push(own);
        }
    }

    /// The lowest edge of the boxes that overlap `own`; minus infinity if there are none.
    fn lowest_edge_over(&self, own: &Rect) -> f64 {
        let near = self.boxes[self.columns(own)].iter().flatten();
        near.filter(|other| other.overlaps(own)).map(Rect::bottom).fold(f64::NEG_INFINITY, f64::max)
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
            let sizes: Vec<Size> = nodes.iter().map(|n| Size::new(n.2, n.3)).collect();
            remove_overlaps(&mut places, &sizes);
            prop_assert!(places.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
            prop_assert_eq!(overlaps(&boxes(&places, &sizes), 1), vec![]);
        }
    }

    #[test]
    fn boxes_that_do_not_overlap_stay() {
        let mut places = vec![Point::new(0.0, 0.0), Point::new(200.0, 0.0), Point::new(0.0, 90.0)];
        let before = places.clone();
        remove_overlaps(&mut places, &[Size::new(60.0, 30.0); 3]);
        assert_eq!(places, before);
    }
}
