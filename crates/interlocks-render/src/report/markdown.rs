//! The page as Markdown (CommonMark with the tables of GitHub), without raw HTML. Every character with a meaning in
//! Markdown is escaped.

use std::fmt::Write;

use super::{Block, Span, Table, is_web_address};
use crate::text::displayable;
use interlocks_core::text::escape_markdown;

/// The document.
pub(crate) fn page(title: &str, blocks: &[Block]) -> String {
    let mut out = format!("# {}\n", escape_markdown(title));
    for block in blocks {
        out.push('\n');
        match block {
            Block::Section { title, .. } => _ = writeln!(out, "## {}", escape_markdown(title)),
            Block::Heading(title) => _ = writeln!(out, "### {}", escape_markdown(title)),
            Block::Paragraph(line) => _ = writeln!(out, "{}", spans(line)),
            Block::List(lines) => {
                for line in lines {
                    let _ = writeln!(out, "- {}", spans(line));
                }
            }
            Block::Table(table) => write_table(&mut out, table),
            Block::Drawing(_) => {
                out.pop();
            }
            Block::Listing(text) => listing(&mut out, text),
        }
    }
    out
}

/// Puts text between backticks, as many as it needs. Text with a bar is escaped instead: in a table, a bar ends the
/// cell even between backticks.
fn code(text: &str) -> String {
    let text = displayable(text);
    if text.is_empty() || text.contains('|') {
        return escape_markdown(&text);
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let air = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{air}{text}{air}{fence}")
}

fn spans(line: &[Span]) -> String {
    let mut out = String::new();
    for span in line {
        let piece = match span {
            Span::Text(text) => spaced(text, escape_markdown(text)),
            Span::Strong(text) => spaced(text, format!("**{}**", escape_markdown(text))),
            Span::Code(text) => code(text),
            Span::Leads { text, .. } => escape_markdown(text),
            Span::Address(address) if is_web_address(address) && !address.contains('|') => format!("<{address}>"),
            Span::Address(address) => escape_markdown(address),
        };
        out.push_str(&piece);
    }
    out
}

/// Keeps a space at the end of a piece, because another piece follows.
fn spaced(text: &str, written: String) -> String {
    if text.ends_with(' ') { written + " " } else { written }
}

fn write_table(out: &mut String, table: &Table) {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let _ = writeln!(out, "{}:\n", escape_markdown(&table.caption));
    let _ = writeln!(out, "{}", line(table.columns.iter().map(|column| escape_markdown(column)).collect()));
    let _ = writeln!(out, "{}", line(table.columns.iter().map(|_| "---".to_owned()).collect()));
    for row in &table.rows {
        let _ = writeln!(out, "{}", line(row.iter().map(|cell| spans(cell)).collect()));
    }
}

/// Writes lines between fences that are longer than any run of backticks in the lines.
fn listing(out: &mut String, text: &str) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: Vec<String> = text.lines().map(displayable).collect();
    let _ = writeln!(out, "{fence}text\n{}\n{fence}", lines.join("\n"));
}
