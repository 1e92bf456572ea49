//! Which companies the law is about: Italian firms in credit, insurance and financial markets.

use crate::Answer;
use interlocks_graph::{BoardGraph, CompanyIx};

/// Beginnings of words that tell a financial firm.
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
/// First two digits of financial firms by every classification that has them.
const FINANCIAL: &[&str] = &["64", "66", "67"];
/// Financial in one classification and something else in the other: insurance in NACE is real
/// estate in SIC (65), banks in SIC are broadcasting, telecoms and software in NACE (60 to 63).
const AMBIGUOUS: &[&str] = &["60", "61", "62", "63", "65"];
/// Financial in NACE, whose codes have a dot.
const NACE: &[&str] = &["64", "65", "66"];
const ITALY: &[&str] = &["it", "ita", "italy", "italia"];

/// Whether a company is Italian; unknown where no country is stated.
pub fn is_italian(graph: &BoardGraph, company: CompanyIx) -> Answer {
    let country = graph.country(company).trim().to_lowercase();
    if country.is_empty() { Answer::Unknown } else { Answer::of(Some(ITALY.contains(&country.as_str()))) }
}

/// Whether a company is a financial firm, by the words for its industry and its code.
pub fn is_financial(graph: &BoardGraph, company: CompanyIx) -> Answer {
    sector(graph.industry(company), graph.industry_code(company))
}

fn sector(industry: &str, code: &str) -> Answer {
    let lower = industry.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let worded = words.peek().is_some();
    if words.any(|word| WORDS.iter().any(|start| word.starts_with(start))) {
        return Answer::Yes;
    }
    let first = code.get(..2).unwrap_or_default();
    let coded = if code.contains('.') {
        Answer::of(Some(NACE.contains(&first)))
    } else if FINANCIAL.contains(&first) {
        Answer::Yes
    } else if AMBIGUOUS.contains(&first) || code.is_empty() {
        Answer::Unknown
    } else {
        Answer::No
    };
    // Words that tell another sector settle what the code leaves open.
    if coded == Answer::Unknown && worded { Answer::No } else { coded }
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
