//! What a page is made for: a bright screen, a dark one, or a printer without colours.
//!
//! A theme gives the paper, the inks of texts and lines, and says how a class of nodes or lines is told
//! from the others. On a printer without colours a class of nodes is a grey or a pattern, a class of
//! lines a grey and, from the third on, a rhythm of dots.

use std::fmt::Write;

use super::palette::{Legend, OTHER};
use super::picture::{Colour, Node};

/// What a page is made for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// White paper, colours that all eyes can tell apart.
    #[default]
    Light,
    /// Dark paper, the same colours.
    Dark,
    /// White paper, greys and patterns.
    Print,
}

/// The colours of everything that is no class: as they stand in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThemeColors {
    pub paper: Colour,
    /// Labels of nodes, outlines that must be seen.
    pub ink: &'static str,
    pub headline: &'static str,
    /// What explains: subtitles, names of ticks.
    pub pale: &'static str,
    /// Headings in a legend.
    pub heading: &'static str,
    /// Legends, and labels of lines.
    pub label: &'static str,
    pub note: &'static str,
    /// Lines between parts of a page.
    pub rule: &'static str,
    /// Lines of an axis, and those through its ticks.
    pub axis: &'static str,
    pub tick: &'static str,
}

const LIGHT: ThemeColors = ThemeColors {
    paper: Colour::hex(0xFFFFFF),
    ink: "#1c2026",
    headline: "#14171b",
    pale: "#4a515b",
    heading: "#6b737d",
    label: "#3a4049",
    note: "#5f6771",
    rule: "#c9ced4",
    axis: "#9aa1aa",
    tick: "#dfe3e8",
};

const DARK: ThemeColors = ThemeColors {
    paper: Colour::hex(0x15191E),
    ink: "#e9ecf0",
    headline: "#f4f6f8",
    pale: "#b4bcc6",
    heading: "#98a1ac",
    label: "#cdd3da",
    note: "#a0a9b4",
    rule: "#3a424c",
    axis: "#6b7480",
    tick: "#2a3038",
};

const PRINT: ThemeColors = ThemeColors {
    paper: Colour::hex(0xFFFFFF),
    ink: "#000000",
    headline: "#000000",
    pale: "#333333",
    heading: "#444444",
    label: "#111111",
    note: "#333333",
    rule: "#999999",
    axis: "#777777",
    tick: "#cccccc",
};

/// Fills of classes in print, in the order of a legend: plain greys, or the lines of a tile.
const PRINTED: [Printed; 9] = [
    Printed::Grey("#e3e3e3"),
    Printed::Grey("#c2c2c2"),
    Printed::Tile("M-1 7L7 -1M-1 1L1 -1M5 7L7 5"),
    Printed::Grey("#9d9d9d"),
    Printed::Tile("M0 1.5H6M0 4.5H6"),
    Printed::Tile("M-1 -1L7 7M-1 5L1 7M5 -1L7 1"),
    Printed::Tile("M3 0V6"),
    Printed::Tile("M1 3a1 1 0 1 0 2 0a1 1 0 1 0 -2 0"),
    Printed::Tile("M0 3H6M3 0V6"),
];

/// Greys and rhythms of classes of lines in print.
const PRINTED_LINES: [(Colour, Option<&str>); 7] = [
    (Colour::hex(0x111111), None),
    (Colour::hex(0x808080), None),
    (Colour::hex(0x333333), Some("12 3 2 3 2 3")),
    (Colour::hex(0x333333), Some("12 3 2 3")),
    (Colour::hex(0x222222), Some("2 2.5")),
    (Colour::hex(0x808080), Some("12 3 2 3")),
    (Colour::hex(0xB4B4B4), None),
];

enum Printed {
    Grey(&'static str),
    Tile(&'static str),
}

/// How much white is in the fill of a node on light paper.
const FILL_TINT: f64 = 0.83;
/// How much black is in an outline on light paper: of a node, and of a node that the picture is about.
const OUTLINE_SHADE: f64 = 0.12;
const STRONG_SHADE: f64 = 0.45;
/// How much white is in a dimmed line in DOT and Mermaid.
const DIMMED_TINT: f64 = 0.65;
/// Fill of a cluster in DOT: paler than any node.
#[cfg(feature = "graphviz")]
pub(super) const CLUSTER_FILL: &str = "#f6f7f9";

/// How a node is painted in DOT and Mermaid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DiagramPaint {
    pub fill: String,
    pub stroke: String,
    pub ink: String,
    /// Ink of the small text below the name.
    #[cfg_attr(not(feature = "graphviz"), expect(dead_code, reason = "only DOT writes small text"))]
    pub small: String,
}

/// How a node is painted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NodePaint {
    pub fill: String,
    pub stroke: String,
    pub thickness: f64,
    pub ink: String,
    /// Whether the fill is a pattern, before which a label needs a ground of its own.
    pub patterned: bool,
}

/// How a line is painted, where it is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LinePaint {
    pub colour: Colour,
    pub rhythm: Option<&'static str>,
}

impl Theme {
    /// All themes.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Print => "print",
        }
    }

    /// Its inks.
    pub const fn inks(self) -> &'static ThemeColors {
        match self {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
            Theme::Print => &PRINT,
        }
    }

    /// A colour as an outline or a line on this paper.
    fn outline(self, colour: Colour) -> Colour {
        match self {
            Theme::Light => colour.shade(OUTLINE_SHADE),
            Theme::Dark => colour.tint(0.25),
            Theme::Print => Colour::hex(0x222222),
        }
    }

    /// How a node of a class is painted, or of none.
    pub(super) fn node(self, legend: &Legend, class: usize, emphasis: bool) -> NodePaint {
        let colour = legend.colour(class);
        if self == Theme::Print {
            let slot = legend.slot(class);
            let plain = NodePaint {
                fill: "#ffffff".to_owned(),
                stroke: self.outline(colour).to_string(),
                thickness: if emphasis { 3.2 } else { 1.2 },
                ink: PRINT.ink.to_owned(),
                patterned: false,
            };
            // What is left over stays white, as what has no class.
            let slot = slot.filter(|slot| legend.slots[*slot].0 != "other");
            return match slot.map(|slot| (slot, &PRINTED[slot % PRINTED.len()])) {
                Some((_, Printed::Grey(grey))) => NodePaint { fill: (*grey).to_owned(), ..plain },
                Some((slot, Printed::Tile(_))) => {
                    NodePaint { fill: format!("url(#print-{})", slot % PRINTED.len()), patterned: true, ..plain }
                }
                None => plain,
            };
        }
        let paper = self.inks().paper;
        let strong = if self == Theme::Dark { colour.tint(0.7) } else { colour.shade(STRONG_SHADE) };
        let (fill, stroke, thickness, ink) = if emphasis {
            (colour, strong, 2.2, contrasting(colour))
        } else {
            let pale = if self == Theme::Dark { 0.72 } else { FILL_TINT };
            (colour.mixed(paper, pale), self.outline(colour), 1.3, self.inks().ink)
        };
        let (fill, stroke) = (fill.to_string(), stroke.to_string());
        NodePaint { fill, stroke, thickness, ink: ink.to_owned(), patterned: false }
    }

    /// The paint of a node in DOT and Mermaid, whose programs draw on white paper. A node that the picture is about is
    /// paler than in [`Theme::node`], since its name may be set in any ink by a style sheet.
    pub(super) fn diagram_node(colour: Colour, node: &Node) -> DiagramPaint {
        let text = |colour: Colour| colour.to_string();
        if node.dimmed {
            let (fill, stroke) = (text(colour.tint(0.95)), text(colour.tint(DIMMED_TINT)));
            return DiagramPaint { fill, stroke, ink: text(OTHER), small: text(OTHER) };
        }
        let fill = colour.tint(if node.emphasis { 0.35 } else { FILL_TINT });
        let stroke = colour.shade(if node.emphasis { STRONG_SHADE } else { OUTLINE_SHADE });
        let ink = contrasting(fill);
        // Grey can be read only on a pale fill.
        let small = if fill.luminance() > 0.6 { LIGHT.pale } else { ink };
        DiagramPaint { fill: text(fill), stroke: text(stroke), ink: ink.to_owned(), small: small.to_owned() }
    }

    /// The colour of a line in DOT and Mermaid.
    pub(super) fn diagram_line(colour: Colour, dimmed: bool) -> Colour {
        if dimmed { colour.tint(DIMMED_TINT) } else { colour }
    }

    /// How a line of a class is painted, or of none.
    pub(super) fn line(self, legend: &Legend, class: usize) -> LinePaint {
        let colour = legend.colour(class);
        match self {
            Theme::Light => LinePaint { colour, rhythm: None },
            Theme::Dark => LinePaint { colour: colour.tint(0.35), rhythm: None },
            Theme::Print => {
                let slot = legend.slot(class).unwrap_or(0);
                let (colour, rhythm) = PRINTED_LINES[slot % PRINTED_LINES.len()];
                LinePaint { colour, rhythm }
            }
        }
    }

    /// The colour of the outline of a group, and how strong it is.
    pub(super) fn hull(self, group: usize) -> (Colour, f64) {
        match self {
            Theme::Light => (Legend::palette(group), 0.1),
            Theme::Dark => (Legend::palette(group), 0.22),
            Theme::Print => (Colour::hex(0x000000), if group.is_multiple_of(2) { 0.05 } else { 0.1 }),
        }
    }

    /// How lines of a legend are painted that stand for no class.
    pub(super) fn plain_line(self) -> LinePaint {
        LinePaint { rhythm: None, ..self.line(&Legend::of_edges(&[]), 0) }
    }

    /// The patterns that fills may name.
    pub(super) fn definitions(self) -> String {
        let mut out = String::new();
        if self != Theme::Print {
            return out;
        }
        out.push_str("<defs>\n");
        for (number, printed) in PRINTED.iter().enumerate() {
            if let Printed::Tile(lines) = printed {
                let _ = writeln!(
                    out,
                    "<pattern id=\"print-{number}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
                     <rect width=\"6\" height=\"6\" fill=\"#ffffff\"/>\
                     <path d=\"{lines}\" stroke=\"#555555\" stroke-width=\"0.9\" fill=\"none\"/></pattern>"
                );
            }
        }
        out.push_str("</defs>\n");
        out
    }
}

interlocks_core::enum_names!(Theme, "theme");

/// Dark or white, whichever stands out more from a ground.
pub(super) fn contrasting(ground: Colour) -> &'static str {
    if ground.luminance() > 0.2 { LIGHT.ink } else { "#ffffff" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Class;

    #[test]
    fn every_class_of_nodes_is_painted_unlike_the_others_in_every_theme() {
        let classes: Vec<Class> = (0..9).map(|i| Class::new(format!("c{i}"))).collect();
        let legend = Legend::of_nodes(&classes);
        for theme in Theme::ALL {
            let mut fills: Vec<String> = (0..9).map(|class| theme.node(&legend, class, false).fill).collect();
            fills.sort();
            fills.dedup();
            assert_eq!(fills.len(), 9, "{theme:?}");
        }
    }

    #[test]
    fn every_class_of_lines_is_painted_unlike_the_others_in_every_theme() {
        let classes: Vec<Class> = (0..6).map(|i| Class::new(format!("c{i}"))).collect();
        let legend = Legend::of_edges(&classes);
        for theme in Theme::ALL {
            let lines: Vec<LinePaint> = (0..6).map(|class| theme.line(&legend, class)).collect();
            for (i, line) in lines.iter().enumerate() {
                assert!(!lines[..i].contains(line), "{theme:?}: {line:?}");
            }
        }
    }

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

    #[test]
    fn print_names_no_pattern_that_is_not_defined() {
        let legend = Legend::of_nodes(&(0..9).map(|i| Class::new(format!("c{i}"))).collect::<Vec<_>>());
        let defined = Theme::Print.definitions();
        for class in 0..9 {
            let fill = Theme::Print.node(&legend, class, false).fill;
            if let Some(id) = fill.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')')) {
                assert!(defined.contains(&format!("id=\"{id}\"")), "{id}");
            }
        }
    }
}
