//! Edge routing: a straight line if it is free, otherwise an arc around the boxes in the way, otherwise a bent line
//! with rounded corners.

use std::collections::BTreeMap;

use crate::detour;
use crate::geometry::{Curve, Point, Rect, Segment};
use crate::neighbor_grid::Cells;
use crate::scene::{Arranged, Scene};
use crate::{Shape, Size};

/// Free space between a line and a box it passes.
const CLEARANCE: f64 = 5.0;
/// Distance between parallel edges, where labels do not ask for more.
const PARALLEL: f64 = 22.0;
const WIDEST_PARALLEL: f64 = 60.0;
/// Heights of arcs that are tried, as shares of the distance.
const ARCS: [f64; 10] = [0.04, -0.04, 0.08, -0.08, 0.12, -0.12, 0.16, -0.16, 0.2, -0.2];
/// Heights that are tried if there is no bent line either.
const WIDE_ARCS: [f64; 4] = [0.29, -0.29, 0.4, -0.4];
/// Diagrams with more nodes than this get no bent lines, which could not be followed by eye.
const DETOURS_UP_TO: usize = 400;
/// Diagrams with more edges than this get only straight lines, for the same reason.
const ARCS_UP_TO: usize = 6_000;

/// The curves of all edges.
pub(crate) struct Routes {
    pub(crate) curves: Vec<Curve>,
    /// Number of edges that pass behind a box other than their ends.
    pub(crate) blocked: usize,
}

pub(crate) struct Router<'a> {
    scene: &'a Scene<'a>,
    pub(crate) rects: &'a [Rect],
    pub(crate) cells: Cells,
}

pub(crate) fn all(scene: &Scene, rects: &[Rect], arranged: &Arranged) -> Routes {
    let router = Router { scene, rects, cells: Cells::new(rects) };
    let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, e) in scene.diagram.edges.iter().enumerate() {
        groups.entry((e.from.min(e.to), e.from.max(e.to))).or_default().push(i);
    }
    let mut curves = vec![Curve::default(); scene.diagram.edges.len()];
    let mut blocked = 0;
    for ((low, high), members) in groups {
        let offsets = router.offsets(&members, low, high);
        let mut taken: Vec<f64> = Vec::new();
        for (rank, (&i, offset)) in members.iter().zip(offsets).enumerate() {
            if low == high {
                curves[i] = router.own_loop(low, rank);
                continue;
            }
            let (curve, hits) = match &arranged.curves[i] {
                Some(curve) => (curve.clone(), 0),
                None => router.between(low, high, offset, &mut taken),
            };
            blocked += usize::from(hits > 0);
            let forward = scene.diagram.edges[i].from == low || arranged.curves[i].is_some();
            curves[i] = if forward { curve } else { curve.reversed() };
        }
    }
    Routes { curves, blocked }
}

impl Router<'_> {
    /// Distances from the straight line at which parallel edges should bulge, so
    /// that a label fits between two of them.
    fn offsets(&self, members: &[usize], low: usize, high: usize) -> Vec<f64> {
        let normal = (self.rects[high].center() - self.rects[low].center()).unit().normal();
        let across = |size: Size| size.width * normal.x.abs() + size.height * normal.y.abs();
        let labels = members.iter().filter_map(|&i| self.scene.diagram.edges[i].label);
        let widest = labels.fold(0.0_f64, |w, label| w.max(across(label)));
        let spacing = (widest + 6.0).clamp(PARALLEL, WIDEST_PARALLEL);
        let middle = (members.len() - 1) as f64 / 2.0;
        (0..members.len()).map(|rank| (rank as f64 - middle) * spacing).collect()
    }

    /// The best curve from one node to another and the number of boxes it hits.
    /// `bulge` is the wanted height of its arc in pixels; `taken` are the heights in use.
    fn between(&self, a: usize, b: usize, bulge: f64, taken: &mut Vec<f64>) -> (Curve, usize) {
        if self.scene.diagram.edges.len() > ARCS_UP_TO {
            let line = self.arc(a, b, bulge);
            let hits = self.hits(&line, a, b);
            return (line, hits);
        }
        let flat = self.best_arc(a, b, bulge, &ARCS, taken);
        if let Some((0, height, curve)) = flat {
            taken.push(height);
            return (curve, 0);
        }
        if self.rects.len() <= DETOURS_UP_TO
            && let Some(curve) = detour::find(self, a, b)
        {
            return (curve, 0);
        }
        let wide = self.best_arc(a, b, bulge, &WIDE_ARCS, taken);
        let best = flat.into_iter().chain(wide).min_by_key(|arc| arc.0);
        match best {
            Some((hits, height, curve)) => {
                taken.push(height);
                (curve, hits)
            }
            None => (self.arc(a, b, bulge), 0),
        }
    }

    /// The arc that hits the fewest boxes, and the flattest of these: the number of boxes, its
    /// height, and the curve.
    fn best_arc(&self, a: usize, b: usize, bulge: f64, arcs: &[f64], taken: &[f64]) -> Option<(usize, f64, Curve)> {
        let span = (self.rects[b].center() - self.rects[a].center()).length();
        let mut best: Option<(usize, f64, Curve)> = None;
        for share in std::iter::once(&0.0).chain(arcs) {
            let height = bulge + share * span;
            if taken.iter().any(|t| (t - height).abs() < 0.6 * PARALLEL) {
                continue;
            }
            let curve = self.arc(a, b, height);
            let hits = self.hits(&curve, a, b);
            if best.as_ref().is_none_or(|(fewest, _, _)| hits < *fewest) {
                best = Some((hits, height, curve));
            }
            if hits == 0 {
                break;
            }
        }
        best
    }

    /// An arc whose middle is `height` pixels beside the straight line; straight for 0.
    fn arc(&self, a: usize, b: usize, height: f64) -> Curve {
        let (from, to) = (self.rects[a].center(), self.rects[b].center());
        if height.abs() < 0.5 {
            return Curve::line(self.border(a, to), self.border(b, from));
        }
        let control = from.towards(to, 0.5) + (to - from).unit().normal() * (2.0 * height);
        Curve::quad(self.border(a, control), control, self.border(b, control))
    }

    /// The point where a line from a node's center towards `target` leaves its outline.
    pub(crate) fn border(&self, node: usize, target: Point) -> Point {
        match self.scene.diagram.nodes[node].shape {
            Shape::Rectangle => self.rects[node].exit(target),
            Shape::Pill => self.rects[node].exit_pill(target),
        }
    }

    /// Number of boxes other than the ends that a curve hits.
    pub(crate) fn hits(&self, curve: &Curve, a: usize, b: usize) -> usize {
        let mut hit = Vec::new();
        for w in curve.flatten().windows(2) {
            for v in self.cells.near_segment(w[0], w[1]) {
                if v != a && v != b && self.rects[v].inflated(CLEARANCE).meets_segment(w[0], w[1]) {
                    hit.push(v);
                }
            }
        }
        hit.sort_unstable();
        hit.dedup();
        hit.len()
    }

    /// A loop at the upper right corner; further ones are wider.
    fn own_loop(&self, node: usize, rank: usize) -> Curve {
        let r = self.rects[node];
        let reach = 24.0 + 7.0 * rank.min(3) as f64;
        let inset = (12.0 + 4.0 * rank.min(3) as f64).min(r.h / 2.0);
        let corner = Point::new(r.right(), r.y);
        let start = self.border(node, Point::new(r.right() - inset * 1.6, r.y));
        let end = self.border(node, Point::new(r.right(), r.y + inset));
        Curve {
            start,
            segments: vec![Segment::Cubic(
                Point::new(start.x - 4.0, corner.y - reach * 1.3),
                Point::new(corner.x + reach * 1.3, end.y - 4.0),
                end,
            )],
        }
    }
}
