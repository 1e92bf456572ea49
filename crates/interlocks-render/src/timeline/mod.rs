//! Timelines: seats and dated events, with certain and possible days.
//!
//! A [`Timeline`] is plain data, like a [`Picture`](super::Picture): groups of lanes, one lane a
//! seat, and marks for what has a date of its own. `layout` finds a place for everything, `svg`
//! writes it. A start or an end of which only a range of days is known is drawn as a fade over that
//! range, so the picture never looks surer than the data is.
//!
//! ```
//! use interlocks_core::model::{DayRange, PartialDate, Spell};
//! use interlocks_render::timeline::{Finish, Group, Lane, Side, Timeline, TimelineOptions, timeline_svg};
//!
//! let days = |text: &str| text.parse::<PartialDate>().map(|date| date.days());
//! let mut timeline = Timeline::new("Ann Lee", ["Acme", "Beta"]);
//! let lane = Lane::new("director, Acme", Side::A, Spell::new(days("2003")?, days("2009-05")?));
//! timeline.groups.push(Group { label: "Ann Lee".to_owned(), lanes: vec![lane], ..Group::default() });
//! let drawn = timeline_svg(&timeline, &TimelineOptions::default()).unwrap().unwrap();
//! assert!(drawn.starts_with("<svg"));
//! # Ok::<(), interlocks_core::model::DateError>(())
//! ```

pub(super) mod axis;
mod layout;
mod legend;
pub mod scenes;
mod svg;

#[cfg(test)]
mod tests;

use super::error::RenderError;
#[cfg(feature = "pdf")]
use super::pdf::document;
#[cfg(feature = "png")]
use super::png::{PngOptions, rasterize};
use super::svg::Page;
#[cfg(feature = "pdf")]
use super::text::displayable;
use super::theme::Theme;
use interlocks_core::model::{Day, DayRange, DaySet, Spell};

/// Seats and dated events to draw, with everything a reader needs beside them.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// The title; drawn as a headline only if [`TimelineOptions::headline`] is set.
    pub title: String,
    /// The same in a sentence or two.
    pub description: String,
    /// Names of the sides [`Side::A`] and [`Side::B`] in the legend.
    pub sides: [String; 2],
    /// The groups of lanes, from top to bottom.
    pub groups: Vec<Group>,
    /// The dated events.
    pub marks: Vec<Mark>,
    /// The day the data describes.
    pub as_of: Option<Day>,
    /// Sentences below the drawing.
    pub notes: Vec<String>,
}

/// Lanes that belong together: the seats of one person.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Name of the group.
    pub label: String,
    /// The lanes, from top to bottom.
    pub lanes: Vec<Lane>,
    /// The days on which there are certainly lanes of both sides.
    pub both_certain: DaySet,
    /// The days on which there are possibly lanes of both sides.
    pub both_possible: DaySet,
}

/// One seat.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Text at the lane.
    pub label: String,
    /// Where the seat is.
    pub side: Side,
    /// When the seat begins and ends.
    pub spell: Spell,
    /// How the lane ends.
    pub finish: Finish,
    /// Text shown on hovering in a viewer that does so.
    pub tooltip: String,
}

/// How a lane ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finish {
    /// On a day that is known at least in part.
    #[default]
    Ended,
    /// Not ended on the as-of day.
    Running,
    /// Ended or running; the data does not say.
    Unknown,
}

/// Where a seat is: at one of the two sides, or elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// At the first side.
    A,
    /// At the second side.
    B,
    /// Elsewhere.
    #[default]
    Other,
}

/// An event, on one of several days if its date is not exact.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Short text beside the mark.
    pub label: String,
    /// The day of the event, or the days between which it lies.
    pub days: DayRange,
    /// `true` if the event is only alleged or reported; its mark is hollow.
    pub doubtful: bool,
    /// Text shown on hovering in a viewer that does so.
    pub tooltip: String,
}

/// Options of the drawing.
#[derive(Clone, Copy, Debug)]
pub struct TimelineOptions {
    /// Width of the drawing in user units; not less than 700.
    pub width: f64,
    /// `true` if the title is drawn.
    pub headline: bool,
    /// Largest number of lanes. The number of lanes left out is in a note.
    pub most_lanes: usize,
    /// Largest number of marks. The number of marks left out is in a note.
    pub most_marks: usize,
    /// The theme.
    pub theme: Theme,
    /// Prefix of every id in the document, so that several drawings can be on one page.
    pub ids: &'static str,
}

impl TimelineOptions {
    /// A timeline is never narrower: labels and dates need their room.
    pub const NARROWEST: f64 = 700.0;
}

impl Default for TimelineOptions {
    fn default() -> TimelineOptions {
        TimelineOptions {
            width: 1000.0,
            headline: false,
            most_lanes: 80,
            most_marks: 60,
            theme: Theme::Light,
            ids: "timeline",
        }
    }
}

impl Timeline {
    /// The last day on which a lane is drawn to end. An end that may be after the day the data describes, or
    /// before it, is drawn up to that day: nobody can see further.
    fn last_end(&self, spell: &Spell) -> Day {
        match self.as_of.filter(|day| day.is_calendar()) {
            Some(day) if spell.earliest_end <= day && spell.latest_end > day && spell.latest_end.is_calendar() => {
                day.plus(1).min(spell.latest_end)
            }
            _ => spell.latest_end,
        }
    }

    /// An empty timeline of two sides.
    pub fn new(title: impl Into<String>, sides: [&str; 2]) -> Timeline {
        Timeline { title: title.into(), sides: sides.map(str::to_owned), ..Timeline::default() }
    }
}

impl Lane {
    /// A lane that ends as its spell does: still running where that never ends.
    pub fn new(label: impl Into<String>, side: Side, spell: Spell) -> Lane {
        let finish = match (spell.is_running(), spell.latest_end == Day::MAX) {
            (true, _) => Finish::Running,
            (false, true) => Finish::Unknown,
            (false, false) => Finish::Ended,
        };
        Lane { label: label.into(), side, spell, finish, tooltip: String::new() }
    }
}

/// The timeline as a PNG image, pixel for pixel what [`timeline_svg`] describes; none where that is none.
///
/// # Errors
/// Returns an error if the bundled fonts cannot be read, or if the image would have too many pixels.
#[cfg(feature = "png")]
pub fn timeline_png(
    timeline: &Timeline,
    options: &TimelineOptions,
    raster: &PngOptions,
) -> Result<Option<Vec<u8>>, RenderError> {
    page(timeline, options)?.map(|page| rasterize(&page, raster)).transpose()
}

/// The timeline as a PDF of one page: vectors, and text in embedded fonts; none where that is none.
///
/// # Errors
/// Returns an error if the bundled fonts cannot be read.
#[cfg(feature = "pdf")]
pub fn timeline_pdf(timeline: &Timeline, options: &TimelineOptions) -> Result<Option<Vec<u8>>, RenderError> {
    page(timeline, options)?.map(|page| document(&page, &displayable(&timeline.title))).transpose()
}

fn page(timeline: &Timeline, options: &TimelineOptions) -> Result<Option<Page>, RenderError> {
    let Some(layout) = layout::lay_out(timeline, options)? else { return Ok(None) };
    let svg = svg::write(timeline, &layout, options);
    Ok(Some(Page { svg, width: layout.width, height: layout.height }))
}

/// The timeline as an SVG document; none where no seat and no mark has a date, for then there is
/// nothing to place on an axis. The same timeline gives the same bytes.
///
/// # Errors
/// Returns an error if the bundled fonts cannot be read.
pub fn timeline_svg(timeline: &Timeline, options: &TimelineOptions) -> Result<Option<String>, RenderError> {
    Ok(page(timeline, options)?.map(|page| page.svg))
}
