//! All rules of deal screening against asking every choice of days, one after the other.
//!
//! The oracle knows nothing of ranges: it lists the days on which each row may begin and end, goes
//! through all combinations, and looks at each combination day by day.

mod oracle;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use interlocks::analysis::conflicts::{ConflictOptions, conflicts};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions};
use proptest::prelude::*;
use serde_json::{Value, json};

use oracle::{Answer, Found, Oracle};
use rows::{FIRST_DEAL, Row, WIDEST_WINDOW, When, chains_of_owners, date, day, rows, rows_beside_boards, two_boards};

/// Steps of the paths by parties, and whether they are certain.
type Paths = BTreeMap<(String, String), (usize, bool)>;

/// The certainty, the days, and the probability in ten-thousandths.
type Compared = (bool, Option<(i64, i64)>, Option<i64>);

fn graph(rows: &[Row], deal: (i32, i32), parties: &str, as_of: i32) -> BoardGraph {
    let of =
        |wanted: bool| rows.iter().filter(move |row| row.is_seat() == wanted).map(Row::json).collect::<Vec<Value>>();
    let named = |kind: char| (0..3).map(|n| json!({"id": format!("{kind}{n}")})).collect::<Vec<Value>>();
    let text = json!({"people": named('p'), "companies": named('c'), "seats": of(true), "ties": of(false),
        "deals": [{"id": "d", "date": date(When::Within(deal.0, deal.1)), "kind": "contract", "parties": parties}]});
    let stream = Box::new(std::io::Cursor::new(text.to_string().into_bytes()));
    let options = LoadOptions { as_of: day(as_of).parse().ok(), ..LoadOptions::default() };
    let data = Dataset::read(stream, "test", DataFormat::Json, &options).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems.listed());
    BoardGraph::new(data, BuildOptions::default())
}

/// The findings of the library without paths, and the steps of the paths by parties.
fn ours(graph: &BoardGraph, options: &ConflictOptions) -> (Found, Paths) {
    let (mut found, mut paths) = (Found::new(), Paths::new());
    for finding in conflicts(graph, options) {
        let (a, b) = (finding.parties[0].id.clone(), finding.parties[1].id.clone());
        if let Some(steps) = finding.steps {
            assert_eq!(steps + 1, finding.evidence.len(), "a row for each step and the deal");
            assert!(paths.insert((a, b), (steps, finding.certain)).is_none());
            continue;
        }
        let mut people: Vec<String> = finding.people.iter().map(|person| person.id.clone()).collect();
        people.sort();
        let days = finding.days_min.zip(finding.days_max);
        let answer = Answer { certain: finding.certain, days, probability: finding.probability };
        found.entry((finding.rule.as_str().to_owned(), a, b, people)).or_default().push(answer);
    }
    (found, paths)
}

/// Answers in one order, with only what both sides know.
fn comparable(answers: &[Answer], whole: bool) -> Vec<Compared> {
    let rounded = |share: f64| (share * 10_000.0).round() as i64;
    let mut list: Vec<_> = answers
        .iter()
        .map(|answer| {
            let (days, share) = if whole { (answer.days, answer.probability.map(rounded)) } else { (None, None) };
            (answer.certain, days, share)
        })
        .collect();
    list.sort();
    list
}

/// Compares the findings of the library on a deal with those of the oracle.
fn agree(
    rows: Vec<Row>,
    deal: (i32, i32),
    parties: &[&str],
    as_of: i32,
    options: &ConflictOptions,
) -> Result<(), TestCaseError> {
    // The same row twice counts once.
    let mut texts = BTreeSet::new();
    let rows: Vec<Row> = rows.into_iter().filter(|row| texts.insert(row.json().to_string())).collect();
    let graph = graph(&rows, deal, &parties.join(";"), as_of);
    let window = options.window as i32;
    let oracle = Oracle { rows: &rows, deal, window, min_share: options.min_share, as_of };
    // Small enough to be gone through.
    let work: f64 = rows.iter().map(|row| row.choices(as_of).len() as f64).product();
    if work > 5e3 {
        return Ok(());
    }
    let (mut expected, mut paths) = (Found::new(), Paths::new());
    for (at, a) in parties.iter().enumerate() {
        for b in &parties[at + 1..] {
            let before = expected.len();
            oracle.between(a, b, &mut expected);
            if expected.len() == before
                && let Some(path) = oracle.path(a, b, options.max_steps)
            {
                paths.insert(((*a).to_owned(), (*b).to_owned()), path);
            }
        }
    }
    let (found, found_paths) = ours(&graph, options);
    prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (key, answers) in &expected {
        let whole = answers.iter().all(|answer| answer.days.is_some());
        prop_assert_eq!(comparable(&found[key], whole), comparable(answers, whole), "{:?}", key);
    }
    prop_assert_eq!(found_paths, paths);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_rule_finds_what_asking_every_choice_of_days_finds(
        rows in rows(), first in FIRST_DEAL..13, width in 0i32..3, three: bool, window in 0..=i64::from(WIDEST_WINDOW), early in 0u8..4, most in 0usize..5
    ) {
        let as_of = if early == 0 { 10 } else { 16 };
        let parties: &[&str] = if three { &["c0", "c1", "c2"] } else { &["c0", "c1"] };
        let options = ConflictOptions { window, max_steps: most, ..ConflictOptions::default() };
        agree(rows, (first, width), parties, as_of, &options)?;
    }

    #[test]
    fn people_close_to_each_other_are_found_on_two_boards_as_asking_every_choice_finds(
        rows in two_boards(), first in FIRST_DEAL..13, width in 0i32..3
    ) {
        agree(rows, (first, width), &["c0", "c1"], 16, &ConflictOptions { window: 0, ..ConflictOptions::default() })?;
    }

    #[test]
    fn owners_through_chains_and_their_people_are_found_as_asking_every_choice_finds(
        rows in chains_of_owners(), first in FIRST_DEAL..13, width in 0i32..3, least in 0usize..4, early in 0u8..4
    ) {
        let as_of = if early == 0 { 10 } else { 16 };
        let min_share = [0.0, 5.0, 15.0, 40.0][least];
        agree(rows, (first, width), &["c0", "c1"], as_of, &ConflictOptions { window: 0, min_share, ..ConflictOptions::default() })?;
    }

    #[test]
    fn paths_are_found_where_nobody_sits_on_two_boards(
        rows in rows_beside_boards(), first in FIRST_DEAL..13, width in 0i32..3, most in 0usize..6
    ) {
        agree(rows, (first, width), &["c0", "c1"], 16, &ConflictOptions { window: 0, max_steps: most, ..ConflictOptions::default() })?;
    }
}
