//! `resolve --of companies`, and `--links address` and its relatives.

use std::fs;

use serde_json::Value;

use super::{interlocks, ran};

const COMPANIES: &str = "docs/examples/companies";

fn answer(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

/// The pairs that are listed: ids and band.
fn pairs(answer: &Value) -> Vec<String> {
    let text = |row: &Value, path: &str| row.pointer(path).unwrap().as_str().unwrap().to_owned();
    let rows = answer["results"].as_array().unwrap().iter();
    rows.map(|row| format!("{} {} {}", text(row, "/a/id"), text(row, "/b/id"), text(row, "/band"))).collect()
}

#[test]
fn companies_are_listed_as_people_are() {
    let found = answer(&["resolve", COMPANIES, "--of", "companies"]);
    assert_eq!(pairs(&found), ["A1 R1 merge", "A6 R3 merge", "A2 R2 merge", "A5 R5 review"]);
    let row = &found["results"][0];
    let sum: f64 = row["features"].as_array().unwrap().iter().map(|reason| reason["bits"].as_f64().unwrap()).sum();
    assert!((sum - row["bits"].as_f64().unwrap()).abs() < 1e-9, "{row}");
    assert_eq!((&row["a"]["founded"], &row["b"]["founded"]), (&Value::Null, &"1908-05-11".into()));
    assert_eq!((&row["people"][0]["a"], &row["people"][0]["b"]), (&"p1".into(), &"p2".into()));
    let notes = found["notes"].to_string();
    assert!(!notes.contains("not used"), "the columns are read: {notes}");

    let count = answer(&["resolve", COMPANIES, "--of", "companies", "--count"]);
    assert_eq!(count["results"]["merge"], 3);
    let one = answer(&["resolve", COMPANIES, "--of", "companies", "--company", "tollgate"]);
    assert_eq!(pairs(&one), ["A2 R2 merge"]);
    let (code, out, _) = ran(&["resolve", COMPANIES, "--of", "companies", "--band", "review", "--explain"]);
    assert!(code == 0 && out.contains("a number may have been given to another company later"), "{out}");
    let (code, _, _) = ran(&["resolve", COMPANIES, "--of", "companies", "--fail-on", "merge"]);
    assert_eq!(code, 4);
    // Without the option people are compared.
    assert_eq!(pairs(&answer(&["resolve", COMPANIES])), pairs(&answer(&["resolve", COMPANIES, "--of", "people"])));
}

#[test]
fn a_table_of_pairs_is_a_file_of_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("same.csv");
    let path = file.display().to_string();
    let (code, _, message) = ran(&["resolve", COMPANIES, "--of", "companies", "-f", "csv", "-o", &path]);
    assert_eq!(code, 0, "{message}");
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("id_a,id_b,decision,probability,who,when,why,band,name_a,founded_a,name_b,founded_b,"),
        "{text}"
    );
    let text =
        text.replacen("A1,R1,,", "A1,R1,same,", 1).replacen(",1.0000,,,,merge", ",1.0000,M. Lee,,one number,merge", 1);
    fs::write(&file, text).unwrap();
    let found = answer(&["resolve", COMPANIES, "--of", "companies", "--same", &path]);
    // The plc no longer has a likelier pair beside it.
    assert_eq!(pairs(&found), ["A1 A3 review", "A6 R3 merge", "A2 R2 merge", "A5 R5 review"]);
    // What is decided to be two is not proposed again.
    let who = ["--who", "M. Lee", "--when", "2026-11-30"];
    let decide = [
        "resolve",
        COMPANIES,
        "--of",
        "companies",
        "--review",
        &path,
        "--why",
        "another firm",
        "--decide",
        "A2",
        "R2",
        "distinct",
    ];
    let (code, out, message) = ran(&[&decide[..], &who].concat());
    assert!(code == 0 && out.contains("are now distinct"), "{out} {message}");
    let found = answer(&["resolve", COMPANIES, "--of", "companies", "--same", &path]);
    assert_eq!(pairs(&found), ["A1 A3 review", "A6 R3 merge", "A5 R5 review"]);
}

#[test]
fn companies_are_reviewed_one_after_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("same.csv").display().to_string();
    let args =
        ["resolve", COMPANIES, "--of", "companies", "--review", &path, "--who", "M. Lee", "--when", "2026-11-30"];
    let output = interlocks(&args).write_stdin("d\nanother company\n").output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && out.contains("Pair 1 of 1"), "{out}");
    for line in ["number", "founded", "dissolved", "address", "Cy Dunn"] {
        assert!(out.contains(line), "{line}: {out}");
    }
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("A5,R5,distinct"), "{text}");
}

#[test]
fn truth_measures_companies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.csv");
    fs::write(&path, "id,entity\nA1,bell\nR1,bell\nA3,bell-plc\nA2,cobalt\nR2,cobalt\nA5,lumen\nR5,tarn\n").unwrap();
    let found = answer(&["resolve", COMPANIES, "--of", "companies", "--truth", &path.display().to_string()]);
    assert_eq!((&found["results"]["true"], &found["results"]["merge_precision"]), (&2.into(), &1.0.into()));
    assert_eq!(found["results"]["merge_recall"], 1.0);
    fs::write(&path, "id,entity\np1,quill\n").unwrap();
    let (code, _, message) = ran(&["resolve", COMPANIES, "--of", "companies", "--truth", &path.display().to_string()]);
    assert!(code == 2 && message.contains("no id of the table is a company of the data"), "{message}");
}

#[test]
fn options_of_the_other_kind_are_refused() {
    for option in [["--also", "town"], ["--person", "p1"], ["--model", "m.json"], ["--save-model", "m.json"]] {
        let (code, _, message) = ran(&[&["resolve", COMPANIES, "--of", "companies"], &option[..]].concat());
        assert!(code == 2 && message.contains(&format!("{} is about people", option[0])), "{message}");
    }
    let (code, _, message) = ran(&["resolve", COMPANIES, "--company", "A1"]);
    assert!(code == 2 && message.contains("--company needs --of companies"), "{message}");
}

#[test]
fn companies_that_share_an_address_or_a_telephone_are_tied_if_it_is_asked_for() {
    let path = ["path", COMPANIES, "R3", "A6"];
    assert_eq!(answer(&path)["results"].as_array().unwrap().len(), 0);
    let found = answer(&[&path[..], &["--links", "phone"]].concat());
    let step = &found["results"][0]["steps"][0];
    assert_eq!(step["relation"], "shared phone (+44 20 7946 0001)");
    assert_eq!(step["certain"], false);
    let notes = found["notes"].to_string();
    assert!(notes.contains("shared phone '+44 20 7946 0001', which is no identity and no certain tie"), "{notes}");
    assert_eq!(found["options"]["links"], "phone");
    // Only what is certain has no such step.
    let certain = answer(&[&path[..], &["--links", "phone", "--certain"]].concat());
    assert_eq!(certain["results"].as_array().unwrap().len(), 0);

    for links in [&["--links", "address,phone"][..], &["--links", "phone", "--links", "address"]] {
        let found = answer(&[&["show", COMPANIES, "A3"], links].concat());
        let text = found["results"].to_string();
        assert!(text.contains("shared address (") && text.contains("shared phone ("), "{text}");
    }
    for command in ["conflicts", "pairs", "stats", "resolve"] {
        let (code, _, message) = ran(&[command, COMPANIES, "--links", "address"]);
        assert!(
            code == 2 && message.contains("--links address cannot be used here; path and show can use it"),
            "{message}"
        );
    }
    let (code, _, message) = ran(&[&path[..], &["--links", "phone", "--undated"]].concat());
    assert!(code == 2 && message.contains("such a tie is never certain"), "{message}");
    let (code, _, message) = ran(&["show", COMPANIES, "A3", "--links", "directors,officers"]);
    assert!(code == 2 && message.contains("not both"), "{message}");
}
