//! Writes networks of any size as DOT, statement by statement. Every column becomes an attribute; Graphviz ignores
//! attributes that it does not know.

use std::io::{self, Write};

use super::{LeftOut, Network, kind_name, text};
use interlocks_core::model::EntityKind;
use interlocks_dataset::ExportRow;
use interlocks_dot::{label, quoted};

pub fn write(network: &dyn Network, out: &mut dyn Write) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::new();
    let (graph, joint) = if network.is_two_mode() { ("digraph", "->") } else { ("graph", "--") };
    writeln!(out, "{graph} {} {{", quoted(&network.title()))?;
    network.for_each_node(&mut |node| {
        let name = if node.name.is_empty() { &node.id } else { &node.name };
        let shape = if node.kind == EntityKind::Company { "box" } else { "ellipse" };
        let (id, name) = (quoted(&node.id), quoted(&label([name.replace('\n', " ").as_str()])));
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

/// Attributes that have a meaning for Graphviz; columns with these names get the prefix `data_`.
const GRAPHVIZ_ATTRIBUTES: &[&str] = &[
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
        let prefix = if GRAPHVIZ_ATTRIBUTES.contains(&name.as_str()) { "data_" } else { "" };
        write!(out, ", {}={}", quoted(&format!("{prefix}{name}")), quoted(&text(cell, left_out)))?;
    }
    Ok(())
}
