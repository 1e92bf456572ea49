//! Countries and their parts, as registers and people write them.

use super::fold::{joined, words};
use super::tables::{COUNTRIES, find};
use super::values::is_no_value;

/// A country, by its code of two letters (ISO 3166-1 alpha-2). `EU` stands for the European Union.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Germany.
    pub const GERMANY: Country = Country(*b"DE");
    /// Italy.
    pub const ITALY: Country = Country(*b"IT");
    /// The United Kingdom.
    pub const UNITED_KINGDOM: Country = Country(*b"GB");
    /// The United States.
    pub const UNITED_STATES: Country = Country(*b"US");
    /// The European Union, of a European company for example.
    pub const EUROPEAN_UNION: Country = Country(*b"EU");

    /// Returns the code: `DE`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns the country with a code in capital letters.
    fn from_code(code: &str) -> Option<Country> {
        match *code.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Country([a, b])),
            _ => None,
        }
    }
}

/// The members of the European Economic Area.
const EEA: [&[u8; 2]; 30] = [
    b"AT", b"BE", b"BG", b"CY", b"CZ", b"DE", b"DK", b"EE", b"ES", b"FI", b"FR", b"GR", b"HR", b"HU", b"IE", b"IS",
    b"IT", b"LI", b"LT", b"LU", b"LV", b"MT", b"NL", b"NO", b"PL", b"PT", b"RO", b"SE", b"SI", b"SK",
];

/// A text for a country, as it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CountryReading {
    /// Nothing.
    #[default]
    Unstated,
    /// A text that the table does not have, or that names several countries.
    Unknown,
    /// A country, or a part of it.
    Known(Country),
}

impl CountryReading {
    /// Returns `true` if the text means a country; `None` if that is not known.
    pub fn is(self, country: Country) -> Option<bool> {
        match self {
            CountryReading::Known(own) => Some(own == country),
            CountryReading::Unstated | CountryReading::Unknown => None,
        }
    }

    /// Returns `true` if the country belongs to a jurisdiction; `None` if that is not known.
    pub fn is_in(self, jurisdiction: Jurisdiction) -> Option<bool> {
        match (self, jurisdiction) {
            (CountryReading::Known(country), Jurisdiction::EuropeanEconomicArea) => {
                Some(country == Country::EUROPEAN_UNION || EEA.contains(&&country.0))
            }
            (_, Jurisdiction::Country(country)) => self.is(country),
            _ => None,
        }
    }
}

/// The jurisdiction of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Jurisdiction {
    /// The European Economic Area, to which the law of the European Union applies.
    EuropeanEconomicArea,
    /// A country.
    Country(Country),
    /// A text that the table does not have.
    Unknown,
}

impl Jurisdiction {
    /// Reads a jurisdiction: a country, `EU` or `EEA`.
    pub fn read(text: &str) -> Jurisdiction {
        match read_country(text) {
            _ if text.trim().eq_ignore_ascii_case("EEA") => Jurisdiction::EuropeanEconomicArea,
            CountryReading::Known(Country::EUROPEAN_UNION) => Jurisdiction::EuropeanEconomicArea,
            CountryReading::Known(country) => Jurisdiction::Country(country),
            CountryReading::Unstated | CountryReading::Unknown => Jurisdiction::Unknown,
        }
    }
}

/// Reads a country: a code of two or three letters, a name, a part of a country by its code or its name, or an address that
/// ends with one of them.
///
/// ```
/// use interlocks_core::model::vocabulary::{Country, CountryReading, read_country};
/// let is = |text: &str, country| read_country(text).is(country);
/// for text in ["US", "usa", "U.S.", "us_de", "US-DE", "Delaware", "Dover, Delaware", "Vereinigte Staaten"] {
///     assert_eq!(is(text, Country::UNITED_STATES), Some(true), "{text}");
/// }
/// assert_eq!(is("england-wales", Country::UNITED_KINGDOM), Some(true));
/// // The country or the part of the United States.
/// assert_eq!(read_country("Georgia"), CountryReading::Unknown);
/// assert_eq!(read_country(" "), CountryReading::Unstated);
/// ```
pub fn read_country(text: &str) -> CountryReading {
    let text = text.trim();
    if text.is_empty() {
        return CountryReading::Unstated;
    }
    let listed = whole(text).or_else(|| part_by_code(text)).or_else(|| last_of_several(text));
    match listed {
        Some(country) => CountryReading::Known(country),
        None if is_no_value(text) => CountryReading::Unstated,
        None => CountryReading::Unknown,
    }
}

/// Words before the name of a country.
const BEGINNINGS: &[&str] =
    &["the", "federal", "republic", "kingdom", "state", "commonwealth", "province", "principality", "of"];

/// Looks up a name or a code.
fn whole(text: &str) -> Option<Country> {
    let look_up = |phrase: &str| find(COUNTRIES, phrase).and_then(Country::from_code);
    let phrase = joined(&words(text));
    look_up(&phrase).or_else(|| {
        let mut rest: Vec<&str> = phrase.split(' ').collect();
        let begin = rest.iter().take_while(|word| BEGINNINGS.contains(word)).count();
        (begin > 0).then(|| look_up(&rest.split_off(begin).join(" ")))?
    })
}

/// Reads the code of a part of a country: `US-DE`, `gb-sct`, `ca_bc`.
fn part_by_code(text: &str) -> Option<Country> {
    let (country, part) = text.split_once(['-', '_'])?;
    let is_code = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (country.len() == 2 && is_code).then(|| whole(country))?
}

/// Reads several names, such as `Dover, Delaware, USA`: the last must be known, and none of the others be another country.
fn last_of_several(text: &str) -> Option<Country> {
    let read = |part: &str| whole(part).or_else(|| part_by_code(part));
    let mut parts = text.split([',', ';', '|', '/', '(', ')']).map(str::trim).filter(|part| !part.is_empty());
    let country = read(parts.next_back()?)?;
    let is_list = text.contains([';', '|', '/']);
    parts.all(|part| read(part).map_or(!is_list, |other| other == country)).then_some(country)
}

#[cfg(test)]
mod tests {
    use super::super::tables::rows;
    use super::*;

    #[test]
    fn countries_are_read_in_any_spelling() {
        for (code, texts) in [
            (
                "GB",
                &[
                    "GB",
                    "gbr",
                    "UK",
                    "U.K.",
                    "england-wales",
                    "ENGLAND_WALES",
                    "England & Wales",
                    "scotland",
                    "northern-ireland",
                    "gb-sct",
                    "Großbritannien",
                    "Royaume Uni",
                    "Cambridge, England",
                    "The United Kingdom",
                    "United Kingdom (Scotland)",
                ][..],
            ),
            (
                "US",
                &[
                    "us",
                    "USA",
                    "U.S.A.",
                    "us_de",
                    "US-DE",
                    "US-CA",
                    "Delaware",
                    "State of Delaware",
                    "the United States of America",
                    "États-Unis",
                    "Stati Uniti",
                    "EE.UU.",
                    "Atlanta, Georgia, USA",
                    "Paris, Texas",
                ],
            ),
            (
                "DE",
                &[
                    "DE",
                    "deu",
                    "Germany",
                    "DEUTSCHLAND",
                    "Allemagne",
                    "Alemania",
                    "DE-BY",
                    "de_by",
                    "Bayern",
                    "Federal Republic of Germany",
                    "München, Deutschland",
                    "DE; Germany",
                ],
            ),
            ("CA", &["CA", "ca_bc", "Québec", "Canada"]),
            ("IT", &["IT", "ITA", "Italia", "Italien", "IT-25", "Repubblica Italiana"]),
            ("FR", &["Frankreich", "FR", "France"]),
            ("GR", &["EL", "Greece"]),
            ("KR", &["Korea, Republic of", "Republic of Korea", "South Korea"]),
            ("CD", &["Congo, Democratic Republic of the"]),
            ("IE", &["Republic of Ireland", "Irland"]),
            ("GE", &["GE", "GEO", "Republic of Georgia"]),
            ("EU", &["EU", "European Union", "european-union"]),
        ] {
            for text in texts {
                assert_eq!(read_country(text), CountryReading::Known(Country::from_code(code).unwrap()), "{text}");
            }
        }
        for text in ["Georgia", "Narnia", "GB;US", "Korea", "Paris", "Germany, Narnia", "non-eu", "1", "-", "x-y-z"] {
            let read = read_country(text);
            assert!(!matches!(read, CountryReading::Known(_)), "{text}: {read:?}");
        }
        assert_eq!(["", "  ", "n/a"].map(read_country), [CountryReading::Unstated; 3]);
    }

    #[test]
    fn a_country_is_in_a_jurisdiction() {
        for (country, jurisdiction, expected) in [
            ("DE", "DE", Some(true)),
            ("US-DE", "DE", Some(false)),
            ("US-DE", "US", Some(true)),
            ("England", "UK", Some(true)),
            ("GB", "EU", Some(false)),
            ("NO", "EU", Some(true)),
            ("EU", "EEA", Some(true)),
            ("Frankreich", "FR", Some(true)),
            ("CH", "CH", Some(true)),
            ("JP", "EU", Some(false)),
            ("Narnia", "EU", None),
            ("", "EU", None),
            ("DE", "Narnia", None),
        ] {
            assert_eq!(
                read_country(country).is_in(Jurisdiction::read(jurisdiction)),
                expected,
                "{country} {jurisdiction}"
            );
        }
    }

    #[test]
    fn every_meaning_of_the_table_is_a_code() {
        for (phrase, meaning) in rows(COUNTRIES) {
            assert!(Country::from_code(meaning).is_some(), "{phrase}: {meaning}");
        }
        assert!(EEA.iter().all(|code| find(COUNTRIES, &String::from_utf8_lossy(*code).to_lowercase()).is_some()));
    }
}
