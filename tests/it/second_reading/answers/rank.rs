//! `rank` by measures that are counts.

use serde_json::{Value, json};

use super::super::{
    question::{Command, Question},
    reading::Reading,
};
use super::mutual::{Choices, Rank, sent};
use super::stats;

const SENTENCE: &str = "degree: number of neighbours; strength: sum of the weights of ties; out-degree: companies to which a company \
    sends executives (who is executive of both companies sends to neither); equal values share a rank; order: value, name, id";

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    if reading.reaches_beyond {
        return None;
    }
    let of_people = question.option("--of") == Some("people");
    let nodes = if of_people { &reading.people } else { &reading.companies };
    let ties = stats::ties(reading, of_people, question.certain);
    let own = |node: usize| ties.iter().filter(move |tie| tie.0 == node || tie.1 == node);
    let mut values = Vec::new();
    for node in 0..nodes.len() {
        let value = match question.command {
            Command::RankDegree => own(node).count(),
            // What a certain tie weighs is not said.
            Command::RankStrength if question.certain => return None,
            Command::RankStrength => own(node).map(|tie| tie.2).sum(),
            Command::RankBoards => {
                let boards = stats::boards(reading, question.certain);
                if of_people { boards[node].len() } else { boards.iter().filter(|list| list.contains(&node)).count() }
            }
            Command::RankOut => sent_to(reading, question.certain, node, true)?,
            _ => sent_to(reading, question.certain, node, false)?,
        };
        values.push((value, node));
    }
    // Nodes without a value are left out on both sides: which nodes a network has is not said.
    values.retain(|(value, _)| *value > 0);
    let name = |node: usize| reading.data.name_of(&nodes[node]);
    values.sort_by_key(|&(value, node)| (usize::MAX - value, name(node), node));
    let rows = values
        .iter()
        .map(|&(value, node)| {
            let rank = 1 + values.iter().filter(|other| other.0 > value).count();
            json!({"rank": rank, "id": nodes[node], "name": name(node), "value": value})
        })
        .collect();
    Some((rows, SENTENCE))
}

/// Companies that a company sends an executive to, or receives one from.
fn sent_to(reading: &Reading, certain: bool, company: usize, out: bool) -> Option<usize> {
    let mut number = 0;
    for other in (0..reading.companies.len()).filter(|&other| other != company) {
        let (from, to) = if out { (company, other) } else { (other, company) };
        // Whether a company that sends an executive, but has no board member, is a node is not said.
        let boards = stats::boards(reading, certain);
        if !boards.iter().any(|boards| boards.contains(&from)) {
            return None;
        }
        let (mut every, mut some) = (reading.none(), reading.none());
        for piece in (0..reading.pieces()).filter(|&piece| reading.window[piece]) {
            let choices = Choices::new(reading, piece, &[from, to])?;
            (every[piece], some[piece]) = choices.ask(|held| !sent(reading, held, from, to, Rank::Any).is_empty());
        }
        let counts = if certain { reading.certainly(&every) } else { reading.possibly(&some) };
        number += usize::from(counts);
    }
    Some(number)
}

pub fn prepare(rows: &Value) -> Value {
    rows.as_array().into_iter().flatten().filter(|row| row["value"].as_f64() > Some(0.0)).cloned().collect()
}
