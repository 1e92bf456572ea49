//! Colours of nodes and lines in DOT, all to be read on white.

use super::theme::Theme;
use crate::palette::OTHER;
use crate::picture::{Colour, Node};
use crate::theme::contrasting;

/// Background of a cluster: paler than any node.
pub(crate) const CLUSTER: &str = "#f6f7f9";
/// Text beside the point.
pub(crate) const PALE_TEXT: &str = "#8a8f98";

/// Colours of one node.
pub(crate) struct Colours {
    pub fill: String,
    pub line: String,
    pub ink: String,
    /// Ink of the small text below the name.
    pub small: String,
}

/// The colours of a node of a class of that colour.
pub(crate) fn of_node(colour: Colour, node: &Node) -> Colours {
    if node.dimmed {
        let [fill, line] = [colour.tint(0.95), colour.tint(0.65)].map(|c| c.to_string());
        return Colours { fill, line, ink: OTHER.to_string(), small: OTHER.to_string() };
    }
    let fill = if node.emphasis { colour.tint(0.35) } else { colour.tint(0.83) };
    let line = if node.emphasis { colour.shade(0.45) } else { colour.shade(0.12) };
    let ink = contrasting(fill);
    // Grey is read on pale ground only.
    let small = if fill.luminance() > 0.6 { Theme::Light.inks().pale } else { ink };
    Colours { fill: fill.to_string(), line: line.to_string(), ink: ink.to_string(), small: small.to_string() }
}

/// The colour of a line of a class of that colour.
pub(crate) fn of_edge(colour: Colour, dimmed: bool) -> Colour {
    if dimmed { colour.tint(0.65) } else { colour }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::palette::Legend;
    use crate::picture::Class;

    fn contrast(a: Colour, ink: &str) -> f64 {
        let ink = Colour::hex(u32::from_str_radix(&ink[1..], 16).unwrap());
        let (a, b) = (a.luminance() + 0.05, ink.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn names_are_read_on_every_colour() {
        let classes: Vec<Class> = (0..12).map(|i| Class::new(i.to_string())).collect();
        let palette = Legend::of_nodes(&classes).slots.into_iter().map(|slot| slot.1);
        for colour in palette.chain([0x000000, 0xFFFFFF, 0xFF0000, 0x0000FF, 0x00FF00, 0x767676].map(Colour::hex)) {
            for tint in [0.0, 0.35, 0.83] {
                let ground = colour.tint(tint);
                assert!(contrast(ground, contrasting(ground)) >= 4.0, "{colour} {tint}");
            }
        }
    }
}
