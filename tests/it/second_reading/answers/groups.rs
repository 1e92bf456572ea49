//! `groups --by components`: companies or people that ties join, however indirectly.

use serde_json::{Value, json};

use super::super::{question::Question, reading::Reading};
use super::stats;

const SENTENCE: &str = "Two companies are joined in any projection when somebody links them at one time; largest groups first, then by \
    the id of the first member";

/// The parts of two nodes or more, largest first; each in the order of nodes.
pub fn components(nodes: usize, ties: &[(usize, usize, usize)]) -> Vec<Vec<usize>> {
    let mut label: Vec<usize> = (0..nodes).collect();
    for _ in 0..nodes {
        for &(a, b, _) in ties {
            let least = label[a].min(label[b]);
            (label[a], label[b]) = (least, least);
        }
    }
    let mut groups: Vec<Vec<usize>> = (0..nodes)
        .map(|root| (0..nodes).filter(|&node| label[node] == root).collect::<Vec<_>>())
        .filter(|group| group.len() > 1)
        .collect();
    groups.sort_by_key(|group| (usize::MAX - group.len(), group[0]));
    groups
}

/// Groups of one are left out on both sides: which nodes a network has is not said.
pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    if reading.reaches_beyond && !question.certain {
        return None;
    }
    let of_people = question.option("--of") == Some("people");
    let (nodes, key) = if of_people { (&reading.people, "people") } else { (&reading.companies, "companies") };
    let groups = components(nodes.len(), &stats::ties(reading, of_people, question.certain));
    let rows = groups
        .iter()
        .map(|group| {
            let members: Vec<Value> = group.iter().map(|&node| json!({"id": nodes[node]})).collect();
            json!({"size": group.len(), key: members})
        })
        .collect();
    Some((rows, SENTENCE))
}

/// The rows of the program in the same shape.
pub fn prepare(rows: &Value) -> Value {
    let mut kept: Vec<Value> =
        rows.as_array().into_iter().flatten().filter(|row| row["size"].as_u64() > Some(1)).cloned().collect();
    for row in &mut kept {
        for key in ["people", "companies"] {
            if let Some(members) = row[key].as_array_mut() {
                members.sort_by_key(|member| member["id"].to_string());
            }
        }
    }
    Value::Array(kept)
}
