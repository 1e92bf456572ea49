//! The contract of the command line: names, shapes, exit codes, equal bytes.

use serde_json::Value;

use super::{BOARDS, ran};

fn json(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn json_is_one_object_with_command_as_of_options_and_results() {
    for args in [
        &["check", BOARDS][..],
        &["show", BOARDS, "meta"],
        &["pairs", BOARDS],
        &["people", BOARDS],
        &["path", BOARDS, "netflix", "disney"],
        &["conflicts", BOARDS],
    ] {
        let answer = json(args);
        let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["command", "tool", "as_of", "inputs", "options", "notes", "results"]);
        assert_eq!(answer["command"], args[0]);
        assert_eq!(answer["as_of"], "2024-12-31");
    }
}

#[test]
fn rows_have_the_keys_of_the_contract() {
    let has = |row: &Value, keys: &[&str]| {
        for key in keys {
            assert!(row.get(key).is_some(), "no {key} in {row}");
        }
    };
    has(
        &json(&["check", BOARDS])["results"],
        &["people", "companies", "seats", "ties", "deals", "as_of", "first", "last", "problems"],
    );
    let pairs = json(&["pairs", BOARDS]);
    has(&pairs["results"][0], &["a", "b", "shared", "weight", "kinds", "certain", "people"]);
    has(&pairs["results"][0]["people"][0], &["id", "name", "kind", "certain", "possible"]);
    has(&pairs["results"][0]["people"][0]["certain"][0], &["from", "to"]);
    has(&json(&["pairs", BOARDS, "--count"])["results"], &["pairs", "shared", "people"]);
    has(&json(&["people", BOARDS])["results"][0], &["id", "name", "boards", "companies"]);
    let path = &json(&["path", BOARDS, "netflix", "disney"])["results"][0];
    has(path, &["strength", "steps", "common"]);
    has(&path["steps"][0], &["from", "to", "relation", "start", "end", "certain", "source"]);
    has(
        &json(&["conflicts", BOARDS])["results"][0],
        &[
            "rule",
            "severity",
            "score",
            "deal",
            "parties",
            "people",
            "days",
            "certain",
            "evidence",
            "text",
            "share",
            "days_min",
            "days_max",
            "probability",
        ],
    );
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    for args in [
        &["pairs", BOARDS, "-f", "json"][..],
        &["pairs", "datasets/southern-women", "--undated", "--weight", "newman", "-f", "csv"],
        &["conflicts", BOARDS, "-f", "json"],
        &["conflicts", BOARDS, "--explain", "--max-steps", "6"],
        &["whatif", BOARDS, "--resign", "reed-hastings@meta:2011", "--ever", "-f", "json"],
        &["diff", BOARDS, "datasets/southern-women", "-f", "json"],
        &["show", BOARDS, "charter", "-f", "json"],
        &["render", BOARDS, "--ego", "netflix", "--at", "2013-08", "-o", "-"],
    ] {
        let with = |threads: &str| ran(&[args, &["--threads", threads]].concat());
        assert_eq!(with("1"), with("2"));
    }
}

#[test]
fn unknown_and_ambiguous_names_exit_with_2_and_say_what_was_meant() {
    let (code, _, message) = ran(&["show", BOARDS, "netflx"]);
    assert_eq!(code, 2);
    assert!(message.contains("did you mean netflix"), "{message}");
    let (code, _, message) = ran(&["show", BOARDS, "brad smith"]);
    assert_eq!(code, 2);
    assert!(message.contains("may be any of"), "{message}");
    assert_eq!(ran(&["show", BOARDS, "dopfner"]).0, 0);
    assert_eq!(ran(&["nonsense"]).0, 2);
    assert_eq!(ran(&["conflicts", BOARDS, "--deal", "none"]).0, 2);
}

#[test]
fn fail_on_exits_with_4_only_when_matched() {
    assert_eq!(ran(&["conflicts", BOARDS, "--fail-on", "high"]).0, 4);
    assert_eq!(ran(&["conflicts", BOARDS, "--between", "apple", "openai", "--fail-on", "high"]).0, 0);
}

#[test]
fn every_format_writes_and_files_are_whole() {
    for format in ["table", "json", "jsonl", "csv", "md"] {
        for args in [&["check", BOARDS][..], &["show", BOARDS, "reed-hastings"], &["people", BOARDS, "--min", "4"]] {
            let (code, out, _) = ran(&[args, &["-f", format]].concat());
            assert_eq!(code, 0);
            assert!(out.ends_with('\n') || out.is_empty());
            assert!(!out.contains('\u{1b}'), "no colour in a pipe");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pairs.csv");
    let (code, out, _) = ran(&["pairs", BOARDS, "-o", file.to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("a_id,a_name,b_id,b_name,shared,weight,kinds"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn pictures_completions_and_manuals_are_written() {
    let folder = tempfile::tempdir().unwrap();
    for (what, name) in [
        (&["--ego", "netflix", "--hops", "1"][..], "ego.svg"),
        (&["--path", "netflix", "disney"], "path.png"),
        (&["--pairs", "--min", "2"], "pairs.svg"),
        (&["--pairs", "--min", "2", "--groups", "--theme", "print"], "pairs.pdf"),
        (&["--pairs", "--min", "2"], "pairs.dot"),
        (&["--pairs", "--min", "2", "--title", "Two and more"], "pairs.mmd"),
        (&["--path", "netflix", "meta", "-k", "3", "--theme", "dark"], "paths.svg"),
        (&["--deal", "fb-nflx-extended-api"], "deal.pdf"),
        (&["--seats", "--highlight", "reed-hastings"], "seats.html"),
        (&["--seats", "--company", "netflix"], "seats.svg"),
        (&["--timeline", "netflix", "meta"], "timeline.pdf"),
    ] {
        let file = folder.path().join(name);
        let (code, _, message) = ran(&[&["render", BOARDS], what, &["-o", file.to_str().unwrap()]].concat());
        assert_eq!((code, message), (0, format!("interlocks: wrote {}\n", file.display())));
        let bytes = std::fs::read(&file).unwrap();
        let start: &[u8] = match name.rsplit_once('.').unwrap().1 {
            "png" => b"\x89PNG",
            "svg" => b"<svg",
            "pdf" => b"%PDF-",
            "html" => b"<!doctype html>",
            "mmd" => b"---",
            _ => b"digraph",
        };
        assert!(bytes.starts_with(start), "{name}: {}", String::from_utf8_lossy(&bytes[..40]));
    }
    assert_eq!(ran(&["render", BOARDS, "--pairs", "-o", "x.bmp"]).0, 2);
    let (code, _, message) = ran(&["render", BOARDS, "--pairs", "--theme", "sepia", "-o", "x.svg"]);
    assert!(code == 2 && message.contains("light, dark, print"), "{message}");
    assert!(ran(&["completions", "bash"]).1.contains("interlocks"));
    assert!(ran(&["man"]).1.contains(".TH"));
    assert!(ran(&["man", "conflicts"]).1.contains("appointment"));
}
