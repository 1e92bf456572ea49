//! Rows that are written as they are made are those that are written together.

use serde_json::Value;

use super::{BOARDS, ran};

#[test]
fn pairs_by_row_are_the_pairs_of_the_document() {
    for options in [
        &[][..],
        &["--top", "3"],
        &["--weight", "days", "--top", "7"],
        &["--kind", "mutual", "--top", "2"],
        &["--person", "reed-hastings"],
        &["--certain", "--at", "2013", "--weight", "newman"],
        &["--of", "people", "--min", "2"],
        &["--at", "1850"],
        &["--links", "officers", "--max-boards", "3"],
    ] {
        let answer = |format: &str| {
            let (code, out, message) = ran(&[&["pairs", BOARDS], options, &["-f", format]].concat());
            assert_eq!(code, 0, "{options:?}: {message}");
            out
        };
        let document: Value = serde_json::from_str(&answer("json")).unwrap();
        let lines: Vec<Value> = answer("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(document["results"].as_array().unwrap(), &lines, "{options:?}");

        let table = answer("csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        assert_eq!(reader.headers().unwrap().iter().take(3).collect::<Vec<_>>(), ["a", "b", "shared"]);
        let names: Vec<[String; 2]> =
            reader.records().map(|row| row.unwrap()).map(|row| [0, 1].map(|at| row[at].to_owned())).collect();
        let expected: Vec<[String; 2]> =
            lines.iter().map(|row| ["a", "b"].map(|end| row[end]["name"].as_str().unwrap().to_owned())).collect();
        assert_eq!(names, expected, "{options:?}");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pairs.csv").display().to_string();
        let (code, _, message) = ran(&[&["pairs", BOARDS], options, &["-o", &file]].concat());
        assert_eq!((code, std::fs::read_to_string(&file).unwrap()), (0, table), "{message}");
    }
}
