//! `conflicts`: its rules, its sentences, and the status of what is only alleged.

use serde_json::Value;

use super::{BOARDS, ran};

const RULES: [&str; 7] = [
    "shared-director",
    "executive-on-board",
    "appointment-window",
    "revolving-door",
    "owner-on-board",
    "related-person",
    "indirect-path",
];

fn rows(args: &[&str]) -> Vec<Value> {
    let (code, out, message) = ran(&[&["conflicts", BOARDS, "--each-rule", "-f", "json"], args].concat());
    assert_eq!(code, 0, "{message}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    answer["results"].as_array().unwrap().clone()
}

#[test]
fn each_rule_can_be_asked_for_alone_and_several_together() {
    let all = rows(&[]);
    for rule in RULES {
        let own: Vec<Value> = all.iter().filter(|row| row["rule"] == rule).cloned().collect();
        assert!(!own.is_empty(), "{rule}");
        assert_eq!(rows(&["--rule", rule]), own);
    }
    let two = rows(&["--rule", "related-person", "--rule", "indirect-path"]);
    let fitting = |row: &&Value| row["rule"] == "related-person" || row["rule"] == "indirect-path";
    assert_eq!(two, all.iter().filter(fitting).cloned().collect::<Vec<Value>>());
    assert_eq!(ran(&["conflicts", BOARDS, "--rule", "gossip"]).0, 2);
    for share in ["-1", "101", "many"] {
        assert_eq!(ran(&["conflicts", BOARDS, &format!("--min-share={share}")]).0, 2);
    }
}

#[test]
fn rows_come_most_severe_first_and_then_in_a_total_order() {
    let key = |row: &Value| (row["score"].as_f64().unwrap(), row["deal"]["id"].as_str().unwrap().to_owned());
    let all = rows(&[]);
    for two in all.windows(2) {
        let ((x, deal), (y, next)) = (key(&two[0]), key(&two[1]));
        assert!(x > y || (x == y && deal <= next));
    }
}

#[test]
fn what_is_alleged_says_so_in_every_format() {
    for format in ["table", "json", "jsonl", "csv", "md"] {
        for explain in [&[][..], &["--explain"]] {
            let base = ["conflicts", BOARDS, "--deal", "fb-nflx-inbox-api-claim", "-f", format];
            let (code, out, message) = ran(&[&base[..], explain].concat());
            assert_eq!((code, message.as_str()), (0, ""));
            // Not in the head of a table, nor in the note below: in every line that tells a finding.
            let telling: Vec<&str> = out.lines().filter(|line| line.contains("fb-nflx-inbox-api-claim")).collect();
            assert!(telling.len() >= 2, "{format}: {out}");
            let status = |line: &&&str| line.contains("alleged-in-press") || format == "json";
            assert_eq!(telling.iter().filter(status).count(), telling.len(), "{format}");
        }
    }
}

#[test]
fn sentences_are_a_paragraph_each_for_people_and_lists_for_programs() {
    let rows = rows(&["--deal", "orcl-netsuite", "--explain"]);
    let first = &rows[0];
    assert!(first["explanation"][0].as_str().unwrap().starts_with("Larry Ellison was a founder of NetSuite Inc."));
    assert!(first["check"].as_array().unwrap().iter().all(Value::is_string));
    for format in ["table", "md"] {
        let (_, out, _) =
            ran(&["conflicts", BOARDS, "--each-rule", "--deal", "orcl-netsuite", "--explain", "-f", format]);
        let paragraphs: Vec<&str> = out.trim_end().split("\n\n").collect();
        assert_eq!(paragraphs.len(), rows.len() + 1, "{out}");
        assert!(paragraphs[..rows.len()].iter().all(|paragraph| paragraph.contains(" Check: ")));
        assert!(paragraphs[rows.len()].contains("not an accusation"));
    }
    let (_, out, _) = ran(&["conflicts", BOARDS, "--deal", "orcl-netsuite", "--explain", "-f", "csv"]);
    assert!(out.lines().next().unwrap().ends_with(",sources,explanation,check"));
}

fn grouped(args: &[&str]) -> Vec<Value> {
    let (code, out, message) = ran(&[&["conflicts", BOARDS, "-f", "json"], args].concat());
    assert_eq!(code, 0, "{message}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    answer["results"].as_array().unwrap().clone()
}

#[test]
fn a_row_is_about_one_person_and_one_deal_and_lists_its_rules() {
    let ask = ["--between", "netflix", "meta"];
    let (each, all) = (rows(&ask), grouped(&ask));
    assert_eq!(all.iter().map(|row| row["rules"].as_array().unwrap().len()).sum::<usize>(), each.len());
    let titan = all.iter().find(|row| row["deal"]["id"] == "fb-nflx-titan-api").unwrap();
    let names: Vec<&str> = titan["rules"].as_array().unwrap().iter().map(|met| met["rule"].as_str().unwrap()).collect();
    assert_eq!(names, ["executive-on-board", "owner-on-board", "shared-director"]);
    assert_eq!(
        (&titan["rule"], &titan["score"], &titan["certain"]),
        (&"executive-on-board".into(), &0.9.into(), &true.into())
    );
    assert_eq!(
        titan["text"],
        "Reed Hastings was an executive and an owner or founder of Netflix, Inc., and sat on the boards of Meta Platforms, \
         Inc. and Netflix, Inc. The deal fb-nflx-titan-api (data-sharing) is dated 2013-08; status: alleged. A lead to \
         check, not an accusation."
    );
}

#[test]
fn filters_apply_to_findings_and_top_to_rows() {
    let high = grouped(&["--min-severity", "high"]);
    let met = |row: &Value| row["rules"].as_array().unwrap().clone();
    assert!(high.iter().flat_map(met).all(|rule| rule["severity"] == "high"));
    let certain = grouped(&["--certain"]);
    assert!(certain.iter().flat_map(met).all(|rule| rule["certain"] == true));
    let owners = grouped(&["--rule", "owner-on-board"]);
    assert!(owners.iter().flat_map(met).all(|rule| rule["rule"] == "owner-on-board"));
    let all = grouped(&[]);
    assert_eq!(grouped(&["--top", "3"]), all[..3]);
    let (_, out, _) = ran(&["conflicts", BOARDS, "--top", "3"]);
    assert!(out.ends_with(&format!("\n{} more rows are not listed; without --top they are\n", all.len() - 3)), "{out}");
    assert_eq!(ran(&["conflicts", BOARDS, "--top", "1", "--fail-on", "high"]).0, 4);
    let (_, out, _) = ran(&["conflicts", BOARDS, "--deal", "fb-nflx-inbox-api-claim", "-f", "csv"]);
    assert!(
        out.starts_with("severity,score,people_ids,people_names,rules,parties_ids,parties_names,share,deal_id,"),
        "{out}"
    );
    assert!(out.contains(",appointment-window; executive-on-board; owner-on-board; shared-director,"), "{out}");
    let (_, out, _) = ran(&["conflicts", BOARDS, "--deal", "fb-nflx-inbox-api-claim"]);
    assert!(out.contains("appointment-window; executive-on-board (possible); owner-on-board (possible)"), "{out}");
}
