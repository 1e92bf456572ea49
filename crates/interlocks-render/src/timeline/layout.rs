//! A place for everything on a timeline, so that no text lies on another.
//!
//! From top to bottom: the headline, the dates, the marks with their labels in as many rows as they
//! need, the groups with their lanes, the dates again, the as-of day, the legend, and notes. Labels
//! of lanes stand in a column of their own; labels of marks beside them, in the first row with room.

use super::axis::Axis;
use super::legend::{self, Item};
use super::{Finish, Group, Lane, Mark, Side, Timeline, TimelineOptions};
use crate::error::RenderError;
use crate::layout::Rect;
use crate::text::{Fonts, Style, displayable, fonts, wrap_within};
use crate::theme::ThemeColors;
use interlocks_core::model::{Day, DaySet};

const MARGIN: f64 = 14.0;
/// Room right of the axis: for half of a date, an arrow, a question mark.
const RIGHT: f64 = 34.0;
/// Room between the labels of lanes and the axis, for a question mark.
const GAP: f64 = 20.0;
const WIDEST_LABEL: f64 = 300.0;
const WIDEST_MARK_LABEL: f64 = 320.0;
const LANE: f64 = 20.0;
const MARK_ROW: f64 = 23.0;
const HEADLINE: Style = Style::bold(18.0);
const GROUP: Style = Style::bold(12.5);
const LABEL: Style = Style::regular(12.0);
const SMALL: Style = Style::regular(11.0);
/// Half of the diamond of a mark.
pub(crate) const HALF: f64 = 4.5;
/// Marks of fewer units are drawn as a diamond, wider ones as a bracket.
const NARROW: f64 = 7.0;

/// A line of text and the box it fills.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub text: String,
    pub rect: Rect,
    pub style: Style,
    pub ink: &'static str,
    /// The whole text where it was cut.
    pub full: Option<String>,
}

/// A part of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Days on which the seat is certainly held.
    Solid,
    /// Began on one of these days.
    FadeIn,
    /// Ended on one of these days.
    FadeOut,
    /// Days on which the seat is possibly held, without any certain day.
    Vague,
}

/// A part of a lane in its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    pub lane: (usize, usize),
    pub side: Side,
    pub part: Part,
    pub rect: Rect,
}

/// A mark in its place: the stretch it may lie in, and the middle of its diamond or bracket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedMark {
    pub mark: usize,
    pub from: f64,
    pub to: f64,
    pub y: f64,
    pub narrow: bool,
    /// Box of its label.
    pub label: Rect,
}

/// Days on which somebody was on both sides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shade {
    pub rect: Rect,
    pub certain: bool,
}

/// Everything in its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub width: f64,
    pub height: f64,
    /// The area of marks and lanes.
    pub plot: Rect,
    pub labels: Vec<Label>,
    pub ticks: Vec<f64>,
    pub bars: Vec<Bar>,
    /// Tips of arrows at the ends of seats that continue.
    pub arrows: Vec<(f64, f64)>,
    pub shades: Vec<Shade>,
    pub marks: Vec<PlacedMark>,
    /// Upper ends of the groups.
    pub rules: Vec<f64>,
    pub as_of: Option<f64>,
    pub legend: Vec<(Item, Rect)>,
}

/// Cuts a text to a width with an ellipsis.
fn fitted(fonts: &Fonts, text: &str, style: Style, widest: f64) -> (String, f64, bool) {
    let text = displayable(text);
    let width = fonts.width(&text, style);
    if width <= widest {
        return (text, width, false);
    }
    let dots = fonts.width("…", style);
    let (mut kept, mut sum) = (String::new(), 0.0);
    for c in text.chars() {
        sum += fonts.width(c.encode_utf8(&mut [0; 4]), style);
        if sum + dots > widest {
            break;
        }
        kept.push(c);
    }
    let kept = format!("{}…", kept.trim_end());
    let width = fonts.width(&kept, style);
    (kept, width, true)
}

/// The state of the layout: the input, the output so far, and the present height.
struct Builder<'a> {
    fonts: &'a Fonts,
    axis: Axis,
    timeline: &'a Timeline,
    colors: &'static ThemeColors,
    out: Layout,
    y: f64,
}

/// A place for everything; none where nothing has a date.
pub(crate) fn lay_out(timeline: &Timeline, options: &TimelineOptions) -> Result<Option<Layout>, RenderError> {
    let fonts = fonts()?;
    let width = options.width.max(TimelineOptions::NARROWEST);
    let (groups, lanes_left_out) = shown_groups(timeline, options.most_lanes);
    let marks_left_out = timeline.marks.len().saturating_sub(options.most_marks);
    let lanes = groups.iter().flat_map(|(group, lanes)| lanes.iter().map(|lane| &group.lanes[*lane]));
    let labels = lanes.map(|lane| fonts.width(&displayable(&lane.label), LABEL) + 10.0);
    let names = groups.iter().map(|(group, _)| fonts.width(&displayable(&group.label), GROUP));
    let column = labels.chain(names).fold(60.0, f64::max).min(WIDEST_LABEL);
    let Some(axis) = Axis::new(timeline, MARGIN + column + GAP, width - RIGHT) else { return Ok(None) };
    let out = Layout { width, ..Layout::default() };
    let colors = options.theme.colors();
    let mut builder = Builder { fonts, axis, timeline, colors, out, y: MARGIN };
    if options.headline {
        builder.paragraph(&timeline.title, HEADLINE, colors.headline);
        builder.y += 6.0;
    }
    builder.dates();
    let top = builder.y;
    builder.marks(options.most_marks);
    for (number, (group, lanes)) in groups.iter().enumerate() {
        builder.group(number, group, lanes, column);
    }
    builder.y += 4.0;
    builder.out.plot = Rect { x: axis.left, y: top, w: axis.right - axis.left, h: builder.y - top };
    builder.dates();
    builder.as_of();
    builder.legend();
    for note in left_out(lanes_left_out, marks_left_out).iter().chain(&timeline.notes) {
        builder.paragraph(note, SMALL, colors.pale);
    }
    builder.out.height = (builder.y + MARGIN).ceil();
    Ok(Some(builder.out))
}

/// The groups with the numbers of those of their lanes that are drawn, and how many are not.
fn shown_groups(timeline: &Timeline, most: usize) -> (Vec<(&Group, Vec<usize>)>, usize) {
    let (mut room, mut shown) = (most, Vec::new());
    for group in &timeline.groups {
        let lanes = telling_lanes(group, room);
        room -= lanes.len();
        if !lanes.is_empty() {
            shown.push((group, lanes));
        }
    }
    let all: usize = timeline.groups.iter().map(|group| group.lanes.len()).sum();
    (shown, all - (most - room))
}

/// As many lanes of a group as there is room for: of both sides by turns, or one side could use up the room
/// and days at both would be shaded behind lanes of one.
fn telling_lanes(group: &Group, room: usize) -> Vec<usize> {
    let of = |side: Side| (0..group.lanes.len()).filter(move |lane| group.lanes[*lane].side == side);
    let mut ranked: Vec<(usize, usize)> =
        [Side::A, Side::B].into_iter().flat_map(|side| of(side).enumerate()).collect();
    ranked.sort_unstable();
    let lanes = ranked.into_iter().map(|(_, lane)| lane).chain(of(Side::Other));
    let mut lanes: Vec<usize> = lanes.take(room).collect();
    lanes.sort_unstable();
    lanes
}

fn left_out(lanes: usize, marks: usize) -> Option<String> {
    let count = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {one}s")),
    };
    let parts: Vec<String> = [count(lanes, "seat"), count(marks, "deal")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Not drawn, for want of room: {}.", parts.join(" and ")))
}

impl Builder<'_> {
    /// Puts a line of text where it fits.
    fn label(&mut self, text: &str, style: Style, (x, y): (f64, f64), widest: f64, ink: &'static str) -> Rect {
        let (line, width, cut) = fitted(self.fonts, text, style, widest);
        let rect = Rect { x, y, w: width, h: style.line_height() };
        let full = cut.then(|| displayable(text));
        if !line.is_empty() {
            self.out.labels.push(Label { text: line, rect, style, ink, full });
        }
        rect
    }

    /// Lines across the drawing.
    fn paragraph(&mut self, text: &str, style: Style, ink: &'static str) {
        let widest = self.out.width - 2.0 * MARGIN;
        for (line, _) in wrap_within(self.fonts, text, style, widest, 6).lines {
            self.label(&line, style, (MARGIN, self.y), widest, ink);
            self.y += style.line_height();
        }
    }

    /// A row of dates.
    fn dates(&mut self) {
        self.out.ticks.clear();
        for (x, name) in self.axis.ticks() {
            let half = self.fonts.width(&name, SMALL) / 2.0;
            self.label(&name, SMALL, (x - half, self.y), 80.0, self.colors.pale);
            self.out.ticks.push(x);
        }
        self.y += SMALL.line_height() + 5.0;
    }

    /// Marks by their first day, each in the first row where it and its label have room.
    fn marks(&mut self, most: usize) {
        let mut order: Vec<usize> = (0..self.timeline.marks.len().min(most)).collect();
        order.sort_by_key(|mark| (self.timeline.marks[*mark].days.first, self.timeline.marks[*mark].days.last, *mark));
        if order.is_empty() {
            return;
        }
        let top = self.y + 2.0;
        self.label("Deals", GROUP, (MARGIN, top), 100.0, self.colors.ink);
        let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
        for mark in order {
            let (text, width, full) = self.mark_label(&self.timeline.marks[mark]);
            let (from, to, x, taken) = self.stretch(&self.timeline.marks[mark], width);
            let free = |row: &Vec<(f64, f64)>| row.iter().all(|other| taken.1 <= other.0 || other.1 <= taken.0);
            let row = rows.iter().position(free).unwrap_or_else(|| {
                rows.push(Vec::new());
                rows.len() - 1
            });
            rows[row].push(taken);
            let y = top + row as f64 * MARK_ROW;
            let rect = Rect { x, y, w: width, h: SMALL.line_height() };
            let narrow = to - from <= NARROW;
            let middle = if narrow { y + rect.h / 2.0 } else { y + rect.h + 4.0 };
            self.out.marks.push(PlacedMark { mark, from, to, y: middle, narrow, label: rect });
            self.out.labels.push(Label { text, rect, style: SMALL, ink: self.colors.ink, full });
        }
        self.y = top + rows.len() as f64 * MARK_ROW + 4.0;
    }

    fn mark_label(&self, mark: &Mark) -> (String, f64, Option<String>) {
        let (text, width, cut) = fitted(self.fonts, &mark.label, SMALL, WIDEST_MARK_LABEL);
        (text, width, cut.then(|| displayable(&mark.label)))
    }

    /// The position of a mark, the start of its label, and the part of a row that both take.
    fn stretch(&self, mark: &Mark, width: f64) -> (f64, f64, f64, (f64, f64)) {
        let (from, to) = (self.axis.place(mark.days.first), self.axis.place(mark.days.last.plus(1)));
        let (left, right) = (self.axis.left, self.axis.right + RIGHT - MARGIN);
        if to - from > NARROW {
            let x = from.min(right - width).max(left);
            return (from, to, x, (from.min(x) - 4.0, to.max(x + width) + 8.0));
        }
        let middle = (from + to) / 2.0;
        let beside = middle + HALF + 4.0;
        let x = if beside + width <= right { beside } else { middle - HALF - 4.0 - width };
        (from, to, x, ((middle - HALF).min(x) - 4.0, (middle + HALF).max(x + width) + 8.0))
    }

    /// A group: its name, its lanes, and the days on both sides behind them.
    fn group(&mut self, number: usize, group: &Group, lanes: &[usize], column: f64) {
        self.out.rules.push(self.y);
        self.y += 5.0;
        self.label(&group.label, GROUP, (MARGIN, self.y), column, self.colors.ink);
        self.y += GROUP.line_height() + 1.0;
        let top = self.y;
        for &at in lanes {
            let lane = &group.lanes[at];
            let y = self.y + (LANE - LABEL.line_height()) / 2.0;
            self.label(&lane.label, LABEL, (MARGIN + 10.0, y), column - 10.0, self.colors.ink);
            self.lane((number, at), lane);
            self.y += LANE;
        }
        let height = self.y - top;
        for (spans, certain) in [(&group.both_possible, false), (&group.both_certain, true)] {
            self.shade(spans, certain, (top, height));
        }
        self.y += 5.0;
    }

    fn shade(&mut self, spans: &DaySet, certain: bool, (y, h): (f64, f64)) {
        for span in spans.as_slice() {
            let from = self.axis.place(span.from);
            let to = if span.to == Day::MAX { self.far(span.from) } else { self.axis.place(span.to) };
            self.out.shades.push(Shade { rect: Rect { x: from, y, w: (to - from).max(1.0), h }, certain });
        }
    }

    /// The day to which a lane without a known end is drawn: the as-of day, if the lane begins before it.
    fn far(&self, start: Day) -> f64 {
        match self.timeline.as_of {
            Some(day) if start <= day => self.axis.place(day.plus(1)),
            _ => self.axis.right,
        }
    }

    /// The parts of a lane, and the signs at its ends.
    fn lane(&mut self, at: (usize, usize), lane: &Lane) {
        let (axis, spell) = (self.axis, lane.spell);
        let end = |day: Day| if day == Day::MAX { self.far(spell.earliest_start) } else { axis.place(day) };
        let (from, sure_from) = (axis.place(spell.earliest_start), axis.place(spell.latest_start));
        let last_end = self.timeline.last_end(&spell);
        let (sure_to, to) = (end(spell.earliest_end), end(last_end));
        let to = to.max(from + 2.0).min(axis.right);
        let from = from.min(to - 2.0);
        let y = self.y + 4.0;
        let mut bar = |part: Part, x: f64, until: f64| {
            if until > x {
                let rect = Rect { x, y, w: until - x, h: LANE - 8.0 };
                self.out.bars.push(Bar { lane: at, side: lane.side, part, rect });
            }
        };
        if spell.certain().is_some() {
            let sure_from = sure_from.clamp(from, to);
            let sure_to = sure_to.clamp(sure_from, to);
            bar(Part::FadeIn, from, sure_from);
            bar(Part::Solid, sure_from, sure_to);
            bar(Part::FadeOut, sure_to, to);
        } else {
            bar(Part::Vague, from, to);
        }
        if lane.finish == Finish::Running {
            self.out.arrows.push((to, y + (LANE - 8.0) / 2.0));
        }
        let y = self.y + (LANE - LABEL.line_height()) / 2.0;
        if spell.earliest_start == Day::MIN {
            self.label("?", LABEL, (from - 10.0, y), 9.0, self.colors.ink);
        }
        // A lane that is drawn shorter than it may be has an unknown end.
        if lane.finish == Finish::Unknown || last_end.plus(366) < spell.latest_end {
            self.label("?", LABEL, (to + 4.0, y), 9.0, self.colors.ink);
        }
    }

    /// The day the data describes: a line through everything, named below the dates.
    fn as_of(&mut self) {
        let Some(day) = self.timeline.as_of.filter(|day| day.is_calendar()) else { return };
        let x = self.axis.place(day.plus(1));
        let text = format!("as of {day}");
        let width = self.fonts.width(&text, SMALL);
        let at = (x - width / 2.0).min(self.out.width - MARGIN - width).max(MARGIN);
        self.label(&text, SMALL, (at, self.y), width, self.colors.ink);
        self.out.as_of = Some(x);
        self.y += SMALL.line_height() + 4.0;
    }

    /// The legend: the signs that occur, in lines across the drawing.
    fn legend(&mut self) {
        let items = legend::items(self.timeline, &self.out);
        if items.is_empty() {
            return;
        }
        self.y += 8.0;
        let (left, right) = (MARGIN, self.out.width - MARGIN);
        let mut x = left;
        for (item, text) in items {
            let widest = right - left - legend::SWATCH - 6.0;
            let (_, width, _) = fitted(self.fonts, &text, SMALL, widest);
            if x > left && x + legend::SWATCH + 6.0 + width > right {
                x = left;
                self.y += SMALL.line_height() + 5.0;
            }
            let swatch = Rect { x, y: self.y, w: legend::SWATCH, h: SMALL.line_height() };
            self.out.legend.push((item, swatch));
            self.label(&text, SMALL, (x + legend::SWATCH + 6.0, self.y), widest, self.colors.pale);
            x += legend::SWATCH + 6.0 + width + 22.0;
        }
        self.y += SMALL.line_height() + 8.0;
    }
}
