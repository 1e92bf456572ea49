//! `backbone --all`: all pairs that share anybody, with the probability of sharing as many by chance.

use serde_json::{Value, json};

use super::super::{question::Question, reading::Reading};
use super::pairs;

const SENTENCE: &str =
    "Rows of JSON: those of pairs, with expected, p and p_corrected; P[H >= w], H ~ Hyper(n, s_j, s_k)";

/// Rows in the order of companies; the order by p is that of the program.
pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    if reading.reaches_beyond {
        return None;
    }
    let people = (0..reading.people.len()).filter(|&person| !pairs::boards_of(reading, person).is_empty()).count();
    let mut rows = Vec::new();
    for pair in pairs::all(reading) {
        if question.certain && !pair.certain {
            continue;
        }
        let mut row = json!({
            "a": {"id": reading.companies[pair.a]},
            "b": {"id": reading.companies[pair.b]},
            "shared": pair.links.len(),
            "weight": pair.links.len(),
            "certain": pair.certain,
        });
        if !question.certain {
            let (a, b) = (pairs::members_of(reading, pair.a).len(), pairs::members_of(reading, pair.b).len());
            row["p"] = json!(hypergeometric(people, a, b, pair.links.len()));
        }
        rows.push(row);
    }
    Some((Value::Array(rows), SENTENCE))
}

/// The probability of at least `least` shared if `b` of `n` are drawn and `a` of them are marked.
fn hypergeometric(n: usize, a: usize, b: usize, least: usize) -> f64 {
    let choose = |n: usize, k: usize| -> f64 {
        if k > n { 0.0 } else { (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product() }
    };
    (least..=a.min(b)).map(|k| choose(a, k) * choose(n - a, b - k) / choose(n, b)).sum()
}

pub fn prepare(rows: &Value) -> Value {
    let mut rows: Vec<Value> = rows.as_array().cloned().unwrap_or_default();
    rows.sort_by_key(|row| (row["a"]["id"].to_string(), row["b"]["id"].to_string()));
    Value::Array(rows)
}
