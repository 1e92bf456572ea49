//! Tables of edges, as Gephi and others keep them: `Source,Target` and more columns, a line a row.

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::row_sink::At;
use super::super::table_records::Heading;
use super::{Attributes, Network};
use crate::formats::csv::{NOT_UTF8, OpenedTable, Quotes, for_each_record};
use crate::formats::sniff::Head;

/// The format.
pub const EDGES: ImportFormat = ImportFormat {
    word: "edges",
    about: "a table of edges: source, target and more columns",
    is_it: |head: &Head| {
        let names: Vec<String> = Heading::of_head(head).names().map(str::to_owned).collect();
        Ends::of(&names, STATED).is_some()
    },
    read,
    long_lines: false,
    repeats: false,
    together: None,
};

/// Names of the two columns: such by which a table is known, and such that are taken when it is forced.
const STATED: &[(&str, &str)] = &[("source", "target")];
const TAKEN: &[(&str, &str)] = &[("source", "target"), ("from", "to"), ("a", "b"), ("person", "company"), ("i", "j")];

/// Where the two ends of an edge stand.
struct Ends {
    from: usize,
    to: usize,
}

impl Ends {
    fn of(names: &[String], known: &[(&str, &str)]) -> Option<Ends> {
        let at = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
        known.iter().find_map(|(from, to)| Some(Ends { from: at(from)?, to: at(to)? }))
    }
}

fn read(loader: &mut Loader, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    let opened = OpenedTable::new(file, &mut text, Quotes::Meant)?;
    let names: Vec<String> = opened.names.iter().map(|name| name.to_lowercase()).collect();
    let Some(ends) = Ends::of(&names, TAKEN) else {
        let message = "no columns source and target: a table of edges has these".to_owned();
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message });
    };
    let mut network = Network::of(loader, file);
    let style = (opened.separator, opened.quotes);
    let mut blocks = opened.blocks(text, file);
    let mut memory = Vec::new();
    while let Some(block) = blocks.next(memory)? {
        for_each_record(&block, style, file, |line, cells| {
            let at = At::line(line);
            match cells {
                Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => {}
                Ok(cells) => {
                    let cell = |column: usize| cells.get(column).copied().unwrap_or("");
                    let mut attributes = Attributes::new();
                    for (column, name) in names.iter().enumerate().filter(|(at, _)| *at != ends.from && *at != ends.to)
                    {
                        // Gephi says in Type whether an edge is directed.
                        let is_direction = name == "type" && matches!(cell(column), "Directed" | "Undirected");
                        if !cell(column).is_empty() && !is_direction {
                            attributes.push((name.clone(), cell(column).to_owned()));
                        }
                    }
                    for (name, end) in [("source_type", ends.from), ("target_type", ends.to)] {
                        if let Some(said) = attributes.iter().position(|cell| cell.0 == name) {
                            network.side(at, cell(end), &attributes.remove(said).1);
                        }
                    }
                    network.line(at, cell(ends.from), cell(ends.to), attributes);
                }
                Err(cell) => network.reject(At { line, column: cell as u64 + 1 }, NOT_UTF8),
            }
        })?;
        memory = block.bytes;
    }
    network.finish(loader)
}
