//! The DL format of UCINET (Borgatti, Everett and Freeman 2002): matrices, edge lists and node lists. Documentation:
//! <https://sites.google.com/site/ucinetsoftware>. A file is recognised by its first word `dl` and the word `data:`. The rows
//! of a two-mode matrix are the people. Numbers beyond the end of a matrix are left out and counted.

use std::collections::HashMap;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::mode::Mode;
use super::super::row_sink::Position;
use super::tokens::{TextLines, words};
use super::{Attributes, Network};
use crate::formats::sniff::Head;

/// UCINET DL files.
pub(crate) const UCINET: ImportFormat = ImportFormat {
    name: "ucinet",
    about: "UCINET DL matrices and lists",
    matches: |head: &Head| {
        let mut words = head.text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '='));
        words.next().is_some_and(|word| word.eq_ignore_ascii_case("dl")) && head.text.to_lowercase().contains("data:")
    },
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

/// The most words of a header, including labels.
const MAX_HEADER_WORDS: usize = 1 << 22;

/// The layout of the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Layout {
    #[default]
    Matrix,
    Edges,
    Nodes,
}

/// The header of the file.
#[derive(Debug, Default)]
struct Header {
    rows: Option<usize>,
    columns: Option<usize>,
    matrices: usize,
    layout: Layout,
    is_two_mode: bool,
    /// `true` for rows and columns whose labels are in the data.
    embedded: [bool; 2],
    labels: [Vec<String>; 2],
    matrix_labels: Vec<String>,
    /// The number of words that are not known.
    unknown: usize,
}

/// The rows, columns or matrices that the next labels belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LabelTarget {
    None,
    All,
    Rows,
    Columns,
    Matrices,
}

const SEPARATORS: &[char] = &[',', '='];

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut lines = TextLines::new(file, text);
    let mut header = Vec::new();
    let rest = loop {
        let Some(line) = lines.next()? else { return Err(lines.rejection("the line DATA: is missing")) };
        let lower = line.to_lowercase();
        if let Some(at) = lower.find("data:") {
            header.extend(words(line.get(..at).unwrap_or(""), SEPARATORS));
            break line.get(at + "data:".len()..).unwrap_or("").to_owned();
        }
        header.extend(words(&line, SEPARATORS));
        if header.len() > MAX_HEADER_WORDS {
            return Err(lines.rejection(format!("more than {MAX_HEADER_WORDS} words before DATA:")));
        }
    };
    let header = Header::parse(header.into_iter().map(|word| word.text).collect())
        .map_err(|message| lines.rejection(message))?;
    let mut data =
        Data { network: Network::new(loader, file), header, ids: Default::default(), cell: 0, columns_read: 0 };
    data.network.is_one_mode = !data.header.is_two_mode;
    for _ in 0..data.header.unknown {
        data.network.skip("words of the header", Position::at_line(1));
    }
    data.push_labels();
    let mut line = Some(rest);
    while let Some(text) = line {
        data.read_line(Position::at_line(lines.number), &text);
        line = lines.next()?;
    }
    data.network.finish(loader)
}

impl Header {
    fn parse(words: Vec<String>) -> Result<Header, String> {
        let mut header = Header { matrices: 1, ..Header::default() };
        let mut target = LabelTarget::None;
        let mut words = words.into_iter().skip(1).peekable();
        while let Some(word) = words.next() {
            let lower = word.to_lowercase();
            let next = words.peek().map(|next| next.to_lowercase()).unwrap_or_default();
            let begins = |next: &str| next.starts_with("label");
            // A label may have the name of a key, so among labels only a key before labels counts.
            let is_key = target == LabelTarget::None || begins(&lower) || begins(&next);
            let mut number = |name: &str| -> Result<usize, String> {
                let value = words.next().unwrap_or_default();
                value.parse().map_err(|_| format!("{name} must be followed by a number, not by '{value}'"))
            };
            match lower.trim_end_matches(':') {
                "n" if is_key => {
                    let count = number("N")?;
                    (header.rows, header.columns) = (Some(count), Some(count));
                }
                "nr" if is_key => (header.rows, header.is_two_mode) = (Some(number("NR")?), true),
                "nc" if is_key => (header.columns, header.is_two_mode) = (Some(number("NC")?), true),
                "nm" if is_key => header.matrices = number("NM")?.max(1),
                "format" if is_key => header.set_format(&words.next().unwrap_or_default())?,
                "diagonal" | "title" if is_key => drop(words.next()),
                "row" if begins(&next) => target = LabelTarget::Rows,
                "column" | "col" if begins(&next) => target = LabelTarget::Columns,
                "matrix" | "level" if begins(&next) => target = LabelTarget::Matrices,
                "labels" | "label" if is_embedded(&next) || lower.ends_with(':') || target == LabelTarget::None => {
                    if !matches!(target, LabelTarget::Rows | LabelTarget::Columns | LabelTarget::Matrices) {
                        target = LabelTarget::All;
                    }
                    if is_embedded(&next) {
                        words.next();
                        header.embedded[0] |= target != LabelTarget::Columns;
                        header.embedded[1] |= target != LabelTarget::Rows;
                        target = LabelTarget::None;
                    }
                }
                _ => match target {
                    LabelTarget::All | LabelTarget::Rows => header.labels[0].push(word),
                    LabelTarget::Columns => header.labels[1].push(word),
                    LabelTarget::Matrices => header.matrix_labels.push(word),
                    LabelTarget::None => header.unknown += 1,
                },
            }
        }
        Ok(header)
    }

    /// Sets the layout by its name; the names of two-mode lists end in 2.
    fn set_format(&mut self, word: &str) -> Result<(), String> {
        let word = word.to_lowercase();
        self.layout = match word.as_str() {
            "fullmatrix" | "fm" => Layout::Matrix,
            "edgelist1" | "el1" | "edgelist2" | "el2" => Layout::Edges,
            "nodelist1" | "nl1" | "nodelist2" | "nl2" => Layout::Nodes,
            _ => {
                return Err(format!(
                    "the format {word} is not supported; save the file as fullmatrix, edgelist or nodelist"
                ));
            }
        };
        self.is_two_mode |= word.ends_with('2');
        Ok(())
    }
}

/// Returns `true` if a word of the header states that labels are in the data.
fn is_embedded(word: &str) -> bool {
    word.trim_end_matches(':') == "embedded"
}

fn is_zero(weight: &str) -> bool {
    weight.parse::<f64>().is_ok_and(|weight| weight == 0.0)
}

/// The data that is being read.
struct Data<'f> {
    network: Network<'f>,
    header: Header,
    /// The ids of rows and columns by their labels.
    ids: [HashMap<String, String>; 2],
    /// The number of cells that were read.
    cell: usize,
    /// The number of column labels that were read from the data.
    columns_read: usize,
}

impl Data<'_> {
    fn mode(&self, axis: usize) -> Option<Mode> {
        self.header.is_two_mode.then_some(if axis == 0 { Mode::People } else { Mode::Companies })
    }

    /// Adds a vertex for every label of the header, even without lines.
    fn push_labels(&mut self) {
        for axis in 0..2 {
            for label in self.header.labels[axis].clone() {
                self.id(Position::at_line(1), axis, &label);
            }
        }
    }

    /// Returns the id of a row or a column, and adds the vertex if it is new.
    fn id(&mut self, at: Position, axis: usize, label: &str) -> String {
        let axis = if self.header.is_two_mode { axis } else { 0 };
        if let Some(id) = self.ids[axis].get(label) {
            return id.clone();
        }
        let is_taken = axis == 1 && self.ids[0].contains_key(label);
        let id = if is_taken { format!("{label} (column)") } else { label.to_owned() };
        self.network.add_vertex(at, &id, if is_taken { label } else { "" }, self.mode(axis), Attributes::new());
        self.ids[axis].insert(label.to_owned(), id.clone());
        id
    }

    /// Returns the label of a row or a column by its index from 0.
    fn label(&self, axis: usize, number: usize) -> String {
        let labels = &self.header.labels[if self.header.is_two_mode { axis } else { 0 }];
        labels.get(number).cloned().unwrap_or_else(|| {
            let letter = if !self.header.is_two_mode {
                ""
            } else if axis == 0 {
                "r"
            } else {
                "c"
            };
            format!("{letter}{}", number + 1)
        })
    }

    fn read_line(&mut self, at: Position, text: &str) {
        let words: Vec<String> = words(text, &[',']).into_iter().map(|word| word.text).collect();
        if words.is_empty() {
            return;
        }
        match self.header.layout {
            Layout::Matrix => self.read_matrix_row(at, &words),
            Layout::Edges => {
                let ends = [0, 1].map(|axis| words.get(axis).map(|word| self.label_of_word(axis, word)));
                let [Some(from), Some(to)] = ends else {
                    self.network.reject(at, "a row of an edge list must have two ends");
                    return;
                };
                if words.len() > 3 {
                    self.network.skip("words after the weight of a line", at);
                }
                let weight = words.get(2).map_or("1", String::as_str);
                if weight.parse::<f64>().is_err() {
                    let shown: String = weight.chars().take(40).collect();
                    self.network.reject(at, format!("'{shown}' is not a number"));
                    return;
                }
                self.push(at, &from, &to, weight, 0);
            }
            Layout::Nodes => {
                let from = self.label_of_word(0, &words[0]);
                for word in &words[1..] {
                    let to = self.label_of_word(1, word);
                    self.push(at, &from, &to, "1", 0);
                }
            }
        }
    }

    /// Returns the label for a word of a list: the word itself if labels are in the data, else the label with that number.
    fn label_of_word(&self, axis: usize, word: &str) -> String {
        let number = word.parse::<usize>().ok().filter(|number| *number > 0);
        match number {
            Some(number) if !self.header.embedded[axis] => self.label(axis, number - 1),
            _ => word.to_owned(),
        }
    }

    fn push(&mut self, at: Position, from: &str, to: &str, weight: &str, matrix: usize) {
        if is_zero(weight) {
            return;
        }
        let (from, to) = (self.id(at, 0, from), self.id(at, 1, to));
        let mut attributes = vec![("weight".to_owned(), weight.to_owned())];
        if self.header.matrices > 1 {
            let label = self.header.matrix_labels.get(matrix).cloned();
            attributes.push(("relation".to_owned(), label.unwrap_or_else(|| (matrix + 1).to_string())));
        }
        self.network.add_line(at, &from, &to, attributes);
    }

    /// Reads words of a matrix. Embedded labels of columns come first, and those of rows before each row.
    fn read_matrix_row(&mut self, at: Position, words: &[String]) {
        let (Some(rows), Some(columns)) = (self.header.rows, self.header.columns) else {
            self.network.reject(at, "the size of the matrix is missing: N, or NR and NC");
            return;
        };
        let mut words = words.iter();
        if self.header.embedded[1] && self.columns_read < columns {
            for label in words.by_ref() {
                self.columns_read += 1;
                if self.header.is_two_mode {
                    self.header.labels[1].push(label.clone());
                    self.id(at, 1, label);
                }
                if self.columns_read == columns {
                    break;
                }
            }
        }
        while let Some(word) = words.next() {
            let mut word = word;
            if columns == 0 || self.cell >= rows.saturating_mul(columns).saturating_mul(self.header.matrices) {
                self.network.skip_unused("numbers beyond the end of the matrix", at);
                return;
            }
            let (row, column) = (self.cell / columns, self.cell % columns);
            let (matrix, row) = (row / rows, row % rows);
            if column == 0 && self.header.embedded[0] {
                if self.header.labels[0].len() <= row {
                    self.header.labels[0].push(word.clone());
                    let label = word.clone();
                    self.id(at, 0, &label);
                }
                match words.next() {
                    Some(next) => word = next,
                    None => return,
                }
            }
            self.cell += 1;
            if word.parse::<f64>().is_err() {
                let shown: String = word.chars().take(40).collect();
                self.network.reject(at, format!("'{shown}' is not a number"));
                continue;
            }
            // Most numbers are zeros, which need no labels.
            if !is_zero(word) {
                let (from, to) = (self.label(0, row), self.label(1, column));
                self.push(at, &from, &to, word, matrix);
            }
        }
    }
}
