//! Outlines around the nodes of groups, and their captions.

use crate::geometry::{Point, Rect};
use crate::neighbor_grid::Cells;
use crate::placement::{Outline, PlacedLabel};
use crate::{Diagram, Size};

/// Distance between an outline and the boxes inside it.
const ROOM: f64 = 9.0;

impl Outline {
    /// A rectangle with its caption in the upper left corner.
    pub(crate) fn band(group: usize, band: Rect, caption: Option<Size>) -> Outline {
        let corners = band.corners().to_vec();
        let caption = caption.map(|size| Rect { x: band.x + 10.0, y: band.y + 6.0, w: size.width, h: size.height });
        Outline { group, corners, caption, is_band: true }
    }

    /// The smallest rectangle around the outline and its caption.
    pub(crate) fn bounds(&self) -> Rect {
        let corners: Vec<Rect> = self.corners.iter().map(|p| Rect::around(*p, 2.0, 2.0)).collect();
        let outline = Rect::around_all(&corners);
        self.caption.map_or(outline, |caption| outline.union(&caption))
    }
}

/// Outlines around the boxes of every group that has any, and the number of captions without a free place.
/// Captions are next to the outline, where they cover neither a box nor a label. Cost: O(n log n).
pub(crate) fn around(diagram: &Diagram, rects: &[Rect], labels: &[Option<PlacedLabel>]) -> (Vec<Outline>, usize) {
    let mut members: Vec<Vec<Point>> = vec![Vec::new(); diagram.captions.len()];
    for (node, rect) in diagram.nodes.iter().zip(rects) {
        if let Some(own) = node.group.and_then(|group| members.get_mut(group)) {
            own.extend(rect.inflated(ROOM).corners());
        }
    }
    let cells = Cells::new(rects);
    let mut used: Vec<Rect> = labels.iter().flatten().map(|label| label.rect).collect();
    let mut dropped = 0;
    let mut outlines = Vec::new();
    for (group, corners) in members.into_iter().enumerate().filter(|(_, corners)| !corners.is_empty()) {
        let corners = convex(corners);
        let caption = diagram.captions[group].and_then(|size| {
            let place = candidates(&corners, size).into_iter().find(|rect| {
                !cells.near(rect).iter().any(|&v| rects[v].inflated(2.0).overlaps(rect))
                    && !used.iter().any(|other| other.inflated(2.0).overlaps(rect))
            });
            dropped += usize::from(place.is_none());
            place
        });
        used.extend(caption);
        outlines.push(Outline { group, corners, caption, is_band: false });
    }
    (outlines, dropped)
}

/// Candidate rectangles for a caption: beside each side of the outline, the upper ones first.
fn candidates(outline: &[Point], size: Size) -> Vec<Rect> {
    let count = outline.len();
    let mut all: Vec<Rect> = Vec::new();
    for (i, &a) in outline.iter().enumerate() {
        let b = outline[(i + 1) % count];
        let normal = (b - a).unit().normal();
        let reach = size.width / 2.0 * normal.x.abs() + size.height / 2.0 * normal.y.abs() + 3.0;
        for t in [0.5, 0.25, 0.75, 0.0] {
            for side in [reach, -reach] {
                all.push(Rect::around(a.towards(b, t) + normal * side, size.width, size.height));
            }
        }
    }
    all.sort_by(|x, y| x.y.total_cmp(&y.y).then(x.x.total_cmp(&y.x)));
    all
}

/// The convex hull of points (Andrew's monotone chain, 1979). Cost: O(n log n).
fn convex(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let turns_left = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0.0;
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for p in points {
            while chain.len() > 1 && !turns_left(chain[chain.len() - 2], chain[chain.len() - 1], p) {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut outline = half(&mut points.iter().copied());
    outline.extend(half(&mut points.iter().rev().copied()));
    outline
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_point_is_inside_its_hull(points in prop::collection::vec((-50i32..50, -50i32..50), 3..60)) {
            let points: Vec<Point> = points.iter().map(|p| Point::new(f64::from(p.0), f64::from(p.1))).collect();
            let outline = convex(points.clone());
            prop_assert!(outline.iter().all(|corner| points.contains(corner)));
            for p in points {
                for (i, &a) in outline.iter().enumerate() {
                    let b = outline[(i + 1) % outline.len()];
                    prop_assert!((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) >= -1e-9 || outline.len() < 3);
                }
            }
        }
    }
}
