//! What people and companies are ranked by.

use super::brokers::Role;
use interlocks_analysis::pairs::Side;

/// A measure of single nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Boards of a person; people on a board.
    Boards,
    /// How many others somebody is joined to.
    Degree,
    /// The sum of the weights of ties.
    Strength,
    /// How many companies a company sends executives to.
    OutDegree,
    /// From how many companies a company receives executives.
    InDegree,
    /// Shortest paths between others that go through.
    Betweenness,
    /// How near all others are (Wasserman and Faust).
    Closeness,
    /// The sum of reciprocal distances.
    Harmonic,
    /// The leading eigenvector, largest entry 1.
    Eigenvector,
    /// Bonacich's power.
    Bonacich,
    PageRank,
    /// Core number.
    Core,
    /// Burt's constraint.
    Constraint,
    /// All roles of a broker together, or one of them.
    Broker(Option<Role>),
    /// Into how many more components the network would fall.
    Articulation,
}

/// Which network a measure is taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// People and companies, joined by seats.
    TwoMode,
    /// People, or companies, joined by what they share.
    Projection,
}

impl On {
    /// Both.
    pub const ALL: [On; 2] = [On::TwoMode, On::Projection];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            On::TwoMode => "two-mode",
            On::Projection => "projection",
        }
    }
}

interlocks_core::enum_names!(On, "side");

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 20] = [
        Measure::Boards,
        Measure::Degree,
        Measure::Strength,
        Measure::OutDegree,
        Measure::InDegree,
        Measure::Betweenness,
        Measure::Closeness,
        Measure::Harmonic,
        Measure::Eigenvector,
        Measure::Bonacich,
        Measure::PageRank,
        Measure::Core,
        Measure::Constraint,
        Measure::Broker(None),
        Measure::Broker(Some(Role::Coordinator)),
        Measure::Broker(Some(Role::Gatekeeper)),
        Measure::Broker(Some(Role::Representative)),
        Measure::Broker(Some(Role::Consultant)),
        Measure::Broker(Some(Role::Liaison)),
        Measure::Articulation,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Boards => "boards",
            Measure::Degree => "degree",
            Measure::Strength => "strength",
            Measure::OutDegree => "out-degree",
            Measure::InDegree => "in-degree",
            Measure::Betweenness => "betweenness",
            Measure::Closeness => "closeness",
            Measure::Harmonic => "harmonic",
            Measure::Eigenvector => "eigenvector",
            Measure::Bonacich => "bonacich",
            Measure::PageRank => "pagerank",
            Measure::Core => "core",
            Measure::Constraint => "constraint",
            Measure::Broker(None) => "broker",
            Measure::Broker(Some(Role::Coordinator)) => "broker-coordinator",
            Measure::Broker(Some(Role::Gatekeeper)) => "broker-gatekeeper",
            Measure::Broker(Some(Role::Representative)) => "broker-representative",
            Measure::Broker(Some(Role::Consultant)) => "broker-consultant",
            Measure::Broker(Some(Role::Liaison)) => "broker-liaison",
            Measure::Articulation => "articulation",
        }
    }

    /// The networks it can be taken on, the usual one first.
    pub fn networks(self) -> &'static [On] {
        match self {
            Measure::Boards => &[On::TwoMode],
            Measure::Strength | Measure::OutDegree | Measure::InDegree => &[On::Projection],
            Measure::Constraint | Measure::Broker(_) => &[On::Projection],
            Measure::Articulation => &[On::TwoMode, On::Projection],
            Measure::Degree | Measure::Betweenness | Measure::Closeness | Measure::Harmonic => {
                &[On::Projection, On::TwoMode]
            }
            Measure::Eigenvector | Measure::Bonacich | Measure::PageRank | Measure::Core => {
                &[On::Projection, On::TwoMode]
            }
        }
    }

    /// Whether it has a value for one side: directions and industries are of companies.
    pub fn is_of(self, side: Side) -> bool {
        let of_companies = matches!(self, Measure::OutDegree | Measure::InDegree | Measure::Broker(_));
        side == Side::Companies || !of_companies
    }

    /// Whether ties may weigh differently in it.
    pub fn is_weighted(self) -> bool {
        let spectral = matches!(self, Measure::Eigenvector | Measure::Bonacich | Measure::PageRank);
        spectral || matches!(self, Measure::Strength | Measure::Constraint)
    }
}

interlocks_core::enum_names!(Measure, "measure");
