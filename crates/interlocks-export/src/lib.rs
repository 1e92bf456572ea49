//! Exports networks for other tools: the boards themselves or a projection of them, in the formats of programs that
//! draw, analyse and store networks; and tables for engines that query.
//!
//! A [`Network`] passes its nodes and edges to the writer one at a time, so that they are not all kept in memory. Data
//! that a format cannot represent is counted in [`LeftOut`].

mod boards;
mod dot;
mod edges;
#[cfg(feature = "columnar")]
mod engines;
mod gexf;
mod graphml;
mod neo4j;
mod pajek;
mod projection;
mod xml;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use interlocks_core::model::{Day, EntityKind, PartialDate};
use interlocks_core::names::UnknownName;
use interlocks_dataset::{Cell, ExportColumn, ExportColumns, ExportRow, join_items};
use interlocks_graph::BoardGraph;

pub use boards::Boards;
pub use projection::Projection;

/// A network format. Its `FromStr` takes the names that `--to` takes, and usual file endings.
///
/// ```
/// use interlocks_export::NetworkFormat;
/// assert_eq!("net".parse(), Ok(NetworkFormat::Pajek));
/// assert!("png".parse::<NetworkFormat>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkFormat {
    /// GraphML, as networkx, igraph, Gephi and Cytoscape read it.
    GraphMl,
    /// GEXF 1.3, dynamic: spells on nodes and edges.
    Gexf,
    /// Pajek; a two-mode network stays two-mode.
    Pajek,
    /// A folder of CSV files for `neo4j-admin database import`.
    Neo4j,
    /// DOT, the language of Graphviz.
    Dot,
    /// A table of edges.
    Edges,
}

impl NetworkFormat {
    /// All formats.
    pub const ALL: [NetworkFormat; 6] = [
        NetworkFormat::GraphMl,
        NetworkFormat::Gexf,
        NetworkFormat::Pajek,
        NetworkFormat::Neo4j,
        NetworkFormat::Dot,
        NetworkFormat::Edges,
    ];

    /// Returns the name of the format.
    pub fn as_str(self) -> &'static str {
        match self {
            NetworkFormat::GraphMl => "graphml",
            NetworkFormat::Gexf => "gexf",
            NetworkFormat::Pajek => "pajek",
            NetworkFormat::Neo4j => "neo4j",
            NetworkFormat::Dot => "dot",
            NetworkFormat::Edges => "edges",
        }
    }

    /// Returns `true` if the format is a folder rather than one file.
    pub fn is_folder(self) -> bool {
        self == NetworkFormat::Neo4j
    }
}

interlocks_core::display_name!(NetworkFormat);

impl FromStr for NetworkFormat {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<NetworkFormat, UnknownName> {
        match name {
            "net" => Ok(NetworkFormat::Pajek),
            "gv" => Ok(NetworkFormat::Dot),
            "csv" => Ok(NetworkFormat::Edges),
            _ => NetworkFormat::ALL.into_iter().find(|format| format.as_str() == name).ok_or_else(|| UnknownName {
                what: "network format",
                name: name.to_owned(),
                known: NetworkFormat::ALL.map(NetworkFormat::as_str).to_vec(),
            }),
        }
    }
}

/// A person or a company.
#[derive(Clone, Debug)]
pub struct Node {
    /// The number, from 0; people come before companies.
    pub number: usize,
    /// The id, unique among all nodes.
    pub id: String,
    /// The name; may be empty.
    pub name: String,
    /// Person or company.
    pub kind: EntityKind,
    /// The other cells of the row.
    pub cells: ExportRow,
}

/// A seat, a tie, or a pair that shares a person or company.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The number, from 0.
    pub number: usize,
    /// The numbers of its nodes.
    pub ends: [usize; 2],
    /// The ids of its nodes.
    pub ids: [String; 2],
    /// The kinds of its nodes.
    pub kinds: [EntityKind; 2],
    /// `seat`, `interlock`, or the kind of the tie.
    pub kind: String,
    /// The weight.
    pub weight: f64,
    /// The other cells of the row.
    pub cells: ExportRow,
    /// The periods in which it may exist.
    pub spells: Vec<Presence>,
}

/// A period in which a node or edge may exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// The first day; `None` if there is no limit.
    pub first: Option<Day>,
    /// The last day, which counts; `None` if there is no limit.
    pub last: Option<Day>,
}

/// The first day of the year 9999.
const LAST_YEAR: Day = Day::from_number(2_932_532);

impl Presence {
    /// Parses a start and an end as in the tables; the end day does not count.
    pub fn from_dates(start: &str, end: &str) -> Presence {
        let date = |text: &str| text.parse::<PartialDate>().ok();
        let first = date(start).map(|date| date.earliest());
        // An end in the last year, 9999, means that any later day is possible.
        let last = date(end).filter(|date| date.latest() < LAST_YEAR);
        let last = last.map(|date| date.latest().plus(-1));
        // A period cannot end before its first day.
        Presence { first, last: last.map(|last| first.map_or(last, |first| last.max(first))) }
    }

    /// Returns `true` if there are no limits.
    pub fn is_open(&self) -> bool {
        self.first.is_none() && self.last.is_none()
    }
}

/// People and companies, and the edges between them.
pub trait Network {
    /// Returns the title.
    fn title(&self) -> String;

    /// Returns the number of nodes, and the number of people, who are the first nodes.
    fn size(&self) -> (usize, usize);

    /// Returns `true` if the network has people and companies, joined by seats and ties, which have a direction. In a
    /// projection edges have none.
    fn is_two_mode(&self) -> bool;

    /// Returns `directed` or `undirected`, for all edges: few tools accept both in one network.
    fn direction(&self) -> &'static str {
        if self.is_two_mode() { "directed" } else { "undirected" }
    }

    /// Returns the columns of nodes, and those of edges.
    fn columns(&self) -> [Vec<ExportColumn>; 2] {
        let (mut nodes, mut edges) = (ExportColumns::default(), ExportColumns::default());
        // These closures do not fail, so the loops do not fail either.
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

    /// Calls `visit` for every node, in the order of their numbers.
    ///
    /// # Errors
    /// The first error of `visit`.
    fn for_each_node(&self, visit: &mut dyn FnMut(Node) -> io::Result<()>) -> io::Result<()>;

    /// Calls `visit` for every edge, in the order of their numbers.
    ///
    /// # Errors
    /// The first error of `visit`.
    fn for_each_edge(&self, visit: &mut dyn FnMut(Edge) -> io::Result<()>) -> io::Result<()>;
}

/// The kinds of data that a format cannot represent, with the amount that was left out.
pub type LeftOut = BTreeMap<&'static str, u64>;

/// Writes a network in a single-file format.
///
/// # Errors
/// An error of the writer; always for Neo4j, which is a folder.
pub fn write(network: &dyn Network, format: NetworkFormat, out: &mut dyn Write) -> io::Result<LeftOut> {
    match format {
        NetworkFormat::GraphMl => graphml::write(network, out),
        NetworkFormat::Gexf => gexf::write(network, out),
        NetworkFormat::Pajek => pajek::write(network, out),
        NetworkFormat::Dot => dot::write(network, out),
        NetworkFormat::Edges => edges::write(network, out),
        NetworkFormat::Neo4j => Err(io::Error::other("the neo4j format is a folder, not one file")),
    }
}

/// Writes a network in a folder format.
///
/// # Errors
/// An error of writing; always for formats other than Neo4j.
pub fn write_folder(network: &dyn Network, format: NetworkFormat, folder: &Path) -> io::Result<LeftOut> {
    match format {
        NetworkFormat::Neo4j => neo4j::write(network, folder),
        _ => Err(io::Error::other("the format is one file, not a folder")),
    }
}

/// Writes the tables of a graph for engines that query, as Parquet: `seats-0000.parquet` and on, `people.parquet`,
/// `companies.parquet` and `deals.parquet`. All columns are whole numbers, texts and flags.
///
/// Days are counted from 1970-01-01; ends are excluded. No cell is empty: a seat that always existed or still runs has days
/// 2³⁰ before or after. A seat of which it is not known whether it is on the board has its latest start there, and its
/// earliest end 2³⁰ days before, so that no comparison calls it certain.
///
/// # Errors
/// An error of writing; always in a build without the feature `columnar`.
pub fn write_engine_tables(graph: &BoardGraph, folder: &Path) -> io::Result<()> {
    #[cfg(feature = "columnar")]
    return engines::write(graph, folder);
    #[cfg(not(feature = "columnar"))]
    {
        let _ = graph;
        let message = format!("{}: this build has no Parquet; install it with --features columnar", folder.display());
        Err(io::Error::new(io::ErrorKind::Unsupported, message))
    }
}

/// Returns the cells of a row that have a column, each with the number of the column.
fn cells_by_column<'r>(columns: &'r [ExportColumn], row: &'r ExportRow) -> impl Iterator<Item = (usize, &'r Cell)> {
    let number = |name: &str| columns.iter().position(|column| column.name == name);
    row.iter().filter_map(move |(name, cell)| Some((number(name)?, cell)))
}

/// Converts a cell to text. List items are separated by `;`; a `;` inside an item becomes a comma, and `left_out`
/// counts such items.
fn text(cell: &Cell, left_out: &mut LeftOut) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Flag(yes) => yes.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::List(items) => {
            let (text, odd) = join_items(items);
            if odd > 0 {
                *left_out.entry("semicolons in items of lists (replaced by commas)").or_insert(0) += odd;
            }
            text
        }
    }
}

/// Returns the name of a kind of node.
fn kind_name(kind: EntityKind) -> &'static str {
    if kind == EntityKind::Person { "person" } else { "company" }
}

#[cfg(test)]
mod tests;
