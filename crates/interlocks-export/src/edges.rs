//! A table of edges, as Gephi, Cytoscape and pandas read it: `source,target` and the columns of the rows.

use std::io::{self, Write};

use super::{LeftOut, Network, kind_name, text};

/// Writes the table.
pub(super) fn write(network: &dyn Network, out: &mut dyn Write) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::new();
    let [of_nodes, of_edges] = network.columns();
    let mut writer = csv::Writer::from_writer(out);
    let own = ["source", "target", "source_type", "target_type", "kind", "weight"];
    writer.write_record(own.into_iter().chain(of_edges.iter().map(|column| column.name.as_str())))?;
    let mut joined = vec![false; network.size().0];
    network.for_each_edge(&mut |edge| {
        edge.ends.iter().for_each(|end| joined[*end] = true);
        let [from, to] = edge.ids;
        let [a, b] = edge.kinds.map(|kind| kind_name(kind).to_owned());
        let mut cells = vec![from, to, a, b, edge.kind, edge.weight.to_string()];
        for column in &of_edges {
            let cell = edge.cells.iter().find(|cell| cell.0 == column.name);
            cells.push(cell.map_or(String::new(), |cell| text(&cell.1, &mut left_out)));
        }
        writer.write_record(&cells)?;
        Ok(())
    })?;
    let alone = joined.iter().filter(|joined| !**joined).count() as u64;
    if alone > 0 {
        left_out.insert("people and companies without an edge", alone);
    }
    if !of_nodes.is_empty() {
        left_out.insert("names and other attributes of people and companies", network.size().0 as u64);
    }
    writer.flush()?;
    Ok(left_out)
}
