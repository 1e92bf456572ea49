//! `screen DATA cross-directorship`: pairs of executives on each other's boards.

use serde_json::{Value, json};

use super::super::{question::Question, reading::Reading};
use super::mutual::{Choices, Rank, sent};

const SENTENCE: &str = "docs/rules/cross-directorship.md: an executive of A sits on the board of B while an executive of B, another \
    person, sits on the board of A; while a person is an executive of both companies, that person's seats count in neither direction; \
    certain when all of the people sit on the same day, whatever the exact dates turn out to be";

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    if reading.reaches_beyond {
        return None;
    }
    let mut rows = Vec::new();
    for a in 0..reading.companies.len() {
        for b in a + 1..reading.companies.len() {
            for p in 0..reading.people.len() {
                for q in p + 1..reading.people.len() {
                    let one = row(reading, question, [a, b], [p, q])?;
                    let other = row(reading, question, [a, b], [q, p])?;
                    // How two people who crossed both ways are told in one row is not said.
                    if one.is_some() && other.is_some() {
                        return None;
                    }
                    rows.extend(one.or(other));
                }
            }
        }
    }
    Some((sorted(rows), SENTENCE))
}

/// The row of two companies and two people, if they cross; None if a day has too many open seats.
fn row(reading: &Reading, question: &Question, [a, b]: [usize; 2], [p, q]: [usize; 2]) -> Option<Option<Value>> {
    let crossed = |rank: Rank| -> Option<(bool, bool)> {
        let (mut every, mut some) = (reading.none(), reading.none());
        for piece in (0..reading.pieces()).filter(|&piece| reading.window[piece]) {
            let choices = Choices::new(reading, piece, &[a, b])?;
            (every[piece], some[piece]) = choices.ask(|held| {
                sent(reading, held, a, b, rank).contains(&p) && sent(reading, held, b, a, rank).contains(&q)
            });
        }
        Some((reading.certainly(&every), reading.possibly(&some)))
    };
    let (any, chiefs) = (crossed(Rank::Any)?, crossed(Rank::Chief)?);
    if !any.1 || (question.certain && !any.0) {
        return Some(None);
    }
    // "If it is more certain that the two crossed than that both were chief executives at the time, the
    // row is `mutual` instead."
    let test = if chiefs.1 && chiefs.0 == any.0 { "chief-executive" } else { "mutual" };
    Some(Some(json!({
        "test": test,
        "certain": any.0,
        "companies": [reading.companies[a], reading.companies[b]],
        "people": [reading.people[p.min(q)], reading.people[p.max(q)]],
    })))
}

fn sorted(mut rows: Vec<Value>) -> Value {
    rows.sort_by_key(|row| format!("{} {}", row["companies"], row["people"]));
    Value::Array(rows)
}

pub fn prepare(rows: &Value) -> Value {
    let ids = |list: &Value| {
        let mut ids: Vec<String> =
            list.as_array().into_iter().flatten().filter_map(|item| item["id"].as_str()).map(str::to_owned).collect();
        ids.sort();
        ids
    };
    let breaches = rows
        .as_array()
        .into_iter()
        .flatten()
        .filter(|row| row["verdict"] == "breach" && (row["test"] == "mutual" || row["test"] == "chief-executive"));
    sorted(
        breaches
            .map(|row| {
                json!({"test": row["test"], "certain": row["certain"], "companies": ids(&row["companies"]), "people": ids(&row["people"])})
            })
            .collect(),
    )
}
