//! Questions about boards: one module for each, with pure functions from a [`BoardGraph`](interlocks_graph::BoardGraph)
//! and options to plain results.
//!
//! | question | function |
//! |---|---|
//! | which companies share directors, or people boards | [`pairs()`] |
//! | which deals have somebody on both sides | [`conflicts()`], [`explain`] |
//! | how two entities are connected | [`best_paths`], [`shortest_path`] |
//! | who owns a company, and what an entity owns | [`owners_of`], [`owned_by`], [`deputies`] |
//! | whether deals cluster around appointments | [`event_studies`] |
//! | everything on two companies | [`dossier`], [`joint_history`] |
//! | everything on one entity | [`profile()`] |
//! | who sits on how many boards | [`directors`] |
//! | what has a name with these words | [`search()`] |
//!
//! Every question has a clock ([`Query`]): any time, a day, or a window. Answers separate what is *certain* (true for
//! every choice of days within the stated dates) from what is *possible* (true for some choice).
//!
//! ```
//! # std::env::set_current_dir("../..").unwrap();
//! use interlocks_analysis::{conflicts::ConflictOptions, pairs::PairOptions};
//! use interlocks_dataset::Dataset;
//! use interlocks_graph::{BoardGraph, BuildOptions};
//!
//! let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
//! let pairs = interlocks_analysis::pairs(&graph, &PairOptions::default().top(3));
//! let findings = interlocks_analysis::conflicts(&graph, &ConflictOptions::default().window(45));
//! assert!(pairs.len() == 3 && !findings.is_empty());
//! # Ok::<(), interlocks_dataset::DatasetError>(())
//! ```

pub mod bfs;
pub mod bipartite;
pub mod components;
pub mod conflicts;
pub mod event_study;
pub mod identity;
pub mod ownership;
pub mod pairs;
mod passed_over;
pub mod paths;
pub mod people;
pub mod profile;
mod question;
pub mod report;
mod search;
pub mod statistics;
mod tenure;

pub use conflicts::{conflicts, explain};
pub use event_study::studies as event_studies;
pub use ownership::{deputies, owned_by, owners_of};
pub use pairs::pairs;
pub use passed_over::executives_passed_over;
pub use paths::{best as best_paths, shortest as shortest_path};
pub use people::directors;
pub use profile::profile;
pub use question::{Evidence, Named, Query};
pub use report::{dossier, joint_history};
pub use search::{Found, search, search_first};
