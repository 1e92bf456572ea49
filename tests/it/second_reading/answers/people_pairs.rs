//! `pairs --of people`: people who share companies.
//!
//! "With `--of people`, people and companies are exchanged: a pair is two people who share companies."

use serde_json::{Value, json};

use super::super::{
    question::Question,
    reading::{Answer, Reading},
};
use super::pairs::{boards_of, members_of, spells};

const SENTENCE: &str =
    "With `--of people`, people and companies are exchanged: a pair is two people who share companies";

/// Two people, and the companies on whose boards they may have met.
pub struct PeoplePair {
    pub a: usize,
    pub b: usize,
    pub boards: Vec<(usize, Answer)>,
    pub certain: bool,
}

pub fn all(reading: &Reading) -> Vec<PeoplePair> {
    let mut pairs = Vec::new();
    for a in 0..reading.people.len() {
        for b in a + 1..reading.people.len() {
            let mut union = reading.none();
            let mut boards = Vec::new();
            for company in 0..reading.companies.len() {
                let days = reading.board(a, company).and(&reading.board(b, company));
                if reading.possibly(&days.possible) {
                    union = union.iter().zip(&days.certain).map(|(x, y)| *x || *y).collect();
                    boards.push((company, days));
                }
            }
            if !boards.is_empty() {
                pairs.push(PeoplePair { a, b, certain: reading.certainly(&union), boards });
            }
        }
    }
    pairs
}

fn weight(reading: &Reading, pair: &PeoplePair, name: &str) -> Option<f64> {
    let shared = pair.boards.len() as f64;
    if reading.reaches_beyond && !matches!(name, "count" | "days") {
        return None;
    }
    let size = |person: usize| boards_of(reading, person).len() as f64;
    Some(match name {
        "count" => shared,
        "newman" => {
            pair.boards.iter().map(|(company, _)| 1.0 / (members_of(reading, *company).len() as f64 - 1.0)).sum()
        }
        "jaccard" => shared / (size(pair.a) + size(pair.b) - shared),
        "cosine" => shared / (size(pair.a) * size(pair.b)).sqrt(),
        "days" if !reading.undated => pair.boards.iter().map(|(_, days)| reading.count(&days.certain) as f64).sum(),
        _ => return None,
    })
}

fn companies(reading: &Reading, pair: &PeoplePair) -> Value {
    let name = |company: usize| reading.data.name_of(&reading.companies[company]);
    let mut boards: Vec<&(usize, Answer)> = pair.boards.iter().collect();
    boards.sort_by_key(|(company, _)| (name(*company), *company));
    boards
        .into_iter()
        .map(|(company, days)| {
            json!({
                "id": reading.companies[*company],
                "name": name(*company),
                "certain": spells(&reading.certain_runs(&days.certain)),
                "possible": spells(&reading.runs(&days.possible)),
            })
        })
        .collect()
}

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    let name = question.option("--weight").unwrap_or("count");
    let least = question.number("--min").unwrap_or(1);
    let mut weighed = Vec::new();
    for pair in all(reading) {
        if (question.certain && !pair.certain) || (pair.boards.len() as i64) < least {
            continue;
        }
        // "With --of people, only pairs with this person."
        if let Some(person) = question.option("--person")
            && reading.people[pair.a] != person
            && reading.people[pair.b] != person
        {
            continue;
        }
        weighed.push((weight(reading, &pair, name)?, pair));
    }
    let names = |person: usize| reading.data.name_of(&reading.people[person]);
    weighed.sort_by(|(x, p), (y, q)| {
        let key = |pair: &PeoplePair| (names(pair.a), names(pair.b), pair.a, pair.b);
        y.total_cmp(x).then_with(|| key(p).cmp(&key(q)))
    });
    let entity = |id: &String| json!({"id": id, "name": reading.data.name_of(id)});
    let rows = weighed
        .iter()
        .map(|(weight, pair)| {
            json!({
                "a": entity(&reading.people[pair.a]),
                "b": entity(&reading.people[pair.b]),
                "shared": pair.boards.len(),
                "weight": weight,
                "certain": pair.certain,
                "companies": companies(reading, pair),
            })
        })
        .collect();
    Some((rows, SENTENCE))
}
