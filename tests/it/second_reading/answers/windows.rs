//! `windows`: the counts of an appointment study, where every day is known.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::{
    dates::{Day, iso, parse},
    question::Question,
    reading::{ReadSeat, Reading},
};

const SENTENCE: &str = "docs/semantics.md, Appointment studies: an appointment joins X and Y if somebody with a seat at X, or a tie to X, \
    joins the board of Y; the joint history begins on the later of the two companies' first days (those of seats and ties) and ends on the \
    earlier of their last days (the as-of date); a day is near if it is within --window days before or after an appointment";

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    let window = Day::try_from(question.number("--window").unwrap_or(90)).ok()?;
    if reading.reaches_beyond || question.certain || !exact(reading) {
        return None;
    }
    let mut rows = Vec::new();
    for a in 0..reading.companies.len() {
        for b in a + 1..reading.companies.len() {
            rows.extend(row(reading, window, a, b)?);
        }
    }
    Some((Value::Array(rows), SENTENCE))
}

/// Every start is one day, every end is one day or still to come, and nothing is after the as-of date.
fn exact(reading: &Reading) -> bool {
    let spells = reading.seats.iter().map(|seat| &seat.spell).chain(reading.ties.iter().map(|tie| &tie.spell));
    let mut spells = spells.filter(|spell| spell.start.earliest > super::super::dates::FAR_PAST);
    let kin = reading.ties.iter().filter(|tie| reading.data.ties[tie.row].kind == "sibling").count();
    let known = reading.seats.len() + reading.ties.len() - kin;
    let exact = |spell: &super::super::reading::Spell| {
        spell.start.exact()
            && spell.end.exact()
            && spell.start.latest <= reading.as_of
            && (spell.runs || spell.end.latest <= reading.as_of)
            && spell.start.latest < spell.end.latest
    };
    let deals = reading
        .data
        .deals
        .iter()
        .all(|deal| parse(&deal.date).is_some_and(|date| date.exact() && date.latest <= reading.as_of));
    spells.by_ref().filter(|spell| exact(spell)).count() == known && deals
}

fn row(reading: &Reading, window: Day, a: usize, b: usize) -> Option<Option<Value>> {
    let appointments: BTreeSet<(Day, usize, usize)> =
        [[a, b], [b, a]].into_iter().flat_map(|[home, to]| joinings(reading, home, to)).collect();
    let deals: Vec<Day> = reading
        .data
        .deals
        .iter()
        .filter(|deal| [a, b].iter().all(|&company| deal.parties.contains(&reading.companies[company])))
        .filter_map(|deal| parse(&deal.date).map(|date| date.latest))
        .collect();
    let (Some(first_a), Some(first_b)) = (first(reading, a), first(reading, b)) else { return Some(None) };
    let (from, to) = (first_a.max(first_b), reading.as_of);
    // Appointments and deals outside the joint history are left out; a pair without either has no row.
    let inside: Vec<Day> = deals.iter().copied().filter(|deal| (from..=to).contains(deal)).collect();
    let inside_history: Vec<_> = appointments.iter().filter(|(day, ..)| (from..=to).contains(day)).collect();
    if inside.is_empty() || inside_history.is_empty() {
        return Some(None);
    }
    let near = |day: Day| inside_history.iter().any(|(at, ..)| (at - day).abs() <= window);
    let near_days = (from..=to).filter(|&day| near(day)).count();
    let near_deals = inside.iter().filter(|&&day| near(day)).count();
    Some(Some(json!({
        "a": {"id": reading.companies[a]},
        "b": {"id": reading.companies[b]},
        "history": {"from": iso(from), "to": iso(to + 1), "days": to - from + 1},
        "near_days": {"min": near_days, "max": near_days, "expected": near_days},
        "near": {"certain": near_deals, "possible": near_deals, "expected": near_deals},
    })))
}

/// Days on which somebody tied to `home` joined the board of `to`.
fn joinings(reading: &Reading, home: usize, to: usize) -> Vec<(Day, usize, usize)> {
    let mut found = Vec::new();
    for person in 0..reading.people.len() {
        let mut board: Vec<&ReadSeat> = reading
            .seats
            .iter()
            .filter(|seat| seat.person == person && seat.company == to && seat.office.board)
            .collect();
        board.sort_by_key(|seat| seat.spell.start.earliest);
        let mut end: Option<Day> = None;
        for seat in board {
            let start = seat.spell.start.earliest;
            // "Seats whose days may overlap or touch are one service."
            if end.is_none_or(|end| start > end) && tied(reading, person, home, start) {
                found.push((start, person, to));
            }
            end = Some(end.map_or(seat.spell.end.latest, |end| end.max(seat.spell.end.latest)));
        }
    }
    found
}

fn tied(reading: &Reading, person: usize, company: usize, on: Day) -> bool {
    let holds = |spell: &super::super::reading::Spell| spell.start.earliest <= on && on < spell.end.latest;
    let (id, firm) = (&reading.people[person], &reading.companies[company]);
    reading.seats.iter().any(|seat| seat.person == person && seat.company == company && holds(&seat.spell))
        || reading.ties.iter().any(|tie| {
            let row = &reading.data.ties[tie.row];
            ((&row.from == id && &row.to == firm) || (&row.from == firm && &row.to == id)) && holds(&tie.spell)
        })
}

/// The first day of a company: the first of its seats and ties.
fn first(reading: &Reading, company: usize) -> Option<Day> {
    let id = &reading.companies[company];
    let seats = reading.seats.iter().filter(|seat| seat.company == company).map(|seat| seat.spell.start.earliest);
    let ties = reading.ties.iter().filter(|tie| {
        let row = &reading.data.ties[tie.row];
        &row.from == id || &row.to == id
    });
    seats.chain(ties.map(|tie| tie.spell.start.earliest)).min()
}

/// Rows in the order of companies.
pub fn prepare(rows: &Value) -> Value {
    let mut rows: Vec<Value> = rows.as_array().cloned().unwrap_or_default();
    rows.sort_by_key(|row| (row["a"]["id"].to_string(), row["b"]["id"].to_string()));
    Value::Array(rows)
}
