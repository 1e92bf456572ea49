//! Text as Graphviz reads it. It has three ways of reading, each with its own pitfalls:
//! plain labels (escapes such as `\N`, then entities), HTML-like labels (XML, then escapes)
//! and tooltips (escapes, more than once).

use crate::error::RenderError;
use crate::text::{Style, displayable, fonts, wrap};

/// More lines than this are cut with an ellipsis; the tooltip has the whole.
const MOST_LINES: usize = 8;

/// The lines of a text, broken at words to about `width` points.
pub(super) fn lines(text: &str, style: Style, width: f64) -> Result<Vec<String>, RenderError> {
    Ok(wrap(fonts()?, text, style, width, MOST_LINES).lines.into_iter().map(|line| line.0).collect())
}

/// Lines as the inside of a quoted label.
pub(super) fn label(lines: &[String]) -> String {
    let escaped: Vec<String> = lines.iter().map(|line| guarded(&line.replace('\\', "\\\\"))).collect();
    escaped.join("\\n")
}

/// Lines, each as it can be shown, as the inside of a quoted tooltip.
pub(super) fn tooltip(lines: &[String]) -> String {
    let shown = lines.iter().flat_map(|text| text.lines()).map(displayable).filter(|line| !line.is_empty());
    // Graphviz unescapes tooltips twice (once in other versions): a backslash before an N would
    // become the node's name. The sign of the difference of sets looks the same.
    let shown: Vec<String> = shown.map(|line| guarded(&line.replace('\\', "\u{2216}"))).collect();
    shown.join("\\n")
}

/// A line as the text of an HTML-like label.
pub(super) fn html(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\\' => out.push_str("\\\\"),
            // Graphviz 2.43 calls a text of brackets alone, which might begin a `]]>`, a syntax error.
            ']' => out.push_str("&#93;"),
            c => out.push(c),
        }
    }
    out
}

/// Text in quotes, as DOT has it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// `text` with `&amp;` for each ampersand that would begin an entity: Graphviz reads `&auml;` as one,
/// and passes on to its SVG even those it does not know, which no XML reader takes.
pub(super) fn guarded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        out.push_str(if c == '&' && begins_entity(&text[at + 1..]) { "&amp;" } else { &text[at..at + c.len_utf8()] });
    }
    out
}

fn begins_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    match name.split_once(';') {
        Some((name, _)) => name.chars().all(|c| c.is_ascii_alphanumeric()),
        None => false,
    }
}

/// Whether a character reaches a page: no control, nothing that reorders text.
pub(super) fn is_shown(c: char) -> bool {
    c == ' ' || !c.is_whitespace() && !displayable(c.encode_utf8(&mut [0; 4])).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_in_names_stay_what_they_are() {
        let shown = |text: &str| label(&[text.to_string()]);
        assert_eq!(shown("AT&T"), "AT&T");
        assert_eq!(shown("R&auml;D; B&#228;"), "R&amp;auml;D; B&amp;#228;");
        assert_eq!(quoted(&shown("C:\\n \"x\"")), "\"C:\\\\n \\\"x\\\"\"");
        assert_eq!(html("a<b>&amp;\\N"), "a&lt;b&gt;&amp;amp;\\\\N");
        assert_eq!(html("]"), "&#93;");
    }

    #[test]
    fn tooltips_have_lines_and_no_backslash() {
        let lines = ["a\\N\nb\u{202e}".to_string(), String::new(), "&lt;".to_string()];
        assert_eq!(tooltip(&lines), "a\u{2216}N\\nb\\n&amp;lt;");
    }
}
