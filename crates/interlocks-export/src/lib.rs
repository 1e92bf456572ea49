//! Networks for other tools: the boards as they are, or a projection of them, in the formats that tools for
//! drawing, measuring and storing networks read.
//!
//! A [`Network`] tells its nodes and edges one after the other, so that none is kept for long. What a format
//! cannot hold is counted, and told.

mod boards;
mod dot;
mod edges;
mod gexf;
mod graphml;
mod neo4j;
mod pajek;
mod projection;
mod xml;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use interlocks_core::model::{Day, EntityKind, PartialDate};
use interlocks_dataset::{Cell, ExportColumn, ExportColumns, ExportRow, join_items};

pub use boards::Boards;
pub use projection::Projection;

/// A format that networks are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkFormat {
    /// GraphML, as networkx, igraph, Gephi and Cytoscape read it.
    GraphMl,
    /// GEXF 1.3, dynamic: spells on nodes and edges.
    Gexf,
    /// Pajek, two-mode where the network is.
    Pajek,
    /// A folder of CSV files for `neo4j-admin database import`.
    Neo4j,
    /// DOT, the language of Graphviz.
    Dot,
    /// A table of edges.
    Edges,
}

impl NetworkFormat {
    /// Every format, and the word for it.
    pub const ALL: [(&'static str, NetworkFormat); 6] = [
        ("graphml", NetworkFormat::GraphMl),
        ("gexf", NetworkFormat::Gexf),
        ("pajek", NetworkFormat::Pajek),
        ("neo4j", NetworkFormat::Neo4j),
        ("dot", NetworkFormat::Dot),
        ("edges", NetworkFormat::Edges),
    ];

    /// The format by its word, or by the ending files of it have.
    ///
    /// ```
    /// use interlocks_export::NetworkFormat;
    /// assert_eq!(NetworkFormat::of_word("net"), Some(NetworkFormat::Pajek));
    /// assert_eq!(NetworkFormat::of_word("png"), None);
    /// ```
    pub fn of_word(word: &str) -> Option<NetworkFormat> {
        match word {
            "net" => Some(NetworkFormat::Pajek),
            "gv" => Some(NetworkFormat::Dot),
            "csv" => Some(NetworkFormat::Edges),
            _ => NetworkFormat::ALL.into_iter().find(|format| format.0 == word).map(|format| format.1),
        }
    }

    /// Whether it is a folder rather than one file.
    pub fn is_folder(self) -> bool {
        self == NetworkFormat::Neo4j
    }
}

/// A person or a company.
#[derive(Clone, Debug)]
pub struct Node {
    /// Counted from 0, people before companies.
    pub number: usize,
    /// No other node has it, of whatever kind.
    pub id: String,
    pub name: String,
    pub kind: EntityKind,
    /// What else is cell_text of it, under the names of our columns.
    pub cells: ExportRow,
}

/// A seat, a tie, or a pair that shares somebody.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Counted from 0.
    pub number: usize,
    /// The numbers of its nodes, and their ids.
    pub ends: [usize; 2],
    pub ids: [String; 2],
    pub kinds: [EntityKind; 2],
    /// `seat`, `interlock`, or the kind of the tie.
    pub kind: String,
    pub weight: f64,
    pub cells: ExportRow,
    /// When it may be there.
    pub spells: Vec<Presence>,
}

/// First and last day on which something may be there, both within; no limit where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    pub first: Option<Day>,
    pub last: Option<Day>,
}

/// The first day of the year 9999.
const LAST_YEAR: Day = Day::from_number(2_932_532);

impl Presence {
    /// From two dates as our tables write them, of which the second is one of leaving.
    pub fn from_dates(start: &str, end: &str) -> Presence {
        let date = |text: &str| text.parse::<PartialDate>().ok();
        let first = date(start).map(|date| date.earliest());
        // The last year there is is how an end is written that may be on any day.
        let last = date(end).filter(|date| date.latest() < LAST_YEAR);
        let last = last.map(|date| date.latest().plus(-1));
        // What ended before it began was there on the day it began.
        Presence { first, last: last.map(|last| first.map_or(last, |first| last.max(first))) }
    }

    /// Whether nothing is cell_text.
    pub fn is_open(&self) -> bool {
        self.first.is_none() && self.last.is_none()
    }
}

/// People and companies, and what joins them.
pub trait Network {
    /// What it is a network of.
    fn title(&self) -> String;

    /// How many nodes there are, and how many of them, the first, are people.
    fn size(&self) -> (usize, usize);

    /// Whether there are people and companies, with edges from one to the other: seats and ties have a
    /// direction, and what is shared has none.
    fn is_two_mode(&self) -> bool;

    /// The word for whether edges have a direction. It is one for all of them: few tools take both in one
    /// network.
    fn direction(&self) -> &'static str {
        if self.is_two_mode() { "directed" } else { "undirected" }
    }

    /// The columns that some node has, and those that some edge has.
    fn columns(&self) -> [Vec<ExportColumn>; 2] {
        let (mut nodes, mut edges) = (ExportColumns::default(), ExportColumns::default());
        // Neither of these closures fails, so neither does telling.
        let _ = self.for_each_node(&mut |node| {
            nodes.add(&node.cells);
            Ok(())
        });
        let _ = self.for_each_edge(&mut |edge| {
            edges.add(&edge.cells);
            Ok(())
        });
        [nodes.sorted(), edges.sorted()]
    }

    /// Tells every node, in the order of their numbers.
    ///
    /// # Errors
    /// What `visit` answers.
    fn for_each_node(&self, visit: &mut dyn FnMut(Node) -> io::Result<()>) -> io::Result<()>;

    /// Tells every edge, in the order of their numbers.
    ///
    /// # Errors
    /// What `visit` answers.
    fn for_each_edge(&self, visit: &mut dyn FnMut(Edge) -> io::Result<()>) -> io::Result<()>;
}

/// What a format could not hold, and how much of it there was.
pub type LeftOut = BTreeMap<&'static str, u64>;

/// Writes a network in a format that is one file.
///
/// # Errors
/// What the writer answers, and that Neo4j takes a folder.
pub fn write(network: &dyn Network, format: NetworkFormat, out: &mut dyn Write) -> io::Result<LeftOut> {
    match format {
        NetworkFormat::GraphMl => graphml::write(network, out),
        NetworkFormat::Gexf => gexf::write(network, out),
        NetworkFormat::Pajek => pajek::write(network, out),
        NetworkFormat::Dot => dot::write(network, out),
        NetworkFormat::Edges => edges::write(network, out),
        NetworkFormat::Neo4j => Err(io::Error::other("the files for Neo4j are a folder")),
    }
}

/// Writes a network in a format that is a folder.
///
/// # Errors
/// What writing answers, and that other formats are one file.
pub fn write_folder(network: &dyn Network, format: NetworkFormat, folder: &Path) -> io::Result<LeftOut> {
    match format {
        NetworkFormat::Neo4j => neo4j::write(network, folder),
        _ => Err(io::Error::other("the format is one file, not a folder")),
    }
}

/// The cells of a row that have a column, each with the number of that.
fn numbered<'r>(columns: &'r [ExportColumn], row: &'r ExportRow) -> impl Iterator<Item = (usize, &'r Cell)> {
    let number = |name: &str| columns.iter().position(|column| column.name == name);
    row.iter().filter_map(move |(name, cell)| Some((number(name)?, cell)))
}

/// A cell as text. Items of a list are parted by `;`, and one of their own becomes a comma: `left_out`
/// counts those.
fn text(cell: &Cell, left_out: &mut LeftOut) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Flag(yes) => yes.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::List(items) => {
            let (text, odd) = join_items(items);
            if odd > 0 {
                *left_out.entry("semicolons in items of lists, which became commas").or_insert(0) += odd;
            }
            text
        }
    }
}

/// The word for a kind of node.
fn word(kind: EntityKind) -> &'static str {
    if kind == EntityKind::Person { "person" } else { "company" }
}

#[cfg(test)]
mod tests;
