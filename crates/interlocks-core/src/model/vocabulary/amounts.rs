//! Amounts as people write them.

use super::fold::fold;

/// An amount, and its currency if it is written beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenAmount {
    /// The number, in units of the currency.
    pub value: f64,
    /// The ISO 4217 code of the currency.
    pub currency: Option<&'static str>,
}

/// Signs and words for currencies. A dollar alone may be any of several.
const CURRENCIES: &[(&str, &str)] = &[
    ("€", "EUR"),
    ("£", "GBP"),
    ("us$", "USD"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₺", "TRY"),
    ("₩", "KRW"),
    ("zł", "PLN"),
    ("zl", "PLN"),
    ("kč", "CZK"),
    ("kc", "CZK"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("euroa", "EUR"),
    ("eura", "EUR"),
    ("ευρω", "EUR"),
    ("евро", "EUR"),
    ("zloty", "PLN"),
    ("zlote", "PLN"),
    ("zlotych", "PLN"),
    ("korun", "CZK"),
    ("ft", "HUF"),
    ("forint", "HUF"),
    ("lei", "RON"),
    ("leu", "RON"),
    ("лв", "BGN"),
    ("руб", "RUB"),
    ("рублеи", "RUB"),
    ("рубля", "RUB"),
    ("грн", "UAH"),
    ("гривень", "UAH"),
    ("sfr", "CHF"),
    ("pound", "GBP"),
    ("pounds", "GBP"),
    ("sterling", "GBP"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("rmb", "CNY"),
];

/// ISO 4217 codes that are read beside a number.
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON",
    "BGN", "RUB", "UAH", "TRY", "INR", "KRW", "BRL", "MXN", "ZAR", "SGD", "HKD", "ILS", "AED", "SAR", "THB", "IDR",
    "MYR", "PHP", "ISK", "RSD",
];

/// Words for powers of ten, folded and without dots.
const MULTIPLIERS: &[(&str, f64)] = &[
    ("k", 1e3),
    ("tsd", 1e3),
    ("thousand", 1e3),
    ("tausend", 1e3),
    ("mille", 1e3),
    ("mil", 1e3),
    ("ths", 1e3),
    ("thous", 1e3),
    ("milliers", 1e3),
    ("miles", 1e3),
    ("mila", 1e3),
    ("migliaia", 1e3),
    ("duizend", 1e3),
    ("tys", 1e3),
    ("tysiecy", 1e3),
    ("tis", 1e3),
    ("tisic", 1e3),
    ("tisice", 1e3),
    ("tusen", 1e3),
    ("tusind", 1e3),
    ("tuhatta", 1e3),
    ("tuh", 1e3),
    ("ezer", 1e3),
    ("bin", 1e3),
    ("тыс", 1e3),
    ("тысяч", 1e3),
    ("тис", 1e3),
    ("тисяч", 1e3),
    ("хил", 1e3),
    ("m", 1e6),
    ("mm", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("mio", 1e6),
    ("mill", 1e6),
    ("million", 1e6),
    ("millions", 1e6),
    ("millionen", 1e6),
    ("millones", 1e6),
    ("milioni", 1e6),
    ("milhoes", 1e6),
    ("miljoen", 1e6),
    ("miljoner", 1e6),
    ("mios", 1e6),
    ("milj", 1e6),
    ("miljoonaa", 1e6),
    ("miljonit", 1e6),
    ("milion", 1e6),
    ("milionu", 1e6),
    ("milionow", 1e6),
    ("miliony", 1e6),
    ("milionov", 1e6),
    ("milioane", 1e6),
    ("milhao", 1e6),
    ("millon", 1e6),
    ("miljoenen", 1e6),
    ("millioner", 1e6),
    ("millio", 1e6),
    ("milyon", 1e6),
    ("mlj", 1e6),
    ("εκατ", 1e6),
    ("млн", 1e6),
    ("миллионов", 1e6),
    ("мільионів", 1e6),
    ("bn", 1e9),
    ("b", 1e9),
    ("billion", 1e9),
    ("billions", 1e9),
    ("md", 1e9),
    ("mds", 1e9),
    ("mrd", 1e9),
    ("mld", 1e9),
    ("milliard", 1e9),
    ("milliards", 1e9),
    ("milliarden", 1e9),
    ("miliardi", 1e9),
    ("miljard", 1e9),
    ("mia", 1e9),
    ("mdr", 1e9),
    ("milliarder", 1e9),
    ("miljarder", 1e9),
    ("miljardia", 1e9),
    ("miljarden", 1e9),
    ("miliard", 1e9),
    ("miliardow", 1e9),
    ("miliarde", 1e9),
    ("milyar", 1e9),
    ("δισ", 1e9),
    ("млрд", 1e9),
    ("миллиардов", 1e9),
    ("tn", 1e12),
    ("bio", 1e12),
    ("trillion", 1e12),
];

/// Letters before a currency that count its units: `TEUR`, `k€`, `MSEK`, `tkr`.
const PREFIXES: &[(&str, f64)] =
    &[("t", 1e3), ("k", 1e3), ("m", 1e6), ("mn", 1e6), ("md", 1e9), ("mrd", 1e9), ("bn", 1e9)];

/// Words for the crown of any country, and others that state no currency of one country.
const OPEN_CURRENCIES: &[&str] = &["$", "¥", "dollar", "dollars", "kr", "kronor", "kroner", "crowns"];

/// Reads an amount such as `25.000.000,00 €`, `80 Mio. EUR`, `$1.5m` or `1,500,000`; `None` if it is none.
///
/// Where both a dot and a comma occur, the last of them is the decimal sign. One that occurs several times groups digits. A
/// single comma before exactly three digits groups them; any other single sign is the decimal sign.
///
/// ```
/// use interlocks_core::model::vocabulary::read_amount;
/// let value = |text: &str| read_amount(text).map(|amount| amount.value);
/// assert_eq!(value("25.000.000,00 €"), Some(25e6));
/// assert_eq!(value("80 Mio. EUR"), Some(80e6));
/// assert_eq!(value("25,5 %"), Some(25.5));
/// assert_eq!(read_amount("£1.5bn").and_then(|amount| amount.currency), Some("GBP"));
/// assert_eq!(read_amount("a lot"), None);
/// ```
pub fn read_amount(text: &str) -> Option<WrittenAmount> {
    if let Ok(value) = text.trim().parse::<f64>() {
        return value.is_finite().then_some(WrittenAmount { value, currency: None });
    }
    let text = fold_amount(text);
    let is_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '\'' | ' ');
    let start = text.find(|sign: char| sign.is_ascii_digit())?;
    let end = text[start..].find(|sign: char| !is_number(sign)).map_or(text.len(), |length| start + length);
    let (before, number, after) = (&text[..start], text[start..end].trim_end(), &text[end..]);
    let mut value = parse_number(number.trim_end_matches(['.', ',']))?;
    let mut currency = None;
    for word in words(before).chain(words(after)) {
        if let Some((_, times)) = MULTIPLIERS.iter().find(|(own, _)| *own == word) {
            value *= times;
        } else if let Some(code) = currency_of(word) {
            currency = Some(code);
        } else if let Some((times, code)) = counted_currency(word) {
            value *= times;
            currency = currency.or(code);
        } else if word == "-" {
            value = -value;
        } else if !matches!(word, "%" | "c" | "ca" | "circa" | "~" | "+") && !OPEN_CURRENCIES.contains(&word) {
            return None;
        }
    }
    value.is_finite().then_some(WrittenAmount { value, currency })
}

/// Returns a text in lower case with plain blanks and signs of currencies kept.
fn fold_amount(text: &str) -> String {
    let spaced: String = text.chars().map(|sign| if sign.is_whitespace() { ' ' } else { sign }).collect();
    let folded = fold(spaced.trim()).replace(['’', '´'], "'").replace('−', "-");
    // "milliards d'euros", "milioni di euro".
    let text = [" d'", " de ", " di "].iter().fold(folded, |text, of| text.replace(of, " "));
    // "mil" is a thousand in Spanish; in Czech, Slovak and Romanian it is short for a million.
    let is_million = ["kc", "czk", "korun", "lei", "ron"].iter().any(|currency| text.ends_with(currency));
    let text = if is_million { text.replace("mil ", "mio ") } else { text };
    text.replace("mil.", "mio.")
}

/// Splits the text beside a number into words, signs of currencies apart.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '.', '(', ')', '/']);
        let first = rest.chars().next()?;
        let length = if rest.starts_with("us$") {
            3
        } else if let Some(length) = counted_sign(rest) {
            length
        } else if first.is_alphabetic() {
            rest.find(|sign: char| !sign.is_alphabetic()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        rest = after;
        Some(word)
    })
}

/// Returns the length of a sign of a currency with a letter that counts its units: `T€`, `k£`.
fn counted_sign(text: &str) -> Option<usize> {
    let at = text.find(|sign: char| !sign.is_alphabetic())?;
    let sign = text.get(at..)?.chars().next()?;
    let is_prefix = PREFIXES.iter().any(|(prefix, _)| *prefix == &text[..at]);
    (is_prefix && matches!(sign, '€' | '£' | '$')).then_some(at + sign.len_utf8())
}

/// Returns what a word such as `teur`, `k€` or `tkr` multiplies by, and the currency if it is that of one country.
fn counted_currency(word: &str) -> Option<(f64, Option<&'static str>)> {
    PREFIXES.iter().find_map(|(prefix, times)| {
        let rest = word.strip_prefix(prefix)?;
        let code = currency_of(rest);
        (code.is_some() || OPEN_CURRENCIES.contains(&rest)).then_some((*times, code))
    })
}

fn currency_of(word: &str) -> Option<&'static str> {
    let sign = CURRENCIES.iter().find(|(own, _)| *own == word).map(|(_, code)| *code);
    sign.or_else(|| CODES.iter().find(|code| code.eq_ignore_ascii_case(word)).copied())
}

/// Parses digits with a decimal sign and with signs that group them.
fn parse_number(text: &str) -> Option<f64> {
    let bare: String = text.chars().filter(|sign| !matches!(sign, ' ' | '\'')).collect();
    let (dots, commas) = (bare.matches('.').count(), bare.matches(',').count());
    let decimal = match (dots, commas) {
        (0, 0) => None,
        (1, 0) => Some('.'),
        (0, 1) => {
            let groups = bare
                .split_once(',')
                .is_some_and(|(before, after)| after.len() == 3 && before.len() <= 3 && before != "0");
            (!groups).then_some(',')
        }
        (_, 0) | (0, _) => None,
        _ => {
            let decimal = if bare.rfind('.') > bare.rfind(',') { '.' } else { ',' };
            // "1.000,000,00" is no number.
            (bare.matches(decimal).count() == 1).then_some(decimal)?;
            Some(decimal)
        }
    };
    let digits: String = bare
        .chars()
        .filter_map(|sign| match sign {
            sign if Some(sign) == decimal => Some('.'),
            '.' | ',' => None,
            sign => Some(sign),
        })
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_write_them_are_read() {
        for (text, value, currency) in [
            ("1500000", 1_500_000.0, None),
            ("1,500,000", 1_500_000.0, None),
            ("1.500.000", 1_500_000.0, None),
            ("1 500 000,50", 1_500_000.5, None),
            ("1'500'000.50 CHF", 1_500_000.5, Some("CHF")),
            ("1,500", 1500.0, None),
            ("1.500", 1.5, None),
            ("0,125", 0.125, None),
            ("2,5", 2.5, None),
            ("$ 2.5 million", 2_500_000.0, None),
            ("US$2.5bn", 2_500_000_000.0, Some("USD")),
            ("80 Mio. €", 80_000_000.0, Some("EUR")),
            ("EUR 1,2 Mrd.", 1_200_000_000.0, Some("EUR")),
            ("1,2 milliards d'euros", 1_200_000_000.0, Some("EUR")),
            ("350 TEUR", 350_000.0, Some("EUR")),
            ("TEUR 350", 350_000.0, Some("EUR")),
            ("350 T€", 350_000.0, Some("EUR")),
            ("350 kEUR", 350_000.0, Some("EUR")),
            ("350k€", 350_000.0, Some("EUR")),
            ("12,5 M€", 12_500_000.0, Some("EUR")),
            ("12,5 Mio. EUR", 12_500_000.0, Some("EUR")),
            ("1,2 Mrd. €", 1_200_000_000.0, Some("EUR")),
            ("1.5 Mrd.", 1_500_000_000.0, None),
            ("350 tys. zł", 350_000.0, Some("PLN")),
            ("12 mln zł", 12_000_000.0, Some("PLN")),
            ("12 mln zloty", 12_000_000.0, Some("PLN")),
            ("450 MSEK", 450_000_000.0, Some("SEK")),
            ("450 mkr", 450_000_000.0, None),
            ("350 tkr", 350_000.0, None),
            ("350 tkr.", 350_000.0, None),
            ("350 kr", 350.0, None),
            ("3 mia. kr.", 3_000_000_000.0, None),
            ("350 TCHF", 350_000.0, Some("CHF")),
            ("5 mil. Kč", 5_000_000.0, Some("CZK")),
            ("5 mil EUR", 5_000.0, Some("EUR")),
            ("5 mil Kč", 5_000_000.0, Some("CZK")),
            ("5 milioni di euro", 5_000_000.0, Some("EUR")),
            ("120 тыс. руб.", 120_000.0, Some("RUB")),
            ("k$ 250", 250_000.0, None),
            ("£250k", 250_000.0, Some("GBP")),
            ("$1.5T", f64::NAN, None),
            ("350 tapples", f64::NAN, None),
            ("350 t", f64::NAN, None),
            ("3 млн", 3_000_000.0, None),
            ("-12", -12.0, None),
            ("- 1,200.50", -1200.5, None),
            ("12\u{a0}000\u{a0}€", 12_000.0, Some("EUR")),
            ("25 %", 25.0, None),
            ("", f64::NAN, None),
            ("n/a", f64::NAN, None),
            ("12 apples", f64::NAN, None),
            ("1.000,000,00", f64::NAN, None),
            ("1e999", f64::NAN, None),
        ] {
            let read = read_amount(text);
            match read {
                Some(read) => assert_eq!((read.value, read.currency), (value, currency), "{text}"),
                None => assert!(value.is_nan(), "{text}"),
            }
        }
    }
}
