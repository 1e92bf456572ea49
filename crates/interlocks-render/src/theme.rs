//! Themes: colors for a bright screen, for a dark screen, and for a printer without colors.
//!
//! A theme has the background, the colors of texts and lines, and the paints of classes of nodes and lines. In the
//! print theme a class of nodes has a gray or a pattern, and a class of lines has a gray and, from the third on, a
//! dash pattern. The colors of DOT and Mermaid are defined here, too.

use std::fmt::Write;

use super::palette::{Legend, OTHER};
use super::picture::{Color, Node};

/// The medium that a page is made for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// White background, colors that people with any color vision can distinguish.
    #[default]
    Light,
    /// Dark background, the same colors.
    Dark,
    /// White background, grays and patterns.
    Print,
}

/// The colors of everything that has no class, as written in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThemeColors {
    /// Background of the page.
    pub paper: Color,
    /// Labels of nodes, and outlines of highlighted nodes.
    pub ink: &'static str,
    /// Headlines.
    pub headline: &'static str,
    /// Subtitles, and labels of ticks.
    pub pale: &'static str,
    /// Headings in a legend.
    pub heading: &'static str,
    /// Legends, and labels of lines.
    pub label: &'static str,
    /// Footer lines.
    pub note: &'static str,
    /// Lines between parts of a page.
    pub rule: &'static str,
    /// Axes.
    pub axis: &'static str,
    /// Grid lines at the ticks of an axis.
    pub tick: &'static str,
}

const LIGHT: ThemeColors = ThemeColors {
    paper: Color::hex(0xFFFFFF),
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
    paper: Color::hex(0x15191E),
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
    paper: Color::hex(0xFFFFFF),
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

/// Fills of classes in print, in the order of a legend: plain grays, or the lines of a tile.
const PRINTED: [Printed; 9] = [
    Printed::Gray("#e3e3e3"),
    Printed::Gray("#c2c2c2"),
    Printed::Tile("M-1 7L7 -1M-1 1L1 -1M5 7L7 5"),
    Printed::Gray("#9d9d9d"),
    Printed::Tile("M0 1.5H6M0 4.5H6"),
    Printed::Tile("M-1 -1L7 7M-1 5L1 7M5 -1L7 1"),
    Printed::Tile("M3 0V6"),
    Printed::Tile("M1 3a1 1 0 1 0 2 0a1 1 0 1 0 -2 0"),
    Printed::Tile("M0 3H6M3 0V6"),
];

/// Grays and rhythms of classes of lines in print.
const PRINTED_LINES: [(Color, Option<&str>); 7] = [
    (Color::hex(0x111111), None),
    (Color::hex(0x808080), None),
    (Color::hex(0x333333), Some("12 3 2 3 2 3")),
    (Color::hex(0x333333), Some("12 3 2 3")),
    (Color::hex(0x222222), Some("2 2.5")),
    (Color::hex(0x808080), Some("12 3 2 3")),
    (Color::hex(0xB4B4B4), None),
];

enum Printed {
    Gray(&'static str),
    Tile(&'static str),
}

/// Share of white in the fill of a node on a light background.
const FILL_TINT: f64 = 0.83;
/// Share of black in an outline on a light background: of a node, and of a node that the picture is about.
const OUTLINE_SHADE: f64 = 0.12;
const STRONG_SHADE: f64 = 0.45;
/// Share of white in a dimmed line in DOT and Mermaid.
const DIMMED_TINT: f64 = 0.65;
/// Fill of a cluster in DOT: paler than any node.
#[cfg(feature = "graphviz")]
pub(super) const CLUSTER_FILL: &str = "#f6f7f9";

/// The paint of a node in DOT and Mermaid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DiagramPaint {
    pub fill: String,
    pub stroke: String,
    pub ink: String,
    /// Ink of the small text below the name.
    pub small: String,
}

/// The paint of a node.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NodePaint {
    pub fill: String,
    pub stroke: String,
    pub thickness: f64,
    pub ink: String,
    /// `true` if the fill is a pattern, on which a label needs a background of its own.
    pub patterned: bool,
}

/// The paint of a certain line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LinePaint {
    pub color: Color,
    pub rhythm: Option<&'static str>,
}

impl Theme {
    /// All themes.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

    /// The name of the theme.
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Print => "print",
        }
    }

    /// The colors of everything that has no class.
    pub const fn colors(self) -> &'static ThemeColors {
        match self {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
            Theme::Print => &PRINT,
        }
    }

    /// A color as an outline or a line on this paper.
    fn outline(self, color: Color) -> Color {
        match self {
            Theme::Light => color.shade(OUTLINE_SHADE),
            Theme::Dark => color.tint(0.25),
            Theme::Print => Color::hex(0x222222),
        }
    }

    /// The paint of a node of a class, or of no class.
    pub(super) fn node(self, legend: &Legend, class: usize, emphasis: bool) -> NodePaint {
        let color = legend.color(class);
        if self == Theme::Print {
            let slot = legend.slot(class);
            let plain = NodePaint {
                fill: "#ffffff".to_owned(),
                stroke: self.outline(color).to_string(),
                thickness: if emphasis { 3.2 } else { 1.2 },
                ink: PRINT.ink.to_owned(),
                patterned: false,
            };
            // The class `other` is white, as are nodes without a class.
            let slot = slot.filter(|slot| legend.slots[*slot].0 != "other");
            return match slot.map(|slot| (slot, &PRINTED[slot % PRINTED.len()])) {
                Some((_, Printed::Gray(gray))) => NodePaint { fill: (*gray).to_owned(), ..plain },
                Some((slot, Printed::Tile(_))) => {
                    NodePaint { fill: format!("url(#print-{})", slot % PRINTED.len()), patterned: true, ..plain }
                }
                None => plain,
            };
        }
        let paper = self.colors().paper;
        let strong = if self == Theme::Dark { color.tint(0.7) } else { color.shade(STRONG_SHADE) };
        let (fill, stroke, thickness, ink) = if emphasis {
            (color, strong, 2.2, contrasting(color))
        } else {
            let pale = if self == Theme::Dark { 0.72 } else { FILL_TINT };
            (color.mixed(paper, pale), self.outline(color), 1.3, self.colors().ink)
        };
        let (fill, stroke) = (fill.to_string(), stroke.to_string());
        NodePaint { fill, stroke, thickness, ink: ink.to_owned(), patterned: false }
    }

    /// The paint of a node in DOT and Mermaid, whose programs draw on white paper. A node that the picture is about is
    /// paler than in [`Theme::node`], since its name may be set in any ink by a style sheet.
    pub(super) fn diagram_node(color: Color, node: &Node) -> DiagramPaint {
        let text = |color: Color| color.to_string();
        if node.dimmed {
            let (fill, stroke) = (text(color.tint(0.95)), text(color.tint(DIMMED_TINT)));
            return DiagramPaint { fill, stroke, ink: text(OTHER), small: text(OTHER) };
        }
        let fill = color.tint(if node.emphasis { 0.35 } else { FILL_TINT });
        let stroke = color.shade(if node.emphasis { STRONG_SHADE } else { OUTLINE_SHADE });
        let ink = contrasting(fill);
        // Gray can be read only on a pale fill.
        let small = if fill.luminance() > 0.6 { LIGHT.pale } else { ink };
        DiagramPaint { fill: text(fill), stroke: text(stroke), ink: ink.to_owned(), small: small.to_owned() }
    }

    /// The color of a line in DOT and Mermaid.
    pub(super) fn diagram_line(color: Color, dimmed: bool) -> Color {
        if dimmed { color.tint(DIMMED_TINT) } else { color }
    }

    /// The paint of a line of a class, or of no class.
    pub(super) fn line(self, legend: &Legend, class: usize) -> LinePaint {
        let color = legend.color(class);
        match self {
            Theme::Light => LinePaint { color, rhythm: None },
            Theme::Dark => LinePaint { color: color.tint(0.35), rhythm: None },
            Theme::Print => {
                let slot = legend.slot(class).unwrap_or(0);
                let (color, rhythm) = PRINTED_LINES[slot % PRINTED_LINES.len()];
                LinePaint { color, rhythm }
            }
        }
    }

    /// The color of the outline of a group, and how strong it is.
    pub(super) fn hull(self, group: usize) -> (Color, f64) {
        match self {
            Theme::Light => (Legend::palette(group), 0.1),
            Theme::Dark => (Legend::palette(group), 0.22),
            Theme::Print => (Color::hex(0x000000), if group.is_multiple_of(2) { 0.05 } else { 0.1 }),
        }
    }

    /// The paint of lines in a legend that represent no class.
    pub(super) fn plain_line(self) -> LinePaint {
        LinePaint { rhythm: None, ..self.line(&Legend::for_edges(&[]), 0) }
    }

    /// The definitions of the patterns that fills refer to.
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

/// Dark or white, whichever has more contrast to a background.
pub(super) fn contrasting(ground: Color) -> &'static str {
    if ground.luminance() > 0.2 { LIGHT.ink } else { "#ffffff" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Class;

    #[test]
    fn every_class_of_nodes_is_painted_unlike_the_others_in_every_theme() {
        let classes: Vec<Class> = (0..9).map(|i| Class::new(format!("c{i}"))).collect();
        let legend = Legend::for_nodes(&classes);
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
        let legend = Legend::for_edges(&classes);
        for theme in Theme::ALL {
            let lines: Vec<LinePaint> = (0..6).map(|class| theme.line(&legend, class)).collect();
            for (i, line) in lines.iter().enumerate() {
                assert!(!lines[..i].contains(line), "{theme:?}: {line:?}");
            }
        }
    }

    fn contrast(a: Color, ink: &str) -> f64 {
        let ink = Color::hex(u32::from_str_radix(&ink[1..], 16).unwrap());
        let (a, b) = (a.luminance() + 0.05, ink.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn names_are_read_on_every_color() {
        let classes: Vec<Class> = (0..12).map(|i| Class::new(i.to_string())).collect();
        let palette = Legend::for_nodes(&classes).slots.into_iter().map(|slot| slot.1);
        for color in palette.chain([0x000000, 0xFFFFFF, 0xFF0000, 0x0000FF, 0x00FF00, 0x767676].map(Color::hex)) {
            for tint in [0.0, 0.35, 0.83] {
                let ground = color.tint(tint);
                assert!(contrast(ground, contrasting(ground)) >= 4.0, "{color} {tint}");
            }
        }
    }

    #[test]
    fn print_names_no_pattern_that_is_not_defined() {
        let legend = Legend::for_nodes(&(0..9).map(|i| Class::new(format!("c{i}"))).collect::<Vec<_>>());
        let defined = Theme::Print.definitions();
        for class in 0..9 {
            let fill = Theme::Print.node(&legend, class, false).fill;
            if let Some(id) = fill.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')')) {
                assert!(defined.contains(&format!("id=\"{id}\"")), "{id}");
            }
        }
    }
}
