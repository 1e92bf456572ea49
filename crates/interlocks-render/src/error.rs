//! Errors of drawing.

use std::path::PathBuf;

/// A picture could not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// An edge names a node that the picture does not have.
    #[error("edge {edge} points at node {node}, but the picture has only {nodes} nodes")]
    EdgeEnd {
        /// Index of the edge.
        edge: usize,
        /// The index that is out of range.
        node: usize,
        /// Number of nodes.
        nodes: usize,
    },
    /// The boxes cannot be placed: an option of the layout is out of range.
    #[error("the layout: {0}")]
    Placement(#[from] interlocks_layout::PlacementError),
    /// An edge has a weight that is negative, infinite or not a number.
    #[error("edge {edge} has weight {weight}; a weight must be a finite number, zero or more")]
    Weight {
        /// Index of the edge.
        edge: usize,
        /// The weight.
        weight: f64,
    },
    /// Two nodes share one id, which DOT would merge into one.
    #[error("two nodes have the id {id:?}; ids must differ")]
    DuplicateId {
        /// The id seen twice.
        id: String,
    },
    /// The picture is too large for Mermaid, or for a readable flowchart.
    #[error(
        "a Mermaid flowchart is for at most 200 nodes, 400 lines and 50000 characters, and this picture has {nodes} nodes \
         and {edges} lines; write .svg or .html instead, or draw fewer with --max-nodes N"
    )]
    TooLargeForMermaid {
        /// Number of nodes.
        nodes: usize,
        /// Number of lines.
        edges: usize,
    },
    /// The raster image would be larger than the bound.
    #[error(
        "the image would be {width} × {height} pixels, more than the bound of {bound} pixels; \
         use a scale of at most {largest_scale:.2}, draw fewer nodes, or write SVG"
    )]
    TooManyPixels {
        /// Width in pixels.
        width: u64,
        /// Height in pixels.
        height: u64,
        /// The bound that was set.
        bound: u64,
        /// The largest scale that stays within it.
        largest_scale: f64,
    },
    /// The scale is not a number above zero.
    #[error("the scale is {0}; it must be a number above zero")]
    Scale(f64),
    /// The bundled fonts could not be read; the build is broken.
    #[error("the bundled font {name} could not be read")]
    Font {
        /// Its name.
        name: &'static str,
    },
    /// The SVG could not be turned into an image.
    #[error("the drawing could not be turned into an image: {0}")]
    Raster(String),
    /// The page to explore could not be written.
    #[error("the page could not be written: {0}")]
    Html(String),
    /// The SVG could not be turned into a PDF.
    #[error("the drawing could not be turned into a PDF: {0}")]
    Pdf(String),
    /// The plotting library complained.
    #[error("the plot could not be drawn: {0}")]
    Plot(String),
    /// The file's ending names no format we write.
    #[error("{path}: the ending names no picture format; use .svg, .png, .pdf, .html, .dot, .gv or .mmd")]
    UnknownFormat {
        /// The path given.
        path: PathBuf,
    },
    /// The engine's name is not one of Graphviz's.
    #[error("there is no layout engine {name:?}; use dot, neato, fdp, sfdp, circo or twopi")]
    UnknownEngine {
        /// The name given.
        name: String,
    },
    /// Graphviz is not on this machine.
    #[error(
        "Graphviz is not installed (no program `dot` on the PATH). Install it \
         (Debian/Ubuntu: apt install graphviz; macOS: brew install graphviz; \
         Windows: winget install graphviz), or leave --engine out to use the built-in layout"
    )]
    GraphvizMissing,
    /// Graphviz ran and complained.
    #[error("Graphviz could not draw the picture: {0}")]
    Graphviz(String),
}
