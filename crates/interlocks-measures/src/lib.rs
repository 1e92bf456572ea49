//! Network measures: statistics, rankings, groups, backbones and trends of the network of boards.
//!
//! The network is two-mode: people and companies, joined by board seats. Each side can be projected: companies
//! joined by shared people, or people joined by shared boards.
//!
//! | file | contents |
//! |---|---|
//! | `projection.rs` | [`Projection`]: people or companies, joined by what they share |
//! | `two_mode.rs` | four-cycles, three-paths, Opsahl's clustering and random expectations of the two-mode network |
//! | `clustering.rs` | triangles, transitivity, local clustering |
//! | `distances.rs` | shortest paths between all pairs, 64 sources at a time |
//! | `hyperball.rs` | estimated shortest paths for networks too large for that |
//! | `cores.rs` | core numbers |
//! | `rank/` | measures of single nodes: [`rank()`](rank::rank) |
//! | `groups/` | communities, m-slices, cores, components: [`groups()`](groups::groups) |
//! | `backbone/` | ties that chance does not explain: [`backbone()`](backbone::backbone) |
//! | `stats.rs` | [`stats()`]: all statistics in one answer |
//! | `distributions.rs` | numbers of nodes by seats and by ties |
//! | `panel.rs` | measures at many dates, a row for each node and date: [`panel()`](panel::panel) |
//! | `trend/` | figures over time, durations of seats and ties, reconstitution of broken ties |
//!
//! Counts are integers, and floating-point sums are taken in a fixed order, so that results do not depend on the
//! number of threads.

pub mod backbone;
pub mod clustering;
pub mod cores;
pub mod distances;
mod distributions;
pub mod groups;
pub mod hyperball;
pub mod panel;
mod projection;
pub mod rank;
mod stats;
pub mod trend;
pub mod two_mode;

pub use distributions::{Distributions, distributions};
pub use projection::Projection;
pub use stats::{
    GiantComponent, MainCore, Nodes, OpsahlClustering, Part, ProjectionCounts, ProjectionStats, ShareOfWomen,
    SmallWorld, Stats, TwoModeSize, TwoModeStats, stats,
};

#[cfg(test)]
mod tests;
