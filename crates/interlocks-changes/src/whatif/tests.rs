use proptest::prelude::*;

use super::*;
use crate::diff::{Difference, Row, changes};
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::BuildOptions;

fn graph(text: &str, undated: bool) -> BoardGraph {
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let data = Dataset::read(stream, "boards.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions::default().undated(undated))
}

const BOARDS: &str = r#"{"as_of": "2010-12-31",
    "people": [{"id": "ann", "name": "Ann Ash"}, {"id": "bob", "name": "Bob Birch"}],
    "companies": [{"id": "acme"}, {"id": "bolt"}, {"id": "lei:77"}],
    "seats": [{"person": "ann", "company": "acme", "role": "chair", "start": "2001"},
              {"person": "ann", "company": "acme", "role": "director", "start": "2000", "end": "2001"},
              {"person": "bob", "company": "bolt", "role": "director", "start": "2001-02"},
              {"person": "bob", "company": "acme", "role": "director", "start": "2008-01-01"}]}"#;

fn plan(graph: &BoardGraph, appoint: &[&str], resign: &[&str]) -> Result<Plan, WhatIfError> {
    let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
    Plan::parse(graph, &owned(appoint), &owned(resign))
}

/// The interlocks gained and lost, by companies.
fn outcome(graph: &BoardGraph, appoint: &[&str], resign: &[&str]) -> (Vec<String>, Vec<String>) {
    let plan = plan(graph, appoint, resign).unwrap();
    let found = plan.outcome(graph, plan.clock(graph), &changes::DiffOptions::default());
    let differences = |rows: &[Difference]| {
        let ids = rows.iter().filter_map(|row| match &row.row {
            Row::Pair(pair) => Some(format!("{} {}", pair.a.id, pair.b.id)),
            _ => None,
        });
        ids.collect::<Vec<String>>()
    };
    for row in found.added.iter().chain(&found.removed) {
        assert!(!row.cause.is_empty(), "{row:?}");
    }
    (differences(&found.added), differences(&found.removed))
}

#[test]
fn a_seat_taken_adds_interlocks_and_a_seat_given_up_takes_them() {
    let graph = graph(BOARDS, false);
    let none = Vec::<String>::new();
    assert_eq!(outcome(&graph, &["ann ash@bolt"], &[]), (none.clone(), none.clone()), "there already through Bob");
    assert_eq!(outcome(&graph, &["ann@lei:77"], &[]), (vec!["acme lei:77".to_owned()], none.clone()));
    assert_eq!(outcome(&graph, &["ann@lei:77:observer"], &[]), (none.clone(), none.clone()));
    assert_eq!(outcome(&graph, &[], &["bob@acme"]), (none.clone(), vec!["acme bolt".to_owned()]));
    assert_eq!(outcome(&graph, &["ann@bolt"], &["bob@acme"]), (none.clone(), none.clone()));
    // Both new: nothing else is there to be interlocked with.
    let found = outcome(&graph, &["person:cy@company:core:chair:2009", "person:cy@acme"], &[]);
    assert_eq!(found, (vec!["acme core".to_owned()], none));
}

#[test]
fn a_resignation_ends_what_runs_and_drops_what_would_begin() {
    let graph = graph(BOARDS, false);
    let after = |text: &str| {
        let plan = plan(&graph, &[], &[text]).unwrap();
        let after = graph.revised(&plan.revision);
        let seats = after.person_seats(after.person_number("ann").unwrap()).map(|seat| after.seat(seat));
        seats.map(|seat| format!("{} {:?}", seat.role, seat.end.date().map(ToString::to_string))).collect::<Vec<_>>()
    };
    assert_eq!(after("ann@acme:2005"), [r#"director Some("2001")"#, r#"chair Some("2005")"#]);
    assert_eq!(after("ann@acme"), [r#"director Some("2001")"#, r#"chair Some("2010-12-31")"#]);
    assert_eq!(after("ann@acme:2000-12-31"), [r#"director Some("2000-12-31")"#]);
    let never: Vec<String> = Vec::new();
    assert_eq!(after("ann@acme:1999"), never);
}

#[test]
fn without_dates_seats_come_and_go_altogether() {
    let undated = graph(BOARDS, true);
    assert_eq!(outcome(&undated, &[], &["bob@acme"]).1, ["acme bolt"]);
    assert_eq!(outcome(&undated, &["bob@lei:77"], &[]).0, ["acme lei:77", "bolt lei:77"]);
    assert_eq!(plan(&undated, &[], &["bob@acme:2001"]).unwrap_err(), WhatIfError::Undated("bob@acme:2001".to_owned()));
}

#[test]
fn what_is_not_understood_is_said_exactly() {
    let graph = graph(BOARDS, false);
    let wrong = |appoint: &[&str], resign: &[&str]| plan(&graph, appoint, resign).unwrap_err().to_string();
    for text in ["ann", "@acme", "ann@", "ann@acme:chair:2001:x"] {
        assert!(wrong(&[text], &[]).contains("write PERSON@COMPANY[:ROLE[:DATE]]"), "{text}");
    }
    assert!(wrong(&[], &["ann@acme:2001:x"]).contains("PERSON@COMPANY[:DATE]"));
    assert!(wrong(&["ann@acme:chair:soon"], &[]).contains("'soon' is not a date"));
    let unknown = wrong(&["cyx@acme"], &[]);
    assert!(unknown.contains("no person is called 'cyx'") && unknown.contains("write person:cyx"), "{unknown}");
    assert!(wrong(&["ann@core"], &[]).contains("write company:core"));
    assert!(!wrong(&[], &["cyx@acme"]).contains("write person:cyx"), "nobody new can resign");
    assert!(wrong(&[], &["person:cyx@acme"]).contains("no person is called 'cyx'"));
    assert_eq!(wrong(&[], &["ann@bolt"]), "'ann@bolt': Ann Ash holds no seat at bolt on or after 2010-12-31");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn asking_only_the_boards_of_the_changed_people_misses_nothing(
        seats in prop::collection::vec((0u32..5, 0u32..5, any::<bool>(), 2000u32..2008), 1..10),
        taken in prop::collection::vec((0u32..5, 0u32..5, any::<bool>()), 0..3),
        given in 0usize..10,
    ) {
        let role = |chief: bool| if chief { "chief executive and director" } else { "director" };
        let rows: Vec<String> = seats.iter().map(|(person, company, chief, year)| {
            format!(r#"{{"person": "p{person}", "company": "c{company}", "role": "{}", "start": "{year}"}}"#, role(*chief))
        }).collect();
        let people: Vec<String> = (0..5).map(|n| format!(r#"{{"id": "p{n}"}}"#)).collect();
        let companies: Vec<String> = (0..5).map(|n| format!(r#"{{"id": "c{n}"}}"#)).collect();
        let text = format!(
            r#"{{"as_of": "2010-12-31", "people": [{}], "companies": [{}], "seats": [{}],
            "deals": [{{"id": "d", "date": "2010-11", "kind": "loan", "parties": "c0;c1;c2"}}]}}"#,
            people.join(","), companies.join(","), rows.join(",")
        );
        let graph = graph(&text, false);
        let (person, company, ..) = seats[given % seats.len()];
        let appoint: Vec<String> = taken.iter().map(|(person, company, chief)| format!("p{person}@c{company}:{}:2010-10", role(*chief))).collect();
        let plan = Plan::parse(&graph, &appoint, &[format!("p{person}@c{company}")]).unwrap();
        let some = plan.outcome(&graph, plan.clock(&graph), &changes::DiffOptions::default());
        let query = Query { clock: plan.clock(&graph), certain_only: false };
        let all = changes(&graph, &graph.revised(&plan.revision), &changes::DiffOptions { query, seats_of: Some((0..5).map(|n| format!("p{n}")).collect()), ..changes::DiffOptions::default() });
        prop_assert_eq!(serde_json::to_value(&some).unwrap(), serde_json::to_value(&all).unwrap());
        for cause in some.added.iter().chain(&some.removed).map(|row| &row.cause).chain(some.changed.iter().map(|row| &row.cause)) {
            prop_assert!(!cause.is_empty());
        }
    }
}
