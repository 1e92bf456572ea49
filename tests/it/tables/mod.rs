//! Tables as people and programs make them: any headings, shapes, containers and spellings. Each test is a kind of file that a
//! user had, with relatives of it.

mod around;
mod containers;
mod exports;
mod headings;
mod names;
mod property;
mod shapes;
mod words;

pub(crate) use containers::good_containers;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The answer of a command: exit code, results, notes, and what it told on standard error.
struct Answered {
    code: i32,
    results: Value,
    notes: Vec<String>,
    told: String,
}

impl Answered {
    /// Returns the names of each pair and the people who link it: `Acme - Beta: Ann, Bob`.
    fn pairs(&self) -> Vec<String> {
        let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
        let people = |pair: &Value| {
            let people = pair["people"].as_array().cloned().unwrap_or_default();
            people.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        let rows = self.results.as_array().cloned().unwrap_or_default();
        rows.iter()
            .map(|pair| {
                let mut names = [name(&pair["a"]), name(&pair["b"])];
                names.sort();
                let certain = if pair["certain"] == true { "" } else { " (possible)" };
                format!("{} - {}: {}{certain}", names[0], names[1], people(pair))
            })
            .collect()
    }

    fn has_note(&self, text: &str) -> bool {
        self.notes.iter().any(|note| note.contains(text))
    }
}

/// Runs the program with JSON output in a folder.
fn run_in(folder: &Path, args: &[&str]) -> Answered {
    let output = Command::new(env!("CARGO_BIN_EXE_interlocks"))
        .current_dir(folder)
        .args(args)
        .args(if args[0] == "convert" { &[][..] } else { &["-f", "json"] })
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    let notes = answer["notes"].as_array().cloned().unwrap_or_default();
    Answered {
        code: output.status.code().unwrap(),
        results: answer["results"].clone(),
        notes: notes.iter().map(|note| note.as_str().unwrap().to_owned()).collect(),
        told: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs the program on files that are written to a folder of their own.
fn run(files: &[(&str, &str)], args: &[&str]) -> Answered {
    let folder = folder_of(files);
    run_in(folder.path(), args)
}

/// Writes files to a folder of their own.
pub(crate) fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Returns the pairs of one table.
fn pairs(table: &str) -> Vec<String> {
    let answered = run(&[("table.csv", table)], &["pairs", "table.csv"]);
    assert_eq!(answered.code, 0, "{table}\n{}", answered.told);
    answered.pairs()
}

/// The pair that most tables here have.
const PAIR: &str = "Northern Tin - Western Rope: Anna Quill";
