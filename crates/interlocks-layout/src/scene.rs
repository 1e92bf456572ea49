//! The diagram with everything that the arrangements derive from it.

use crate::geometry::{Curve, Point, Rect};
use crate::graph::Graph;
use crate::placement::Outline;
use crate::{Arrangement, Diagram, Edge, PlacementOptions, Size, chain, components, ego, overlap, parallel_paths};

/// Free space between the ends of an edge of ideal length.
const EDGE_GAP: f64 = 46.0;
/// Factor by which edges between groups are longer.
const GROUP_DISTANCE: f64 = 2.0;
/// Free space between the ends of an edge of ideal length between dots, and the smallest free space around a dot.
const DOT_EDGE_GAP: f64 = 16.0;
const DOT_GAP: f64 = 6.0;
/// Extra room on each side of a node that has a loop.
pub(crate) const LOOP_ROOM: f64 = 34.0;

pub(crate) struct Scene<'a> {
    pub(crate) diagram: &'a Diagram,
    pub(crate) options: &'a PlacementOptions,
    /// The size to keep free for every node, room for loops included.
    pub(crate) sizes: Vec<Size>,
    pub(crate) graph: Graph,
    /// Width of a typical box over its height: the layout works in a space that is
    /// stretched by this factor in y, where boxes are about square.
    pub(crate) stretch: f64,
}

/// The result of an arrangement: the centers of nodes, and what the arrangement placed beside them.
pub(crate) struct Arranged {
    pub(crate) places: Vec<Point>,
    /// Curves by edge, `None` where the router is to find one.
    pub(crate) curves: Vec<Option<Curve>>,
    /// Outlines, where the arrangement makes them.
    pub(crate) outlines: Vec<Outline>,
    /// Rectangles of labels by edge, or empty.
    pub(crate) labels: Vec<Option<Rect>>,
    /// `true` if labels are rather above their line than on it.
    pub(crate) labels_above: bool,
}

impl Arranged {
    /// An arrangement that places only the nodes.
    pub(crate) fn nodes_only(places: Vec<Point>, edges: usize) -> Arranged {
        let curves = vec![None; edges];
        Arranged { places, curves, outlines: Vec::new(), labels: Vec::new(), labels_above: false }
    }
}

impl<'a> Scene<'a> {
    pub(crate) fn new(diagram: &'a Diagram, options: &'a PlacementOptions) -> Self {
        let mut sizes: Vec<Size> = diagram.nodes.iter().map(|node| node.size).collect();
        for e in diagram.edges.iter().filter(|e| e.from == e.to) {
            sizes[e.from] = diagram.nodes[e.from].size.grown(2.0 * LOOP_ROOM);
        }
        let count = sizes.len().max(1) as f64;
        let mean_width = sizes.iter().map(|s| s.width).sum::<f64>() / count + options.gap;
        let mean_height = sizes.iter().map(|s| s.height).sum::<f64>() / count + options.gap;
        let stretch = (mean_width / mean_height).clamp(1.0, 2.4);
        let mut scene = Scene { diagram, options, sizes, graph: Graph::default(), stretch };
        scene.graph = scene.build_graph(mean_width);
        scene
    }

    /// The graph with ideal edge lengths, in stretched space: half of either box, a gap, and room for the label.
    fn build_graph(&self, side: f64) -> Graph {
        let radius = |v: usize| 0.5 * (self.sizes[v].width * self.sizes[v].height * self.stretch).sqrt();
        let edges = self.diagram.edges.iter().map(|e| {
            let room = e.label.map_or(0.0, |size| 0.75 * size.width);
            let named = [e.from, e.to].iter().any(|&end| self.diagram.nodes[end].is_named);
            let gap = if named { EDGE_GAP } else { DOT_EDGE_GAP };
            let length = radius(e.from) + radius(e.to) + gap + room;
            (e.from, e.to, if self.joins_groups(e) { GROUP_DISTANCE * length } else { length })
        });
        let mut graph = Graph::new(self.diagram.nodes.len(), edges);
        graph.make_room(side);
        graph
    }

    /// Returns `true` if an edge joins nodes of different groups: these are kept apart.
    fn joins_groups(&self, edge: &Edge) -> bool {
        let group = |node: usize| self.diagram.nodes[node].group;
        group(edge.from) != group(edge.to)
    }

    /// Moves the boxes of some nodes apart, and keeps room for the labels of edges between them in the middle of the edge.
    /// `members` is sorted.
    pub(crate) fn separate(&self, members: &[usize], places: &mut Vec<Point>) {
        let gap = |m: usize| if self.diagram.nodes[m].is_named { self.options.gap } else { DOT_GAP };
        let mut sizes: Vec<Size> = members.iter().map(|&m| self.sizes[m].grown(gap(m))).collect();
        let place = |node: usize| members.binary_search(&node).ok();
        for e in &self.diagram.edges {
            let ends = (place(e.from), place(e.to));
            if let (Some(size), (Some(a), Some(b))) = (e.label, ends)
                && a != b
            {
                places.push(places[a].towards(places[b], 0.5));
                sizes.push(size.grown(self.options.gap));
            }
        }
        overlap::remove_overlaps(places, &sizes);
        places.truncate(members.len());
    }

    pub(crate) fn arrange(&self) -> Arranged {
        let chain = || parallel_paths::arrange(self).or_else(|| chain::arrange(self));
        let ego = |up_to| ego::arrange(self, up_to);
        let special = match self.options.arrangement {
            Arrangement::Stress => None,
            Arrangement::Chain => chain(),
            Arrangement::Ego => ego(ego::LARGEST),
            Arrangement::Auto => chain().or_else(|| ego(ego::LARGEST_AUTO)),
        };
        special.unwrap_or_else(|| components::arrange(self))
    }
}
