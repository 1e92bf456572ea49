//! Writes a laid-out picture as one self-contained SVG page: headline, key, drawing,
//! notes.
//!
//! The page is as large as the drawing needs; headline, key and notes grow with it,
//! so that they keep their rank when the page is shrunk to a column.

mod legend;
mod marks;
pub(super) use self::marks::Widths;
pub(super) mod xml;

use std::fmt::Write;

use self::legend::Key;

use self::xml::{Anchor, escape, num, text};
use super::error::RenderError;
use super::layout::{EDGE_LABEL, Layout, LayoutOptions, lay_out};
use super::palette::Legend;
use super::picture::Picture;
use super::text::{self as fonts, FAMILIES, Style, Wrapped, displayable, wrap};

/// Narrowest drawing area; headlines need some room.
const NARROWEST: f64 = 620.0;
/// Drawing width at which headline and notes have their basic size.
const BASIC_WIDTH: f64 = 1000.0;
const MISSING_SHOWN: usize = 12;

/// A complete SVG document.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The document.
    pub svg: String,
    /// Width in pixels at scale 1.
    pub width: f64,
    /// Height in pixels at scale 1.
    pub height: f64,
}

/// Lays a picture out and writes it.
pub fn page(picture: &Picture, options: &LayoutOptions) -> Result<Page, RenderError> {
    let layout = lay_out(picture, options)?;
    write(picture, &layout)
}

/// A block of wrapped text and the style it is set in.
struct Block {
    text: Wrapped,
    style: Style,
    ink: &'static str,
    /// Space above.
    above: f64,
}

impl Block {
    fn height(&self) -> f64 {
        self.above + self.text.height(self.style)
    }

    fn write(&self, out: &mut String, x: f64, y: f64) {
        for (i, (line, width)) in self.text.lines.iter().enumerate() {
            let baseline = y + self.above + self.style.line_height() * i as f64 + self.style.size;
            text(out, line, *width, (x, baseline), self.style, Anchor::Start, self.ink);
        }
    }
}

/// Writes a picture with a layout made for it.
pub fn write(picture: &Picture, layout: &Layout) -> Result<Page, RenderError> {
    let fonts = fonts::fonts()?;
    let width = layout.bounds.w.max(NARROWEST);
    let unit = (width / BASIC_WIDTH).clamp(0.92, 4.0);
    let block = |text: &str, style: Style, ink: &'static str, above: f64| Block {
        text: wrap(fonts, text, style, width, 12),
        style,
        ink,
        above,
    };
    let mut head = vec![block(&picture.title, Style::bold(23.0 * unit), "#14171b", 0.0)];
    if let Some(subtitle) = &picture.subtitle {
        head.push(block(subtitle, Style::regular(14.5 * unit), "#4a515b", 4.0 * unit));
    }
    let notes = all_notes(picture, layout)?;
    let foot: Vec<Block> = notes.iter().map(|n| block(n, Style::regular(11.0 * unit), "#5f6771", 2.0 * unit)).collect();
    let (nodes, edges) = (Legend::of_nodes(&picture.node_classes), Legend::of_edges(&picture.edge_classes));
    let key = Key::new(picture, &nodes, &edges, fonts, width, 12.0 * unit);

    let margin = 26.0 * unit;
    let mut y = margin;
    let mut body = String::new();
    for b in head.iter().filter(|b| !b.text.lines.is_empty()) {
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
    drawing(&mut body, picture, layout, (&nodes, &edges), shift);
    y += layout.bounds.h + 20.0 * unit;
    if !foot.is_empty() {
        rule(&mut body, margin, y, width);
        y += 7.0 * unit;
        for b in &foot {
            b.write(&mut body, margin, y);
            y += b.height();
        }
    }
    let (w, h) = (width + 2.0 * margin, y + margin * 0.8);
    Ok(Page { svg: document(picture, &body, w, h), width: w, height: h })
}

fn document(picture: &Picture, body: &str, w: f64, h: f64) -> String {
    let mut out = String::with_capacity(body.len() + 1024);
    let (w, h) = (num(w.ceil()), num(h.ceil()));
    let title = displayable(&picture.title);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         role=\"img\" aria-label=\"{}\" font-family=\"{FAMILIES}\">",
        escape(&title),
    );
    xml::title(&mut out, &title);
    let told = picture.subtitle.as_deref().map(displayable).unwrap_or_default();
    let _ = writeln!(
        out,
        "<desc>{}{}{} nodes, {} lines.</desc>",
        escape(&told),
        if told.is_empty() { "" } else { " – " },
        picture.nodes.len(),
        picture.edges.len(),
    );
    let _ = writeln!(out, "<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>");
    out.push_str(body);
    out.push_str("</svg>\n");
    out
}

fn rule(out: &mut String, x: f64, y: f64, width: f64) {
    let y = num(y);
    let _ = writeln!(out, "<path d=\"M{} {y}L{} {y}\" stroke=\"#c9ced4\" stroke-width=\"1\"/>", num(x), num(x + width));
}

/// Lines first, then their labels, then boxes: what is read lies on top.
fn drawing(out: &mut String, picture: &Picture, layout: &Layout, legends: (&Legend, &Legend), shift: (f64, f64)) {
    let widths = Widths::of(picture);
    let _ = writeln!(out, "<g transform=\"translate({} {})\">", num(shift.0), num(shift.1));
    out.push_str("<g class=\"edges\" fill=\"none\">\n");
    for (edge, placed) in picture.edges.iter().zip(&layout.edges) {
        marks::edge(out, edge, placed, legends.1, widths);
    }
    out.push_str("</g>\n<g class=\"labels\">\n");
    for label in layout.edges.iter().filter_map(|e| e.label.as_ref()) {
        marks::edge_label(out, label, EDGE_LABEL);
    }
    out.push_str("</g>\n<g class=\"nodes\">\n");
    for (node, placed) in picture.nodes.iter().zip(&layout.nodes) {
        marks::node(out, node, placed, legends.0);
    }
    out.push_str("</g>\n</g>\n");
}

/// The picture's notes, and what the drawing itself has to confess.
fn all_notes(picture: &Picture, layout: &Layout) -> Result<Vec<String>, RenderError> {
    let mut notes = picture.notes.clone();
    match layout.labels_dropped {
        0 => {}
        1 => notes
            .push("One line label found no free place and is left out; in the SVG it shows on hovering.".to_string()),
        n => notes
            .push(format!("{n} line labels found no free place and are left out; in the SVG they show on hovering.")),
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
