//! The arrangement for networks: lays out every component by stress and packs the components side by side.

use crate::geometry::{Point, Rect};
use crate::graph::Graph;
use crate::multilevel::multilevel;
use crate::packing::shelves;
use crate::pivot_mds::{choose_pivots, pivot_mds};
use crate::scene::{Arranged, Scene};
use crate::stress::all_pairs;
use crate::{PlacementOptions, Size};

const START_PIVOTS: usize = 40;
const SWEEPS: usize = 150;
/// Sweeps end when nodes move less than this many pixels on average.
const STILL: f64 = 0.25;
/// Space between components.
const COMPONENT_GAP: f64 = 36.0;

pub(crate) fn arrange(scene: &Scene) -> Arranged {
    let components = scene.graph.components();
    let mut places = vec![Point::default(); scene.graph.len()];
    let mut extents = Vec::with_capacity(components.len());
    for members in &components {
        let sizes: Vec<Size> = members.iter().map(|&m| scene.sizes[m]).collect();
        let mut own = stress_layout(&scene.graph.part(members), scene.options);
        rotate_to_horizontal(&mut own);
        for p in &mut own {
            p.y /= scene.stretch;
        }
        if members.len() > 4 {
            fit_ratio(&mut own, 1.1 * scene.options.ratio);
        }
        scene.separate(members, &mut own);
        let rects: Vec<Rect> = own.iter().zip(&sizes).map(|(p, s)| Rect::around(*p, s.width, s.height)).collect();
        let extent = Rect::around_all(&rects);
        for (&m, p) in members.iter().zip(&own) {
            places[m] = *p - Point::new(extent.x, extent.y);
        }
        extents.push(Size::new(extent.w, extent.h));
    }
    let corners = shelves(&extents, COMPONENT_GAP, scene.options.ratio);
    for (members, corner) in components.iter().zip(corners) {
        for &m in members {
            places[m] = places[m] + corner;
        }
    }
    Arranged::nodes_only(places, scene.diagram.edges.len())
}

/// Positions of a connected graph in stretched space.
fn stress_layout(graph: &Graph, options: &PlacementOptions) -> Vec<Point> {
    if graph.len() < 2 {
        return vec![Point::default(); graph.len()];
    }
    if graph.len() > options.full_stress_up_to.max(2) {
        return multilevel(graph);
    }
    let mut places = pivot_mds(&choose_pivots(graph, START_PIVOTS), graph.len());
    all_pairs(graph).settle(&mut places, None, STILL, SWEEPS);
    places
}

/// Rotates the drawing so that its longer (principal) axis is horizontal.
fn rotate_to_horizontal(places: &mut [Point]) {
    let count = places.len().max(1) as f64;
    let sum = places.iter().fold(Point::default(), |s, p| s + *p);
    let middle = sum * (1.0 / count);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in places.iter() {
        let d = *p - middle;
        xx += d.x * d.x;
        xy += d.x * d.y;
        yy += d.y * d.y;
    }
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    let (sin, cos) = angle.sin_cos();
    for p in places {
        let d = *p - middle;
        *p = Point::new(d.x * cos + d.y * sin, d.y * cos - d.x * sin);
    }
}

/// Squeezes one axis and widens the other, within limits, so that a long or a tall
/// drawing makes better use of the page.
fn fit_ratio(places: &mut [Point], ratio: f64) {
    let points: Vec<Rect> = places.iter().map(|p| Rect::around(*p, 1.0, 1.0)).collect();
    let extent = Rect::around_all(&points);
    let factor = (ratio * extent.h / extent.w).sqrt().clamp(0.82, 1.25);
    for p in places {
        *p = Point::new(p.x * factor, p.y / factor);
    }
}
