//! What the headings of further columns of companies mean: addresses, telephone numbers, former names, tax numbers.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::{joined, words};
use super::tables::COMPANY_DETAILS;

/// A detail of a company that tables state beside the columns of the data format.
///
/// ```
/// use interlocks_core::model::vocabulary::CompanyDetail;
/// for heading in ["Registered address", "ANSCHRIFT", "registered_office", "Юридический адрес"] {
///     assert_eq!(CompanyDetail::from_heading(heading), Some(CompanyDetail::Address));
/// }
/// assert_eq!(CompanyDetail::from_heading("address of the chair"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompanyDetail {
    /// The address, mostly that which a register has.
    Address,
    /// The postal code.
    Postcode,
    /// The town.
    Town,
    /// The telephone number.
    Phone,
    /// The address on the web.
    Website,
    /// The address for mail.
    Email,
    /// The agent whose address it uses in a register.
    Agent,
    /// A former name, or another name under which it trades.
    FormerName,
    /// The number for value added tax.
    VatNumber,
    /// Another tax number.
    TaxNumber,
    /// The register that its number is from.
    Register,
    /// The part of its country: a state or a province.
    Subdivision,
}

impl CompanyDetail {
    /// All details.
    pub const ALL: [CompanyDetail; 12] = [
        CompanyDetail::Address,
        CompanyDetail::Postcode,
        CompanyDetail::Town,
        CompanyDetail::Phone,
        CompanyDetail::Website,
        CompanyDetail::Email,
        CompanyDetail::Agent,
        CompanyDetail::FormerName,
        CompanyDetail::VatNumber,
        CompanyDetail::TaxNumber,
        CompanyDetail::Register,
        CompanyDetail::Subdivision,
    ];

    /// Returns its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            CompanyDetail::Address => "address",
            CompanyDetail::Postcode => "postcode",
            CompanyDetail::Town => "town",
            CompanyDetail::Phone => "phone",
            CompanyDetail::Website => "website",
            CompanyDetail::Email => "email",
            CompanyDetail::Agent => "agent",
            CompanyDetail::FormerName => "former name",
            CompanyDetail::VatNumber => "vat number",
            CompanyDetail::TaxNumber => "tax number",
            CompanyDetail::Register => "register",
            CompanyDetail::Subdivision => "subdivision",
        }
    }

    /// Returns the detail that a heading means; `None` if the table does not have it. Case, accents and signs do not matter.
    pub fn from_heading(heading: &str) -> Option<CompanyDetail> {
        let words = words(&heading.replace('_', " "));
        let key: String = words.iter().map(|word| word.text.as_str()).collect();
        HEADINGS.get(key.as_str()).copied()
    }
}

crate::enum_names!(CompanyDetail, "detail of a company");

/// The details by their headings, written as one word.
static HEADINGS: LazyLock<HashMap<String, CompanyDetail>> = LazyLock::new(|| {
    let mut headings = HashMap::new();
    for line in COMPANY_DETAILS.lines().skip(1) {
        let Some((name, list)) = line.split_once(',') else { continue };
        let Some(detail) = CompanyDetail::ALL.into_iter().find(|detail| detail.as_str() == name) else { continue };
        headings.extend(list.split('|').map(|heading| (joined(&words(heading)).replace(' ', ""), detail)));
    }
    headings
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_several_languages_and_spellings_are_read() {
        for (heading, detail) in [
            ("RegisteredOfficeAddress", CompanyDetail::Address),
            ("registered_agent", CompanyDetail::Agent),
            ("Code postal", CompanyDetail::Postcode),
            ("PLZ", CompanyDetail::Postcode),
            ("Teléfono", CompanyDetail::Phone),
            ("電話番号", CompanyDetail::Phone),
            ("previous_names", CompanyDetail::FormerName),
            ("Früherer Name", CompanyDetail::FormerName),
            ("USt-IdNr.", CompanyDetail::VatNumber),
            ("ИНН", CompanyDetail::TaxNumber),
            ("Città", CompanyDetail::Town),
        ] {
            assert_eq!(CompanyDetail::from_heading(heading), Some(detail), "{heading}");
        }
        for other in ["", "name", "chair address", "number"] {
            assert_eq!(CompanyDetail::from_heading(other), None, "{other}");
        }
    }

    #[test]
    fn every_heading_means_one_detail() {
        let rows = || COMPANY_DETAILS.lines().skip(1).filter_map(|line| line.split_once(','));
        assert!(rows().map(|(name, _)| name).eq(CompanyDetail::ALL.map(CompanyDetail::as_str)));
        let all: usize = rows().map(|(_, list)| list.split('|').count()).sum();
        assert_eq!(HEADINGS.len(), all);
        for heading in rows().flat_map(|(_, list)| list.split('|')) {
            assert_eq!(joined(&words(heading)).replace(' ', ""), heading.replace(' ', ""));
        }
    }
}
