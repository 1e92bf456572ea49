//! Network files of programs for drawing and measuring networks: vertices and the lines between them.
//!
//! Vertices become people and companies. The format decides which (two-mode networks of Pajek and UCINET), or an attribute
//! of the vertex. Otherwise the lines decide: if the vertices fall into two sets and every line joins one set to the other, one
//! set are the people. The vertices of a one-mode network are companies. A line between a person and a company becomes a seat,
//! any other line a tie; attributes that match our columns fill them, and the others are kept as extra columns.

mod edges;
mod gexf;
mod gml;
mod graphml;
mod pajek;
mod tokens;
mod ucinet;
mod xml;

use std::collections::{HashMap, HashSet};

use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::loader::Loader;
use crate::problem::Severity;

use super::mode::Mode;
use super::row_sink::{Position, RowSink};

pub(crate) use edges::EDGES;
pub(crate) use gexf::GEXF;
pub(crate) use gml::GML;
pub(crate) use graphml::GRAPHML;
pub(crate) use pajek::PAJEK;
pub(crate) use ucinet::UCINET;

/// Attributes of a vertex or a line: names and values.
pub(crate) type Attributes = Vec<(String, String)>;

/// Adds the declared defaults of missing attributes in the order of their names, and removes empty attributes.
fn add_defaults<'d>(attributes: &mut Attributes, declared: impl Iterator<Item = (&'d String, &'d Option<String>)>) {
    let missing = declared.filter(|(name, _)| !attributes.iter().any(|cell| cell.0 == **name));
    let mut defaults: Attributes =
        missing.filter_map(|(name, default)| Some((name.clone(), default.clone()?))).collect();
    defaults.sort_unstable();
    attributes.extend(defaults);
    attributes.retain(|(_, text)| !text.is_empty());
}

/// Attributes that may state the mode of a vertex.
const MODE_ATTRIBUTES: &[&str] =
    &["kind", "type", "bipartite", "mode", "side", "class", "entity", "node_type", "nodetype"];
const PEOPLE: &[&str] = &["person", "people", "director", "individual", "actor", "officer", "human", "0", "false"];
const COMPANIES: &[&str] = &[
    "company",
    "companies",
    "firm",
    "organisation",
    "organization",
    "board",
    "club",
    "event",
    "group",
    "entity",
    "issuer",
    "1",
    "true",
];

/// Returns the mode that an attribute states, and the index of the attribute.
fn stated_mode(attributes: &Attributes) -> Option<(usize, Mode)> {
    MODE_ATTRIBUTES.iter().find_map(|name| {
        let at = attributes.iter().position(|attribute| attribute.0.eq_ignore_ascii_case(name))?;
        let word = attributes[at].1.trim().to_lowercase();
        let mode = match word.as_str() {
            word if PEOPLE.contains(&word) => Mode::People,
            word if COMPANIES.contains(&word) => Mode::Companies,
            _ => return None,
        };
        Some((at, mode))
    })
}

/// A line whose ends do not have a known mode yet.
struct Line {
    at: Position,
    from: String,
    to: String,
    attributes: Attributes,
}

/// A vertex whose mode is not known yet.
struct Vertex {
    at: Position,
    id: String,
    label: String,
    attributes: Attributes,
}

/// A network that is being read.
pub(crate) struct Network<'f> {
    sink: RowSink<'f>,
    columns: ColumnNames,
    /// The fields of attributes, by table and attribute names of a row.
    fields: HashMap<(Table, Vec<String>), Vec<Option<Field>>>,
    /// The mode of every vertex, if it is known.
    modes: HashMap<String, Option<Mode>>,
    vertices: Vec<Vertex>,
    lines: Vec<Line>,
    /// `true` if the format states that the network has one mode.
    pub(crate) is_one_mode: bool,
}

impl<'f> Network<'f> {
    /// Creates an empty network for a file.
    pub(crate) fn new(loader: &mut Loader, file: &'f str) -> Network<'f> {
        let number = loader.file(file);
        Network {
            sink: RowSink::new(loader, file, number),
            columns: loader.columns.clone(),
            fields: HashMap::new(),
            modes: HashMap::new(),
            vertices: Vec::new(),
            lines: Vec::new(),
            is_one_mode: false,
        }
    }

    /// Counts data that no table has a field for.
    pub(crate) fn skip(&mut self, kind: &str, at: Position) {
        self.sink.skip(kind, at);
    }

    /// Counts data that does not count, for the reason that `kind` gives.
    pub(crate) fn skip_unused(&mut self, kind: &str, at: Position) {
        self.sink.skip_unused(kind, at);
    }

    /// Rejects a vertex or a line that cannot be read.
    pub(crate) fn reject(&mut self, at: Position, message: impl Into<String>) {
        self.sink.reject(Table::Seats, at, message.into());
    }

    /// Adds a vertex. Its mode is stated by the format (`mode`) or by one of its attributes.
    pub(crate) fn add_vertex(
        &mut self,
        at: Position,
        id: &str,
        label: &str,
        mode: Option<Mode>,
        mut attributes: Attributes,
    ) {
        let stated = stated_mode(&attributes);
        if let Some((attribute, _)) = stated {
            attributes.remove(attribute);
        }
        let mode = mode.or(stated.map(|(_, mode)| mode));
        self.modes.insert(id.to_owned(), mode);
        let vertex = Vertex { at, id: id.to_owned(), label: label.to_owned(), attributes };
        match mode {
            Some(mode) => self.push_vertex(&vertex, mode),
            None => self.vertices.push(vertex),
        }
    }

    /// Adds a vertex that is not known yet, with the name of its mode.
    pub(crate) fn set_mode(&mut self, at: Position, id: &str, name: &str) {
        if !id.is_empty() && !self.modes.contains_key(id) {
            self.add_vertex(at, id, "", None, vec![("kind".to_owned(), name.to_owned())]);
        }
    }

    /// Adds a line between two vertices, and the vertices that are not known yet.
    pub(crate) fn add_line(&mut self, at: Position, from: &str, to: &str, attributes: Attributes) {
        if from.is_empty() || to.is_empty() {
            self.reject(at, "the line does not have two ends");
            return;
        }
        let line = Line { at, from: from.to_owned(), to: to.to_owned(), attributes };
        for end in [from, to] {
            if !self.modes.contains_key(end) {
                self.add_vertex(at, end, "", None, Attributes::new());
            }
        }
        let mode = |id: &str| self.modes.get(id).copied().flatten();
        match (mode(from), mode(to)) {
            (Some(a), Some(b)) => self.push_line(&line, a, b),
            _ => self.lines.push(line),
        }
    }

    /// Decides the modes that are not stated, and adds everything to the loader.
    ///
    /// # Errors
    /// If the file has more attribute names than are kept.
    pub(crate) fn finish(mut self, loader: &mut Loader) -> Result<(), DatasetError> {
        let (vertices, lines) = (std::mem::take(&mut self.vertices), std::mem::take(&mut self.lines));
        let guess = self.guess_modes(&vertices, &lines);
        let mode_of = |modes: &HashMap<String, Option<Mode>>, id: &str| {
            let guessed = if guess.people.contains(id) { Mode::People } else { Mode::Companies };
            modes.get(id).copied().flatten().unwrap_or(guessed)
        };
        for vertex in &vertices {
            self.push_vertex(vertex, mode_of(&self.modes, &vertex.id));
        }
        for line in &lines {
            let (a, b) = (mode_of(&self.modes, &line.from), mode_of(&self.modes, &line.to));
            self.push_line(line, a, b);
        }
        if let (Some(message), Some(first)) = (guess.warning, vertices.first()) {
            let problem = self.sink.problem(Severity::Warning, first.at, message.to_owned());
            loader.problems.push(problem);
        }
        self.sink.end_block(0);
        RowSink::finish(vec![self.sink], loader)
    }

    /// Guesses which of the vertices without a mode are people.
    fn guess_modes(&self, vertices: &[Vertex], lines: &[Line]) -> Guess {
        if vertices.is_empty() {
            return Guess::default();
        }
        if !(self.is_one_mode || lines.iter().any(|line| line.attributes.iter().any(|cell| cell.0 == "kind")))
            && let Some(people) = self.bipartition(lines)
        {
            let warning = "the file does not say which vertices are people. Every line joins two sets of vertices, so the set in \
                        which the first line begins was read as people; set an attribute kind to person or company to \
                        decide";
            return Guess { people, warning: Some(warning) };
        }
        let warning = "the file does not say which vertices are people, so all were read as companies and the lines as ties \
                    between them; set an attribute kind to person or company to decide";
        Guess { people: HashSet::new(), warning: Some(warning) }
    }

    /// Returns the people if the network is bipartite, else `None`: in each component the set in which its first line
    /// begins, or the set of its known people.
    fn bipartition(&self, lines: &[Line]) -> Option<HashSet<String>> {
        let mut neighbours: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in lines {
            neighbours.entry(&line.from).or_default().push(&line.to);
            neighbours.entry(&line.to).or_default().push(&line.from);
        }
        let known = |id: &str| self.modes.get(id).copied().flatten().map(|mode| mode == Mode::People);
        let mut first: HashMap<&str, bool> = HashMap::new();
        // Parts in which some side is known begin there.
        let ends = lines.iter().flat_map(|line| [&line.from, &line.to]).filter(|id| known(id).is_some());
        for start in ends.chain(lines.iter().map(|line| &line.from)) {
            if first.contains_key(start.as_str()) {
                continue;
            }
            first.insert(start, known(start).unwrap_or(true));
            let mut open: Vec<&str> = vec![start];
            while let Some(id) = open.pop() {
                let other = !first[id];
                for &neighbour in &neighbours[id] {
                    match first.get(neighbour) {
                        Some(half) if *half != other => return None,
                        Some(_) => {}
                        None => {
                            first.insert(neighbour, other);
                            open.push(neighbour);
                        }
                    }
                }
            }
        }
        Some(first.into_iter().filter(|(_, first)| *first).map(|(id, _)| id.to_owned()).collect())
    }

    fn push_vertex(&mut self, vertex: &Vertex, mode: Mode) {
        let (table, _) = mode.table();
        let mut known = vec![(Field::Id, vertex.id.as_str()), (Field::Name, vertex.label.as_str())];
        self.push(table, vertex.at, &mut known, &vertex.attributes);
    }

    fn push_line(&mut self, line: &Line, a: Mode, b: Mode) {
        let Line { at, from, to, attributes } = line;
        let value_of =
            |name: &str| attributes.iter().find(|attribute| attribute.0 == name).map_or("", |cell| cell.1.trim());
        let kind = value_of("kind");
        let is_seat = kind.is_empty() || kind == "seat";
        match (a, b) {
            (Mode::People, Mode::Companies) if is_seat => {
                self.push(Table::Seats, *at, &mut vec![(Field::Person, from), (Field::Company, to)], attributes);
            }
            // An undirected line may have either end first.
            (Mode::Companies, Mode::People) if is_seat => {
                self.push(Table::Seats, *at, &mut vec![(Field::Person, to), (Field::Company, from)], attributes);
            }
            _ => {
                let kind =
                    [kind, value_of("label"), value_of("relation"), "linked"].into_iter().find(|kind| !kind.is_empty());
                let word = |mode| if mode == Mode::People { "person" } else { "company" };
                let mut known = vec![(Field::From, from.as_str()), (Field::To, to)];
                known.extend([(Field::FromType, word(a)), (Field::ToType, word(b))]);
                known.push((Field::Kind, kind.unwrap_or("linked")));
                self.push(Table::Ties, *at, &mut known, attributes);
            }
        }
    }

    /// Adds a row; attributes that match a field fill it unless `known` does.
    fn push<'a>(
        &mut self,
        table: Table,
        at: Position,
        known: &mut Vec<(Field, &'a str)>,
        attributes: &'a [(String, String)],
    ) {
        let names: Vec<String> = attributes.iter().map(|attribute| attribute.0.clone()).collect();
        let columns = &self.columns;
        let entry = self.fields.entry((table, names));
        let fields =
            entry.or_insert_with_key(|(table, names)| columns.fields(*table, names.iter().map(String::as_str)));
        let mut extra = Vec::new();
        for (field, (name, text)) in fields.iter().zip(attributes) {
            match field {
                Some(field) if !is_line_end(*field, table) => known.push((*field, text)),
                // A weight of 1 and the kind of a seat add no information.
                None if name == "weight" && matches!(text.as_str(), "1" | "1.0") => {}
                None if name == "kind" && text == "seat" && table == Table::Seats => {}
                _ => extra.push((name.as_str(), text.as_str())),
            }
        }
        self.sink.push(table, at, known, &extra);
    }
}

/// Returns `true` if the field refers to an end of the line, which the network gives.
fn is_line_end(field: Field, table: Table) -> bool {
    use Field::{Company, From, FromType, Person, To, ToType};
    match table {
        Table::Seats => matches!(field, Person | Company),
        Table::Ties => matches!(field, From | FromType | To | ToType),
        _ => false,
    }
}

/// The guessed people, and the warning about the guess.
#[derive(Default)]
struct Guess {
    people: HashSet<String>,
    warning: Option<&'static str>,
}
