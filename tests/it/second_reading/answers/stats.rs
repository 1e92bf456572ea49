//! `stats`: the figures that are counts.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::{question::Question, reading::Reading};
use super::{pairs, people_pairs};

const SENTENCE: &str = "Two companies are joined in any projection (pairs, stats, rank, groups, backbone, pictures) when somebody links \
    them at one time, never by two seats that did not meet";

/// The boards of each person, by number of the company.
pub fn boards(reading: &Reading, certain: bool) -> Vec<Vec<usize>> {
    (0..reading.people.len())
        .map(|person| {
            (0..reading.companies.len())
                .filter(|&company| {
                    let days = reading.board(person, company);
                    if certain { reading.certainly(&days.certain) } else { reading.possibly(&days.possible) }
                })
                .collect()
        })
        .collect()
}

/// Ties between the nodes of one side: both ends, what they share, and whether it is certain.
pub fn ties(reading: &Reading, of_people: bool, certain: bool) -> Vec<(usize, usize, usize)> {
    let all: Vec<(usize, usize, usize, bool)> = if of_people {
        people_pairs::all(reading).into_iter().map(|pair| (pair.a, pair.b, pair.boards.len(), pair.certain)).collect()
    } else {
        pairs::all(reading).into_iter().map(|pair| (pair.a, pair.b, pair.links.len(), pair.certain)).collect()
    };
    all.into_iter().filter(|tie| !certain || tie.3).map(|(a, b, shared, _)| (a, b, shared)).collect()
}

pub fn object(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    if reading.reaches_beyond && !question.certain {
        return None;
    }
    if question.officers {
        // What officers do to the two-mode network and to people is not said.
        let companies = json!({"ties": ties(reading, false, question.certain).len()});
        return Some((json!({"companies": companies}), SENTENCE));
    }
    Some((
        json!({
            "two_mode": two_mode(reading, question.certain),
            "companies": side(reading, false, question.certain),
            "people": side(reading, true, question.certain),
        }),
        SENTENCE,
    ))
}

/// Counts of people, boards and seats. "C4 = Σ w(w − 1)/2", "L3 = Σ (k − 1)(s − 1)" over seats.
fn two_mode(reading: &Reading, certain: bool) -> Value {
    let boards = boards(reading, certain);
    let size = |company: usize| boards.iter().filter(|list| list.contains(&company)).count();
    let seats: usize = boards.iter().map(Vec::len).sum();
    let mut three_paths = 0;
    for list in &boards {
        three_paths += list.iter().map(|&company| (list.len() - 1) * (size(company) - 1)).sum::<usize>();
    }
    let mut four_cycles = 0;
    for a in 0..boards.len() {
        for b in a + 1..boards.len() {
            let shared = boards[a].iter().filter(|company| boards[b].contains(company)).count();
            four_cycles += shared * shared.saturating_sub(1) / 2;
        }
    }
    let mut held: BTreeMap<usize, usize> = BTreeMap::new();
    boards.iter().filter(|list| !list.is_empty()).for_each(|list| *held.entry(list.len()).or_default() += 1);
    json!({
        "seats": seats,
        "multiple_directors": boards.iter().filter(|list| list.len() > 1).count(),
        "three_paths": three_paths,
        "four_cycles": four_cycles,
        "cc4": (three_paths > 0).then(|| 4.0 * four_cycles as f64 / three_paths as f64),
        "seats_held": histogram(&held),
    })
}

fn side(reading: &Reading, of_people: bool, certain: bool) -> Value {
    let ties = ties(reading, of_people, certain);
    let nodes = if of_people { reading.people.len() } else { reading.companies.len() };
    let mut degrees: BTreeMap<usize, usize> = BTreeMap::new();
    for node in 0..nodes {
        let degree = ties.iter().filter(|tie| tie.0 == node || tie.1 == node).count();
        if degree > 0 {
            *degrees.entry(degree).or_default() += 1;
        }
    }
    let mut figures = json!({"ties": ties.len(), "degrees": histogram(&degrees)});
    // Whether a certain tie weighs all that it shares, or what it certainly shares, is not said.
    if !certain {
        figures["weight"] = json!(ties.iter().map(|tie| tie.2).sum::<usize>());
    }
    let groups = super::groups::components(nodes, &ties);
    if let Some(largest) = groups.first() {
        figures["giant"] = json!(largest.len());
    }
    figures
}

fn histogram(counts: &BTreeMap<usize, usize>) -> Value {
    Value::Object(counts.iter().map(|(key, count)| (key.to_string(), json!(count))).collect::<Map<_, _>>())
}
