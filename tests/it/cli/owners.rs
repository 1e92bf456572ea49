//! `show` of owners and of what they own.

use serde_json::Value;

use super::{BOARDS, ran};

fn shown(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[&["show", BOARDS], args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str::<Value>(&out).unwrap()["results"].take()
}

fn rows(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn advance_has_people_on_the_boards_of_warner_bros_discovery_and_charter() {
    let company = shown(&["wbd"]);
    let found: Vec<(&str, &str, &str, &str)> = rows(&company["deputies"])
        .iter()
        .filter(|row| row["owner"]["id"] == "advance" && row["certain"] == true)
        .map(|row| {
            let id = |value: &'static str| row[value]["id"].as_str().unwrap();
            let person = |seat: usize| row["seats"][seat]["person"]["id"].as_str().unwrap();
            (id("a"), id("b"), person(0), person(1))
        })
        .collect();
    assert!(found.contains(&("charter", "wbd", "steven-miron", "steven-newhouse")), "{found:?}");
    assert!(found.contains(&("charter", "wbd", "steven-miron", "steven-miron")));
    assert!(found.contains(&("charter", "wbd", "michael-newhouse", "steven-newhouse")));
    let row = &rows(&company["deputies"])[0];
    assert_eq!(row["rule"], "same-owner");
    assert_eq!(row["spells"][0]["from"], "2022-04-08");
    assert_eq!(row["spells"][0]["to"], "2024-04-01");
    let ids: Vec<&str> = rows(&row["evidence"]).iter().filter_map(|row| row["id"].as_str()).collect();
    assert!(ids.contains(&"t0134") && ids.contains(&"t0135"), "{ids:?}");
    // After they left there is none.
    assert!(rows(&shown(&["wbd", "--at", "2024-06-30"])["deputies"]).is_empty());
}

#[test]
fn owners_are_told_with_what_is_not_stated() {
    let company = shown(&["wbd", "--at", "2023-01-01"]);
    let advance = rows(&company["owners"]).iter().find(|row| row["owner"]["id"] == "advance").unwrap();
    assert_eq!(advance["stated"], false);
    assert_eq!(advance["integrated"]["min"], 0.0);
    assert_eq!(advance["evidence"][0]["share"], Value::Null);
    assert_eq!(advance["controls"], "possible");
    let owner = shown(&["company:microsoft", "--at", "2020"]);
    let linkedin = rows(&owner["owns"]).iter().find(|row| row["company"]["id"] == "linkedin").unwrap();
    assert_eq!((&linkedin["direct"]["min"], &linkedin["controls"]), (&100.0.into(), &"certain".into()));
    assert_eq!(owner["owned_at"], "2020-01-01/2020-12-31");
    let person = shown(&["larry-ellison", "--at", "2016-07-28"]);
    assert!(rows(&person["owns"]).iter().any(|row| row["company"]["id"] == "netsuite" && row["stated"] == false));
    assert!(rows(&shown(&["larry-ellison"])["owns"]).iter().all(|row| row["company"]["id"] != "netsuite"));
}

#[test]
fn the_table_says_who_owns() {
    let (_, out, _) = ran(&["show", BOARDS, "linkedin"]);
    assert!(out.contains("owns 100 %; control: certain"), "{out}");
    let (_, out, _) = ran(&["show", BOARDS, "charter"]);
    assert!(out.contains("owns an unstated share") && out.contains("via the owner Advance"), "{out}");
}
