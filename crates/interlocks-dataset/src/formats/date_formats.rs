//! The date formats of registers: `05-JAN-2005`, a date with a time, eight digits.

use std::borrow::Cow;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Converts a date from a format of registers to `YYYY-MM-DD`; returns any other text unchanged.
///
/// `01/05/2005` is not converted and is rejected later, because it is not clear which number is the month.
pub(crate) fn date(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    // Drops the time of day.
    let day = match text.split_once(['T', ' ']) {
        Some((day, _)) if day.len() == 10 && day.as_bytes()[4] == b'-' => day,
        _ => text,
    };
    if let Some(day) = from_digits(day) {
        return Cow::Owned(day);
    }
    let mut parts = day.split(['-', ' ', ',']).filter(|part| !part.is_empty());
    let (Some(first), Some(second), Some(third), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Cow::Borrowed(day);
    };
    let month = |name: &str| {
        let name = name.to_lowercase();
        MONTHS.iter().position(|month| name.len() >= 3 && name.starts_with(month)).map(|at| at + 1)
    };
    let number = |part: &str| part.parse::<u16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let converted = match (number(first), month(second), month(first), number(second), number(third)) {
        (Some(day), Some(month), _, _, Some(year)) | (_, _, Some(month), Some(day), Some(year)) if third.len() == 4 => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        _ => None,
    };
    converted.map_or(Cow::Borrowed(day), Cow::Owned)
}

/// Converts eight digits, `20050105`, to `YYYY-MM-DD`.
pub(crate) fn from_digits(text: &str) -> Option<String> {
    let is_day = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_day.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_may_be_words() {
        for text in ["05-JAN-2005", "5-Jan-2005", "Jan 05, 2005", "January 5, 2005", "20050105", "2005-01-05T00:00:00Z"]
        {
            assert_eq!(date(text), "2005-01-05", "{text}");
        }
        assert_eq!(date("2005-01-05 00:00:00 UTC"), "2005-01-05");
    }

    #[test]
    fn what_is_spelled_otherwise_stays() {
        for text in
            ["", "2005", "2005-01", "2005-01-05", "01/05/2005", "05-JAN-05", "x-y-z", "2005/2006", "ünï-äö-2005"]
        {
            assert_eq!(date(text), text);
        }
    }
}
