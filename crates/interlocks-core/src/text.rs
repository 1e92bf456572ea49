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

/// Returns `true` for printable ASCII with single blanks inside. Eight bytes are looked at together.
fn is_clean_ascii(text: &[u8]) -> bool {
    /// The highest bit of each byte.
    const HIGH: u64 = each(0x80);
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    /// Returns the highest bits of the bytes below 0x80 that are zero.
    fn zeros(word: u64) -> u64 {
        !((word & !HIGH) + !HIGH) & HIGH
    }
    // The beginning counts as a blank: one beside it is one too many.
    let mut is_blank_before = true;
    let (words, rest) = text.as_chunks::<8>();
    let mut tail = [b'a'; 8];
    tail[..rest.len()].copy_from_slice(rest);
    for word in words.iter().chain([&tail]).map(|word| u64::from_le_bytes(*word)) {
        let blanks = zeros(word ^ each(b' '));
        let unprintable = (word & HIGH) | zeros(word & each(0b1110_0000)) | zeros(word ^ each(0x7f));
        let after_blank = (blanks << 8) | if is_blank_before { 0x80 } else { 0 };
        if unprintable | (blanks & after_blank) != 0 {
            return false;
        }
        is_blank_before = blanks >> 63 == 1;
    }
    text.last() != Some(&b' ')
}

/// Returns `true` for plain signs with single blanks inside. Nearly all names are that, and composing is slow.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut before) = (0, b' ');
    while let Some(&byte) = bytes.get(at) {
        let (is_good, length) = match byte {
            b' '..=b'~' => (byte != b' ' || before != b' ', 1),
            0..0x80 => (false, 1),
            // U+00C0 to U+02FF, U+0400 to U+047F and U+04C0 to U+04FF, which are all plain.
            0xc3..=0xcb | 0xd0 | 0xd1 | 0xd3 => (true, 2),
            _ => text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or((false, 1), |sign| (is_plain(sign), sign.len_utf8())),
        };
        if !is_good {
            return false;
        }
        at += length;
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// Returns `true` for printable signs that stay as they are when accents are composed, whatever stands beside them: those of
/// ASCII, Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, Chinese, Japanese and Korean.
fn is_plain(sign: char) -> bool {
    matches!(sign,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{531}'..='\u{556}' | '\u{561}'..='\u{586}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}'
        | '\u{388}'..='\u{38a}' | '\u{38e}'..='\u{3a1}' | '\u{3a3}'..='\u{3ff}' | '\u{10d0}'..='\u{10ff}' | '\u{1e00}'..='\u{1eff}'
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
    use proptest::prelude::*;

    #[test]
    fn plain_signs_stay_as_they_are_beside_each_other() {
        let plain: Vec<char> = ('\0'..='\u{10ffff}').filter(|sign| is_plain(*sign)).collect();
        assert!(plain.len() > 30_000 && !plain.iter().any(|sign| is_hidden(*sign) || *sign == '\u{a0}'));
        let alone: String = plain.iter().collect();
        assert_eq!(alone.nfc().collect::<String>(), alone);
        for sign in '!'..='\u{10ffff}' {
            assert_eq!(is_clean(sign.encode_utf8(&mut [0; 4])), is_plain(sign), "{sign:?}");
        }
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
    proptest! {
        #[test]
        fn both_ways_to_tell_clean_text_agree(text in "[ab ~\u{1}\u{7f}]{0,40}") {
            prop_assert_eq!(is_clean_ascii(text.as_bytes()), is_clean(&text));
        }
    }
}
