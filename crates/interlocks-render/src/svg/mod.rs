//! Writes a laid-out picture as one self-contained SVG page: headline, key, drawing,
//! notes.
//!
//! The page is as large as the drawing needs; headline, key and notes grow with it,
//! so that they keep their rank when the page is shrunk to a column.

mod block;
mod legend;
mod marks;
pub(super) use self::block::Block;
pub(super) use self::marks::{DASHES, Widths};
use self::marks::{MOST_STRONG, Painter};
pub(super) mod xml;

use std::fmt::Write;

use self::legend::Key;

use self::xml::{escape, num};
use super::error::RenderError;
use super::layout::{EDGE_LABEL, Layout, LayoutOptions, lay_out};
use super::palette::Legend;
use super::picture::Picture;
use super::text::{self as fonts, FAMILIES, displayable};
use super::theme::{Theme, ThemeColors};

/// Narrowest drawing area; headlines need some room.
const NARROWEST: f64 = 620.0;
/// Drawing width at which headline and notes have their basic size.
const BASIC_WIDTH: f64 = 1000.0;
const MISSING_SHOWN: usize = 12;

/// Options of a page with a picture.
///
/// ```
/// use interlocks_render::{LayoutOptions, PageOptions, Theme};
/// let options = PageOptions::from(LayoutOptions::default().ratio(1.0)).theme(Theme::Dark);
/// assert_eq!(options.theme, Theme::Dark);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageOptions {
    /// Options of the layout.
    pub layout: LayoutOptions,
    /// The theme.
    pub theme: Theme,
    /// Width of the page in pixels; `None` for the width that the drawing needs.
    pub width: Option<f64>,
}

impl PageOptions {
    /// Sets the theme.
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// Sets the width of the page in pixels.
    pub fn width(mut self, width: f64) -> Self {
        self.width = Some(width);
        self
    }
}

impl From<LayoutOptions> for PageOptions {
    fn from(layout: LayoutOptions) -> Self {
        PageOptions { layout, ..PageOptions::default() }
    }
}

/// A complete SVG document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    /// The document.
    pub svg: String,
    /// Width in units of the drawing, which are pixels at scale 1.
    pub width: f64,
    /// Height in the same.
    pub height: f64,
}

/// Lays a picture out and writes it.
pub(crate) fn page(picture: &Picture, options: &PageOptions) -> Result<Page, RenderError> {
    let layout = lay_out(picture, &options.layout)?;
    write(picture, &layout, options)
}

/// Writes a picture with a layout made for it.
pub(crate) fn write(picture: &Picture, layout: &Layout, options: &PageOptions) -> Result<Page, RenderError> {
    let colors = options.theme.colors();
    let fonts = fonts::fonts()?;
    let width = layout.bounds.w.max(NARROWEST);
    let unit = (width / BASIC_WIDTH).clamp(0.92, 12.0);
    let mut head = vec![Block::headline(fonts, colors, &picture.title, width, unit)];
    if let Some(subtitle) = &picture.subtitle {
        head.push(Block::subtitle(fonts, colors, subtitle, width, unit));
    }
    let notes = all_notes(picture, layout)?;
    let foot: Vec<Block> = notes.iter().map(|note| Block::note(fonts, colors, note, width, unit)).collect();
    let (nodes, edges) = (Legend::for_nodes(&picture.node_classes), Legend::for_edges(&picture.edge_classes));
    let key = Key::new(picture, (&nodes, &edges), fonts, (width, 12.0 * unit), options.theme);

    let margin = 26.0 * unit;
    let mut y = margin;
    let mut body = options.theme.definitions();
    for b in &head {
        b.write(&mut body, margin, y);
        y += b.height();
    }
    if key.height > 0.0 {
        y += 13.0 * unit;
        key.write(&mut body, margin, y);
        y += key.height;
    }
    y += 20.0 * unit;
    // The drawing keeps its own coordinates; a group shifts it into the page.
    let shift = (margin + (width - layout.bounds.w) / 2.0 - layout.bounds.x, y - layout.bounds.y);
    drawing(&mut body, picture, layout, &Painter::new(picture, &nodes, &edges, options.theme), shift);
    y += layout.bounds.h + 20.0 * unit;
    if !foot.is_empty() {
        rule(&mut body, colors, margin, y, width);
        y += 7.0 * unit;
        for b in &foot {
            b.write(&mut body, margin, y);
            y += b.height();
        }
    }
    let (w, h) = (width + 2.0 * margin, y + margin * 0.8);
    Ok(Page { svg: document(picture, &body, (w, h), options), width: w, height: h })
}

fn document(picture: &Picture, body: &str, size: (f64, f64), options: &PageOptions) -> String {
    let description = picture.subtitle.as_deref().map(displayable).unwrap_or_default();
    let dash = if description.is_empty() { "" } else { " – " };
    let description = format!("{description}{dash}{} nodes, {} lines.", picture.nodes.len(), picture.edges.len());
    whole((&picture.title, &description), body, size, options.width, options.theme.colors())
}

/// A document of a size around its body, with title and description for those who do not see it; shown
/// in another width where one is given.
pub(super) fn whole(
    (title, description): (&str, &str),
    body: &str,
    (w, h): (f64, f64),
    wide: Option<f64>,
    colors: &ThemeColors,
) -> String {
    let mut out = String::with_capacity(body.len() + 1024);
    let (w, h) = (w.ceil(), h.ceil());
    let (wide, high) = wide.map_or((num(w), num(h)), |wide| (num(wide), num(wide * h / w)));
    let (w, h) = (num(w), num(h));
    let title = displayable(title);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {w} {h}\" \
         role=\"img\" aria-label=\"{}\" font-family=\"{FAMILIES}\">",
        escape(&title),
    );
    xml::title(&mut out, &title);
    let _ = writeln!(out, "<desc>{}</desc>", escape(&displayable(description)));
    let _ = writeln!(out, "<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>", colors.paper);
    out.push_str(body);
    out.push_str("</svg>\n");
    out
}

pub(super) fn rule(out: &mut String, colors: &ThemeColors, x: f64, y: f64, width: f64) {
    let y = num(y);
    let _ = writeln!(
        out,
        "<path d=\"M{} {y}L{} {y}\" stroke=\"{}\" stroke-width=\"1\"/>",
        num(x),
        num(x + width),
        colors.rule
    );
}

/// Writes hulls first, then lines, labels and boxes, so that texts are on top.
fn drawing(out: &mut String, picture: &Picture, layout: &Layout, painter: &Painter, shift: (f64, f64)) {
    let _ = writeln!(out, "<g transform=\"translate({} {})\">", num(shift.0), num(shift.1));
    out.push_str("<g class=\"groups\">\n");
    for hull in &layout.hulls {
        painter.hull(out, hull);
    }
    out.push_str("</g>\n<g class=\"edges\" fill=\"none\">\n");
    for (number, (edge, placed)) in picture.edges.iter().zip(&layout.edges).enumerate() {
        painter.edge(out, number, edge, placed);
    }
    out.push_str("</g>\n<g class=\"labels\">\n");
    for (edge, placed) in picture.edges.iter().zip(&layout.edges) {
        if let Some(label) = &placed.label {
            painter.edge_label(out, edge, label, EDGE_LABEL);
        }
    }
    for hull in &layout.hulls {
        painter.caption(out, hull);
    }
    out.push_str("</g>\n<g class=\"nodes\">\n");
    for (node, placed) in picture.nodes.iter().zip(&layout.nodes) {
        painter.node(out, node, placed);
    }
    out.push_str("</g>\n</g>\n");
}

/// The picture's notes, and notes on what the drawing leaves out.
fn all_notes(picture: &Picture, layout: &Layout) -> Result<Vec<String>, RenderError> {
    let mut notes = picture.notes.clone();
    if layout.nameless > 0 {
        notes.push(format!(
            "{} of {} nodes, those with the fewest and weakest lines, are dots without names. The SVG shows the names on hovering.",
            layout.nameless,
            picture.nodes.len()
        ));
    }
    if layout.captions_dropped > 0 {
        notes.push(format!("{} group names are left out for lack of space.", layout.captions_dropped));
    }
    if picture.edges.len() > MOST_STRONG {
        notes.push(format!("The {MOST_STRONG} strongest lines are drawn fully, the others faintly."));
    }
    match layout.labels_dropped {
        0 => {}
        1 => notes.push("One line label is left out for lack of space. The SVG shows it on hovering.".to_string()),
        n => notes.push(format!("{n} line labels are left out for lack of space. The SVG shows them on hovering.")),
    }
    let missing = fonts::missing_in_picture(picture)?;
    if !missing.is_empty() {
        let codes: Vec<String> =
            missing.iter().take(MISSING_SHOWN).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        let more = if missing.len() > MISSING_SHOWN { " and others" } else { "" };
        notes.push(format!("The built-in fonts lack these characters: {}{more}.", codes.join(", ")));
    }
    Ok(notes)
}
