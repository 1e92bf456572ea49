//! The parts that GraphML and GEXF share: the prolog, escaping, types of columns, and the loop over the cells of a row.

use std::borrow::Cow;
use std::io::{self, Write};

use interlocks_dataset::{CellKind, ExportColumn, ExportRow};
use quick_xml::escape::partial_escape;

use super::{LeftOut, cells_by_column, text};

/// Writes the XML declaration and the start tag of the root element, with the location of its schema.
pub(super) fn write_root(out: &mut dyn Write, name: &str, namespace: &str, schema: &str, more: &str) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<{name} xmlns=\"{namespace}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"{namespace} {schema}\"{more}>"
    )
}

/// Calls `write` for the cells of a row that have a column, each with the number of the column and the escaped text.
pub(super) fn for_each_cell(
    columns: &[ExportColumn],
    row: &ExportRow,
    left_out: &mut LeftOut,
    mut write: impl FnMut(usize, &str) -> io::Result<()>,
) -> io::Result<()> {
    cells_by_column(columns, row).try_for_each(|(column, cell)| write(column, &escaped(&text(cell, left_out))))
}

/// Returns the name of a column type in GraphML and GEXF.
pub(super) fn type_name(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Flag => "boolean",
        CellKind::Number => "double",
        CellKind::Text | CellKind::List => "string",
    }
}

/// Escapes text for an element or for an attribute in double quotes. Characters that XML 1.0 cannot represent become
/// spaces; line ends and tabs become character references, because parsers would read them as spaces in attributes.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let text = partial_escape(text);
    let is_special = |letter: char| letter < ' ' || matches!(letter, '"' | '\u{fffe}' | '\u{ffff}');
    if !text.contains(is_special) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            letter if is_special(letter) => out.push(' '),
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_xml_can_represent_it() {
        assert_eq!(escaped("plain 'text' é\u{7f}"), "plain 'text' é\u{7f}");
        assert_eq!(escaped("<a & \"b\">\r\n\t\u{1}\u{ffff}"), "&lt;a &amp; &quot;b&quot;&gt;&#13;&#10;&#9;  ");
    }
}
