//! The companies to which the law applies: Italian firms in credit, insurance and financial markets.

use crate::Answer;
use interlocks_core::model::vocabulary::{Country, Sector, SectorSet};
use interlocks_graph::{BoardGraph, CompanyIx};

/// The holding company of a group may be one of a financial group.
const OPEN: SectorSet = SectorSet::of(&[Sector::Holding]);

/// Returns yes if a company is Italian, unknown if its country is not stated or not known.
pub(crate) fn is_italian(graph: &BoardGraph, company: CompanyIx) -> Answer {
    Answer::from(graph.country_reading(company).is(Country::ITALY))
}

/// Returns yes if a company is a financial firm, by its industry and its industry code; unknown if they leave it open.
pub(crate) fn is_financial(graph: &BoardGraph, company: CompanyIx) -> Answer {
    Answer::from(graph.sector_reading(company).is(SectorSet::FINANCIAL, OPEN))
}

/// Insurers and reinsurers, whose turnover is their premiums.
const INSURERS: SectorSet = SectorSet::of(&[Sector::Insurance]);
/// Banks and other intermediaries, whose turnover is a part of their total assets.
const INTERMEDIARIES: SectorSet = SectorSet::of(&[
    Sector::CentralBank,
    Sector::Bank,
    Sector::Savings,
    Sector::TrustCompany,
    Sector::BankHolding,
    Sector::Credit,
    Sector::Fund,
    Sector::AssetManagement,
    Sector::Securities,
    Sector::OtherFinancial,
]);

/// What the turnover of a firm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// A part of total assets.
    Assets,
    /// The premiums.
    Premiums,
    /// The sector leaves it open.
    Open,
}

/// Returns what the turnover of a firm is.
pub(crate) fn measure(graph: &BoardGraph, firm: CompanyIx) -> Measure {
    let sector = graph.sector_reading(firm);
    let is = |sectors: SectorSet, others: SectorSet| sector.is(sectors, others) == Some(true);
    match (is(INTERMEDIARIES, INSURERS), is(INSURERS, INTERMEDIARIES)) {
        (true, false) => Measure::Assets,
        (false, true) => Measure::Premiums,
        _ => Measure::Open,
    }
}
