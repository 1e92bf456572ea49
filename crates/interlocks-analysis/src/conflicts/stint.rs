//! When somebody joined and when they left, from spells whose ends are only partly known.

use super::lag::{Lag, between, last};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};

/// An unbroken service: spells at one place whose possible days overlap or touch.
///
/// A new role taken up where the old one ends is no joining, so such spells are one stint. An end
/// that is not known reaches no further than it must: a later spell is then a stint of its own, and
/// its beginning only possibly a joining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stint {
    spells: Vec<Claim>,
    possible: DaySet,
    /// Days on which the stint itself may begin.
    begun: DaySet,
    /// Days on which it may begin while nothing else ran the day before.
    pub joined: DaySet,
    /// Whether somebody surely joined on one of these days.
    pub surely_joined: bool,
    /// First days after the stint while nothing else ran on: half open as spells are.
    pub left: DaySet,
    /// Whether somebody surely left on one of these days.
    pub surely_left: bool,
}

/// A spell, and whether the row it stands in is sure to count at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub spell: Spell,
    pub sure: bool,
}

/// The stints that some spells amount to, in order of time.
///
/// The days of joining are exact: a day is among them iff some choice of days makes the first spell
/// of the stint begin then with nothing else running the day before; so are the days of leaving.
pub fn stints(claims: impl Iterator<Item = Claim>) -> Vec<Stint> {
    let claims: Vec<Claim> = claims.filter(|claim| claim.spell.possible().is_some()).collect();
    let runs: DaySet = claims.iter().map(|claim| reach(&claim.spell)).collect();
    runs.as_slice()
        .iter()
        .map(|run| {
            let (own, others): (Vec<Claim>, Vec<Claim>) =
                claims.iter().copied().partition(|claim| run.meet(reach(&claim.spell)).is_some());
            stint(own, &others)
        })
        .collect()
}

fn stint(claims: Vec<Claim>, others: &[Claim]) -> Stint {
    let spells = || claims.iter().map(|claim| claim.spell);
    let surely = || claims.iter().filter(|claim| claim.sure && surely_exists(&claim.spell)).map(|claim| claim.spell);
    // No choice begins after the latest start of a spell that is sure to be there.
    let latest = surely().map(|spell| spell.latest_start).min().unwrap_or(Day::MAX);
    let begun: DaySet = spells()
        .map(|spell| DaySpan {
            from: spell.earliest_start,
            to: spell.latest_start.min(last_day(&spell)).min(latest).plus(1),
        })
        .collect();
    let earliest = surely().map(|spell| spell.earliest_end).max().unwrap_or(Day::MIN);
    let ended: DaySet = spells()
        .map(|spell| DaySpan {
            from: spell.earliest_end.max(spell.earliest_start.plus(1)).max(earliest),
            to: spell.latest_end.plus(1),
        })
        .collect();
    let certain: DaySet = others.iter().filter(|claim| claim.sure).filter_map(|claim| claim.spell.certain()).collect();
    let possible: DaySet = others.iter().filter_map(|claim| claim.spell.possible()).collect();
    let (joined, left) = (begun.without(&shifted(&certain, 1)), ended.without(&certain));
    let sure = surely().next().is_some();
    let may_run = spells().any(|spell| spell.latest_end == Day::MAX);
    Stint {
        surely_joined: sure && !begun.meets(&shifted(&possible, 1)),
        surely_left: sure && !may_run && !ended.meets(&possible),
        possible: spells().filter_map(|spell| spell.possible()).collect(),
        spells: claims,
        begun,
        joined,
        left,
    }
}

/// The days a spell is taken to reach when stints are told apart.
fn reach(spell: &Spell) -> DaySpan {
    let from = if spell.earliest_start == Day::MIN {
        spell.latest_start.min(spell.earliest_end.plus(-1))
    } else {
        spell.earliest_start
    };
    let to = if ends_unknown(spell) { spell.earliest_end.max(spell.latest_start.plus(1)) } else { spell.latest_end };
    DaySpan::new(from, to).or(spell.possible()).unwrap_or(DaySpan::ALWAYS)
}

fn ends_unknown(spell: &Spell) -> bool {
    spell.latest_end == Day::MAX && !spell.is_running()
}

/// Whether a spell has a day for every choice of days. Where one end is not known it lies beyond
/// the other, so there is a day.
fn surely_exists(spell: &Spell) -> bool {
    spell.certain().is_some() || spell.earliest_start == Day::MIN || ends_unknown(spell)
}

/// The last day a spell may cover.
fn last_day(spell: &Spell) -> Day {
    spell.latest_end.plus(-1)
}

fn shifted(days: &DaySet, by: i32) -> DaySet {
    days.as_slice().iter().map(|span| DaySpan { from: span.from.plus(by), to: span.to.plus(by) }).collect()
}

/// The days from the moment several things came to hold together to a deal on which they held:
/// the least and the most over every choice of days. Each side is the stints of one thing.
///
/// What holds together begins with the latest stint to begin. For each day of the deal the latest
/// choice of that beginning is found; the least lag lies where a stint, or the deal, begins.
pub fn lag_since(sides: &[Vec<Stint>], deal: DayRange) -> Lag {
    if !(deal.first.is_calendar() && deal.last.is_calendar()) {
        return Lag::default();
    }
    let days = DaySpan::from(deal);
    let mut chosen: Vec<Vec<&Stint>> = vec![Vec::new()];
    for side in sides {
        let side: Vec<&Stint> = side.iter().filter(|stint| !stint.possible.within(days).is_empty()).collect();
        chosen = chosen
            .iter()
            .flat_map(|before| side.iter().map(move |stint| [&before[..], &[*stint][..]].concat()))
            .collect();
    }
    let lags = chosen.iter().filter_map(|together| lag_of(together, deal));
    lags.reduce(Lag::or).unwrap_or_default()
}

/// The lag of one stint of each side; none where they cannot all hold on a day of the deal.
fn lag_of(together: &[&Stint], deal: DayRange) -> Option<Lag> {
    let days = together.iter().fold(DaySpan::from(deal).into(), |days: DaySet, stint| days.meet(&stint.possible));
    let hull = days.hull()?;
    let earliest = together.iter().filter_map(|stint| stint.begun.hull()).map(|begun| begun.from).max()?;
    let starts = together.iter().flat_map(|stint| &stint.spells).map(|claim| claim.spell.earliest_start);
    let candidates = days.as_slice().iter().map(|span| span.from).chain(starts);
    let least = candidates
        .filter(|day| days.covers(DayRange::exactly(*day)))
        .map(|day| {
            let begun = together.iter().filter_map(|stint| stint.latest_begin(day)).max();
            begun.and_then(|begun| between(begun, day))
        })
        .reduce(|x, y| x.zip(y).map(|(x, y)| x.min(y)));
    Some(Lag { min: least.flatten(), max: between(earliest, last(hull)) })
}

impl Stint {
    /// The latest day on which the stint may have begun, given that it covers a day.
    fn latest_begin(&self, day: Day) -> Option<Day> {
        let there = self
            .spells
            .iter()
            .map(|claim| claim.spell)
            .filter(|spell| spell.earliest_start <= day && day < spell.latest_end);
        there
            .filter_map(|spell| {
                let until = day.min(spell.latest_start).plus(1);
                self.begun.within(DaySpan { from: Day::MIN, to: until }).hull().map(last)
            })
            .max()
    }
}
