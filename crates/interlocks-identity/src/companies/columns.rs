//! Cells of details of companies, as they are compared.

use interlocks_core::model::vocabulary::{fold, is_no_value};

/// Hosts of mail for everybody, which say nothing of a company.
const FOR_EVERYBODY: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "live.com",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "me.com",
    "aol.com",
    "msn.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "libero.it",
    "mail.ru",
    "yandex.ru",
    "qq.com",
    "163.com",
    "126.com",
    "facebook.com",
    "linkedin.com",
    "twitter.com",
    "x.com",
    "instagram.com",
];

/// Returns the words of a text, folded; empty for a cell without a value.
pub(crate) fn plain(text: &str) -> String {
    if is_no_value(text) {
        return String::new();
    }
    let folded = fold(text);
    let words = folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Returns a postal code without blanks and signs.
pub(crate) fn postcode(text: &str) -> String {
    plain(text).replace(' ', "")
}

/// Returns the last nine digits of a telephone number, so that the code of the country does not matter; empty for fewer than six.
pub(crate) fn phone(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let is_filler = digits.iter().all(|digit| Some(digit) == digits.first());
    if digits.len() < 6 || is_filler {
        String::new()
    } else {
        digits[digits.len().saturating_sub(9)..].iter().collect()
    }
}

/// Returns the domain of an address on the web or for mail; empty for a host that everybody uses.
pub(crate) fn domain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let host = text.split(['/', '?', '#', ':', ' ', ';', ',']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).trim_matches('.');
    if !host.contains('.') || FOR_EVERYBODY.contains(&host) { String::new() } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_detail_are_equal() {
        assert_eq!(plain("12, High St.\nLeeds"), plain("12 HIGH ST, LEEDS"));
        assert_eq!(plain("n/a"), "");
        assert_eq!(postcode("LS1 4DY"), postcode("ls14dy"));
        assert_eq!(phone("+44 (0)113 496 0000"), phone("0113 4960000"));
        assert_eq!((phone("12345"), phone("0000000000")), (String::new(), String::new()));
        for text in ["https://www.acme.example/about", "ACME.example", "info@acme.example", "http://acme.example:80/"] {
            assert_eq!(domain(text), "acme.example", "{text}");
        }
        assert_eq!((domain("acme@gmail.com"), domain("none")), (String::new(), String::new()));
    }
}
