//! The values of `--links`: who links two companies, and what else ties them.

use interlocks::graph::Links;
use interlocks::model::vocabulary::CompanyDetail;

/// A value of `--links`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkChoice {
    /// A board seat at both companies.
    Directors,
    /// Also a board seat at one and an executive office at the other.
    Officers,
    /// Companies that share an address.
    Address,
    /// Companies that share a telephone number.
    Phone,
    /// Companies that share an agent.
    Agent,
}

impl LinkChoice {
    /// All values.
    pub const ALL: [LinkChoice; 5] =
        [LinkChoice::Directors, LinkChoice::Officers, LinkChoice::Address, LinkChoice::Phone, LinkChoice::Agent];

    /// Returns the value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            LinkChoice::Directors => "directors",
            LinkChoice::Officers => "officers",
            LinkChoice::Address => "address",
            LinkChoice::Phone => "phone",
            LinkChoice::Agent => "agent",
        }
    }

    /// Returns the people who link companies, if the value is about people.
    pub const fn people(self) -> Option<Links> {
        match self {
            LinkChoice::Directors => Some(Links::Directors),
            LinkChoice::Officers => Some(Links::Officers),
            _ => None,
        }
    }

    /// Returns the detail that companies share, if the value is about one.
    pub const fn detail(self) -> Option<CompanyDetail> {
        match self {
            LinkChoice::Address => Some(CompanyDetail::Address),
            LinkChoice::Phone => Some(CompanyDetail::Phone),
            LinkChoice::Agent => Some(CompanyDetail::Agent),
            _ => None,
        }
    }
}
