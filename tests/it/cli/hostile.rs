//! Questions that no sensible user asks: a message, no panic, and an end.

use std::fs;

use super::{BOARDS, ran};

/// The exit code and the message, which stays short.
fn refused(args: &[&str]) -> (i32, String) {
    let (code, _, message) = ran(args);
    assert!(!message.contains("panicked"), "{message}");
    assert!(message.len() < 3_000, "{} bytes of message", message.len());
    (code, message)
}

#[test]
fn lists_that_name_nobody_or_no_file_say_so() {
    for args in [&["--to", ""][..], &["--to", " , "]] {
        let (code, message) = refused(&[&["path", BOARDS, "netflix"], args].concat());
        assert_eq!(code, 2);
        assert!(message.contains("names nobody"), "{message}");
    }
    assert!(refused(&["path", BOARDS, "--between", ","]).1.contains("names nobody"));
    let (code, message) = refused(&["path", BOARDS, "--between", "lists/none.txt"]);
    assert_eq!(code, 2);
    assert!(message.contains("'lists/none.txt': there is no such file"), "{message}");
}

#[test]
fn a_list_of_too_many_pairs_is_refused_before_the_memory_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (table, list) = (folder.path().join("seats.csv"), folder.path().join("list.txt"));
    let rows: String = (0..10_000).map(|n| format!("p{n},c{n}\n")).collect();
    fs::write(&table, format!("person,company\n{rows}")).unwrap();
    fs::write(&list, (0..10_000).map(|n| format!("company:c{n}\n")).collect::<String>()).unwrap();
    let (code, message) = refused(&["path", table.to_str().unwrap(), "--between", list.to_str().unwrap(), "-q"]);
    assert_eq!(code, 2);
    assert!(message.contains("10000 entities make 49995000 pairs"), "{message}");
    // From one to as many is no trouble.
    let (code, out, _) =
        ran(&["path", table.to_str().unwrap(), "c0", "--to", list.to_str().unwrap(), "-q", "-f", "jsonl"]);
    assert_eq!((code, out.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn a_list_may_come_through_a_pipe() {
    let script = format!(
        "printf 'apple\\nmeta\\n' | '{}' path {BOARDS} --between /dev/stdin -k 1 -f json",
        env!("CARGO_BIN_EXE_interlocks")
    );
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"pairs\": 1"));
}

#[test]
fn changes_of_nobody_and_names_without_end_are_refused_in_few_words() {
    for change in ["", "@", "person:@company:", "person: @ company:acme", "ann@", "a@b:c:d:e"] {
        let (code, message) = refused(&["whatif", BOARDS, "--appoint", change]);
        assert_eq!(code, 2, "{change}");
        assert!(message.contains("write PERSON@COMPANY"), "{message}");
    }
    let long = "x".repeat(60_000);
    for args in [
        &["whatif", BOARDS, "--appoint", &format!("{long}@{long}")][..],
        &["whatif", BOARDS, "--resign", &long],
        &["path", BOARDS, &long, "meta"],
        &["show", BOARDS, &long],
    ] {
        assert_eq!(refused(args).0, 2);
    }
}

#[test]
fn empty_data_and_data_of_one_row_answer_every_question() {
    let folder = tempfile::tempdir().unwrap();
    for (name, rows) in [("empty", ""), ("one", "ann,acme,director,2001,\n")] {
        let path = folder.path().join(format!("{name}.csv"));
        fs::write(&path, format!("person,company,role,start,end\n{rows}")).unwrap();
        let data = path.to_str().unwrap();
        for (args, note) in [
            (&["conflicts", data][..], "no finding"),
            (&["windows", data], "no two companies"),
            (&["diff", data, data], "the datasets do not differ"),
            (&["whatif", data, "--appoint", "person:bob-b@company:beta-b"], ""),
        ] {
            let (code, out, message) = ran(args);
            assert_eq!(code, 0, "{args:?}: {message}");
            assert!(out.contains(note), "{out}");
        }
    }
}

#[test]
fn one_company_is_no_pair_of_parties() {
    let (code, message) = refused(&["conflicts", BOARDS, "--between", "apple", "Apple Inc."]);
    assert_eq!(code, 2);
    assert!(message.contains("are the same company"), "{message}");
}

#[test]
fn rings_of_owners_of_more_than_all_come_to_an_end() {
    const COMPANIES: usize = 200;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring.json");
    let seats: Vec<serde_json::Value> = (0..COMPANIES)
        .map(|n| serde_json::json!({"person": format!("p{n}"), "company": format!("c{n}"), "role": "director", "start": "2001"}))
        .collect();
    let tie = |from: usize, to: usize, share: u32| serde_json::json!({"from": format!("c{from}"), "to": format!("c{to}"), "kind": "owns", "start": "2001", "share": share});
    let ties: Vec<serde_json::Value> =
        (0..COMPANIES).flat_map(|n| [tie(n, (n + 1) % COMPANIES, 100), tie((n + 1) % COMPANIES, n, 150)]).collect();
    let more = serde_json::json!({"person": "p1", "company": "c50", "role": "director", "start": "2001"});
    let deal = serde_json::json!({"id": "d", "date": "2005", "kind": "sale", "parties": "c50;c120"});
    let seats: Vec<serde_json::Value> = seats.into_iter().chain([more]).collect();
    let text = serde_json::json!({"seats": seats, "ties": ties, "deals": [deal]}).to_string();
    fs::write(&path, text).unwrap();
    let data = path.to_str().unwrap();
    let (code, out, message) = ran(&["conflicts", data, "--explain", "-q", "-f", "json"]);
    assert_eq!(code, 0, "{message}");
    assert!(out.contains("\"owner-on-board\""), "{out}");
    assert_eq!(ran(&["path", data, "c0", "c100", "--max-steps", "99999999999", "-k", "10", "-q"]).0, 0);
    assert_eq!(ran(&["whatif", data, "--resign", "p1@c50:2003", "-q"]).0, 0);
    // Whoever closes the pipe early is not told of it.
    let script = format!("'{}' show {data} c5 -q | head -n 1 > /dev/null; echo done", env!("CARGO_BIN_EXE_interlocks"));
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
