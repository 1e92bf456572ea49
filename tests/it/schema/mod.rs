//! What `interlocks schema` says is true of every answer. Every test that reads an answer of the program checks it, too: see
//! [`check`].

mod answers;
mod printed;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::Value;

use crate::cli::interlocks;

/// Returns what `interlocks schema` prints for these arguments.
fn schema(args: &[&str]) -> Value {
    let output = interlocks(&[&["schema"], args].concat()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Returns the validator of a schema. Each is made once.
fn validator(args: &[&str]) -> Arc<Validator> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap();
    let made = || Arc::new(jsonschema::draft202012::new(&schema(args)).unwrap());
    known.entry(args.join(" ")).or_insert_with(made).clone()
}

/// Returns what is wrong with an answer or a line, by its schema.
fn faults(args: &[&str], value: &Value) -> Vec<String> {
    validator(args).iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).take(5).collect()
}

/// Checks what a run wrote, if it is an answer of `-f json` or of `-f jsonl`. Returns the number of answers and lines.
pub fn check(args: &[&str], out: &str) -> usize {
    let last = args.iter().rposition(|arg| *arg == "-f").and_then(|at| args.get(at + 1));
    let (Some(command), Some(format)) = (args.first(), last) else { return 0 };
    if !["json", "jsonl"].contains(format) || out.is_empty() || ["convert", "generate", "render"].contains(command) {
        return 0;
    }
    let is_answer = *format == "json";
    let schema = if is_answer { vec![*command] } else { vec![*command, "--rows"] };
    let texts: Vec<&str> = if is_answer { vec![out] } else { out.lines().collect() };
    for text in &texts {
        let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{args:?}: {error}: {text}"));
        let faults = faults(&schema, &value);
        assert!(faults.is_empty(), "{args:?}: not as 'interlocks schema {}' says: {faults:#?}", schema.join(" "));
    }
    texts.len()
}
