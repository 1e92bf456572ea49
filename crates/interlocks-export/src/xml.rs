//! What the formats in XML share: text as XML 1.0 can hold it, and words for kinds of columns.

use std::borrow::Cow;

use interlocks_dataset::CellKind;

/// The word that GraphML and GEXF have for what stands in a column.
pub fn kind_word(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Flag => "boolean",
        CellKind::Number => "double",
        CellKind::Text | CellKind::List => "string",
    }
}

/// Text for an element or an attribute in double quotes. Control characters, which XML has no way to write,
/// become spaces; line ends in attributes would be read as spaces, so they are written as numbers.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| !matches!(byte, b'&' | b'<' | b'>' | b'"' | 0x7f) && byte >= 0x20;
    if text.bytes().all(is_plain) && !text.contains(['\u{fffe}', '\u{ffff}']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            letter if (letter as u32) < 0x20 => out.push(' '),
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}
