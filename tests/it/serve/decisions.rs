//! Decisions on identity: the one file that the server writes.

use serde_json::{Value, json};

use super::{Response, Server};

const SEATS: &str = "person_id,person_name,company_id,company_name,role,start\np1,Ann Lee,c1,Acme,director,2010\np2,Ann Lee,c2,Bolt,director,2011\n";

fn decide(server: &Server, secret: &str, lines: &[&str], body: &str) -> Response {
    let (length, secret) = (format!("Content-Length: {}", body.len()), format!("X-Interlocks-Write: {secret}"));
    let own = ["Content-Type: application/json", &length, &secret];
    server.send_body("POST", "/api/v1/decide", &[&own[..], lines].concat(), body)
}

fn stated(a: &str, b: &str, decision: &str, who: &str, why: &str) -> String {
    json!({"a": a, "b": b, "decision": decision, "who": who, "why": why}).to_string()
}

#[test]
fn a_decision_is_added_to_the_file_and_counts_once_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (seats, file) = (folder.path().join("seats.csv"), folder.path().join("same.csv"));
    std::fs::write(&seats, SEATS).unwrap();
    let [seats, file] = [&seats, &file].map(|path| path.to_str().unwrap());
    let server = Server::start(&[seats, "--decisions", file]);
    let about = server.get("/api/v1/about").json();
    let secret = about["write_token"].as_str().unwrap();
    assert!(about["decisions"] == true && secret.len() == 64);
    assert_eq!(server.get("/api/v1/decisions").json()["results"], json!([]));
    let added = decide(&server, secret, &[], &stated("p1", "p2", "same", "M. Ode", "one signature"));
    assert_eq!(added.status, 200, "{}", added.text());
    assert!(added.json()["text"].as_str().unwrap().contains("are now same (M. Ode"));
    assert_eq!(server.get("/api/v1/decisions").json()["results"], json!([["p1", "p2"]]));
    let rows = std::fs::read_to_string(file).unwrap();
    assert!(
        rows.starts_with("id_a,id_b,decision") && rows.contains("p1,p2,same") && rows.contains("one signature"),
        "{rows}"
    );
    // What the server answers does not change until the data is opened with the file.
    assert_eq!(server.get("/api/v1/pairs").json()["results"], json!([]));
    let again = Server::start(&[seats, "--same", file, "--decisions", file]);
    assert_eq!(again.get("/api/v1/pairs").json()["results"].as_array().unwrap().len(), 1);
}

#[test]
fn nobody_else_writes_and_nothing_wrong_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (seats, file) = (folder.path().join("seats.csv"), folder.path().join("same.csv"));
    std::fs::write(&seats, SEATS).unwrap();
    let [seats, file] = [&seats, &file].map(|path| path.to_str().unwrap());
    let server = Server::start(&[seats, "--decisions", file]);
    let secret = server.get("/api/v1/about").json()["write_token"].as_str().unwrap().to_owned();
    let good = stated("p1", "p2", "same", "M. Ode", "one signature");
    for wrong in ["", "0", &secret[..63], &format!("{secret}0")] {
        assert_eq!(decide(&server, wrong, &[], &good).status, 403, "{wrong}");
    }
    assert_eq!(decide(&server, &secret, &["Origin: http://evil.example"], &good).status, 403);
    for (body, status) in [
        ("", 400),
        ("{}", 400),
        (r#"{"a": "p1", "b": "p2", "decision": "same", "who": "M", "why": "w", "file": "/etc/passwd"}"#, 400),
        (&stated("p1", "p2", "same", "M. Ode", ""), 400),
        (&stated("p1", "p2", "same", "", "why"), 400),
        (&stated("p1", "p2", "maybe", "M. Ode", "why"), 400),
        (&stated("p1", "p1", "same", "M. Ode", "why"), 400),
        (&stated("p1", "c1", "same", "M. Ode", "why"), 400),
        (&stated("p1", "zzzz", "same", "M. Ode", "why"), 404),
        (&stated("p1", "p2", "same", "M. Ode", &"w".repeat(1 << 20)), 413),
    ] {
        let answer = decide(&server, &secret, &[], body);
        assert_eq!(answer.status, status, "{body:.100}: {}", answer.text());
    }
    assert!(!std::path::Path::new(file).exists());
    // Without the option, and with --read-only, there is no way in.
    for options in [&[seats][..], &[seats, "--decisions", file, "--read-only"]] {
        let server = Server::start(options);
        assert_eq!(server.get("/api/v1/about").json()["write_token"], Value::Null);
        assert_eq!(decide(&server, &secret, &[], &good).status, 403);
        assert_eq!(server.get("/api/v1/decide").status, 405);
    }
    // The data itself is no file of decisions.
    let (code, _, message) = crate::cli::ran(&["serve", seats, "--decisions", seats]);
    assert!(code == 2 && message.contains("seats.csv"), "{message}");
}
