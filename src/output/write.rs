//! Writing a report in each format.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::table::{Align, Table};
use interlocks::model::Day;

/// How results are written.
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
    /// The format a file name asks for.
    pub fn of_path(path: &std::path::Path) -> Option<Format> {
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

/// How a table looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Columns to fit into; none in a pipe, where lines are never broken.
    pub width: Option<u16>,
    /// Whether the heading stands out.
    pub colour: bool,
}

/// The answer of a command, ready to be written in any format.
#[derive(Clone, Debug)]
pub struct Report {
    pub command: &'static str,
    pub as_of: Option<Day>,
    pub options: Map<String, Value>,
    /// A list of rows, or one object.
    pub results: Value,
    pub table: Table,
}

impl Report {
    /// Writes the report.
    ///
    /// # Errors
    /// What the writer answers.
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
        let Report { command, as_of, options, results, .. } = self;
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
        writer.write_record(self.table.columns.iter().map(|column| column.0))?;
        for row in &self.table.rows {
            writer.write_record(row.iter().map(|cell| unformula(cell)))?;
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
        writeln!(out, "{}", line(self.table.columns.iter().map(|column| column.0.to_owned()).collect()))?;
        let rule = |align: Align| if align == Align::Right { "---:" } else { "---" }.to_owned();
        writeln!(out, "{}", line(self.table.columns.iter().map(|column| rule(column.1)).collect()))?;
        for row in &self.table.rows {
            writeln!(out, "{}", line(row.iter().map(|cell| escape(cell)).collect()))?;
        }
        for note in &self.table.notes {
            writeln!(out, "\n{}", escape(note))?;
        }
        Ok(())
    }

    fn write_table(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        use comfy_table::{CellAlignment, ContentArrangement, Table as Grid};
        if !self.table.prose.is_empty() {
            let paragraphs = self.table.prose.iter().chain(&self.table.notes);
            let paragraphs: Vec<String> = paragraphs.map(|paragraph| printable(paragraph)).collect();
            return writeln!(out, "{}", paragraphs.join("\n\n"));
        }
        let mut grid = Grid::new();
        // Spaces alone between columns: `cut` and `awk` still work.
        grid.load_style(comfy_table::presets::NOTHING);
        grid.set_content_arrangement(match style.width {
            Some(_) => ContentArrangement::Dynamic,
            None => ContentArrangement::Disabled,
        });
        if let Some(width) = style.width {
            grid.set_width(width);
        }
        grid.set_header(self.table.columns.iter().map(|column| column.0));
        for row in &self.table.rows {
            grid.add_row(row.iter().map(|cell| printable(cell)));
        }
        for (column, (_, align)) in grid.column_iter_mut().zip(&self.table.columns) {
            column.set_padding((0, 2));
            if *align == Align::Right {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        if !self.table.columns.is_empty() {
            for (number, line) in grid.lines().enumerate() {
                let line = line.trim_end();
                match (number, style.colour) {
                    (0, true) => writeln!(out, "\u{1b}[1m{line}\u{1b}[0m")?,
                    _ => writeln!(out, "{line}")?,
                }
            }
        }
        for note in &self.table.notes {
            writeln!(out, "{note}")?;
        }
        Ok(())
    }
}

/// A cell that a spreadsheet would run as a formula is made text: names in data are not commands.
fn unformula(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok() || cell.split(" to ").all(|part| part.parse::<f64>().is_ok());
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number { format!("'{cell}") } else { cell.to_owned() }
}

/// Control characters in data must not reach a terminal.
fn printable(cell: &str) -> String {
    cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
