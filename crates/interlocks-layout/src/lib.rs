//! Places the boxes, edges, labels and group outlines of a network diagram.
//!
//! The input is a [`Diagram`]: the sizes of boxes, labels and captions, and which boxes the edges join. The output is a
//! [`Placement`]: rectangles, curves and outlines. The crate measures and draws no text, so it can be used with any font and any
//! output format.
//!
//! There are three arrangements. [`Arrangement::Stress`] suits any network: drawn distances follow distances in the
//! graph (stress majorization, or a multilevel force-directed layout for large components), and then overlaps are
//! removed. [`Arrangement::Ego`] draws rings around one node. [`Arrangement::Chain`] draws a path from left to right in
//! rows, or several paths between the same two nodes below each other.
//!
//! In every arrangement no two boxes overlap, no label covers a box or another label, every coordinate is finite, and
//! the same input gives the same output on any number of threads. A label or caption without a free place is dropped and
//! counted.
//!
//! Units are pixels at scale 1, and y grows downwards.
//!
//! ```
//! use interlocks_layout::{Diagram, Edge, Node, PlacementOptions, Shape, Size, place};
//!
//! let mut diagram = Diagram::default();
//! let company = diagram.add_node(Node::new(120.0, 30.0));
//! let person = diagram.add_node(Node::new(90.0, 30.0).shape(Shape::Pill));
//! diagram.add_edge(Edge::new(person, company).label(Size::new(48.0, 16.0)));
//!
//! let placement = place(&diagram, &PlacementOptions::default())?;
//! let [a, b] = [placement.nodes[company], placement.nodes[person]];
//! assert!(!a.overlaps(&b));
//! let label = placement.edges[0].label.ok_or("the label was dropped")?;
//! assert!(!label.rect.overlaps(&a) && !label.rect.overlaps(&b));
//! assert_eq!(placement.labels_dropped, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod chain;
mod coarsening;
mod components;
mod detour;
mod diagram;
mod ego;
mod error;
mod geometry;
mod graph;
mod hulls;
mod labels;
mod multilevel;
mod neighbor_grid;
mod overlap;
mod packing;
mod parallel_paths;
mod pivot_mds;
mod placement;
mod repulsion;
mod route;
mod scene;
mod stress;

#[cfg(test)]
mod tests;

pub use self::diagram::{Arrangement, Diagram, Edge, Node, PlacementOptions, Shape, Size};
pub use self::error::PlacementError;
pub use self::geometry::{Curve, Point, Rect, Segment, along};
pub use self::placement::{Background, Outline, PlacedLabel, Placement, Route, place};
