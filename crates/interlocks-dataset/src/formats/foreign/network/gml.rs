//! The Graph Modelling Language (Himsolt 1997), as networkx, igraph, Gephi and Cytoscape write it: keys, and values that
//! are numbers, strings or lists in brackets. A file is recognised by the key `graph` with a list. Lists within a node or an
//! edge are left out and counted.

use std::io::{BufReader, Read};

use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};
use crate::loader::Loader;

use super::super::ImportFormat;
use super::super::row_sink::Position;
use super::tokens::{LineEnds, lines};
use super::{Attributes, Network};
use crate::formats::sniff::Head;

/// GML networks.
pub(crate) const GML: ImportFormat = ImportFormat {
    name: "gml",
    about: "GML networks",
    matches: |head: &Head| {
        let words: Vec<&str> =
            lines(&head.text).filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect();
        let graph = words.iter().position(|word| *word == "graph" || *word == "graph[");
        graph.is_some_and(|at| words[at] == "graph[" || words.get(at + 1).is_some_and(|word| word.starts_with('[')))
            && !head.text.contains("digraph")
    },
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

/// Keys of a graph that say nothing of vertices and lines.
const OF_GRAPHS: &[&str] =
    &["directed", "multigraph", "id", "label", "name", "comment", "creator", "version", "isplanar", "hierarchic"];

/// The deepest nesting of brackets.
const MAX_DEPTH: usize = 32;

/// The most bytes of one word or string.
const MAX_TOKEN_BYTES: usize = 1 << 20;

/// A token.
#[derive(Debug, PartialEq)]
enum Token {
    /// A key, or a number.
    Word(String),
    /// A quoted string.
    Text(String),
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
}

/// Splits the text into tokens.
struct Tokens<'f> {
    bytes: std::io::Bytes<BufReader<CheckedReader>>,
    peeked: Option<u8>,
    line: u64,
    ends: LineEnds,
    file: &'f str,
}

impl<'f> Tokens<'f> {
    fn new(file: &'f str, text: CheckedReader) -> Tokens<'f> {
        Tokens {
            bytes: BufReader::with_capacity(1 << 16, text).bytes(),
            peeked: None,
            line: 1,
            ends: LineEnds::default(),
            file,
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, DatasetError> {
        if let Some(byte) = self.peeked.take() {
            return Ok(Some(byte));
        }
        let byte = self.bytes.next().transpose().map_err(|error| reading_error(self.file, error))?;
        self.line += u64::from(byte.is_some_and(|byte| self.ends.take(byte)));
        Ok(byte)
    }

    fn reject(&self, message: String) -> DatasetError {
        DatasetError::Rejected { file: self.file.to_owned(), line: self.line, column: 1, message }
    }

    fn next(&mut self) -> Result<Option<Token>, DatasetError> {
        while let Some(byte) = self.byte()? {
            return match byte {
                byte if byte.is_ascii_whitespace() => continue,
                b'#' => {
                    while !matches!(self.byte()?, None | Some(b'\n' | b'\r')) {}
                    continue;
                }
                b'[' => Ok(Some(Token::Open)),
                b']' => Ok(Some(Token::Close)),
                b'"' => self.string().map(Some),
                first => self.word(first).map(Some),
            };
        }
        Ok(None)
    }

    fn string(&mut self) -> Result<Token, DatasetError> {
        let mut bytes = Vec::new();
        loop {
            match self.byte()? {
                Some(b'"') => break,
                Some(byte) if bytes.len() < MAX_TOKEN_BYTES => bytes.push(byte),
                Some(_) => {
                    return Err(
                        self.reject(format!("a string has more than {MAX_TOKEN_BYTES} bytes; is its quote missing?"))
                    );
                }
                None => return Err(self.reject("the file ends within a string".to_owned())),
            }
        }
        Ok(Token::Text(unescaped(&text_of(bytes))))
    }

    fn word(&mut self, first: u8) -> Result<Token, DatasetError> {
        let mut bytes = vec![first];
        while let Some(byte) = self.byte()? {
            if byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b'"') {
                self.peeked = Some(byte);
                break;
            }
            if bytes.len() == MAX_TOKEN_BYTES {
                return Err(self.reject(format!("a word has more than {MAX_TOKEN_BYTES} bytes")));
            }
            bytes.push(byte);
        }
        Ok(Token::Word(text_of(bytes)))
    }
}

/// Decodes bytes as UTF-8, which tools write, or else as ISO 8859-1, which the standard says.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}

/// Resolves XML entities, with which GML writes characters beyond ASCII; others stay unchanged.
fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut tokens = Tokens::new(file, text);
    let mut network = Network::new(loader, file);
    // The keys of the open lists.
    let mut path: Vec<String> = Vec::new();
    let mut current = Attributes::new();
    let mut start = Position::default();
    while let Some(token) = tokens.next()? {
        let key = match token {
            Token::Close => {
                match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                    ["graph", "node"] => node(&mut network, start, std::mem::take(&mut current)),
                    ["graph", "edge"] => edge(&mut network, start, std::mem::take(&mut current)),
                    [] => return Err(tokens.reject("a closing bracket has no opening bracket".to_owned())),
                    _ => {}
                }
                path.pop();
                continue;
            }
            Token::Word(key) => key,
            Token::Open | Token::Text(_) => return Err(tokens.reject("a value has no key".to_owned())),
        };
        match tokens.next()? {
            Some(Token::Open) => {
                if path.len() == MAX_DEPTH {
                    return Err(tokens.reject(format!("brackets are nested more than {MAX_DEPTH} deep")));
                }
                if path.len() == 2 {
                    network.skip(&format!("{key} of a {}", path[1]), Position::at_line(tokens.line));
                }
                path.push(key);
                if path.len() == 2 {
                    (current, start) = (Attributes::new(), Position::at_line(tokens.line));
                }
            }
            Some(Token::Word(value) | Token::Text(value)) => {
                if path.len() == 2 {
                    current.push((key, value));
                } else if path.len() == 1 && !OF_GRAPHS.contains(&key.to_lowercase().as_str()) {
                    network.skip("attributes of the graph", Position::at_line(tokens.line));
                }
            }
            Some(Token::Close) => return Err(tokens.reject(format!("the key {key} has no value"))),
            None => return Err(tokens.reject(format!("the file ends after the key {key}"))),
        }
    }
    if !path.is_empty() {
        return Err(tokens.reject("the file ends before all brackets are closed".to_owned()));
    }
    network.finish(loader)
}

fn remove(attributes: &mut Attributes, name: &str) -> String {
    let at = attributes.iter().position(|cell| cell.0 == name);
    at.map_or(String::new(), |at| attributes.remove(at).1)
}

/// Adds a node. Ids of GML are numbers.
fn node(network: &mut Network<'_>, at: Position, mut attributes: Attributes) {
    let (id, label) = (remove(&mut attributes, "id"), remove(&mut attributes, "label"));
    network.add_vertex(at, &id, &label, None, attributes);
}

fn edge(network: &mut Network<'_>, at: Position, mut attributes: Attributes) {
    let (from, to) = (remove(&mut attributes, "source"), remove(&mut attributes, "target"));
    network.add_line(at, &from, &to, attributes);
}
