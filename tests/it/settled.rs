//! The questions that the contract settles, each with its siblings: small data, a command, and a value of the answer.
//!
//! Random data is compared in `second_reading`; these cases are the smallest of each kind.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Data as a JSON document without its braces, a command whose DATA is it, and values by JSON pointers in `results`.
struct Case {
    data: &'static str,
    ask: &'static str,
    want: &'static [(&'static str, &'static str)],
}

fn results(data: &str, ask: &str) -> Value {
    let words = ask.split(' ').flat_map(|word| if word == "DATA" { vec!["-", "--from", "json"] } else { vec![word] });
    let mut child = Command::new(env!("CARGO_BIN_EXE_interlocks"))
        .args(words)
        .args(["-f", "json", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{{{data}}}").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{ask}: {error}"));
    document["results"].clone()
}

fn check(cases: &[Case]) {
    for Case { data, ask, want } in cases {
        let found = results(data, ask);
        for (pointer, expected) in *want {
            let expected: Value = serde_json::from_str(expected).unwrap();
            let value = if *pointer == "/length" {
                json!(found.as_array().map_or(0, Vec::len))
            } else {
                found.pointer(pointer).cloned().unwrap_or(Value::Null)
            };
            assert_eq!(value, expected, "{ask} {pointer}\n{data}\n{found:#}");
        }
    }
}

#[test]
fn nothing_is_certain_and_nothing_is_counted_after_the_as_of_date() {
    const LATER: &str = r#""as_of": "2002-01-01", "seats": [
        {"person": "p", "company": "a", "start": "2003-05-01"}, {"person": "p", "company": "b", "start": "2001"}]"#;
    const LONGER: &str = r#""as_of": "2002-01-01", "seats": [
        {"person": "p", "company": "a", "start": "2001-12-01", "end": "2005-02-01"},
        {"person": "p", "company": "b", "start": "2001-01-01"}]"#;
    check(&[
        Case { data: LATER, ask: "pairs DATA", want: &[("/0/certain", "false"), ("/0/people/0/certain", "[]")] },
        Case { data: LATER, ask: "pairs DATA --certain --count", want: &[("/pairs", "0")] },
        Case { data: LATER, ask: "people DATA --certain", want: &[("/0/boards", "1")] },
        Case { data: LATER, ask: "stats DATA --certain", want: &[("/companies/ties", "0")] },
        Case { data: LATER, ask: "rank DATA --by degree --certain", want: &[("/0/value", "0")] },
        Case { data: LATER, ask: "path DATA company:a company:b --certain", want: &[("/length", "0")] },
        Case { data: LONGER, ask: "pairs DATA --weight days", want: &[("/0/weight", "32.0")] },
        Case { data: LONGER, ask: "pairs DATA --weight days --during 2003..2004", want: &[("/0/weight", "0.0")] },
        Case { data: LONGER, ask: "pairs DATA", want: &[("/0/people/0/certain/0/to", r#""2002-01-02""#)] },
        Case { data: LONGER, ask: "path DATA company:a company:b", want: &[("/0/certain/to", r#""2002-01-02""#)] },
    ]);
}

#[test]
fn a_running_seat_was_held_on_the_as_of_day() {
    const SEATS: &str = r#""as_of": "2004-06-30", "seats": [
        {"person": "p", "company": "a", "start": "2004"}, {"person": "p", "company": "b", "start": ".."}]"#;
    check(&[
        Case { data: SEATS, ask: "pairs DATA --at 2004-06-30", want: &[("/0/certain", "true")] },
        Case { data: SEATS, ask: "pairs DATA --at 2004-06-29", want: &[("/0/certain", "false")] },
        Case {
            data: r#""as_of": "2004-06-30", "seats": [{"person": "p", "company": "a", "start": "2004/.."},
                {"person": "p", "company": "b", "start": "2004", "end": "2999-12-31"}]"#,
            ask: "pairs DATA --at 2004-06-30",
            want: &[("/0/certain", "true"), ("/0/people/0/possible/0/to", "null")],
        },
    ]);
}

#[test]
fn seats_that_did_not_meet_join_nothing_in_any_projection() {
    const APART: &str = r#""as_of": "2006-12-31", "seats": [
        {"person": "p", "company": "a", "start": "2001-01-01", "end": "2002-01-01"},
        {"person": "p", "company": "b", "start": "2002-01-01", "end": "2004-01-01"},
        {"person": "q", "company": "b", "start": "2004-01-01"}]"#;
    check(&[
        Case { data: APART, ask: "pairs DATA --count", want: &[("/pairs", "0")] },
        Case { data: APART, ask: "pairs DATA --of people --count", want: &[("/pairs", "0")] },
        Case { data: APART, ask: "backbone DATA --all", want: &[("/length", "0")] },
        Case { data: APART, ask: "stats DATA", want: &[("/companies/ties", "0"), ("/people/ties", "0")] },
        Case { data: APART, ask: "stats DATA", want: &[("/companies/clustering", "0.0"), ("/two_mode/seats", "3")] },
        Case { data: APART, ask: "rank DATA --by degree", want: &[("/0/value", "0")] },
        Case { data: APART, ask: "rank DATA --by strength --weight newman", want: &[("/0/value", "0")] },
        Case { data: APART, ask: "groups DATA --by components", want: &[("/0/size", "1")] },
        Case { data: APART, ask: "groups DATA --by leiden --of people", want: &[("/0/size", "1")] },
    ]);
}

#[test]
fn several_people_may_link_a_pair_together_and_days_add_up() {
    const IN_TURN: &str = r#""as_of": "2020-01-01", "seats": [
        {"person": "p", "company": "a", "start": "2013-01-01", "end": "2013-08-16"},
        {"person": "p", "company": "b", "start": "2000-01-01"},
        {"person": "q", "company": "a", "start": "2013-08-16"}, {"person": "q", "company": "b", "start": "2000-01-01"}]"#;
    const BOTH: &str = r#""as_of": "2006-12-31", "seats": [
        {"person": "p", "company": "a", "start": "2001-01-01", "end": "2001-01-11"},
        {"person": "p", "company": "b", "start": "2001-01-01", "end": "2001-01-11"},
        {"person": "q", "company": "a", "start": "2001-01-05", "end": "2001-01-08"},
        {"person": "q", "company": "b", "start": "2001-01", "end": "2001-01-08"}]"#;
    check(&[
        Case { data: IN_TURN, ask: "pairs DATA --at 2013-08", want: &[("/0/certain", "true"), ("/0/shared", "2")] },
        Case { data: IN_TURN, ask: "pairs DATA --at 2013-08 --certain", want: &[("/0/shared", "2")] },
        Case { data: IN_TURN, ask: "pairs DATA --at 2013-08 --certain --count", want: &[("/pairs", "1")] },
        Case {
            data: IN_TURN,
            ask: "rank DATA --by degree --at 2013-08 --certain",
            want: &[("/0/value", "1"), ("/1/value", "1")],
        },
        Case { data: IN_TURN, ask: "pairs DATA --weight days", want: &[("/0/weight", "2557.0")] },
        Case { data: BOTH, ask: "pairs DATA --weight days", want: &[("/0/weight", "10.0")] },
        // A kept row says what it says without --certain.
        Case { data: BOTH, ask: "pairs DATA --certain", want: &[("/0/shared", "2"), ("/0/weight", "2.0")] },
    ]);
}

#[test]
fn offices_that_are_only_possible_make_no_certain_kind_and_who_runs_both_is_sent_by_neither() {
    const POSSIBLE: &str = r#""as_of": "2006-12-31", "seats": [
        {"person": "p", "company": "a", "start": "2001-01-01"}, {"person": "p", "company": "b", "start": "2001-01-01"},
        {"person": "p", "company": "a", "role": "CFO", "start": "2004"}]"#;
    const OF_BOTH: &str = r#""as_of": "2006-12-31", "seats": [
        {"person": "p", "company": "a", "role": "CEO and director", "start": "2001"},
        {"person": "p", "company": "b", "role": "CEO and director", "start": "2001"},
        {"person": "q", "company": "b", "role": "CFO", "start": "2001"}, {"person": "q", "company": "a", "start": "2001"}]"#;
    check(&[
        Case {
            data: POSSIBLE,
            ask: "pairs DATA --at 2004-02-01",
            want: &[("/0/kinds", r#"["direct", "primary"]"#), ("/0/certain_kinds", r#"["direct"]"#)],
        },
        Case {
            data: POSSIBLE,
            ask: "pairs DATA --at 2004-02-01 --certain --kind primary --count",
            want: &[("/pairs", "0")],
        },
        Case {
            data: POSSIBLE,
            ask: "pairs DATA --at 2005-02-01 --certain --kind primary --count",
            want: &[("/pairs", "1")],
        },
        Case {
            data: POSSIBLE,
            ask: "pairs DATA --at 2004-02-01 --certain",
            want: &[("/0/people/0/kind", r#""direct""#)],
        },
        Case { data: OF_BOTH, ask: "pairs DATA", want: &[("/0/officers/0/id", r#""q""#), ("/0/officers/1", "null")] },
        Case { data: OF_BOTH, ask: "rank DATA --by out-degree", want: &[("/0/id", r#""b""#), ("/1/value", "0")] },
    ]);
}

#[test]
fn founders_and_kin_are_for_life_and_an_investor_needs_a_share() {
    const BOARDS: &str = r#""as_of": "2006-12-31", "deals": [{"id": "d", "date": "2004-02-01", "parties": "a;b"}],
        "seats": [{"person": "p", "company": "a", "start": "2000"}, {"person": "q", "company": "b", "start": "2000"},
        {"person": "q", "company": "c", "start": "2000"}], "companies": [{"id": "a"}, {"id": "b"}, {"id": "c"}],"#;
    for (tie, rule, found) in [
        (r#""p", "to": "q", "kind": "sibling", "start": "1990", "end": "2000""#, "related-person", 1),
        (r#""p", "to": "q", "kind": "cousin", "start": "2005""#, "related-person", 1),
        (r#""p", "to": "q", "kind": "spouse", "start": "1990", "end": "2000""#, "related-person", 0),
        (r#""p", "to": "q", "kind": "partner", "start": "1990""#, "related-person", 1),
        (r#""p", "to": "q", "kind": "ex-spouse", "start": "1990""#, "related-person", 0),
        (r#""p", "to": "q", "kind": "business-partner", "start": "1990""#, "related-person", 0),
        (r#""p", "to": "b", "kind": "founder-of", "start": "1990", "end": "2000""#, "owner-on-board", 1),
        (r#""p", "to": "b", "kind": "investor-in", "start": "1990""#, "owner-on-board", 0),
        (r#""p", "to": "b", "kind": "investor-in", "start": "1990", "share": "6""#, "owner-on-board", 1),
        (
            r#""p", "to": "b", "kind": "owns", "start": "1990", "share": "3"}, {"from": "p", "to": "b", "kind": "owns", "start": "1990", "share": "3""#,
            "owner-on-board",
            0,
        ),
    ] {
        let data = format!(r#"{BOARDS} "ties": [{{"from": {tie}}}]"#);
        let rows = results(&data, &format!("conflicts DATA --rule {rule}"));
        assert_eq!(rows.as_array().map(Vec::len), Some(found), "{tie}\n{rows:#}");
    }
}

#[test]
fn evidence_has_the_row_that_days_count_from_and_days_are_possible() {
    const CHAIR: &str = r#""as_of": "2006-12-31", "deals": [{"id": "d", "date": "2001-12-31", "parties": "a;b"}], "seats": [
        {"person": "p", "company": "a", "start": "2001-01-01", "end": "2001-06-01"},
        {"person": "p", "company": "a", "role": "chair", "start": "2001-06-01", "end": "2002-01-01"},
        {"person": "p", "company": "b", "start": "2000-01-01"}]"#;
    const GAP: &str = r#""as_of": "2002-01-01", "deals": [{"id": "d", "date": "2001-01-01", "parties": "a;b"}], "seats": [
        {"person": "p", "company": "b", "start": ""}, {"person": "p", "company": "a", "start": "2002-01-01"}],
        "ties": [{"from": "p", "to": "a", "kind": "advisor-to", "end": "2000-12-01"}]"#;
    check(&[
        Case {
            data: CHAIR,
            ask: "conflicts DATA --rule shared-director",
            want: &[("/0/days", "364"), ("/0/evidence/0/start", r#""2001-01-01""#)],
        },
        Case { data: GAP, ask: "conflicts DATA --rule appointment-window", want: &[("/0/days", "32")] },
    ]);
}
