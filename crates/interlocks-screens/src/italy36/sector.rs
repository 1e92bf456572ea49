//! The companies to which the law applies: Italian firms in credit, insurance and financial markets.

use crate::Answer;
use interlocks_core::model::vocabulary::Country;
use interlocks_graph::{BoardGraph, CompanyIx};

/// Beginnings of words that mean a financial firm.
const WORDS: &[&str] = &[
    "bank",
    "banca",
    "banc",
    "credit",
    "insur",
    "reinsur",
    "assicura",
    "riassicura",
    "financ",
    "finanz",
    "securities",
    "broker",
    "investment",
    "leasing",
    "factoring",
    "fund",
    "asset",
];
/// First two digits of the codes of financial firms in all classifications.
const FINANCIAL: &[&str] = &["64", "66", "67"];
/// Codes that are financial in one classification only: 65 is insurance in NACE and real estate in SIC; 60 to 63 are banks,
/// credit, brokers and insurers in SIC, and broadcasting, telecoms and software in NACE.
const AMBIGUOUS: &[&str] = &["60", "61", "62", "63", "65"];
/// First two digits of financial firms in NACE, whose codes have a dot.
const NACE: &[&str] = &["64", "65", "66"];

/// Returns yes if a company is Italian, unknown if its country is not stated or not known.
pub(crate) fn is_italian(graph: &BoardGraph, company: CompanyIx) -> Answer {
    Answer::from(graph.country_reading(company).is(Country::ITALY))
}

/// Returns yes if a company is a financial firm, by its industry and its industry code.
pub(crate) fn is_financial(graph: &BoardGraph, company: CompanyIx) -> Answer {
    sector(graph.industry(company), graph.industry_code(company))
}

fn sector(industry: &str, code: &str) -> Answer {
    let lower = industry.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let has_words = words.peek().is_some();
    if words.any(|word| WORDS.iter().any(|start| word.starts_with(start))) {
        return Answer::Yes;
    }
    let first = code.get(..2).unwrap_or_default();
    let by_code = if code.contains('.') {
        Answer::from(NACE.contains(&first))
    } else if FINANCIAL.contains(&first) {
        Answer::Yes
    } else if AMBIGUOUS.contains(&first) || code.is_empty() {
        Answer::Unknown
    } else {
        Answer::No
    };
    // If the code is ambiguous, words that name another sector decide.
    if by_code == Answer::Unknown && has_words { Answer::No } else { by_code }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Answer::{No, Unknown, Yes};

    #[test]
    fn words_and_codes_tell_the_sector() {
        for (industry, code, expected) in [
            ("Retail banking", "", Yes),
            ("Assicurazioni", "", Yes),
            ("Software", "", No),
            ("Software", "6201", No),
            ("", "62.01", No),
            ("", "6022", Unknown),
            ("", "64.19", Yes),
            ("", "65.12", Yes),
            ("", "6512", Unknown),
            ("Insurance", "6512", Yes),
            ("Real estate", "6512", No),
            ("", "6712", Yes),
            ("", "4711", No),
            ("", "", Unknown),
        ] {
            assert_eq!(sector(industry, code), expected, "{industry} {code}");
        }
    }
}
