//! The little XML that a drawing needs: escaped text, fixed numbers, elements.

use std::fmt::Write;

use crate::layout::Rect;
use crate::text::{Style, Weight, displayable};

/// Escapes text for content and attributes alike, and drops what XML 1.0 does not
/// allow at all (control characters, U+FFFE and U+FFFF).
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A number with two decimals at most, always written alike.
pub(crate) fn num(value: f64) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_string() } else { short.to_string() }
}

/// The point of a line of text that is at the given position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// At its left end.
    Start,
    /// In its middle.
    Middle,
    /// At its right end.
    End,
}

/// Writes one line of text with its measured width, so that a viewer with another
/// font fits it into the same space.
pub(crate) fn text(out: &mut String, line: &str, width: f64, at: (f64, f64), style: Style, anchor: Anchor, fill: &str) {
    let mut attributes = String::new();
    attributes.push_str(match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    });
    if style.weight == Weight::Bold {
        attributes.push_str(" font-weight=\"700\"");
    }
    if line.chars().nth(1).is_some() && width > 0.0 {
        let _ = write!(attributes, " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", num(width));
    }
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{fill}\"{attributes}>{}</text>",
        num(at.0),
        num(at.1),
        num(style.size),
        escape(line),
    );
}

/// Writes a rectangle with the attributes that follow its place and size.
pub(crate) fn rect(out: &mut String, rect: &Rect, attributes: &str) {
    let (x, y, w, h) = (num(rect.x), num(rect.y), num(rect.w), num(rect.h));
    let _ = writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" {attributes}/>");
}

/// Writes a tooltip, line by line as it can be shown.
pub(crate) fn title(out: &mut String, text: &str) {
    let lines: Vec<String> = text.lines().map(|line| escape(&displayable(line))).collect();
    let _ = writeln!(out, "<title>{}</title>", lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        assert_eq!(num(1.0), "1");
        assert_eq!(num(-0.001), "0");
        assert_eq!(num(12.345), "12.35");
        assert_eq!(num(100.0), "100");
    }

    #[test]
    fn markup_and_controls_do_not_survive() {
        assert_eq!(escape("a<b>&\"'\u{0}\u{FFFF}"), "a&lt;b&gt;&amp;&quot;&#39;");
    }
}
