//! Streaming reader for JSON documents that are one long array, or one value per line. Each element is passed on as
//! soon as it is read, so that a file of any length needs the memory of one element.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::row_sink::Position;
use crate::error::DatasetError;
use crate::input::{CheckedReader, is_sign, reading_error};

/// The most bytes that one element may have.
const MAX_ELEMENT_BYTES: u64 = 1 << 26;

/// Calls `each` for the elements of an array; if the text does not begin with an array, for the values on its lines.
/// The position is the end of an element or the line of a value; the error is the reason why a line is not JSON.
///
/// # Errors
/// If the text cannot be read, is empty, or is a broken array, which cannot be read further.
pub(crate) fn for_each(
    file: &str,
    text: CheckedReader,
    mut each: impl FnMut(Position, Result<Value, String>),
) -> Result<(), DatasetError> {
    let mut text = BufReader::with_capacity(1 << 16, text);
    let reject = |line, column, message| DatasetError::Rejected { file: file.to_owned(), line, column, message };
    let (first, line) = first_byte(&mut text).map_err(|error| reading_error(file, error))?;
    match first {
        None => return Err(reject(1, 1, "the file is empty".to_owned())),
        Some(b'[') => {}
        Some(_) => return for_each_line(file, text, line, each),
    }
    let position = StreamPosition::new(line);
    let mut deserializer = serde_json::Deserializer::from_reader(CountingReader { text, position: &position });
    let elements = ArrayElements { position: &position, each: &mut each };
    let whole = deserializer.deserialize_seq(elements).and_then(|()| deserializer.end());
    whole.map_err(|error| failure(file, &position, error))
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

/// Reads one or several JSON documents, and calls `each` for the elements of the array at a path of keys, as in
/// `results`, `bindings`. A document without such an array is passed on as a whole if it is not longer than an
/// element may be.
///
/// # Errors
/// See [`for_each`].
pub(crate) fn for_each_under(
    file: &str,
    text: CheckedReader,
    keys: &[&str],
    mut each: impl FnMut(Position, Value),
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
        position.blank.set(true);
        position.left.set(MAX_ELEMENT_BYTES);
        let read = ArrayUnder { keys, position: &position, each: &mut each }.deserialize(&mut deserializer);
        match read {
            Ok(()) => {}
            Err(error) if error.is_eof() && position.blank.get() => return Ok(()),
            Err(error) => return Err(failure(file, &position, error)),
        }
    }
}

/// Finds the array at a path of keys in an object.
struct ArrayUnder<'u, F> {
    keys: &'u [&'u str],
    position: &'u StreamPosition,
    each: &'u mut F,
}

impl<'de, F: FnMut(Position, Value)> DeserializeSeed<'de> for ArrayUnder<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Position, Value)> Visitor<'de> for ArrayUnder<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let ArrayUnder { keys, position, each } = self;
        let Some((first, rest)) = keys.split_first() else {
            // The path leads to an object, which is the only element.
            let mut object = serde_json::Map::new();
            while let Some((key, value)) = map.next_entry()? {
                object.insert(key, value);
            }
            each(position.current(), Value::Object(object));
            return Ok(());
        };
        let mut others = serde_json::Map::new();
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == *first {
                found = true;
                map.next_value_seed(ArrayUnder { keys: rest, position, each: &mut *each })?;
            } else {
                let value = map.next_value()?;
                others.insert(key, value);
            }
        }
        if !found {
            each(position.current(), Value::Object(others));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        let ArrayUnder { position, each, .. } = self;
        let mut each = |at, value: Result<Value, String>| {
            if let Ok(value) = value {
                each(at, value);
            }
        };
        ArrayElements { position, each: &mut each }.visit_seq(elements)
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

fn for_each_line(
    file: &str,
    mut text: impl BufRead,
    first: u64,
    mut each: impl FnMut(Position, Result<Value, String>),
) -> Result<(), DatasetError> {
    let mut line = Vec::new();
    for number in first.. {
        line.clear();
        let read = text.by_ref().take(MAX_ELEMENT_BYTES).read_until(b'\n', &mut line);
        if read.map_err(|error| reading_error(file, error))? == 0 {
            break;
        }
        if line.len() as u64 == MAX_ELEMENT_BYTES {
            let message = format!("the line is longer than {MAX_ELEMENT_BYTES} bytes");
            return Err(DatasetError::Rejected { file: file.to_owned(), line: number, column: 1, message });
        }
        let bytes = line.trim_ascii();
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

/// The current position, and the bytes that the current element may still have.
struct StreamPosition {
    line: Cell<u64>,
    column: Cell<u64>,
    left: Cell<u64>,
    /// `true` if only white space was read since this was last set.
    blank: Cell<bool>,
}

impl StreamPosition {
    fn new(line: u64) -> StreamPosition {
        let (line, column, left) = (Cell::new(line), Cell::new(0), Cell::new(MAX_ELEMENT_BYTES));
        StreamPosition { line, column, left, blank: Cell::new(true) }
    }

    fn current(&self) -> Position {
        Position { line: self.line.get(), column: self.column.get().max(1) }
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
        let StreamPosition { line, column, left, blank } = self.position;
        blank.set(blank.get() && byte.is_ascii_whitespace());
        if byte == b'\n' {
            line.set(line.get() + 1);
            column.set(0);
        } else {
            column.set(column.get() + 1);
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

/// Calls `each` for the elements of an array.
struct ArrayElements<'m, F> {
    position: &'m StreamPosition,
    each: &'m mut F,
}

impl<'de, F: FnMut(Position, Result<Value, String>)> Visitor<'de> for ArrayElements<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element::<Value>()? {
            (self.each)(self.position.current(), Ok(element));
            self.position.left.set(MAX_ELEMENT_BYTES);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Limits, unpack};

    fn values(text: &str) -> (Vec<String>, Option<String>) {
        let limits = Limits { line: u64::MAX, ..Limits::default() };
        let stream = unpack(Box::new(io::Cursor::new(text.as_bytes().to_vec())), limits, None).unwrap();
        let mut found = Vec::new();
        let end = for_each("x", stream, |at, value| {
            let value = value.map_or_else(|error| error, |value| value.to_string());
            found.push(format!("{}:{} {value}", at.line, at.column));
        });
        (found, end.err().map(|error| error.to_string()))
    }

    #[test]
    fn elements_have_the_position_of_their_end() {
        assert_eq!(values("[1,\n {\"a\":2}\n]").0, ["1:3 1", "2:8 {\"a\":2}"]);
        assert_eq!(values("\u{feff}\n []"), (vec![], None));
    }

    #[test]
    fn there_may_be_one_value_per_line() {
        let (found, end) = values("\n{\"a\":1}\r\n\n{oops\n3");
        assert_eq!(found, ["2:1 {\"a\":1}", "4:2 not JSON: key must be a string", "5:1 3"]);
        assert_eq!(end, None);
    }

    #[test]
    fn an_array_may_be_at_a_path_of_keys() {
        let values = |text: &str| {
            let limits = Limits { line: u64::MAX, ..Limits::default() };
            let stream = unpack(Box::new(io::Cursor::new(text.as_bytes().to_vec())), limits, None).unwrap();
            let mut found = Vec::new();
            let end = for_each_under("x", stream, &["a", "b"], |at, value| found.push(format!("{}:{value}", at.line)));
            (found, end.err().map(|error| error.to_string()))
        };
        let found =
            values("{\"c\": {\"b\": [0]},\n \"a\": {\"d\": 1, \"b\": [1,\n 2]}}\n{\"a\": {\"b\": {\"e\": 3}}}\n\n").0;
        assert_eq!(found, ["2:1", "3:2", "4:{\"e\":3}"]);
        assert_eq!(values("{\"x\": 1} [2]"), (vec!["1:{\"x\":1}".to_owned(), "1:2".to_owned()], None));
        assert!(values("{\"a\": {\"b\": [1,").1.unwrap().contains("not JSON: EOF"));
        assert!(values("{\"a\": {}} 3").1.unwrap().contains("expected an object or an array"));
        assert!(values(&"{\"a\":".repeat(100_000)).1.unwrap().contains("recursion limit"));
        assert_eq!(values("").1.unwrap(), "x:1:1: the file is empty");
    }

    #[test]
    fn a_broken_array_is_an_error_with_a_position() {
        let (found, end) = values("[1,\n2,\n");
        assert_eq!(found, ["1:3 1", "2:2 2"]);
        assert!(end.unwrap().starts_with("x:3:1: not JSON: EOF"));
        assert!(values(&"[".repeat(100_000)).1.unwrap().contains("recursion limit exceeded"));
        assert_eq!(values(" \n").1.unwrap(), "x:1:1: the file is empty");
        assert!(values("[1] 2").1.unwrap().contains("trailing characters"));
    }
}
