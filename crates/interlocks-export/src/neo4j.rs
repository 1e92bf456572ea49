//! Files for `neo4j-admin database import full`, <https://neo4j.com/docs/operations-manual/current/import/>: one table of
//! nodes per label and one table of relationships per pair of labels, with the types of columns in the header; and
//! `import.txt`, the command that imports them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::{LeftOut, Network, text};
use interlocks_core::model::EntityKind;
use interlocks_core::store::FolderWrite;
use interlocks_dataset::{CellKind, ExportColumn, ExportRow};

/// Writes the folder.
pub(super) fn write(network: &dyn Network, folder: &Path) -> io::Result<LeftOut> {
    let mut files = FolderWrite::new(folder)?;
    let mut left_out = LeftOut::new();
    let [of_nodes, of_edges] = network.columns();
    let mut command = "neo4j-admin database import full --array-delimiter=\";\" --multiline-fields=true".to_owned();
    let (mut labels, mut pairs) = (Vec::new(), Vec::new());
    network.for_each_node(&mut |node| {
        if !labels.contains(&node.kind) {
            labels.push(node.kind);
        }
        Ok(())
    })?;
    network.for_each_edge(&mut |edge| {
        if !pairs.contains(&edge.kinds) {
            pairs.push(edge.kinds);
        }
        Ok(())
    })?;
    for kind in labels {
        let name = format!("{}.csv", label(kind).to_lowercase());
        table(&mut files, &name, |table| {
            let own = [format!("id:ID({})", label(kind)), "name".to_owned(), ":LABEL".to_owned()];
            table.write_record(own.into_iter().chain(of_nodes.iter().map(header)))?;
            network.for_each_node(&mut |node| {
                if node.kind == kind {
                    let own = [node.id, node.name, label(kind).to_owned()];
                    table.write_record(own.into_iter().chain(cells(&of_nodes, &node.cells, &mut left_out)))?;
                }
                Ok(())
            })
        })?;
        command += &format!(" --nodes={name}");
    }
    for kinds in pairs {
        let [from, to] = kinds.map(label);
        let name = format!("{}-{}.csv", from.to_lowercase(), to.to_lowercase());
        table(&mut files, &name, |table| {
            let ends = [format!(":START_ID({from})"), format!(":END_ID({to})")];
            let own = ends.into_iter().chain([":TYPE".to_owned(), "weight:double".to_owned()]);
            table.write_record(own.chain(of_edges.iter().map(header)))?;
            network.for_each_edge(&mut |edge| {
                if edge.kinds == kinds {
                    let [from, to] = edge.ids;
                    let own = [from, to, relation(&edge.kind), edge.weight.to_string()];
                    table.write_record(own.into_iter().chain(cells(&of_edges, &edge.cells, &mut left_out)))?;
                }
                Ok(())
            })
        })?;
        command += &format!(" --relationships={name}");
    }
    files.add("import.txt", |file| writeln!(file, "{command} boards"))?;
    files.finish(&[])?;
    Ok(left_out)
}

/// Writes a table.
fn table(
    files: &mut FolderWrite,
    name: &str,
    fill: impl FnOnce(&mut csv::Writer<BufWriter<&mut File>>) -> io::Result<()>,
) -> io::Result<()> {
    files.add(name, |file| {
        let mut table = csv::Writer::from_writer(BufWriter::with_capacity(1 << 18, file));
        fill(&mut table)?;
        table.flush()
    })?;
    Ok(())
}

/// Returns the label of a kind of node.
fn label(kind: EntityKind) -> &'static str {
    if kind == EntityKind::Person { "Person" } else { "Company" }
}

/// Returns the type of a relationship, by convention in upper case.
fn relation(kind: &str) -> String {
    let name: String = kind.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '_' }).collect();
    name.to_uppercase()
}

/// Returns the heading of a column. A colon in a name is replaced, because it would begin the type.
fn header(column: &ExportColumn) -> String {
    let kind = match column.kind {
        CellKind::Text => "",
        CellKind::Flag => ":boolean",
        CellKind::Number => ":double",
        CellKind::List => ":string[]",
    };
    format!("{}{kind}", column.name.replace(':', "_"))
}

/// Returns the cells of a row as texts, one per column.
fn cells(columns: &[ExportColumn], row: &ExportRow, left_out: &mut LeftOut) -> Vec<String> {
    let cell = |column: &ExportColumn| row.iter().find(|cell| cell.0 == column.name);
    columns.iter().map(|column| cell(column).map_or(String::new(), |cell| text(&cell.1, left_out))).collect()
}
