//! Numbers that registers and authorities give to companies.

use interlocks_core::model::vocabulary::is_no_value;

/// The kind of a number. Numbers of two kinds are not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// In a company register.
    Register,
    /// Legal Entity Identifier.
    Lei,
    /// Central Index Key.
    Cik,
    /// Of a security, or of its issuer where numbers are given by issuer.
    Isin,
    /// For value added tax.
    Vat,
    /// For other taxes.
    Tax,
}

impl Kind {
    pub(crate) const ALL: [Kind; 6] = [Kind::Register, Kind::Lei, Kind::Cik, Kind::Isin, Kind::Vat, Kind::Tax];

    /// Returns its name as a feature.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Kind::Register => "register number",
            Kind::Lei => "lei",
            Kind::Cik => "cik",
            Kind::Isin => "isin",
            Kind::Vat => "vat number",
            Kind::Tax => "tax number",
        }
    }

    /// Returns `true` if each country or register gives its own numbers, so that equal numbers may be of two companies.
    pub(crate) const fn is_local(self) -> bool {
        matches!(self, Kind::Register | Kind::Vat | Kind::Tax)
    }
}

/// A number of a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identifier {
    pub kind: Kind,
    /// The number of the text of its register; 0 if that is not known, or if there is only one.
    pub register: u32,
    /// The number of its text.
    pub value: u32,
    /// `true` if a company has only one of its kind, so that another one is of another company.
    pub is_exclusive: bool,
}

/// Returns a number as it is compared, without signs and leading zeros, which spreadsheets drop, and whether a company has only
/// one of it. `None` for a cell that holds none.
pub(crate) fn read(kind: Kind, text: &str) -> Option<(String, bool)> {
    if is_no_value(text) {
        return None;
    }
    let text = text.trim().strip_suffix(".0").unwrap_or(text.trim());
    let key: String = text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let plain = key.trim_start_matches('0');
    if plain.len() < 2 || plain.bytes().all(|byte| byte == b'9' || byte == b'X') {
        return None;
    }
    if kind != Kind::Isin {
        return Some((plain.to_owned(), true));
    }
    // The issuer is the first six signs after the country, where numbers are given by issuer; the rest is the security.
    let by_issuer = key.is_ascii() && key.len() == 12 && (key.starts_with("US") || key.starts_with("CA"));
    Some(if by_issuer { (key[..8].to_owned(), true) } else { (key, false) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_equal() {
        let number = |text: &str| read(Kind::Register, text);
        assert_eq!(number("00102498"), number("102498.0"));
        assert_eq!(number("HRB 1234"), number("hrb-1234"));
        for none in ["", "n/a", "0", "000000", "99999999", "-", "7"] {
            assert_eq!(number(none), None, "{none}");
        }
        assert_eq!(read(Kind::Isin, "US0378331005"), Some(("US037833".to_owned(), true)));
        assert_eq!(read(Kind::Isin, "GB0002374006"), Some(("GB0002374006".to_owned(), false)));
    }
}
