//! `--same`, and `same.csv` in a folder.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{interlocks, ran, without_inputs};

const SEATS: &str = "person,company,role,start,end\nann lee,acme,director,2001,2009\n\"LEE, Ann\",bolt,director,2004,2006\n\
                     bo fox,bolt,director,2003,\nb. fox,core,director,2003,\n";
const HEADER: &str = "id_a,id_b,decision,probability,who,when,why\n";
const SAME: &str =
    "ann lee,\"LEE, Ann\",same,0.98,M. Ode,2026-11-29,same signature\nbo fox,b. fox,unsure,0.4,M. Ode,,\n";

struct Data {
    folder: tempfile::TempDir,
}

impl Data {
    fn new(same: &str) -> Data {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("boards")).unwrap();
        fs::write(folder.path().join("boards/seats.csv"), SEATS).unwrap();
        fs::write(folder.path().join("words.csv"), format!("{HEADER}{same}")).unwrap();
        Data { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The answer as JSON.
    fn json(&self, args: &[&str]) -> Value {
        let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
        assert_eq!(code, 0, "{message}");
        serde_json::from_str(&out).unwrap()
    }
}

#[test]
fn decisions_are_applied_told_and_taken_back() {
    let data = Data::new(SAME);
    let (boards, words) = (data.path("boards"), data.path("words.csv"));
    let pairs = |args: &[&str]| data.json(&[&["pairs", &boards], args].concat())["results"].as_array().unwrap().len();
    assert_eq!((pairs(&[]), pairs(&["--same", &words])), (0, 1));
    let (code, _, message) = ran(&["pairs", &boards, "--same", &words]);
    let note = "2 decisions of words.csv: 2 records are taken as 1 person; 1 pair is open";
    assert!(code == 0 && message.contains(note), "{message}");
    let notes = data.json(&["pairs", &boards, "--same", &words])["notes"].to_string();
    assert!(notes.contains(note), "{notes}");

    // In the folder the file needs no option, and without its rows the data is as before.
    fs::copy(&words, data.path("boards/same.csv")).unwrap();
    assert_eq!((pairs(&[]), pairs(&["--same", &data.path("boards/same.csv")])), (1, 1));
    let message = ran(&["pairs", &boards, "--strict"]).2;
    assert!(!message.contains("same.csv is not used") && !message.contains("unused"), "{message}");
    fs::write(data.path("boards/same.csv"), HEADER).unwrap();
    assert_eq!(pairs(&[]), 0);
}

#[test]
fn a_seat_of_another_record_says_so_in_evidence() {
    let data = Data::new(SAME);
    let answer = data.json(&["show", &data.path("boards"), "ann lee", "--same", &data.path("words.csv")]);
    let rows = answer["results"]["seats"].as_array().unwrap();
    let records: Vec<&Value> = rows.iter().map(|row| &row["record"]).collect();
    assert_eq!(records, [&Value::from("ann lee"), &Value::Null]);
    assert_eq!(answer["results"]["id"], "LEE, Ann");
}

#[test]
fn a_snapshot_takes_decisions_and_keeps_them() {
    let data = Data::new(SAME);
    let (boards, words) = (data.path("boards"), data.path("words.csv"));
    let (plain, settled) = (data.path("plain.ilk"), data.path("settled.ilk"));
    assert_eq!(ran(&["build", &boards, "-o", &plain]).0, 0);
    assert_eq!(ran(&["build", &boards, "--same", &words, "-o", &settled]).0, 0);
    for question in [&["pairs"][..], &["people"], &["stats"], &["show", "ann lee"], &["check"]] {
        let ask = |given: &[&str]| {
            without_inputs(ran(&[&question[..1], &given[..1], &question[1..], &given[1..], &["-f", "json"]].concat()))
        };
        let expected = ask(&[&boards, "--same", &words]);
        assert_eq!(expected.0, 0);
        assert_eq!(ask(&[&plain, "--same", &words]), expected, "{question:?}");
        assert_eq!(ask(&[&settled]), expected, "{question:?}");
    }
    // What a snapshot made one cannot be taken back there.
    let other = data.path("other.csv");
    fs::write(&other, format!("{HEADER}ann lee,\"LEE, Ann\",distinct,,M. Ode,,other signature\n")).unwrap();
    let (code, out, _) = ran(&["check", &settled, "--same", &other]);
    assert!(code == 3 && out.contains("build it again from the data with this file"), "{out}");
    assert_eq!(data.json(&["check", &boards, "--same", &words, "--same", &other])["results"]["people"], 4);
}

#[test]
fn check_lists_what_is_settled_and_what_is_open() {
    let data = Data::new(SAME);
    let (boards, words) = (data.path("boards"), data.path("words.csv"));
    let (code, out, _) = ran(&["check", &boards, "--same", &words]);
    assert_eq!(code, 0);
    for line in [
        format!("LEE, Ann is taken as one person with ann lee ({words}:2)"),
        format!("b. fox and bo fox may be one: unsure, probability 0.4 ({words}:3)"),
    ] {
        let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&line), "{line}\n{out}");
    }
    let identity = &data.json(&["check", &boards, "--same", &words])["results"]["identity"];
    assert_eq!((&identity["groups_count"], &identity["open_count"]), (&1.into(), &1.into()));
    assert_eq!(identity["groups"][0]["rests_on"][0]["why"], "same signature");
    assert!(data.json(&["check", &boards])["results"].get("identity").is_none());
}

#[test]
fn contradictions_reject_and_strict_stops() {
    let data = Data::new("ann lee,bo fox,same,,M,,w\nbo fox,b. fox,same,,M,,w\nann lee,b. fox,distinct,,N,,w\n");
    let args = ["check", &data.path("boards"), "--same", &data.path("words.csv")];
    let (code, out, _) = ran(&args);
    assert!(code == 3 && out.contains("are distinct here"), "{out}");
    let (code, _, message) = ran(&["pairs", args[1], args[2], args[3], "--strict"]);
    assert!(
        code == 3 && message.contains("words.csv:4:3: error: 'ann lee' and 'b. fox' are distinct here"),
        "{message}"
    );
    let (code, _, message) = ran(&["pairs", args[1], "--same", &data.path("nothing.csv")]);
    assert!(code == 1 && message.contains("nothing.csv"), "{message}");
}

#[test]
fn a_report_lists_the_file_with_its_checksum() {
    let data = Data::new(SAME);
    let (boards, words, page) = (data.path("boards"), data.path("words.csv"), data.path("report.html"));
    for (given, file) in [(boards.clone(), words.clone()), (data.path("plain.ilk"), words.clone())] {
        assert!(ran(&["build", &boards, "-o", &data.path("plain.ilk")]).0 == 0);
        let (code, _, message) = ran(&["report", &given, "--between", "acme", "bolt", "--same", &file, "-o", &page]);
        assert_eq!(code, 0, "{message}");
        let page = fs::read_to_string(&page).unwrap();
        assert!(page.contains("words.csv") && page.contains("--same"), "{given}");
    }
    assert!(Path::new(&words).exists());
    let (code, _, message) = ran(&["pairs", &boards, "--same", &words, "-o", &words]);
    assert!(code == 2 && message.contains("is a file of the data"), "{message}");
}

/// A file that an option names is no data, in a folder of tables and in a folder of exports: it is neither read as a table nor told as
/// a file that was not used.
#[test]
fn a_file_that_an_option_names_is_no_data() {
    let seats = "person,company,role,start\nann,acme,director,2001\nbo,bell,director,2002\n";
    let asides: [(&str, &str, &[&str]); 5] = [
        ("decided.csv", "id_a,id_b,decision,who,why\nann,bo,distinct,M. Ode,births\n", &["--same"]),
        ("reviewed.csv", "id_a,id_b,decision,probability,who,when,why,keep\n", &["--who", "M. Ode", "--review"]),
        ("labels.csv", "id,entity\nann,e1\nbo,e2\n", &["--truth"]),
        ("words.csv", "role,board,executive\ndirector,yes,no\n", &["--roles"]),
        ("headings.csv", "person=person\n", &["--columns"]),
    ];
    for table in ["seats.csv", "export of seats.csv"] {
        for (file, text, option) in asides {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(file).display().to_string();
            fs::write(folder.path().join(table), seats).unwrap();
            fs::write(&path, text).unwrap();
            let path = if option == ["--columns"] { format!("@{path}") } else { path };
            let mut args = vec!["resolve", folder.path().to_str().unwrap()];
            args.extend_from_slice(option);
            args.push(&path);
            let output = interlocks(&args).write_stdin("").output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(0), "{table} {file}: {said}");
            assert!(!said.contains("not used") && !said.contains("warning"), "{table} {file}: {said}");
            // Without the option it is data, or told.
            let checked = || {
                let output = interlocks(&["check", folder.path().to_str().unwrap()]).output().unwrap();
                String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
            };
            let told = checked();
            fs::remove_file(folder.path().join(file)).unwrap();
            assert_ne!(told, checked(), "{table} {file}");
        }
    }
}
