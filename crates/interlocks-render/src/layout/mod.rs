//! Gives every node a box and every edge a curve: wraps the texts, measures them, and lets `interlocks_layout` place
//! the boxes.

mod boxes;

use interlocks_layout::{self as placement, Diagram, Placement, PlacementOptions, Size, place};

pub use interlocks_layout::{Arrangement, Background, Curve, Point, Rect, Segment};

pub(crate) use interlocks_layout::along;

use self::boxes::NodeBox;
use super::error::RenderError;
use super::picture::{Picture, Shape};
use super::text::{self, Fonts, Style, Wrapped};

/// Style of edge labels.
pub(super) const EDGE_LABEL: Style = Style::regular(11.0);
const EDGE_LABEL_WIDTH: f64 = 150.0;
const EDGE_LABEL_LINES: usize = 3;
const CAPTION_WIDTH: f64 = 760.0;
const CAPTION_LINES: usize = 2;

/// Options of the layout of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutOptions {
    /// How boxes and edges are placed.
    pub placement: PlacementOptions,
    /// In pictures of more nodes than this, only the most important half of this number are named; the others are dots.
    pub named_up_to: usize,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        LayoutOptions { placement: PlacementOptions::default(), named_up_to: 1_000 }
    }
}

impl LayoutOptions {
    /// Sets the arrangement.
    pub fn arrangement(mut self, arrangement: Arrangement) -> Self {
        self.placement.arrangement = arrangement;
        self
    }

    /// Sets the wanted ratio of width to height.
    pub fn ratio(mut self, ratio: f64) -> Self {
        self.placement.ratio = ratio;
        self
    }
}

/// A picture with places and wrapped texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// The box of every node, in the picture's order.
    pub nodes: Vec<PlacedNode>,
    /// The curve of every edge, in the picture's order.
    pub edges: Vec<PlacedEdge>,
    /// The outlines of groups.
    pub hulls: Vec<Hull>,
    /// The smallest rectangle around nodes, curves, labels and outlines.
    pub bounds: Rect,
    /// Number of edge labels without a free place.
    pub labels_dropped: usize,
    /// Number of nodes that are dots without a name.
    pub nameless: usize,
    /// Number of group names without a free place.
    pub captions_dropped: usize,
    /// Number of edges that could not be led around every box and pass behind one.
    pub edges_behind_boxes: usize,
}

/// A node with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedNode {
    /// Its box.
    pub rect: Rect,
    /// Its label, wrapped to fit.
    pub label: Wrapped,
    /// Style of the label.
    pub style: Style,
}

/// An edge with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedEdge {
    /// The curve from the border of one box to the border of the other.
    pub curve: Curve,
    /// The label; `None` if the edge has no label or no place was free.
    pub label: Option<PlacedLabel>,
}

/// An edge label with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLabel {
    /// The text.
    pub text: Wrapped,
    /// Its rectangle, padding included.
    pub rect: Rect,
    /// The background of the label.
    pub background: Background,
}

impl PlacedLabel {
    /// Room between the rectangle and the text.
    pub const PADDING: f64 = 3.0;
}

/// The outline of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Hull {
    /// Index into the picture's groups.
    pub group: usize,
    /// Its corners, in order.
    pub outline: Vec<Point>,
    /// Its name and the rectangle of the name; `None` if it has no name or no place was free.
    pub caption: Option<(Wrapped, Rect)>,
    /// `true` for the row of a path: a rectangle that contains only what belongs to the group, its name included.
    pub is_band: bool,
}

impl Hull {
    /// Style of group names.
    pub const CAPTION: Style = Style::bold(11.0);
}

/// The texts of a picture, wrapped.
struct Texts {
    boxes: Vec<NodeBox>,
    edge_labels: Vec<Option<Wrapped>>,
    captions: Vec<Option<Wrapped>>,
}

/// Lays out a picture. Cost: see [`interlocks_layout::place`].
pub fn lay_out(picture: &Picture, options: &LayoutOptions) -> Result<Layout, RenderError> {
    check(picture)?;
    let texts = Texts::new(picture, options, text::fonts()?);
    let placement = place(&texts.diagram(picture), &options.placement)?;
    Ok(texts.placed(placement))
}

/// Checks that every edge has its ends, that weights are finite and not negative, and that ids differ.
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
        Some(pair) => Err(RenderError::DuplicateId { id: pair[0].to_string() }),
        None => Ok(()),
    }
}

impl Texts {
    fn new(picture: &Picture, options: &LayoutOptions, fonts: &Fonts) -> Self {
        let wrap = |text: &str, style, width, lines| {
            let wrapped = text::wrap(fonts, text, style, width, lines);
            (!wrapped.lines.is_empty()).then_some(wrapped)
        };
        let label = |text: &str| wrap(text, EDGE_LABEL, EDGE_LABEL_WIDTH, EDGE_LABEL_LINES);
        let caption = |name: &String| wrap(name, Hull::CAPTION, CAPTION_WIDTH, CAPTION_LINES);
        Texts {
            boxes: boxes::node_boxes(fonts, picture, options.named_up_to),
            edge_labels: picture.edges.iter().map(|edge| edge.label.as_deref().and_then(label)).collect(),
            captions: picture.groups.iter().map(caption).collect(),
        }
    }

    /// The sizes of everything in the picture.
    fn diagram(&self, picture: &Picture) -> Diagram {
        let nodes = picture.nodes.iter().zip(&self.boxes).map(|(node, own)| placement::Node {
            size: own.size,
            shape: match node.shape {
                Shape::Company => placement::Shape::Rectangle,
                Shape::Person => placement::Shape::Pill,
            },
            group: node.group,
            rank: node.rank,
            emphasis: node.emphasis,
            is_named: own.is_named(),
        });
        let edges = picture.edges.iter().zip(&self.edge_labels).map(|(edge, label)| placement::Edge {
            from: edge.from,
            to: edge.to,
            label: label.as_ref().map(|text| size(text, EDGE_LABEL, 2.0 * PlacedLabel::PADDING)),
            group: edge.group,
        });
        let captions = self.captions.iter().map(|text| text.as_ref().map(|text| size(text, Hull::CAPTION, 0.0)));
        Diagram { nodes: nodes.collect(), edges: edges.collect(), captions: captions.collect() }
    }

    /// The texts at their places.
    fn placed(self, placement: Placement) -> Layout {
        let nameless = self.boxes.iter().filter(|own| !own.is_named()).count();
        let nodes = placement.nodes.into_iter().zip(self.boxes);
        let edges = placement.edges.into_iter().zip(self.edge_labels).map(|(route, text)| {
            let label = route.label.zip(text).map(|(label, text)| {
                let placement::PlacedLabel { rect, background } = label;
                PlacedLabel { text, rect, background }
            });
            PlacedEdge { curve: route.curve, label }
        });
        let mut captions = self.captions;
        let hulls = placement.outlines.into_iter().map(|outline| {
            let text = captions.get_mut(outline.group).and_then(Option::take);
            let placement::Outline { group, corners, caption, is_band } = outline;
            Hull { group, outline: corners, caption: text.zip(caption), is_band }
        });
        Layout {
            nodes: nodes.map(|(rect, own)| PlacedNode { rect, label: own.label, style: own.style }).collect(),
            edges: edges.collect(),
            hulls: hulls.collect(),
            bounds: placement.bounds,
            labels_dropped: placement.labels_dropped,
            nameless,
            captions_dropped: placement.captions_dropped,
            edges_behind_boxes: placement.edges_behind_boxes,
        }
    }
}

/// The size of a wrapped text with some room.
fn size(text: &Wrapped, style: Style, room: f64) -> Size {
    Size::new(text.width() + room, text.height(style) + room)
}
