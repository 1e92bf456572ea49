//! `verify`: a report is made again from its own block.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{BOARDS, interlocks, ran};

const SEATS: &str =
    "person,company,role,start,end\nann,acme,director,2001,\nann,beta,director,2002,\nbo,acme,ceo,2005,2009\n";
const DEALS: &str = "id,date,kind,parties\nd1,2008-01-01,contract,acme;beta\n";

/// Writes a dataset and returns its folder.
fn boards(folder: &Path, seats: &str) -> String {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("seats.csv"), seats).unwrap();
    fs::write(folder.join("deals.csv"), DEALS).unwrap();
    folder.to_str().unwrap().to_owned()
}

/// Makes a report in a folder, and returns its path.
fn report(folder: &Path, data: &str, name: &str) -> String {
    let path = folder.join(name).to_str().unwrap().to_owned();
    let (code, _, message) = ran(&["report", data, "--between", "acme", "beta", "-q", "-o", &path]);
    assert_eq!(code, 0, "{message}");
    path
}

/// Returns the exit code and the answer.
fn verified(path: &str, more: &[&str]) -> (i32, Value) {
    let (code, out, message) = ran(&[&["verify", path, "-f", "json"], more].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {message}")))
}

#[test]
fn a_report_holds_until_its_words_or_its_data_change() {
    let folder = tempfile::tempdir().unwrap();
    let data = boards(&folder.path().join("data"), SEATS);
    for name in ["page.html", "page.md", "page.json"] {
        let path = report(folder.path(), &data, name);
        let (code, answer) = verified(&path, &[]);
        assert_eq!((code, &answer["results"]), (0, &serde_json::json!({"holds": true, "differs": []})), "{name}");
        assert_eq!((&answer["command"], &answer["inputs"][0]["path"]), (&"verify".into(), &path.as_str().into()));
        // Somebody makes the page say more.
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("contract", "bribe", 1)).unwrap();
        let (code, answer) = verified(&path, &[]);
        assert_eq!((code, &answer["results"]["holds"]), (4, &false.into()), "{name}");
        let differs = answer["results"]["differs"].as_array().unwrap();
        let is = |change: &str, word: &str| {
            differs.iter().any(|row| row["change"] == change && row["text"].as_str().unwrap().contains(word))
        };
        assert!(is("removed", "bribe") && is("added", "contract"), "{name}: {differs:?}");
        assert!(differs.iter().all(|row| row["section"].is_string()));
        let (code, table, _) = ran(&["verify", &path]);
        assert!(code == 4 && table.contains("The report does not hold"), "{table}");
    }
    // What no reader sees is compared too.
    let path = report(folder.path(), &data, "page.html");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("<svg ", "<svg opacity=\"0.1\" ", 1).replacen("<main>", "<main class=\"x\">", 1))
        .unwrap();
    let (code, answer) = verified(&path, &[]);
    assert!(code == 4 && answer.to_string().contains("the file is not as interlocks wrote it"), "{answer}");
}

#[test]
fn other_data_is_asked_for_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let data = boards(&folder.path().join("data"), SEATS);
    let path = report(folder.path(), &data, "page.html");
    let same = boards(&folder.path().join("moved"), SEATS);
    assert_eq!(verified(&path, &["--data", &same]).0, 0);
    let new = boards(&folder.path().join("new"), &SEATS.replace("2002,", "2002,2004"));
    let (code, answer) = verified(&path, &["--data", &new]);
    assert!(code == 4 && answer["options"]["data"] == new.as_str(), "{answer}");
    let snapshot = folder.path().join("same.ilk").to_str().unwrap().to_owned();
    assert_eq!(ran(&["build", &data, "-q", "-o", &snapshot]).0, 0);
    assert_eq!(verified(&path, &["--data", &snapshot]).0, 0, "a snapshot keeps the places of rows");
    // The file has other content now, and then it is gone.
    boards(&folder.path().join("data"), &SEATS.replace("bo,", "cy,"));
    let (code, out, message) = ran(&["verify", &path]);
    assert_eq!((code, out.as_str()), (3, ""), "{message}");
    assert!(message.contains("seats.csv: the file is not the one that the report was made from"), "{message}");
    fs::remove_dir_all(folder.path().join("data")).unwrap();
    let (code, _, message) = ran(&["verify", &path]);
    assert!(code == 1 && message.contains("--data"), "{code}: {message}");
}

#[test]
fn a_page_without_a_block_is_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let block = |arguments: &str| {
        format!("# a\n\n<!-- interlocks-report {{\"version\":\"0\",\"arguments\":[{arguments}],\"files\":[]}} -->\n")
    };
    for (name, text, words) in [
        ("a.md", b"# Acme and Beta\n".to_vec(), "no report"),
        ("b.html", b"<!DOCTYPE html>\n<p>x</p>".to_vec(), "no report"),
        ("c.json", b"{\"results\": {}}".to_vec(), "no report"),
        ("d.png", b"\x89PNG\xff\xfe".to_vec(), "no report"),
        ("e.md", b"<!-- interlocks-report {\"version\":1 -->".to_vec(), "no report"),
        ("f.md", block("\"data\",\"\\u002d\\u002dbetween\",\"a\",\"b\"").into_bytes(), "does not know its data"),
    ] {
        let (code, out, message) = ran(&["verify", &write(name, &text)]);
        assert_eq!((code, out.as_str()), (3, ""), "{name}: {message}");
        assert!(message.contains(words), "{name}: {message}");
    }
    for (arguments, words) in
        [("", "names no data"), ("\"x\",\"\\u002d\\u002dhelp\"", "cannot be repeated"), ("\"x\"", "cannot be repeated")]
    {
        let (code, out, message) = ran(&["verify", &write("g.md", block(arguments).as_bytes()), "--data", BOARDS]);
        assert_eq!((code, out.as_str()), (3, ""), "{message}");
        assert!(message.contains(words), "{message}");
    }
    assert_eq!(ran(&["verify", "no/such/page.html"]).0, 1);
    // Nothing that a page says is written to.
    let stolen = folder.path().join("stolen.html").to_str().unwrap().to_owned();
    let arguments = format!("\"x\",\"--between\",\"netflix\",\"meta\",\"-o\",\"{stolen}\"");
    let (code, _, message) = ran(&["verify", &write("h.md", block(&arguments).as_bytes()), "--data", BOARDS]);
    assert!(code == 4 && !Path::new(&stolen).exists(), "{message}");
    let mut piped = interlocks(&["report", "-", "--from", "csv", "--between", "acme", "beta"]);
    let piped = piped.write_stdin("person,company\nann,acme\nann,beta\n").output().unwrap();
    let (code, _, message) = ran(&["verify", &write("i.md", &piped.stdout)]);
    assert!(code == 3 && message.contains("standard input"), "{message}");
}
