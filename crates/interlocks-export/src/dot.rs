//! DOT, <https://graphviz.org/doc/info/lang.html>: every column is an attribute, which Graphviz keeps and passes by.

use std::io::{self, Write};

use super::{LeftOut, Network, kind_name, text};
use interlocks_core::model::EntityKind;
use interlocks_dataset::ExportRow;

pub fn write(network: &dyn Network, out: &mut dyn Write) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::new();
    let (graph, joint) = if network.is_two_mode() { ("digraph", "->") } else { ("graph", "--") };
    writeln!(out, "{graph} {} {{", quoted(&network.title()))?;
    network.for_each_node(&mut |node| {
        let name = if node.name.is_empty() { &node.id } else { &node.name };
        let shape = if node.kind == EntityKind::Company { "box" } else { "ellipse" };
        let (id, name) = (quoted(&node.id), label(name));
        write!(out, "  {id} [label={name}, shape={shape}, kind={}", kind_name(node.kind))?;
        attributes(out, &node.cells, &mut left_out)?;
        writeln!(out, "];")
    })?;
    network.for_each_edge(&mut |edge| {
        let [from, to] = edge.ids.each_ref().map(|id| quoted(id));
        write!(out, "  {from} {joint} {to} [kind={}, weight={}", quoted(&edge.kind), edge.weight)?;
        attributes(out, &edge.cells, &mut left_out)?;
        writeln!(out, "];")
    })?;
    writeln!(out, "}}")?;
    Ok(left_out)
}

/// Attributes that mean something to Graphviz, and must not be said by data.
const OF_GRAPHVIZ: &[&str] = &[
    "label",
    "shape",
    "style",
    "color",
    "pos",
    "width",
    "height",
    "size",
    "image",
    "URL",
    "url",
    "href",
    "target",
    "weight",
    "len",
    "dir",
    "class",
    "comment",
    "group",
    "rank",
    "margin",
    "fixedsize",
    "shapefile",
    "imagepath",
    "fontname",
    "fontpath",
];

fn attributes(out: &mut dyn Write, cells: &ExportRow, left_out: &mut LeftOut) -> io::Result<()> {
    for (name, cell) in cells {
        let own = if OF_GRAPHVIZ.contains(&name.as_str()) { "data_" } else { "" };
        write!(out, ", {}={}", quoted(&format!("{own}{name}")), quoted(&text(cell, left_out)))?;
    }
    Ok(())
}

/// A string of DOT: a quote is the only sign that has to be escaped.
fn quoted(text: &str) -> String {
    let plain = text.replace('"', "\\\"").replace('\0', " ");
    // A backslash at the end would escape the closing quote.
    let end = if plain.ends_with('\\') { " " } else { "" };
    format!("\"{plain}{end}\"")
}

/// A label, in which a backslash means something.
fn label(text: &str) -> String {
    quoted(&text.replace('\\', "\\\\").replace('\n', " "))
}
