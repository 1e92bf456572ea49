//! Networks: vertices and lines between them, as tools for drawing and measuring keep them.
//!
//! Vertices are people and companies. Which is which is said by the format (two-mode networks of Pajek and
//! UCINET), or by an attribute of the vertex; where nothing says it, by the lines: if the vertices have two
//! halves and every line goes from one to the other, one half are people. A network of one mode is one of
//! companies.

mod edges;
mod gexf;
mod gml;
mod graphml;
mod pajek;
mod ucinet;
mod words;
mod xml;

use std::collections::{HashMap, HashSet};

use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::loader::Loader;
use crate::problem::Severity;

use super::mode::Side;
use super::row_sink::{At, RowSink};

pub use edges::EDGES;
pub use gexf::GEXF;
pub use gml::GML;
pub use graphml::GRAPHML;
pub use pajek::PAJEK;
pub use ucinet::UCINET;

/// Attributes by name.
pub type Attributes = Vec<(String, String)>;

/// Adds the defaults of attributes that are not there, by their names; then drops those that say nothing.
fn add_defaults<'d>(attributes: &mut Attributes, declared: impl Iterator<Item = (&'d String, &'d Option<String>)>) {
    let missing = declared.filter(|(name, _)| !attributes.iter().any(|cell| cell.0 == **name));
    let mut defaults: Attributes =
        missing.filter_map(|(name, default)| Some((name.clone(), default.clone()?))).collect();
    defaults.sort_unstable();
    attributes.extend(defaults);
    attributes.retain(|(_, text)| !text.is_empty());
}

/// Attributes that may say on which side a vertex is.
const SAY_SIDE: &[&str] = &["kind", "type", "bipartite", "mode", "side", "class", "entity", "node_type", "nodetype"];
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

/// The side that the attributes of a vertex say, and which of them says it.
fn side_said(attributes: &Attributes) -> Option<(usize, Side)> {
    SAY_SIDE.iter().find_map(|name| {
        let at = attributes.iter().position(|attribute| attribute.0.eq_ignore_ascii_case(name))?;
        let word = attributes[at].1.trim().to_lowercase();
        let side = match word.as_str() {
            word if PEOPLE.contains(&word) => Side::People,
            word if COMPANIES.contains(&word) => Side::Companies,
            _ => return None,
        };
        Some((at, side))
    })
}

/// A line that waits until it is known on which sides its ends are.
struct Line {
    at: At,
    from: String,
    to: String,
    attributes: Attributes,
}

/// A vertex that waits for the same.
struct Vertex {
    at: At,
    id: String,
    label: String,
    attributes: Attributes,
}

/// What is made of a network while it is read.
pub struct Network<'f> {
    intake: RowSink<'f>,
    columns: ColumnNames,
    /// Fields of attributes, by the table and the names that one row has.
    fields: HashMap<(Table, Vec<String>), Vec<Option<Field>>>,
    /// The side of every vertex, where it is known.
    sides: HashMap<String, Option<Side>>,
    vertices: Vec<Vertex>,
    lines: Vec<Line>,
    /// Whether the format says that there is one mode.
    pub is_one_mode: bool,
}

impl<'f> Network<'f> {
    /// A network that is read from a file.
    pub fn of(loader: &mut Loader, file: &'f str) -> Network<'f> {
        let number = loader.file(file);
        Network {
            intake: RowSink::of(loader, file, number),
            columns: loader.columns.clone(),
            fields: HashMap::new(),
            sides: HashMap::new(),
            vertices: Vec::new(),
            lines: Vec::new(),
            is_one_mode: false,
        }
    }

    /// Counts something that has no place.
    pub fn leave_out(&mut self, kind: &str, at: At) {
        self.intake.leave_out(kind, at);
    }

    pub fn reject(&mut self, at: At, message: impl Into<String>) {
        self.intake.reject(Table::Seats, at, message.into());
    }

    /// Takes a vertex; its side, where the format says it, or one of its attributes.
    pub fn vertex(&mut self, at: At, id: &str, label: &str, side: Option<Side>, mut attributes: Attributes) {
        let said = side_said(&attributes);
        if let Some((attribute, _)) = said {
            attributes.remove(attribute);
        }
        let side = side.or(said.map(|(_, side)| side));
        self.sides.insert(id.to_owned(), side);
        let vertex = Vertex { at, id: id.to_owned(), label: label.to_owned(), attributes };
        match side {
            Some(side) => self.put_vertex(&vertex, side),
            None => self.vertices.push(vertex),
        }
    }

    /// Takes a word on the side of one that may not have been met before.
    pub fn side(&mut self, at: At, id: &str, word: &str) {
        if !id.is_empty() && !self.sides.contains_key(id) {
            self.vertex(at, id, "", None, vec![("kind".to_owned(), word.to_owned())]);
        }
    }

    /// Takes a line between two vertices. One that was not met before becomes a vertex.
    pub fn line(&mut self, at: At, from: &str, to: &str, attributes: Attributes) {
        if from.is_empty() || to.is_empty() {
            self.reject(at, "the line has not two ends");
            return;
        }
        let line = Line { at, from: from.to_owned(), to: to.to_owned(), attributes };
        for end in [from, to] {
            if !self.sides.contains_key(end) {
                self.vertex(at, end, "", None, Attributes::new());
            }
        }
        let side = |id: &str| self.sides.get(id).copied().flatten();
        match (side(from), side(to)) {
            (Some(a), Some(b)) => self.put_line(&line, a, b),
            _ => self.lines.push(line),
        }
    }

    /// Settles what was not said, and hands everything over.
    ///
    /// # Errors
    /// When the file has more names of attributes than are kept.
    pub fn finish(mut self, loader: &mut Loader) -> Result<(), DatasetError> {
        let (vertices, lines) = (std::mem::take(&mut self.vertices), std::mem::take(&mut self.lines));
        let guess = self.guessed(&vertices, &lines);
        let side_of = |sides: &HashMap<String, Option<Side>>, id: &str| {
            let guessed = if guess.people.contains(id) { Side::People } else { Side::Companies };
            sides.get(id).copied().flatten().unwrap_or(guessed)
        };
        for vertex in &vertices {
            self.put_vertex(vertex, side_of(&self.sides, &vertex.id));
        }
        for line in &lines {
            let (a, b) = (side_of(&self.sides, &line.from), side_of(&self.sides, &line.to));
            self.put_line(line, a, b);
        }
        if let (Some(message), Some(first)) = (guess.told, vertices.first()) {
            let problem = self.intake.problem(Severity::Warning, first.at, message.to_owned());
            loader.problems.push(problem);
        }
        self.intake.end_block(0);
        RowSink::hand_over(vec![self.intake], loader)
    }

    /// Who is a person where nothing says so.
    fn guessed(&self, vertices: &[Vertex], lines: &[Line]) -> Guess {
        if vertices.is_empty() {
            return Guess::default();
        }
        if !(self.is_one_mode || lines.iter().any(|line| line.attributes.iter().any(|cell| cell.0 == "kind")))
            && let Some(people) = self.first_halves(lines)
        {
            let told = "nothing says which vertices are people: no line joins two of one half, and the half that the \
                        first line begins in was taken for people; an attribute kind with person or company says it";
            return Guess { people, told: Some(told) };
        }
        let told = "nothing says which vertices are people: all were taken for companies, and lines for ties between \
                    them; an attribute kind with person or company says it";
        Guess { people: HashSet::new(), told: Some(told) }
    }

    /// The halves of a network of which no line joins two of one half: of each connected part the half in
    /// which its first line begins, or the people in it where some are known. None where there are no halves.
    fn first_halves(&self, lines: &[Line]) -> Option<HashSet<String>> {
        let mut neighbours: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in lines {
            neighbours.entry(&line.from).or_default().push(&line.to);
            neighbours.entry(&line.to).or_default().push(&line.from);
        }
        let known = |id: &str| self.sides.get(id).copied().flatten().map(|side| side == Side::People);
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

    fn put_vertex(&mut self, vertex: &Vertex, side: Side) {
        let (table, _) = side.table();
        let mut known = vec![(Field::Id, vertex.id.as_str()), (Field::Name, vertex.label.as_str())];
        self.put(table, vertex.at, &mut known, &vertex.attributes);
    }

    fn put_line(&mut self, line: &Line, a: Side, b: Side) {
        let Line { at, from, to, attributes } = line;
        let said =
            |name: &str| attributes.iter().find(|attribute| attribute.0 == name).map_or("", |cell| cell.1.trim());
        let kind = said("kind");
        let is_seat = kind.is_empty() || kind == "seat";
        match (a, b) {
            (Side::People, Side::Companies) if is_seat => {
                self.put(Table::Seats, *at, &mut vec![(Field::Person, from), (Field::Company, to)], attributes);
            }
            // Of a line without direction either end may be written first.
            (Side::Companies, Side::People) if is_seat => {
                self.put(Table::Seats, *at, &mut vec![(Field::Person, to), (Field::Company, from)], attributes);
            }
            _ => {
                let kind = [kind, said("label"), said("relation"), "linked"].into_iter().find(|kind| !kind.is_empty());
                let word = |side| if side == Side::People { "person" } else { "company" };
                let mut known = vec![(Field::From, from.as_str()), (Field::To, to)];
                known.extend([(Field::FromType, word(a)), (Field::ToType, word(b))]);
                known.push((Field::Kind, kind.unwrap_or("linked")));
                self.put(Table::Ties, *at, &mut known, attributes);
            }
        }
    }

    /// Puts a row: attributes that have a field of ours fill it, where `known` does not.
    fn put<'a>(&mut self, table: Table, at: At, known: &mut Vec<(Field, &'a str)>, attributes: &'a [(String, String)]) {
        let names: Vec<String> = attributes.iter().map(|attribute| attribute.0.clone()).collect();
        let columns = &self.columns;
        let entry = self.fields.entry((table, names));
        let fields =
            entry.or_insert_with_key(|(table, names)| columns.fields(*table, names.iter().map(String::as_str)));
        let mut further = Vec::new();
        for (field, (name, text)) in fields.iter().zip(attributes) {
            match field {
                Some(field) if !is_end(*field, table) => known.push((*field, text)),
                // A line of weight 1 is a line, and a seat is a seat.
                None if name == "weight" && matches!(text.as_str(), "1" | "1.0") => {}
                None if name == "kind" && text == "seat" && table == Table::Seats => {}
                _ => further.push((name.as_str(), text.as_str())),
            }
        }
        self.intake.put(table, at, known, &further);
    }
}

/// Whether a field says whom a line joins: the network says that itself.
fn is_end(field: Field, table: Table) -> bool {
    use Field::{Company, From, FromType, Person, To, ToType};
    match table {
        Table::Seats => matches!(field, Person | Company),
        Table::Ties => matches!(field, From | FromType | To | ToType),
        _ => false,
    }
}

/// Who was taken for a person.
#[derive(Default)]
struct Guess {
    people: HashSet<String>,
    told: Option<&'static str>,
}
