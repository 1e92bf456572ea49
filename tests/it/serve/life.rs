//! The server's own life: start, data that changes, end.

use std::process::Command;
use std::time::{Duration, Instant};

use super::{BOARDS, Server};

const BEGINNING: &str = "person,company,role,start\nAnn,Acme,director,2010\nAnn,Bolt,director,2011\n";

fn pairs(server: &Server) -> usize {
    server.get("/api/v1/pairs").json()["results"].as_array().unwrap().len()
}

#[test]
fn a_signal_ends_the_server_with_success() {
    for signal in ["TERM", "INT", "HUP"] {
        let mut server = Server::start(&[BOARDS]);
        assert_eq!(server.get("/api/v1/about").status, 200);
        let id = server.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn an_address_in_use_is_an_error_that_says_so() {
    let server = Server::start(&[BOARDS]);
    let port = server.address.rsplit(':').next().unwrap();
    let (code, out, message) = crate::cli::ran(&["serve", BOARDS, "--port", port]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(message.contains("cannot listen at 127.0.0.1") && message.contains("--port 0"), "{message}");
    let (code, _, message) = crate::cli::ran(&["serve", "datasets/nosuch"]);
    assert!(code != 0 && message.contains("nosuch"), "{message}");
    let (code, _, message) = crate::cli::ran(&["serve", BOARDS, "-f", "json"]);
    assert!(code == 2 && message.contains("-f"), "{message}");
}

#[test]
fn changed_data_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seats.csv");
    std::fs::write(&file, BEGINNING).unwrap();
    let server = Server::start(&[file.to_str().unwrap()]);
    assert_eq!((pairs(&server), &server.get("/api/v1/about").json()["changed"]), (1, &false.into()));
    std::fs::write(&file, format!("{BEGINNING}Ann,Core,director,2012\n")).unwrap();
    assert_eq!((pairs(&server), &server.get("/api/v1/about").json()["changed"]), (1, &true.into()));
    // An answer for which the data would have to be read again mixes nothing.
    let other = server.get("/api/v1/pairs?undated=true");
    assert_eq!(other.status, 409);
    assert!(other.json()["detail"].as_str().unwrap().contains("changed"));
}

#[test]
fn watched_data_is_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seats.csv");
    std::fs::write(&file, BEGINNING).unwrap();
    let server = Server::start(&[file.to_str().unwrap(), "--watch"]);
    let tag = server.get("/api/v1/pairs").header("etag").unwrap().to_owned();
    std::fs::write(&file, format!("{BEGINNING}Ann,Core,director,2012\n")).unwrap();
    let begin = Instant::now();
    while pairs(&server) == 1 {
        assert!(begin.elapsed() < Duration::from_secs(60), "the data was not read anew");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!((pairs(&server), &server.get("/api/v1/about").json()["changed"]), (3, &false.into()));
    assert_ne!(server.get("/api/v1/pairs").header("etag"), Some(tag.as_str()));
    // What cannot be read leaves the old answers.
    std::fs::write(&file, "no,such,columns\n1,2,3\n").unwrap();
    std::thread::sleep(Duration::from_secs(4));
    assert_eq!(pairs(&server), 3);
}

#[test]
fn a_snapshot_and_standard_input_are_served_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("boards.ilk");
    let made = crate::cli::ran(&["build", BOARDS, "-o", snapshot.to_str().unwrap()]);
    assert_eq!(made.0, 0, "{}", made.2);
    let [of_folder, of_snapshot] = [BOARDS, snapshot.to_str().unwrap()].map(|data| Server::start(&[data]));
    for question in
        ["pairs", "conflicts", "show?entity=netflix", "pairs?undated=true", "pairs?links=officers&as_of=2015"]
    {
        let [a, b] = [&of_folder, &of_snapshot].map(|server| server.get(&format!("/api/v1/{question}")).json());
        assert_eq!(a["results"], b["results"], "{question}");
    }
    assert!(!of_snapshot.get("/api/v1/about").text().contains(folder.path().to_str().unwrap()));
}
