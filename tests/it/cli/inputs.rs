//! The head of the JSON: which program answers, and from which files.

use std::fs;
use std::path::Path;

use interlocks::dataset::InputFile;
use serde_json::{Value, json};

use super::{BOARDS, interlocks, ran};

fn answer(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[args, &["-f", "json", "-q"]].concat());
    assert_eq!(code, 0, "{args:?}: {message}");
    serde_json::from_str(&out).unwrap()
}

fn sum(path: &str) -> String {
    InputFile::from_path(Path::new(path)).unwrap().sha256
}

/// Returns path and rows of each input, and checks the checksums.
fn inputs(answer: &Value) -> Vec<(String, Value)> {
    let inputs = answer["inputs"].as_array().unwrap();
    let row = |input: &Value| {
        let path = input["path"].as_str().unwrap();
        if Path::new(path).is_file() {
            assert_eq!(input["sha256"], sum(path).as_str(), "{path}");
        }
        (path.to_owned(), input["rows"].clone())
    };
    inputs.iter().map(row).collect()
}

#[test]
fn every_file_is_named_with_its_sum_and_its_rows() {
    let found = answer(&["pairs", BOARDS, "--top", "1"]);
    assert_eq!(found["tool"], json!({"name": "interlocks", "version": env!("CARGO_PKG_VERSION")}));
    let found = inputs(&found);
    let seats = fs::read_to_string(format!("{BOARDS}/seats.csv")).unwrap().lines().count() - 1;
    assert!(found.contains(&(format!("{BOARDS}/seats.csv"), seats.into())), "{found:?}");
    assert!(found.contains(&(format!("{BOARDS}/datapackage.json"), Value::Null)), "{found:?}");
    assert_eq!(found.len(), 7);
    for args in [&["check", BOARDS][..], &["show", BOARDS, "meta"], &["report", BOARDS, "--between", "meta", "netflix"]]
    {
        assert_eq!(inputs(&answer(args)), found, "{args:?}");
    }
    // The same on every run and for any number of threads.
    let runs = ["1", "2", "7"].map(|threads| ran(&["people", BOARDS, "-f", "json", "--threads", threads]).1);
    assert!(runs.iter().all(|run| *run == runs[0]));
}

#[test]
fn lists_baselines_and_older_data_are_inputs_too() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let old = write("old.csv", "person,company\nann,acme\n");
    let new = write("new.csv", "person,company\nann,acme\nann,beta\nbo,beta\n");
    let more = write("more.json", "{\"seats\": [{\"person\": \"cy\", \"company\": \"acme\"}]}");
    let list = write("list.txt", "acme\nnobody\n# a word\n");
    let baseline =
        write("accepted.csv", "what,rule,test,people,companies,deal,owner,accepted,certainty,who,when,why\n");
    let watch = answer(&["watch", &new, "--list", &list, "--since", &old, "--baseline", &baseline]);
    let mut found = inputs(&watch);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [(&baseline, 0), (&list, 2), (&new, 3), (&old, 1)].map(|(path, rows)| (path.clone(), rows.into()));
    assert_eq!(found, expected);
    assert_eq!(inputs(&answer(&["diff", &old, &new])), [(old.clone(), 1.into()), (new.clone(), 3.into())]);
    let both = answer(&["people", &new, "--with", &more]);
    assert_eq!(inputs(&both), [(new.clone(), 3.into()), (more.clone(), 1.into())]);
    assert_eq!(inputs(&answer(&["diff", &new, &new])).len(), 1, "one file is named once");
}

#[test]
fn a_snapshot_knows_what_it_was_built_from_and_standard_input_has_no_sum() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (table, snapshot, again) = (path("seats.csv"), path("a.ilk"), path("b.ilk"));
    fs::write(&table, "person,company\nann,acme\nann,beta\n").unwrap();
    assert_eq!(ran(&["build", &table, "-q", "-o", &snapshot]).0, 0);
    assert_eq!(ran(&["build", &snapshot, "-q", "-o", &again]).0, 0);
    let built_from = json!([{"path": table, "sha256": sum(&table), "rows": 2}]);
    for snapshot in [&snapshot, &again] {
        for args in [&["pairs", snapshot][..], &["show", snapshot, "ann"]] {
            let input = answer(args)["inputs"][0].clone();
            let expected = json!({"path": snapshot, "sha256": sum(snapshot), "rows": null, "built_from": built_from});
            assert_eq!(input, expected);
        }
    }
    let mut piped = interlocks(&["pairs", "-", "--from", "csv", "-f", "json"]);
    let piped = piped.write_stdin("person,company\nann,acme\nann,beta\n").output().unwrap();
    let piped: Value = serde_json::from_slice(&piped.stdout).unwrap();
    assert_eq!(piped["inputs"], json!([{"path": "standard input", "sha256": null, "rows": 2}]));
}
