//! Writes an answer in each format.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::layout::{Line, lay_out, printable, wrap};
use super::table::{Align, Column, Table};
use interlocks::model::Day;

/// The format of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Table,
    Json,
    Jsonl,
    Csv,
    Markdown,
}

impl Format {
    /// Returns the format that the ending of a file name stands for.
    pub fn from_path(path: &std::path::Path) -> Option<Format> {
        match path.extension()?.to_str()? {
            "txt" => Some(Format::Table),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "md" => Some(Format::Markdown),
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

/// The answer to a command, ready to be written in any format.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The name of the command.
    pub command: &'static str,
    /// The day that the data describes.
    pub as_of: Option<Day>,
    /// The options that shaped the results.
    pub options: Map<String, Value>,
    /// A list of rows, or one object.
    pub results: Value,
    /// The same results for people, and for CSV.
    pub table: Table,
}

impl Answer {
    /// Writes the answer.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Table => self.write_table(style, out),
            Format::Json => self.write_json(out),
            Format::Jsonl => self.write_lines(out),
            Format::Csv => self.write_csv(out),
            Format::Markdown => self.write_markdown(out),
        }
    }

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Document<'a> {
            command: &'a str,
            as_of: Option<Day>,
            options: &'a Map<String, Value>,
            results: &'a Value,
        }
        let Answer { command, as_of, options, results, .. } = self;
        serde_json::to_writer_pretty(&mut *out, &Document { command, as_of: *as_of, options, results })?;
        writeln!(out)
    }

    fn write_lines(&self, out: &mut dyn Write) -> io::Result<()> {
        let one = std::slice::from_ref(&self.results);
        for row in self.results.as_array().map_or(one, Vec::as_slice) {
            serde_json::to_writer(&mut *out, row)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.table.columns.iter().map(|column| column.name))?;
        for row in &self.table.rows {
            writer.write_record(row.iter().map(|cell| unformula(cell.value())))?;
        }
        writer.flush()
    }

    fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let escape =
            |cell: &str| cell.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;");
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        if !self.table.prose.is_empty() {
            let paragraphs = self.table.prose.iter().chain(&self.table.notes);
            let paragraphs: Vec<String> = paragraphs.map(|paragraph| escape(paragraph)).collect();
            return writeln!(out, "{}", paragraphs.join("\n\n"));
        }
        writeln!(out, "{}", line(self.table.columns.iter().map(|column| column.heading.to_owned()).collect()))?;
        let rule = |column: &Column| if column.align == Align::Right { "---:" } else { "---" }.to_owned();
        writeln!(out, "{}", line(self.table.columns.iter().map(rule).collect()))?;
        for row in &self.table.rows {
            writeln!(out, "{}", line(row.iter().map(|cell| escape(cell.shown())).collect()))?;
        }
        for note in &self.table.notes {
            writeln!(out, "\n{}", escape(note))?;
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

/// Returns a cell as text that no spreadsheet runs as a formula: names in data are not commands.
fn unformula(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok() || cell.split(" to ").all(|part| part.parse::<f64>().is_ok());
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number { format!("'{cell}") } else { cell.to_owned() }
}
