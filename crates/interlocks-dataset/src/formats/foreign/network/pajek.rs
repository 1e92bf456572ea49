//! Networks and projects of Pajek. Documentation: the manual of Pajek, and de Nooy, Mrvar and Batagelj (2018, appendix 1).
//!
//! A file is recognised by its first line, `*Vertices` or `*Network`. `*Arcs`, `*Edges`, `*Arcslist`, `*Edgeslist`,
//! `*Matrix`, partitions, vectors and times in brackets are read. In a two-mode network (`*Vertices 8 5`) the first vertices
//! are the people. Shapes, colours and other sections are left out and counted.

use std::collections::HashMap;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::mode::Mode;
use super::super::row_sink::Position;
use super::tokens::{TextLines, Word, words};
use super::{Attributes, Network};
use crate::formats::sniff::Head;

/// Pajek networks.
pub(crate) const PAJEK: ImportFormat = ImportFormat {
    name: "pajek",
    about: "Pajek networks and projects, .net and .paj",
    matches: |head: &Head| {
        let first = head.text.lines().map(str::trim).find(|line| !(line.is_empty() || line.starts_with('%')));
        first.is_some_and(|line| {
            let line = line.to_lowercase();
            line.starts_with("*vertices") || line.starts_with("*network")
        })
    },
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

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
    /// One value per vertex; the name of the attribute.
    Values(String),
    Other(String),
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
    let (mut net, mut section, mut values) = (PajekNetwork::default(), Section::Other(String::new()), 0);
    while let Some(line) = lines.next()? {
        let at = Position::at_line(lines.number);
        if line.is_empty() || line.starts_with('%') {
            continue;
        }
        if let Some(heading) = line.strip_prefix('*') {
            let heading = Heading::parse(heading);
            if heading.word == "network"
                || (heading.word == "vertices" && !matches!(section, Section::Values(_)) && !net.is_blank())
            {
                std::mem::take(&mut net).push(&mut network);
            }
            section = heading.section(&mut net, section, &mut network, at);
            values = 0;
            continue;
        }
        match &mut section {
            Section::Vertices => net.read_vertex(&mut network, at, &words(&line, &[])),
            Section::Lines(relation) => net.read_line(&mut network, at, &words(&line, &[]), relation),
            Section::Lists(relation) => net.read_list(&mut network, at, &words(&line, &[]), relation),
            Section::Matrix { row, relation } => {
                *row += 1;
                net.read_matrix_row(at, *row, &words(&line, &[]), relation);
            }
            Section::Values(name) => {
                for value in words(&line, &[]) {
                    values += 1;
                    if let Some(vertex) = net.vertices.get_mut(&values) {
                        vertex.attributes.push((name.clone(), value.text));
                    }
                }
            }
            Section::Other(name) => network.skip(&format!("lines of Pajek's *{name}"), at),
        }
    }
    net.push(&mut network);
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

    fn section(&self, net: &mut PajekNetwork, before: Section, network: &mut Network<'_>, at: Position) -> Section {
        let count = |at: usize| self.rest.get(at).and_then(|word| word.text.parse::<usize>().ok());
        match self.word.as_str() {
            // Partitions and vectors repeat the number of vertices.
            "vertices" if matches!(before, Section::Values(_)) => before,
            "vertices" => {
                net.size = count(0).unwrap_or(0);
                net.first = count(1).filter(|first| *first < net.size);
                network.is_one_mode = net.first.is_none();
                if count(0).is_none() {
                    network.reject(at, "*Vertices must be followed by the number of vertices");
                }
                Section::Vertices
            }
            "arcs" | "edges" => Section::Lines(self.name()),
            "arcslist" | "edgeslist" => Section::Lists(self.name()),
            "matrix" => Section::Matrix { row: 0, relation: self.name() },
            "partition" | "vector" => {
                let name = self.name();
                Section::Values(if name.is_empty() { self.word.clone() } else { name })
            }
            "network" => Section::Other("network".to_owned()),
            other => Section::Other(other.chars().take(20).collect()),
        }
    }
}

/// Returns the attribute of a line with a relation.
fn relation_attribute(relation: &str) -> Attributes {
    if relation.is_empty() { Attributes::new() } else { vec![("relation".to_owned(), relation.to_owned())] }
}

impl PajekNetwork {
    fn is_blank(&self) -> bool {
        self.vertices.is_empty() && self.lines.is_empty()
    }

    fn mode(&self, number: usize) -> Option<Mode> {
        self.first.map(|first| if number <= first { Mode::People } else { Mode::Companies })
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
        if let Some(label) =
            rest.iter().position(|word| word.text == "l" && !word.is_quoted).and_then(|at| rest.get(at + 1))
        {
            attributes.push(("label".to_owned(), label.text.clone()));
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
    fn read_matrix_row(&mut self, at: Position, row: usize, words: &[Word], relation: &str) {
        let before = self.first.unwrap_or(0);
        for (column, weight) in words.iter().enumerate() {
            let to = before + column + 1;
            let is_there = weight.text.parse::<f64>().is_ok_and(|weight| weight != 0.0);
            let ends = [row, to].map(|number| self.number(number as u64));
            if let ([Some(from), Some(to)], true) = (ends, is_there && row <= self.first.unwrap_or(self.size)) {
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

/// Returns the intervals of `[1990-1995,1998-*]`, which may contain spaces.
fn times(words: &[Word]) -> Vec<String> {
    let plain = words.iter().filter(|word| !word.is_quoted).map(|word| word.text.as_str()).collect::<Vec<_>>().join("");
    let Some((_, inside)) = plain.split_once('[') else { return Vec::new() };
    let inside = inside.split(']').next().unwrap_or(inside);
    inside.split(',').map(str::trim).filter(|time| !time.is_empty()).map(str::to_owned).collect()
}

/// Returns an interval as start and end if its points are years; otherwise unchanged as `time`.
fn spell(time: &str) -> Attributes {
    let (start, end) = time.split_once('-').unwrap_or((time, time));
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    match (is_year(start), is_year(end), end) {
        (true, true, _) => vec![("start".to_owned(), start.to_owned()), ("end".to_owned(), end.to_owned())],
        (true, false, "*") => vec![("start".to_owned(), start.to_owned()), ("end".to_owned(), "..".to_owned())],
        _ => vec![("time".to_owned(), time.to_owned())],
    }
}
