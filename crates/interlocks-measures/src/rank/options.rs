//! The options of a ranking, and what is wrong with those that do not fit each other.

use super::measure::{Measure, NetworkKind};
use interlocks_analysis::Query;
use interlocks_analysis::pairs::{Side, Weight};

/// Options of [`rank()`](super::rank()).
///
/// ```
/// use interlocks_analysis::pairs::{Side, Weight};
/// use interlocks_measures::rank::{Measure, RankOptions};
/// let options = RankOptions::new(Measure::Strength).side(Side::People).weight(Weight::Newman).top(10);
/// assert_eq!((options.damping, options.seed, options.top), (0.85, 1, Some(10)));
/// ```
#[derive(Clone, Debug)]
pub struct RankOptions {
    /// The clock, and whether only certain seats count. Default: any time, with possible seats.
    pub query: Query,
    /// The side to rank. Default: companies.
    pub side: Side,
    /// The measure. Default: degree.
    pub measure: Measure,
    /// Other measures, whose values the rows have, too. Default: none. Each is computed with the same options, without a weight
    /// if it cannot use one.
    pub also: Vec<Measure>,
    /// The network. Default: `None`, the first of [`Measure::networks`].
    pub network: Option<NetworkKind>,
    /// The weight of ties. Default: `None`, which is 1 for each tie; for strength, the number of shared people or
    /// boards.
    pub weight: Option<Weight>,
    /// Bonacich's β as a share of 1/λ₁, between −1 and 1 (exclusive). Default: 0.5.
    pub beta: f64,
    /// PageRank's damping, from 0 to 1 (exclusive). Default: 0.85.
    pub damping: f64,
    /// The shortest paths from which betweenness is computed. Default: [`PathSampling::Auto`].
    pub paths: PathSampling,
    /// The random seed of sampling. Default: 1.
    pub seed: u64,
    /// The maximum number of rows. Default: `None`, all rows.
    pub top: Option<usize>,
    /// `true` for the smallest value first. Default: `false`.
    pub reverse: bool,
}

impl Default for RankOptions {
    fn default() -> RankOptions {
        RankOptions {
            query: Query::default(),
            side: Side::Companies,
            measure: Measure::Degree,
            also: Vec::new(),
            network: None,
            weight: None,
            beta: 0.5,
            damping: 0.85,
            paths: PathSampling::default(),
            seed: 1,
            top: None,
            reverse: false,
        }
    }
}

impl RankOptions {
    /// Creates options for a measure, with defaults for all else.
    pub fn new(measure: Measure) -> RankOptions {
        RankOptions { measure, ..RankOptions::default() }
    }

    /// Sets the clock, and whether only certain seats count.
    #[must_use]
    pub fn query(self, query: Query) -> RankOptions {
        RankOptions { query, ..self }
    }

    /// Sets the side to rank.
    #[must_use]
    pub fn side(self, side: Side) -> RankOptions {
        RankOptions { side, ..self }
    }

    /// Sets the other measures.
    #[must_use]
    pub fn also(self, also: impl Into<Vec<Measure>>) -> RankOptions {
        RankOptions { also: also.into(), ..self }
    }

    /// Returns the network on which the measure is computed.
    ///
    /// # Errors
    /// When the options do not fit each other.
    fn checked(&self) -> Result<NetworkKind, RankError> {
        let by = self.measure;
        let on = self.network.unwrap_or(by.networks()[0]);
        if !by.applies_to(self.side) {
            return Err(RankError::CompaniesOnly(by));
        }
        if !by.networks().contains(&on) {
            return Err(RankError::UndefinedOn(by, on));
        }
        if self.weight.is_some() && on == NetworkKind::TwoMode {
            return Err(RankError::WeightedTwoMode);
        }
        if by == Measure::Bonacich && (self.beta.is_nan() || self.beta.abs() >= 1.0) {
            return Err(RankError::Beta(self.beta));
        }
        if by == Measure::PageRank && !(0.0..1.0).contains(&self.damping) {
            return Err(RankError::Damping(self.damping));
        }
        Ok(on)
    }

    /// Returns the options of one of several measures, with its network: the same options, without a weight if the measure cannot use
    /// one.
    ///
    /// # Errors
    /// When the options do not fit the measure.
    pub(crate) fn of_measure(&self, measure: Measure) -> Result<(RankOptions, NetworkKind), RankError> {
        let weight = self.weight.filter(|_| measure.uses_weights());
        let options = RankOptions { measure, weight, also: Vec::new(), ..self.clone() };
        options.checked().map(|network| (options, network))
    }

    /// Checks that a weight, if there is one, is used by some of the measures.
    ///
    /// # Errors
    /// When none of them can use it.
    pub(crate) fn check_weight(&self, measures: &[Measure]) -> Result<(), RankError> {
        let is_used = self.weight.is_none() || measures.iter().any(|measure| measure.uses_weights());
        measures.first().filter(|_| !is_used).map_or(Ok(()), |first| Err(RankError::NotWeighted(*first)))
    }

    /// Sets the network on which the measure is computed.
    #[must_use]
    pub fn network(self, network: NetworkKind) -> RankOptions {
        RankOptions { network: Some(network), ..self }
    }

    /// Sets the weight of ties.
    #[must_use]
    pub fn weight(self, weight: Weight) -> RankOptions {
        RankOptions { weight: Some(weight), ..self }
    }

    /// Sets Bonacich's β as a share of 1/λ₁.
    #[must_use]
    pub fn beta(self, beta: f64) -> RankOptions {
        RankOptions { beta, ..self }
    }

    /// Sets PageRank's damping.
    #[must_use]
    pub fn damping(self, damping: f64) -> RankOptions {
        RankOptions { damping, ..self }
    }

    /// Sets the shortest paths from which betweenness is computed.
    #[must_use]
    pub fn paths(self, paths: PathSampling) -> RankOptions {
        RankOptions { paths, ..self }
    }

    /// Sets the random seed of sampling.
    #[must_use]
    pub fn seed(self, seed: u64) -> RankOptions {
        RankOptions { seed, ..self }
    }

    /// Limits the number of rows.
    #[must_use]
    pub fn top(self, top: usize) -> RankOptions {
        RankOptions { top: Some(top), ..self }
    }

    /// Puts the smallest value first if `reverse` is `true`.
    #[must_use]
    pub fn reverse(self, reverse: bool) -> RankOptions {
        RankOptions { reverse, ..self }
    }
}

/// The shortest paths from which betweenness is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathSampling {
    /// All paths; [`DEFAULT_SAMPLES`](super::DEFAULT_SAMPLES) random paths if all would take more than about a minute.
    #[default]
    Auto,
    /// All shortest paths, however long it takes.
    All,
    /// A number of random shortest paths, at least 2.
    Sample(u32),
}

/// An error in the options of a ranking.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RankError {
    /// The measure is defined for companies only.
    #[error("{} is defined for companies only; use --of companies", .0)]
    CompaniesOnly(Measure),
    /// The measure is not defined on the network.
    #[error("{} is not defined on the {} network", .0, .1)]
    UndefinedOn(Measure, NetworkKind),
    /// The measure does not use tie weights.
    #[error("{} does not use tie weights; leave out --weight", .0)]
    NotWeighted(Measure),
    /// Tie weights were requested on the two-mode network.
    #[error("only the projection has tie weights; leave out --weight or --on two-mode")]
    WeightedTwoMode,
    /// β is out of range.
    #[error("--beta {0}: must be between -1 and 1, exclusive")]
    Beta(f64),
    /// The damping is out of range.
    #[error("--damping {0}: must be at least 0 and below 1")]
    Damping(f64),
}
