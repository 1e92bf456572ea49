//! Lists of edges, as Gephi, networkx and others keep them: one edge per row, with columns for its two ends and further
//! columns.
//!
//! A table is recognised by the columns `source` and `target`, or `from` and `to` if it is no table of seats or ties; a list
//! without a header by the ending of its name, `.edges` or `.edgelist`. Cells are separated by comma, semicolon or tab, or else
//! by blanks. `source_type` and `target_type` state the modes of the ends.

use std::borrow::Cow;

use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::mode::Mode;
use super::super::row_sink::Position;
use super::super::table_records::Heading;
use super::sides::plain;
use super::tokens::{lines, words};
use super::{Attributes, Network, times};
use crate::formats::csv::{NOT_UTF8, OpenedTable, Quotes, for_each_record, plain_reader, separator};
use crate::formats::sniff::Head;

/// Tables of edges.
pub(crate) const EDGES: ImportFormat = ImportFormat {
    name: "edges",
    about: "a table of edges: source, target and more columns",
    matches: is_list_of_edges,
    read,
    long_lines: false,
    repeats_entities: false,
    read_together: None,
};

/// The names of the two columns for the ends, without case, blanks and punctuation. The first pair alone is enough to recognise
/// a table.
const ENDS: &[(&str, &str)] = &[
    ("source", "target"),
    ("from", "to"),
    ("sourceid", "targetid"),
    ("fromid", "toid"),
    ("startid", "endid"),
    ("node1", "node2"),
    ("head", "tail"),
    ("sender", "receiver"),
    ("ego", "alter"),
    ("a", "b"),
    ("i", "j"),
    ("u", "v"),
    ("von", "nach"),
    ("de", "a"),
];

/// Cells that have no heading.
const BEYOND: &str = "cells beyond the last heading";

/// The names of these columns where Neo4j exports nodes and edges as one table.
const NEO4J_ENDS: (&str, &str) = ("_start", "_end");

fn is_list_of_edges(head: &Head) -> bool {
    if [".edges", ".edgelist"].iter().any(|ending| head.name.ends_with(ending)) {
        return true;
    }
    let names: Vec<String> = Heading::from_head(head).names().map(str::to_owned).collect();
    Ends::by_names(&names, &ENDS[..1]).is_some() || is_from_to(head, &names)
}

/// Returns `true` for a table with the columns `from` and `to` that is neither our table of ties nor one of seats with dates.
fn is_from_to(head: &Head, names: &[String]) -> bool {
    let Some(ends) = Ends::by_names(names, &ENDS[1..2]) else { return false };
    let seats = ColumnNames::default().fields(Table::Seats, names.iter().map(String::as_str));
    let ties = ColumnNames::default().assign(Table::Ties, names.iter().map(String::as_str));
    let is_of_seats =
        seats.iter().any(|field| matches!(field, Some(Field::Person | Field::Company | Field::PersonName)));
    let first = lines(&head.text).nth(1).unwrap_or_default();
    let cells: Vec<&str> = first.split([',', ';', '\t']).map(str::trim).collect();
    let is_date = |at: usize| cells.get(at).is_some_and(|cell| !cell.is_empty() && !times::is_unread(cell));
    let states_kind = ties.fields.contains(&Some(Field::Kind)) || ties.implied.is_some();
    let is_of_ties = states_kind || head.name.starts_with(Table::Ties.name());
    let has_dates = is_date(ends.from) && is_date(ends.to);
    !(is_of_seats || is_of_ties || has_dates)
}

/// The columns of the two ends of an edge, and their modes if the names state them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ends {
    from: usize,
    to: usize,
    modes: Option<(Mode, Mode)>,
}

impl Ends {
    fn by_names(names: &[String], known: &[(&str, &str)]) -> Option<Ends> {
        let exact = |wanted: &str| names.iter().position(|name| name == wanted);
        if let (Some(from), Some(to)) = (exact(NEO4J_ENDS.0), exact(NEO4J_ENDS.1)) {
            return Some(Ends { from, to, modes: None });
        }
        let names: Vec<Cow<'_, str>> = names.iter().map(|name| plain(name)).collect();
        let at = |wanted: &str| names.iter().position(|name| name == wanted);
        known.iter().find_map(|(from, to)| Some(Ends { from: at(from)?, to: at(to)?, modes: None }))
    }

    /// Finds the columns that `--columns` names, then those with usual names, then a person and a company.
    fn find(columns: &ColumnNames, names: &[String]) -> Option<Ends> {
        let plain = ColumnNames::default();
        let chosen = [Table::Seats, Table::Ties].into_iter().find_map(|table| {
            Ends::of_fields(columns, table, names).filter(|ends| Ends::of_fields(&plain, table, names) != Some(*ends))
        });
        chosen
            .or_else(|| Ends::by_names(names, ENDS))
            .or_else(|| Ends::of_fields(&plain, Table::Seats, names))
            .or_else(|| Ends::of_fields(&plain, Table::Ties, names))
    }

    /// Finds the columns for a person and a company, or for the ends of a tie.
    fn of_fields(columns: &ColumnNames, table: Table, names: &[String]) -> Option<Ends> {
        let is_seats = table == Table::Seats;
        let (from, to) = if is_seats { (Field::Person, Field::Company) } else { (Field::From, Field::To) };
        let fields = columns.fields(table, names.iter().map(String::as_str));
        let at = |wanted: Field| fields.iter().position(|field| *field == Some(wanted));
        let modes = is_seats.then_some((Mode::People, Mode::Companies));
        Some(Ends { from: at(from)?, to: at(to)?, modes })
    }
}

/// The columns of a list.
struct Layout {
    names: Vec<String>,
    ends: Ends,
    /// The column with the id of a node, if rows without ends are nodes. Neo4j exports them so.
    node: Option<usize>,
    has_header: bool,
}

impl Layout {
    /// Finds the columns by a header.
    fn from_header(columns: &ColumnNames, header: &[&str]) -> Option<Layout> {
        let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
        let ends = Ends::find(columns, &names)?;
        let is_export = names[ends.from] == NEO4J_ENDS.0;
        let node = names.iter().position(|name| name == "_id").filter(|_| is_export);
        Some(Layout { names, ends, node, has_header: true })
    }

    /// Returns the columns of a list without header whose first row this is: two ends, a weight if it is a number, and others.
    fn without_header(first: &[&str]) -> Layout {
        let is_weight = first.get(2).is_none_or(|cell| cell.is_empty() || is_number(cell));
        let name = |at: usize| match at {
            0 => "source".to_owned(),
            1 => "target".to_owned(),
            2 if is_weight => "weight".to_owned(),
            at => format!("column {}", at + 1),
        };
        let ends = Ends { from: 0, to: 1, modes: None };
        Layout { names: (0..first.len().max(3)).map(name).collect(), ends, node: None, has_header: false }
    }

    /// Returns the attributes of a row: all cells but those of the ends.
    fn attributes(&self, cells: &[&str]) -> Attributes {
        let columns = self.names.iter().zip(cells).enumerate();
        let others = columns.filter(|(at, _)| *at != self.ends.from && *at != self.ends.to).map(|(_, column)| column);
        // In Gephi the column Type only states the direction.
        let is_direction = |name: &str, cell: &str| name == "type" && matches!(cell, "Directed" | "Undirected");
        let filled = others.filter(|(name, cell)| !cell.is_empty() && !is_direction(name, cell));
        filled.map(|(name, cell)| (name.clone(), (*cell).to_owned())).collect()
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok()
}

fn is_comment(text: &str) -> bool {
    text.starts_with(['#', '%'])
}

/// Returns `true` if the cells of a line are separated by blanks: no other separator stands before the attributes that networkx
/// adds to an edge.
fn is_separated_by_blanks(line: &str) -> bool {
    !line.split('{').next().unwrap_or(line).contains([',', ';', '\t']) && line.contains(' ')
}

/// A list that is being read.
struct List<'f> {
    network: Network<'f>,
    columns: ColumnNames,
    file: &'f str,
    layout: Option<Layout>,
    /// The first row, as long as it may be a header or an edge.
    first: Option<(Position, Vec<String>, Attributes)>,
    by_blanks: bool,
    has_comments: bool,
    /// `true` if the vertices of the two columns are numbered apart. KONECT says so with the word `bip`.
    has_two_numberings: bool,
}

impl List<'_> {
    /// Reads a row of cells, or of one line if cells are separated by blanks.
    fn read_row(&mut self, at: Position, cells: &[&str]) -> Result<(), DatasetError> {
        if cells.iter().all(|cell| cell.is_empty()) {
            return Ok(());
        }
        let is_before_rows = self.layout.is_none() && self.first.is_none();
        if is_comment(cells[0]) && (self.by_blanks || self.has_comments || is_before_rows) {
            self.has_comments = true;
            self.has_two_numberings |= cells.join(" ").trim_start_matches(['%', ' ']).starts_with("bip");
            return Ok(());
        }
        if !self.by_blanks {
            return self.read_cells(at, cells, Attributes::new());
        }
        let line = cells.join("\t");
        let (ends, data) = line.find('{').map_or((line.as_str(), ""), |at| line.split_at(at));
        let words: Vec<String> = words(ends, &[]).into_iter().map(|word| word.text).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.read_cells(at, &words, dictionary(data))
    }

    fn read_cells(&mut self, at: Position, cells: &[&str], more: Attributes) -> Result<(), DatasetError> {
        match (&self.layout, self.first.take()) {
            (Some(_), _) => self.push(at, cells, more),
            (None, None) => {
                self.layout = Layout::from_header(&self.columns, cells);
                if self.layout.is_none() {
                    let first: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
                    let is_edge = !more.is_empty();
                    self.first = Some((at, first, more));
                    if is_edge {
                        self.begin_without_header(false)?;
                    }
                }
            }
            (None, Some(row)) => {
                // Words above numbers are a header.
                let is_header = !row.1.iter().any(|cell| is_number(cell)) && cells.iter().all(|cell| is_number(cell));
                self.first = Some(row);
                self.begin_without_header(is_header)?;
                self.push(at, cells, more);
            }
        }
        Ok(())
    }

    /// Takes the first row for an edge.
    ///
    /// # Errors
    /// If it is a header, whose names are not known.
    fn begin_without_header(&mut self, is_header: bool) -> Result<(), DatasetError> {
        let Some((at, first, more)) = self.first.take() else { return Ok(()) };
        let names = || first.iter().map(String::as_str);
        let has_known_name = [Table::Seats, Table::Ties]
            .into_iter()
            .any(|table| self.columns.fields(table, names()).iter().any(Option::is_some));
        if is_header || has_known_name || first.len() < 2 {
            let message =
                "the columns source and target are missing; a table of edges needs both; or choose two columns with \
                           --columns from=COLUMN,to=COLUMN"
                    .to_owned();
            let Position { line, column } = at;
            return Err(DatasetError::Rejected { file: self.file.to_owned(), line, column, message });
        }
        let first: Vec<&str> = names().collect();
        let shown: String = first[..2].join(" and ").chars().take(80).collect();
        self.network.warn(
            at,
            format!(
                "no header: the first line was read as an edge between {shown}. If it is a header, choose its columns with \
                 --columns from=COLUMN,to=COLUMN"
            ),
        );
        self.layout = Some(Layout::without_header(&first));
        self.push(at, &first, more);
        Ok(())
    }

    /// Adds the edge or the node of a row.
    fn push(&mut self, at: Position, cells: &[&str], more: Attributes) {
        let Some(layout) = &self.layout else { return };
        let Layout { names, ends, .. } = layout;
        let cell = |column: usize| cells.get(column).copied().unwrap_or("");
        let (from, to) = (cell(ends.from), cell(ends.to));
        let mut attributes = layout.attributes(cells);
        attributes.extend(more);
        let has_more = cells.iter().skip(names.len()).any(|cell| !cell.is_empty());
        if let Some(id) = layout.node.filter(|_| from.is_empty() && to.is_empty()).map(cell) {
            if has_more {
                self.network.skip_unused(BEYOND, at);
            }
            attributes.retain(|cell| cell.0 != "_id");
            return self.network.add_vertex(at, id, "", None, attributes);
        }
        let is_weight = |at: usize| names[at] == "weight" || (!layout.has_header && at == 2);
        let has_words = || (0..names.len().min(cells.len())).any(|at| is_weight(at) && !is_number(cells[at]));
        if self.by_blanks && (has_words() || has_more && layout.has_header) {
            let message =
                "a number is expected after the two ends; quote names with blanks, or separate cells by commas";
            return self.network.reject(at, message);
        }
        if has_more {
            self.network.skip_unused(BEYOND, at);
        }
        for (name, end) in [("source_type", from), ("target_type", to), ("from_type", from), ("to_type", to)] {
            if let Some(index) = attributes.iter().position(|cell| cell.0 == name) {
                self.network.set_mode(at, end, &attributes.remove(index).1);
            }
        }
        let modes = ends.modes.map_or((None, None), |(from, to)| (Some(from), Some(to)));
        let from = self.network.end(at, from, modes.0, false);
        let to = self.network.end(at, to, modes.1, self.has_two_numberings);
        self.network.add_line(at, &from, &to, attributes);
    }
}

/// Reads the attributes that networkx writes after an edge: `{'weight': 3, 'role': 'chair'}`.
fn dictionary(text: &str) -> Attributes {
    let inside = text.trim().trim_start_matches('{').trim_end_matches('}').trim();
    if inside.is_empty() {
        return Attributes::new();
    }
    let bare = |text: &str| text.trim().trim_matches(['\'', '"']).to_owned();
    let cells: Option<Attributes> =
        inside.split(", ").map(|cell| cell.split_once(": ").map(|(name, text)| (bare(name), bare(text)))).collect();
    cells.unwrap_or_else(|| vec![("data".to_owned(), inside.to_owned())])
}

/// Returns the separator that a first line such as `sep=;` names.
fn told_separator(line: &str) -> Option<u8> {
    let rest = line.trim_matches('"').strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    rest.bytes().next()
}

fn read(loader: &mut Loader, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    // The first line is read as it is: it decides how cells are separated.
    let mut opened = OpenedTable::new(file, &mut text, Quotes::Literal)?;
    let first = opened.names.join("\t");
    let mut list = List {
        network: Network::new(loader, file),
        columns: loader.columns.clone(),
        file,
        layout: None,
        first: None,
        by_blanks: is_separated_by_blanks(&first),
        has_comments: false,
        has_two_numberings: false,
    };
    let told = told_separator(&first);
    if !list.by_blanks {
        (opened.separator, opened.quotes) = (told.unwrap_or_else(|| separator(first.as_bytes())), Quotes::Meant);
    }
    let style = (opened.separator, opened.quotes);
    if told.is_none() {
        let record = plain_reader(style.0, first.as_bytes()).into_records().next().and_then(Result::ok);
        let cells: Vec<&str> = match &record {
            Some(record) if !list.by_blanks => record.iter().map(str::trim).collect(),
            _ => vec![&first],
        };
        list.read_row(Position::at_line(1), &cells)?;
    }
    let mut blocks = opened.blocks(text, file);
    let mut memory = Vec::new();
    while let Some(block) = blocks.next(memory)? {
        let mut failed = None;
        for_each_record(&block, style, file, |line, cells| match cells {
            Ok(_) if failed.is_some() => {}
            Ok(cells) => failed = list.read_row(Position::at_line(line), cells).err(),
            Err(cell) => list.network.reject(Position { line, column: cell as u64 + 1 }, NOT_UTF8),
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        memory = block.bytes;
    }
    list.begin_without_header(false)?;
    list.network.finish(loader)
}
