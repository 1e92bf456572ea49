//! Networks and projects of Pajek. Documentation: the manual of Pajek, and de Nooy, Mrvar and Batagelj (2018, appendix 1).
//!
//! A file is recognised by its first section. `*Arcs`, `*Edges`, `*Arcslist`, `*Edgeslist`, `*Matrix`, partitions, vectors and
//! times in brackets are read. In a two-mode network (`*Vertices 8 5`) the first vertices are the people. A partition or
//! vector belongs to every network of the file with as many vertices. Shapes, colours and other sections are left out and
//! counted.

mod values;

use std::collections::HashMap;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::mode::Mode;
use super::super::row_sink::Position;
use super::tokens::{TextLines, Word, lines, words};
use super::{Attributes, Network};
use crate::formats::sniff::Head;
use values::ValueList;

/// Pajek networks.
pub(crate) const PAJEK: ImportFormat = ImportFormat {
    name: "pajek",
    about: "Pajek networks and projects, .net and .paj",
    matches: |head: &Head| is_pajek(head),
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

/// Sections that begin a file.
const SECTIONS: &[&str] = &[
    "network",
    "vertices",
    "partition",
    "vector",
    "permutation",
    "cluster",
    "hierarchy",
    "arcs",
    "edges",
    "arcslist",
    "edgeslist",
    "matrix",
];

/// Endings of files with a single partition, vector, permutation, cluster or hierarchy. They begin like a network.
const WITHOUT_NETWORK: &[&str] = &[".clu", ".vec", ".per", ".cls", ".hie"];

/// Returns `true` if a file begins with a section of Pajek and has vertices. If its name ends in `.net` or `.paj`, any text may
/// stand before.
fn is_pajek(head: &Head) -> bool {
    let mut sections = lines(&head.text).filter_map(|line| line.strip_prefix('*')?.split_whitespace().next());
    let is_first = lines(&head.text).find(|line| !is_comment(line)).is_some_and(|line| line.starts_with('*'));
    let word = sections.next().unwrap_or_default().to_lowercase();
    let is_named = [".net", ".paj"].iter().any(|ending| head.name.ends_with(ending));
    (is_first || is_named)
        && SECTIONS.contains(&word.as_str())
        && (word == "network" || head.text.to_lowercase().contains("*vertices"))
        && !WITHOUT_NETWORK.iter().any(|ending| head.name.ends_with(ending))
}

fn is_comment(line: &str) -> bool {
    line.starts_with('%') || line.starts_with("/*")
}

/// The section of the file that is being read.
#[derive(Clone, Debug, PartialEq)]
enum Section {
    Vertices,
    /// Lines between two vertices; the name of their relation.
    Lines(String),
    /// A vertex and all its neighbours; the name of the relation.
    Lists(String),
    Matrix {
        row: usize,
        relation: String,
    },
    /// One value per vertex: the last of the project's lists.
    Values,
    /// A section that is left out. Until its first line, `*Vertices` gives its size.
    Other {
        word: String,
        is_begun: bool,
    },
}

/// A vertex of the file.
#[derive(Clone, Debug)]
struct Vertex {
    at: Position,
    id: String,
    label: String,
    attributes: Attributes,
}

/// One network of a file, which is added when it is complete.
#[derive(Default)]
struct PajekNetwork {
    /// The number of vertices.
    size: usize,
    /// The number of vertices of the first mode, in a two-mode network.
    first: Option<usize>,
    vertices: HashMap<usize, Vertex>,
    labels: HashMap<String, usize>,
    lines: Vec<Line>,
    /// The modes that a partition states.
    modes: HashMap<usize, Mode>,
}

/// A line by the numbers of its ends. There are many, and most have no attributes.
struct Line {
    at: u64,
    from: u32,
    to: u32,
    attributes: Option<Box<Attributes>>,
}

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut lines = TextLines::new(file, text);
    let mut network = Network::new(loader, file);
    let mut project = Project::default();
    let mut section = Section::Other { word: String::new(), is_begun: true };
    while let Some(line) = lines.next()? {
        let at = Position::at_line(lines.number);
        if line.is_empty() || is_comment(&line) {
            continue;
        }
        if let Some(heading) = line.strip_prefix('*') {
            section = project.begin(&Heading::parse(heading), section, &mut network, at);
            continue;
        }
        let net = project.network();
        match &mut section {
            Section::Vertices => net.read_vertex(&mut network, at, &words(&line, &[])),
            Section::Lines(relation) => net.read_line(&mut network, at, &words(&line, &[]), relation),
            Section::Lists(relation) => net.read_list(&mut network, at, &words(&line, &[]), relation),
            Section::Matrix { row, relation } => {
                *row += 1;
                net.read_matrix_row(&mut network, at, *row, &words(&line, &[]), relation);
            }
            Section::Values => {
                if let Some(list) = project.values.last_mut() {
                    list.values.extend(words(&line, &[]).into_iter().map(|value| value.text));
                }
            }
            Section::Other { word, is_begun } => {
                *is_begun = true;
                match word.as_str() {
                    "" => network.skip("lines before the first section", at),
                    word => network.skip(&format!("lines of Pajek's *{word}"), at),
                }
            }
        }
    }
    project.push(&mut network);
    network.finish(loader)
}

/// A line that begins with `*`.
struct Heading {
    word: String,
    rest: Vec<Word>,
}

impl Heading {
    fn parse(line: &str) -> Heading {
        let mut rest = words(line, &[]);
        let word = if rest.is_empty() { String::new() } else { rest.remove(0).text.to_lowercase() };
        Heading { word, rest }
    }

    /// Returns the name of the section: all words after the first, without the number of a relation.
    fn name(&self) -> String {
        let named = self.rest.iter().filter(|word| !word.text.starts_with(':'));
        named.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn number(&self, at: usize) -> Option<usize> {
        self.rest.get(at).and_then(|word| word.text.parse().ok())
    }
}

/// Everything in a file.
#[derive(Default)]
struct Project {
    networks: Vec<PajekNetwork>,
    values: Vec<ValueList>,
}

impl Project {
    /// Returns the network that is being read.
    fn network(&mut self) -> &mut PajekNetwork {
        if self.networks.is_empty() {
            self.networks.push(PajekNetwork::default());
        }
        let last = self.networks.len() - 1;
        &mut self.networks[last]
    }

    /// Begins the section of a heading.
    fn begin(&mut self, heading: &Heading, before: Section, network: &mut Network<'_>, at: Position) -> Section {
        match heading.word.as_str() {
            "vertices" => return self.begin_vertices(heading, before, network, at),
            "arcs" | "edges" => return Section::Lines(heading.name()),
            "arcslist" | "edgeslist" => return Section::Lists(heading.name()),
            "matrix" => return Section::Matrix { row: 0, relation: heading.name() },
            "partition" | "vector" => {
                self.values.push(ValueList::new(&heading.word, heading.name(), at));
                return Section::Values;
            }
            "network" => self.networks.push(PajekNetwork::default()),
            _ => {}
        }
        let word: String = heading.word.chars().take(20).collect();
        // `*Vertices` after these begins the vertices of a network.
        let is_begun = !matches!(word.as_str(), "permutation" | "cluster" | "hierarchy");
        Section::Other { word, is_begun }
    }

    /// Begins the vertices of a network, unless the number of vertices is that of the section before.
    fn begin_vertices(
        &mut self,
        heading: &Heading,
        before: Section,
        network: &mut Network<'_>,
        at: Position,
    ) -> Section {
        let (size, first) = (heading.number(0), heading.number(1));
        match (before, self.values.last_mut()) {
            (Section::Values, Some(list)) if list.size.is_none() && list.values.is_empty() && size.is_some() => {
                list.size = size;
                return Section::Values;
            }
            (Section::Other { word, is_begun: false }, _) => return Section::Other { word, is_begun: true },
            _ => {}
        }
        if size.is_none() {
            network.reject(at, "*Vertices must be followed by the number of vertices");
        }
        if self.network().size > 0 {
            self.networks.push(PajekNetwork::default());
        }
        let net = self.network();
        net.size = size.unwrap_or(0);
        net.first = first.filter(|first| *first < net.size);
        Section::Vertices
    }

    /// Gives every network the values of its size, and adds all networks.
    fn push(mut self, network: &mut Network<'_>) {
        for list in std::mem::take(&mut self.values) {
            let size = list.size.unwrap_or(list.values.len());
            let mut is_used = false;
            for net in self.networks.iter_mut().filter(|net| net.size == size && size > 0) {
                is_used = true;
                net.set_values(&list);
            }
            let unused = if is_used { list.values.len().saturating_sub(size) } else { list.values.len().max(1) };
            for _ in 0..unused {
                let kind =
                    if is_used { "values beyond the vertices in" } else { "values for no network of that size in" };
                network.skip_unused(&format!("{kind} Pajek's *{}", list.word), list.at);
            }
        }
        network.is_one_mode = self.networks.iter().all(|net| net.first.is_none() && net.modes.is_empty());
        self.networks.into_iter().for_each(|net| net.push(network));
    }
}

/// Returns the attribute of a line with a relation.
fn relation_attribute(relation: &str) -> Attributes {
    if relation.is_empty() { Attributes::new() } else { vec![("relation".to_owned(), relation.to_owned())] }
}

impl PajekNetwork {
    fn mode(&self, number: usize) -> Option<Mode> {
        let by_number = self.first.map(|first| if number <= first { Mode::People } else { Mode::Companies });
        by_number.or(self.modes.get(&number).copied())
    }

    /// Sets the values of the vertices.
    fn set_values(&mut self, list: &ValueList) {
        let modes = list.modes().filter(|_| self.first.is_none());
        for (number, value) in (1..=self.size).zip(&list.values) {
            let mode = modes.and_then(|modes| modes.into_iter().find(|mode| mode.0 == value));
            if let Some((_, mode)) = mode {
                self.modes.insert(number, mode);
            } else {
                let label = number.to_string();
                let vertex = self.vertices.entry(number).or_insert_with(|| Vertex {
                    at: list.at,
                    id: label.clone(),
                    label,
                    attributes: Attributes::new(),
                });
                vertex.attributes.push((list.attribute(), value.clone()));
            }
        }
    }

    fn read_vertex(&mut self, network: &mut Network<'_>, at: Position, words: &[Word]) {
        let Some(number) = words.first().and_then(|word| word.text.parse::<usize>().ok()) else {
            network.reject(at, "a vertex must begin with its number");
            return;
        };
        if number == 0 || number > self.size {
            network.reject(at, format!("the vertex {number} is not between 1 and {}", self.size));
            return;
        }
        let label = words.get(1).map_or_else(|| number.to_string(), |word| word.text.clone());
        let rest = &words[words.len().min(2)..];
        let times = times(rest);
        // Coordinates, shapes and colours only concern drawing.
        if rest.iter().any(|word| !word.text.starts_with('[') && word.text.parse::<f64>().is_err()) {
            network.skip("shapes and colours of vertices", at);
        }
        let attributes = if times.is_empty() { Attributes::new() } else { vec![("time".to_owned(), times.join(","))] };
        if self.vertices.contains_key(&number) {
            network.reject(at, format!("the vertex {number} is there twice"));
            return;
        }
        // A repeated label is made unique by the number.
        let known = self.labels.insert(label.clone(), number);
        let id = if known.is_some_and(|known| known != number) { format!("{label} ({number})") } else { label.clone() };
        self.vertices.insert(number, Vertex { at, id, label, attributes });
    }

    fn read_line(&mut self, network: &mut Network<'_>, at: Position, words: &[Word], relation: &str) {
        let ends = [0, 1].map(|at| words.get(at).and_then(|word| word.text.parse::<i64>().ok()));
        let [Some(from), Some(to)] = ends.map(|end| end.and_then(|end| self.number(end.unsigned_abs()))) else {
            network.reject(at, format!("a line must begin with the numbers of two vertices, from 1 to {}", self.size));
            return;
        };
        let mut attributes = relation_attribute(relation);
        let rest = &words[2..];
        if let Some(weight) = rest.first().filter(|word| word.text != "1" && word.text.parse::<f64>().is_ok()) {
            attributes.push(("weight".to_owned(), weight.text.clone()));
        }
        // A label follows the word `l`.
        let label = rest.iter().position(|word| word.text == "l" && !word.is_quoted).filter(|at| at + 1 < rest.len());
        if let Some(label) = label.and_then(|at| rest.get(at + 1)) {
            attributes.push(("label".to_owned(), label.text.clone()));
        }
        let is_drawing = |(at, word): (usize, &Word)| {
            let is_number = at == 0 && word.text.parse::<f64>().is_ok();
            !(is_number || label.is_some_and(|label| at == label || at == label + 1))
        };
        let before_times = rest.iter().enumerate().take_while(|(_, word)| !is_time(word));
        if before_times.into_iter().any(is_drawing) {
            network.skip("shapes and colours of lines", at);
        }
        let times = times(rest);
        if times.is_empty() {
            self.add(at, from, to, attributes);
            return;
        }
        for time in times {
            let mut attributes = attributes.clone();
            attributes.extend(spell(&time));
            self.add(at, from, to, attributes);
        }
    }

    fn add(&mut self, at: Position, from: u32, to: u32, attributes: Attributes) {
        let attributes = (!attributes.is_empty()).then(|| Box::new(attributes));
        self.lines.push(Line { at: at.line, from, to, attributes });
    }

    fn number(&self, number: u64) -> Option<u32> {
        u32::try_from(number).ok().filter(|number| (1..=self.size).contains(&(*number as usize)))
    }

    fn read_list(&mut self, network: &mut Network<'_>, at: Position, words: &[Word], relation: &str) {
        let mut numbers = words.iter().map(|word| word.text.parse::<u64>().ok().and_then(|number| self.number(number)));
        let Some(Some(from)) = numbers.next() else {
            network.reject(at, format!("a list must begin with the number of a vertex, from 1 to {}", self.size));
            return;
        };
        let (good, bad): (Vec<Option<u32>>, Vec<Option<u32>>) = numbers.partition(Option::is_some);
        if !bad.is_empty() {
            network.reject(at, format!("not all entries of the list are numbers of vertices, from 1 to {}", self.size));
        }
        good.into_iter().flatten().for_each(|to| self.add(at, from, to, relation_attribute(relation)));
    }

    /// Reads a row of a matrix; the columns of a two-mode network are the second mode.
    fn read_matrix_row(&mut self, network: &mut Network<'_>, at: Position, row: usize, words: &[Word], relation: &str) {
        let before = self.first.unwrap_or(0);
        for (column, weight) in words.iter().enumerate() {
            let Ok(number) = weight.text.parse::<f64>() else {
                let shown: String = weight.text.chars().take(40).collect();
                network.reject(at, format!("'{shown}' is not a number"));
                continue;
            };
            let ends = [row, before + column + 1].map(|number| self.number(number as u64));
            let ([Some(from), Some(to)], true) = (ends, row <= self.first.unwrap_or(self.size)) else {
                network.skip_unused("numbers beyond the end of the matrix", at);
                continue;
            };
            if number != 0.0 {
                let mut attributes = relation_attribute(relation);
                attributes.push(("weight".to_owned(), weight.text.clone()));
                self.add(at, from, to, attributes);
            }
        }
    }

    /// Adds all vertices and lines to the network.
    fn push(self, network: &mut Network<'_>) {
        let mut numbers: Vec<usize> = self.vertices.keys().copied().collect();
        numbers.sort_unstable();
        for number in numbers {
            let Vertex { at, id, label, attributes } = &self.vertices[&number];
            network.add_vertex(*at, id, if label == id { "" } else { label }, self.mode(number), attributes.clone());
        }
        let id = |number: u32| match self.vertices.get(&(number as usize)) {
            Some(vertex) => vertex.id.clone(),
            None => number.to_string(),
        };
        // Vertices that only lines mention have a mode but no label.
        let mut mentioned: Vec<u32> = self.lines.iter().flat_map(|line| [line.from, line.to]).collect();
        mentioned.retain(|number| !self.vertices.contains_key(&(*number as usize)));
        mentioned.sort_unstable();
        mentioned.dedup();
        if self.vertices.len() + mentioned.len() < self.size {
            let count = self.size - self.vertices.len() - mentioned.len();
            network.skip_unused(&format!("{count} vertices without label and lines"), Position::at_line(1));
        }
        for number in mentioned {
            network.add_vertex(
                Position::at_line(1),
                &number.to_string(),
                "",
                self.mode(number as usize),
                Attributes::new(),
            );
        }
        for Line { at, from, to, attributes } in &self.lines {
            let attributes = attributes.as_deref().cloned().unwrap_or_default();
            network.add_line(Position::at_line(*at), &id(*from), &id(*to), attributes);
        }
    }
}

/// Returns `true` if a word begins the times of a line or vertex.
fn is_time(word: &Word) -> bool {
    word.text.starts_with('[') && !word.is_quoted
}

/// Returns the intervals of `[1990-1995,1998-*]`, which may contain spaces.
fn times(words: &[Word]) -> Vec<String> {
    let plain = words.iter().filter(|word| !word.is_quoted).map(|word| word.text.as_str()).collect::<Vec<_>>().join("");
    let Some((_, inside)) = plain.split_once('[') else { return Vec::new() };
    let inside = inside.split(']').next().unwrap_or(inside);
    inside.split(',').map(str::trim).filter(|time| !time.is_empty()).map(str::to_owned).collect()
}

/// Returns an interval as start and end. Points that are not years stay, and are counted as unread.
fn spell(time: &str) -> Attributes {
    let (start, end) = time.split_once('-').unwrap_or((time, time));
    let end = if end == "*" { ".." } else { end };
    vec![("start".to_owned(), start.to_owned()), ("end".to_owned(), end.to_owned())]
}
