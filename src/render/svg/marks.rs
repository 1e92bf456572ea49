//! Nodes and edges as SVG.

use std::fmt::Write;

use super::xml::{Anchor, escape, num, text, title};
use crate::render::layout::{Curve, PlacedEdge, PlacedLabel, PlacedNode, Point, Rect, Segment, along};
use crate::render::palette::{LABEL_INK, Legend};
use crate::render::picture::{Colour, Edge, Node, Picture, Shape};
use crate::render::text::Style;

const INK: &str = "#1c2026";
/// Dashes of "possible" ties.
pub const DASHES: &str = "6 4";

/// How a weight becomes a line width: the smallest weight is drawn 1.4 px wide. If
/// the largest is at most five times the smallest, width is proportional to weight;
/// otherwise it grows with the square root, and is capped at 9 px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Widths {
    smallest: f64,
    proportional: bool,
}

impl Widths {
    const THIN: f64 = 1.4;
    const CAP: f64 = 9.0;

    /// The scale for the weights of a picture.
    pub fn of(picture: &Picture) -> Self {
        let weights = picture.edges.iter().map(|e| e.weight).filter(|w| *w > 0.0);
        let smallest = weights.clone().fold(f64::INFINITY, f64::min);
        let largest = weights.fold(0.0, f64::max);
        Widths { smallest: if smallest.is_finite() { smallest } else { 1.0 }, proportional: largest <= 5.0 * smallest }
    }

    /// Width in pixels of a line of a weight.
    pub fn width(&self, weight: f64) -> f64 {
        let times = (weight / self.smallest).max(0.5);
        let grown = if self.proportional { times } else { times.sqrt() };
        (Self::THIN * grown).min(Self::CAP)
    }
}

/// Writes a node: outline, label, tooltip.
pub fn node(out: &mut String, node: &Node, placed: &PlacedNode, legend: &Legend) {
    let colour = legend.colour(node.class);
    let r = placed.rect;
    let radius = match node.shape {
        Shape::Person => r.h.min(r.w) / 2.0,
        Shape::Company => 2.5,
    };
    let (fill, stroke, thickness, ink) = if node.emphasis {
        (colour, colour.shade(0.45), 2.2, contrasting(colour))
    } else {
        (colour.tint(0.83), colour.shade(0.12), 1.3, INK)
    };
    let _ = writeln!(out, "<g class=\"node\" data-id=\"{}\">", escape(&node.id));
    tooltip(out, Some(&node.label).filter(|_| placed.label.cut), node.tooltip.as_ref());
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"/>",
        num(r.x),
        num(r.y),
        num(r.w),
        num(r.h),
        num(radius),
        num(thickness),
    );
    lines(out, &placed.label.lines, &r, placed.style, ink);
    out.push_str("</g>\n");
}

/// Lines of text, centred in a box both ways.
fn lines(out: &mut String, lines: &[(String, f64)], r: &Rect, style: Style, ink: &str) {
    let step = style.line_height();
    let middle = r.centre();
    // The baseline of a line lies about 0.35 em below its middle.
    let first = middle.y - step * (lines.len() as f64 - 1.0) / 2.0 + 0.35 * style.size;
    for (i, (line, width)) in lines.iter().enumerate() {
        let at = (middle.x, first + step * i as f64);
        text(out, line, *width, at, style, Anchor::Middle, ink);
    }
}

/// Black or white, whichever reads better (relative luminance, WCAG 2).
fn contrasting(colour: Colour) -> &'static str {
    let channel = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b);
    if luminance > 0.30 { INK } else { "#ffffff" }
}

fn tooltip(out: &mut String, full: Option<&String>, more: Option<&String>) {
    let parts: Vec<&str> = [full, more].into_iter().flatten().map(String::as_str).collect();
    if !parts.is_empty() {
        title(out, &parts.join("\n"));
    }
}

/// Writes the line of an edge with its arrow head and tooltip, without the label.
pub fn edge(out: &mut String, edge: &Edge, placed: &PlacedEdge, legend: &Legend, widths: Widths) {
    let colour = legend.colour(edge.class);
    let width = widths.width(edge.weight);
    out.push_str("<g class=\"edge\">\n");
    let hidden = placed.label.as_ref().is_none_or(|l| l.text.cut);
    tooltip(out, edge.label.as_ref().filter(|_| hidden), edge.tooltip.as_ref());
    let head = edge.directed.then(|| Head::at_end(&placed.curve, width));
    let curve = match &head {
        Some(head) => shortened(&placed.curve, head.base),
        None => placed.curve.clone(),
    };
    let dashes = if edge.possible { format!(" stroke-dasharray=\"{DASHES}\"") } else { String::new() };
    let _ =
        writeln!(out, "<path d=\"{}\" stroke=\"{colour}\" stroke-width=\"{}\"{dashes}/>", path(&curve), num(width),);
    if let Some(head) = head {
        head.write(out, colour);
    }
    out.push_str("</g>\n");
}

/// Writes the label of an edge on a pale ground that keeps lines out of the text.
pub fn edge_label(out: &mut String, label: &PlacedLabel, style: Style) {
    let inner = label.rect.inflated(1.0 - PlacedLabel::PADDING);
    let opacity = if label.on_line { "0.94" } else { "0.8" };
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"#ffffff\" fill-opacity=\"{opacity}\"/>",
        num(inner.x),
        num(inner.y),
        num(inner.w),
        num(inner.h),
    );
    lines(out, &label.text.lines, &label.rect, style, LABEL_INK);
}

/// The `d` attribute of a curve.
pub fn path(curve: &Curve) -> String {
    let pair = |p: &Point| format!("{} {}", num(p.x), num(p.y));
    let mut d = format!("M{}", pair(&curve.start));
    for segment in &curve.segments {
        let _ = match segment {
            Segment::Line(p) => write!(d, "L{}", pair(p)),
            Segment::Quad(c, p) => write!(d, "Q{} {}", pair(c), pair(p)),
            Segment::Cubic(a, b, p) => write!(d, "C{} {} {}", pair(a), pair(b), pair(p)),
        };
    }
    d
}

/// An arrow head: a drawn triangle, not a marker, so that its size follows the line
/// gently and every viewer shows it alike.
struct Head {
    tip: Point,
    base: Point,
    half: f64,
}

impl Head {
    fn at_end(curve: &Curve, width: f64) -> Self {
        let line = curve.flatten();
        let total: f64 = line.windows(2).map(|w| (w[1] - w[0]).length()).sum();
        let length = (7.0 + 1.6 * width).min(total * 0.6).max(0.1);
        let (back, _) = along(&line, 1.0 - length / total.max(length));
        Head { tip: curve.end(), base: back, half: 3.0 + 0.9 * width }
    }

    fn write(&self, out: &mut String, colour: Colour) {
        let side = (self.tip - self.base).unit().normal() * self.half;
        let (a, b) = (self.base + side, self.base - side);
        let _ = writeln!(
            out,
            "<path d=\"M{} {}L{} {}L{} {}Z\" fill=\"{colour}\" stroke=\"none\"/>",
            num(self.tip.x),
            num(self.tip.y),
            num(a.x),
            num(a.y),
            num(b.x),
            num(b.y),
        );
    }
}

/// The curve with its end drawn back, so that a thick line does not peep out beside
/// the tip of its arrow head.
fn shortened(curve: &Curve, end: Point) -> Curve {
    let mut curve = curve.clone();
    if let Some(Segment::Line(p) | Segment::Quad(_, p) | Segment::Cubic(_, _, p)) = curve.segments.last_mut() {
        *p = end;
    }
    curve
}
