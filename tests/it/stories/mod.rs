//! The stories of the README's readers, from their file to their answer: one file per reader.

mod compliance_officer;
mod journalist;
mod register_operator;
mod researcher;

use std::path::Path;

use serde_json::Value;

use crate::cli::ran;

/// The rows of an answer as JSON.
///
/// # Panics
/// When the command fails.
fn rows(args: &[&str]) -> Vec<Value> {
    let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{args:?}: {message}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    match &answer["results"] {
        Value::Array(rows) => rows.clone(),
        one => vec![one.clone()],
    }
}

/// Writes a file into a folder and returns its path.
fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}
