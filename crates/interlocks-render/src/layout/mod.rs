//! Gives every node a box and every edge a curve.
//!
//! Three arrangements: [`Arrangement::Stress`] for networks (stress majorisation,
//! then overlap removal), [`Arrangement::Ego`] for one node and its surroundings
//! (rings by distance), [`Arrangement::Chain`] for a path (left to right, wrapped), or for
//! several between the same ends (each a row).
//! What holds for all of them: no two boxes overlap; every coordinate is finite; the
//! same picture gives the same bytes on any number of threads.

mod boxes;
mod chain;
mod coarse;
mod detour;
mod ego;
mod geometry;
mod graph;
mod hulls;
mod labels;
mod multilevel;
mod near;
mod overlap;
mod packing;
mod repulsion;
mod route;
mod rows;
mod spread;
mod start;
mod stress;

pub use boxes::NodeBox;
pub use geometry::{Curve, Point, Rect, Segment};
pub use hulls::Hull;
pub use labels::{Background, PlacedLabel};

pub(super) use geometry::along;

use self::graph::Graph;
use super::error::RenderError;
use super::picture::{Edge, Picture};
use super::text::{self, Fonts, Style, Wrapped};

/// How edge labels are set.
pub(super) const EDGE_LABEL: Style = Style::regular(11.0);
const EDGE_LABEL_WIDTH: f64 = 150.0;
const EDGE_LABEL_LINES: usize = 3;
/// Room around the text of an edge label.
const EDGE_LABEL_PADDING: f64 = 3.0;
/// Free space between the ends of an edge of ideal length.
const EDGE_GAP: f64 = 46.0;
/// How much longer edges between groups are.
const APART: f64 = 2.0;
/// The same between nodes that are dots, and the least free space around these.
const DOT_EDGE_GAP: f64 = 16.0;
const DOT_GAP: f64 = 6.0;
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
    /// A path from left to right, or several below each other. Falls back to Stress when the graph is
    /// neither.
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
    /// Components with more nodes than this are laid out level by level.
    pub full_stress_up_to: usize,
    /// Pictures of more nodes name only the most important half of so many; the others are dots.
    pub named_up_to: usize,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        LayoutOptions {
            arrangement: Arrangement::Auto,
            ratio: 1.5,
            gap: 26.0,
            chain_width: 1180.0,
            full_stress_up_to: 1_500,
            named_up_to: 1_000,
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
    /// The outlines of groups.
    pub hulls: Vec<Hull>,
    /// The smallest box around nodes, curves, labels and outlines.
    pub bounds: Rect,
    /// Edge labels for which no free place was found.
    pub labels_dropped: usize,
    /// Nodes that are dots without a name, for want of room.
    pub nameless: usize,
    /// Groups whose names found no free place.
    pub captions_dropped: usize,
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
    fonts: &'a Fonts,
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
    /// Outlines that the arrangement itself laid.
    hulls: Vec<Hull>,
    /// Where labels stand that the arrangement itself placed, by edge.
    labels: Vec<Option<Rect>>,
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
    let captions = arranged.hulls.iter().filter_map(|hull| Some(hull.caption.as_ref()?.1)).collect();
    let (labels, labels_dropped) = labels::place(&scene, &rects, &routes.curves, &arranged, captions);
    let (hulls, captions_dropped) = match arranged.hulls {
        laid if laid.is_empty() => hulls::around(&scene, &rects, &labels),
        laid => (laid, 0),
    };
    let mut bounds = hulls.iter().fold(Rect::around_all(&rects), |all, hull| all.union(&hull.bounds()));
    for points in routes.curves.iter().map(Curve::flatten) {
        for p in points {
            bounds = bounds.union(&Rect::around(p, 2.0, 2.0));
        }
    }
    for label in labels.iter().flatten() {
        bounds = bounds.union(&label.rect);
    }
    let nameless = scene.boxes.iter().filter(|own| !own.is_named()).count();
    let nodes = rects.into_iter().zip(scene.boxes);
    Ok(Layout {
        nodes: nodes.map(|(rect, b)| PlacedNode { rect, label: b.label, style: b.style }).collect(),
        edges: routes.curves.into_iter().zip(labels).map(|(curve, label)| PlacedEdge { curve, label }).collect(),
        hulls,
        bounds,
        labels_dropped,
        nameless,
        captions_dropped,
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
    fn new(picture: &'a Picture, options: &'a LayoutOptions, fonts: &'a Fonts) -> Self {
        let boxes = boxes::node_boxes(fonts, picture, options.named_up_to);
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
            fonts,
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
            let named = [e.from, e.to].iter().any(|&end| self.boxes[end].is_named());
            let gap = if named { EDGE_GAP } else { DOT_EDGE_GAP };
            let length = radius(e.from) + radius(e.to) + gap + room;
            (e.from, e.to, if self.leads_out(e) { APART * length } else { length })
        });
        let mut graph = Graph::new(self.picture.nodes.len(), edges);
        graph.make_room(side);
        graph
    }

    /// Whether an edge leads from one group to another: these are kept apart.
    fn leads_out(&self, edge: &Edge) -> bool {
        let group = |node: usize| self.picture.nodes[node].group;
        group(edge.from) != group(edge.to)
    }

    /// Moves the boxes of some nodes apart, and where edges between them have labels,
    /// keeps room for these in the middle of the edge.
    fn separate(&self, members: &[usize], places: &mut Vec<Point>) {
        let room = |m: usize| if self.boxes[m].is_named() { self.options.gap } else { DOT_GAP };
        let padded = |&m: &usize| (self.sizes[m].0 + room(m), self.sizes[m].1 + room(m));
        let mut sizes: Vec<(f64, f64)> = members.iter().map(padded).collect();
        let place = |node: usize| members.binary_search(&node).ok();
        for (e, label) in self.picture.edges.iter().zip(&self.edge_labels) {
            let ends = (place(e.from), place(e.to));
            if let (Some((_, size)), (Some(a), Some(b))) = (label, ends)
                && a != b
            {
                places.push(places[a].towards(places[b], 0.5));
                sizes.push((size.x + self.options.gap, size.y + self.options.gap));
            }
        }
        overlap::remove_overlaps(places, &sizes);
        places.truncate(members.len());
    }

    fn arrange(&self) -> Arranged {
        let wanted = self.options.arrangement;
        let chain = || rows::arrange(self).or_else(|| chain::arrange(self));
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
