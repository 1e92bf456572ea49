//! The contents of a drawing as plain data: boxes, lines, legends and notes.
//!
//! A [`Picture`] has no positions or pixels. It is filled from any result
//! (an ego network, a projection, a path) and handed to the writers, which all
//! read the same fields, so SVG, PNG, PDF, DOT, Mermaid and HTML never disagree on what is shown.

use interlocks_core::model::{Day, DaySet};

/// A network to draw, with everything a reader needs beside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// The headline.
    pub title: String,
    /// One or two sentences under the headline.
    pub subtitle: Option<String>,
    /// Footer lines: the as-of date, sources, cautions.
    pub notes: Vec<String>,
    /// The boxes. Their order decides ties in the layout, so a caller who wants
    /// one picture for any row order sorts them (by id, say).
    pub nodes: Vec<Node>,
    /// The lines, by index into `nodes`.
    pub edges: Vec<Edge>,
    /// Legend of node colors (industry, kind); `Node::class` is an index into it.
    pub node_classes: Vec<Class>,
    /// Legend of line colors; `Edge::class` is an index into it.
    pub edge_classes: Vec<Class>,
    /// Heading of the node legend, e.g. "Sector".
    pub node_class_label: Option<String>,
    /// Heading of the line legend, e.g. "Tie".
    pub edge_class_label: Option<String>,
    /// Meaning of the width of a line, e.g. "shared directors". Without it, width
    /// is still drawn but not explained.
    pub weight_label: Option<String>,
    /// Meaning of an arrow, e.g. "from the company of the executive".
    pub arrow_label: Option<String>,
    /// Names of groups of nodes (communities, industries); `Node::group` is an index into it.
    pub groups: Vec<String>,
    /// The day the data describes.
    pub as_of: Option<Day>,
    /// Kind of the groups, e.g. "Community".
    pub group_label: Option<String>,
}

/// One box of the drawing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    /// Key, unique in the picture; becomes the DOT id.
    pub id: String,
    /// Shown text; wrapped, and cut after the third line (the tooltip then has it all).
    pub label: String,
    /// Person or company.
    pub shape: Shape,
    /// Index into `Picture::node_classes`; ignored when there are no classes.
    pub class: usize,
    /// Drawn strongly: the node the picture is about.
    pub emphasis: bool,
    /// Outlined strongly: the user asked to highlight it.
    pub highlighted: bool,
    /// Drawn faintly: it is not among what was highlighted.
    pub dimmed: bool,
    /// Index into `Picture::groups`.
    pub group: Option<usize>,
    /// Number of the step in a picture that reads from left to right.
    pub rank: Option<usize>,
    /// Address of a page with more about it.
    pub url: Option<String>,
    /// Text shown on hovering in a viewer that does so.
    pub tooltip: Option<String>,
}

/// The outline of a node, which distinguishes people from companies without color.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A rounded pill.
    Person,
    /// A box.
    #[default]
    Company,
}

/// One line of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Index of the first node; a directed edge starts here.
    pub from: usize,
    /// Index of the second node.
    pub to: usize,
    /// Text on the line (a role, the dates).
    pub label: Option<String>,
    /// Strength, drawn as width. Not negative; 1 by default.
    pub weight: f64,
    /// Index into `Picture::edge_classes`; ignored when there are no classes.
    pub class: usize,
    /// `true` if there is an arrow head at `to`.
    pub directed: bool,
    /// Dashed: the known dates allow the tie but do not establish it.
    pub possible: bool,
    /// Dashed, too: no tie, but two that may be one.
    pub identity: bool,
    /// Drawn faintly: it is not among what was highlighted.
    pub dimmed: bool,
    /// Text shown on hovering.
    pub tooltip: Option<String>,
    /// Address of its evidence.
    pub url: Option<String>,
    /// Index into `Picture::groups`: the path it is a step of.
    pub group: Option<usize>,
    /// The days on which the tie exists; both sets are empty for an undated tie.
    pub days: EdgeDays,
}

/// The days on which a tie exists, for pages with a time slider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EdgeDays {
    /// Days on which the tie certainly exists.
    pub certain: DaySet,
    /// Days on which the tie possibly exists.
    pub possible: DaySet,
}

impl Default for Edge {
    fn default() -> Self {
        Edge {
            from: 0,
            to: 0,
            label: None,
            weight: 1.0,
            class: 0,
            directed: false,
            possible: false,
            identity: false,
            dimmed: false,
            tooltip: None,
            url: None,
            group: None,
            days: EdgeDays::default(),
        }
    }
}

/// One entry of a color legend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Class {
    /// Shown in the legend.
    pub name: String,
    /// A fixed color; otherwise the next one of the palette.
    pub color: Option<Color>,
}

/// An sRGB color.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Color {
    /// Red, 0–255.
    pub r: u8,
    /// Green, 0–255.
    pub g: u8,
    /// Blue, 0–255.
    pub b: u8,
}

impl Color {
    /// The color of a six-digit hexadecimal number, `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        Color { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8 }
    }

    /// Relative luminance, from 0 to 1 (WCAG 2).
    pub fn luminance(self) -> f64 {
        let channel = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(self.r) + 0.7152 * channel(self.g) + 0.0722 * channel(self.b)
    }

    /// This color mixed with white; `share` of 0 leaves it, 1 gives white.
    pub fn tint(self, share: f64) -> Self {
        self.mixed(Color::hex(0xFFFFFF), share)
    }

    /// This color mixed with black; `share` of 0 leaves it, 1 gives black.
    pub fn shade(self, share: f64) -> Self {
        self.mixed(Color::hex(0x000000), share)
    }

    /// This color mixed with another; `share` of 0 leaves it, 1 gives the other.
    pub fn mixed(self, other: Color, share: f64) -> Self {
        let blend = |a: u8, b: u8| {
            let mixed = f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0);
            mixed.round() as u8
        };
        Color { r: blend(self.r, other.r), g: blend(self.g, other.g), b: blend(self.b, other.b) }
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

impl Picture {
    /// An empty picture with a headline.
    pub fn new(title: impl Into<String>) -> Self {
        Picture { title: title.into(), ..Picture::default() }
    }

    /// Sets the line under the headline.
    pub fn subtitle(mut self, text: impl Into<String>) -> Self {
        self.subtitle = Some(text.into());
        self
    }

    /// Adds a footer line.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Sets the meaning of the width of lines.
    pub fn weight_label(mut self, text: impl Into<String>) -> Self {
        self.weight_label = Some(text.into());
        self
    }

    /// Sets the node legend: its heading and its classes.
    pub fn node_classes(mut self, label: impl Into<String>, classes: Vec<Class>) -> Self {
        self.node_class_label = Some(label.into());
        self.node_classes = classes;
        self
    }

    /// Sets the line legend: its heading and its classes.
    pub fn edge_classes(mut self, label: impl Into<String>, classes: Vec<Class>) -> Self {
        self.edge_class_label = Some(label.into());
        self.edge_classes = classes;
        self
    }

    /// Adds a node and returns its index.
    pub fn add_node(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds an edge.
    pub fn add_edge(&mut self, edge: Edge) {
        self.edges.push(edge);
    }
}

impl Node {
    /// A company box.
    pub fn company(id: impl Into<String>, label: impl Into<String>) -> Self {
        Node { id: id.into(), label: label.into(), shape: Shape::Company, ..Node::default() }
    }

    /// A person pill.
    pub fn person(id: impl Into<String>, label: impl Into<String>) -> Self {
        Node { shape: Shape::Person, ..Node::company(id, label) }
    }

    /// Sets the class (index into `Picture::node_classes`).
    pub fn class(mut self, class: usize) -> Self {
        self.class = class;
        self
    }

    /// Returns `true` if the node is drawn strongly or highlighted.
    pub(super) fn stands_out(&self) -> bool {
        self.emphasis || self.highlighted
    }

    /// Marks the node the picture is about.
    pub fn emphasized(mut self) -> Self {
        self.emphasis = true;
        self
    }

    /// Sets the tooltip.
    pub fn tooltip(mut self, text: impl Into<String>) -> Self {
        self.tooltip = Some(text.into());
        self
    }
}

impl Edge {
    /// Returns `true` if the line is dashed.
    pub fn is_dashed(&self) -> bool {
        self.possible || self.identity
    }

    /// An undirected, certain edge of weight 1.
    pub fn new(from: usize, to: usize) -> Self {
        Edge { from, to, ..Edge::default() }
    }

    /// Sets the text on the line.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// Sets the strength drawn as width.
    pub fn weight(mut self, weight: f64) -> Self {
        self.weight = weight;
        self
    }

    /// Sets the class (index into `Picture::edge_classes`).
    pub fn class(mut self, class: usize) -> Self {
        self.class = class;
        self
    }

    /// Draws an arrow head at `to`.
    pub fn directed(mut self) -> Self {
        self.directed = true;
        self
    }

    /// Draws the line dashed: dates only allow "possible".
    pub fn possible(mut self) -> Self {
        self.possible = true;
        self
    }

    /// Sets the tooltip.
    pub fn tooltip(mut self, text: impl Into<String>) -> Self {
        self.tooltip = Some(text.into());
        self
    }
}

impl Class {
    /// A class that takes its color from the palette.
    pub fn new(name: impl Into<String>) -> Self {
        Class { name: name.into(), color: None }
    }

    /// A class with a fixed color.
    pub fn colored(name: impl Into<String>, color: Color) -> Self {
        Class { name: name.into(), color: Some(color) }
    }
}
