//! Texts from data that are shown to people: names must not command a terminal, rearrange a page or load a picture.

/// Returns `true` for characters that show nothing and change how other text is shown: control characters, marks that
/// hide or reorder text, and code points that are no characters.
///
/// ```
/// use interlocks_core::text::is_hidden;
/// assert!(['\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}'].into_iter().all(is_hidden));
/// assert!(!['é', '\u{a0}', '株'].into_iter().any(is_hidden));
/// ```
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

/// Returns a text on one line, as it can be shown: runs of white space become one space (no-break spaces stay, so that
/// "25 Jun 2012" can be kept together), and hidden characters are dropped.
///
/// ```
/// use interlocks_core::text::displayable;
/// assert_eq!(displayable("Ann\n \u{202e}Lee\u{7}"), "Ann Lee");
/// ```
pub fn displayable(text: &str) -> String {
    let is_glue = |c: char| matches!(c, '\u{A0}' | '\u{202F}');
    let spaced = text.chars().map(|c| if c.is_whitespace() && !is_glue(c) { ' ' } else { c });
    let kept: String = spaced.filter(|c| !is_hidden(*c)).collect();
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Escapes a text for Markdown: every character that could begin a construct of Markdown or HTML gets a backslash, and
/// hidden characters are dropped.
///
/// ```
/// use interlocks_core::text::escape_markdown;
/// assert_eq!(escape_markdown("![x](https://a.example/p.png)"), r"\!\[x\](https\://a.example/p.png)");
/// ```
pub fn escape_markdown(text: &str) -> String {
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
