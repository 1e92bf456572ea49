//! Streaming reader for JSON: one record per line, one long array, or one or more documents that hold a list of records.
//! Each record is passed on as soon as it is read, so that a file of any length needs the memory of one record.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::row_sink::Position;
use crate::error::DatasetError;
use crate::input::{CheckedReader, first_line, is_sign, reading_error};

/// The most bytes that one record may have.
const MAX_ELEMENT_BYTES: u64 = 1 << 26;

/// A record of a JSON file.
pub(crate) trait Element: DeserializeOwned {
    /// Makes a record of an object that was read key by key.
    fn from_object(object: Map<String, Value>) -> Self;
}

impl Element for Value {
    fn from_object(object: Map<String, Value>) -> Value {
        Value::Object(object)
    }
}

/// The text of a record.
impl Element for Box<RawValue> {
    fn from_object(object: Map<String, Value>) -> Box<RawValue> {
        // An object with texts as keys can always be written.
        serde_json::value::to_raw_value(&object).unwrap_or_default()
    }
}

/// Where the records of a document are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout<'l> {
    /// The paths of keys under which a page has its records, as in `results`, `bindings`. An empty path is that of the
    /// document itself.
    lists: &'l [&'l [&'l str]],
    /// A key that records have and pages do not, for formats whose records have lists of the same names as pages.
    record_key: Option<&'l str>,
}

impl<'l> Layout<'l> {
    /// A format whose pages have their records under one of some paths.
    pub(crate) const fn of_pages(lists: &'l [&'l [&'l str]]) -> Layout<'l> {
        Layout { lists, record_key: None }
    }

    /// A document with this key is a record, whatever lists it has.
    pub(crate) const fn with_record_key(self, key: &'l str) -> Layout<'l> {
        Layout { record_key: Some(key), ..self }
    }

    fn is_record(&self, object: &Map<String, Value>) -> bool {
        self.record_key.is_some_and(|key| object.contains_key(key))
    }

    fn is_page(&self, object: &Map<String, Value>) -> bool {
        let firsts = self.lists.iter().filter_map(|path| path.first());
        !self.is_record(object) && firsts.into_iter().any(|key| object.contains_key(*key))
    }
}

/// Returns `true` if a text has one record per line, and the whole text again. The first line tells: it is a whole object,
/// and not a page, which has a list of records.
///
/// # Errors
/// If the text cannot be read.
pub(crate) fn has_lines(
    file: &str,
    text: CheckedReader,
    layout: Layout<'_>,
) -> Result<(bool, CheckedReader), DatasetError> {
    let (line, text) = first_line(text).map_err(|error| reading_error(file, error))?;
    let mut values = serde_json::Deserializer::from_slice(&line).into_iter::<Value>();
    let is_record = match (values.next(), values.next()) {
        (Some(Ok(Value::Object(object))), None) => !layout.is_page(&object),
        // Several documents on one line, of which the last may go on.
        (Some(Ok(_)), Some(Ok(_))) => false,
        (Some(Ok(_)), Some(Err(error))) | (Some(Err(error)), _) => !error.is_eof() && !line.starts_with(b"["),
        (Some(Ok(_)) | None, None) | (None, Some(_)) => false,
    };
    Ok((is_record, text))
}

/// Calls `each` for the records of a text: one per line, the elements of an array, or those of the lists in one or more
/// documents, where the layout says. A document without such a list is a record, if it is not longer than a record may
/// be. The position is the beginning of a record; the error is the reason why a line is not JSON.
///
/// # Errors
/// If the text cannot be read, is empty, or is a broken document, which cannot be read further.
pub(crate) fn for_each<T: Element>(
    file: &str,
    text: CheckedReader,
    layout: Layout<'_>,
    mut each: impl FnMut(Position, Result<T, String>),
) -> Result<(), DatasetError> {
    let (has_lines, text) = has_lines(file, text, layout)?;
    if has_lines {
        return for_each_line(file, BufReader::with_capacity(1 << 16, text), each);
    }
    for_each_in_documents(file, text, layout, |at, value| each(at, Ok(value)))
}

/// Calls `each` for the records of a text that are not one per line; see [`for_each`].
///
/// # Errors
/// See [`for_each`].
pub(crate) fn for_each_in_documents<T: Element>(
    file: &str,
    text: CheckedReader,
    layout: Layout<'_>,
    mut each: impl FnMut(Position, T),
) -> Result<(), DatasetError> {
    let mut text = BufReader::with_capacity(1 << 16, text);
    let reject = |line, column, message| DatasetError::Rejected { file: file.to_owned(), line, column, message };
    let (first, line) = first_byte(&mut text).map_err(|error| reading_error(file, error))?;
    if first.is_none() {
        return Err(reject(1, 1, "the file is empty".to_owned()));
    }
    let position = StreamPosition::new(line);
    let mut deserializer = serde_json::Deserializer::from_reader(CountingReader { text, position: &position });
    loop {
        position.begin_element();
        position.blank.set(true);
        let read = ListsUnder {
            layout,
            paths: layout.lists.to_vec(),
            position: &position,
            each: &mut each,
            element: PhantomData,
        }
        .deserialize(&mut deserializer);
        match read {
            Ok(()) => {}
            Err(error) if error.is_eof() && position.blank.get() => return Ok(()),
            Err(error) => return Err(failure(file, &position, error)),
        }
    }
}

/// Returns the error for the position at which reading ended.
fn failure(file: &str, position: &StreamPosition, error: serde_json::Error) -> DatasetError {
    if error.io_error_kind().is_some() {
        return reading_error(file, error.into());
    }
    let Position { line, column } = position.current();
    DatasetError::Rejected {
        file: file.to_owned(),
        line,
        column,
        message: format!("not JSON: {}", json_error_message(&error)),
    }
}

/// Finds the lists at the paths of keys in an object.
struct ListsUnder<'u, F, T> {
    layout: Layout<'u>,
    /// The rest of each path, without the keys above.
    paths: Vec<&'u [&'u str]>,
    position: &'u StreamPosition,
    each: &'u mut F,
    element: PhantomData<T>,
}

impl<'de, F: FnMut(Position, T), T: Element> DeserializeSeed<'de> for ListsUnder<'_, F, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Position, T), T: Element> Visitor<'de> for ListsUnder<'_, F, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let ListsUnder { layout, paths, position, each, element } = self;
        let at = position.element();
        // An empty path leads to an object, which is the only record.
        let is_leaf = paths.iter().any(|path| path.is_empty());
        let mut others = Map::new();
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            let below = paths.iter().filter_map(|path| path.split_first()).filter(|(first, _)| **first == key);
            let rests: Vec<&[&str]> = below.map(|(_, rest)| rest).collect();
            if is_leaf || rests.is_empty() || layout.is_record(&others) {
                others.insert(key, map.next_value()?);
            } else {
                found = true;
                map.next_value_seed(ListsUnder { layout, paths: rests, position, each: &mut *each, element })?;
            }
        }
        // The key of records may come after a list.
        if !found || layout.is_record(&others) {
            each(at, T::from_object(others));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let ListsUnder { position, each, .. } = self;
        position.begin_element();
        while let Some(element) = elements.next_element::<T>()? {
            each(position.element(), element);
            position.begin_element();
        }
        Ok(())
    }
}

/// Returns the first byte that is not white space, and its line. A byte-order mark is skipped.
fn first_byte(text: &mut impl BufRead) -> io::Result<(Option<u8>, u64)> {
    let mut line = 1;
    loop {
        let bytes = text.fill_buf()?;
        let Some(&byte) = bytes.first() else { return Ok((None, line)) };
        if is_sign(byte) {
            return Ok((Some(byte), line));
        }
        line += u64::from(byte == b'\n');
        text.consume(1);
    }
}

fn for_each_line<T: Element>(
    file: &str,
    mut text: impl BufRead,
    mut each: impl FnMut(Position, Result<T, String>),
) -> Result<(), DatasetError> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = text.by_ref().take(MAX_ELEMENT_BYTES).read_until(b'\n', &mut line);
        if read.map_err(|error| reading_error(file, error))? == 0 {
            break;
        }
        if line.len() as u64 == MAX_ELEMENT_BYTES {
            let message = format!("the line is longer than {MAX_ELEMENT_BYTES} bytes");
            return Err(DatasetError::Rejected { file: file.to_owned(), line: number, column: 1, message });
        }
        let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if !bytes.is_empty() {
            match serde_json::from_slice(bytes) {
                Ok(value) => each(Position::at_line(number), Ok(value)),
                Err(error) => {
                    let at = Position { line: number, column: error.column() as u64 };
                    each(at, Err(format!("not JSON: {}", json_error_message(&error))));
                }
            }
        }
    }
    Ok(())
}

/// Returns the message of a JSON error without its position, which is relative to where the parser began.
pub(crate) fn json_error_message(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.rsplit_once(" at line ").map_or(words.as_str(), |(what, _)| what).to_owned()
}

/// The current position, that of the current record, and the bytes that the record may still have.
struct StreamPosition {
    line: Cell<u64>,
    column: Cell<u64>,
    left: Cell<u64>,
    /// The beginning of the current record; `None` if only white space and separators were read so far.
    begin: Cell<Option<Position>>,
    /// `true` if only white space was read since this was last set.
    blank: Cell<bool>,
}

impl StreamPosition {
    fn new(line: u64) -> StreamPosition {
        let (line, column, left) = (Cell::new(line), Cell::new(0), Cell::new(MAX_ELEMENT_BYTES));
        StreamPosition { line, column, left, begin: Cell::new(None), blank: Cell::new(true) }
    }

    fn current(&self) -> Position {
        Position { line: self.line.get(), column: self.column.get().max(1) }
    }

    /// Begins a record after the bytes that were read.
    fn begin_element(&self) {
        self.left.set(MAX_ELEMENT_BYTES);
        self.begin.set(None);
    }

    /// Returns the beginning of the current record.
    fn element(&self) -> Position {
        self.begin.get().unwrap_or_else(|| self.current())
    }
}

/// A reader that updates a position. It returns one byte at a time, so that the position is exact.
struct CountingReader<'m, R> {
    text: R,
    position: &'m StreamPosition,
}

impl<R: BufRead> Read for CountingReader<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let (Some(slot), bytes) = (out.first_mut(), self.text.fill_buf()?) else { return Ok(0) };
        let Some(&byte) = bytes.first() else { return Ok(0) };
        self.text.consume(1);
        *slot = byte;
        let StreamPosition { line, column, left, begin, blank } = self.position;
        blank.set(blank.get() && byte.is_ascii_whitespace());
        if byte == b'\n' {
            line.set(line.get() + 1);
            column.set(0);
        } else {
            column.set(column.get() + 1);
        }
        if begin.get().is_none() && !byte.is_ascii_whitespace() && byte != b',' {
            begin.set(Some(self.position.current()));
        }
        if left.get() == 0 {
            return Err(io::Error::other(format!(
                "on line {} an element is longer than {MAX_ELEMENT_BYTES} bytes; is a bracket missing?",
                line.get()
            )));
        }
        left.set(left.get() - 1);
        Ok(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Limits, unpack};

    fn values(text: &str, keys: &[&str]) -> (Vec<String>, Option<String>) {
        values_in(text, Layout::of_pages(&[keys]))
    }

    fn values_in(text: &str, keys: Layout<'_>) -> (Vec<String>, Option<String>) {
        let limits = Limits { line: u64::MAX, ..Limits::default() };
        let stream = || unpack(Box::new(io::Cursor::new(text.as_bytes().to_vec())), limits, None).unwrap();
        let mut found = Vec::new();
        let end = for_each("x", stream(), keys, |at, value: Result<Value, String>| {
            let value = value.map_or_else(|error| error, |value| value.to_string());
            found.push(format!("{}:{} {value}", at.line, at.column));
        });
        let mut raw = 0;
        let again = for_each("x", stream(), keys, |_, _: Result<Box<RawValue>, String>| raw += 1);
        assert_eq!((raw, again.is_ok()), (found.len(), end.is_ok()));
        (found, end.err().map(|error| error.to_string()))
    }

    #[test]
    fn elements_have_the_position_of_their_beginning() {
        assert_eq!(values("[1,\n {\"a\":2}\n]", &[]).0, ["1:2 1", "2:2 {\"a\":2}"]);
        assert_eq!(values("\u{feff}\n []", &[]), (vec![], None));
        assert_eq!(values("[1]\n[2]", &[]).0, ["1:2 1", "2:2 2"]);
    }

    #[test]
    fn there_may_be_one_value_per_line() {
        let (found, end) = values("\n{\"a\":1}\r\n\n{oops\n3", &[]);
        assert_eq!(found, ["2:1 {\"a\":1}", "4:2 not JSON: key must be a string", "5:1 3"]);
        assert_eq!(end, None);
    }

    #[test]
    fn an_object_may_be_printed_on_many_lines() {
        let text = "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n";
        assert_eq!(values(text, &["b"]).0, ["1:1 {\"a\":1}", "4:1 {\"a\":2}"]);
        assert_eq!(values(text, &[]).0, ["1:1 {\"a\":1}", "4:1 {\"a\":2}"]);
        assert_eq!(values("{\"a\": 1}{\"a\": 2} {\n\"a\": 3}", &[]).0.len(), 3);
        assert_eq!(values("{\n \"b\": [\n {\"a\": 1}\n]}", &["b"]).0, ["3:2 {\"a\":1}"]);
    }

    #[test]
    fn an_array_may_be_at_a_path_of_keys() {
        let keys = ["a", "b"];
        let found = values(
            "{\"a\": {\"d\": 1, \"b\": [1,\n 2]}}\n{\"a\": {\"b\": {\"e\": 3}}}\n{\"c\": {\"b\": [0]}}\n\n",
            &keys,
        )
        .0;
        assert_eq!(found, ["1:22 1", "2:2 2", "3:1 {\"e\":3}", "4:1 {\"c\":{\"b\":[0]}}"]);
        assert!(values("{\"a\": {\"b\": [1,", &keys).1.unwrap().contains("not JSON: EOF"));
        assert!(values("{\"a\": {}} \n3", &keys).1.unwrap().contains("expected an object or an array"));
        assert!(values(&"{\"a\":".repeat(100_000), &keys).0[0].contains("recursion limit"));
        assert!(values(&"{\"a\":\n".repeat(100_000), &keys).1.unwrap().contains("recursion limit"));
        assert_eq!(values("", &keys).1.unwrap(), "x:1:1: the file is empty");
    }

    #[test]
    fn a_page_has_its_records_under_one_of_several_keys() {
        let layout = Layout::of_pages(&[&["a"], &["b", "c"]]).with_record_key("0");
        let found = |text: &str| values_in(text, layout).0;
        assert_eq!(found("{\"a\": [1], \"b\": {\"c\": [2], \"d\": [3]}}"), ["1:8 1", "1:24 2"]);
        assert_eq!(found("{\"b\":\n{\"c\": {\"e\": 1}}}"), ["1:1 {\"e\":1}"]);
        // A record may have a list of the same name.
        for text in
            ["{\"0\": 7, \"a\": [1]}", "{\n\"0\": 7, \"a\": [1]}", "{\"0\": 7, \"a\": [1]}\n{\"0\": 7, \"a\": [1]}"]
        {
            assert!(found(text).iter().all(|one| one.ends_with("{\"0\":7,\"a\":[1]}")), "{text}");
        }
        assert_eq!(found("{\n\"a\": [1], \"0\": 7}"), ["2:7 1", "1:1 {\"0\":7}"]);
    }

    #[test]
    fn a_broken_array_is_an_error_with_a_position() {
        let (found, end) = values("[1,\n2,\n", &[]);
        assert_eq!(found, ["1:2 1", "2:1 2"]);
        assert!(end.unwrap().starts_with("x:3:1: not JSON: EOF"));
        assert!(values(&"[".repeat(100_000), &[]).1.unwrap().contains("recursion limit exceeded"));
        assert_eq!(values(" \n", &[]).1.unwrap(), "x:1:1: the file is empty");
        assert!(values("[1] 2", &[]).1.unwrap().contains("expected an object or an array"));
    }
}
