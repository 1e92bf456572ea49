//! No verdict begins after the as-of date: what will break a rule is to watch, with its day.

use serde_json::Value;

use crate::cli::{BOARDS, ran};

/// A day in the middle of the bundled data and of the synthetic one.
const AS_OF: &str = "2012-06-30";

/// Keys whose values are days on which something begins or happens.
const BEGINNINGS: [&str; 5] = ["from", "start", "first", "date", "begins"];

/// Collects every beginning after the as-of date, with the way to it.
fn late(value: &Value, way: &str, found: &mut Vec<String>) {
    match value {
        // What is to come says so, and evidence shows rows as they are.
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !["coming", "evidence"].contains(&key.as_str())) {
                let way = format!("{way}.{key}");
                match value.as_str() {
                    Some(text) if BEGINNINGS.contains(&key.as_str()) && is_after(text) => {
                        found.push(format!("{way}: {text}"));
                    }
                    _ => late(value, &way, found),
                }
            }
        }
        Value::Array(rows) => rows.iter().enumerate().for_each(|(at, row)| late(row, &format!("{way}[{at}]"), found)),
        _ => {}
    }
}

/// Returns `true` if a date certainly lies after the as-of date.
fn is_after(text: &str) -> bool {
    let is_date = text.len() >= 4 && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    let beginning = text.split(['/', '~', '?']).next().unwrap_or_default();
    is_date && beginning > &AS_OF[..beginning.len().min(AS_OF.len())]
}

#[test]
fn no_verdict_begins_after_the_as_of_date() {
    let folder = tempfile::tempdir().unwrap();
    let synthetic = folder.path().join("boards");
    let synthetic = synthetic.to_str().unwrap();
    assert_eq!(ran(&["generate", synthetic, "--seats", "3000", "--seed", "7", "-q"]).0, 0);
    let commands: [&[&str]; 3] = [
        &["screen", "all", "--verdict", "breach", "--verdict", "above-policy", "--verdict", "watch"],
        &["screen", "all", "--verdict", "breach", "--verdict", "watch", "--ahead", "30y", "--top", "2000"],
        &["screen", "all", "--verdict", "unknown", "--top", "300"],
    ];
    for data in [BOARDS, synthetic] {
        for command in commands {
            let args = [&command[..1], &[data], &command[1..], &["--as-of", AS_OF, "-f", "json", "-q"]].concat();
            let (code, out, message) = ran(&args);
            assert_eq!(code, 0, "{args:?}: {message}");
            let answer: Value = serde_json::from_str(&out).unwrap();
            let mut found = Vec::new();
            late(&answer["results"], "", &mut found);
            assert!(found.is_empty(), "{args:?}: {} of them: {:?}", found.len(), &found[..found.len().min(5)]);
        }
    }
}

#[test]
fn what_will_break_a_rule_is_to_watch_with_its_day() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("seats.csv"),
        "person,company,role,start,end\nAnn Lee,Acme,director,2024-12-13,\nBob Ray,Acme,director,2024-12-31,\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("companies.csv"), "id,country\nAcme,GB\n").unwrap();
    let data = folder.path().to_str().unwrap();
    let (code, out, _) = ran(&["screen", data, "independence", "--fail-on", "breach", "-f", "json", "-q"]);
    assert_eq!(code, 0, "{out}");
    assert!(!out.contains("2033"), "{out}");
    let (code, out, _) =
        ran(&["screen", data, "independence", "--ahead", "10y", "--fail-on", "breach", "-f", "json", "-q"]);
    assert_eq!(code, 0);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let ann =
        answer["results"].as_array().unwrap().iter().find(|row| row["coming"]["earliest"] == "2033-12-14").unwrap();
    assert_eq!((ann["verdict"].as_str(), ann["coming"]["verdict"].as_str()), (Some("watch"), Some("breach")));
    assert!(ann["spells"].as_array().unwrap().is_empty());
    let reason = ann["reason"].as_str().unwrap();
    assert!(reason.starts_with("Ann Lee will have been on the board of Acme"), "{reason}");
    assert!(reason.contains("2033-12-14") && !reason.contains("has been on the board"), "{reason}");
}
