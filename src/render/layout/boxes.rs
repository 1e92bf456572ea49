//! How large the box of a node has to be for its label.

use crate::render::picture::{Node, Shape};
use crate::render::text::{Fonts, Style, Wrapped, wrap};

/// Size of node labels.
const LABEL: f64 = 13.0;
/// Size of the label of an emphasised node.
const EMPHASISED: f64 = 15.0;
/// Labels are wrapped at about 18 average characters.
const WRAP_EM: f64 = 18.0 * 0.58;
const MAX_LINES: usize = 3;

/// The box of a node before it has a place.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeBox {
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// The wrapped label.
    pub label: Wrapped,
    /// How the label is set.
    pub style: Style,
}

/// The box of a node: its wrapped label and room around it. Cost: O(characters).
pub fn node_box(fonts: &Fonts, node: &Node) -> NodeBox {
    let style = if node.emphasis { Style::bold(EMPHASISED) } else { Style::regular(LABEL) };
    let label = wrap(fonts, &node.label, style, WRAP_EM * style.size, MAX_LINES);
    let h = label.height(style).max(style.line_height()) + 12.0;
    // A pill loses room at its round ends; the more lines, the more of it.
    let side = match node.shape {
        Shape::Company => 10.0,
        Shape::Person => 8.0 + 0.26 * h,
    };
    NodeBox { w: (label.width() + 2.0 * side).max(h).max(44.0), h, label, style }
}
