//! A pull parser for XML that keeps one tag in memory. Entities other than the five of XML and character references are
//! refused: nothing is fetched, and nothing expands.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};

use super::super::row_sink::Position;
use super::tokens::LineEnds;

/// The most bytes of one tag or one text.
const MAX_TAG_BYTES: u64 = 1 << 24;

/// The next part of a document.
#[derive(Debug, PartialEq)]
pub(crate) enum XmlEvent {
    /// An opening tag, which may close itself.
    Open(Tag),
    /// A closing tag, by its name without prefix.
    Close(String),
    /// A text between tags.
    Text(String),
}

/// A tag with its attributes, both without prefixes.
#[derive(Debug, PartialEq)]
pub(crate) struct Tag {
    /// The name.
    pub(crate) name: String,
    /// The attributes: names and values.
    pub(crate) attributes: Vec<(String, String)>,
    /// `true` if the tag closes itself.
    pub(crate) is_empty: bool,
    /// The position in the file.
    pub(crate) at: Position,
}

impl Tag {
    /// Returns the trimmed value of an attribute; empty if there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|attribute| attribute.0 == name).map_or("", |attribute| attribute.1.trim())
    }
}

/// Reads a document.
pub(crate) struct Xml<'f> {
    reader: Reader<CountingReader>,
    progress: Progress,
    buffer: Vec<u8>,
    file: &'f str,
    /// The number of open tags.
    open: u64,
}

impl<'f> Xml<'f> {
    /// Creates a reader for the text of a file.
    pub(crate) fn new(file: &'f str, text: CheckedReader) -> Xml<'f> {
        let progress = Progress::default();
        progress.line.set(1);
        progress.left.set(MAX_TAG_BYTES);
        let counting = CountingReader { inner: BufReader::with_capacity(1 << 16, text), progress: progress.clone() };
        let mut reader = Reader::from_reader(counting);
        reader.config_mut().check_end_names = true;
        Xml { reader, progress, buffer: Vec::new(), file, open: 0 }
    }

    fn fail(&self, message: String) -> DatasetError {
        DatasetError::Rejected { file: self.file.to_owned(), line: self.progress.line.get(), column: 1, message }
    }

    /// Reads to the end of a tag that was just opened, and returns the text of an element in it.
    ///
    /// # Errors
    /// See [`next`](Xml::next).
    pub(crate) fn text_within(&mut self, tag: &Tag, name: &str) -> Result<Option<String>, DatasetError> {
        let (mut found, mut inside, mut open) = (None, String::new(), !tag.is_empty);
        while open {
            match self.next()? {
                Some(XmlEvent::Open(inner)) if inner.name == name => inside.clear(),
                Some(XmlEvent::Text(text)) => inside.push_str(&text),
                Some(XmlEvent::Close(closed)) if closed == name => found = Some(inside.trim().to_owned()),
                Some(XmlEvent::Close(closed)) => open = closed != tag.name,
                Some(XmlEvent::Open(_)) => {}
                None => open = false,
            }
        }
        Ok(found)
    }

    /// Reads to the end of a tag that was just opened.
    ///
    /// # Errors
    /// See [`next`](Xml::next).
    pub(crate) fn skip(&mut self, tag: &Tag) -> Result<(), DatasetError> {
        let end = self.open.saturating_sub(u64::from(!tag.is_empty));
        while self.open > end && self.next()?.is_some() {}
        Ok(())
    }

    /// Returns the next event; `None` at the end.
    ///
    /// # Errors
    /// If the document is broken, cannot be read, or uses entities of its own.
    pub(crate) fn next(&mut self) -> Result<Option<XmlEvent>, DatasetError> {
        loop {
            self.buffer.clear();
            self.progress.left.set(MAX_TAG_BYTES);
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(quick_xml::Error::Io(error)) => {
                    let error = io::Error::new(error.kind(), error.to_string());
                    return Err(reading_error(self.file, error));
                }
                Err(error) => {
                    let message = format!("not XML: {error}");
                    return Err(self.fail(message));
                }
            };
            self.open = match event {
                Event::Start(_) => self.open + 1,
                Event::End(_) => self.open.saturating_sub(1),
                _ => self.open,
            };
            let piece = match event {
                Event::Start(tag) => tag_of(&tag, false, self.progress.line.get()).map(XmlEvent::Open),
                Event::Empty(tag) => tag_of(&tag, true, self.progress.line.get()).map(XmlEvent::Open),
                Event::End(tag) => Ok(XmlEvent::Close(tag.local_name().as_ref().to_owned())),
                Event::Text(text) => Ok(XmlEvent::Text(text.to_string())),
                Event::CData(text) => Ok(XmlEvent::Text(text.to_string())),
                Event::GeneralRef(reference) => {
                    let name = reference.to_string();
                    match (reference.resolve_char_ref(), resolve_predefined_entity(&name)) {
                        (Ok(Some(letter)), _) => Ok(XmlEvent::Text(letter.to_string())),
                        (_, Some(text)) => Ok(XmlEvent::Text(text.to_owned())),
                        _ => Err(format!(
                            "the entity &{}; is not one of the five entities of XML",
                            name.chars().take(40).collect::<String>()
                        )),
                    }
                }
                Event::Eof if self.open > 0 => {
                    Err(format!("the file ends with {} open tags; is it cut off?", self.open))
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return piece.map(Some).map_err(|message| self.fail(format!("not XML: {message}")));
        }
    }
}

fn tag_of(tag: &BytesStart<'_>, is_empty: bool, line: u64) -> Result<Tag, String> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?;
        attributes.push((name, value.into_owned()));
    }
    let name = tag.local_name().as_ref().to_owned();
    Ok(Tag { name, attributes, is_empty, at: Position::at_line(line) })
}

/// The current line, and the bytes that the current tag may still have.
#[derive(Clone, Default)]
struct Progress {
    line: Rc<Cell<u64>>,
    ends: Rc<Cell<LineEnds>>,
    left: Rc<Cell<u64>>,
}

/// A reader that counts lines and limits the size of a tag.
struct CountingReader {
    inner: BufReader<CheckedReader>,
    progress: Progress,
}

impl Read for CountingReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for CountingReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.progress.left.get() == 0 {
            return Err(io::Error::other(format!("one tag or text has more than {MAX_TAG_BYTES} bytes")));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let Progress { line, ends, left } = &self.progress;
        let bytes = &self.inner.buffer()[..count.min(self.inner.buffer().len())];
        let mut after = ends.get();
        line.set(line.get() + after.count(bytes));
        ends.set(after);
        left.set(left.get().saturating_sub(count as u64));
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Limits, unpack};

    fn events(text: &str) -> (Vec<String>, Option<String>) {
        let limits = Limits { line: u64::MAX, ..Limits::default() };
        let stream = unpack(Box::new(io::Cursor::new(text.as_bytes().to_vec())), limits, None).unwrap();
        let (mut xml, mut found) = (Xml::new("x", stream), Vec::new());
        loop {
            match xml.next() {
                Ok(Some(XmlEvent::Open(tag))) => {
                    found.push(format!("<{} {:?} {}", tag.name, tag.attributes, tag.at.line));
                }
                Ok(Some(XmlEvent::Close(name))) => found.push(format!("/{name}")),
                Ok(Some(XmlEvent::Text(text))) => found.push(text),
                Ok(None) => return (found, None),
                Err(error) => return (found, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn tags_and_texts_are_read_in_order() {
        let (found, end) = events("<?xml version=\"1.0\"?>\n<v:a b='1 &amp; &#65;'>x&lt;\n<c/></v:a>");
        assert_eq!(found, ["\n", "<a [(\"b\", \"1 & A\")] 2", "x", "<", "\n", "<c [] 3", "/a"]);
        assert_eq!(end, None);
    }

    #[test]
    fn own_entities_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n<a>&c;</a>";
        let (_, end) = events(bomb);
        assert_eq!(end.unwrap(), "x:2:1: not XML: the entity &c; is not one of the five entities of XML");
        assert!(events("<a b='&c;'/>").1.unwrap().contains("not XML"));
        assert!(events("<a><b></a>").1.unwrap().starts_with("x:1:1: not XML"));
        let long = format!("<a>{}</a>", "x".repeat(MAX_TAG_BYTES as usize + (1 << 17)));
        assert!(events(&long).1.unwrap().contains("has more than"));
    }
}
