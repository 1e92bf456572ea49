//! Diagrams that cannot be placed.

/// An invalid diagram or option.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlacementError {
    /// An edge names a node that the diagram does not have.
    #[error("edge {edge} ends at node {node}, but the diagram has only {nodes} nodes")]
    EdgeEnd {
        /// Index of the edge.
        edge: usize,
        /// The index that is out of range.
        node: usize,
        /// Number of nodes in the diagram.
        nodes: usize,
    },
    /// A width or height is not a number from 0 to 10⁹.
    #[error("{of} {index} has the size {width} × {height}; both must be numbers from 0 to 1e9")]
    Size {
        /// The kind of box: node, label of edge, or caption of group.
        of: &'static str,
        /// Index of the node, edge or group.
        index: usize,
        /// The width.
        width: f64,
        /// The height.
        height: f64,
    },
    /// An option is out of range.
    #[error("the option {option} is {value}; it must be above 0 and at most 1e9")]
    Option {
        /// Name of the option.
        option: &'static str,
        /// The value.
        value: f64,
    },
}
