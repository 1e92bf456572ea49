//! `settle`: the shape of its rows, its notes and its options.

use serde_json::{Value, json};

use super::{BOARDS, ran};
use crate::undecided::folder;

fn answered(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

fn list<'a>(row: &'a Value, key: &str) -> &'a Vec<Value> {
    row[key].as_array().unwrap()
}

#[test]
fn rows_have_the_keys_of_the_contract_and_come_in_order() {
    let answer = answered(&["settle", BOARDS, "--rule", "shared-director"]);
    let rows = list(&answer, "results");
    let count = |row: &Value| (row["decides"].as_u64().unwrap(), row["helps"].as_u64().unwrap());
    for row in rows {
        for key in ["kind", "id", "what", "stated"] {
            assert!(row["fact"][key].is_string(), "{row}");
        }
        assert_eq!(count(row).0 as usize, list(row, "findings").len() + list(row, "verdicts").len());
        let together = &row["together"];
        assert_eq!(count(row).1 as usize, list(together, "findings").len() + list(together, "verdicts").len());
        assert!(list(together, "findings").iter().all(|open| !list(open, "with").is_empty()));
        assert!(list(row, "findings").iter().all(|open| open.get("with").is_none()));
    }
    assert!(rows.is_sorted_by(|x, y| count(x) >= count(y)));
    // Every open finding is told of, or counted.
    let left_out = &answer["options"]["left_out"];
    let untold: u64 =
        ["beyond_limit", "too_large", "undecided"].iter().map(|key| left_out[key].as_u64().unwrap()).sum();
    let open = answer["options"]["open"].as_u64().unwrap();
    let named = |open: &Value| open["deal"].as_str().unwrap().to_owned() + &open["people"].to_string();
    let told: std::collections::BTreeSet<String> = rows
        .iter()
        .flat_map(|row| list(row, "findings").iter().chain(list(&row["together"], "findings")))
        .map(named)
        .collect();
    assert_eq!(told.len() as u64 + untold, open);
}

#[test]
fn a_day_decides_a_finding_and_an_identity_decides_what_rests_on_it() {
    let seats = "id,person,company,role,start\ns1,ann,acme,director,2001-01-01\ns2,ann,bolt,director,2010-06-20\n\
                 s3,bo,acme,director,2001-01-01\ns4,bob,bolt,director,2001-01-01\n";
    let deals = "id,date,kind,parties\nd1,2010-06,contract,acme;bolt\n";
    let same = "id_a,id_b,decision,probability,who,when,why\nbo,bob,unsure,0.6,M. Ode,,\n";
    let data = folder(&[("seats.csv", seats), ("deals.csv", deals), ("same.csv", same)]);
    let data = data.path().to_str().unwrap();
    let answer = answered(&["settle", data, "--rule", "shared-director", "--as-of", "2015-12-31"]);
    let facts: Vec<Value> = list(&answer, "results")
        .iter()
        .map(|row| json!([row["fact"]["kind"], row["fact"]["id"], row["decides"], row["helps"]]))
        .collect();
    assert_eq!(facts, [json!(["date", "deal:d1:date", 1, 0]), json!(["identity", "bo=bob", 1, 0])]);
    assert_eq!(answer["results"][1]["fact"]["what"], "whether bo and bob are one person");
    // For people, notes are below the table; elsewhere on standard error.
    let (_, table, message) = ran(&["settle", data, "--no-screens", "--as-of", "2015-12-31", "--top", "1"]);
    assert!(table.contains("\nopen: ") && table.contains("not listed; without --top"), "{table}");
    assert!(!message.contains("open:"), "{message}");
    let (_, csv, message) = ran(&["settle", data, "--rule", "shared-director", "--as-of", "2015-12-31", "-f", "csv"]);
    assert!(csv.starts_with("decides,helps,fact_kind,fact_what,findings,verdicts,with,fact_id\n1,0,date,"), "{csv}");
    assert!(message.contains("open: 2 findings"), "{message}");
    assert_eq!(ran(&["settle", data, "--certain"]).0, 2);
    assert_eq!(ran(&["settle", data, "--deal", "none"]).0, 2);
    let (_, out, _) = ran(&["settle", data, "--deal", "d1", "--rule", "related-person"]);
    assert!(out.ends_with("no finding is open: there is nothing to settle\n"), "{out}");
}

#[test]
fn missing_inputs_of_verdicts_are_facts() {
    let answer =
        answered(&["settle", BOARDS, "--screen", "related-party", "--rule", "related-person", "--deal", "waymo-uber"]);
    let rows = list(&answer, "results");
    assert!(rows.iter().all(|row| row["fact"]["kind"] == "input"));
    let amount = "the amount of the commercial msft-nflx-ads of 2022-07-13 in USD";
    let row = rows.iter().find(|row| row["fact"]["what"] == amount).unwrap();
    assert_eq!((&row["decides"], &row["verdicts"][0]["test"]), (&1.into(), &"us-item-404a".into()));
    assert_eq!(row["verdicts"][0]["verdict"], "unknown");
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    let with = |threads| ran(&["settle", BOARDS, "--rule", "related-person", "-f", "json", "--threads", threads]);
    assert_eq!(with("1"), with("2"));
}
