//! The legend above the drawing, with only what the drawing uses.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::marks::{DASHES, Widths};
use super::xml::{Anchor, num, rect, text};
use crate::layout::Rect;
use crate::palette::Legend;
use crate::picture::{Picture, Shape};
use crate::text::{Fonts, Style, displayable};
use crate::theme::{LinePaint, NodePaint, Theme};

/// The sign left of a legend text.
enum Sign {
    Heading,
    Swatch(NodePaint),
    Outline(Shape),
    Line { paint: LinePaint, width: f64, dashed: bool, arrow: bool },
}

struct Entry {
    sign: Sign,
    text: String,
}

/// The key as rows of entries with their places.
pub(crate) struct Key {
    placed: Vec<(f64, f64, Entry, f64)>,
    size: f64,
    theme: Theme,
    /// Height of all rows; 0 for an empty key.
    pub height: f64,
}

impl Key {
    /// Sets the entries a picture needs into rows of a width.
    pub(crate) fn new(
        picture: &Picture,
        (nodes, edges): (&Legend, &Legend),
        fonts: &Fonts,
        (width, size): (f64, f64),
        theme: Theme,
    ) -> Self {
        let swatch = |class| Sign::Swatch(theme.node(nodes, class, false));
        let line = |class| Sign::Line { paint: theme.line(edges, class), width: 2.4, dashed: false, arrow: false };
        let groups = [
            shapes(picture),
            classes(picture.node_class_label.as_deref(), nodes, used_nodes(picture, nodes), swatch),
            classes(picture.edge_class_label.as_deref(), edges, used_edges(picture, edges), line),
            styles(picture, theme),
            widths(picture, theme),
        ];
        let mut key = Key { placed: Vec::new(), size, theme, height: 0.0 };
        let (mut x, mut row) = (0.0, 0.0);
        let step = size * 1.75;
        let mut any = false;
        for group in groups {
            let extents: Vec<f64> = group.iter().map(|e| key.extent(fonts, e)).collect();
            let whole: f64 = extents.iter().sum();
            if x > 0.0 && x + whole > width {
                (x, row) = (0.0, row + 1.0);
            }
            for (entry, extent) in group.into_iter().zip(extents) {
                if x > 0.0 && x + extent > width {
                    (x, row) = (0.0, row + 1.0);
                }
                let text_width = fonts.width(&entry.text, key.style(&entry.sign));
                key.placed.push((x, row * step, entry, text_width));
                x += extent;
                any = true;
            }
            x += if x > 0.0 { size } else { 0.0 };
        }
        key.height = if any { (row + 1.0) * step } else { 0.0 };
        key
    }

    fn style(&self, sign: &Sign) -> Style {
        match sign {
            Sign::Heading => Style::bold(self.size),
            _ => Style::regular(self.size),
        }
    }

    fn sign_width(&self, sign: &Sign) -> f64 {
        match sign {
            Sign::Heading => 0.0,
            Sign::Swatch(_) => self.size * 1.45,
            Sign::Outline(_) => self.size * 2.2,
            Sign::Line { .. } => self.size * 2.7,
        }
    }

    fn extent(&self, fonts: &Fonts, entry: &Entry) -> f64 {
        let after = if matches!(entry.sign, Sign::Heading) { 0.8 } else { 1.3 };
        self.sign_width(&entry.sign) + fonts.width(&entry.text, self.style(&entry.sign)) + after * self.size
    }

    /// Writes the key with its upper left corner at a place.
    pub(crate) fn write(&self, out: &mut String, left: f64, top: f64) {
        if self.placed.is_empty() {
            return;
        }
        out.push_str("<g class=\"legend\">\n");
        for (x, y, entry, width) in &self.placed {
            let (x, middle) = (left + x, top + y + self.size * 0.8);
            self.sign(out, &entry.sign, x, middle);
            let colors = self.theme.colors();
            let ink = if matches!(entry.sign, Sign::Heading) { colors.heading } else { colors.label };
            let at = (x + self.sign_width(&entry.sign), middle + 0.36 * self.size);
            text(out, &entry.text, *width, at, self.style(&entry.sign), Anchor::Start, ink);
        }
        out.push_str("</g>\n");
    }

    fn sign(&self, out: &mut String, sign: &Sign, x: f64, middle: f64) {
        let s = self.size;
        match sign {
            Sign::Heading => {}
            Sign::Swatch(paint) => outline(out, (x, middle - 0.45 * s, 0.95 * s, 0.9 * s), 2.0, paint),
            Sign::Outline(shape) => {
                let radius = if *shape == Shape::Person { 0.5 * s } else { 2.0 };
                let paint = self.theme.node(&Legend::for_nodes(&[]), usize::MAX, false);
                outline(out, (x, middle - 0.5 * s, 1.75 * s, s), radius, &paint);
            }
            Sign::Line { paint, width, dashed, arrow } => {
                let color = paint.color;
                let end = x + if *arrow { 1.7 } else { 2.2 } * s;
                let rhythm = if *dashed { Some(DASHES) } else { paint.rhythm };
                let dashes = rhythm.map(|rhythm| format!(" stroke-dasharray=\"{rhythm}\"")).unwrap_or_default();
                let y = num(middle);
                let _ = writeln!(
                    out,
                    "<path d=\"M{} {y}L{} {y}\" stroke=\"{color}\" stroke-width=\"{}\"{dashes} fill=\"none\"/>",
                    num(x),
                    num(end),
                    num(*width),
                );
                if *arrow {
                    let (tip, up, down) = (num(x + 2.3 * s), num(middle - 0.36 * s), num(middle + 0.36 * s));
                    let base = num(end);
                    let _ = writeln!(out, "<path d=\"M{tip} {y}L{base} {up}L{base} {down}Z\" fill=\"{color}\"/>");
                }
            }
        }
    }
}

fn outline(out: &mut String, (x, y, w, h): (f64, f64, f64, f64), radius: f64, paint: &NodePaint) {
    let (radius, fill, stroke) = (num(radius), &paint.fill, &paint.stroke);
    let look = format!("rx=\"{radius}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.3\"");
    rect(out, &Rect { x, y, w, h }, &look);
}

fn entry(sign: Sign, text: &str) -> Entry {
    Entry { sign, text: displayable(text) }
}

fn shapes(picture: &Picture) -> Vec<Entry> {
    let used: BTreeSet<Shape> = picture.nodes.iter().map(|n| n.shape).collect();
    let classes: BTreeSet<(Shape, usize)> = picture.nodes.iter().map(|n| (n.shape, n.class)).collect();
    // If each shape is a class of its own, the classes show it.
    if used.len() < 2 || (picture.node_classes.len() == used.len() && classes.len() == used.len()) {
        return Vec::new();
    }
    used.into_iter()
        .map(|shape| {
            let name = if shape == Shape::Person { "person" } else { "company" };
            entry(Sign::Outline(shape), name)
        })
        .collect()
}

fn used_nodes(picture: &Picture, legend: &Legend) -> BTreeSet<usize> {
    picture.nodes.iter().filter_map(|n| legend.slot(n.class)).collect()
}

fn used_edges(picture: &Picture, legend: &Legend) -> BTreeSet<usize> {
    picture.edges.iter().filter_map(|e| legend.slot(e.class)).collect()
}

/// The heading and an entry for each slot of a legend that is used; `sign` is asked for a class of the slot.
fn classes(label: Option<&str>, legend: &Legend, used: BTreeSet<usize>, sign: impl Fn(usize) -> Sign) -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        label.filter(|_| !used.is_empty()).map(|l| entry(Sign::Heading, l)).into_iter().collect();
    entries
        .extend(used.into_iter().filter_map(|slot| Some(entry(sign(legend.class_of(slot)?), &legend.slots[slot].0))));
    entries
}

/// Dashes and arrow heads, where some lines have them.
fn styles(picture: &Picture, theme: Theme) -> Vec<Entry> {
    let paint = theme.plain_line();
    let line = |dashed, arrow| Sign::Line { paint, width: 1.8, dashed, arrow };
    let mut entries = Vec::new();
    if picture.edges.iter().any(|e| e.possible) {
        if picture.edges.iter().any(|e| !e.is_dashed()) {
            entries.push(entry(line(false, false), "certain"));
        }
        entries.push(entry(line(true, false), "possible: the known dates allow it"));
    }
    if picture.edges.iter().any(|e| e.identity) {
        entries.push(entry(line(true, false), "same as?: may be one, which is undecided"));
    }
    let ties = picture.edges.iter().filter(|e| !e.identity).count();
    let directed = picture.edges.iter().filter(|e| e.directed).count();
    let mixed = directed > 0 && directed < ties;
    if let Some(label) = picture.arrow_label.as_deref().filter(|_| directed > 0).or(mixed.then_some("directed")) {
        entries.push(entry(line(false, true), label));
    }
    entries
}

/// Up to three sample widths: the smallest, a middle and the largest weight.
fn widths(picture: &Picture, theme: Theme) -> Vec<Entry> {
    let Some(label) = &picture.weight_label else { return Vec::new() };
    let mut weights: Vec<f64> = picture.edges.iter().map(|e| e.weight).collect();
    weights.sort_by(f64::total_cmp);
    weights.dedup();
    let scale = Widths::new(picture);
    let samples: Vec<f64> = match weights.as_slice() {
        [] => return Vec::new(),
        few @ ([_] | [_, _] | [_, _, _]) => few.to_vec(),
        [first, .., last] => {
            let middle = (first + last) / 2.0;
            let nearest = weights.iter().copied().min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()));
            vec![*first, nearest.unwrap_or(middle), *last]
        }
    };
    let paint = theme.plain_line();
    let mut entries = vec![entry(Sign::Heading, label)];
    entries.extend(samples.into_iter().map(|w| {
        let sign = Sign::Line { paint, width: scale.width(w), dashed: false, arrow: false };
        entry(sign, &num(w))
    }));
    entries
}
