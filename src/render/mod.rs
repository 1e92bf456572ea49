//! Draws networks: a [`Picture`] in, an SVG, a PNG or DOT text out.
//!
//! ```
//! # use interlocks::render;
//! use render::{Edge, LayoutOptions, Node, Picture, svg};
//!
//! let mut picture = Picture::new("Two boards, one chair");
//! let netflix = picture.add_node(Node::company("netflix", "Netflix"));
//! let hastings = picture.add_node(Node::person("hastings", "Reed Hastings"));
//! picture.add_edge(Edge::new(hastings, netflix).label("director"));
//! let page = svg(&picture, &LayoutOptions::default())?;
//! assert!(page.starts_with("<svg"));
//! # Ok::<(), render::RenderError>(())
//! ```

mod dot;
mod error;
mod graphviz;
mod layout;
mod mermaid;
mod palette;
mod picture;
pub mod plot;
mod png;
pub mod report;
pub mod scenes;
mod svg;
pub mod text;
pub mod timeline;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use self::dot::dot;
pub use self::error::RenderError;
pub use self::graphviz::{Engine, GraphvizFormat, graphviz};
pub use self::layout::{
    Arrangement, Curve, Layout, LayoutOptions, NodeBox, PlacedEdge, PlacedLabel, PlacedNode, Point, Rect, Segment,
    lay_out,
};
pub use self::mermaid::mermaid;
pub use self::palette::Legend;
pub use self::picture::{Class, Colour, Edge, EdgeDays, Node, Picture, Shape};
pub use self::png::PngOptions;

/// The picture as an SVG document. The same picture gives the same bytes.
pub fn svg(picture: &Picture, options: &LayoutOptions) -> Result<String, RenderError> {
    Ok(svg::page(picture, options)?.svg)
}

/// The picture as a PNG image, pixel for pixel what [`fn@svg`] describes.
pub fn png(picture: &Picture, options: &LayoutOptions, raster: &PngOptions) -> Result<Vec<u8>, RenderError> {
    png::rasterise(&svg::page(picture, options)?, raster)
}

/// What a file's ending asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.svg`
    Svg,
    /// `.png`
    Png,
    /// `.dot` or `.gv`
    Dot,
}

impl Format {
    /// The format of a file by its ending, in any case.
    pub fn of(path: &Path) -> Result<Format, RenderError> {
        let ending = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("svg") => Ok(Format::Svg),
            Some("png") => Ok(Format::Png),
            Some("dot" | "gv") => Ok(Format::Dot),
            _ => Err(RenderError::UnknownFormat { path: path.to_path_buf() }),
        }
    }
}
