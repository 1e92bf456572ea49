//! The DL format of UCINET (Borgatti, Everett and Freeman, 2002), <https://sites.google.com/site/ucinetsoftware>:
//! matrices, lists of edges and of nodes. Rows of a two-mode matrix are the people.

use std::collections::HashMap;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::mode::Side;
use super::super::row_sink::At;
use super::words::{Lines, words};
use super::{Attributes, Network};
use crate::formats::sniff::Head;

/// The format.
pub const UCINET: ImportFormat = ImportFormat {
    word: "ucinet",
    about: "UCINET DL matrices and lists",
    is_it: |head: &Head| {
        let mut words = head.text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '='));
        words.next().is_some_and(|word| word.eq_ignore_ascii_case("dl")) && head.text.to_lowercase().contains("data:")
    },
    read,
    long_lines: true,
    repeats: false,
    together: None,
};

/// Words of a header; labels are among them.
const MOST_WORDS: usize = 1 << 22;

/// Which way the data is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Layout {
    #[default]
    Matrix,
    Edges,
    Nodes,
}

/// What stands before the data.
#[derive(Debug, Default)]
struct Header {
    rows: Option<usize>,
    columns: Option<usize>,
    matrices: usize,
    layout: Layout,
    is_two_mode: bool,
    /// Whether labels stand in the data.
    embedded: [bool; 2],
    labels: [Vec<String>; 2],
    matrix_labels: Vec<String>,
}

/// Whose labels come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Nobody,
    All,
    Rows,
    Columns,
    Matrices,
}

const GAPS: &[char] = &[',', '='];

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut lines = Lines::of(file, text);
    let mut header = Vec::new();
    let rest = loop {
        let Some(line) = lines.next()? else { return Err(lines.rejection("no line DATA: after the header")) };
        let lower = line.to_lowercase();
        if let Some(at) = lower.find("data:") {
            header.extend(words(line.get(..at).unwrap_or(""), GAPS));
            break line.get(at + "data:".len()..).unwrap_or("").to_owned();
        }
        header.extend(words(&line, GAPS));
        if header.len() > MOST_WORDS {
            return Err(lines.rejection(format!("more than {MOST_WORDS} words before DATA:")));
        }
    };
    let header =
        Header::of(header.into_iter().map(|word| word.text).collect()).map_err(|message| lines.rejection(message))?;
    let mut data =
        Data { network: Network::of(loader, file), header, ids: Default::default(), cell: 0, columns_read: 0 };
    data.network.is_one_mode = !data.header.is_two_mode;
    data.put_labels();
    let mut line = Some(rest);
    while let Some(text) = line {
        data.line(At::line(lines.number), &text);
        line = lines.next()?;
    }
    data.network.finish(loader)
}

impl Header {
    fn of(words: Vec<String>) -> Result<Header, String> {
        let mut header = Header { matrices: 1, ..Header::default() };
        let mut of = Of::Nobody;
        let mut words = words.into_iter().skip(1).peekable();
        while let Some(word) = words.next() {
            let lower = word.to_lowercase();
            let next = words.peek().map(|next| next.to_lowercase()).unwrap_or_default();
            let begins = |next: &str| next.starts_with("label");
            // A label may be called like a key; only before labels is it one.
            let is_key = of == Of::Nobody || begins(&lower) || begins(&next);
            let mut number = |name: &str| -> Result<usize, String> {
                let said = words.next().unwrap_or_default();
                said.parse().map_err(|_| format!("{name} is followed by a number, not by '{said}'"))
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
                "diagonal" if is_key => drop(words.next()),
                "row" if begins(&next) => of = Of::Rows,
                "column" | "col" if begins(&next) => of = Of::Columns,
                "matrix" | "level" if begins(&next) => of = Of::Matrices,
                "labels" | "label" if is_embedded(&next) || lower.ends_with(':') || of == Of::Nobody => {
                    if !matches!(of, Of::Rows | Of::Columns | Of::Matrices) {
                        of = Of::All;
                    }
                    if is_embedded(&next) {
                        words.next();
                        header.embedded[0] |= of != Of::Columns;
                        header.embedded[1] |= of != Of::Rows;
                        of = Of::Nobody;
                    }
                }
                _ => match of {
                    Of::All | Of::Rows => header.labels[0].push(word),
                    Of::Columns => header.labels[1].push(word),
                    Of::Matrices => header.matrix_labels.push(word),
                    Of::Nobody => {}
                },
            }
        }
        Ok(header)
    }

    /// Takes the word for the layout; lists that end in 2 have two modes.
    fn set_format(&mut self, word: &str) -> Result<(), String> {
        let word = word.to_lowercase();
        self.layout = match word.as_str() {
            "fullmatrix" | "fm" => Layout::Matrix,
            "edgelist1" | "el1" | "edgelist2" | "el2" => Layout::Edges,
            "nodelist1" | "nl1" | "nodelist2" | "nl2" => Layout::Nodes,
            _ => return Err(format!("the format {word} is not read: save it as fullmatrix, edgelist or nodelist")),
        };
        self.is_two_mode |= word.ends_with('2');
        Ok(())
    }
}

/// Whether a word of the header says that labels stand in the data.
fn is_embedded(word: &str) -> bool {
    word.trim_end_matches(':') == "embedded"
}

fn is_zero(weight: &str) -> bool {
    weight.parse::<f64>().is_ok_and(|weight| weight == 0.0)
}

/// The data as it is read.
struct Data<'f> {
    network: Network<'f>,
    header: Header,
    /// The ids of rows and columns by what the file calls them.
    ids: [HashMap<String, String>; 2],
    /// Cells of matrices that were read.
    cell: usize,
    /// Labels of columns that were read from the data.
    columns_read: usize,
}

impl Data<'_> {
    fn side(&self, mode: usize) -> Option<Side> {
        self.header.is_two_mode.then_some(if mode == 0 { Side::People } else { Side::Companies })
    }

    /// Whoever has a label is there, whether anything is said of it or not.
    fn put_labels(&mut self) {
        for mode in 0..2 {
            for label in self.header.labels[mode].clone() {
                self.id(At::line(1), mode, &label);
            }
        }
    }

    /// The id of a row or a column; one that was not met before becomes a vertex.
    fn id(&mut self, at: At, mode: usize, label: &str) -> String {
        let mode = if self.header.is_two_mode { mode } else { 0 };
        if let Some(id) = self.ids[mode].get(label) {
            return id.clone();
        }
        let is_taken = mode == 1 && self.ids[0].contains_key(label);
        let id = if is_taken { format!("{label} (column)") } else { label.to_owned() };
        self.network.vertex(at, &id, if is_taken { label } else { "" }, self.side(mode), Attributes::new());
        self.ids[mode].insert(label.to_owned(), id.clone());
        id
    }

    /// The label of a row or a column by its number, counted from 0.
    fn label(&self, mode: usize, number: usize) -> String {
        let labels = &self.header.labels[if self.header.is_two_mode { mode } else { 0 }];
        labels.get(number).cloned().unwrap_or_else(|| {
            let letter = if !self.header.is_two_mode {
                ""
            } else if mode == 0 {
                "r"
            } else {
                "c"
            };
            format!("{letter}{}", number + 1)
        })
    }

    fn line(&mut self, at: At, text: &str) {
        let words: Vec<String> = words(text, &[',']).into_iter().map(|word| word.text).collect();
        if words.is_empty() {
            return;
        }
        match self.header.layout {
            Layout::Matrix => self.matrix(at, &words),
            Layout::Edges => {
                let ends = [0, 1].map(|mode| words.get(mode).map(|word| self.named(mode, word)));
                let [Some(from), Some(to)] = ends else {
                    self.network.reject(at, "a row of an edge list has two ends");
                    return;
                };
                self.put(at, &from, &to, words.get(2).map_or("1", String::as_str), 0);
            }
            Layout::Nodes => {
                let from = self.named(0, &words[0]);
                for word in &words[1..] {
                    let to = self.named(1, word);
                    self.put(at, &from, &to, "1", 0);
                }
            }
        }
    }

    /// What a word of a list names: a label where labels are in the data, else the one with that number.
    fn named(&self, mode: usize, word: &str) -> String {
        let number = word.parse::<usize>().ok().filter(|number| *number > 0);
        match number {
            Some(number) if !self.header.embedded[mode] => self.label(mode, number - 1),
            _ => word.to_owned(),
        }
    }

    fn put(&mut self, at: At, from: &str, to: &str, weight: &str, matrix: usize) {
        if is_zero(weight) {
            return;
        }
        let (from, to) = (self.id(at, 0, from), self.id(at, 1, to));
        let mut attributes = vec![("weight".to_owned(), weight.to_owned())];
        if self.header.matrices > 1 {
            let label = self.header.matrix_labels.get(matrix).cloned();
            attributes.push(("relation".to_owned(), label.unwrap_or_else(|| (matrix + 1).to_string())));
        }
        self.network.line(at, &from, &to, attributes);
    }

    /// Words of a matrix: labels of columns first and of rows before them, where they are embedded.
    fn matrix(&mut self, at: At, words: &[String]) {
        let (Some(rows), Some(columns)) = (self.header.rows, self.header.columns) else {
            self.network.reject(at, "a matrix needs its size: N, or NR and NC");
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
                self.network.leave_out("numbers beyond the last of the matrix", at);
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
                self.network.reject(at, format!("'{shown}' is no number of a matrix"));
                continue;
            }
            // Most numbers of a matrix are zeros, and a zero needs no labels.
            if !is_zero(word) {
                let (from, to) = (self.label(0, row), self.label(1, column));
                self.put(at, &from, &to, word, matrix);
            }
        }
    }
}
