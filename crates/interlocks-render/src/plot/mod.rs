//! Plots: distributions, figures over time, survival curves, rates and rankings, as small multiples on
//! one page.
//!
//! A [`Plot`] is plain data, like a [`Picture`](super::Picture); one function for each kind of answer
//! makes one. Certain values are drawn solid, possible ones dashed or hollow.
//!
//! | file | contents |
//! |---|---|
//! | `distributions.rs` | boards by size, people by seats, degrees |
//! | `trends.rs` | figures over time |
//! | `survival.rs` | how long seats and ties last |
//! | `rejoined.rs` | broken ties that are joined again |
//! | `ranking.rs` | values of a measure by rank |
//! | `scale.rs` | axes and ticks |
//! | `panel.rs`, `page.rs` | one plot, and all of them on a page |
//! | `canvas.rs` | what the plotting library draws on |

mod canvas;
mod distributions;
mod page;
mod panel;
mod ranking;
mod rejoined;
mod scale;
mod survival;
mod trends;

#[cfg(test)]
mod tests;

pub use distributions::distributions;
pub use ranking::ranking;
pub use rejoined::rejoined;
pub use survival::survival;
pub use trends::trends;

use super::error::RenderError;
#[cfg(feature = "pdf")]
use super::pdf::document;
use super::picture::Class;
#[cfg(feature = "png")]
use super::png::{PngOptions, rasterize};
use super::scenes::origin;
use super::theme::{Theme, ThemeColors};
use interlocks_analysis::Query;
use interlocks_graph::BoardGraph;

/// Plots are on white paper.
const COLORS: &ThemeColors = Theme::Light.colors();

/// Panels on a page, with everything a reader needs beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot {
    /// The headline.
    pub title: String,
    /// A sentence under the headline.
    pub subtitle: String,
    /// Footer lines: the as-of date, whose data it is, cautions.
    pub notes: Vec<String>,
    /// The panels, row by row.
    pub panels: Vec<Panel>,
    /// Number of panels side by side; at least one.
    pub columns: usize,
}

/// One pair of axes and what is drawn on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Heading of the panel.
    pub title: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis. Its label is above it.
    pub y: Axis,
    /// Classes of series; a legend is drawn if there is more than one.
    pub classes: Vec<Class>,
    /// The content of the panel.
    pub series: Vec<Series>,
}

/// An axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// Name and unit of the numbers.
    pub label: String,
    /// The kind of numbers.
    pub measure: Measure,
    /// Values the axis shows at least: those of the neighbors that share it. Where nothing lies beyond
    /// them, it shows no more.
    pub ends: Option<(f64, f64)>,
}

/// The kind of numbers on an axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Measure {
    /// Any numbers.
    #[default]
    Number,
    /// Whole numbers of things.
    Count,
    /// Whole numbers from zero, for dots.
    Whole,
    /// Whole numbers, for bars.
    Bars,
    /// Shares of one, shown in per cent.
    Share,
    /// Shares of one, on an axis from 0 to 100 per cent.
    Unit,
    /// Numbers above zero whose ratios are of interest.
    Log,
    /// Days by [`Day::number`](interlocks_core::model::Day::number).
    Days,
    /// Words, at 0, 1, 2 … from the top.
    Names(Vec<String>),
}

/// Points that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Index into the classes of the panel.
    pub class: usize,
    /// Drawn dashed or hollow: the dates allow it but do not establish it.
    pub possible: bool,
    /// How the points are drawn.
    pub mark: Mark,
    /// Pairs of x and y; a new list wherever the line is broken.
    pub runs: Vec<Vec<(f64, f64)>>,
    /// From an x to the next: the lower and the upper bound.
    pub band: Vec<(f64, f64, f64)>,
}

/// How points are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Dots.
    #[default]
    Dots,
    /// Crosses, for a second series among dots.
    Crosses,
    /// Bars.
    Bars,
    /// Straight from point to point.
    Line,
    /// Level from a point to the x of the next.
    Steps,
}

/// Footer lines of an answer with days of its own choice: its window, and the title of the data.
fn of_window(graph: &BoardGraph, query: &Query) -> Vec<String> {
    let window = query.clock.window();
    let said = match (window.from.is_calendar(), window.to.is_calendar()) {
        (false, false) => None,
        (true, false) => Some(format!("From {} on.", window.from)),
        (false, true) => Some(format!("Before {}.", window.to)),
        (true, true) => Some(format!("From {} to before {}.", window.from, window.to)),
    };
    said.into_iter().chain(origin(graph)).collect()
}

/// A note on certain and possible values; `same` is `true` if all possible values are certain.
fn sureness(graph: &BoardGraph, query: &Query, same: Option<bool>) -> Option<String> {
    if graph.is_undated() {
        return None;
    }
    match (query.certain_only, same) {
        (true, _) => Some("Only what holds for every choice of days.".to_owned()),
        (false, Some(true)) => Some("All of it is certain: no choice of days changes it.".to_owned()),
        (false, Some(false)) => None,
        (false, None) => Some("What possibly holds, for some choice of days.".to_owned()),
    }
}

impl Axis {
    fn new(label: impl Into<String>, measure: Measure) -> Axis {
        Axis { label: label.into(), measure, ends: None }
    }
}

impl Plot {
    /// The plot as an SVG document. The same plot gives the same bytes.
    ///
    /// # Errors
    /// Returns an error if the embedded fonts cannot be read.
    pub fn svg(&self) -> Result<String, RenderError> {
        Ok(page::page(self)?.svg)
    }

    /// The plot as a PNG image.
    ///
    /// # Errors
    /// Returns an error if the image would be larger than the options allow.
    #[cfg(feature = "png")]
    pub fn png(&self, options: &PngOptions) -> Result<Vec<u8>, RenderError> {
        rasterize(&page::page(self)?, options)
    }

    /// The plot as a PDF of one page.
    ///
    /// # Errors
    /// Returns an error if the embedded fonts cannot be read.
    #[cfg(feature = "pdf")]
    pub fn pdf(&self) -> Result<Vec<u8>, RenderError> {
        document(&page::page(self)?, &self.title)
    }
}
