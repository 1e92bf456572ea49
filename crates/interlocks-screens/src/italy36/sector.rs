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
