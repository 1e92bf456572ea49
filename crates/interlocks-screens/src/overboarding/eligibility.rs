//! The companies whose boards a limit counts, or at which it applies: listed ones, public ones or all, of one jurisdiction
//! or of any.

use rayon::prelude::*;

use crate::Answer;
use crate::rulebook::{Counts, Limit};
use interlocks_core::model::vocabulary::{CountryReading, Jurisdiction, Sector, SectorSet, read_country};
use interlocks_dataset::Field;
use interlocks_graph::{BoardGraph, CompanyIx};

/// The companies that a limit counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Listed companies, public ones, or all.
    pub(crate) counts: Counts,
    /// Only companies of this jurisdiction; of any if `None`.
    pub(crate) jurisdiction: Option<Jurisdiction>,
}

impl Scope {
    /// Returns the companies whose boards a limit counts.
    pub(crate) fn new(limit: &Limit) -> Scope {
        let jurisdiction = Scope::jurisdiction_of(limit).filter(|_| !limit.world);
        Scope { counts: limit.counts, jurisdiction }
    }

    /// Returns the companies at which a limit applies, if they are others than those whose boards count.
    pub(crate) fn market(limit: &Limit) -> Option<Scope> {
        let jurisdiction = Scope::jurisdiction_of(limit).filter(|_| limit.world)?;
        Some(Scope { counts: limit.counts, jurisdiction: Some(jurisdiction) })
    }

    fn jurisdiction_of(limit: &Limit) -> Option<Jurisdiction> {
        (!limit.jurisdiction.is_empty()).then(|| Jurisdiction::read(&limit.jurisdiction))
    }

    /// Returns yes if a company is listed, or need not be.
    pub(crate) fn listed(&self, graph: &BoardGraph, company: CompanyIx) -> Answer {
        self.counted(Answer::from(graph.is_listed(company)))
    }

    /// Returns yes if a company counts that is listed or not.
    fn counted(&self, listed: Answer) -> Answer {
        match (self.counts, listed) {
            (Counts::All, _) => Answer::Yes,
            // A company that is not listed may be a public one.
            (Counts::Public, Answer::No) => Answer::Unknown,
            (Counts::Public | Counts::Listed, listed) => listed,
        }
    }

    /// Returns yes if a country is in the jurisdiction, unknown if it is not stated or not known.
    pub(crate) fn within(&self, country: CountryReading) -> Answer {
        self.jurisdiction.map_or(Answer::Yes, |jurisdiction| Answer::from(country.is_in(jurisdiction)))
    }
}

/// For each company: the answer in each scope, and whether it may be a bank.
#[derive(Debug)]
pub(crate) struct CompanyEligibility {
    scopes: Vec<Scope>,
    /// The answers of scope 0, 1 … of company 0, then of company 1, and so on.
    answers: Vec<Answer>,
    /// The companies that may count in some scope. This is tested first for every seat, in random order of
    /// companies, so the table has to be small.
    may_count: CompanyBits,
    maybe_banks: CompanyBits,
}

/// The number of companies per parallel task.
const CHUNK: usize = 1 << 13;

impl CompanyEligibility {
    /// Answers all scopes for every company.
    pub(crate) fn new(graph: &BoardGraph, scopes: Vec<Scope>) -> CompanyEligibility {
        let width = scopes.len().max(1);
        let mut answers = vec![Answer::No; graph.company_count() * width];
        let within =
            |country: CountryReading| -> Vec<Answer> { scopes.iter().map(|scope| scope.within(country)).collect() };
        let countries = graph.map_company_column(Field::Country, |text| within(read_country(text)));
        let (nowhere, listings) = (within(CountryReading::Unstated), graph.listings());
        answers.par_chunks_mut(CHUNK * width).enumerate().for_each(|(chunk, answers)| {
            for (at, row) in answers.chunks_mut(width).enumerate() {
                let company = chunk * CHUNK + at;
                let listed = Answer::from(listings.as_ref().and_then(|listings| *listings.get(company)?));
                let within = countries.as_ref().and_then(|countries| countries.get(company)).unwrap_or(&nowhere);
                for ((answer, scope), within) in row.iter_mut().zip(&scopes).zip(within) {
                    *answer = within.and(scope.counted(listed));
                }
            }
        });
        let companies = graph.company_count();
        let may_count = CompanyBits::of(companies, |company| {
            answers[company * width..(company + 1) * width].iter().any(|answer| *answer != Answer::No)
        });
        let maybe_banks = CompanyBits::of(companies, |company| may_be_bank(graph, CompanyIx::new(company as u32)));
        CompanyEligibility { scopes, answers, may_count, maybe_banks }
    }

    /// Returns the number of a scope.
    pub(crate) fn number(&self, scope: &Scope) -> usize {
        self.scopes.iter().position(|own| own == scope).unwrap_or(0)
    }

    /// Returns the scope with a number.
    pub(crate) fn scope(&self, number: usize) -> &Scope {
        &self.scopes[number]
    }

    /// Returns the number of scopes.
    pub(crate) fn scopes(&self) -> usize {
        self.scopes.len()
    }

    /// Returns the answers of a company, in the order of scopes.
    #[inline]
    pub(crate) fn answers(&self, company: u32) -> &[Answer] {
        let first = company as usize * self.scopes.len();
        &self.answers[first..first + self.scopes.len()]
    }

    /// Returns yes if a company counts in a scope.
    #[inline]
    pub(crate) fn answer(&self, scope: usize, company: u32) -> Answer {
        self.answers[company as usize * self.scopes.len() + scope]
    }

    /// Returns `true` if a company may count in some scope.
    #[inline]
    pub(crate) fn may_count(&self, company: u32) -> bool {
        self.may_count.has(company)
    }

    /// Returns `true` if a company may be a bank, by its sector; a company without one may be.
    #[inline]
    pub(crate) fn may_be_bank(&self, company: u32) -> bool {
        self.maybe_banks.has(company)
    }
}

/// Institutions that take deposits, which the directive calls credit institutions.
const BANKS: SectorSet = SectorSet::of(&[Sector::Bank, Sector::Savings]);

/// Firms that may be credit institutions, or the parent of one, to which the limit applies as well.
const MAYBE_BANKS: SectorSet = SectorSet::of(&[
    Sector::BankHolding,
    Sector::TrustCompany,
    Sector::Credit,
    Sector::OtherFinancial,
    Sector::Holding,
]);

/// Returns `true` if a company may be a bank, by its sector; a company without one may be. No table of a dataset states whether
/// a bank is significant.
fn may_be_bank(graph: &BoardGraph, company: CompanyIx) -> bool {
    graph.sector_reading(company).is(BANKS, MAYBE_BANKS) != Some(false)
}

/// A set of companies, one bit each.
#[derive(Debug)]
struct CompanyBits(Vec<u64>);

impl CompanyBits {
    /// Collects the companies, of some number, that meet a condition.
    fn of(companies: usize, is_in: impl Fn(usize) -> bool + Sync) -> CompanyBits {
        let word = |word: usize| {
            let bits = (0..64).filter(|bit| word * 64 + bit < companies && is_in(word * 64 + bit));
            bits.fold(0, |bits, bit| bits | 1 << bit)
        };
        CompanyBits((0..companies.div_ceil(64)).into_par_iter().map(word).collect())
    }

    #[inline]
    fn has(&self, company: u32) -> bool {
        self.0.get(company as usize / 64).is_some_and(|bits| bits >> (company % 64) & 1 == 1)
    }
}
