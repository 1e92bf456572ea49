//! A dossier as a page: one self-contained HTML file, or Markdown.
//!
//! `contents` makes the page as a list of blocks, in reading order. The writers for HTML and Markdown handle only
//! blocks. Any text may come from the data, so both writers escape all text.

mod contents;
mod drawings;
mod html;
mod markdown;

#[cfg(test)]
mod tests;

use super::error::RenderError;
use interlocks_analysis::report::Dossier;

/// A block of a page.
#[derive(Clone, Debug)]
enum Block {
    /// A part of the page, with an anchor.
    Section {
        anchor: String,
        title: String,
    },
    /// A part of a section.
    Heading(String),
    Paragraph(Line),
    List(Vec<Line>),
    Table(Table),
    /// An SVG document of our own making; Markdown leaves it out.
    Drawing(String),
    /// Lines to be copied as they are.
    Listing(String),
}

/// A line of text, with emphasis, code and links.
type Line = Vec<Span>;

/// A piece of text.
#[derive(Clone, Debug)]
enum Span {
    Text(String),
    Strong(String),
    Code(String),
    /// An address; it becomes a link if it is a web address.
    Address(String),
    /// A link to a place on the page.
    Leads {
        to: String,
        text: String,
    },
}

/// Rows of cells under headings.
#[derive(Clone, Debug)]
struct Table {
    caption: String,
    columns: Vec<&'static str>,
    /// Prefix of the anchors of rows: with `source`, the first row is `source-1`.
    anchors: Option<&'static str>,
    rows: Vec<Vec<Line>>,
}

/// The page as one HTML document: no script, no font, nothing from the network.
///
/// # Errors
/// Returns an error if a drawing cannot be made.
pub fn html(dossier: &Dossier) -> Result<String, RenderError> {
    Ok(html::page(&dossier.title, &contents::blocks(dossier, true)?))
}

/// The page as Markdown, with tables in place of drawings.
///
/// # Errors
/// Never fails at present, because Markdown has no drawings.
pub fn markdown(dossier: &Dossier) -> Result<String, RenderError> {
    Ok(markdown::page(&dossier.title, &contents::blocks(dossier, false)?))
}

/// A line of plain text.
fn text(text: impl Into<String>) -> Line {
    vec![Span::Text(text.into())]
}

/// Returns the address if it is an `http` or `https` address that is safe to write.
fn is_web_address(address: &str) -> bool {
    let lower = address.to_lowercase();
    let written = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\');
    (lower.starts_with("https://") || lower.starts_with("http://")) && address.chars().all(written)
}
