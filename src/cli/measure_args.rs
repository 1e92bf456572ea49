//! The options that say how measures of single nodes are computed.

use clap::Args as ClapArgs;
use serde_json::{Map, Value};

use super::value_enum::one_of;
use interlocks::analysis::pairs::{Side, Weight};
use interlocks::measures::rank::{Measure, NetworkKind, PathSampling, RankOptions};
use interlocks::model::EntityKind;

/// The weights of ties that do not need dates.
const WEIGHTS: [Weight; 4] = [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine];

/// The list of measures that the help of a command shows.
pub const MEASURES: &str = "\
boards        boards of a person, or people on a board
degree        number of neighbours
strength      sum of the weights of ties
out-degree    companies to which a company sends executives; in-degree: from which it receives them
betweenness   number of shortest paths between other nodes through the node; not normalised
closeness     closeness to all others (Wasserman and Faust); harmonic: sum of 1/distance
eigenvector   eigenvector centrality, high next to central nodes; the largest value is 1
bonacich      Bonacich's power with --beta; the squares of all values add up to the number of nodes
pagerank      probability that a random walk is at the node; all values add up to 1
core          largest k for which the node is in the k-core
constraint    Burt's constraint, small if neighbours are not joined to each other; none for isolates
broker        pairs of neighbours that are not joined, each counted in both directions; broker-…:
              only one role, by the industries of the three companies (Gould and Fernandez)
articulation  number of components that the network would gain without the node
";

/// Measures and their parameters.
#[derive(Debug, ClapArgs)]
pub struct MeasureArgs {
    /// Measure companies or people
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str), default_value = "companies")]
    pub of: Side,
    /// Compute these measures (see below), separated by commas
    #[arg(long, value_name = "MEASURE", required = true, value_delimiter = ',', value_parser = one_of(&Measure::ALL, Measure::as_str))]
    pub by: Vec<Measure>,
    /// Compute measures on this network; the default is the projection, if the measure can use it
    #[arg(long, value_parser = one_of(&NetworkKind::ALL, NetworkKind::as_str))]
    pub on: Option<NetworkKind>,
    /// Set the weight of ties; the default is count for strength, and equal weights for eigenvector,
    /// bonacich, pagerank and constraint
    #[arg(long, value_parser = one_of(&WEIGHTS, Weight::as_str))]
    pub weight: Option<Weight>,
    /// Set Bonacich's beta as a share of its upper bound, from -1 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, allow_negative_numbers = true)]
    pub beta: f64,
    /// Set the damping factor of PageRank
    #[arg(long, value_name = "SHARE", default_value_t = 0.85)]
    pub damping: f64,
    /// Estimate betweenness from N random shortest paths (automatic in large networks)
    #[arg(long, value_name = "N", conflicts_with = "exact", value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    pub samples: Option<u32>,
    /// Compute betweenness from all shortest paths, however long it takes
    #[arg(long)]
    pub exact: bool,
    /// Set the random seed of the sample; the same seed gives the same sample
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

impl MeasureArgs {
    /// Returns the measures, each once, in the order in which they are asked for.
    pub fn measures(&self) -> Vec<Measure> {
        let mut measures: Vec<Measure> = Vec::new();
        for measure in &self.by {
            if !measures.contains(measure) {
                measures.push(*measure);
            }
        }
        measures
    }

    /// Returns the options of a ranking by the first measure, with the values of the others.
    pub fn options(&self) -> RankOptions {
        let measures = self.measures();
        RankOptions {
            side: self.of,
            measure: measures.first().copied().unwrap_or(Measure::Degree),
            also: measures.get(1..).unwrap_or_default().to_vec(),
            network: self.on,
            weight: self.weight,
            beta: self.beta,
            damping: self.damping,
            paths: match (self.samples, self.exact) {
                (Some(samples), _) => PathSampling::Sample(samples),
                (None, true) => PathSampling::All,
                (None, false) => PathSampling::Auto,
            },
            seed: self.seed,
            ..RankOptions::default()
        }
    }

    /// Adds the options that shape the values to those of the answer.
    pub fn echo(&self, echo: &mut Map<String, Value>) {
        let measures = self.measures();
        let names: Vec<&str> = measures.iter().map(|measure| measure.as_str()).collect();
        echo.insert("of".to_owned(), self.of.as_str().into());
        echo.insert("by".to_owned(), if names.len() == 1 { names[0].into() } else { names.into() });
        for measure in measures {
            match measure {
                Measure::Bonacich => _ = echo.insert("beta".to_owned(), self.beta.into()),
                Measure::PageRank => _ = echo.insert("damping".to_owned(), self.damping.into()),
                Measure::Strength => {
                    echo.insert("weight".to_owned(), self.weight.unwrap_or(Weight::Count).as_str().into());
                }
                _ => {}
            }
        }
        if let Some(weight) = self.weight {
            echo.insert("weight".to_owned(), weight.as_str().into());
        }
    }

    /// Returns the kind of the nodes.
    pub fn kind(&self) -> EntityKind {
        match self.of {
            Side::Companies => EntityKind::Company,
            Side::People => EntityKind::Person,
        }
    }
}
