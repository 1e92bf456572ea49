//! `trend`: counts on one day a period, and how the ties changed since the day before.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::{
    clock::Clock,
    compare::open,
    dates::{Day, FAR_FUTURE, civil, day, iso},
    question::Question,
    reading::Reading,
};
use super::stats;

const SENTENCE: &str = "Compute the network over time: one date per month, quarter or year; kept broken new jaccard compare the ties of \
    --of with those at the date before";

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    if reading.reaches_beyond || reading.undated {
        return None;
    }
    let (from, to) = question.clock.window();
    let months = match question.option("--every")? {
        "year" => 12,
        "quarter" => 3,
        _ => 1,
    };
    let of_people = question.option("--of") == Some("people");
    let mut before: Option<BTreeSet<(usize, usize)>> = None;
    let mut rows = Vec::new();
    for at in periods(from, to.min(reading.as_of + 1), months) {
        let clock = Clock::At(iso(at));
        let then = Reading::new(reading.data, &clock, reading.as_of)?;
        let own = stats::ties(&then, of_people, question.certain);
        let ties: BTreeSet<(usize, usize)> = own.iter().map(|tie| (tie.0, tie.1)).collect();
        let change = before.as_ref().map(|before| {
            let kept = before.intersection(&ties).count();
            (kept, before.len() - kept, ties.len() - kept)
        });
        let seats: usize = stats::boards(&then, question.certain).iter().map(Vec::len).sum();
        let jaccard = change.and_then(|(kept, broken, new)| {
            let all = kept + broken + new;
            (all > 0).then(|| kept as f64 / all as f64)
        });
        rows.push(json!({
            "date": iso(at),
            "two_mode": {"seats": seats},
            "companies": {"ties": stats::ties(&then, false, question.certain).len()},
            "people": {"ties": stats::ties(&then, true, question.certain).len()},
            "kept": change.map(|change| change.0),
            "broken": change.map(|change| change.1),
            "new": change.map(|change| change.2),
            "jaccard": jaccard,
        }));
        before = Some(ties);
    }
    Some((Value::Array(rows), SENTENCE))
}

/// Our rows on the dates that the program tells. It begins and ends with the days of board seats, which
/// the page does not say; the first of its rows has nothing before it.
pub fn align(ours: &Value, theirs: &Value) -> Value {
    let dates: Vec<&Value> = theirs.as_array().into_iter().flatten().map(|row| &row["date"]).collect();
    let mut rows: Vec<Value> =
        ours.as_array().into_iter().flatten().filter(|row| dates.contains(&&row["date"])).cloned().collect();
    if let Some(first) = rows.first_mut() {
        for key in ["kept", "broken", "new", "jaccard"] {
            first[key] = open();
        }
    }
    Value::Array(rows)
}

/// The first days of months that begin a period, from `from` to the day before `to`.
fn periods(from: Day, to: Day, months: i32) -> Vec<Day> {
    let mut days = Vec::new();
    if to >= FAR_FUTURE {
        return days;
    }
    let (year, _, _) = civil(from);
    let mut month = 0;
    loop {
        let at = day(year + month / 12, month % 12 + 1, 1);
        if at >= to {
            return days;
        }
        if at >= from {
            days.push(at);
        }
        month += months;
    }
}
