//! What a company is: a bank, a corporation, or neither.

use crate::Answer;
use crate::wording::name;
use interlocks_core::model::vocabulary::{CompanyName, CountryReading, Sector, SectorSet, fold, phrase, read_industry};
use interlocks_graph::{BoardGraph, CompanyIx, Entity};

/// Banks, banking associations and trust companies, which section 8 does not cover.
const BANKS: SectorSet = SectorSet::of(&[Sector::Bank, Sector::TrustCompany]);
/// Firms that may be banks in the sense of section 8.
const NEAR_BANKS: SectorSet = SectorSet::of(&[Sector::Savings, Sector::BankHolding, Sector::CentralBank]);

const SAVINGS: SectorSet = SectorSet::of(&[Sector::Savings]);

/// Returns yes if a company is a bank according to its industry and its code, or to its name if the data states neither;
/// unknown if they leave it open. A company of which nothing says that it is a bank is taken for none.
pub(crate) fn is_bank(graph: &BoardGraph, company: CompanyIx) -> Answer {
    let sector = graph.sector_reading(company);
    if sector.is_stated() {
        // A code of all that take deposits is that of banks.
        let takes_deposits =
            sector.is(BANKS.or(SAVINGS), NEAR_BANKS) == Some(true) && sector.is(SAVINGS, BANKS) != Some(true);
        return if takes_deposits { Answer::Yes } else { Answer::from(sector.is(BANKS, NEAR_BANKS)) };
    }
    bank_by_name(&name(graph, Entity::Company(company)))
}

/// Returns what a name says: yes for *First National Bank* and *Bank of the West*, unknown if the word stands elsewhere.
pub(crate) fn bank_by_name(name: &str) -> Answer {
    let parts = CompanyName::new(name);
    let initials =
        parts.words.ends_with(&["n".to_owned(), "a".to_owned()]) || fold(name).replace('.', "").ends_with(" na");
    let is_association = initials || parts.form.is_some_and(|form| form.class() == "na");
    let words = parts.words.join(" ");
    // Other words of a name are in no table, so only those that may name a bank are read.
    let of = |text: &str| read_industry(text, None).is(CountryReading::Unstated, BANKS, NEAR_BANKS);
    let (first, last) = (parts.words.first(), parts.words.last());
    let two_last = parts.words.len().checked_sub(2).map(|at| parts.words[at..].join(" "));
    // *Banca Alba*, but *Bank Street Books*.
    let names_kind = |word: &str| word != "bank" || words.starts_with("bank of ");
    let begins = first.is_some_and(|word| names_kind(word) && of(word) == Some(true));
    let ends =
        two_last.as_deref().is_some_and(|text| of(text) == Some(true) || of(text).is_none() && ends_in_bank(text));
    let alone = parts.words.len() == 1 && last.is_some_and(|word| of(word) == Some(true));
    // The form *company* is taken off the end of the name.
    let is_trust = phrase(name).split("trust company").count() > 1 || phrase(name).ends_with(" trust co");
    let some = parts.words.iter().any(|word| of(word) == Some(true));
    if is_association || is_trust || begins || ends || alone {
        Answer::Yes
    } else if some && of(&words) != Some(false) && two_last.as_deref().is_none_or(|text| of(text) != Some(false)) {
        Answer::Unknown
    } else {
        Answer::No
    }
}

fn ends_in_bank(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    read_industry(last, None).is(CountryReading::Unstated, BANKS, NEAR_BANKS) == Some(true)
}

/// Headings of columns that state the legal form.
const FORM_COLUMNS: &[&str] =
    &["legal_form", "form", "company_type", "entity_type", "organization_type", "type", "legal_type"];

/// Returns the legal form of a company that is no corporation, from a column or from its name: a partnership or a limited
/// liability company. A company of which nothing says so is taken for a corporation.
pub(crate) fn other_form(graph: &BoardGraph, company: CompanyIx) -> Option<&'static str> {
    let stated = FORM_COLUMNS.iter().find_map(|column| {
        let column = graph.company_column(column)?;
        let text = column.words.get(column.codes.get(company.index()) as usize);
        Some(text).filter(|text| !text.is_empty())
    });
    stated.and_then(form_of_words).or_else(|| form_of_name(&name(graph, Entity::Company(company))))
}

fn form_of_words(text: &str) -> Option<&'static str> {
    if phrase(text).split(' ').any(|word| word == "partnership") {
        return Some("partnership");
    }
    // A form alone is no name.
    form_of_name(&format!("x {text}"))
}

fn form_of_name(name: &str) -> Option<&'static str> {
    let form = CompanyName::new(name).form?;
    if form.is_partnership() {
        Some("partnership")
    } else {
        (form.class() == "llc").then_some("limited liability company")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_that_a_company_is_a_bank() {
        use Answer::{No, Unknown, Yes};
        for (name, expected) in [
            ("First National Bank", Yes),
            ("Bank of the West", Yes),
            ("Alder Bank, N.A.", Yes),
            ("Wells Fargo Bank NA", Yes),
            ("Banca Alba S.p.A.", Yes),
            ("Banco Santander", Yes),
            ("Left Bank Pictures", Unknown),
            ("Bank Street Books", No),
            ("Food Bank", No),
            ("City Blood Bank Inc", No),
            ("Alder Software", No),
            ("Birch Trust Company", Yes),
            ("Fairbank Mills", No),
            ("", No),
        ] {
            assert_eq!(bank_by_name(name), expected, "{name}");
        }
    }

    #[test]
    fn forms_other_than_corporations_are_read() {
        for (text, expected) in [
            ("Alder LLC", Some("limited liability company")),
            ("Alder Capital L.P.", Some("partnership")),
            ("Birch GmbH & Co. KG", Some("partnership")),
            ("Birch GmbH", None),
            ("Alder Inc.", None),
        ] {
            assert_eq!(form_of_name(text), expected, "{text}");
        }
        for (text, expected) in [
            ("limited partnership", Some("partnership")),
            ("LLC", Some("limited liability company")),
            ("Limited Liability Company", Some("limited liability company")),
            ("corporation", None),
        ] {
            assert_eq!(form_of_words(text), expected, "{text}");
        }
    }
}
