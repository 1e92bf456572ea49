//! Board interlocks, conflict-of-interest paths and suspicious timing in dated board seats.
//!
//! Data flows one way: [`dataset`] reads files into the nouns of [`model`], [`graph`] holds them
//! ready, [`analysis`] answers questions, [`output`] and [`render`] write the answers, and [`cli`]
//! is their first user. Every answer about time is certain, possible or no.
//!
//! ```
//! use interlocks::analysis::conflicts::{Options, conflicts};
//! use interlocks::dataset::Dataset;
//! use interlocks::graph::{BoardGraph, BuildOptions};
//!
//! let data = Dataset::open("datasets/bigtech-boards")?;
//! let graph = BoardGraph::new(data, BuildOptions::default());
//! for finding in conflicts(&graph, &Options::default()).iter().take(3) {
//!     println!("{}: {}", finding.rule.word(), finding.text);
//! }
//! # Ok::<(), interlocks::dataset::DatasetError>(())
//! ```
#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]

pub mod analysis;
pub mod cli;
pub mod dataset;
pub mod graph;
pub mod model;
pub mod output;
pub mod render;
pub mod store;
