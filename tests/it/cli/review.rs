//! `resolve --review`, `--decide` and `--order impact`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{interlocks, ran};

const RECORDS: &str = "docs/examples/records";
const HEADER: &str = "id_a,id_b,decision,probability,who,when,why,keep\n";

/// A file of decisions that may not be there yet.
struct Review {
    folder: tempfile::TempDir,
    /// What every run has beside the file.
    args: Vec<String>,
}

impl Review {
    fn new() -> Review {
        let args = ["--who", "M. Ode", "--when", "2026-11-30"];
        Review { folder: tempfile::tempdir().unwrap(), args: args.map(str::to_owned).to_vec() }
    }

    fn with_file(text: &str) -> Review {
        let review = Review::new();
        fs::write(review.path(), text).unwrap();
        review
    }

    fn path(&self) -> String {
        self.folder.path().join("same.csv").display().to_string()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    /// Runs a review with these lines on standard input: exit code, standard output, standard error.
    fn ran(&self, args: &[&str], input: &str) -> (i32, String, String) {
        let path = self.path();
        let own: Vec<&str> = self.args.iter().map(String::as_str).collect();
        let args = [&["resolve", RECORDS, "--review", &path], &own[..], args].concat();
        let output = interlocks(&args).write_stdin(input).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The same, for a review that succeeds: what it says.
    fn said(&self, args: &[&str], input: &str) -> String {
        let (code, out, message) = self.ran(args, input);
        assert_eq!(code, 0, "{message}");
        out
    }

    /// The ids and the decision of each row.
    fn rows(&self) -> Vec<String> {
        let mut reader = csv::Reader::from_path(self.path()).unwrap();
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| format!("{} {} {}", &row[0], &row[1], &row[2])).collect()
    }
}

/// The ids of the pairs that a review asks about, in order.
fn asked() -> Vec<String> {
    let args = ["resolve", RECORDS, "--band", "review", "-f", "json"];
    let (code, out, message) = ran(&args);
    assert_eq!(code, 0, "{message}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let id = |row: &Value, side: &str| row[side]["id"].as_str().unwrap().to_owned();
    answer["results"].as_array().unwrap().iter().map(|row| format!("{} {}", id(row, "a"), id(row, "b"))).collect()
}

#[test]
fn answers_are_added_at_once_and_the_next_run_goes_on() {
    let (review, pairs) = (Review::new(), asked());
    assert!(pairs.len() >= 4, "{pairs:?}");
    let out = review.said(&[], "s\nsame signature, \"as filed\"\ndistinct\n births differ \nUNSURE\n");
    let expected: Vec<String> =
        pairs.iter().zip(["same", "distinct", "unsure"]).map(|(pair, word)| format!("{pair} {word}")).collect();
    assert_eq!(review.rows(), expected);
    let left = pairs.len() - 3;
    let end = format!("3 pairs decided (1 same, 1 distinct and 1 unsure) in {}; ", review.path());
    assert!(out.contains(&end) && out.contains(&format!("; {left} ")), "{out}");
    let text = review.text();
    assert!(text.starts_with(HEADER), "{text}");
    assert!(text.contains(",M. Ode,2026-11-30,\"same signature, \"\"as filed\"\"\",\n"), "{text}");
    assert!(text.contains(",M. Ode,2026-11-30,births differ,\n"), "{text}");

    // The next run asks only about the others; the last row of the file is as it was.
    let (code, out, message) = review.ran(&[], "k\n");
    assert_eq!(code, 0);
    assert!(out.contains(&format!("Pair 1 of {left}")), "{out}");
    assert!(message.contains(&format!("3 of {} pairs are decided in", pairs.len())), "{message}");
    assert_eq!(review.text(), text);
    // All the rest in one go, with one reason.
    let out = review.said(&["--why", "looked up"], &"d\n".repeat(left));
    assert!(out.contains("none is left"), "{out}");
    assert_eq!(review.rows().len(), pairs.len());
    assert!(review.said(&[], "s\n").contains("0 pairs decided in"));
}

#[test]
fn both_records_stand_side_by_side() {
    let review = Review::new();
    let out = review.said(&["--band", "merge"], "");
    for words in [
        "Pair 1 of ",
        "record             a                                   b",
        "id                 A1                                  R1",
        "name               Alastair Whitcombe                  WHITCOMBE, Alastair John",
        "birth              1951                                1951-03",
        "Marlow Holdings    director 2004-07 to 2010-08 (report)  director 2004-07-01 to 2010-08-01 (register)",
        "merge, probability 1.0000. The sum is",
        "only if they are one.",
        "same (s), distinct (d), unsure (u), skip (k), back (b), quit (q)?",
    ] {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(&out).contains(&flat(words)), "{words}\n{out}");
    }
    assert_eq!(review.text(), HEADER);
}

#[test]
fn words_that_are_none_are_asked_again_and_the_end_of_input_quits() {
    let review = Review::new();
    let out = review.said(&[], "maybe\n\nsame!\nu");
    for word in ["'maybe'", "''", "'same!'"] {
        assert!(out.contains(&format!("{word} is no answer here")), "{out}");
    }
    assert_eq!(review.rows(), [format!("{} unsure", asked()[0])]);
    // An answer without its reason is not half written.
    let out = review.said(&[], "s\n");
    assert!(out.contains("The answer 'same' has no reason, so it was not written."), "{out}");
    assert_eq!(review.rows().len(), 1);
}

#[test]
fn back_adds_a_row_that_counts_instead() {
    let (review, pairs) = (Review::new(), asked());
    let out = review.said(&["--why", "w"], "s\nd\nback\nb\ndistinct\nq\n");
    assert!(out.contains("You said same: w."), "{out}");
    assert!(out.contains("2 pairs decided (2 distinct)"), "{out}");
    let [first, second] = [&pairs[0], &pairs[1]];
    assert_eq!(review.rows(), [format!("{first} same"), format!("{second} distinct"), format!("{first} distinct")]);
    // What counts is what was said last.
    let (_, _, message) = ran(&["pairs", RECORDS, "--same", &review.path()]);
    assert!(message.contains("2 decisions of same.csv: 2 pairs are distinct"), "{message}");
}

#[test]
fn what_was_decided_is_what_same_reads() {
    let (review, pairs) = (Review::new(), asked());
    review.said(&["--why", "seen"], "s\nu\nd\n");
    let (code, out, message) = ran(&["check", RECORDS, "--same", &review.path(), "-f", "json"]);
    assert_eq!(code, 0, "{message}");
    let (_, _, message) = ran(&["pairs", RECORDS, "--same", &review.path()]);
    let note = "3 decisions of same.csv: 2 records are taken as 1 person; 1 pair is distinct; 1 pair is open";
    assert!(message.contains(note), "{message}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let rests_on = &answer["results"]["identity"]["groups"][0]["rests_on"][0];
    assert_eq!(format!("{} {}", rests_on["a"].as_str().unwrap(), rests_on["b"].as_str().unwrap()), pairs[0]);
    assert_eq!((&rests_on["who"], &rests_on["why"]), (&"M. Ode".into(), &"seen".into()));
    // With --same the records that are one are one, and what is left is the same.
    let out = review.said(&["--same", &review.path()], "");
    assert!(out.contains("Pair 1 of 1\n") && out.contains("1 is left"), "{out}");
}

#[test]
fn rows_follow_the_layout_of_the_file() {
    let pairs = asked();
    let [a, b] = pairs[0].split_once(' ').map(|(a, b)| [a, b]).unwrap();
    // With carriage returns, and without an end of the last line; the pair was decided twice, and taken back.
    for (text, is_open) in [
        (format!("{HEADER}{a},{b},same,,M,,w,\n{b},{a},unsure,,M,,,"), false),
        (format!("{HEADER}{a},{b},same,,M,,w,\n{b},{a},,,,,,\n"), true),
        (format!("{HEADER}{a},{b},same,,,,,\n"), true),
    ] {
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let review = Review::with_file(&text);
            let out = review.said(&[], "u\n");
            assert_eq!(out.contains(&format!("Pair 1 of {}", pairs.len())), is_open, "{text}\n{out}");
            let now = review.text();
            let added = now.strip_prefix(&text).unwrap().to_owned();
            let first = if is_open { &pairs[0] } else { &pairs[1] };
            assert!(added.trim_start().starts_with(&first.replace(' ', ",")), "{added}");
            assert_eq!(now.contains("\r\n"), text.contains("\r\n"), "{now:?}");
            assert_eq!(now.matches('\r').count(), if text.contains('\r') { now.matches('\n').count() } else { 0 });
            assert_eq!(review.rows().len(), csv::Reader::from_reader(text.as_bytes()).records().count() + 1);
        }
    }
    // What `-f csv` writes can be filled in by a review.
    let review = Review::new();
    let path = review.path();
    assert_eq!(ran(&["resolve", RECORDS, "-f", "csv", "-o", &path]).0, 0);
    review.said(&["--why", "w"], "d\n");
    assert_eq!(review.rows().last().unwrap(), &format!("{} distinct", pairs[0]));
    let (code, _, message) = ran(&["pairs", RECORDS, "--same", &path]);
    assert!(code == 0 && message.contains("1 pair is distinct") && !message.contains("warning"), "{message}");
}

#[test]
fn a_file_that_is_no_file_of_decisions_stays_as_it_is() {
    let people = fs::read_to_string(Path::new(RECORDS).join("people.csv")).unwrap();
    for text in [people.as_str(), "id_a,id_b,decision\n", "a\n", "{}", &format!("{HEADER}A1,R1,unsure,,\"M. O")] {
        let review = Review::with_file(text);
        for args in [&[][..], &["--decide", "A1", "R1", "same", "--why", "w"]] {
            let (code, out, message) = review.ran(args, "s\nw\n");
            assert_eq!((code, out.as_str()), (3, ""), "{message}");
            assert!(message.contains("same.csv:1:1: ") || message.contains("not closed?"), "{message}");
            assert_eq!(review.text(), text);
        }
    }
}

#[test]
fn one_decision_needs_no_dialogue() {
    let review = Review::new();
    let decide = |args: &[&str]| review.ran(&[&["--decide"], args].concat(), "");
    let (code, out, message) = decide(&["R3", "A3", "distinct", "--why", "births differ"]);
    assert_eq!(code, 0, "{message}");
    let path = review.path();
    assert_eq!(
        out,
        format!("{path}: R3 (SMITH, John) and A3 (John Smith) are now distinct (M. Ode, 2026-11-30: births differ)\n")
    );
    assert_eq!(review.text(), format!("{HEADER}A3,R3,distinct,,M. Ode,2026-11-30,births differ,\n"));
    let out = decide(&["A3", "R3", "distinct", "--why", "births differ"]).1;
    assert!(out.contains("already, in the same words; nothing was added"), "{out}");
    let out = decide(&["A3", "R3", "UNSURE"]).1;
    assert!(out.ends_with("are now unsure (M. Ode, 2026-11-30); it was distinct before\n"), "{out}");
    // Companies are decided on in the same way.
    assert_eq!(decide(&["Ashdene Bank", "Tolland Press", "distinct", "--why", "w"]).0, 0);
    assert_eq!(review.rows(), ["A3 R3 distinct", "A3 R3 unsure", "Ashdene Bank Tolland Press distinct"]);

    let before = review.text();
    for (args, message) in [
        (&["A1", "R11", "same", "--why", "w"][..], "'R11'; did you mean R1 ("),
        (&["Ingrid Solheim", "A6", "same", "--why", "w"], "'Ingrid Solheim'; did you mean A5 (Ingrid Solheim)?"),
        (&["A1", "Ashdene Bank", "same", "--why", "w"], "is a person, the other is a company"),
        (&["A1", "A1", "same", "--why", "w"], "a decision names two records"),
        (&["A1", "R1", "same"], "needs a reason: add --why TEXT"),
        (&["A1", "R1", "open"], "'open' is not same, distinct or unsure"),
        (&["A1", "R1", "same", "--why", " "], "--why is empty"),
    ] {
        let (code, out, told) = decide(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {told}");
        assert!(told.contains(message), "{args:?}: {told}");
        assert_eq!(review.text(), before);
    }
}

#[test]
fn a_review_refuses_options_that_it_cannot_mean() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("same.csv").display().to_string();
    let review = ["--review", &path, "--who", "M"];
    for (args, message) in [
        (vec!["resolve", "-", "--review", &path, "--who", "M"], "DATA cannot be -"),
        ([&["resolve", RECORDS], &review[..], &["-f", "csv"]].concat(), "-f cannot be used with --review"),
        ([&["resolve", RECORDS], &review[..], &["-o", "x.txt"]].concat(), "-o cannot be used with --review"),
        ([&["resolve", RECORDS], &review[..], &["--count"]].concat(), "cannot be used with"),
        (vec!["resolve", RECORDS, "--review", &path], "--who"),
        (vec!["resolve", RECORDS, "--decide", "A1", "R1", "same", "--why", "w"], "--review"),
    ] {
        let (code, _, told) = ran(&args);
        assert!(code == 2 && told.contains(message), "{args:?}: {told}");
        assert!(!Path::new(&path).exists());
    }
}

#[test]
fn without_a_date_it_is_today() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("same.csv");
    let args = ["resolve", RECORDS, "--review", path.to_str().unwrap(), "--who", "M", "--decide", "A1", "R1", "unsure"];
    let before = std::time::SystemTime::now();
    assert_eq!(ran(&args).0, 0);
    let row = fs::read_to_string(&path).unwrap().lines().nth(1).unwrap().to_owned();
    let day = |time: std::time::SystemTime| {
        let days = time.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() / 86_400;
        interlocks::Day::from_number(i32::try_from(days).unwrap()).to_string()
    };
    let today = [before, std::time::SystemTime::now()].map(day);
    assert!(today.iter().any(|day| row == format!("A1,R1,unsure,,M,{day},,")), "{row}");
}

#[test]
fn the_order_of_impact_is_the_same_in_every_format() {
    let args = |format: &str| ran(&["resolve", RECORDS, "--order", "impact", "-f", format]);
    let (code, out, message) = args("json");
    assert_eq!(code, 0, "{message}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["options"]["order"], "impact");
    let rows = answer["results"].as_array().unwrap();
    let impacts: Vec<u64> = rows.iter().map(|row| row["impact"].as_u64().unwrap()).collect();
    assert!(impacts.is_sorted_by(|x, y| x >= y) && impacts[0] > 0, "{impacts:?}");
    let ids: Vec<String> =
        rows.iter().map(|row| format!("{},{}", row["a"]["id"], row["b"]["id"]).replace('"', "")).collect();
    let (_, out, _) = args("csv");
    let mut lines = out.lines();
    assert!(lines.next().unwrap().ends_with(",reasons,impact"), "{out}");
    for ((line, id), impact) in lines.zip(&ids).zip(&impacts) {
        assert!(line.starts_with(id) && line.ends_with(&format!(",{impact}")), "{line}");
    }
    assert!(args("table").1.starts_with("probability  band    impact"), "{}", args("table").1);
    // The same pairs as without the order, which has no impact.
    let (_, out, _) = ran(&["resolve", RECORDS, "-f", "json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let plain = answer["results"].as_array().unwrap();
    let set =
        |rows: &[Value]| rows.iter().map(|row| format!("{} {}", row["a"], row["b"])).collect::<BTreeSet<String>>();
    assert_eq!(set(plain), set(rows));
    assert!(plain.iter().all(|row| row.get("impact").is_none()));
    // A review asks in this order.
    let review = Review::new();
    review.said(&["--order", "impact"], &"u\n".repeat(rows.len()));
    let expected: Vec<String> = rows
        .iter()
        .zip(&ids)
        .filter(|(row, _)| row["band"] == "review")
        .map(|(_, id)| format!("{} unsure", id.replace(',', " ")))
        .collect();
    assert_eq!(review.rows(), expected);
}

#[test]
fn an_answer_is_on_disk_before_the_next_question() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};

    let (review, pairs) = (Review::new(), asked());
    let path = review.path();
    let mut child = Command::new(env!("CARGO_BIN_EXE_interlocks"))
        .args(["resolve", RECORDS, "--review", &path, "--who", "M. Ode"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    for (count, pair) in pairs.iter().take(2).enumerate() {
        input.write_all(b"u\n").unwrap();
        let next = format!("Pair {} of {}", count + 2, pairs.len());
        assert!(lines.any(|line| line == next));
        assert_eq!(review.rows()[count], format!("{pair} unsure"));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(review.rows().len(), 2);
    assert!(review.said(&[], "").contains(&format!("Pair 1 of {}", pairs.len() - 2)));
}
