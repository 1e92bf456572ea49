//! Labels and tooltips: texts as they can be shown, broken into lines and escaped by `interlocks_dot`.

use crate::error::RenderError;
use crate::text::{Style, displayable, fonts, wrap};

/// Texts of more lines than this are cut with an ellipsis; the tooltip has the whole text.
const MOST_LINES: usize = 8;

/// The lines of a text, broken at words to about `width` points.
pub(super) fn lines(text: &str, style: Style, width: f64) -> Result<Vec<String>, RenderError> {
    Ok(wrap(fonts()?, text, style, width, MOST_LINES).lines.into_iter().map(|line| line.0).collect())
}

/// Lines, each as it can be shown, as the inside of a quoted tooltip.
pub(super) fn tooltip(lines: &[String]) -> String {
    let shown = lines.iter().flat_map(|text| text.lines()).map(displayable).filter(|line| !line.is_empty());
    let shown: Vec<String> = shown.collect();
    interlocks_dot::tooltip(shown.iter().map(String::as_str))
}

/// Lines as the inside of a quoted label.
pub(super) fn label(lines: &[String]) -> String {
    interlocks_dot::label(lines.iter().map(String::as_str))
}

/// Returns `true` if a character can be shown: it is not a control character and does not reorder text.
pub(super) fn is_shown(c: char) -> bool {
    c == ' ' || !c.is_whitespace() && !displayable(c.encode_utf8(&mut [0; 4])).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tooltips_have_lines_and_no_backslash() {
        let lines = ["a\\N\nb\u{202e}".to_string(), String::new(), "&lt;".to_string()];
        assert_eq!(tooltip(&lines), "a\u{2216}N\\nb\\n&amp;lt;");
    }
}
