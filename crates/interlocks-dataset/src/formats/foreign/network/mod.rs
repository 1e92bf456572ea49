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
mod links;
mod names;
mod pajek;
mod sides;
mod times;
mod tokens;
mod ucinet;
mod xml;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::loader::Loader;
use crate::problem::{Problem, Severity};

use super::mode::Mode;
use super::row_sink::{Position, RowSink};
use links::{Link, StatedLink};

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
    warnings: Vec<Problem>,
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
            warnings: Vec::new(),
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

    /// Warns of how the file was read.
    pub(crate) fn warn(&mut self, at: Position, message: String) {
        self.warnings.push(self.sink.problem(Severity::Warning, at, message));
    }

    /// Rejects a vertex or a line that cannot be read.
    pub(crate) fn reject(&mut self, at: Position, message: impl Into<String>) {
        self.sink.reject(Table::Seats, at, message.into());
    }

    /// Adds a vertex. Its mode is stated by the format (`mode`) or by one of its attributes. A vertex that is known already is
    /// not added again if nothing new is said of it.
    pub(crate) fn add_vertex(
        &mut self,
        at: Position,
        id: &str,
        label: &str,
        mode: Option<Mode>,
        mut attributes: Attributes,
    ) {
        let stated = sides::stated_mode(&attributes);
        if let Some(stated) = stated.as_ref().filter(|stated| !stated.says_more) {
            attributes.remove(stated.attribute);
        }
        let mode = mode.or(stated.map(|stated| stated.mode));
        let label = names::take(id, label, &mut attributes);
        let known = self.modes.get(id).copied();
        if label.is_empty() && attributes.is_empty() && known.is_some_and(|known| mode.is_none() || known == mode) {
            return;
        }
        self.modes.insert(id.to_owned(), mode.or(known.flatten()));
        let vertex = Vertex { at, id: id.to_owned(), label, attributes };
        match mode {
            Some(mode) => self.push_vertex(&vertex, mode),
            None => self.vertices.push(vertex),
        }
    }

    /// Adds the name of the mode of a vertex. Of two modes the first counts.
    pub(crate) fn set_mode(&mut self, at: Position, id: &str, name: &str) {
        let kind = vec![("kind".to_owned(), name.to_owned())];
        let known = self.modes.get(id).copied().flatten();
        if known.is_some() && known != sides::stated_mode(&kind).map(|stated| stated.mode) {
            self.skip_unused("modes of vertices that are not those of the row before", at);
        } else if !id.is_empty() && known.is_none() {
            self.add_vertex(at, id, "", None, kind);
        }
    }

    /// Returns the id of an end of a line, and adds the vertex if the mode is known. If ends are numbered apart, or if the id has
    /// the other mode, it is another vertex.
    pub(crate) fn end<'a>(&mut self, at: Position, id: &'a str, mode: Option<Mode>, is_apart: bool) -> Cow<'a, str> {
        if id.is_empty() || (mode.is_none() && !is_apart) {
            return Cow::Borrowed(id);
        }
        let is_other = mode.is_some_and(|mode| self.modes.get(id) == Some(&Some(mode.other())));
        let name = if is_apart || is_other { Cow::Owned(format!("{id} (target)")) } else { Cow::Borrowed(id) };
        if !self.modes.contains_key(name.as_ref()) {
            self.add_vertex(at, &name, if name == id { "" } else { id }, mode, Attributes::new());
        }
        name
    }

    /// Adds a line between two vertices, and the vertices that are not known yet. A line with several times is several lines.
    pub(crate) fn add_line(&mut self, at: Position, from: &str, to: &str, mut attributes: Attributes) {
        if from.is_empty() || to.is_empty() {
            self.reject(at, "the line does not have two ends");
            return;
        }
        for end in [from, to] {
            if !self.modes.contains_key(end) {
                self.add_vertex(at, end, "", None, Attributes::new());
            }
        }
        let Some((stated, is_points)) = times::find(&attributes).filter(|_| !self.is_dated(&attributes)) else {
            return self.add_dated_line(at, from, to, attributes);
        };
        let Some(times) = times::times(&attributes[stated].1, is_points) else {
            let name: String = attributes[stated].0.chars().take(20).collect();
            self.skip_unused(&format!("values of {name} that are not times"), at);
            return self.add_dated_line(at, from, to, attributes);
        };
        attributes.remove(stated);
        for time in times {
            let mut attributes = attributes.clone();
            attributes.extend(time.as_attributes(""));
            self.add_dated_line(at, from, to, attributes);
        }
    }

    /// Returns `true` if an attribute is the start or the end of a line. Dates may be partial, so they are preferred to times.
    pub(crate) fn is_dated(&self, attributes: &Attributes) -> bool {
        let names = attributes.iter().map(|(name, _)| name.as_str());
        self.columns
            .fields(Table::Seats, names)
            .iter()
            .any(|field| matches!(field, Some(Field::Start | Field::End | Field::EndStatus)))
    }

    fn add_dated_line(&mut self, at: Position, from: &str, to: &str, attributes: Attributes) {
        let line = Line { at, from: from.to_owned(), to: to.to_owned(), attributes };
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
        self.count_unread_modes(&vertices);
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
            self.warn(first.at, message.to_owned());
        }
        self.warnings.drain(..).for_each(|problem| loader.problems.push(problem));
        self.sink.end_block(0);
        RowSink::finish(vec![self.sink], loader)
    }

    /// Counts attributes that usually state the mode, of vertices that are without one.
    fn count_unread_modes(&mut self, vertices: &[Vertex]) {
        for vertex in vertices {
            for (name, _) in vertex.attributes.iter().filter(|cell| sides::may_state_mode(&cell.0)) {
                let name: String = name.chars().take(20).collect();
                self.skip_unused(&format!("values of {name} that are neither person nor company"), vertex.at);
            }
        }
    }

    /// Guesses which of the vertices without a mode are people. Lines that are ties say nothing, but if there are only such
    /// lines and lines that may be anything, all are taken for ties.
    fn guess_modes(&self, vertices: &[Vertex], lines: &[Line]) -> Guess {
        if vertices.is_empty() {
            return Guess::default();
        }
        let (mut seats, mut has_ties, mut has_stated_seats) = (Vec::new(), false, false);
        for line in lines {
            match links::link(&line.attributes) {
                StatedLink { link: Link::Tie, .. } => has_ties = true,
                StatedLink { attribute, .. } => {
                    has_stated_seats |= attribute.is_some();
                    seats.push(line);
                }
            }
        }
        if !self.is_one_mode
            && (has_stated_seats || !has_ties)
            && let Some(people) = self.bipartition(&seats)
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
    fn bipartition(&self, lines: &[&Line]) -> Option<HashSet<String>> {
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
        let known = vec![(Field::Id, vertex.id.as_str().into()), (Field::Name, vertex.label.as_str().into())];
        self.push(table, vertex.at, known, &vertex.attributes, None);
    }

    fn push_line(&mut self, line: &Line, a: Mode, b: Mode) {
        let Line { at, from, to, attributes } = line;
        let (person, company) = match (a, b) {
            (Mode::People, Mode::Companies) => (from, to),
            // An undirected line may have either end first.
            (Mode::Companies, Mode::People) => (to, from),
            _ => return self.push_tie(line, a, b),
        };
        let StatedLink { link, attribute } = links::link(attributes);
        let Link::Seat { role } = link else { return self.push_tie(line, a, b) };
        let mut known = vec![(Field::Person, person.as_str().into()), (Field::Company, company.as_str().into())];
        let has_role = attributes.iter().any(|(name, text)| name == "role" && !text.is_empty());
        if has_role || role.is_empty() {
            if !has_role && attribute.is_none() {
                self.count_unread_link(line);
            }
            self.push(Table::Seats, *at, known, attributes, None);
        } else {
            known.push((Field::Role, role.into()));
            self.push(Table::Seats, *at, known, attributes, attribute);
        }
    }

    /// Counts the name of a relationship that is neither a role nor a kind of tie.
    fn count_unread_link(&mut self, line: &Line) {
        if let Some((at, _)) = links::relationships(&line.attributes).next() {
            let name: String = line.attributes[at].0.chars().take(12).collect();
            self.skip_unused(&format!("values of {name} that are neither role nor kind of tie"), line.at);
        }
    }

    fn push_tie(&mut self, line: &Line, a: Mode, b: Mode) {
        let Line { at, from, to, attributes } = line;
        let word = |mode| Cow::from(if mode == Mode::People { "person" } else { "company" });
        let named = links::relationships(attributes).next().map(|(at, _)| at);
        let kind = named.map_or("linked", |at| attributes[at].1.trim());
        let mut known = vec![(Field::From, from.as_str().into()), (Field::To, to.as_str().into())];
        known.extend([(Field::FromType, word(a)), (Field::ToType, word(b)), (Field::Kind, kind.into())]);
        self.push(Table::Ties, *at, known, attributes, named);
    }

    /// Adds a row. Attributes that match a field fill it unless `known` does; the attribute with the index `used` is left out.
    fn push<'a>(
        &mut self,
        table: Table,
        at: Position,
        mut known: Vec<(Field, Cow<'a, str>)>,
        attributes: &'a [(String, String)],
        used: Option<usize>,
    ) {
        let names: Vec<String> = attributes.iter().map(|attribute| attribute.0.clone()).collect();
        let columns = &self.columns;
        let entry = self.fields.entry((table, names));
        let fields =
            entry.or_insert_with_key(|(table, names)| columns.fields(*table, names.iter().map(String::as_str)));
        let mut extra = Vec::new();
        let (mut unread_weights, is_line) = (0, matches!(table, Table::Seats | Table::Ties));
        for (index, (field, (name, text))) in fields.iter().zip(attributes).enumerate() {
            let given = field.and_then(|field| known.iter().find(|cell| cell.0 == field && !cell.1.is_empty()));
            match field {
                _ if used == Some(index) => {}
                Some(field) if !is_line_end(*field, table) => match given {
                    None => known.push((*field, cell(*field, text))),
                    Some((_, given)) if given == text => {}
                    Some(_) => extra.push((name.as_str(), text.as_str())),
                },
                // A weight of 1 and the kind of a seat add no information.
                None if name == "weight" && matches!(text.as_str(), "1" | "1.0") => {}
                None if name == "kind" && text == "seat" && table == Table::Seats => {}
                _ => {
                    unread_weights += u64::from(is_line && name == "weight" && text.parse::<f64>().is_err());
                    extra.push((name.as_str(), text.as_str()));
                }
            }
        }
        let is_unread_end = known.iter().any(|(field, text)| *field == Field::End && times::is_unread(text));
        if is_unread_end && is_line {
            known.push((Field::EndStatus, "unknown".into()));
        }
        if unread_weights > 0 {
            self.sink.skip_unused("weights that are not numbers", at);
        }
        let known: Vec<(Field, &str)> = known.iter().map(|(field, text)| (*field, text.as_ref())).collect();
        self.sink.push(table, at, &known, &extra);
    }
}

/// Returns the text of a cell; dates are in our notation as far as they can be read.
fn cell(field: Field, text: &str) -> Cow<'_, str> {
    use Field::{Birth, Death, Dissolved, End, Founded, Start};
    match field {
        Birth | Death | Dissolved | End | Founded | Start => times::date_text(text),
        _ => Cow::Borrowed(text),
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
