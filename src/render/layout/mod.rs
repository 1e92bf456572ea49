//! Gives every node a box and every edge a curve.
//!
//! Three arrangements: [`Arrangement::Stress`] for networks (stress majorisation,
//! then overlap removal), [`Arrangement::Ego`] for one node and its surroundings
//! (rings by distance), [`Arrangement::Chain`] for a path (left to right, wrapped).
//! What holds for all of them: no two boxes overlap; every coordinate is finite; the
//! same picture gives the same bytes on any number of threads.

mod boxes;
mod chain;
mod detour;
mod ego;
mod geometry;
mod graph;
mod labels;
mod near;
mod overlap;
mod packing;
mod route;
mod spread;
mod start;
mod stress;

pub use boxes::NodeBox;
pub use geometry::{Curve, Point, Rect, Segment};
pub use labels::PlacedLabel;

pub(super) use geometry::along;

use self::graph::Graph;
use super::error::RenderError;
use super::picture::Picture;
use super::text::{self, Fonts, Style, Wrapped};

/// How edge labels are set.
pub(super) const EDGE_LABEL: Style = Style::regular(11.0);
const EDGE_LABEL_WIDTH: f64 = 150.0;
const EDGE_LABEL_LINES: usize = 3;
/// Room around the text of an edge label.
const EDGE_LABEL_PADDING: f64 = 3.0;
/// Free space between the ends of an edge of ideal length.
const EDGE_GAP: f64 = 46.0;
/// Extra room around a node that has an edge to itself.
const LOOP_ROOM: f64 = 34.0;

/// Which arrangement to use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// Chain for a path, Ego for one emphasised node with up to 150 others within
    /// three steps, otherwise Stress.
    #[default]
    Auto,
    /// Distances in the drawing follow distances in the graph.
    Stress,
    /// A path from left to right. Falls back to Stress when the graph is no path.
    Chain,
    /// Rings round the first emphasised node. Falls back to Stress without one.
    Ego,
}

/// How to lay out a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutOptions {
    /// Which arrangement.
    pub arrangement: Arrangement,
    /// Wanted ratio of width to height, for components side by side.
    pub ratio: f64,
    /// Least free space between two node boxes, in pixels.
    pub gap: f64,
    /// Width in pixels at which a chain starts a new row.
    pub chain_width: f64,
    /// Components with more nodes than this use the sparse stress.
    pub full_stress_up_to: usize,
    /// Pivots of the sparse stress; more are slower and truer.
    pub pivots: usize,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        LayoutOptions {
            arrangement: Arrangement::Auto,
            ratio: 1.5,
            gap: 26.0,
            chain_width: 1180.0,
            full_stress_up_to: 1_000,
            pivots: 80,
        }
    }
}

impl LayoutOptions {
    /// Sets the arrangement.
    pub fn arrangement(mut self, arrangement: Arrangement) -> Self {
        self.arrangement = arrangement;
        self
    }

    /// Sets the wanted ratio of width to height.
    pub fn ratio(mut self, ratio: f64) -> Self {
        self.ratio = ratio;
        self
    }
}

/// A picture with places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// The box of every node, in the picture's order.
    pub nodes: Vec<PlacedNode>,
    /// The curve of every edge, in the picture's order.
    pub edges: Vec<PlacedEdge>,
    /// The smallest box around nodes, curves and labels.
    pub bounds: Rect,
    /// Edge labels for which no free place was found.
    pub labels_dropped: usize,
    /// Edges that could not be led around every box; they pass behind one.
    pub edges_behind_boxes: usize,
}

/// A node with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedNode {
    /// Its box.
    pub rect: Rect,
    /// Its label, wrapped to fit.
    pub label: Wrapped,
    /// How the label is set.
    pub style: Style,
}

/// An edge with its way.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedEdge {
    /// From the border of one box to the border of the other.
    pub curve: Curve,
    /// Where its label stands; none when it has none or none could be placed.
    pub label: Option<PlacedLabel>,
}

/// Everything the arrangements need to know about a picture.
struct Scene<'a> {
    picture: &'a Picture,
    options: &'a LayoutOptions,
    boxes: Vec<NodeBox>,
    /// The wrapped label of every edge and its size with padding.
    edge_labels: Vec<Option<(Wrapped, Point)>>,
    /// Width and height to keep free for every node.
    sizes: Vec<(f64, f64)>,
    graph: Graph,
    /// Width of a typical box over its height: the layout works in a space that is
    /// stretched by this in y, where boxes are about square.
    stretch: f64,
}

/// Centres of nodes, and curves that the arrangement itself laid.
struct Arranged {
    places: Vec<Point>,
    curves: Vec<Option<Curve>>,
    /// Whether labels stand above their line rather than on it.
    labels_above: bool,
}

/// Lays out a picture. Cost: O(n²) for components up to
/// `LayoutOptions::full_stress_up_to` nodes, near-linear above.
pub fn lay_out(picture: &Picture, options: &LayoutOptions) -> Result<Layout, RenderError> {
    check(picture)?;
    let scene = Scene::new(picture, options, text::fonts()?);
    let arranged = scene.arrange();
    let rects: Vec<Rect> = arranged.places.iter().zip(&scene.boxes).map(|(p, b)| Rect::around(*p, b.w, b.h)).collect();
    let routes = route::all(&scene, &rects, &arranged);
    let (labels, labels_dropped) = labels::place(&scene, &rects, &routes.curves, arranged.labels_above);
    let mut bounds = Rect::around_all(&rects);
    for points in routes.curves.iter().map(Curve::flatten) {
        for p in points {
            bounds = bounds.union(&Rect::around(p, 2.0, 2.0));
        }
    }
    for label in labels.iter().flatten() {
        bounds = bounds.union(&label.rect);
    }
    let nodes = rects.into_iter().zip(scene.boxes);
    Ok(Layout {
        nodes: nodes.map(|(rect, b)| PlacedNode { rect, label: b.label, style: b.style }).collect(),
        edges: routes.curves.into_iter().zip(labels).map(|(curve, label)| PlacedEdge { curve, label }).collect(),
        bounds,
        labels_dropped,
        edges_behind_boxes: routes.blocked,
    })
}

/// Refuses what cannot be drawn: edges to nowhere, weights without meaning, ids twice.
pub(super) fn check(picture: &Picture) -> Result<(), RenderError> {
    let nodes = picture.nodes.len();
    for (edge, e) in picture.edges.iter().enumerate() {
        for node in [e.from, e.to] {
            if node >= nodes {
                return Err(RenderError::EdgeEnd { edge, node, nodes });
            }
        }
        if !e.weight.is_finite() || e.weight < 0.0 {
            return Err(RenderError::Weight { edge, weight: e.weight });
        }
    }
    let mut ids: Vec<&str> = picture.nodes.iter().map(|n| n.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|w| w[0] == w[1]) {
        Some(twice) => Err(RenderError::DuplicateId { id: twice[0].to_string() }),
        None => Ok(()),
    }
}

impl<'a> Scene<'a> {
    fn new(picture: &'a Picture, options: &'a LayoutOptions, fonts: &Fonts) -> Self {
        let boxes: Vec<NodeBox> = picture.nodes.iter().map(|n| boxes::node_box(fonts, n)).collect();
        let edge_labels: Vec<_> = picture
            .edges
            .iter()
            .map(|e| {
                let text = e.label.as_deref()?;
                let wrapped = text::wrap(fonts, text, EDGE_LABEL, EDGE_LABEL_WIDTH, EDGE_LABEL_LINES);
                let room = 2.0 * EDGE_LABEL_PADDING;
                let size = Point::new(wrapped.width() + room, wrapped.height(EDGE_LABEL) + room);
                (!wrapped.lines.is_empty()).then_some((wrapped, size))
            })
            .collect();
        let mut sizes: Vec<(f64, f64)> = boxes.iter().map(|b| (b.w, b.h)).collect();
        for e in picture.edges.iter().filter(|e| e.from == e.to) {
            let own = &boxes[e.from];
            sizes[e.from] = (own.w + 2.0 * LOOP_ROOM, own.h + 2.0 * LOOP_ROOM);
        }
        let count = sizes.len().max(1) as f64;
        let mean_w = sizes.iter().map(|s| s.0).sum::<f64>() / count + options.gap;
        let mean_h = sizes.iter().map(|s| s.1).sum::<f64>() / count + options.gap;
        let mut scene = Scene {
            picture,
            options,
            boxes,
            edge_labels,
            sizes,
            graph: Graph::default(),
            stretch: (mean_w / mean_h).clamp(1.0, 2.4),
        };
        scene.graph = scene.build_graph(mean_w);
        scene
    }

    /// Ideal edge lengths, in stretched space: half of either box, a gap, and room
    /// for the label.
    fn build_graph(&self, side: f64) -> Graph {
        let radius = |v: usize| 0.5 * (self.sizes[v].0 * self.sizes[v].1 * self.stretch).sqrt();
        let edges = self.picture.edges.iter().zip(&self.edge_labels).map(|(e, label)| {
            let room = label.as_ref().map_or(0.0, |l| 0.75 * l.1.x);
            (e.from, e.to, radius(e.from) + radius(e.to) + EDGE_GAP + room)
        });
        let mut graph = Graph::new(self.picture.nodes.len(), edges);
        graph.make_room(side);
        graph
    }

    /// Moves the boxes of some nodes apart, and where edges between them have labels,
    /// keeps room for these in the middle of the edge.
    fn separate(&self, members: &[usize], places: &mut Vec<Point>) {
        let mut sizes: Vec<(f64, f64)> = members.iter().map(|&m| self.sizes[m]).collect();
        let place = |node: usize| members.binary_search(&node).ok();
        for (e, label) in self.picture.edges.iter().zip(&self.edge_labels) {
            let ends = (place(e.from), place(e.to));
            if let (Some((_, size)), (Some(a), Some(b))) = (label, ends)
                && a != b
            {
                places.push(places[a].towards(places[b], 0.5));
                sizes.push((size.x, size.y));
            }
        }
        overlap::remove_overlaps(places, &sizes, self.options.gap);
        places.truncate(members.len());
    }

    fn arrange(&self) -> Arranged {
        let wanted = self.options.arrangement;
        let chain = || chain::arrange(self);
        let ego = |up_to| ego::arrange(self, up_to);
        let special = match wanted {
            Arrangement::Stress => None,
            Arrangement::Chain => chain(),
            Arrangement::Ego => ego(ego::MOST),
            Arrangement::Auto => chain().or_else(|| ego(ego::MOST_UNASKED)),
        };
        special.unwrap_or_else(|| spread::arrange(self))
    }
}
