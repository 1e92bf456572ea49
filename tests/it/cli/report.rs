//! `report`: one page, the same bytes on every run, and a way to make it again.

use std::path::Path;

use serde_json::Value;

use super::{BOARDS, interlocks, ran};

const PAIR: [&str; 3] = ["--between", "netflix", "meta"];

/// The page a run writes into a folder of its own.
fn page(data: &str, more: &[&str], name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    let file = file.to_str().unwrap();
    let (code, out, message) = ran(&[&["report", data, "-q", "-o", file], more].concat());
    assert_eq!((code, out.as_str()), (0, ""), "{message}");
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn both_formats_are_the_same_bytes_on_every_run_and_any_number_of_threads() {
    for name in ["page.html", "page.md", "page.json"] {
        let once = page(BOARDS, &PAIR, name);
        assert_eq!(once, page(BOARDS, &PAIR, name));
        for threads in ["1", "2", "7"] {
            assert_eq!(once, page(BOARDS, &[&PAIR[..], &["--threads", threads]].concat(), name), "{name}");
        }
    }
}

#[test]
fn the_ending_gives_the_format_and_without_a_file_it_is_markdown() {
    assert!(page(BOARDS, &PAIR, "page.html").starts_with("<!DOCTYPE html>"));
    let text = page(BOARDS, &PAIR, "page.md");
    assert!(text.starts_with("# Netflix, Inc. and Meta Platforms, Inc.\n"));
    let (code, out, _) = ran(&[&["report", BOARDS], &PAIR[..]].concat());
    assert_eq!(code, 0);
    let without_file = text.replace(" -o page.md\n", "\n").replace(",\"\\u002do\",\"page.md\"", "");
    assert_eq!(out, without_file, "only the command tells of the file");
}

#[test]
fn json_gives_all_that_is_on_the_page() {
    let (code, out, _) = ran(&[&["report", BOARDS, "-f", "json"], &PAIR[..]].concat());
    assert_eq!(code, 0);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["command"], "report");
    let page = &answer["results"];
    assert_eq!(page["deals"].as_array().unwrap().len(), 11);
    assert_eq!(page["people"][0]["person"]["id"], "reed-hastings");
    assert_eq!(page["interlock"]["people"][0]["id"], "reed-hastings");
    assert!(page["findings"][0]["explanation"]["check"][0].is_string());
    assert_eq!(page["repeat"]["version"], env!("CARGO_PKG_VERSION"));
    let sum = page["repeat"]["inputs"]["sha256"].as_str().unwrap();
    assert_eq!((sum.len(), page["repeat"]["inputs"]["files"].as_array().unwrap().len()), (64, 7));
}

#[test]
#[cfg(unix)]
fn the_command_on_the_page_makes_the_page_again() {
    let text = page(BOARDS, &[&PAIR[..], &["--window", "45", "--at", "2013-08"]].concat(), "page.md");
    let (_, rest) = text.split_once("```text\n").unwrap();
    let command = rest.lines().next().unwrap();
    assert!(command.starts_with("interlocks report ") && command.ends_with(" -o page.md"), "{command}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.md");
    let line = command.replace(" -o page.md", &format!(" -q -o {}", file.display()));
    let line = line.replacen("interlocks", env!("CARGO_BIN_EXE_interlocks"), 1);
    assert!(std::process::Command::new("sh").args(["-c", &line]).status().unwrap().success());
    assert_eq!(std::fs::read_to_string(file).unwrap(), text);
}

#[test]
fn the_sum_follows_the_data_and_not_where_it_lies() {
    let sum = |data: &str| {
        let (code, out, message) = ran(&["report", data, "--between", "acme", "beta", "-f", "json"]);
        assert_eq!(code, 0, "{message}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        answer["results"]["repeat"]["inputs"]["sha256"].clone()
    };
    let write = |folder: &Path, seats: &str, about: &str| {
        std::fs::write(folder.join("seats.csv"), seats).unwrap();
        std::fs::write(folder.join("datapackage.json"), about).unwrap();
    };
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let seats = "person,company,start,end\nann,acme,2001,2005\nann,beta,2002,2004\n";
    write(here.path(), seats, "{\"as_of\": \"2010\"}");
    write(there.path(), seats, "{\"as_of\": \"2010\"}");
    let [first, second] = [&here, &there].map(|folder| folder.path().to_str().unwrap());
    assert_eq!(sum(first), sum(second));
    write(there.path(), seats, "{\"as_of\": \"2011\"}");
    assert_ne!(sum(first), sum(second), "the file with the as-of date is data too");
    write(there.path(), &seats.replace("2004", "2003"), "{\"as_of\": \"2010\"}");
    assert_ne!(sum(first), sum(second));
}

#[test]
fn a_snapshot_has_its_own_sum_and_standard_input_none() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("boards.ilk");
    let snapshot = snapshot.to_str().unwrap();
    assert_eq!(ran(&["build", BOARDS, "-q", "-o", snapshot]).0, 0);
    let text = page(snapshot, &PAIR, "page.md");
    assert!(text.contains("boards.ilk") && text.contains("SHA-256 of the data: "));
    let mut piped = interlocks(&["report", "-", "--from", "csv", "--between", "acme", "beta"]);
    let piped = piped.write_stdin("person,company\nann,acme\nann,beta\n").output().unwrap();
    let text = String::from_utf8(piped.stdout).unwrap();
    assert!(text.contains("The SHA-256 of the data is not known: it came from standard input or a pipe."), "{text}");
}

#[test]
fn a_deal_of_two_parties_names_them_and_one_of_more_asks_which() {
    let text = page(BOARDS, &["--deal", "tsla-solarcity"], "page.md");
    assert!(
        text.starts_with("# Tesla, Inc. and SolarCity Corporation")
            || text.starts_with("# SolarCity Corporation and Tesla, Inc.")
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("seats.csv"), "person,company\nann,acme\nann,beta\nbob,zeta\n").unwrap();
    std::fs::write(folder.path().join("deals.csv"), "id,date,parties\nd,2005,acme;beta;zeta\n").unwrap();
    let data = folder.path().to_str().unwrap();
    let (code, _, message) = ran(&["report", data, "--deal", "d"]);
    assert_eq!(code, 2);
    assert!(message.contains("3 parties") && message.contains("--between"), "{message}");
    assert_eq!(ran(&["report", data, "--deal", "d", "--between", "acme", "beta"]).0, 0);
}

#[test]
fn wrong_usage_ends_with_2_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (name, args) in [
        ("a.html", &["--between", "netflix", "no such company"][..]),
        ("a.html", &["--between", "netflix", "Netflix, Inc."]),
        ("a.html", &["--deal", "no-such-deal"]),
        ("a.html", &["--deal", "tsla-solarcity", "--between", "netflix", "meta"]),
        ("a.pdf", &PAIR),
        ("a.html", &["--between", "netflix", "meta", "-f", "csv"]),
        ("a.html", &[]),
    ] {
        let file = folder.path().join(name);
        let (code, out, message) = ran(&[&["report", BOARDS, "-o", file.to_str().unwrap()], args].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {message}");
        assert!(!file.exists() && !message.is_empty());
    }
    let (code, _, message) = ran(&["report", BOARDS, "--between", "netflix", "no such company"]);
    assert!(code == 2 && message.contains("no such company"), "{message}");
    assert_eq!(ran(&["report", "no/such/folder", "--between", "a", "b"]).0, 1);
}
