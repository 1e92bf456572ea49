//! The input: boxes, edges and groups by size, and the options.

use crate::PlacementError;

/// The longest side or option allowed: with longer ones coordinates would lose their precision or overflow.
const LONGEST: f64 = 1e9;

/// A width and a height.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Size {
    /// A size from its width and height.
    pub const fn new(width: f64, height: f64) -> Self {
        Size { width, height }
    }

    /// The size with `by` added to both width and height.
    pub(crate) fn grown(self, by: f64) -> Size {
        Size::new(self.width + by, self.height + by)
    }

    fn is_valid(self) -> bool {
        [self.width, self.height].iter().all(|side| (0.0..=LONGEST).contains(side))
    }
}

/// The outline of a box, at which its edges end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle.
    #[default]
    Rectangle,
    /// A rectangle whose left and right sides are half circles.
    Pill,
}

/// A box to place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Width and height of the box.
    pub size: Size,
    /// Outline of the box.
    pub shape: Shape,
    /// Group of the node: an index into [`Diagram::captions`]. Larger indices count as no group with an outline.
    pub group: Option<usize>,
    /// Position along a diagram that reads from left to right. Needed for parallel paths.
    pub rank: Option<usize>,
    /// `true` for the node that the diagram is about: the center of [`Arrangement::Ego`].
    pub emphasis: bool,
    /// `true` if the box has its full size; `false` for a small dot, which gets less space around it and shorter edges.
    pub is_named: bool,
}

impl Node {
    /// A rectangle of a size, in no group.
    pub fn new(width: f64, height: f64) -> Self {
        let (size, shape) = (Size::new(width, height), Shape::Rectangle);
        Node { size, shape, group: None, rank: None, emphasis: false, is_named: true }
    }

    /// Sets the outline.
    pub fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// Sets the group.
    pub fn group(mut self, group: usize) -> Self {
        self.group = Some(group);
        self
    }

    /// Sets the rank.
    pub fn rank(mut self, rank: usize) -> Self {
        self.rank = Some(rank);
        self
    }

    /// Marks the node that the diagram is about.
    pub fn emphasized(mut self) -> Self {
        self.emphasis = true;
        self
    }
}

/// An edge to draw.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edge {
    /// Index of the node where the curve starts.
    pub from: usize,
    /// Index of the node where the curve ends. May equal `from`: the edge is then a loop.
    pub to: usize,
    /// Size of the label, padding included.
    pub label: Option<Size>,
    /// The path that the edge is a step of, for parallel paths: an index into [`Diagram::captions`].
    pub group: Option<usize>,
}

impl Edge {
    /// An edge without a label.
    pub fn new(from: usize, to: usize) -> Self {
        Edge { from, to, label: None, group: None }
    }

    /// Sets the size of the label.
    pub fn label(mut self, size: Size) -> Self {
        self.label = Some(size);
        self
    }

    /// Sets the path that the edge is a step of.
    pub fn group(mut self, group: usize) -> Self {
        self.group = Some(group);
        self
    }
}

/// Boxes, edges and groups without positions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diagram {
    /// The boxes. Their order breaks ties.
    pub nodes: Vec<Node>,
    /// The edges, by indices of nodes.
    pub edges: Vec<Edge>,
    /// One entry for each group: the size of its caption, or `None` for a group without one.
    pub captions: Vec<Option<Size>>,
}

impl Diagram {
    /// Adds a node and returns its index.
    pub fn add_node(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds an edge and returns its index.
    pub fn add_edge(&mut self, edge: Edge) -> usize {
        self.edges.push(edge);
        self.edges.len() - 1
    }

    /// Checks the indices and sizes.
    pub(crate) fn check(&self) -> Result<(), PlacementError> {
        let nodes = self.nodes.len();
        for (edge, e) in self.edges.iter().enumerate() {
            if let Some(node) = [e.from, e.to].into_iter().find(|node| *node >= nodes) {
                return Err(PlacementError::EdgeEnd { edge, node, nodes });
            }
        }
        let nodes = self.nodes.iter().map(|node| Some(node.size));
        let labels = self.edges.iter().map(|edge| edge.label);
        check_sizes("node", nodes)?;
        check_sizes("the label of edge", labels)?;
        check_sizes("the caption of group", self.captions.iter().copied())
    }
}

fn check_sizes(of: &'static str, sizes: impl Iterator<Item = Option<Size>>) -> Result<(), PlacementError> {
    let mut sizes = sizes.enumerate().filter_map(|(index, size)| Some((index, size?)));
    match sizes.find(|(_, size)| !size.is_valid()) {
        Some((index, Size { width, height })) => Err(PlacementError::Size { of, index, width, height }),
        None => Ok(()),
    }
}

/// The kind of drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// Chain for a path, Ego for one emphasized node with up to 150 others within three steps, otherwise Stress.
    #[default]
    Auto,
    /// Distances in the drawing follow distances in the graph.
    Stress,
    /// A path from left to right, or several below each other. Falls back to Stress if the graph is neither.
    Chain,
    /// Rings around the emphasized node. Falls back to Stress if there is not exactly one, if a node is more than three
    /// steps away from it, or for more than 1,000 nodes.
    Ego,
}

/// The options of [`place`](crate::place).
#[derive(Debug, Clone, PartialEq)]
pub struct PlacementOptions {
    /// The kind of drawing.
    pub arrangement: Arrangement,
    /// Wanted ratio of width to height, for components side by side. Default: 1.5.
    pub ratio: f64,
    /// Smallest free space between two boxes, in pixels. Default: 26.
    pub gap: f64,
    /// Width in pixels at which a chain starts a new row. Default: 1180.
    pub chain_width: f64,
    /// Components with more nodes than this are laid out level by level. Default: 1,500.
    pub full_stress_up_to: usize,
}

impl Default for PlacementOptions {
    fn default() -> Self {
        PlacementOptions {
            arrangement: Arrangement::Auto,
            ratio: 1.5,
            gap: 26.0,
            chain_width: 1180.0,
            full_stress_up_to: 1_500,
        }
    }
}

impl PlacementOptions {
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

    /// Checks that lengths and ratios are positive numbers of up to 10⁹.
    pub(crate) fn check(&self) -> Result<(), PlacementError> {
        let numbers = [("ratio", self.ratio), ("gap", self.gap), ("chain_width", self.chain_width)];
        match numbers.into_iter().find(|(_, value)| !(*value > 0.0 && *value <= LONGEST)) {
            Some((option, value)) => Err(PlacementError::Option { option, value }),
            None => Ok(()),
        }
    }
}
