//! The page as Markdown (CommonMark with the tables of GitHub), without raw HTML. Every character with a meaning in
//! Markdown is escaped.

use std::fmt::Write;

use super::{Block, Span, Table, is_web_address};
use crate::text::displayable;

/// The document.
pub(crate) fn page(title: &str, blocks: &[Block]) -> String {
    let mut out = format!("# {}\n", escape(title));
    for block in blocks {
        out.push('\n');
        match block {
            Block::Section { title, .. } => _ = writeln!(out, "## {}", escape(title)),
            Block::Heading(title) => _ = writeln!(out, "### {}", escape(title)),
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

/// Escapes text: every character that could begin a construct of Markdown or HTML gets a backslash.
fn escape(text: &str) -> String {
    let text = displayable(text);
    let mut out = String::with_capacity(text.len() + 8);
    let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let always =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '$' | '!' | '@');
        let first = at == 0 && matches!(c, '-' | '+' | '=');
        let after_number = number > 0 && at == number && matches!(c, '.' | ')');
        // Readers of Markdown turn "://" and "www." into links.
        let address = c == ':' && text[at..].starts_with("://");
        let web = c == '.' && at >= 3 && text[..at].to_lowercase().ends_with("www");
        if always || first || after_number || address || web {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Puts text between backticks, as many as it needs. Text with a bar is escaped instead: in a table, a bar ends the
/// cell even between backticks.
fn code(text: &str) -> String {
    let text = displayable(text);
    if text.is_empty() || text.contains('|') {
        return escape(&text);
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
            Span::Text(text) => spaced(text, escape(text)),
            Span::Strong(text) => spaced(text, format!("**{}**", escape(text))),
            Span::Code(text) => code(text),
            Span::Leads { text, .. } => escape(text),
            Span::Address(address) if is_web_address(address) && !address.contains('|') => format!("<{address}>"),
            Span::Address(address) => escape(address),
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
    let _ = writeln!(out, "{}:\n", escape(&table.caption));
    let _ = writeln!(out, "{}", line(table.columns.iter().map(|column| escape(column)).collect()));
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
