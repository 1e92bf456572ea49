//! Quotes and escapes text for DOT, the language of Graphviz.
//!
//! Graphviz reads text in several ways, each with its own escapes:
//!
//! - A quoted string ([`quoted`]) is the outermost form of ids, attribute names and values. In it, `\"` is a quote, `\\` stays
//!   two characters, and a backslash before a line break removes both.
//! - A plain label ([`label`]) is then unescaped (`\n`, `\N`, `\\`), and entities such as `&auml;` are replaced.
//! - An HTML-like label ([`html`]) is read as XML and then unescaped.
//!
//! See <https://graphviz.org/doc/info/lang.html> and <https://graphviz.org/docs/attr-types/escString/>.
//!
//! ```
//! use interlocks_dot::{label, quoted};
//!
//! assert_eq!(quoted("the \"Bank\""), r#""the \"Bank\"""#);
//! assert_eq!(quoted(&label(["AT&T", r"C:\new &auml;"])), r#""AT&T\nC:\\new &amp;auml;""#);
//! ```
#![forbid(unsafe_code)]

/// Text in quotes.
///
/// Backslashes are not escaped: in an id they need not be, and in a label [`label`] does it. Where an unpaired backslash
/// would escape the closing quote, a quote of the text or a line break, a space follows it, because DOT cannot express the
/// backslash alone there. A NUL becomes a space.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut is_unpaired = false;
    for c in text.chars() {
        if is_unpaired && matches!(c, '"' | '\n' | '\r') {
            out.push(' ');
        }
        is_unpaired = c == '\\' && !is_unpaired;
        match c {
            '"' => out.push_str("\\\""),
            '\0' => out.push(' '),
            c => out.push(c),
        }
    }
    out.push_str(if is_unpaired { " \"" } else { "\"" });
    out
}

/// Returns `true` if DOT reads the text as one word or number without quotes.
pub fn is_bare(text: &str) -> bool {
    let is_word = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphabetic());
    is_word || text.parse::<f64>().is_ok()
}

/// Lines as the inside of a quoted label, to be passed to [`quoted`].
pub fn label<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let escaped: Vec<String> = lines.into_iter().map(|line| without_entities(&line.replace('\\', "\\\\"))).collect();
    escaped.join("\\n")
}

/// Lines as the inside of a quoted tooltip, to be passed to [`quoted`].
///
/// Graphviz unescapes tooltips once or twice, depending on its version, so a backslash before an `N` could become the
/// node's name. Backslashes are replaced by `∖` (U+2216), which looks the same.
pub fn tooltip<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let escaped: Vec<String> = lines.into_iter().map(without_escapes).collect();
    escaped.join("\\n")
}

/// Text without escapes and entities: backslashes become `∖` (U+2216).
pub fn without_escapes(text: &str) -> String {
    without_entities(&text.replace('\\', "\u{2216}"))
}

/// A line as the text of an HTML-like label.
pub fn html(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\\' => out.push_str("\\\\"),
            // Graphviz 2.43 reports a syntax error for a text of brackets alone, which might begin a `]]>`.
            ']' => out.push_str("&#93;"),
            c => out.push(c),
        }
    }
    out
}

/// Text with `&amp;` for each ampersand that would begin an entity.
///
/// Graphviz replaces entities such as `&auml;`, and copies unknown ones into its SVG, where no XML reader accepts them.
pub fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        out.push(c);
        if c == '&' && begins_entity(&text[at + 1..]) {
            out.push_str("amp;");
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A quoted string as Graphviz's scanner reads it.
    fn scanned(quoted: &str) -> Option<String> {
        let mut rest = quoted.strip_prefix('"')?.chars().peekable();
        let mut text = String::new();
        while let Some(c) = rest.next() {
            match (c, rest.peek()) {
                ('"', next) => return next.is_none().then_some(text),
                ('\\', Some('"')) => text.extend(rest.next()),
                ('\\', Some('\\')) => {
                    text.push(c);
                    text.extend(rest.next());
                }
                ('\\', Some('\n' | '\r')) => {
                    rest.next();
                }
                _ => text.push(c),
            }
        }
        None
    }

    proptest! {
        #[test]
        fn a_quoted_text_ends_where_it_should_and_reads_back(text in "[ab\\\\\"\n&;é]{0,12}") {
            let read = scanned(&quoted(&text)).ok_or_else(|| TestCaseError::fail(quoted(&text)))?;
            // Only spaces after an unpaired backslash are added.
            prop_assert_eq!(read.replace("\\ ", "\\"), text.replace("\\ ", "\\"));
            let graph = format!("graph {} {{ }}", quoted(&text));
            prop_assert!(graphviz_rust::parse(&graph).is_ok(), "{}", graph);
        }

        #[test]
        fn a_label_needs_no_added_space(text in "[ab\\\\\"&;é]{0,12}") {
            let escaped = label([text.as_str()]);
            prop_assert_eq!(scanned(&quoted(&escaped)), Some(escaped));
        }
    }

    #[test]
    fn entities_in_names_stay_what_they_are() {
        assert_eq!(label(["AT&T"]), "AT&T");
        assert_eq!(label(["R&auml;D; B&#228;"]), "R&amp;auml;D; B&amp;#228;");
        assert_eq!(quoted(&label(["C:\\n \"x\""])), "\"C:\\\\n \\\"x\\\"\"");
        assert_eq!(html("a<b>&amp;\\N"), "a&lt;b&gt;&amp;amp;\\\\N");
        assert_eq!(html("]"), "&#93;");
    }

    #[test]
    fn a_backslash_does_not_escape_what_follows_the_text() {
        assert_eq!(quoted("a\\"), "\"a\\ \"");
        assert_eq!(quoted("a\\\\"), "\"a\\\\\"");
        assert_eq!(quoted("a\\\"b"), "\"a\\ \\\"b\"");
        assert_eq!(quoted("a\0b"), "\"a b\"");
    }

    #[test]
    fn words_and_numbers_need_no_quotes() {
        assert!(is_bare("true") && is_bare("0.25"));
        assert!(!is_bare("two words") && !is_bare(""));
    }
}
