//! `whatif --same A=B` and `--distinct A=B`: what changes if two records are one, or two.

use std::fs;

use super::ran;
use crate::undecided::{HEADER, folder};

const SEATS: &str = "person,company,role,start\nA3,acme,director,2001\nR12,bolt,director,2001\nR13,bolt,chair,2001\n\
                     x=y,acme,director,2001\nx,core,director,2001\ny=z,core,director,2001\nz,dale,director,2001\n";
const PEOPLE: &str = "id,name\nA3,Georg Lem\nR12,\"LEM, Georg Edvard\"\nR13,Ann Lee\nx=y,\nx,\ny=z,\nz,\n";

fn data(same: &str) -> tempfile::TempDir {
    folder(&[("seats.csv", SEATS), ("people.csv", PEOPLE), ("same.csv", &format!("{HEADER}\n{same}"))])
}

/// The exit code of `whatif` on a folder, and the answer or the message.
fn asked(data: &tempfile::TempDir, options: &[&str]) -> (i32, String) {
    let whole = [&["whatif", data.path().to_str().unwrap(), "--screen", "overboarding"], options].concat();
    let (code, out, message) = ran(&whole);
    (code, if code == 0 { out } else { message })
}

fn refused(data: &tempfile::TempDir, options: &[&str]) -> String {
    let (code, message) = asked(data, options);
    assert_eq!(code, 2, "{message}");
    message
}

#[test]
fn two_directors_would_link_two_boards_if_they_were_one() {
    let data = data("");
    for pair in ["A3=R12", "R12 = A3", "Georg Lem=R12", "person:A3=person:R12", "georg lem=lem, georg edvard"] {
        let (code, out) = asked(&data, &["--same", pair, "-f", "csv"]);
        let lines: Vec<&str> = out.lines().skip(1).collect();
        assert!(code == 0 && lines.len() == 1, "{pair}: {out}");
        assert!(lines[0].starts_with("added,pair,acme,acme,bolt,bolt,") && lines[0].contains("as one person"), "{out}");
    }
    let (_, out) = asked(&data, &["--same", "acme=bolt", "-f", "csv"]);
    assert!(out.lines().count() == 1, "nobody sits on both: {out}");
    let (_, out) = asked(&data, &["--same", "core=dale", "--same", "x=y=z", "-f", "csv"]);
    assert!(out.is_empty() || !out.contains("core"), "{out}");
}

#[test]
fn an_id_may_contain_the_sign_between_two_ids() {
    let data = data("");
    // 'x' and 'y=z', or 'x=y' and 'z'.
    let message = refused(&data, &["--same", "x=y=z"]);
    assert!(
        message.contains("it may mean the people 'x' and 'y=z', or the people 'x=y' and 'z'; write person:"),
        "{message}"
    );
    assert!(asked(&data, &["--same", "person:x=y=person:z"]).1.contains("x=y and z as one person"));
    assert!(asked(&data, &["--same", "x=y=R13"]).1.contains("R13 (Ann Lee) as one person"));
    assert!(refused(&data, &["--same", "q=y=r"]).contains("at none of its 2 '='"));
    // A file of this name is a file of decisions.
    let file = data.path().join("x=z.csv");
    fs::write(&file, format!("{HEADER}\nA3,R12,same,,M. Ode,,signature\n")).unwrap();
    let file = file.to_str().unwrap();
    assert!(refused(&data, &["--same", file]).contains("name a change"));
    assert!(refused(&data, &["--same", file, "--same", "A3=R12"]).contains("are one person already: A3 = R12 ("));
}

#[test]
fn what_cannot_be_one_is_refused() {
    let data = data("A3,R13,distinct,,M. Ode,,births differ\n");
    for (pair, words) in [
        ("A3=", "write A=B"),
        ("=R12", "write A=B"),
        ("A3=acme", "one is a person, the other is a company"),
        ("A3=nobody", "no person or company is called 'nobody'"),
        ("A3=A3", "both are the record A3 (Georg Lem)"),
        ("A3=Georg Lem", "both are the record A3 (Georg Lem)"),
    ] {
        let message = refused(&data, &["--same", pair]);
        assert!(message.contains(words), "{pair}: {message}");
    }
    let (code, _, message) = ran(&["whatif", data.path().to_str().unwrap(), "--same", "A3=R13"]);
    assert!(
        code == 0 && message.contains("A3 and R13 are distinct by") && message.contains("births differ"),
        "{message}"
    );
}

#[test]
fn a_decision_that_is_left_out_takes_what_rests_on_it() {
    let data = data("A3,R12,same,,M. Ode,,signature\n");
    for pair in ["A3=R12", "R12=A3", "Georg Lem=LEM, Georg Edvard"] {
        let (code, out) = asked(&data, &["--distinct", pair, "-f", "csv"]);
        let lines: Vec<&str> = out.lines().skip(1).collect();
        assert!(code == 0 && lines.len() == 1, "{pair}: {out}");
        assert!(
            lines[0].starts_with("removed,pair,acme,acme,bolt,bolt,") && lines[0].contains("as two people"),
            "{out}"
        );
    }
    for (pair, words) in [
        ("A3=R13", "A3 (Georg Lem) and R13 (Ann Lee) are two people already"),
        ("A3=A3", "both are the record A3"),
        ("A3", "write A=B"),
        ("acme=bolt", "are two companies already"),
    ] {
        let message = refused(&data, &["--distinct", pair]);
        assert!(message.contains(words), "{pair}: {message}");
    }
    // R12 is not Georg Lem, but Ann Lee, who sits on the same board.
    let (_, out) = asked(&data, &["--distinct", "A3=R12", "--same", "R12=R13", "-f", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let changes = answer["options"]["changes"].as_array().unwrap();
    assert_eq!((&changes[0]["change"], &changes[1]["change"]), (&"same".into(), &"distinct".into()));
    assert_eq!((&changes[1]["kind"], &changes[1]["b"]["id"]), (&"person".into(), &"R12".into()));
    assert_eq!(answer["results"]["removed"].as_array().unwrap().len(), 1, "{answer}");
}

#[test]
fn a_chain_of_decisions_is_listed() {
    let row = |a: &str, b: &str| format!("{a},{b},same,,M. Ode,,signature\n");
    let data = data(&[row("A3", "R12"), row("R12", "R13")].concat());
    let message = refused(&data, &["--distinct", "A3=R13"]);
    assert!(
        message.contains("A3 and R13 are one by A3 = R12 (")
            && message.contains("same.csv:2), R12 = R13 (")
            && message.contains("such as --distinct 'A3=R12'"),
        "{message}"
    );
    let message = refused(&data, &["--distinct", "Ann Lee=Georg Lem"]);
    assert!(message.contains("is 3 records, which are one: A3, R12, R13; give the ids of two of them"), "{message}");
    assert_eq!(asked(&data, &["--distinct", "A3=R12"]).0, 0);
    // A ring has to be cut twice.
    let ring = self::data(&[row("A3", "R12"), row("R12", "R13"), row("A3", "R13")].concat());
    assert!(refused(&ring, &["--distinct", "A3=R13"]).contains("A3 and R13 are still one by A3 = R12 ("));
    assert_eq!(asked(&ring, &["--distinct", "A3=R13", "--distinct", "A3=R12"]).0, 0);
}

#[test]
fn a_snapshot_cannot_be_read_apart() {
    let data = data("A3,R12,same,,M. Ode,,signature\n");
    let more = data.path().join("more.csv");
    fs::write(&more, format!("{HEADER}\nR13,z,same,,M. Ode,,signature\n")).unwrap();
    let snapshot = data.path().join("boards.ilk");
    let (snapshot, more) = (snapshot.to_str().unwrap(), more.to_str().unwrap());
    assert_eq!(ran(&["build", data.path().to_str().unwrap(), "-o", snapshot]).0, 0);
    let (code, _, message) = ran(&["whatif", snapshot, "--distinct", "A3=R12"]);
    assert!(code == 2 && message.contains("build it again from the data without A3 = R12 ("), "{message}");
    let (code, out, message) = ran(&["whatif", snapshot, "--same", more, "--distinct", "R13=z"]);
    assert!(code == 0 && out.contains("removed"), "{out} {message}");
    let (code, out, message) = ran(&["whatif", snapshot, "--same", "A3=z"]);
    assert!(code == 0 && out.contains("added"), "{out} {message}");
}

#[test]
fn standard_input_is_read_once() {
    let (code, _, message) = ran(&["whatif", "-", "--from", "csv", "--distinct", "a=b"]);
    assert!(code == 2 && message.contains("--distinct reads the data twice"), "{message}");
}
