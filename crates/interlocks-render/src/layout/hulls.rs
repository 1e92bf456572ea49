//! What holds the nodes of a group together: an outline around them, and its name.

use super::geometry::{Point, Rect};
use super::near::Cells;
use super::{PlacedLabel, Scene};
use crate::text::{Fonts, Style, Wrapped, wrap};

/// How far an outline runs outside the boxes it holds.
const ROOM: f64 = 9.0;
const WIDEST_CAPTION: f64 = 760.0;

/// The outline of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Hull {
    /// Index into the picture's groups.
    pub group: usize,
    /// Its corners, in order.
    pub outline: Vec<Point>,
    /// Its name and the box of it; none where it has none, or found no place.
    pub caption: Option<(Wrapped, Rect)>,
    /// Whether it is a band of its own, in which nothing stands but what belongs to it, its name too.
    pub is_band: bool,
}

impl Hull {
    /// How names of groups are set.
    pub const CAPTION: Style = Style::bold(11.0);

    /// The name of a group as it is written, if it has one.
    pub(super) fn caption(fonts: &Fonts, name: &str) -> Option<Wrapped> {
        let text = wrap(fonts, name, Hull::CAPTION, WIDEST_CAPTION, 2);
        (!text.lines.is_empty()).then_some(text)
    }

    /// A band with its name in the upper left corner.
    pub(super) fn band(group: usize, band: Rect, caption: Option<Wrapped>) -> Hull {
        let outline = band.corners().to_vec();
        let caption = caption.map(|text| {
            let rect = Rect { x: band.x + 10.0, y: band.y + 6.0, w: text.width(), h: text.height(Hull::CAPTION) };
            (text, rect)
        });
        Hull { group, outline, caption, is_band: true }
    }

    /// The smallest box around it and its name.
    pub(super) fn bounds(&self) -> Rect {
        let points: Vec<Rect> = self.outline.iter().map(|p| Rect::around(*p, 2.0, 2.0)).collect();
        let outline = Rect::around_all(&points);
        self.caption.as_ref().map_or(outline, |(_, rect)| outline.union(rect))
    }
}

/// An outline around the boxes of every group, the largest first; and how many names found no place.
/// Names stand at the outline where they cover neither a box nor a label. Cost: O(n log n).
pub(super) fn around(scene: &Scene, rects: &[Rect], labels: &[Option<PlacedLabel>]) -> (Vec<Hull>, usize) {
    let mut members: Vec<Vec<Point>> = vec![Vec::new(); scene.picture.groups.len()];
    for (node, rect) in scene.picture.nodes.iter().zip(rects) {
        if let Some(own) = node.group.and_then(|group| members.get_mut(group)) {
            own.extend(rect.inflated(ROOM).corners());
        }
    }
    let cells = Cells::new(rects);
    let mut used: Vec<Rect> = labels.iter().flatten().map(|label| label.rect).collect();
    let mut nameless = 0;
    let mut hulls = Vec::new();
    for (group, corners) in members.into_iter().enumerate().filter(|(_, corners)| !corners.is_empty()) {
        let outline = convex(corners);
        let caption = Hull::caption(scene.fonts, &scene.picture.groups[group]).and_then(|text| {
            let size = Point::new(text.width(), text.height(Hull::CAPTION));
            let place = candidates(&outline, size).into_iter().find(|rect| {
                !cells.near(rect).iter().any(|&v| rects[v].inflated(2.0).overlaps(rect))
                    && !used.iter().any(|other| other.inflated(2.0).overlaps(rect))
            });
            nameless += usize::from(place.is_none());
            place.map(|rect| (text, rect))
        });
        used.extend(caption.as_ref().map(|(_, rect)| *rect));
        hulls.push(Hull { group, outline, caption, is_band: false });
    }
    (hulls, nameless)
}

/// Boxes for a name: outside each side of the outline, the upper ones first.
fn candidates(outline: &[Point], size: Point) -> Vec<Rect> {
    let count = outline.len();
    let mut all: Vec<Rect> = Vec::new();
    for (i, &a) in outline.iter().enumerate() {
        let b = outline[(i + 1) % count];
        let normal = (b - a).unit().normal();
        let reach = size.x / 2.0 * normal.x.abs() + size.y / 2.0 * normal.y.abs() + 3.0;
        for t in [0.5, 0.25, 0.75, 0.0] {
            for side in [reach, -reach] {
                all.push(Rect::around(a.towards(b, t) + normal * side, size.x, size.y));
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
