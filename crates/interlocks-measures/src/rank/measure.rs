//! The measures by which people and companies are ranked.
//!
//! To add a measure:
//!
//! 1. Write its function in a file of this folder: `fn(&Projection) -> Vec<f64>`, or on a
//!    [`TwinQuotient`](super::twin_quotient::TwinQuotient) if twins have equal values. Document formula, cost and source
//!    there.
//! 2. Add a variant to [`Measure`], with its row in [`Measure::ALL`] and in `Measure::names`.
//! 3. Add it to [`Measure::networks`]; to [`Measure::applies_to`] if it is for companies only, and to
//!    [`Measure::uses_weights`] if ties may have weights.
//! 4. Call the function in `node_values` in `rank/mod.rs`.
//! 5. Compare it with a slow version in `rank/tests.rs`; the help of `interlocks rank` (`src/cli/rank.rs`) needs a line.

use super::brokers::BrokerRole;
use interlocks_analysis::pairs::Side;

/// A measure of single nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The number of boards of a person; for companies, the number of people on the board.
    Boards,
    /// The number of neighbours.
    Degree,
    /// The sum of the weights of a node's ties.
    Strength,
    /// The number of companies to which a company sends executives.
    OutDegree,
    /// The number of companies from which a company receives executives.
    InDegree,
    /// The number of shortest paths between other nodes that pass through the node (Freeman 1977), not normalised.
    Betweenness,
    /// Closeness after Wasserman and Faust (1994), for networks that need not be connected.
    Closeness,
    /// The sum of the reciprocals of distances to other nodes.
    Harmonic,
    /// The entry of the leading eigenvector, scaled so that the largest is 1.
    Eigenvector,
    /// Bonacich power (1987), scaled so that the squares sum to the number of nodes.
    Bonacich,
    /// PageRank: the stationary distribution of a random walk; sums to 1.
    PageRank,
    /// The core number.
    Core,
    /// Burt's constraint (1992); isolates have none.
    Constraint,
    /// Brokerage by industry (Gould and Fernandez 1989): all roles together, or one.
    Broker(Option<BrokerRole>),
    /// The number of additional components the network would have without the node.
    Articulation,
}

/// The network on which a measure is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkKind {
    /// People and companies, joined by seats.
    TwoMode,
    /// People, or companies, joined by what they share.
    Projection,
}

impl NetworkKind {
    /// Both networks.
    pub const ALL: [NetworkKind; 2] = [NetworkKind::TwoMode, NetworkKind::Projection];

    /// Returns the name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            NetworkKind::TwoMode => "two-mode",
            NetworkKind::Projection => "projection",
        }
    }
}

interlocks_core::enum_names!(NetworkKind, "network");

impl Measure {
    /// All measures.
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
        Measure::Broker(Some(BrokerRole::Coordinator)),
        Measure::Broker(Some(BrokerRole::Gatekeeper)),
        Measure::Broker(Some(BrokerRole::Representative)),
        Measure::Broker(Some(BrokerRole::Consultant)),
        Measure::Broker(Some(BrokerRole::Liaison)),
        Measure::Articulation,
    ];

    /// Returns the name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        self.names()[0]
    }

    /// Returns the name of the measure as a column: `broker_liaison`.
    pub fn key(self) -> &'static str {
        self.names()[1]
    }

    /// Returns the name of the column of values in the network of what is certain: `degree_certain`.
    pub fn certain_key(self) -> &'static str {
        self.names()[2]
    }

    fn names(self) -> [&'static str; 3] {
        macro_rules! names {
            ($($measure:pat => $name:literal, $key:literal;)*) => {
                match self {
                    $($measure => [$name, $key, concat!($key, "_certain")]),*
                }
            };
        }
        use BrokerRole::{Consultant, Coordinator, Gatekeeper, Liaison, Representative};
        names! {
            Measure::Boards => "boards", "boards";
            Measure::Degree => "degree", "degree";
            Measure::Strength => "strength", "strength";
            Measure::OutDegree => "out-degree", "out_degree";
            Measure::InDegree => "in-degree", "in_degree";
            Measure::Betweenness => "betweenness", "betweenness";
            Measure::Closeness => "closeness", "closeness";
            Measure::Harmonic => "harmonic", "harmonic";
            Measure::Eigenvector => "eigenvector", "eigenvector";
            Measure::Bonacich => "bonacich", "bonacich";
            Measure::PageRank => "pagerank", "pagerank";
            Measure::Core => "core", "core";
            Measure::Constraint => "constraint", "constraint";
            Measure::Broker(None) => "broker", "broker";
            Measure::Broker(Some(Coordinator)) => "broker-coordinator", "broker_coordinator";
            Measure::Broker(Some(Gatekeeper)) => "broker-gatekeeper", "broker_gatekeeper";
            Measure::Broker(Some(Representative)) => "broker-representative", "broker_representative";
            Measure::Broker(Some(Consultant)) => "broker-consultant", "broker_consultant";
            Measure::Broker(Some(Liaison)) => "broker-liaison", "broker_liaison";
            Measure::Articulation => "articulation", "articulation";
        }
    }

    /// Returns the networks on which the measure is defined, the default first.
    pub fn networks(self) -> &'static [NetworkKind] {
        match self {
            Measure::Boards => &[NetworkKind::TwoMode],
            Measure::Strength | Measure::OutDegree | Measure::InDegree => &[NetworkKind::Projection],
            Measure::Constraint | Measure::Broker(_) => &[NetworkKind::Projection],
            Measure::Articulation => &[NetworkKind::TwoMode, NetworkKind::Projection],
            Measure::Degree | Measure::Betweenness | Measure::Closeness | Measure::Harmonic => {
                &[NetworkKind::Projection, NetworkKind::TwoMode]
            }
            Measure::Eigenvector | Measure::Bonacich | Measure::PageRank | Measure::Core => {
                &[NetworkKind::Projection, NetworkKind::TwoMode]
            }
        }
    }

    /// Returns `true` if the measure is defined for a side: directed ties and industries exist for companies only.
    pub fn applies_to(self, side: Side) -> bool {
        let of_companies = matches!(self, Measure::OutDegree | Measure::InDegree | Measure::Broker(_));
        side == Side::Companies || !of_companies
    }

    /// Returns `true` if the measure can use tie weights.
    pub fn uses_weights(self) -> bool {
        let spectral = matches!(self, Measure::Eigenvector | Measure::Bonacich | Measure::PageRank);
        spectral || matches!(self, Measure::Strength | Measure::Constraint)
    }
}

interlocks_core::enum_names!(Measure, "measure");
