//! Questions that are stopped: they take too long, or nobody waits for the answer.

use std::io::Write;
use std::process::Command;
use std::time::Duration;

use super::Server;

/// A question that takes minutes on [`large`].
const SLOW: &str = "/api/v1/rank?by=betweenness&of=people&exact=true";
/// A question about all of the data that waits for the same turns.
const QUICK: &str = "/api/v1/people?min=12";

/// Data on which [`SLOW`] is slow.
fn large() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("data");
    let made = Command::new(env!("CARGO_BIN_EXE_interlocks"))
        .args(["generate", out.to_str().unwrap(), "--seats", "100000", "--seed", "3", "--quiet"])
        .status();
    assert!(made.unwrap().success());
    folder
}

#[test]
fn a_question_without_an_answer_is_stopped_in_time() {
    let folder = large();
    let server = Server::start(&[folder.path().join("data").to_str().unwrap(), "--time-limit", "1"]);
    let stopped = server.get(SLOW);
    assert_eq!(stopped.status, 503, "{}", stopped.text());
    let detail = stopped.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("after 1 s") && detail.contains("--time-limit"), "{detail}");
    assert_eq!(server.get(QUICK).status, 200);
}

#[test]
fn a_question_whose_reader_leaves_is_stopped() {
    let folder = large();
    let server = Server::start(&[folder.path().join("data").to_str().unwrap(), "--time-limit", "0"]);
    assert_eq!(server.get(QUICK).status, 200);
    // There are at most four turns for questions about all.
    let asked: Vec<_> = (0..6)
        .map(|_| {
            let mut stream = server.connect();
            write!(stream, "GET {SLOW} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
            stream
        })
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    drop(asked);
    // A turn that none of them gave back would be waited for in vain.
    let quick = server.get(QUICK);
    assert_eq!(quick.status, 200, "{}", quick.text());
}
