//! Writes an answer in each format.

use std::io::{self, Write};
use std::sync::mpsc;
use std::thread;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use serde_json::{Map, Value};

use super::csv_lines::CsvLines;
use super::layout::{Line, lay_out, printable, wrap};
use super::parquet::{ParquetColumns, ParquetRows};
use super::row::{Tabular, cells_of, write_csv};
use super::table::{Align, Column, Table};
use interlocks::dataset::InputFile;
use interlocks::model::Day;
use interlocks_core::text::escape_markdown;

/// The format of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Table,
    Json,
    Jsonl,
    Csv,
    Markdown,
    Parquet,
}

impl Format {
    /// Returns `true` if rows are written one by one, whatever comes after them.
    pub fn is_by_row(self) -> bool {
        matches!(self, Format::Csv | Format::Jsonl | Format::Parquet)
    }

    /// Returns the format that the ending of a file name stands for.
    pub fn from_path(path: &std::path::Path) -> Option<Format> {
        match path.extension()?.to_str()? {
            "txt" => Some(Format::Table),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "md" => Some(Format::Markdown),
            "parquet" => Some(Format::Parquet),
            _ => None,
        }
    }
}

/// The look of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// The width of the terminal in columns; none in a pipe, where lines are never broken.
    pub width: Option<u16>,
    /// `true` if headings are bold.
    pub colour: bool,
}

/// A file that an answer was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InputRow {
    /// The path, as it was given or found.
    pub path: String,
    /// The SHA-256 of the file as it is on the disk; null if it could not be read again.
    pub sha256: Option<String>,
    /// The rows of tables in it; null if they were not counted.
    pub rows: Option<u64>,
    /// The files that a snapshot was built from, if it knows them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub built_from: Vec<InputRow>,
}

impl InputRow {
    /// Leaves only the last part of a path that begins at the root of the machine.
    pub fn hide_folders(&mut self) {
        self.path = without_folders(&self.path).to_owned();
        self.built_from.iter_mut().for_each(InputRow::hide_folders);
    }
}

/// Returns the last part of a path that begins at the root of the machine, and any other path as it is.
pub fn without_folders(path: &str) -> &str {
    let name = std::path::Path::new(path).file_name().and_then(|name| name.to_str());
    name.filter(|_| std::path::Path::new(path).has_root()).unwrap_or(path)
}

impl From<&InputFile> for InputRow {
    fn from(file: &InputFile) -> InputRow {
        let InputFile { name, sha256, rows, .. } = file.clone();
        InputRow { path: name, sha256: Some(sha256), rows, built_from: Vec::new() }
    }
}

/// Which part of a list of rows an answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PageRow {
    /// The number of the first row, from 0.
    pub from: usize,
    /// The number of rows in this part.
    pub rows: usize,
    /// The number of rows of the whole list; null if they were not counted.
    pub of: Option<usize>,
    /// The number of the first row after this part; null if this part is the last.
    pub next: Option<usize>,
}

/// What JSON says beside the answer itself.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The notes to the reader.
    pub notes: &'a [String],
    /// The files that the answer was made from.
    pub inputs: &'a [InputRow],
}

/// The program that answers.
#[derive(Serialize, JsonSchema)]
struct Tool {
    /// `interlocks`.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

/// An answer as JSON.
#[derive(Serialize, JsonSchema)]
pub struct Document<'a> {
    /// The name of the command.
    command: &'a str,
    /// The program.
    tool: Tool,
    /// The day that the data describes; null if it is not known.
    as_of: Option<Day>,
    /// The files that the answer was made from; none if they cannot be read again.
    inputs: &'a [InputRow],
    /// The options that shaped the results, and what was counted on the way.
    options: &'a Map<String, Value>,
    /// The notes to the reader: what was left out, and why.
    notes: &'a [String],
    /// The weights that the results come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a Value>,
    /// Which part of the list of rows the results are; only in an answer that was asked for in parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<PageRow>,
    /// The answer itself.
    results: &'a Value,
    /// The results with all records taken as one that may be one, if they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    if_same: Option<&'a Value>,
}

/// The answer to a command, ready to be written in any format.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The name of the command.
    pub command: &'static str,
    /// The day that the data describes.
    pub as_of: Option<Day>,
    /// The options that shaped the results.
    pub options: Map<String, Value>,
    /// The weights that the results come from, if they come from any.
    pub model: Option<Value>,
    /// Which part of the list of rows the results are; none for all of it.
    pub page: Option<PageRow>,
    /// A list of rows, or one object.
    pub results: Value,
    /// The results with all records taken as one that may be one, if they are given, too.
    pub if_same: Option<Value>,
    /// The same results for people, and for CSV.
    pub table: Table,
}

/// Returns the rows of a list, or one object as a row.
fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

impl Answer {
    /// Writes the answer; JSON has the head too.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, format: Format, style: Style, head: Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Table => self.write_table(style, out),
            Format::Json => self.write_json(head, out),
            Format::Jsonl => self.write_lines(out),
            Format::Csv => self.write_csv(style, out),
            Format::Markdown => self.write_markdown(out),
            Format::Parquet => self.write_parquet(out),
        }
    }

    fn write_parquet(&self, out: &mut dyn Write) -> io::Result<()> {
        let table = self.table.records.as_deref().unwrap_or(&self.table);
        let columns = ParquetColumns::new(&table.columns);
        let mut rows = ParquetRows::new(&columns, out)?;
        table.rows.chunks(ROWS).try_for_each(|some| rows.write(&columns.batch(some)?))?;
        rows.finish()
    }

    fn write_json(&self, Head { notes, inputs }: Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Answer { command, as_of, options, model, page, results, if_same, .. } = self;
        let (model, if_same) = (model.as_ref(), if_same.as_ref());
        let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Escaped(PrettyFormatter::new()));
        let tool = Tool { name: "interlocks", version: env!("CARGO_PKG_VERSION") };
        Document { command, tool, as_of: *as_of, inputs, options, notes, model, page: *page, results, if_same }
            .serialize(&mut serializer)?;
        writeln!(out)
    }

    fn write_lines(&self, out: &mut dyn Write) -> io::Result<()> {
        rows(&self.results).iter().try_for_each(|row| write_line(row, out))?;
        let if_same = self.if_same.as_ref().map_or(&[][..], rows);
        if_same.iter().try_for_each(|row| write_line(&serde_json::json!({ "if_same": row }), out))
    }

    fn write_csv(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let table = self.table.records.as_deref().unwrap_or(&self.table);
        out.write_all(&csv_head(&table.columns)?)?;
        let mut lines = CsvLines::new(style.width.is_some());
        for row in &table.rows {
            let columns = table.columns.iter().zip(row);
            for (_, cell) in columns.filter(|(column, _)| column.is_for_programs()) {
                lines.push(&cell.value());
                lines.end_field();
            }
            lines.end_line();
        }
        out.write_all(&lines.into_bytes()?)
    }

    fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        if !self.table.prose.is_empty() {
            let paragraphs = self.table.prose.iter().chain(&self.table.notes);
            let paragraphs: Vec<String> = paragraphs.map(|paragraph| escape_markdown(paragraph)).collect();
            return writeln!(out, "{}", paragraphs.join("\n\n"));
        }
        let columns = || self.table.columns.iter().filter(|column| column.is_for_people());
        writeln!(out, "{}", line(columns().map(|column| column.heading.to_owned()).collect()))?;
        let rule = |column: &Column| if column.align() == Align::Right { "---:" } else { "---" }.to_owned();
        writeln!(out, "{}", line(columns().map(rule).collect()))?;
        for row in &self.table.rows {
            let shown = self.table.columns.iter().zip(row).filter(|(column, _)| column.is_for_people());
            writeln!(out, "{}", line(shown.map(|(_, cell)| escape_markdown(&cell.shown())).collect()))?;
        }
        for note in &self.table.notes {
            writeln!(out, "\n{}", escape_markdown(note))?;
        }
        Ok(())
    }

    fn write_table(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let width = style.width.map(usize::from);
        let wrapped = |text: &str| match width {
            Some(width) => wrap(&printable(text), width, 0).join("\n"),
            None => printable(text),
        };
        if !self.table.prose.is_empty() {
            let paragraphs = self.table.prose.iter().chain(&self.table.notes);
            let paragraphs: Vec<String> = paragraphs.map(|paragraph| wrapped(paragraph)).collect();
            return writeln!(out, "{}", paragraphs.join("\n\n"));
        }
        for Line { text, heading } in lay_out(&self.table, width) {
            if heading && style.colour {
                writeln!(out, "\u{1b}[1m{text}\u{1b}[0m")?;
            } else {
                writeln!(out, "{text}")?;
            }
        }
        for note in &self.table.notes {
            writeln!(out, "{}", wrapped(note))?;
        }
        Ok(())
    }
}

/// The rows of a block that one task writes.
const ROWS: usize = 512;

/// Writes rows block by block, as they are made: CSV, Parquet, or else JSON lines. The rows of a block are put into text, or
/// into columns, in parallel.
///
/// # Errors
/// When the writer fails.
pub fn write_rows<T: Tabular + Serialize + Sync>(
    columns: &[Column],
    blocks: impl Iterator<Item = Vec<T>> + Send,
    format: Format,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Parquet => {
            let columns = ParquetColumns::new(columns);
            let batch = |rows: &[T]| columns.batch(&rows.iter().map(cells_of).collect::<Vec<_>>());
            let mut rows = ParquetRows::new(&columns, out)?;
            for_each_made(blocks, batch, |batch| rows.write(&batch))?;
            rows.finish()
        }
        Format::Csv => {
            out.write_all(&csv_head(columns)?)?;
            for_each_made(blocks, |rows| csv_lines(columns, rows, style), |text| out.write_all(&text))
        }
        _ => for_each_made(blocks, json_lines, |text| out.write_all(&text)),
    }
}

/// The number of parts that wait to be written.
const WAITING: usize = 8;

/// Makes something of the rows of blocks, such as text, in parallel, and hands it over in order, while the next is made.
fn for_each_made<T: Sync, M: Send>(
    blocks: impl Iterator<Item = Vec<T>> + Send,
    make: impl Fn(&[T]) -> io::Result<M> + Sync,
    mut each: impl FnMut(M) -> io::Result<()>,
) -> io::Result<()> {
    let made = |block: Vec<T>| block.par_chunks(ROWS).map(&make).collect::<Vec<io::Result<M>>>();
    if rayon::current_thread_index().is_some() {
        // A thread beside this one would leave the threads that the program has for this.
        return blocks.flat_map(made).try_for_each(|made| each(made?));
    }
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    thread::scope(|scope| {
        let made = &made;
        scope.spawn(move || {
            for block in blocks {
                // Whoever no longer receives has failed.
                if made(block).into_iter().try_for_each(|made| sender.send(made)).is_err() {
                    return;
                }
            }
        });
        receiver.into_iter().try_for_each(|made| each(made?))
    })
}

fn json_lines<T: Serialize>(rows: &[T]) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    for row in rows {
        write_line(row, &mut text)?;
    }
    Ok(text)
}

/// Writes an answer as JSON with rows as its results, block by block, as they are made. The bytes are those of
/// [`Answer::write`] for the same rows.
///
/// # Errors
/// When the writer fails.
pub fn write_json_rows<T: Serialize + Sync>(
    answer: &Answer,
    head: Head<'_>,
    blocks: impl Iterator<Item = Vec<T>> + Send,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = Vec::new();
    let empty = Answer { results: Value::Array(Vec::new()), if_same: None, ..answer.clone() };
    empty.write_json(head, &mut text)?;
    // Results come last: what follows the rows is the end of the document.
    let end = b"[]\n}\n";
    out.write_all(text.strip_suffix(end).unwrap_or(&text))?;
    let mut is_first = true;
    for_each_made(blocks, json_items, |text| {
        // Each item begins with the comma after the one before.
        let text = if is_first && !text.is_empty() { [b"[", &text[1..]].concat() } else { text };
        is_first &= text.is_empty();
        out.write_all(&text)
    })?;
    out.write_all(if is_first { end } else { b"\n  ]\n}\n" })
}

/// Returns rows as items of the list of results, each after a comma.
fn json_items<T: Serialize>(rows: &[T]) -> io::Result<Vec<u8>> {
    let (mut text, mut item) = (Vec::new(), Vec::new());
    for row in rows {
        item.clear();
        row.serialize(&mut serde_json::Serializer::with_formatter(&mut item, Escaped(PrettyFormatter::new())))?;
        text.push(b',');
        // A line break in a string is escaped, so each one here is followed by the indentation of a line.
        for line in item.split(|byte| *byte == b'\n') {
            text.extend_from_slice(b"\n    ");
            text.extend_from_slice(line);
        }
    }
    Ok(text)
}

fn csv_lines<T: Tabular>(columns: &[Column], rows: &[T], style: Style) -> io::Result<Vec<u8>> {
    let mut lines = CsvLines::new(style.width.is_some());
    rows.iter().for_each(|row| write_csv(row, columns, &mut lines));
    lines.into_bytes()
}

/// Returns the line of names of columns.
fn csv_head(columns: &[Column]) -> io::Result<Vec<u8>> {
    let mut lines = CsvLines::new(false);
    for column in columns.iter().filter(|column| column.is_for_programs()) {
        lines.push(column.name);
        lines.end_field();
    }
    lines.end_line();
    lines.into_bytes()
}

fn write_line<T: Serialize>(row: &T, out: &mut dyn Write) -> io::Result<()> {
    row.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Escaped(CompactFormatter)))?;
    writeln!(out)
}

/// Returns a value in which no zero has a sign.
pub fn unsigned_zeros(mut value: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(walk),
            Value::Object(fields) => fields.values_mut().for_each(walk),
            Value::Number(number) if number.as_f64() == Some(0.0) && number.is_f64() => *value = 0.0.into(),
            _ => {}
        }
    }
    walk(&mut value);
    value
}

/// Writes JSON in which no character can command a terminal, where serde_json escapes those below U+0020 only, and no zero has a
/// sign.
struct Escaped<F>(F);

impl<F: Formatter> Formatter for Escaped<F> {
    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        self.0.write_f64(out, if value == 0.0 { 0.0 } else { value })
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|c| matches!(c, '\u{7f}'..='\u{9f}')) {
            let (before, found) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            let mut after = found.chars();
            if let Some(c) = after.next() {
                write!(out, "\\u{:04x}", u32::from(c))?;
            }
            rest = after.as_str();
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_streamed_are_the_same_json() {
        let rows =
            [serde_json::json!({"a": -0.0, "b": ["x\n\u{9b}", {}]}), serde_json::json!({}), serde_json::json!([])];
        let answer = |rows: &[Value]| Answer {
            command: "pairs",
            as_of: None,
            options: Map::new(),
            model: None,
            page: None,
            results: unsigned_zeros(rows.into()),
            if_same: None,
            table: Table::default(),
        };
        let head = Head { notes: &["note".to_owned()], inputs: &[] };
        for len in 0..=rows.len() {
            for cut in 0..=len {
                let (mut whole, mut streamed) = (Vec::new(), Vec::new());
                answer(&rows[..len]).write(Format::Json, Style::default(), head, &mut whole).unwrap();
                let blocks = [rows[..cut].to_vec(), rows[cut..len].to_vec()].into_iter();
                write_json_rows(&answer(&[]), head, blocks, &mut streamed).unwrap();
                assert_eq!(String::from_utf8(streamed).unwrap(), String::from_utf8(whole).unwrap());
            }
        }
    }

    #[test]
    fn json_escapes_what_commands_a_terminal() {
        let mut bytes = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Escaped(CompactFormatter));
        serde_json::json!({"a\u{9b}": "é\u{7f}b\u{1b}"}).serialize(&mut serializer).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, r#"{"a\u009b":"é\u007fb\u001b"}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), serde_json::json!({"a\u{9b}": "é\u{7f}b\u{1b}"}));
    }
}
