//! Folding of words, so that spellings of one word are equal.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns a text in lower case without accents and other marks: `É`, `é` and `e` are equal, as are `ß` and `ss`, `ø` and
/// `o`, `ł` and `l`. Japanese marks of voiced sounds are kept, because they make other syllables.
///
/// ```
/// use interlocks_core::model::vocabulary::fold;
/// assert_eq!(fold("Geschäftsführerin"), "geschaftsfuhrerin");
/// assert_eq!(fold("ＣＥＯ"), "ceo");
/// ```
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let bare: String = lower.nfd().filter(|sign| !('\u{300}'..='\u{36f}').contains(sign)).nfc().collect();
    let mut folded = String::with_capacity(bare.len());
    for sign in bare.chars() {
        match sign {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            sign => folded.push(sign),
        }
    }
    folded
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The word, folded. Each sign of Chinese, Japanese and Korean is a word.
    pub text: String,
    /// `true` if a comma, a bracket or the like stands before it.
    pub after_break: bool,
    /// `true` if it is an abbreviation whose letters had full stops: `a.D.`
    pub is_dotted: bool,
}

/// Returns `true` for signs of Chinese, Japanese and Korean, which are written without blanks between words.
pub(super) fn is_cjk(sign: char) -> bool {
    matches!(sign,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ac00}'..='\u{d7af}')
}

/// Returns `true` for signs that end a part of a title.
fn is_break(sign: char) -> bool {
    ",;/|()[]\n:•·、，；：（）／・–—".contains(sign)
}

/// Splits a text into folded words. `&` and `+` are the word `and`; dots inside abbreviations vanish.
pub(super) fn words(text: &str) -> Vec<Word> {
    let text = without_dots(&fold(text));
    let mut words: Vec<Word> = Vec::new();
    let (mut after_break, mut before_dash) = (false, false);
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        let mut word = String::new();
        if sign == '&' || sign == '+' {
            word.push_str("and");
        } else if is_cjk(sign) {
            word.push(sign);
        } else if sign.is_alphanumeric() || is_combining_mark(sign) {
            word.push(sign);
            while let Some(next) =
                rest.next_if(|next| (next.is_alphanumeric() || is_combining_mark(*next)) && !is_cjk(*next))
            {
                word.push(next);
            }
        } else {
            let is_dash = sign == '-' && before_dash && rest.peek().is_none_or(|next| next.is_whitespace());
            after_break |= is_break(sign) || is_dash;
            before_dash = sign.is_whitespace();
            continue;
        }
        before_dash = false;
        let is_dotted = rest.next_if_eq(&ABBREVIATED).is_some();
        words.push(Word { text: word, after_break: after_break && !words.is_empty(), is_dotted });
        after_break = false;
    }
    words
}

/// Returns the words of a text, folded and joined by blanks.
#[cfg(test)]
pub(super) fn phrase_key(text: &str) -> String {
    joined(&words(text))
}

/// Joins words by blanks.
pub(super) fn joined(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// Stands after an abbreviation whose dots were removed. No text has it: it is not a character of Unicode's planes of letters.
const ABBREVIATED: char = '\u{10fffe}';

/// Removes the dots of abbreviations of single letters: `c.e.o.` becomes `ceo` with [`ABBREVIATED`] after it.
fn without_dots(text: &str) -> String {
    if !text.contains('.') {
        return text.to_owned();
    }
    let signs: Vec<char> = text.chars().collect();
    let is_letter = |at: usize| signs.get(at).is_some_and(|sign| sign.is_alphabetic());
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < signs.len() {
        let mut end = at;
        if at == 0 || !is_letter(at - 1) {
            while is_letter(end) && signs.get(end + 1) == Some(&'.') {
                end += 2;
            }
        }
        if end < at + 4 {
            out.push(signs[at]);
            at += 1;
            continue;
        }
        out.extend(signs[at..end].iter().filter(|sign| **sign != '.'));
        // The last letter may have no dot.
        if is_letter(end) && !signs.get(end + 1).is_some_and(|sign| sign.is_alphanumeric()) {
            out.push(signs[end]);
            end += 1;
        }
        out.push(ABBREVIATED);
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let words = words(text);
        words.iter().map(|word| format!("{}{} ", if word.after_break { "|" } else { "" }, word.text)).collect()
    }

    #[test]
    fn words_are_folded_and_breaks_are_kept() {
        assert_eq!(shown("Non-Executive Director (C.E.O.), R&D"), "non executive director |ceo |r and d ");
        assert_eq!(shown("S.I.D and Chair"), "sid and chair ");
        assert_eq!(shown("Director - SD"), "director |sd ");
        assert_eq!(shown("独立董事"), "独 立 董 事 ");
        assert_eq!(shown("Członek Rady"), "czlonek rady ");
        assert_eq!(shown(" ,; "), "");
        assert_eq!(shown("St. Ives plc."), "st ives plc ");
    }
}
