//! The legend of a timeline, with only the signs that occur.

use super::layout::{Layout, Part};
use super::{Side, Timeline};

/// Width of a sign.
pub(crate) const SWATCH: f64 = 24.0;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Seat(Side),
    Fade,
    Vague,
    Running,
    Both { certain: bool },
    Day,
    Bracket,
    Doubtful,
}

/// The signs that occur, each with its text.
pub(crate) fn items(timeline: &Timeline, layout: &Layout) -> Vec<(Item, String)> {
    let [a, b] = &timeline.sides;
    let has = |part: fn(Part) -> bool| layout.bars.iter().any(|bar| part(bar.part));
    let shaded = |certain: bool| layout.shades.iter().any(|shade| shade.certain == certain);
    let side = |side: Side| layout.bars.iter().any(|bar| bar.side == side);
    let marks = || layout.marks.iter().map(|placed| (placed, &timeline.marks[placed.mark]));
    let all = [
        (side(Side::A), Item::Seat(Side::A), a.as_str()),
        (side(Side::B), Item::Seat(Side::B), b.as_str()),
        (side(Side::Other), Item::Seat(Side::Other), "elsewhere"),
        (has(|part| matches!(part, Part::FadeIn | Part::FadeOut)), Item::Fade, "begins or ends on one of these days"),
        (has(|part| part == Part::Vague), Item::Vague, "no certain day"),
        (!layout.arrows.is_empty(), Item::Running, "continues on the as-of day"),
        (shaded(true), Item::Both { certain: true }, "at both at the same time"),
        (shaded(false), Item::Both { certain: false }, "possibly at both at the same time"),
        (marks().any(|(placed, _)| placed.narrow), Item::Day, "deal"),
        (marks().any(|(placed, _)| !placed.narrow), Item::Bracket, "deal on one of these days"),
        (marks().any(|(_, mark)| mark.doubtful), Item::Doubtful, "hollow: alleged or reported"),
    ];
    all.into_iter().filter(|(occurs, _, _)| *occurs).map(|(_, item, words)| (item, words.to_owned())).collect()
}
