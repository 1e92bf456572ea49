//! Tables of edges, as Gephi and others keep them: one edge per row, with the columns `Source` and `Target` and further
//! columns. A table is recognised by these two names. `source_type` and `target_type` state the modes of the ends.

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::row_sink::Position;
use super::super::table_records::Heading;
use super::{Attributes, Network};
use crate::formats::csv::{NOT_UTF8, OpenedTable, Quotes, for_each_record};
use crate::formats::sniff::Head;

/// Tables of edges.
pub(crate) const EDGES: ImportFormat = ImportFormat {
    name: "edges",
    about: "a table of edges: source, target and more columns",
    matches: |head: &Head| {
        let names: Vec<String> = Heading::from_head(head).names().map(str::to_owned).collect();
        Ends::find(&names, DETECTED_COLUMNS).is_some()
    },
    read,
    long_lines: false,
    repeats_entities: false,
    read_together: None,
};

/// The names of the two columns by which a table is detected.
const DETECTED_COLUMNS: &[(&str, &str)] = &[("source", "target")];
/// The names of the two columns that are accepted with `--from edges`.
const ACCEPTED_COLUMNS: &[(&str, &str)] =
    &[("source", "target"), ("from", "to"), ("a", "b"), ("person", "company"), ("i", "j")];

/// The columns of the two ends of an edge.
struct Ends {
    from: usize,
    to: usize,
}

impl Ends {
    fn find(names: &[String], known: &[(&str, &str)]) -> Option<Ends> {
        let at = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
        known.iter().find_map(|(from, to)| Some(Ends { from: at(from)?, to: at(to)? }))
    }
}

fn read(loader: &mut Loader, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    let opened = OpenedTable::new(file, &mut text, Quotes::Meant)?;
    let names: Vec<String> = opened.names.iter().map(|name| name.to_lowercase()).collect();
    let Some(ends) = Ends::find(&names, ACCEPTED_COLUMNS) else {
        let message = "the columns source and target are missing; a table of edges needs both".to_owned();
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message });
    };
    let mut network = Network::new(loader, file);
    let style = (opened.separator, opened.quotes);
    let mut blocks = opened.blocks(text, file);
    let mut memory = Vec::new();
    while let Some(block) = blocks.next(memory)? {
        for_each_record(&block, style, file, |line, cells| {
            let at = Position::at_line(line);
            match cells {
                Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => {}
                Ok(cells) => {
                    let cell = |column: usize| cells.get(column).copied().unwrap_or("");
                    let mut attributes = Attributes::new();
                    for (column, name) in names.iter().enumerate().filter(|(at, _)| *at != ends.from && *at != ends.to)
                    {
                        // In Gephi the column Type only states the direction.
                        let is_direction = name == "type" && matches!(cell(column), "Directed" | "Undirected");
                        if !cell(column).is_empty() && !is_direction {
                            attributes.push((name.clone(), cell(column).to_owned()));
                        }
                    }
                    for (name, end) in [("source_type", ends.from), ("target_type", ends.to)] {
                        if let Some(index) = attributes.iter().position(|cell| cell.0 == name) {
                            network.set_mode(at, cell(end), &attributes.remove(index).1);
                        }
                    }
                    network.add_line(at, cell(ends.from), cell(ends.to), attributes);
                }
                Err(cell) => network.reject(Position { line, column: cell as u64 + 1 }, NOT_UTF8),
            }
        })?;
        memory = block.bytes;
    }
    network.finish(loader)
}
