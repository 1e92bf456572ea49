//! How strong a step is: docs/strengths.md, with the numbers that `path --explain-strength` prints.
//!
//! "The strength of a step is kind × role × time × certainty × size."

use super::super::{
    dates::FAR_FUTURE,
    reading::{Answer, ReadSeat, ReadTie, Reading, Spell},
};

/// "Each factor is therefore turned into a cost, −ln strength in whole millionths of a nat."
fn cost(factors: &[f64]) -> i64 {
    factors.iter().map(|factor| (-factor.ln() * 1e6).round() as i64).sum()
}

/// "The printed strength is e^(−cost), to six digits."
pub fn of_cost(cost: i64) -> f64 {
    (-(cost as f64) / 1e6).exp()
}

/// None where a column overrides what the role says: which of the five roles it is then is not said.
pub fn of_seat(reading: &Reading, seat: &ReadSeat) -> Option<i64> {
    if seat.office.overridden {
        return None;
    }
    let role = match seat.office {
        office if office.chief => 0.95,
        office if office.executive => 0.9,
        office if office.board => 0.8,
        office if office.observer => 0.4,
        _ => 0.3,
    };
    Some(cost(&[role, time(reading, &seat.spell)?, certainty(reading, &seat.days), size(reading, seat)]))
}

pub fn of_tie(reading: &Reading, tie: &ReadTie) -> Option<i64> {
    let row = &reading.data.ties[tie.row];
    let share: Option<f64> = row.share.parse().ok();
    let kind = match row.kind.as_str() {
        "founder-of" => 0.85,
        // "A tie that states an owner's share of p % counts `at_no_share` + (1 − `at_no_share`) · p / 100."
        "owns" => share.map_or(0.7, |share| 0.3 + 0.7 * share / 100.0),
        "spouse" | "parent-of" => 0.95,
        "sibling" => 0.9,
        "investor-in" => 0.5,
        "advisor-to" | "friend" => 0.4,
        // A business partner is an associate, which the table does not list.
        _ => return None,
    };
    Some(cost(&[kind, time(reading, &tie.spell)?, certainty(reading, &tie.days)]))
}

/// "With `--at` or `--during`: always 1"; "with `--ever`: 1 if the step still runs. After its end, the
/// factor halves every `half_life_years`, from the latest possible end to the as-of date, but never falls
/// below `least`. If the end is unknown, it is `unknown_end`." An end that may be after the as-of date is
/// left open.
fn time(reading: &Reading, spell: &Spell) -> Option<f64> {
    if reading.one_day || reading.undated || spell.runs {
        return Some(1.0);
    }
    if spell.end.latest == FAR_FUTURE {
        return Some(0.7);
    }
    let days = reading.as_of - spell.end.latest;
    (days >= 0).then(|| 0.5_f64.powf(f64::from(days) / (3.0 * 365.25)).max(0.05))
}

/// "1 on a board of up to `usual` members, and (`usual` / n)^`power` on a larger board of n. Everybody
/// counts who may have been on the board on the last day of the seat within the time asked about, or on
/// the as-of date if the seat still runs."
fn size(reading: &Reading, seat: &ReadSeat) -> f64 {
    let first = (0..reading.pieces()).find(|&piece| reading.window[piece]).unwrap_or(0);
    let last = |from: &dyn Fn(usize) -> bool| (0..reading.pieces()).rev().find(|&piece| from(piece));
    let piece = last(&|piece| {
        reading.window[piece] && seat.days.possible[piece] && (reading.is_past(piece) || !seat.spell.runs)
    });
    let piece = piece.unwrap_or(first);
    let members =
        (0..reading.people.len()).filter(|&person| reading.board(person, seat.company).possible[piece]).count();
    if members > 5 { (5.0 / members as f64).sqrt() } else { 1.0 }
}

/// "1 if the step is true for every choice of days, `possible` if only for some."
fn certainty(reading: &Reading, days: &Answer) -> f64 {
    if reading.certainly(&days.certain) { 1.0 } else { 0.7 }
}
