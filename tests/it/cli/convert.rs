//! `convert`: from any format that is read to any that is written.

use super::{BOARDS, ran, without_inputs};

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn what_was_converted_answers_as_the_original() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = path(&folder, "boards.ilk");
    assert_eq!(ran(&["build", BOARDS, "-o", &snapshot]).0, 0);
    for from in [BOARDS, &snapshot] {
        for name in ["again", "again.json", "again.jsonl"] {
            let out = path(&folder, name);
            assert_eq!(ran(&["convert", from, &out]), (0, String::new(), String::new()), "{from} {name}");
            for asked in [
                &["pairs", "--top", "20", "-f", "csv"][..],
                &["conflicts", "--between", "netflix", "meta", "-f", "csv"],
                &["stats", "-f", "json", "--only", "companies", "--at", "2013-08"],
                &["screen", "clayton8", "--count"],
            ] {
                let with = |data: &str| without_inputs(ran(&[&asked[..1], &[data], &asked[1..]].concat()));
                assert_eq!(with(&out), with(BOARDS), "{from} {name} {asked:?}");
            }
        }
    }
}

#[test]
fn the_bytes_are_the_same_for_any_threads_and_from_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let first = path(&folder, "first.jsonl");
    assert_eq!(ran(&["convert", BOARDS, &first, "--threads", "1"]).0, 0);
    let (code, streamed, _) = ran(&["convert", &first, "-", "--to", "jsonl"]);
    assert_eq!(code, 0);
    assert!(streamed == std::fs::read_to_string(&first).unwrap(), "{streamed:.400}");
}

#[test]
fn names_of_columns_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (table, names) = (path(&folder, "seats.csv"), path(&folder, "ours.columns"));
    std::fs::write(&table, "Who,Where\nann,acme\nann,beta\n").unwrap();
    std::fs::write(&names, "# the desk's own\nperson=Who\n\ncompany=Where\n").unwrap();
    let asked = |columns: &str| ran(&["pairs", &table, "--columns", columns, "--undated", "-f", "csv"]);
    let (code, out, _) = asked(&format!("@{names}"));
    assert_eq!(code, 0);
    assert_eq!(out, asked("person=Who,company=Where").1);
    std::fs::write(&names, "person Who\n").unwrap();
    let (code, _, message) = asked(&format!("@{names}"));
    assert!(code == 2 && message.contains("ours.columns: 'person Who' is not FIELD=COLUMN"), "{code} {message}");
    assert_eq!(asked("@no-such-file").0, 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_with_a_name_is_read_from_its_first_byte() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = path(&folder, "seats.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::write(pipe, "person,company\nann,acme\nann,beta\n"))
    };
    let (code, out, message) = ran(&["pairs", &pipe, "--undated", "-f", "csv"]);
    writer.join().unwrap().unwrap();
    assert!(code == 0 && out.lines().count() == 2, "{code} {out} {message}");
}

#[test]
fn what_cannot_be_written_is_said_with_what_to_do() {
    for (args, part) in [
        (&["convert", BOARDS, "-"][..], "add --to json or jsonl"),
        (&["convert", BOARDS, "-", "--to", "folder"], "cannot be written to standard output"),
        (&["convert", BOARDS, "boards.docx"], "add --to"),
        (&["convert", BOARDS, "x", "--to", "docx"], "use one of folder"),
        (&["convert", BOARDS, "x.json", "-o", "y"], "OUT is the second argument"),
        (&["convert", BOARDS, "x.json", "--from", "docx"], "use folder, csv"),
    ] {
        let (code, out, message) = ran(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(message.contains(part), "{args:?}: {message}");
    }
}

#[test]
fn the_format_of_standard_input_is_told_by_its_beginning() {
    let given = |text: &str, args: &[&str]| {
        let output = super::interlocks(args).write_stdin(text).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    for text in [
        "person,company\na,acme\n",
        "[{\"person\": \"a\", \"company\": \"acme\"}]",
        "{\"seats\": [{\"person\": \"a\", \"company\": \"acme\"}]}",
        "{\n\"seats\": [{\"person\": \"a\", \"company\": \"acme\"}]}",
        "{\"type\": \"seat\", \"person\": \"a\", \"company\": \"acme\"}\n",
        "company,directors\nacme,a\n",
    ] {
        let (code, out, message) = given(text, &["convert", "-", "-", "--to", "jsonl", "--undated"]);
        assert_eq!(code, 0, "{text}: {message}");
        assert!(out.contains("\"person\":\"a\",\"company\":\"acme\""), "{text}: {out}");
    }
    let (code, _, message) = given("once upon a time\n", &["check", "-"]);
    assert!(code == 2 && message.contains("add --from"), "{code} {message}");
}

#[test]
fn networks_of_boards_and_of_pairs_are_written() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["boards.graphml", "boards.gexf", "boards.net", "boards.dot", "boards.csv"] {
        let out = path(&folder, name);
        let (code, printed, told) = ran(&["convert", BOARDS, &out]);
        assert_eq!((code, printed.as_str()), (0, ""), "{name}");
        assert!(told.contains("left out: deals, accounts and sources"), "{name}: {told}");
        let once = std::fs::read(&out).unwrap();
        let pairs = path(&folder, &format!("pairs-{name}"));
        for of in ["companies", "people"] {
            assert_eq!(ran(&["convert", BOARDS, &pairs, "--of", of, "--at", "2013-08", "--quiet"]).2, "");
            assert!(std::fs::read(&pairs).unwrap() != once);
        }
        assert_eq!(ran(&["convert", BOARDS, &out, "--threads", "1", "--quiet"]).0, 0);
        assert!(std::fs::read(&out).unwrap() == once, "{name}");
    }
    let seats = path(&folder, "boards.graphml");
    let asked = |data: &str| ran(&["pairs", data, "--top", "20", "-f", "csv"]).1;
    assert_eq!(asked(&seats), asked(BOARDS));
    let neo4j = path(&folder, "neo4j");
    assert_eq!(ran(&["convert", BOARDS, &neo4j, "--to", "neo4j"]).0, 0);
    assert!(folder.path().join("neo4j/person-company.csv").exists());
}

#[test]
fn what_cannot_be_asked_together_is_said() {
    for (arguments, part) in [
        (&["x.json", "--of", "people"][..], "--of makes a network of pairs"),
        (&["x.gexf", "--at", "2013"], "without --of every seat is written with its dates"),
        (&["-", "--to", "neo4j"], "a folder cannot be written to standard output"),
        (&["x.pdf"], "cannot detect the format of x.pdf"),
        (&["x", "--to", "png"], "--to png: unknown format; use one of folder, json"),
        (&["x.gexf", "--weight", "newman"], "--of"),
    ] {
        let (code, printed, told) = ran(&[&["convert", BOARDS], arguments].concat());
        assert!(code == 2 && printed.is_empty() && told.contains(part), "{arguments:?}: {code} {told}");
    }
}

#[test]
fn entities_of_followthemoney_answer_as_the_boards() {
    let folder = tempfile::tempdir().unwrap();
    let out = path(&folder, "entities.json");
    let (code, _, told) = ran(&["convert", BOARDS, &out, "--to", "followthemoney"]);
    assert_eq!(code, 0);
    assert!(told.contains("left out: deals: 39"), "{told}");
    assert!(told.contains("left out: flags board and executive that do not follow from the role: 10"), "{told}");
    // Kinds of pairs rest on these flags; who shares whom and when does not.
    let asked = |data: &str| {
        let (_, printed, _) = ran(&["pairs", data, "-f", "json", "--as-of", "2024-12-31"]);
        let mut pairs: serde_json::Value = serde_json::from_str(&printed).unwrap();
        for pair in pairs["results"].as_array_mut().unwrap() {
            for key in ["kinds", "certain_kinds", "officers"] {
                pair.as_object_mut().unwrap().remove(key);
            }
            for person in pair["people"].as_array_mut().unwrap() {
                ["kind", "kind_certain", "from"]
                    .iter()
                    .for_each(|key| _ = person.as_object_mut().unwrap().remove(*key));
            }
        }
        pairs["results"].clone()
    };
    assert!(asked(&out) == asked(BOARDS));
}
