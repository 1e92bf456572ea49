//! GEXF 1.3, <https://gexf.net/schema.html>, dynamic. The format has no partial dates: spells are the days on which a
//! node or edge may exist, and the partial dates are attributes.

use std::io::{self, Write};

use super::boards::presence;
use super::xml::{escaped, for_each_cell, type_name, write_root};
use super::{LeftOut, Network, Presence, kind_name};
use interlocks_core::model::{Day, EntityKind};
use interlocks_dataset::{ExportColumn, ExportRow};

/// Writes the document.
pub(super) fn write(network: &dyn Network, out: &mut dyn Write) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::new();
    let [of_nodes, of_edges] = network.columns();
    write_root(out, "gexf", "http://gexf.net/1.3", "http://gexf.net/1.3/gexf.xsd", " version=\"1.3\"")?;
    let title = network.title();
    if !title.is_empty() {
        writeln!(out, " <meta><description>{}</description></meta>", escaped(&title))?;
    }
    let direction = network.direction();
    writeln!(out, " <graph mode=\"dynamic\" timeformat=\"date\" defaultedgetype=\"{direction}\">")?;
    attributes(out, "node", "n", &of_nodes)?;
    attributes(out, "edge", "e", &of_edges)?;
    writeln!(out, "  <nodes>")?;
    network.for_each_node(&mut |node| {
        let life = match node.kind {
            EntityKind::Person => presence(&node.cells, "birth", "death"),
            EntityKind::Company => presence(&node.cells, "founded", "dissolved"),
        };
        let name = if node.name.is_empty() { &node.id } else { &node.name };
        write!(out, "   <node id=\"{}\" label=\"{}\"{}>", escaped(&node.id), escaped(name), limits(life))?;
        write!(out, "<attvalues><attvalue for=\"kind\" value=\"{}\"/>", kind_name(node.kind))?;
        values(out, 'n', &of_nodes, &node.cells, &mut left_out)?;
        writeln!(out, "</attvalues></node>")
    })?;
    writeln!(out, "  </nodes>\n  <edges>")?;
    network.for_each_edge(&mut |edge| {
        let ([from, to], number, weight) = (&edge.ids, edge.number, edge.weight);
        let dated: Vec<&Presence> = edge.spells.iter().filter(|spell| !spell.is_open()).collect();
        let alone = if let [one] = dated.as_slice() { limits(**one) } else { String::new() };
        write!(
            out,
            "   <edge id=\"{number}\" source=\"{}\" target=\"{}\" weight=\"{weight}\" kind=\"{}\"{alone}>",
            escaped(from),
            escaped(to),
            escaped(&edge.kind)
        )?;
        write!(out, "<attvalues>")?;
        values(out, 'e', &of_edges, &edge.cells, &mut left_out)?;
        write!(out, "</attvalues>")?;
        if dated.len() > 1 {
            write!(out, "<spells>")?;
            dated.iter().try_for_each(|spell| write!(out, "<spell{}/>", limits(**spell)))?;
            write!(out, "</spells>")?;
        }
        writeln!(out, "</edge>")
    })?;
    writeln!(out, "  </edges>\n </graph>\n</gexf>")?;
    Ok(left_out)
}

/// Returns the first and last day as XML attributes.
fn limits(presence: Presence) -> String {
    let limit = |name: &str, day: Option<Day>| day.map_or(String::new(), |day| format!(" {name}=\"{day}\""));
    limit("start", presence.first) + &limit("end", presence.last)
}

fn attributes(out: &mut dyn Write, class: &str, letter: &str, columns: &[ExportColumn]) -> io::Result<()> {
    writeln!(out, "  <attributes class=\"{class}\">")?;
    if class == "node" {
        writeln!(out, "   <attribute id=\"kind\" title=\"kind\" type=\"string\"/>")?;
    }
    for (at, column) in columns.iter().enumerate() {
        let kind = type_name(column.kind);
        writeln!(out, "   <attribute id=\"{letter}{at}\" title=\"{}\" type=\"{kind}\"/>", escaped(&column.name))?;
    }
    writeln!(out, "  </attributes>")
}

fn values(
    out: &mut dyn Write,
    letter: char,
    columns: &[ExportColumn],
    cells: &ExportRow,
    left_out: &mut LeftOut,
) -> io::Result<()> {
    let write = |at: usize, text: &str| write!(out, "<attvalue for=\"{letter}{at}\" value=\"{text}\"/>");
    for_each_cell(columns, cells, left_out, write)
}
