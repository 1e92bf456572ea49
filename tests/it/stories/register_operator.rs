//! The operator of a register builds a snapshot once and asks it often.

use super::rows;
use crate::cli::ran;

#[test]
fn a_register_becomes_a_snapshot_that_answers_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, snapshot) = (path("register"), path("register.ilk"));
    assert_eq!(ran(&["generate", &data, "--seats", "20000", "--seed", "7", "-q"]).0, 0);

    // Every row that was read was kept or dropped.
    let check = &rows(&["check", &data])[0];
    assert_eq!(check["seats"], 20_000);

    assert_eq!(ran(&["build", &data, "-o", &snapshot, "-q"]).0, 0);
    let ask = |data: &str, threads: &str| {
        let (code, out, message) = ran(&["pairs", data, "--top", "50", "-f", "csv", "--threads", threads]);
        assert_eq!(code, 0, "{message}");
        out
    };
    let answer = ask(&data, "1");
    assert!(answer.lines().count() > 10);
    for threads in ["1", "2", "5"] {
        assert_eq!(ask(&snapshot, threads), answer, "{threads} threads");
    }
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("boards.ilk");
    let name = snapshot.to_str().unwrap();
    assert_eq!(ran(&["build", "datasets/bigtech-boards", "-o", name, "-q"]).0, 0);
    let mut bytes = std::fs::read(&snapshot).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&snapshot, bytes).unwrap();
    let (code, out, message) = ran(&["pairs", name, "-f", "csv"]);
    assert!(code == 3 && out.is_empty() && message.contains("boards.ilk"), "{code} {message}");
}
