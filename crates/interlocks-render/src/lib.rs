//! Draws networks, timelines, plots and reports.
//!
//! A [`Picture`] describes a network without positions; it is written as SVG, PNG, PDF, an HTML page to explore, DOT or
//! Mermaid. [`scenes`] makes pictures from analyses, [`plot`] and [`timeline`] draw numbers and dates, and [`report`]
//! writes a dossier of two companies. Positions come from the crate `interlocks_layout`.
//!
//! | feature | adds |
//! |---|---|
//! | `png` | PNG images |
//! | `pdf` | PDF documents |
//! | `graphviz` | DOT, and layouts by an installed Graphviz |
//! | `cjk-fonts` | fonts for Chinese, Japanese and Korean names (4.9 MB) |
//!
//! ```
//! use interlocks_render::{Edge, Node, PageOptions, Picture, svg};
//!
//! let mut picture = Picture::new("Two boards, one chair");
//! let netflix = picture.add_node(Node::company("netflix", "Netflix"));
//! let hastings = picture.add_node(Node::person("hastings", "Reed Hastings"));
//! picture.add_edge(Edge::new(hastings, netflix).label("director"));
//! let page = svg(&picture, &PageOptions::default())?;
//! assert!(page.starts_with("<svg"));
//! # Ok::<(), interlocks_render::RenderError>(())
//! ```
// Parts that a build leaves out are the only users of some helpers.
#![cfg_attr(not(all(feature = "html", feature = "plots", feature = "graphviz")), allow(dead_code, unused_imports))]

mod address;
#[cfg(feature = "graphviz")]
mod dot;
mod error;
#[cfg(feature = "html")]
mod explorer;
mod focus;
#[cfg(feature = "graphviz")]
mod graphviz;
mod layout;
mod mermaid;
mod palette;
#[cfg(feature = "pdf")]
mod pdf;
mod picture;
#[cfg(feature = "plots")]
pub mod plot;
#[cfg(feature = "png")]
mod png;
#[cfg(feature = "html")]
pub mod report;
pub mod scenes;
mod svg;
pub mod text;
mod theme;
pub mod timeline;
#[cfg(any(feature = "png", feature = "pdf"))]
mod usvg;

#[cfg(test)]
mod tests;

use std::path::Path;

#[cfg(feature = "graphviz")]
pub use self::dot::dot;
pub use self::error::RenderError;
#[cfg(feature = "html")]
pub use self::explorer::explorer;
#[cfg(feature = "graphviz")]
pub use self::graphviz::{Engine, GraphvizFormat, graphviz};
pub use self::layout::{
    Arrangement, Background, Curve, Hull, Layout, LayoutOptions, PlacedEdge, PlacedLabel, PlacedNode, Point, Rect,
    Segment, lay_out,
};
pub use self::mermaid::mermaid;
pub use self::palette::Legend;
pub use self::picture::{Class, Color, Edge, EdgeDays, Node, Picture, Shape};
#[cfg(feature = "png")]
pub use self::png::PngOptions;
pub use self::svg::PageOptions;
pub use self::theme::{Theme, ThemeColors};
pub use interlocks_layout::PlacementOptions;

/// Draws the picture as an SVG document. The same picture gives the same bytes.
pub fn svg(picture: &Picture, options: &PageOptions) -> Result<String, RenderError> {
    Ok(svg::page(picture, options)?.svg)
}

/// Draws the picture as a PNG image of what [`fn@svg`] writes.
#[cfg(feature = "png")]
pub fn png(picture: &Picture, options: &PageOptions, raster: &PngOptions) -> Result<Vec<u8>, RenderError> {
    png::rasterize(&svg::page(picture, options)?, raster)
}

/// Draws the picture as a PNG image of two pixels per unit, or of as many as the bound on pixels allows.
#[cfg(feature = "png")]
pub fn png_fitting(picture: &Picture, options: &PageOptions) -> Result<Vec<u8>, RenderError> {
    let page = svg::page(picture, options)?;
    png::rasterize(&page, &PngOptions::default().fitting(&page))
}

/// Draws the picture as a PNG image of a given width in pixels.
#[cfg(feature = "png")]
pub fn png_wide(picture: &Picture, options: &PageOptions, width: u32) -> Result<Vec<u8>, RenderError> {
    let page = svg::page(picture, &PageOptions { width: None, ..options.clone() })?;
    let scale = f64::from(width) / page.width.ceil();
    png::rasterize(&page, &PngOptions::default().scale(scale))
}

/// Draws the picture as a PDF of one page: vectors, and text in embedded fonts.
#[cfg(feature = "pdf")]
pub fn pdf(picture: &Picture, options: &PageOptions) -> Result<Vec<u8>, RenderError> {
    pdf::document(&svg::page(picture, options)?, &text::displayable(&picture.title))
}

/// A format of picture files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// `.svg`
    Svg,
    /// `.png`
    Png,
    /// `.pdf`
    Pdf,
    /// `.html` or `.htm`
    Html,
    /// `.dot` or `.gv`
    Dot,
    /// `.mmd` or `.mermaid`
    Mermaid,
}

impl ImageFormat {
    /// Returns the format of a file by its extension, in upper or lower case.
    pub fn from_path(path: &Path) -> Result<ImageFormat, RenderError> {
        let ending = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("svg") => Ok(ImageFormat::Svg),
            Some("png") => Ok(ImageFormat::Png),
            Some("pdf") => Ok(ImageFormat::Pdf),
            Some("html" | "htm") => Ok(ImageFormat::Html),
            Some("mmd" | "mermaid") => Ok(ImageFormat::Mermaid),
            Some("dot" | "gv") => Ok(ImageFormat::Dot),
            _ => Err(RenderError::UnknownFormat { path: path.to_path_buf() }),
        }
    }
}
