//! Rows that are written as they are made are those that are written together.

use serde_json::{Value, json};

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
        &["--sort", "ids"],
        &["--sort", "none", "--weight", "days"],
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
        assert_eq!(
            reader.headers().unwrap().iter().take(5).collect::<Vec<_>>(),
            ["a_id", "a_name", "b_id", "b_name", "shared"]
        );
        let names: Vec<[String; 2]> =
            reader.records().map(|row| row.unwrap()).map(|row| [1, 3].map(|at| row[at].to_owned())).collect();
        let expected: Vec<[String; 2]> =
            lines.iter().map(|row| ["a", "b"].map(|end| row[end]["name"].as_str().unwrap().to_owned())).collect();
        assert_eq!(names, expected, "{options:?}");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pairs.csv").display().to_string();
        let (code, _, message) = ran(&[&["pairs", BOARDS], options, &["-o", &file]].concat());
        assert_eq!((code, std::fs::read_to_string(&file).unwrap()), (0, table), "{message}");
    }
}

/// Columns of CSV whose values JSON has in parts: the number of a path, spells of several people, sources of evidence, people of
/// several appointments, findings put into words.
const IN_PARTS: [(&str, &[&str]); 7] = [
    ("pairs", &["certain_days", "possible_days"]),
    ("backbone", &["certain_days", "possible_days"]),
    ("path", &["path"]),
    ("conflicts", &["rules", "sources"]),
    ("screen", &["from", "to", "sources"]),
    ("windows", &["people_ids", "people_names"]),
    ("settle", &["findings", "verdicts", "with"]),
];

/// Returns what a row of JSON says in a column of CSV: the value under a path of keys joined by `_`, or one value of each item of
/// a list, joined by `; `.
fn said(row: &Value, column: &str) -> Option<String> {
    let text = |value: &Value| match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "))
        }
        _ => None,
    };
    if let Some(found) = row.get(column).and_then(text) {
        return Some(found);
    }
    column.match_indices('_').find_map(|(at, _)| {
        let (first, rest) = (row.get(&column[..at])?, &column[at + 1..]);
        match (first, rest.strip_suffix('s')) {
            (Value::Array(items), Some(key)) => {
                let items: Option<Vec<String>> = items.iter().map(|item| text(item.get(key)?)).collect();
                Some(items?.join("; "))
            }
            (Value::Null, _) => Some(String::new()),
            _ => said(first, rest),
        }
    })
}

/// Returns the rows of JSON as those of CSV: an item of the list that CSV has rows for is a row with the rest.
fn spread(command: &str, rows: &[Value]) -> Vec<Value> {
    let items = |row: &Value, list: &str| row[list].as_array().cloned().unwrap_or_default();
    let with = |row: &Value, fields: Value| {
        let mut row = row.clone();
        row.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        row
    };
    let spread_one = |row: &Value| -> Vec<Value> {
        match command {
            "people" => items(row, "companies").iter().map(|company| with(row, json!({"company": company}))).collect(),
            "groups" => [("people", "person"), ("companies", "company")]
                .into_iter()
                .flat_map(|(list, kind)| items(row, list).into_iter().map(move |item| (kind, item)))
                .map(|(kind, item)| with(&with(row, item), json!({"kind": kind})))
                .collect(),
            "path" => items(row, "steps").into_iter().map(|step| with(row, step)).collect(),
            _ => vec![row.clone()],
        }
    };
    rows.iter().flat_map(spread_one).collect()
}

#[test]
fn csv_says_what_json_says_under_the_same_names() {
    for question in [
        &["pairs", BOARDS][..],
        &["pairs", BOARDS, "--of", "people", "--undated", "--weight", "jaccard"],
        &["people", BOARDS],
        &["search", BOARDS],
        &["rank", BOARDS, "--by", "betweenness"],
        &["rank", BOARDS, "--of", "people", "--by", "degree,constraint,core"],
        &["panel", BOARDS, "--by", "degree,out-degree,constraint", "--bounds", "--during", "2010..2013"],
        &["groups", BOARDS, "--of", "people"],
        &["groups", BOARDS, "--by", "bipartite"],
        &["backbone", BOARDS, "--all"],
        &["backbone", BOARDS, "--of", "people", "--all"],
        &["path", BOARDS, "netflix", "meta"],
        &["conflicts", BOARDS],
        &["conflicts", BOARDS, "--each-rule"],
        &["screen", BOARDS, "all"],
        &["windows", BOARDS],
        &["settle", BOARDS],
    ] {
        let answer = |format: &str| {
            let (code, out, message) = ran(&[question, &["-f", format]].concat());
            assert_eq!(code, 0, "{question:?}: {message}");
            out
        };
        let in_parts =
            IN_PARTS.iter().find(|(command, _)| *command == question[0]).map_or(&[][..], |(_, columns)| columns);
        let document: Value = serde_json::from_str(&answer("json")).unwrap();
        let rows = spread(question[0], document["results"].as_array().unwrap());
        assert!(!rows.is_empty(), "{question:?} finds nothing");
        let table = answer("csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows.len(), "{question:?}");
        for (record, row) in records.iter().zip(&rows) {
            let cells = columns.iter().zip(record);
            for (column, value) in cells.filter(|(column, _)| !in_parts.contains(&column.as_str())) {
                let same = match said(row, column) {
                    None => false,
                    Some(text) => {
                        let numbers = text.parse::<f64>().ok().zip(value.parse::<f64>().ok());
                        // An open end is null.
                        text == value
                            || (text.is_empty() && value == "..")
                            || numbers.is_some_and(|(a, b)| (a - b).abs() < 1e-6)
                    }
                };
                assert!(same, "{question:?} {column}: {value} in {row}");
            }
        }
    }
}
