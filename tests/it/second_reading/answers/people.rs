//! `people`: directors by number of boards.

use serde_json::{Value, json};

use super::super::{question::Question, reading::Reading};

const SENTENCE: &str = "List directors by number of boards, most boards first; --certain keeps only what holds for every choice of \
    days; order: number of boards, then name, then id";

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    // "Counts stop at the as-of day": what that says of a board that begins later is not clear.
    if reading.reaches_beyond && !question.certain {
        return None;
    }
    let least = question.number("--min").unwrap_or(1);
    let mut rows: Vec<(Vec<usize>, usize)> = Vec::new();
    for person in 0..reading.people.len() {
        let boards: Vec<usize> = (0..reading.companies.len())
            .filter(|&company| {
                let board = reading.board(person, company);
                reading.possibly(&board.possible) && (!question.certain || reading.certainly(&board.certain))
            })
            .collect();
        if boards.len() as i64 >= least {
            rows.push((boards, person));
        }
    }
    let name = |id: &String| reading.data.name_of(id);
    rows.sort_by_key(|(boards, person)| (usize::MAX - boards.len(), name(&reading.people[*person]), *person));
    if let Some(top) = question.number("--top") {
        rows.truncate(usize::try_from(top).ok()?);
    }
    let rows = rows.into_iter().map(|(mut boards, person)| {
        boards.sort_by_key(|&company| (name(&reading.companies[company]), company));
        let companies: Vec<Value> = boards
            .iter()
            .map(|&company| json!({"id": reading.companies[company], "name": name(&reading.companies[company])}))
            .collect();
        let id = &reading.people[person];
        json!({"id": id, "name": name(id), "boards": boards.len(), "companies": companies})
    });
    Some((rows.collect(), SENTENCE))
}
