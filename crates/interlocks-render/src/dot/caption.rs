//! The caption below the drawing: headline, subtitle, legend and notes, as one HTML-like label.

use std::collections::BTreeSet;

use super::COLORS;
use super::text::lines;
use crate::error::RenderError;
use crate::palette::Legend;
use crate::picture::{Color, Picture};
use crate::text::{Style, displayable};
use interlocks_dot::html as escaped;

/// Points at which the caption's lines are broken.
const WIDTH: f64 = 460.0;
const HEADLINE: f64 = 16.0;
const SUBTITLE: f64 = 11.0;
const LEGEND: f64 = 10.0;
const NOTE: f64 = 9.0;

/// The caption; `None` if it would be empty.
pub(super) fn html(picture: &Picture, nodes: &Legend, edges: &Legend) -> Result<Option<String>, RenderError> {
    let mut out = String::new();
    for line in lines(&picture.title, Style::bold(HEADLINE), WIDTH)? {
        out += &row(&format!("<b>{}</b>", escaped(&line)), HEADLINE, COLORS.headline);
    }
    for line in lines(picture.subtitle.as_deref().unwrap_or_default(), Style::regular(SUBTITLE), WIDTH)? {
        out += &row(&escaped(&line), SUBTITLE, COLORS.pale);
    }
    let used = picture.nodes.iter().filter_map(|node| nodes.slot(node.class)).collect();
    out += &legend(picture.node_class_label.as_deref(), nodes, &used, "■");
    let used = picture.edges.iter().filter_map(|edge| edges.slot(edge.class)).collect();
    out += &legend(picture.edge_class_label.as_deref(), edges, &used, "▬");
    let dashed = picture.edges.iter().any(|edge| edge.possible).then_some("dashed: possible, the known dates allow it");
    let identity = picture.edges.iter().any(|edge| edge.identity).then_some("same as?: may be one, which is undecided");
    let width = picture.weight_label.as_deref().map(displayable).filter(|text| !text.is_empty());
    let strokes: Vec<String> =
        dashed.into_iter().chain(identity).map(str::to_string).chain(width.map(|w| format!("width: {w}"))).collect();
    if !strokes.is_empty() {
        out += &row(&escaped(&format!("Lines:  {}", strokes.join("; "))), LEGEND, COLORS.label);
    }
    for note in &picture.notes {
        for line in lines(note, Style::regular(NOTE), WIDTH)? {
            out += &row(&escaped(&line), NOTE, COLORS.note);
        }
    }
    // An empty row keeps the caption off the drawing.
    Ok((!out.is_empty()).then(|| format!("<{}{out}>", row(" ", NOTE, COLORS.note))))
}

/// A legend of the colors that the picture uses, if there is more than one.
fn legend(heading: Option<&str>, legend: &Legend, used: &BTreeSet<usize>, mark: &str) -> String {
    if used.len() < 2 {
        return String::new();
    }
    let entry = |slot: &usize| {
        let (name, color): &(String, Color) = &legend.slots[*slot];
        format!("<font color=\"{color}\">{mark}</font> {}", escaped(&displayable(name)))
    };
    let entries: Vec<String> = used.iter().map(entry).collect();
    // Four to a line: names of industries are long, and Graphviz breaks no lines of its own.
    let heading = heading.map(displayable).filter(|text| !text.is_empty()).map(|text| format!("{}:  ", escaped(&text)));
    let rows = entries.chunks(4).enumerate().map(|(nth, entries)| {
        let heading = heading.as_deref().filter(|_| nth == 0).unwrap_or_default();
        row(&format!("{heading}{}", entries.join("   ")), LEGEND, COLORS.label)
    });
    rows.collect()
}

fn row(content: &str, size: f64, ink: &str) -> String {
    format!("<font point-size=\"{size}\" color=\"{ink}\">{content}</font><br/>")
}
