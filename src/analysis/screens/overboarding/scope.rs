//! Whose boards a limit counts: of listed companies or of all, of one jurisdiction or of any.

use std::collections::HashMap;

use rayon::prelude::*;

use super::countries;
use crate::analysis::screens::Answer;
use crate::analysis::screens::rulebook::{Counts, Limit};
use crate::graph::{BoardGraph, CompanyIx};

/// What companies a limit counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub counts: Counts,
    /// Only those of this jurisdiction.
    pub jurisdiction: Option<String>,
}

impl Scope {
    pub fn of(limit: &Limit) -> Scope {
        Scope { counts: limit.counts, jurisdiction: limit.is_national().then(|| limit.jurisdiction.clone()) }
    }

    /// Whether it asks for the listing of a company.
    pub fn listed(&self, graph: &BoardGraph, company: CompanyIx) -> Answer {
        match self.counts {
            Counts::All => Answer::Yes,
            Counts::Listed => Answer::of(graph.is_listed(company)),
        }
    }

    /// Whether a company whose country is stated so belongs to the jurisdiction.
    pub fn within(&self, country: &str) -> Answer {
        match &self.jurisdiction {
            Some(_) if country.is_empty() => Answer::Unknown,
            Some(jurisdiction) => Answer::of(Some(countries::is_in(country, jurisdiction))),
            None => Answer::Yes,
        }
    }
}

/// Whether each company counts, for several scopes.
#[derive(Debug, Default)]
pub struct Counted {
    scopes: Vec<Scope>,
    /// The answers of one company after the other, in the order of scopes.
    answers: Vec<Answer>,
}

/// Companies that one task goes through.
const CHUNK: usize = 1 << 13;

impl Counted {
    /// Asks every company once.
    pub fn of(graph: &BoardGraph, scopes: Vec<Scope>) -> Counted {
        let width = scopes.len().max(1);
        let mut answers = vec![Answer::No; graph.company_count() * width];
        let national = scopes.iter().any(|scope| scope.jurisdiction.is_some());
        answers.par_chunks_mut(CHUNK * width).enumerate().for_each(|(chunk, answers)| {
            // A register names few countries.
            let mut within: HashMap<&str, Vec<Answer>> = HashMap::new();
            for (at, row) in answers.chunks_mut(width).enumerate() {
                let company = CompanyIx((chunk * CHUNK + at) as u32);
                let listed = Answer::of(graph.is_listed(company));
                let country = if national { graph.country(company) } else { "" };
                let within =
                    within.entry(country).or_insert_with(|| scopes.iter().map(|scope| scope.within(country)).collect());
                for ((answer, scope), within) in row.iter_mut().zip(&scopes).zip(within) {
                    *answer = if scope.counts == Counts::All { *within } else { within.and(listed) };
                }
            }
        });
        Counted { scopes, answers }
    }

    /// The number of a scope.
    pub fn number(&self, scope: &Scope) -> usize {
        self.scopes.iter().position(|own| own == scope).unwrap_or(0)
    }

    pub fn scope(&self, number: usize) -> &Scope {
        &self.scopes[number]
    }

    /// How many scopes there are.
    pub fn scopes(&self) -> usize {
        self.scopes.len()
    }

    /// The answers of a company, in the order of scopes.
    #[inline]
    pub fn answers(&self, company: u32) -> &[Answer] {
        let first = company as usize * self.scopes.len();
        &self.answers[first..first + self.scopes.len()]
    }

    /// Whether a company counts in a scope.
    #[inline]
    pub fn answer(&self, scope: usize, company: u32) -> Answer {
        self.answers[company as usize * self.scopes.len() + scope]
    }

    /// Whether a company may count in any scope.
    #[inline]
    pub fn may_count(&self, company: u32) -> bool {
        self.answers(company).iter().any(|answer| *answer != Answer::No)
    }
}

/// Whether a company may be a bank, as its line of business says; that nothing says is no answer
/// either. Whether a bank is significant no table of a dataset tells.
pub fn may_be_bank(graph: &BoardGraph, company: CompanyIx) -> bool {
    // Depository institutions and credit in SIC (60, 61), financial services in NACE (64).
    const CODES: &[&str] = &["60", "61", "64"];
    const WORDS: &[&str] = &["bank", "credit", "financ", "savings"];
    let (code, industry) = (graph.industry_code(company), graph.industry(company));
    if code.is_empty() && industry.is_empty() {
        return true;
    }
    let says = || {
        let lower = industry.to_lowercase();
        WORDS.iter().any(|word| lower.contains(word))
    };
    CODES.iter().any(|prefix| code.starts_with(prefix)) || says()
}
