//! Whatever comes in: a clear message, the exit code of the contract, no panic.

use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::{interlocks, ran};

/// Runs `pairs` on a file of these bytes; the message must name the file.
fn pairs_on(name: &str, bytes: &[u8], more: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let (code, _, message) = ran(&[&["pairs", &path], more].concat());
    assert!(!message.contains("panicked"), "{message}");
    assert!(message.contains(name) || code == 0, "{message}");
    assert!(message.len() < 3_000, "{} bytes of message", message.len());
    (code, message)
}

#[test]
fn an_empty_file_says_what_it_should_hold() {
    for name in ["seats.csv", "seats.json", "seats.jsonl"] {
        let (code, message) = pairs_on(name, b"", &[]);
        assert_eq!(code, 3);
        assert!(message.contains("is empty"), "{message}");
        assert!(message.contains(":1:1:"), "{message}");
    }
}

#[test]
fn a_missing_column_is_named_with_what_was_found() {
    let (code, message) = pairs_on("seats.csv", b"shoe,company\n9,acme\n", &[]);
    assert_eq!(code, 3);
    assert!(
        message.contains("no column for person") && message.contains("shoe, company") && message.contains("--columns"),
        "{message}"
    );
}

#[test]
fn a_bad_date_is_unknown_and_strict_ends_the_run() {
    let table = b"person,company,start\nann,acme,2011-13\nann,bolt,2012\nann,core,2012\n";
    let (code, message) = pairs_on("seats.csv", table, &[]);
    assert_eq!(code, 0);
    assert!(message.contains("seats.csv:2:3: warning: start: '2011-13' is not a date"), "{message}");
    assert!(message.contains("the date counts as unknown"), "{message}");
    let (code, message) = pairs_on("seats.csv", table, &["--strict"]);
    assert_eq!(code, 3);
    assert!(message.contains("--strict"), "{message}");
    let (code, message) = pairs_on("seats.csv", b"person,company,start,end\nann,acme,2005,2001\n", &[]);
    assert_eq!(code, 3);
    assert!(message.contains("no seat in"), "{message}");
}

#[test]
fn nul_bytes_are_refused_where_they_stand() {
    let (code, message) = pairs_on("seats.csv", b"person,company\nann,ac\0me\n", &[]);
    assert_eq!(code, 3);
    assert!(message.contains("seats.csv:2:7: NUL byte found"), "{message}");
}

#[test]
fn utf_16_and_latin_1_are_read_and_a_damaged_cell_drops_its_row() {
    let utf16: Vec<u8> = "\u{feff}person,company\nann,acme\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (code, message) = pairs_on("seats.csv", &utf16, &["--strict"]);
    assert_eq!(code, 0, "{message}");
    let (code, message) = pairs_on("seats.csv", b"person,company\nann,acme\nJos\xe9,acme\n", &[]);
    assert_eq!(code, 0);
    assert!(
        message.contains("seats.csv:1:1: warning: the file is not UTF-8 and was read as windows-1252"),
        "{message}"
    );
    // This file is UTF-8 with one bad byte.
    let (code, message) = pairs_on("seats.csv", b"person,company\nZo\xc3\xab,acme\nJos\xe9,acme\n", &[]);
    assert_eq!(code, 0);
    assert!(message.contains("seats.csv:3:1: error: the cell is not UTF-8"), "{message}");
}

#[test]
fn a_line_of_ten_megabytes_is_refused() {
    for start in ["person,company\n", ""] {
        let bytes = [start.as_bytes(), &vec![b'x'; 10_000_000]].concat();
        let (code, message) = pairs_on("seats.csv", &bytes, &[]);
        assert_eq!(code, 3);
        assert!(message.contains("the line is longer than 1048576 bytes"), "{message}");
    }
}

#[test]
fn an_unclosed_quote_does_not_swallow_the_file() {
    let rows = "ann,acme\n".repeat(5_000);
    let (code, message) = pairs_on("seats.csv", format!("person,company\n\"ann,acme\n{rows}").as_bytes(), &[]);
    assert_eq!(code, 3);
    assert!(message.contains("seats.csv:2:1:") && message.contains("closing quote"), "{message}");
}

#[test]
fn broken_json_and_broken_packing_say_where() {
    let (code, message) = pairs_on("seats.json", b"{\"seats\": [\n{\"person\": \"ann\"", &[]);
    assert_eq!(code, 3);
    assert!(message.contains("seats.json:2:"), "{message}");
    let (code, _) = pairs_on("seats.json", b"{\"people\": []}", &[]);
    assert_eq!(code, 3);
    let (code, message) = pairs_on("seats.csv.gz", &[0x1f, 0x8b, 8, 0, 1, 2, 3], &[]);
    assert_eq!(code, 3);
    assert!(message.contains("damaged"), "{message}");
    let deep = "[".repeat(200_000);
    assert_eq!(pairs_on("seats.json", deep.as_bytes(), &[]).0, 3);
}

#[test]
fn what_is_not_there_is_said_to_be_not_there() {
    let (code, _, message) = ran(&["pairs", "no/such/folder"]);
    assert_eq!(code, 1);
    assert!(message.contains("no/such/folder") && message.contains("no such file or folder"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    let (code, _, message) = ran(&["pairs", folder.path().to_str().unwrap()]);
    assert_eq!(code, 3);
    assert!(message.contains("has no seats.csv"), "{message}");
    let (code, message) = pairs_on("seats.xyz", b"", &[]);
    assert_eq!(code, 2);
    assert!(message.contains("--from"), "{message}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_interlocks"))
        .args(["pairs", "datasets/bigtech-boards", "-f", "json", "-q"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdout.take().unwrap();
    let mut first = [0u8; 1];
    pipe.read_exact(&mut first).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn packed_files_and_standard_input_read_like_plain_ones() {
    let plain = fs::read("datasets/southern-women/seats.csv").unwrap();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&plain).unwrap();
    let gz = packer.finish().unwrap();
    let zst = ruzstd::encoding::compress_to_vec(&plain[..], ruzstd::encoding::CompressionLevel::Fastest);
    let mut answers = Vec::new();
    for bytes in [plain, gz, zst] {
        let output = interlocks(&["pairs", "-", "--from", "csv", "--undated", "-f", "jsonl"])
            .write_stdin(bytes)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        answers.push(output.stdout);
    }
    assert_eq!(answers[0].iter().filter(|byte| **byte == b'\n').count(), 66);
    assert!(answers[0] == answers[1] && answers[1] == answers[2]);
}

#[test]
fn one_json_document_and_json_lines_say_the_same() {
    let document = r#"{"as_of": "2012", "people": [{"id": "ann", "name": "Ann Ash", "aliases": ["A; Ash"]}],
        "companies": [{"id": "acme"}, {"id": "bolt"}],
        "seats": [{"person": "ann", "company": "acme", "start": 2011}, {"person": "ann", "company": "bolt", "start": "2010-05", "board": true}]}"#;
    let lines = r#"{"type": "dataset", "as_of": "2012"}
        {"type": "seat", "person": "ann", "company": "acme", "start": "2011"}
        {"type": "seat", "person": "ann", "company": "bolt", "start": "2010-05"}
        {"type": "person", "id": "ann", "name": "Ann Ash", "aliases": ["A; Ash"]}
        {"type": "company", "id": "acme"}
        {"type": "company", "id": "bolt"}"#;
    let run = |text: &str, format: &str| {
        let output = interlocks(&["pairs", "-", "--from", format, "-f", "json"]).write_stdin(text).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let answer = run(document, "json");
    assert!(answer.contains("Ann Ash") && answer.contains("2011-12-31"), "{answer}");
    assert_eq!(answer, run(lines, "jsonl"));
}
