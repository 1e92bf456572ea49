//! GraphML, <http://graphml.graphdrawing.org/specification.html>. Nodes and edges have one attribute per column, `kind`
//! and, on edges, `weight`.

use std::io::{self, Write};

use super::xml::{escaped, for_each_cell, type_name, write_root};
use super::{LeftOut, Network, kind_name};
use interlocks_dataset::{CellKind, ExportColumn, ExportRow};

/// Writes the document.
pub(super) fn write(network: &dyn Network, out: &mut dyn Write) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::new();
    let [of_nodes, of_edges] = network.columns();
    let namespace = "http://graphml.graphdrawing.org/xmlns";
    write_root(out, "graphml", namespace, "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd", "")?;
    key(out, "name", "node", "name", CellKind::Text)?;
    key(out, "kind", "node", "kind", CellKind::Text)?;
    for (at, column) in of_nodes.iter().enumerate() {
        key(out, &format!("n{at}"), "node", &column.name, column.kind)?;
    }
    key(out, "type", "edge", "kind", CellKind::Text)?;
    key(out, "weight", "edge", "weight", CellKind::Number)?;
    for (at, column) in of_edges.iter().enumerate() {
        key(out, &format!("e{at}"), "edge", &column.name, column.kind)?;
    }
    writeln!(out, " <graph edgedefault=\"{}\">", network.direction())?;
    network.for_each_node(&mut |node| {
        write!(out, "  <node id=\"{}\">", escaped(&node.id))?;
        write!(
            out,
            "<data key=\"name\">{}</data><data key=\"kind\">{}</data>",
            escaped(&node.name),
            kind_name(node.kind)
        )?;
        data(out, 'n', &of_nodes, &node.cells, &mut left_out)?;
        writeln!(out, "</node>")
    })?;
    network.for_each_edge(&mut |edge| {
        let [from, to] = &edge.ids;
        write!(out, "  <edge source=\"{}\" target=\"{}\">", escaped(from), escaped(to))?;
        let kind = escaped(&edge.kind);
        write!(out, "<data key=\"type\">{kind}</data><data key=\"weight\">{}</data>", edge.weight)?;
        data(out, 'e', &of_edges, &edge.cells, &mut left_out)?;
        writeln!(out, "</edge>")
    })?;
    writeln!(out, " </graph>\n</graphml>")?;
    Ok(left_out)
}

fn key(out: &mut dyn Write, id: &str, of: &str, name: &str, kind: CellKind) -> io::Result<()> {
    writeln!(out, " <key id=\"{id}\" for=\"{of}\" attr.name=\"{}\" attr.type=\"{}\"/>", escaped(name), type_name(kind))
}

fn data(
    out: &mut dyn Write,
    letter: char,
    columns: &[ExportColumn],
    cells: &ExportRow,
    left_out: &mut LeftOut,
) -> io::Result<()> {
    for_each_cell(columns, cells, left_out, |at, text| write!(out, "<data key=\"{letter}{at}\">{text}</data>"))
}
