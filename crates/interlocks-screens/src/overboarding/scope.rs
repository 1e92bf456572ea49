//! Whose boards a limit counts: of listed companies or of all, of one jurisdiction or of any.

use rayon::prelude::*;

use super::countries;
use crate::Answer;
use crate::rulebook::{Counts, Limit};
use interlocks_core::store::PerValue;
use interlocks_dataset::Field;
use interlocks_graph::{BoardGraph, CompanyIx};

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

/// Whether each company counts, for several scopes, and whether it may be a bank.
#[derive(Debug)]
pub struct Counted<'g> {
    scopes: Vec<Scope>,
    /// The answers of one company after the other, in the order of scopes.
    answers: Vec<Answer>,
    /// A bit for each company: whether it may count in any scope. The first question about every
    /// seat, put in no order of companies, so it has to be short.
    may_count: Vec<u64>,
    pub banks: Banks<'g>,
}

/// Companies that one task goes through.
const CHUNK: usize = 1 << 13;

impl<'g> Counted<'g> {
    /// Asks every company once.
    pub fn of(graph: &'g BoardGraph, scopes: Vec<Scope>) -> Counted<'g> {
        let width = scopes.len().max(1);
        let mut answers = vec![Answer::No; graph.company_count() * width];
        let within = |country: &str| -> Vec<Answer> { scopes.iter().map(|scope| scope.within(country)).collect() };
        let countries = graph.map_company_column(Field::Country, within);
        let (nowhere, listings) = (within(""), graph.listings());
        answers.par_chunks_mut(CHUNK * width).enumerate().for_each(|(chunk, answers)| {
            for (at, row) in answers.chunks_mut(width).enumerate() {
                let company = chunk * CHUNK + at;
                let listed = Answer::of(listings.as_ref().and_then(|listings| *listings.get(company)?));
                let within = countries.as_ref().and_then(|countries| countries.get(company)).unwrap_or(&nowhere);
                for ((answer, scope), within) in row.iter_mut().zip(&scopes).zip(within) {
                    *answer = if scope.counts == Counts::All { *within } else { within.and(listed) };
                }
            }
        });
        let may_count = answers.par_chunks(64 * width).map(|answers| {
            let may = |row: &[Answer]| row.iter().any(|answer| *answer != Answer::No);
            answers.chunks(width).enumerate().fold(0, |bits, (at, row)| bits | (u64::from(may(row)) << at))
        });
        let may_count = may_count.collect();
        Counted { scopes, answers, may_count, banks: Banks::of(graph) }
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
        self.may_count.get(company as usize / 64).is_some_and(|bits| bits >> (company % 64) & 1 == 1)
    }
}

/// Which companies may be banks, as their line of business says; that nothing says is no answer either.
/// Whether a bank is significant no table of a dataset tells.
#[derive(Debug)]
pub struct Banks<'g> {
    codes: Option<PerValue<'g, Business>>,
    industries: Option<PerValue<'g, Business>>,
}

/// What a text says of a line of business.
#[derive(Clone, Copy, Debug, Default)]
struct Business {
    stated: bool,
    bank_by_code: bool,
    bank_by_word: bool,
}

impl Business {
    fn of(text: &str) -> Business {
        // Depository institutions and credit in SIC (60, 61), financial tenures in NACE (64).
        const CODES: &[&str] = &["60", "61", "64"];
        const WORDS: &[&str] = &["bank", "credit", "financ", "savings"];
        let lower = text.to_lowercase();
        Business {
            stated: !text.is_empty(),
            bank_by_code: CODES.iter().any(|prefix| text.starts_with(prefix)),
            bank_by_word: WORDS.iter().any(|word| lower.contains(word)),
        }
    }
}

impl<'g> Banks<'g> {
    fn of(graph: &'g BoardGraph) -> Banks<'g> {
        let asked = |field| graph.map_company_column(field, Business::of);
        Banks { codes: asked(Field::IndustryCode), industries: asked(Field::Industry) }
    }

    /// Whether a company may be one.
    pub fn may_be(&self, company: u32) -> bool {
        let says = |column: &Option<PerValue<'_, Business>>| {
            column.as_ref().and_then(|column| column.get(company as usize)).copied().unwrap_or_default()
        };
        let (code, industry) = (says(&self.codes), says(&self.industries));
        // The industry may be a code itself, where there is no other.
        let by_code = if code.stated { code.bank_by_code } else { industry.bank_by_code };
        !(code.stated || industry.stated) || by_code || industry.bank_by_word
    }
}
