//! What the slow reading says to each command.

pub mod backbone;
pub mod check;
pub mod conflicts;
pub mod crossed;
pub mod groups;
pub mod joining;
pub mod mutual;
pub mod owners;
pub mod pairs;
pub mod path;
pub mod people;
pub mod people_pairs;
pub mod rank;
pub mod show;
pub mod stats;
pub mod strength;
pub mod trend;
pub mod windows;
