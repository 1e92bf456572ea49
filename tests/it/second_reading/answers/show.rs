//! `show`: who sat with whom.

use serde_json::{Value, json};

use super::super::{
    question::Question,
    reading::{Reading, both},
};

const SENTENCE: &str = "all about one person or company: seats in time order, fellow directors, interlocked companies, ties, deals; \
    joined when somebody links them at one time";

pub fn object(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    let id = question.places.first()?;
    let counts = |days: &super::super::reading::Answer| {
        if question.certain { reading.certainly(&days.certain) } else { reading.possibly(&days.possible) }
    };
    let linked = |person: usize, a: usize, b: usize| {
        let (x, y) = (reading.board(person, a), reading.board(person, b));
        let days = super::super::reading::Answer {
            certain: both(&x.certain, &y.certain),
            possible: both(&x.possible, &y.possible),
        };
        counts(&days)
    };
    let row = |id: &String, through: Vec<&String>| {
        (!through.is_empty())
            .then(|| json!({"id": id, "through": through.iter().map(|id| json!({"id": id})).collect::<Vec<_>>()}))
    };
    let (people, companies) = (&reading.people, &reading.companies);
    if let Some(person) = people.iter().position(|other| other == id) {
        let seats = reading.seats.iter().filter(|seat| seat.person == person && counts(&seat.days)).count();
        let fellows: Vec<Value> = (0..people.len())
            .filter(|&other| other != person)
            .filter_map(|other| {
                let through = (0..companies.len())
                    .filter(|&company| counts(&reading.board(person, company).and(&reading.board(other, company))))
                    .map(|company| &companies[company])
                    .collect();
                row(&people[other], through)
            })
            .collect();
        return Some((json!({"seats": seats, "fellows": fellows}), SENTENCE));
    }
    let company = companies.iter().position(|other| other == id)?;
    let seats = reading.seats.iter().filter(|seat| seat.company == company && counts(&seat.days)).count();
    let interlocked: Vec<Value> = (0..companies.len())
        .filter(|&other| other != company)
        .filter_map(|other| {
            let through = (0..people.len()).filter(|&p| linked(p, company, other)).map(|p| &people[p]).collect();
            row(&companies[other], through)
        })
        .collect();
    let owners = super::owners::owners(reading, question, id);
    Some((json!({"seats": seats, "interlocked": interlocked, "owners": owners}), SENTENCE))
}

/// Numbers of rows, and lists in the order of ids.
pub fn prepare(object: &Value) -> Value {
    let sorted = |list: &Value| -> Vec<Value> {
        let mut list: Vec<Value> = list.as_array().cloned().unwrap_or_default();
        for row in &mut list {
            if let Some(through) = row["through"].as_array_mut() {
                through.sort_by_key(|item| item["id"].to_string());
            }
        }
        list.sort_by_key(|item| item["id"].to_string());
        list
    };
    let mut owners: Vec<Value> = object["owners"].as_array().cloned().unwrap_or_default();
    owners.sort_by_key(|row| row["owner"]["id"].to_string());
    json!({
        "seats": object["seats"].as_array().map(Vec::len),
        "fellows": sorted(&object["fellows"]),
        "interlocked": sorted(&object["interlocked"]),
        "owners": owners,
    })
}
