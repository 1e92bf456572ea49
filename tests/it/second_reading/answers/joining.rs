//! Joining and leaving near a deal, by trying every choice of days.
//!
//! "Somebody *joins* on the first day of a service and *leaves* on the first day after it. Seats whose
//! days may overlap or touch are one service."

use super::super::{
    dates::{Day, FAR_FUTURE, FAR_PAST, Range},
    reading::{Reading, Spell},
};

/// More choices than these are left open.
const MOST: i64 = 60_000;

/// What all choices of days say of one person, two parties and a deal.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    pub certain: bool,
    /// Days from the joining to the deal: the limits of all choices in which the person joins while tied.
    pub least: i64,
    pub most: i64,
    pub nearest: i64,
    /// The share of all choices that fall within the window.
    pub share: f64,
}

/// The outer None leaves the answer open; the inner one says that no choice is within the window.
pub fn timing(
    reading: &Reading,
    person: usize,
    [from, to]: [usize; 2],
    date: Option<Range>,
    window: i64,
    revolving: bool,
) -> Option<Option<Timing>> {
    let seats = |company: usize, board: bool| -> Vec<&Spell> {
        let rows = reading.seats.iter().filter(|seat| seat.person == person && seat.company == company);
        rows.filter(|seat| seat.office.board || !board).map(|seat| &seat.spell).collect()
    };
    let joined = seats(to, !revolving);
    let mut tied = seats(from, false);
    if !revolving {
        tied.extend(ties(reading, person, from));
    }
    if joined.is_empty() || tied.is_empty() {
        return Some(None);
    }
    let date = date?;
    // One service on each side; more than one are told in rows of their own. Unknown days are left open.
    if !one_service(&joined) || (revolving && !one_service(&tied)) {
        return None;
    }
    let stated = |range: Range| FAR_PAST < range.earliest && range.latest < FAR_FUTURE;
    let running = |spell: &Spell| spell.runs || stated(spell.end);
    if joined.iter().chain(&tied).any(|spell| !stated(spell.start) || !running(spell)) {
        return None;
    }
    // "The last day nothing is certain about": leavings and deals after the as-of date are left open.
    let late = |range: Range| range.latest > reading.as_of && range.latest < FAR_FUTURE;
    if late(date) || joined.iter().chain(&tied).any(|spell| late(spell.start) || (!spell.runs && late(spell.end))) {
        return None;
    }
    // A choice in which a spell ends before it begins is no spell.
    if joined.iter().chain(&tied).any(|spell| spell.start.latest >= spell.end.earliest) {
        return None;
    }
    let mut ranges = vec![date];
    ranges.extend(joined.iter().map(|spell| spell.start));
    for spell in &tied {
        ranges.push(if revolving { Range { earliest: 0, latest: 0 } } else { spell.start });
        ranges.push(if spell.runs { Range { earliest: FAR_FUTURE, latest: FAR_FUTURE } } else { spell.end });
    }
    let all: i64 = ranges
        .iter()
        .map(|range| i64::from(range.latest - range.earliest) + 1)
        .try_fold(1, |product: i64, width| product.checked_mul(width).filter(|product| *product <= MOST))?;
    let (mut within, mut least, mut most, mut nearest) = (0i64, i64::MAX, i64::MIN, i64::MAX);
    each_choice(&ranges, &mut |days| {
        let join = days[1..=joined.len()].iter().copied().min().unwrap_or(FAR_FUTURE);
        let spells = days[1 + joined.len()..].chunks(2);
        let near = |day: Day| i64::from(days[0] - day).abs() <= window;
        let (happens, is_near) = if revolving {
            // "Somebody left one party and joined the other, both within the window, in either order."
            let leave = spells.map(|ends| ends[1]).max().unwrap_or(FAR_FUTURE);
            (leave < FAR_FUTURE, near(leave) && near(join))
        } else {
            let mut spells = spells;
            (spells.any(|ends| ends[0] <= join && join < ends[1]), near(join))
        };
        within += i64::from(happens && is_near);
        if happens {
            let lag = i64::from(days[0] - join);
            (least, most) = (least.min(lag), most.max(lag));
            if nearest == i64::MAX || lag.abs() < nearest.abs() {
                nearest = lag;
            }
        }
    });
    Some((within > 0).then(|| Timing {
        certain: within == all,
        least,
        most,
        nearest,
        // "To four digits."
        share: (within as f64 / all as f64 * 1e4).round() / 1e4,
    }))
}

/// Ties of a person to a company; none of the kinds that are generated is a rivalry.
fn ties<'r>(reading: &'r Reading, person: usize, company: usize) -> impl Iterator<Item = &'r Spell> {
    let (person, company) = (&reading.people[person], &reading.companies[company]);
    reading
        .ties
        .iter()
        .filter(move |tie| {
            let row = &reading.data.ties[tie.row];
            (&row.from == person && &row.to == company) || (&row.from == company && &row.to == person)
        })
        .map(|tie| &tie.spell)
}

/// "Seats of one person at one company whose possible days touch are one service."
fn one_service(spells: &[&Spell]) -> bool {
    let mut spells: Vec<_> = spells.iter().map(|spell| (spell.start.earliest, spell.end.latest)).collect();
    spells.sort_unstable();
    let mut end = spells[0].1;
    spells.iter().all(|&(start, to)| {
        let touches = start <= end;
        end = end.max(to);
        touches
    })
}

fn each_choice(ranges: &[Range], visit: &mut dyn FnMut(&[Day])) {
    let mut days: Vec<Day> = ranges.iter().map(|range| range.earliest).collect();
    loop {
        visit(&days);
        let Some(at) = (0..days.len()).find(|&at| days[at] < ranges[at].latest) else { return };
        days[at] += 1;
        for before in 0..at {
            days[before] = ranges[before].earliest;
        }
    }
}
