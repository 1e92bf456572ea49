//! Board interlocks, conflict-of-interest paths and suspicious timing in dated board seats.
#![forbid(unsafe_code)]
#![warn(missing_debug_implementations)]

pub mod analysis;
pub mod dataset;
pub mod graph;
pub mod model;
