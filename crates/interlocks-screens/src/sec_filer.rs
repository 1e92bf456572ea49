//! Companies to which the disclosure rules of the Securities and Exchange Commission are put.
//!
//! The rules are for companies that file with the Commission on domestic forms. The data has no column for that, so it is read
//! from the country, the listing and the Central Index Key (CIK), a number that the Commission gives to everybody who files.

use super::wording::name;
use super::{Answer, Leg};
use interlocks_core::model::vocabulary::{Country, is_no_value};
use interlocks_graph::{BoardGraph, CompanyIx, Entity};

/// Whether a company files with the Commission on domestic forms, as far as the data says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SecFiler {
    company: CompanyIx,
    /// `None` if the country is not stated or not known.
    domestic: Option<bool>,
    listed: Option<bool>,
    has_cik: bool,
}

impl SecFiler {
    pub(crate) fn new(graph: &BoardGraph, company: CompanyIx) -> SecFiler {
        let cik = graph.company_column("cik").map_or("", |column| column.get(company.index()));
        SecFiler {
            company,
            domestic: graph.country_reading(company).is(Country::UNITED_STATES),
            listed: graph.is_listed(company),
            has_cik: !cik.trim().is_empty() && !is_no_value(cik),
        }
    }

    /// Returns yes for a listed company of the United States, and for one with a CIK that is not known to be foreign or
    /// unlisted. Returns no for a company that is known to be foreign or unlisted and has no CIK.
    pub(crate) fn files(self) -> Answer {
        match (self.domestic, self.listed, self.has_cik) {
            (Some(false), _, false) | (_, Some(false), false) => Answer::No,
            (Some(true), Some(true), _) | (Some(true) | None, Some(true) | None, true) => Answer::Yes,
            _ => Answer::Unknown,
        }
    }

    /// Returns the question whose answer would decide; `None` if the data decides.
    pub(crate) fn question(self, graph: &BoardGraph) -> Option<String> {
        if self.files() != Answer::Unknown {
            return None;
        }
        let name = name(graph, Entity::Company(self.company));
        Some(match self.domestic {
            Some(false) => format!("whether {name} files with the SEC on domestic forms, although it is foreign"),
            _ => format!("whether {name} files with the SEC (country, listed or cik)"),
        })
    }

    /// Returns the leg that says whether the rule is put to the company.
    pub(crate) fn leg(self, graph: &BoardGraph) -> Leg {
        let name = name(graph, Entity::Company(self.company));
        let country = match self.domestic {
            Some(true) => "of the United States",
            Some(false) => "foreign",
            None => "of a country that is not known",
        };
        let listed = match self.listed {
            Some(true) => "listed",
            Some(false) => "not listed",
            None => "not said to be listed or not",
        };
        let cik = if self.has_cik { "has a CIK" } else { "has no CIK" };
        Leg::new("registrant", self.files(), format!("{name} is {country}, is {listed} and {cik}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::boards;

    #[test]
    fn country_listing_and_cik_say_who_files() {
        for (country, listed, cik, expected) in [
            ("US", "yes", "", Answer::Yes),
            ("US", "", "", Answer::Unknown),
            ("US", "", "320193", Answer::Yes),
            ("US", "no", "", Answer::No),
            ("US", "no", "320193", Answer::Unknown),
            ("", "yes", "", Answer::Unknown),
            ("", "yes", "320193", Answer::Yes),
            ("", "", "", Answer::Unknown),
            ("", "no", "", Answer::No),
            ("DE", "yes", "", Answer::No),
            ("DE", "", "", Answer::No),
            // Shell files on foreign forms, Medtronic on domestic ones.
            ("IE", "yes", "1613103", Answer::Unknown),
        ] {
            let graph = boards(&[("companies", &format!("id,country,listed,cik\nc,{country},{listed},{cik}\n"))]);
            let filer = SecFiler::new(&graph, CompanyIx::new(0));
            assert_eq!(filer.files(), expected, "{country} {listed} {cik}");
            assert_eq!(filer.question(&graph).is_some(), expected == Answer::Unknown);
            assert_eq!(filer.leg(&graph).met, expected);
        }
    }
}
