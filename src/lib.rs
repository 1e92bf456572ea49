//! **interlocks** finds interlocking directorates, conflict-of-interest paths and suspicious timing in dated board
//! seats.
//!
//! A date known only to the month or the year is treated as a range of days. The answer to a question about time is
//! therefore *certain*, *possible* or *no*. Every finding names the rows of the data, and the sources, that it is based
//! on.
//!
//! # Open data
//!
//! [`open`] takes a folder of tables, a file of any supported format, or a snapshot, and returns a [`BoardGraph`]:
//! people and companies, joined by dated seats, ties and deals. It is built once and then only read, by any number of
//! threads.
//!
//! ```
//! let graph = interlocks::open("datasets/bigtech-boards")?;
//! assert_eq!((graph.person_count(), graph.company_count()), (266, 82));
//! # Ok::<(), interlocks::Error>(())
//! ```
//!
//! [`Dataset`] has the rows themselves, and every problem in them with its file, line and column.
//!
//! # Ask questions
//!
//! Each question is a function that takes the graph and options, and returns plain structs. As JSON, these structs have
//! the names and values that the command line prints.
//!
//! ```
//! use interlocks::prelude::*;
//!
//! let graph = interlocks::open("datasets/bigtech-boards")?;
//! let [netflix, meta] = [graph.find_company("netflix")?, graph.find_company("meta")?];
//!
//! // Which companies share directors?
//! let strongest = &pairs(&graph, &PairOptions::default())[0];
//! assert!(strongest.shared >= 2);
//!
//! // Which deals of two companies had somebody on both sides?
//! let findings = conflicts(&graph, &ConflictOptions::default().between(netflix, meta));
//! for finding in findings.iter().take(3) {
//!     println!("{}: {}", finding.rule, finding.text);
//! }
//! assert!(findings.iter().any(|finding| finding.certain && finding.people[0].name == "Reed Hastings"));
//! # Ok::<(), interlocks::Error>(())
//! ```
//!
//! | question | function | module |
//! |---|---|---|
//! | companies that share directors, people who share boards | [`pairs`] | [`analysis::pairs`](mod@analysis::pairs) |
//! | deals with somebody on both sides | [`conflicts`] | [`analysis::conflicts`](mod@analysis::conflicts) |
//! | how two entities are connected | [`paths`] | [`analysis::paths`](mod@analysis::paths) |
//! | who owns whom | [`owners_of`](analysis::ownership::owners_of) | [`analysis::ownership`] |
//! | deals near appointments, with statistics | [`studies`](analysis::event_study::studies) | [`analysis::event_study`] |
//! | boards tested against laws and codes | `screen` | `screens` |
//! | records that may be one person, or one company | `resolve`, `resolve_companies` | `identity` |
//! | measures of the network | `stats`, `rank` | `measures` |
//! | what has changed, and what would change | `diff::changes`, `whatif` | `changes` |
//!
//! # Certain and possible
//!
//! [`Clock`] says which time a question is about. [`Query`] adds whether only certain answers are wanted.
//! [`UncertainDays`] has two sets of days: those that hold for every choice of dates within their ranges, and those
//! that hold for some choice.
//!
//! ```
//! use interlocks::prelude::*;
//!
//! let graph = interlocks::open("datasets/bigtech-boards")?;
//! let day: PartialDate = "2013-08".parse()?;
//! let query = Query { clock: Clock::At(day.days()), certain_only: true };
//! let certain = pairs(&graph, &PairOptions::default().query(query)).len();
//! let query = Query { certain_only: false, ..query };
//! assert!(certain < pairs(&graph, &PairOptions::default().query(query)).len());
//! # Ok::<(), interlocks::Error>(())
//! ```
//!
//! # Draw pictures
//!
//! ```
//! # #[cfg(feature = "render")] {
//! use interlocks::prelude::*;
//!
//! let graph = interlocks::open("datasets/bigtech-boards")?;
//! let netflix = Entity::Company(graph.find_company("netflix")?);
//! let picture = scenes::ego(&graph, netflix, 1, &Query::default());
//! assert!(svg(&picture, &PageOptions::default())?.starts_with("<svg"));
//! # }
//! # Ok::<(), interlocks::Error>(())
//! ```
//!
//! # Features
//!
//! The default features are those of the command line. A program that only reads and analyses data can set
//! `default-features = false` and add the features it needs.
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `cli` | yes | the binary; includes all features below except `columnar`, `cjk-fonts`, `petgraph` and `mimalloc` |
//! | `compression` | yes | `.gz` and `.zst` files |
//! | `encodings` | yes | text files in other encodings than UTF-8 |
//! | `formats` | yes | foreign formats, and networks for other programs (`export`); includes `compression` and `encodings` |
//! | `screens` | yes | boards tested against laws and codes (`screens`), changes (`changes`), and what to look up (`settle`) |
//! | `identity` | yes | records that may be one person or company (`identity`) |
//! | `measures` | yes | statistics, rankings, communities, backbones, trends (`measures`) |
//! | `render` | yes | pictures as SVG, HTML and Mermaid; plots, timelines, reports (`render`); includes `measures` |
//! | `png`, `pdf` | yes | pictures in these formats; each includes `render` |
//! | `graphviz` | yes | DOT, and layouts by an installed Graphviz; includes `render` |
//! | `cjk-fonts` | yes | fonts for Chinese, Japanese and Korean (4.9 MB) |
//! | `schema` | yes | rows of answers implement `schemars::JsonSchema` |
//! | `petgraph` | yes | petgraph's traits: [`graph::View`] |
//! | `mimalloc` | yes | the allocator of the binary; it is written in C |
//! | `columnar` | no | Parquet and Arrow; thirty more crates, one of them in C |
//!
//! # Errors
//!
//! Every part has its own error type, and all of them convert into [`Error`]. If `main` returns an [`Error`], the
//! program ends with a sentence that says what went wrong.
//!
//! # Stability
//!
//! The public API is what this crate exports. The crates that it is made of (`interlocks-core` and so on) are its
//! implementation. `docs/stability.md` says what may change and when.

// The command line uses the library by its name, as any other program does.
#[cfg(feature = "cli")]
extern crate self as interlocks;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod error;
#[cfg(feature = "cli")]
#[allow(unreachable_pub, reason = "the command line exports nothing to other programs")]
mod mcp;
#[cfg(feature = "cli")]
#[allow(unreachable_pub, reason = "the command line exports nothing to other programs")]
mod output;
pub mod prelude;
#[cfg(feature = "cli")]
#[allow(unreachable_pub, reason = "the command line exports nothing to other programs")]
mod serve;

use std::path::Path;

pub use interlocks_analysis as analysis;
#[cfg(feature = "screens")]
pub use interlocks_changes as changes;
pub use interlocks_core::model;
pub use interlocks_dataset as dataset;
#[cfg(feature = "formats")]
pub use interlocks_export as export;
pub use interlocks_graph as graph;
#[cfg(feature = "identity")]
pub use interlocks_identity as identity;
#[cfg(feature = "measures")]
pub use interlocks_measures as measures;
#[cfg(feature = "render")]
pub use interlocks_render as render;
#[cfg(feature = "screens")]
pub use interlocks_screens as screens;
#[cfg(feature = "screens")]
pub use interlocks_settle as settle;

pub use analysis::conflicts::{ConflictOptions, Finding, conflicts};
pub use analysis::pairs::{Pair, PairOptions, pairs};
pub use analysis::paths::{Path as ConnectingPath, PathOptions, best as paths};
pub use analysis::{Evidence, Named, Query};
pub use dataset::{Dataset, LoadOptions};
pub use error::Error;
pub use graph::{BoardGraph, BuildOptions, Clock, CompanyIx, Entity, PersonIx, UncertainDays};
#[cfg(feature = "measures")]
pub use measures::{
    rank::{Measure, RankOptions, rank},
    stats,
};
pub use model::{Certainty, Day, DaySpan, EntityKind, PartialDate, Spell};
#[cfg(feature = "render")]
pub use render::{PageOptions, Picture, scenes, svg};
#[cfg(feature = "screens")]
pub use screens::{Rulebook, ScreenOptions, screen};

/// Opens data of any kind: a folder of tables, a file of any supported format, or a snapshot.
///
/// To set options, use [`BoardGraph::from_path`]; to read several files, [`Dataset::open_all`]; to read standard input,
/// [`Dataset::read`].
///
/// ```
/// let graph = interlocks::open("datasets/southern-women")?;
/// assert_eq!(graph.person_count(), 18);
/// # Ok::<(), interlocks::Error>(())
/// ```
///
/// # Errors
/// Returns an error if nothing can be read from the path. Problems with single rows are not errors;
/// [`BoardGraph::about`] lists them.
pub fn open(path: impl AsRef<Path>) -> Result<BoardGraph, Error> {
    Ok(BoardGraph::from_path(path, &LoadOptions::default(), BuildOptions::default())?)
}
