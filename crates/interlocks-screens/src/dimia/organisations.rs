//! The depository organisations of the data: banks, savings institutions, trust companies and the holding companies of banks.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::Answer;
use crate::clayton8::entity::bank_by_name;
use crate::wording::name;
use interlocks_core::model::vocabulary::{Country, Sector, SectorSet};
use interlocks_graph::{BoardGraph, CompanyIx, Entity};

const DEPOSITORY: SectorSet =
    SectorSet::of(&[Sector::Bank, Sector::Savings, Sector::TrustCompany, Sector::BankHolding]);

/// The companies to which the Act may apply.
#[derive(Debug, Default)]
pub(super) struct Organisations {
    all: Vec<CompanyIx>,
    /// Yes for those that certainly are depository organisations of the United States.
    covered: BTreeMap<CompanyIx, Answer>,
}

impl Organisations {
    /// Finds the companies to which the Act certainly applies, and those with total assets to which it may apply. A data set
    /// without industries and accounts has none, and is not searched.
    pub(super) fn find(graph: &BoardGraph) -> Organisations {
        let has_industries = ["industry", "industry_code"].iter().any(|name| graph.company_column(name).is_some());
        let candidates: Vec<CompanyIx> = if has_industries {
            graph.companies().collect()
        } else {
            let mut with_accounts: Vec<CompanyIx> =
                graph.all_accounts().map(|row| graph.accounts_company(row)).collect();
            with_accounts.dedup();
            with_accounts
        };
        let found = candidates
            .par_iter()
            .with_min_len(1 << 12)
            .filter_map(|company| Some((*company, covered(graph, *company)?)));
        let covered: BTreeMap<CompanyIx, Answer> = found.collect();
        Organisations { all: covered.keys().copied().collect(), covered }
    }

    pub(super) fn all(&self) -> &[CompanyIx] {
        &self.all
    }

    pub(super) fn has(&self, company: CompanyIx) -> bool {
        self.covered.contains_key(&company)
    }

    /// Returns yes if a company certainly is a depository organisation of the United States.
    pub(super) fn covered(&self, company: CompanyIx) -> Answer {
        self.covered.get(&company).copied().unwrap_or(Answer::No)
    }
}

/// Returns yes if the Act applies to a company, unknown if it may; `None` if it does not, or if too little is known to ask.
fn covered(graph: &BoardGraph, company: CompanyIx) -> Option<Answer> {
    let american = is_american(graph, company);
    let sector = graph.sector_reading(company);
    let by_sector = sector.is_stated().then(|| Answer::from(sector.is(DEPOSITORY, SectorSet::NONE)));
    if american == Answer::No || by_sector == Some(Answer::No) {
        return None;
    }
    if by_sector == Some(Answer::Yes) && american == Answer::Yes {
        return Some(Answer::Yes);
    }
    // Whoever states total assets in accounts is asked about; of others the data says too little.
    graph.company_accounts(company).find(|row| graph.accounts(*row).total_assets.is_some())?;
    let depository = by_sector.unwrap_or_else(|| bank_by_name(&name(graph, Entity::Company(company))));
    Some(depository.and(american)).filter(|answer| *answer != Answer::No)
}

/// Returns yes if a company is of the United States, unknown if its country is not stated.
pub(super) fn is_american(graph: &BoardGraph, company: CompanyIx) -> Answer {
    Answer::from(graph.country_reading(company).is(Country::UNITED_STATES))
}
