//! Processes that are killed while they write.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{BOARDS, ran};

const BINARY: &str = env!("CARGO_BIN_EXE_interlocks");

/// Runs a command and sends it a signal after some time; it may have ended by then.
fn interrupted(args: &[&str], signal: &str, after: Duration) {
    let mut child = Command::new(BINARY).args(args).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
    assert!(kill.is_ok());
    child.wait().unwrap();
}

/// Returns the names in a folder that begin with a dot.
fn hidden(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

/// Returns the numbers of rows of each table, or the message of a refusal.
fn counts(folder: &str) -> String {
    let (code, out, message) = ran(&["check", folder, "-f", "json"]);
    if code != 0 {
        return message;
    }
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let tables = ["people", "companies", "seats", "ties", "deals"].map(|table| answer["results"][table].to_string());
    tables.join(" ")
}

#[test]
fn a_folder_is_old_or_new_or_refused() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("boards");
    let folder = folder.to_str().unwrap();
    let old = &["convert", BOARDS, folder, "--force", "-q"];
    let new = &["generate", folder, "--seats", "40000", "--force", "-q"];
    assert_eq!(ran(new).0, 0);
    let expected_new = counts(folder);
    assert_eq!(ran(old).0, 0);
    let expected_old = counts(folder);
    let (mut kept, mut replaced) = (0, 0);
    for round in 0..24 {
        assert_eq!(ran(old).0, 0);
        interrupted(new, "-KILL", Duration::from_millis(5 + 15 * round));
        let found = counts(folder);
        kept += u32::from(found == expected_old);
        replaced += u32::from(found == expected_new);
        let is_whole = found == expected_old || found == expected_new;
        assert!(is_whole || found.contains("was interrupted"), "after {round} rounds: {found}");
        assert_eq!(ran(old).0, 0);
        assert_eq!(hidden(Path::new(folder)), [""; 0], "the next run removes what was left");
    }
    println!("{kept} times old, {replaced} times new");
}

#[test]
fn a_signal_leaves_no_temporary_file() {
    let folder = tempfile::tempdir().unwrap();
    let (table, snapshot) = (folder.path().join("big"), folder.path().join("big.ilk"));
    let (table, snapshot) = (table.to_str().unwrap(), snapshot.to_str().unwrap());
    assert_eq!(ran(&["generate", table, "--seats", "40000", "-q"]).0, 0);
    for signal in ["-INT", "-TERM", "-HUP"] {
        for round in 0..6 {
            interrupted(&["build", table, "-o", snapshot, "-q"], signal, Duration::from_millis(10 + 60 * round));
            assert_eq!(hidden(folder.path()), [""; 0]);
            interrupted(&["generate", table, "--seats", "40000", "-q"], signal, Duration::from_millis(10 + 60 * round));
            let left = hidden(Path::new(table));
            assert!(left.iter().all(|name| name == ".interlocks-unfinished"), "{left:?}");
        }
    }
}
