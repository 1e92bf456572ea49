//! `stats` and `rank` with `--if-same`: the figures as things are, and those of the data in which all rows that leave a pair open
//! say `same`.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::cli::ran;
use crate::identity::worlds;
use crate::undecided::{HEADER, folder, links, with_rows};

const QUESTIONS: [&[&str]; 6] = [
    &["stats"],
    &["stats", "--at", "2006-06", "--only", "people"],
    &["rank", "--of", "people", "--by", "boards"],
    &["rank", "--by", "betweenness", "--at", "2006-06"],
    &["rank", "--of", "people", "--by", "constraint", "--top", "3"],
    &["rank", "--by", "strength", "--reverse", "--links", "officers"],
];

fn document(question: &[&str], data: &Path, more: &[&str]) -> Value {
    let (code, out, message) =
        ran(&[&[question[0], data.to_str().unwrap()], &question[1..], more, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_given_as_things_are_and_as_data_in_which_all_are_one(world in worlds(), links in links()) {
        let mut links = links;
        links.sort();
        links.dedup();
        let apart = with_rows(&world, &[], "");
        let open = with_rows(&world, &links, "unsure,0.7,M. Ode,,");
        let one = with_rows(&world, &links, "same,,M. Ode,,signature");
        for question in QUESTIONS {
            let twice = document(question, open.path(), &["--if-same"]);
            let [apart, one, plain] = [&apart, &one, &open].map(|folder| document(question, folder.path(), &[]));
            prop_assert_eq!(&twice["results"], &apart["results"], "{:?}", question);
            prop_assert_eq!(&twice["if_same"], &one["results"], "{:?} {:?}", question, links);
            prop_assert_eq!(&plain["results"], &apart["results"]);
            prop_assert!(plain.get("if_same").is_none() && plain["notes"].to_string().contains("--if-same gives"));
        }
    }
}

const SEATS: &str = "person,company\nann,acme\nanna,bolt\na.,core\nbo,acme\nbo,bolt\ncy,core\n";

fn data(rows: &str) -> tempfile::TempDir {
    folder(&[("seats.csv", SEATS), ("same.csv", &format!("{HEADER}\n{rows}"))])
}

#[test]
fn a_table_has_a_second_column() {
    let data = data("ann,anna,unsure,,M. Ode,,\nanna,a.,,0.7,,,\ncy,bo,,,,,\n");
    let path = data.path().to_str().unwrap();
    let (_, out, message) =
        ran(&["rank", path, "--of", "people", "--by", "boards", "--if-same", "--undated", "-f", "csv"]);
    let expected = "rank,id,name,value,rank_if_same,value_if_same\n1,bo,bo,2,2,2\n2,a.,a.,1,1,3\n2,ann,ann,1,1,3\n\
                    2,anna,anna,1,1,3\n2,cy,cy,1,3,1\n";
    assert_eq!(out, expected);
    assert!(message.contains("2 pairs of records that may be one are taken as one, in chains, too"), "{message}");
    let (_, out, _) = ran(&["stats", path, "--if-same", "--undated", "-f", "csv", "--only", "two_mode"]);
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0] == "figure,value,if_same" && lines.contains(&"two_mode.people,5,3"), "{out}");
    let (_, out, _) = ran(&["stats", path, "--if-same", "--undated"]);
    assert!(out.lines().next().unwrap().ends_with("if same"), "{out}");
    let (_, out, _) = ran(&["stats", path, "--if-same", "--undated", "-f", "jsonl"]);
    assert!(out.lines().count() == 2 && out.lines().nth(1).unwrap().starts_with("{\"if_same\":{"), "{out}");
}

#[test]
fn pairs_that_cannot_be_one_together_stay_out() {
    let rows = "ann,anna,unsure,,M. Ode,,\nanna,a.,,0.7,,,\nbo,cy,,0.2,,,\nann,a.,distinct,,M. Ode,,births\n";
    let data = data(rows);
    let path = data.path().to_str().unwrap();
    let figures = document(&["stats", "--undated", "--only", "two_mode"], data.path(), &["--if-same"]);
    assert_eq!(
        (&figures["results"]["two_mode"]["people"], &figures["if_same"]["two_mode"]["people"]),
        (&5.into(), &4.into())
    );
    let notes = figures["notes"].to_string();
    assert!(
        notes.contains("1 pair of records that may be one is taken as one")
            && notes.contains("2 pairs left out, because as one they would contradict a row 'distinct'")
            && notes.contains("a. and anna (")
            && notes.contains("same.csv:3)"),
        "{notes}"
    );
    // With nothing open, both are equal, and nothing is said without the option.
    fs::write(data.path().join("same.csv"), format!("{HEADER}\nann,a.,distinct,,M. Ode,,births\n")).unwrap();
    let figures = document(&["stats", "--undated"], data.path(), &["--if-same"]);
    assert_eq!(figures["results"], figures["if_same"]);
    assert!(!ran(&["stats", path, "--undated"]).2.contains("if-same"));
}
