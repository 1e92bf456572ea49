//! The output: a place for everything in the diagram.

use crate::geometry::{Curve, Point, Rect};
use crate::scene::Scene;
use crate::{Diagram, PlacementError, PlacementOptions, hulls, labels, route};

/// The places of everything in a diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placement {
    /// The box of every node, in the diagram's order.
    pub nodes: Vec<Rect>,
    /// The curve and label of every edge, in the diagram's order.
    pub edges: Vec<Route>,
    /// The outlines of groups that have nodes, or of the rows of parallel paths.
    pub outlines: Vec<Outline>,
    /// The smallest rectangle around nodes, curves, labels and outlines.
    pub bounds: Rect,
    /// Number of edge labels without a free place.
    pub labels_dropped: usize,
    /// Number of captions without a free place.
    pub captions_dropped: usize,
    /// Number of edges that could not be led around every box and pass behind one.
    pub edges_behind_boxes: usize,
}

/// The place of an edge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    /// The curve from the border of one box to the border of the other.
    pub curve: Curve,
    /// The place of the label; `None` if the edge has no label or no place was free.
    pub label: Option<PlacedLabel>,
}

/// The place of an edge label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedLabel {
    /// The rectangle of the label, padding included.
    pub rect: Rect,
    /// The background of the label.
    pub background: Background,
}

/// The background of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// The label's own line, which it partly covers.
    OnLine,
    /// Possibly lines of other edges: the label is beside its own line.
    Beside,
    /// Nothing: the arrangement kept the place free.
    Empty,
}

/// The outline of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Index of the group.
    pub group: usize,
    /// Corners of the convex outline, in order.
    pub corners: Vec<Point>,
    /// The rectangle of the caption; `None` if the group has no caption or no place was free.
    pub caption: Option<Rect>,
    /// `true` for the row of a path: a rectangle that contains only what belongs to the group, caption included.
    pub is_band: bool,
}

/// Places the boxes, edges, labels and outlines of a diagram.
///
/// The same diagram gives the same placement on any number of threads. Cost: O(n²) time and memory for components of up to
/// [`PlacementOptions::full_stress_up_to`] nodes, near-linear above.
///
/// # Errors
///
/// Returns an error if an edge ends at a node that does not exist, if a width or height is not a number from 0 to 10⁹, or
/// if an option is not a positive number of up to 10⁹.
pub fn place(diagram: &Diagram, options: &PlacementOptions) -> Result<Placement, PlacementError> {
    diagram.check()?;
    options.check()?;
    let scene = Scene::new(diagram, options);
    let arranged = scene.arrange();
    let boxes = arranged.places.iter().zip(&diagram.nodes);
    let nodes: Vec<Rect> =
        boxes.map(|(center, node)| Rect::around(*center, node.size.width, node.size.height)).collect();
    let routes = route::all(&scene, &nodes, &arranged);
    let captions = arranged.outlines.iter().filter_map(|outline| outline.caption).collect();
    let (labels, labels_dropped) = labels::place(diagram, &nodes, &routes.curves, &arranged, captions);
    let (outlines, captions_dropped) = match arranged.outlines {
        bands if bands.is_empty() => hulls::around(diagram, &nodes, &labels),
        bands => (bands, 0),
    };
    let bounds = bounds(&nodes, &outlines, &routes.curves, &labels);
    let edges = routes.curves.into_iter().zip(labels).map(|(curve, label)| Route { curve, label }).collect();
    let edges_behind_boxes = routes.blocked;
    Ok(Placement { nodes, edges, outlines, bounds, labels_dropped, captions_dropped, edges_behind_boxes })
}

fn bounds(nodes: &[Rect], outlines: &[Outline], curves: &[Curve], labels: &[Option<PlacedLabel>]) -> Rect {
    let mut bounds = outlines.iter().fold(Rect::around_all(nodes), |all, outline| all.union(&outline.bounds()));
    for point in curves.iter().flat_map(Curve::flatten) {
        bounds = bounds.union(&Rect::around(point, 2.0, 2.0));
    }
    for label in labels.iter().flatten() {
        bounds = bounds.union(&label.rect);
    }
    bounds
}
