//! Texts from data that are shown to people: names must not command a terminal, rearrange a page or load a picture.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

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

/// Returns a name or an id without differences that nobody sees: no-break and doubled blanks are single blanks, soft hyphens
/// and marks of no width are dropped, and accents are composed (Unicode NFC).
///
/// ```
/// use interlocks_core::text::clean_name;
/// assert_eq!(clean_name("Anna\u{a0} Quill"), "Anna Quill");
/// assert_eq!(clean_name("Jose\u{301}"), "José");
/// assert_eq!(clean_name("Anna Quill"), "Anna Quill");
/// ```
pub fn clean_name(text: &str) -> Cow<'_, str> {
    if is_clean_ascii(text.as_bytes()) || is_clean(text) {
        return Cow::Borrowed(text);
    }
    let is_dropped = |sign: char| sign == '\u{ad}' || (is_hidden(sign) && !sign.is_control());
    let composed = text.chars().filter(|sign| !is_dropped(*sign)).nfc();
    let mut clean = String::with_capacity(text.len());
    for sign in composed {
        if !sign.is_whitespace() {
            clean.push(sign);
        } else if !clean.is_empty() && !clean.ends_with(' ') {
            clean.push(' ');
        }
    }
    clean.truncate(clean.trim_end().len());
    // A text of hidden characters only stays what it is: an empty name is another thing.
    if clean == text || clean.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(clean) }
}

/// Returns `true` for printable ASCII with single blanks inside.
fn is_clean_ascii(text: &[u8]) -> bool {
    let mut before = b' ';
    let is_clean = text.iter().all(|&byte| {
        let good = (0x20..0x7f).contains(&byte) && !(byte == b' ' && before == b' ');
        before = byte;
        good
    });
    is_clean && (before != b' ' || text.is_empty())
}

/// Returns `true` for plain signs with single blanks inside. Nearly all names are that, and composing is slow.
fn is_clean(text: &str) -> bool {
    let mut before = ' ';
    let is_clean = text.chars().all(|sign| {
        let good = is_plain(sign) && !(sign == ' ' && before == ' ');
        before = sign;
        good
    });
    is_clean && (before != ' ' || text.is_empty())
}

/// Returns `true` for printable signs that stay as they are when accents are composed, whatever stands beside them: those of
/// ASCII, Latin, Cyrillic, Chinese, Japanese and Korean.
fn is_plain(sign: char) -> bool {
    matches!(sign,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_signs_stay_as_they_are_beside_each_other() {
        let plain: Vec<char> = ('\0'..='\u{10ffff}').filter(|sign| is_plain(*sign)).collect();
        assert!(plain.len() > 30_000 && !plain.iter().any(|sign| is_hidden(*sign) || *sign == '\u{a0}'));
        let alone: String = plain.iter().collect();
        assert_eq!(alone.nfc().collect::<String>(), alone);
        // Composition joins a sign to one before it: it must not join any of these.
        for distance in [1, 7, 200, 5_000] {
            let pairs: String =
                plain.iter().zip(plain.iter().cycle().skip(distance)).flat_map(|(a, b)| [*a, *b]).collect();
            assert_eq!(pairs.nfc().collect::<String>(), pairs, "{distance}");
        }
        for text in
            ["Anna  Quill", " Anna", "Anna ", "Anna\u{a0}Quill", "Jose\u{301}", "Иван  Петров", "\u{1100}\u{1161}"]
        {
            assert!(!is_clean(text), "{text:?}");
        }
        assert!(["", "José Peña", "Иван Петров", "山田 太郎", "박", "Ørsted & Søn"].into_iter().all(is_clean));
    }
}
