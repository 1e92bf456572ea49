//! Sizes of node boxes, by their labels.

use interlocks_layout::Size;

use crate::picture::{Node, Picture, Shape};
use crate::text::{Fonts, Style, Wrapped, wrap};

/// Size of node labels.
const LABEL: f64 = 13.0;
/// Size of the label of an emphasized node.
const EMPHASISED: f64 = 15.0;
/// Side of a node that is not named.
const DOT: f64 = 10.0;
/// Labels are wrapped at about 18 average characters.
const WRAP_EM: f64 = 18.0 * 0.58;
const MAX_LINES: usize = 3;

/// The box of a node before it has a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NodeBox {
    /// Width and height.
    pub size: Size,
    /// The wrapped label.
    pub label: Wrapped,
    /// Style of the label.
    pub style: Style,
}

impl NodeBox {
    /// Returns `true` if the box shows its name, or if there is none to show.
    pub(super) fn is_named(&self) -> bool {
        !self.label.lines.is_empty() || !self.label.cut
    }
}

/// The boxes of all nodes. In pictures of more than `named_up_to` nodes only the most important half of this number, and
/// emphasized and highlighted nodes, have their names; the others are dots. Cost: O(characters + n log n).
pub(super) fn node_boxes(fonts: &Fonts, picture: &Picture, named_up_to: usize) -> Vec<NodeBox> {
    let count = picture.nodes.len();
    if count <= named_up_to {
        return picture.nodes.iter().map(|node| node_box(fonts, node, 1.0)).collect();
    }
    let mut rank = vec![0; count];
    picture.by_importance().iter().enumerate().for_each(|(at, &node)| rank[node] = at);
    let boxes = picture.nodes.iter().zip(rank);
    boxes
        .map(|(node, rank)| match rank < named_up_to / 2 || node.stands_out() {
            true => node_box(fonts, node, lettering(rank, count)),
            false => dot(node),
        })
        .collect()
}

/// Factor by which a name is larger than usual in a picture of many nodes, so that the names of the most
/// important nodes can be read when the whole picture is seen.
fn lettering(rank: usize, count: usize) -> f64 {
    let far = (count as f64 / 1_000.0).sqrt();
    match rank {
        0..12 => (1.5 * far).min(6.0),
        12..60 => (0.8 * far).clamp(1.0, 3.0),
        _ => 1.0,
    }
}

/// The box of a node without a name: a viewer shows the name on hovering.
fn dot(node: &Node) -> NodeBox {
    let label = Wrapped { lines: Vec::new(), cut: !node.label.is_empty() };
    NodeBox { size: Size::new(DOT, DOT), label, style: Style::regular(LABEL) }
}

/// The box of a node: its wrapped label, enlarged by the factor `larger`, and room around it. Cost:
/// O(characters).
fn node_box(fonts: &Fonts, node: &Node, larger: f64) -> NodeBox {
    let style = if node.emphasis { Style::bold(EMPHASISED * larger) } else { Style::regular(LABEL * larger) };
    let label = wrap(fonts, &node.label, style, WRAP_EM * style.size, MAX_LINES);
    let h = label.height(style).max(style.line_height()) + 12.0 * larger;
    // A pill has less room at its round ends, the more so the more lines it has.
    let side = match node.shape {
        Shape::Company => 10.0 * larger,
        Shape::Person => 8.0 + 0.26 * h,
    };
    let size = Size::new((label.width() + 2.0 * side).max(h).max(44.0), h);
    NodeBox { size, label, style }
}
