//! RDF terms as the query service writes them in TSV: `<address>`, `"text"@en`, `"text"^^type`.

use std::borrow::Cow;

/// Returns the address or the text of a term; another text unchanged.
pub(crate) fn plain(term: &str) -> Cow<'_, str> {
    if let Some(address) = term.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return Cow::Borrowed(address);
    }
    let Some(quote) = term.chars().next().filter(|sign| matches!(sign, '"' | '\'')) else {
        return Cow::Borrowed(term);
    };
    let Some((text, rest)) = term.get(1..).and_then(|inner| inner.rsplit_once(quote)) else {
        return Cow::Borrowed(term);
    };
    if rest.is_empty() || rest.starts_with('@') || rest.starts_with("^^") {
        unescaped(text)
    } else {
        Cow::Borrowed(term)
    }
}

/// Resolves escapes; one that is not known stays.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let escape = after.chars().next().unwrap_or('\\');
        let after_escape = after.get(escape.len_utf8()..).unwrap_or_default();
        let digits = match escape {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let coded = after_escape.get(..digits).filter(|_| digits > 0);
        let coded = coded.and_then(|digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?));
        match (escape, coded) {
            (_, Some(sign)) => plain.push(sign),
            ('t', _) => plain.push('\t'),
            ('n' | 'r', _) => plain.push(' '),
            ('b' | 'f', _) => {}
            ('"' | '\'' | '\\', _) => plain.push(escape),
            _ => plain.extend(['\\', escape]),
        }
        rest = if coded.is_some() { after_escape.get(digits..).unwrap_or_default() } else { after_escape };
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_plain_texts() {
        for (term, expected) in [
            ("<http://www.wikidata.org/entity/Q1>", "http://www.wikidata.org/entity/Q1"),
            ("\"Anna Quill\"@en", "Anna Quill"),
            ("\"2003-05-01T00:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>", "2003-05-01T00:00:00Z"),
            ("\"8\"^^xsd:integer", "8"),
            ("'it'", "it"),
            (r#""a \"b\" \u00e9\U0001F600\t\\ \q""#, "a \"b\" \u{e9}\u{1f600}\t\\ \\q"),
            ("_:b0", "_:b0"),
            ("11", "11"),
            ("\"open", "\"open"),
            ("\"", "\""),
            ("\"\\", "\"\\"),
            ("\"x\\\"", "x\\"),
            ("\"a\" b", "\"a\" b"),
            ("", ""),
            ("\"\\u12\"", "\\u12"),
        ] {
            assert_eq!(plain(term), expected, "{term}");
        }
    }
}
