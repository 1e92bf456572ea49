//! `--links officers`: an executive of one company on the board of another links the two.

use std::fs;

use serde_json::Value;

use super::ran;

/// Ann manages Acme and sits on the board of Beta; Bob sits on both; Cy manages Acme and Dell and sits nowhere.
const SEATS: &str = "person,company,role,start,end,board,executive\n\
    ann,acme,CFO,2001-01-01,2005-01-01,no,yes\n\
    ann,beta,director,2003-01-01,2009-01-01,yes,no\n\
    bob,acme,director,2006-01-01,2008-01-01,yes,no\n\
    bob,beta,director,2007-01-01,2009-01-01,yes,no\n\
    cy,acme,COO,2001-01-01,2009-01-01,no,yes\n\
    cy,dell,COO,2001-01-01,2009-01-01,no,yes\n";

fn answer(command: &str, rest: &[&str]) -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seats.csv");
    fs::write(&file, SEATS).unwrap();
    let name = file.display().to_string();
    let (code, out, message) = ran(&[&[command, &name, "--as-of", "2010"], rest, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    (serde_json::from_str(&out).unwrap(), message)
}

#[test]
fn an_executive_on_another_board_is_a_link_and_two_offices_are_none() {
    let (found, message) = answer("pairs", &[]);
    assert_eq!(found["results"].as_array().unwrap().len(), 1);
    assert_eq!(found["results"][0]["shared"], 1);
    assert!(message.contains("1 executive of one company, without a seat on its board"), "{message}");
    assert!(message.contains("--links officers"), "{message}");

    let (found, message) = answer("pairs", &["--links", "officers"]);
    assert_eq!(found["options"]["links"], "officers");
    let pairs = found["results"].as_array().unwrap();
    assert_eq!(pairs.len(), 1, "two offices link nothing: {pairs:?}");
    let people: Vec<&str> =
        pairs[0]["people"].as_array().unwrap().iter().map(|link| link["id"].as_str().unwrap()).collect();
    assert_eq!(people, ["ann", "bob"]);
    let ann = &pairs[0]["people"][0];
    assert_eq!((&ann["kind"], &ann["certain"][0]["from"]), (&"primary".into(), &"2003-01-01".into()));
    assert_eq!(ann["certain"][0]["to"], "2005-01-01");
    assert_eq!(pairs[0]["certain"], true);
    assert!(!message.contains("without a seat on its board"), "{message}");
}

#[test]
fn a_pair_of_officers_alone_is_not_direct() {
    let kinds = |rest: &[&str]| answer("pairs", rest).0["results"][0]["kinds"].clone();
    assert_eq!(kinds(&["--links", "officers", "--at", "2004"]), serde_json::json!(["primary"]));
    assert_eq!(kinds(&["--links", "officers"]), serde_json::json!(["direct", "primary", "neutral"]));
    assert_eq!(kinds(&["--links", "directors"]), serde_json::json!(["direct", "neutral"]));
    let direct = answer("pairs", &["--links", "officers", "--kind", "direct", "--at", "2004"]).0;
    assert_eq!(direct["results"], serde_json::json!([]));
}

#[test]
fn counts_projections_and_profiles_make_the_same_choice() {
    let officers = ["--links", "officers", "--at", "2004"];
    assert_eq!(answer("pairs", &[&officers[..], &["--count"]].concat()).0["results"]["pairs"], 1);
    assert_eq!(answer("pairs", &["--at", "2004", "--count"]).0["results"]["pairs"], 0);
    let degrees = answer("rank", &[&officers[..], &["--by", "degree"]].concat()).0;
    let degree = |id: &str| {
        let rows = degrees["results"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).map(|row| row["value"].clone())
    };
    assert_eq!(degree("acme"), Some(1.into()));
    assert_eq!(degree("dell"), Some(0.into()));
    let groups = answer("groups", &[&officers[..], &["--by", "components"]].concat()).0;
    assert_eq!(groups["results"][0]["size"], 2);
    let acme = answer("show", &[&["acme"], &officers[..]].concat()).0;
    assert_eq!(acme["results"]["interlocked"][0]["id"], "beta");
    assert_eq!(acme["results"]["interlocked"].as_array().unwrap().len(), 1);
}

#[test]
fn commands_that_cannot_use_the_choice_refuse_it() {
    for command in ["check", "people", "conflicts", "backbone", "trend", "windows"] {
        let (code, _, message) = ran(&[command, super::BOARDS, "--links", "officers"]);
        assert_eq!(code, 2, "{command}");
        assert!(message.contains("--links cannot be used here"), "{message}");
    }
    let (code, _, message) = ran(&["pairs", super::BOARDS, "--links", "everybody"]);
    assert_eq!(code, 2);
    assert!(message.contains("directors, officers"), "{message}");
}
