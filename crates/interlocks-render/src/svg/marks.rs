//! Nodes and edges as SVG.

use std::fmt::Write;

use super::xml::{Anchor, escape, num, rect, text, title};
use crate::layout::{Background, Curve, Hull, PlacedEdge, PlacedLabel, PlacedNode, Point, Rect, Segment, along};
use crate::palette::Legend;
use crate::picture::{Color, Edge, Node, Picture, Shape};
use crate::text::Style;
use crate::theme::Theme;

/// Largest number of lines that are drawn fully: the strongest, between the most important ends.
pub(crate) const MOST_STRONG: usize = 1_500;
/// Opacity of the other lines.
const FAINT: &str = " stroke-opacity=\"0.35\" fill-opacity=\"0.35\"";
/// Opacity of dimmed nodes and lines.
const DIMMED: &str = " stroke-opacity=\"0.32\" fill-opacity=\"0.32\"";
/// Dashes of "possible" ties.
pub(crate) const DASHES: &str = "6 4";

/// The scale from weights to line widths: the smallest weight is drawn 1.4 px wide. If
/// the largest is at most five times the smallest, width is proportional to weight;
/// otherwise it grows with the square root, and is capped at 9 px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Widths {
    smallest: f64,
    proportional: bool,
}

impl Widths {
    const THIN: f64 = 1.4;
    const CAP: f64 = 9.0;

    /// The scale for the weights of a picture.
    pub(crate) fn new(picture: &Picture) -> Self {
        let weights = picture.edges.iter().map(|e| e.weight).filter(|w| *w > 0.0);
        let smallest = weights.clone().fold(f64::INFINITY, f64::min);
        let largest = weights.fold(0.0, f64::max);
        Widths { smallest: if smallest.is_finite() { smallest } else { 1.0 }, proportional: largest <= 5.0 * smallest }
    }

    /// Width in pixels of a line of a weight.
    pub(crate) fn width(&self, weight: f64) -> f64 {
        let times = (weight / self.smallest).max(0.5);
        let grown = if self.proportional { times } else { times.sqrt() };
        (Self::THIN * grown).min(Self::CAP)
    }
}

/// Writes nodes and lines of one picture, in its classes and its theme.
pub(crate) struct Painter<'a> {
    nodes: &'a Legend,
    edges: &'a Legend,
    widths: Widths,
    theme: Theme,
    /// By edge; empty where all are drawn fully.
    faint: Vec<bool>,
}

impl<'a> Painter<'a> {
    /// For a picture with these legends.
    pub(crate) fn new(picture: &Picture, nodes: &'a Legend, edges: &'a Legend, theme: Theme) -> Self {
        Painter { nodes, edges, widths: Widths::new(picture), theme, faint: faint(picture) }
    }

    /// Writes a node: outline, label, tooltip.
    pub(crate) fn node(&self, out: &mut String, node: &Node, placed: &PlacedNode) {
        let paint = self.theme.node(self.nodes, node.class, node.emphasis);
        let colors = self.theme.colors();
        let r = placed.rect;
        let radius = match node.shape {
            Shape::Person => r.h.min(r.w) / 2.0,
            Shape::Company => 2.5,
        };
        let (stroke, thickness) =
            if node.highlighted { (colors.ink, 3.2) } else { (paint.stroke.as_str(), paint.thickness) };
        let dimmed = if node.dimmed { DIMMED } else { "" };
        let _ = writeln!(out, "<g class=\"node\" data-id=\"{}\"{dimmed}>", escape(&node.id));
        tooltip(out, Some(&node.label).filter(|_| placed.label.cut), node.tooltip.as_ref());
        let (radius, fill, thickness) = (num(radius), &paint.fill, num(thickness));
        let look = format!("rx=\"{radius}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{thickness}\"");
        rect(out, &r, &look);
        if paint.patterned {
            ground(out, &placed.label.lines, &r, placed.style);
        }
        lines(out, &placed.label.lines, &r, placed.style, &paint.ink);
        out.push_str("</g>\n");
    }

    /// Writes the outline of a group.
    pub(crate) fn hull(&self, out: &mut String, hull: &Hull) {
        let points: Vec<String> = hull.outline.iter().map(|p| format!("{} {}", num(p.x), num(p.y))).collect();
        let (fill, strength) = self.theme.hull(hull.group);
        // A broad seam of the same color rounds the corners.
        let _ = writeln!(
            out,
            "<path d=\"M{}Z\" fill=\"{fill}\" stroke=\"{fill}\" stroke-width=\"10\" stroke-linejoin=\"round\" opacity=\"{strength}\"/>",
            points.join("L"),
        );
    }

    /// Writes the name of a group, outside its outline on a background that covers lines.
    pub(crate) fn caption(&self, out: &mut String, hull: &Hull) {
        let Some((caption, place)) = &hull.caption else { return };
        let colors = self.theme.colors();
        if !hull.is_band {
            rect(out, &place.inflated(2.0), &format!("fill=\"{}\" fill-opacity=\"0.85\"", colors.paper));
        }
        lines(out, &caption.lines, place, Hull::CAPTION, colors.pale);
    }

    /// Writes the line of an edge with its arrow head and tooltip, without the label.
    pub(crate) fn edge(&self, out: &mut String, number: usize, edge: &Edge, placed: &PlacedEdge) {
        let paint = self.theme.line(self.edges, edge.class);
        let (color, width) = (paint.color, self.widths.width(edge.weight));
        let faint = self.faint.get(number) == Some(&true);
        let opacity = if edge.dimmed {
            DIMMED
        } else if faint {
            FAINT
        } else {
            ""
        };
        let _ = writeln!(out, "<g class=\"edge\"{opacity}>");
        let hidden = placed.label.as_ref().is_none_or(|l| l.text.cut);
        tooltip(out, edge.label.as_ref().filter(|_| hidden), edge.tooltip.as_ref());
        let head = edge.directed.then(|| Head::at_end(&placed.curve, width));
        let curve = match &head {
            Some(head) => shortened(&placed.curve, head.base),
            None => placed.curve.clone(),
        };
        let rhythm = if edge.is_dashed() { Some(DASHES) } else { paint.rhythm };
        let dashes = rhythm.map(|rhythm| format!(" stroke-dasharray=\"{rhythm}\"")).unwrap_or_default();
        let _ =
            writeln!(out, "<path d=\"{}\" stroke=\"{color}\" stroke-width=\"{}\"{dashes}/>", path(&curve), num(width));
        if let Some(head) = head {
            head.write(out, color);
        }
        out.push_str("</g>\n");
    }

    /// Writes the label of an edge on a background that covers lines.
    pub(crate) fn edge_label(&self, out: &mut String, edge: &Edge, label: &PlacedLabel, style: Style) {
        let colors = self.theme.colors();
        let inner = label.rect.inflated(1.0 - PlacedLabel::PADDING);
        let opacity = match label.background {
            Background::OnLine => "0.94",
            Background::Beside => "0.8",
            Background::Empty => "0",
        };
        // Faint, but readable.
        let dimmed = if edge.dimmed { " fill-opacity=\"0.65\"" } else { "" };
        let _ = write!(out, "<g{dimmed}>");
        rect(out, &inner, &format!("rx=\"2\" fill=\"{}\" fill-opacity=\"{opacity}\"", colors.paper));
        lines(out, &label.text.lines, &label.rect, style, colors.label);
        out.push_str("</g>\n");
    }
}

/// For each line, `true` if it is drawn faintly because there are many; empty if none is.
fn faint(picture: &Picture) -> Vec<bool> {
    if picture.edges.len() <= MOST_STRONG {
        return Vec::new();
    }
    let importance = picture.importance();
    let weaker_end = |edge: &Edge| importance[edge.from].min(importance[edge.to]);
    let mut order: Vec<usize> = (0..picture.edges.len()).collect();
    order.sort_by(|&a, &b| {
        let (x, y) = (&picture.edges[a], &picture.edges[b]);
        y.weight.total_cmp(&x.weight).then(weaker_end(y).total_cmp(&weaker_end(x))).then(a.cmp(&b))
    });
    let mut faint = vec![true; picture.edges.len()];
    order.iter().take(MOST_STRONG).for_each(|&edge| faint[edge] = false);
    faint
}

/// A plain background behind each line of a label on a pattern.
fn ground(out: &mut String, lines: &[(String, f64)], r: &Rect, style: Style) {
    for ((_, width), middle) in lines.iter().zip(middles(lines.len(), r, style)) {
        rect(out, &Rect::around(middle, width + 4.0, style.line_height()), "fill=\"#ffffff\"");
    }
}

/// The middles of `count` lines of text, centered in a box both ways.
fn middles(count: usize, r: &Rect, style: Style) -> impl Iterator<Item = Point> {
    let (step, middle) = (style.line_height(), r.center());
    let first = middle.y - step * (count as f64 - 1.0) / 2.0;
    (0..count).map(move |line| Point::new(middle.x, first + step * line as f64))
}

/// Lines of text, centered in a box both ways.
fn lines(out: &mut String, lines: &[(String, f64)], r: &Rect, style: Style, ink: &str) {
    for ((line, width), middle) in lines.iter().zip(middles(lines.len(), r, style)) {
        // The baseline of a line lies about 0.35 em below its middle.
        let at = (middle.x, middle.y + 0.35 * style.size);
        text(out, line, *width, at, style, Anchor::Middle, ink);
    }
}

fn tooltip(out: &mut String, full: Option<&String>, more: Option<&String>) {
    let parts: Vec<&str> = [full, more].into_iter().flatten().map(String::as_str).collect();
    if !parts.is_empty() {
        title(out, &parts.join("\n"));
    }
}

/// The `d` attribute of a curve.
pub(crate) fn path(curve: &Curve) -> String {
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

    fn write(&self, out: &mut String, color: Color) {
        let side = (self.tip - self.base).unit().normal() * self.half;
        let (a, b) = (self.base + side, self.base - side);
        let _ = writeln!(
            out,
            "<path d=\"M{} {}L{} {}L{} {}Z\" fill=\"{color}\" stroke=\"none\"/>",
            num(self.tip.x),
            num(self.tip.y),
            num(a.x),
            num(a.y),
            num(b.x),
            num(b.y),
        );
    }
}

/// The curve with its end moved back, so that a thick line does not show beside
/// the tip of its arrow head.
fn shortened(curve: &Curve, end: Point) -> Curve {
    let mut curve = curve.clone();
    if let Some(Segment::Line(p) | Segment::Quad(_, p) | Segment::Cubic(_, _, p)) = curve.segments.last_mut() {
        *p = end;
    }
    curve
}
