//! The network in figures: of people and companies together, and of either projected on the other.
//!
//! | file | what it holds |
//! |---|---|
//! | `network.rs` | a projection: people or companies, joined by what they share |
//! | `two_mode.rs` | counts of the two-mode network: four-cycles, three-paths, Opsahl's clustering, random expectation |
//! | `clustering.rs` | triangles, transitivity, local clustering |
//! | `distances.rs` | shortest paths between all pairs, 64 sources at a time |
//! | `hyperball.rs` | the same by counting, for networks that are too large for that |
//! | `cores.rs` | core numbers |
//! | `rank/` | measures of single nodes, a file a family |
//! | `groups/` | groups: by modularity, by strong ties, cores of both sides, components |
//! | `backbone/` | ties that are more than chance |
//! | `stats.rs` | all of it in one answer |
//! | `distributions.rs` | how many nodes have how many seats and ties |
//! | `trend/` | figures over time, how long seats and ties last, whether broken ties are joined again |
//!
//! Counts are whole numbers, and sums of floats are taken in a fixed order, so that nothing depends on
//! the number of threads.

pub mod backbone;
pub mod clustering;
pub mod cores;
pub mod distances;
mod distributions;
pub mod groups;
pub mod hyperball;
mod network;
pub mod rank;
mod stats;
pub mod trend;
pub mod two_mode;

pub use distributions::{Distributions, distributions};
pub use network::Network;
pub use stats::{Giant, Nodes, Nsw, Opsahl, Part, Projection, SmallWorld, Stats, TwoMode, Women, stats};

#[cfg(test)]
mod tests;
