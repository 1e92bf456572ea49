//! Board interlocks, conflict-of-interest paths and suspicious timing in dated board seats.
#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]

pub use interlocks_analysis as analysis;
#[cfg(feature = "screens")]
pub use interlocks_changes as changes;
pub use interlocks_core::{model, store};
pub use interlocks_dataset as dataset;
#[cfg(feature = "formats")]
pub use interlocks_export as export;
pub use interlocks_graph as graph;
#[cfg(feature = "measures")]
pub use interlocks_measures as measures;
#[cfg(feature = "render")]
pub use interlocks_render as render;
#[cfg(feature = "screens")]
pub use interlocks_screens as screens;
