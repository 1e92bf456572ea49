//! `whatif` and `diff`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{BOARDS, ran};

fn asked(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

/// Rows of one kind in one list.
fn rows<'a>(answer: &'a Value, list: &str, what: &str) -> Vec<&'a Value> {
    let rows = answer["results"][list].as_array().unwrap();
    rows.iter().filter(|row| row["what"] == what || row["after"]["what"] == what).collect()
}

fn ends(rows: &[&Value]) -> Vec<(String, String)> {
    let id = |row: &Value, key: &str| row[key]["id"].as_str().unwrap().to_owned();
    rows.iter().map(|row| (id(row, "a"), id(row, "b"))).collect()
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

#[test]
fn a_seat_at_disney_would_interlock_it_with_the_boards_of_hastings() {
    let answer = asked(&["whatif", BOARDS, "--appoint", "Reed Hastings@disney"]);
    let added = rows(&answer, "added", "pair");
    assert!(ends(&added).contains(&pair("disney", "netflix")), "{:?}", ends(&added));
    for row in &added {
        assert_eq!((&row["cause"][0]["change"], &row["cause"][0]["kind"]), (&"added".into(), &"seat".into()));
        assert_eq!(
            (&row["cause"][0]["from"]["id"], &row["cause"][0]["to"]["id"]),
            (&"reed-hastings".into(), &"disney".into())
        );
        for key in ["a", "b", "shared", "weight", "kinds", "certain", "people"] {
            assert!(row.get(key).is_some(), "no {key} in {row}");
        }
    }
    assert!(rows(&answer, "removed", "pair").is_empty());
    let change = &answer["options"]["changes"][0];
    assert_eq!(
        (&change["role"], &change["date"], &change["new_person"]),
        (&"director".into(), &"2024-12-31".into(), &false.into())
    );
}

#[test]
fn had_hastings_never_joined_meta_the_findings_on_netflix_would_be_gone() {
    let answer = asked(&["whatif", BOARDS, "--resign", "reed-hastings@meta:2011-06-01", "--ever"]);
    assert!(ends(&rows(&answer, "removed", "pair")).contains(&pair("meta", "netflix")));
    let removed = rows(&answer, "removed", "conflict");
    let now = asked(&["conflicts", BOARDS, "--each-rule", "--between", "netflix", "meta"]);
    let his = |row: &&Value| row["people"][0]["id"] == "reed-hastings";
    let before = now["results"].as_array().unwrap().iter().filter(his).count();
    let of_the_two = |row: &&&Value| row["parties"][0]["id"] == "meta" && row["parties"][1]["id"] == "netflix";
    let gone: Vec<&&Value> = removed.iter().filter(|row| his(&&***row)).filter(of_the_two).collect();
    assert!(before > 0 && gone.len() == before, "{} of {before}", gone.len());
    for row in gone {
        assert_eq!(row["cause"][0]["change"], "removed");
        assert_eq!(
            (&row["cause"][0]["from"]["id"], &row["cause"][0]["to"]["id"]),
            (&"reed-hastings".into(), &"meta".into())
        );
        assert!(row.get("rule").is_some() && row.get("severity").is_some() && row["deal"].get("status").is_some());
    }
}

#[test]
fn who_left_together_is_told_apart() {
    let answer = asked(&[
        "whatif",
        BOARDS,
        "--at",
        "2023-01-01",
        "--resign",
        "steven-miron@wbd:2022-05",
        "--appoint",
        "person:ann-ash@wbd::2022-06",
        "--appoint",
        "person:ann-ash@company:new-firm:chair:2022",
    ]);
    let removed = rows(&answer, "removed", "pair");
    assert!(ends(&removed).contains(&pair("charter", "wbd")));
    let charter = removed.iter().find(|row| row["a"]["id"] == "charter").unwrap();
    assert_eq!(charter["cause"].as_array().unwrap().len(), 1);
    assert_eq!(charter["cause"][0]["from"]["id"], "steven-miron");
    let added = rows(&answer, "added", "pair");
    assert_eq!(ends(&added), [pair("new-firm", "wbd")]);
    assert_eq!(added[0]["certain"], true);
}

#[test]
fn wrong_changes_end_with_2_and_say_what_was_meant() {
    for (args, word) in [
        (&[][..], "name a change"),
        (&["--appoint", "hastings"], "PERSON@COMPANY"),
        (&["--appoint", "nobody at all@disney"], "write person:nobody at all"),
        (&["--appoint", "brad smith@disney"], "may be any of"),
        (&["--appoint", "hastings@disney:director:tomorrow"], "'tomorrow' is not a date"),
        (&["--resign", "reed-hastings@disney"], "holds no seat"),
        (&["--resign", "reed-hastings@netflix:2001", "--undated"], "leave the date out"),
    ] {
        let (code, out, message) = ran(&[&["whatif", BOARDS], args].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(message.contains(word), "{message}");
    }
}

fn copied(folder: &Path, change: impl Fn(&str, String) -> String) -> String {
    for file in fs::read_dir(BOARDS).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        fs::write(folder.join(&name), change(&name, fs::read_to_string(&path).unwrap())).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

#[test]
fn diff_tells_seats_interlocks_and_findings_with_their_causes() {
    let folder = tempfile::tempdir().unwrap();
    let new = copied(folder.path(), |name, text| match name {
        "seats.csv" => {
            let text = text.replace(
                "s0486,steven-miron,charter,director,2016-05-18,,ongoing",
                "s0486,steven-miron,charter,director,2016-05-18,2021-03,ended",
            );
            let text: String =
                text.lines().filter(|line| !line.starts_with("s0483,")).map(|line| format!("{line}\n")).collect();
            text + "s9999,reed-hastings,disney,director,2024-05-01,,ongoing,yes,no,GK,low,no,\n"
        }
        _ => text,
    });
    let answer = asked(&["diff", BOARDS, &new]);
    assert_eq!(answer["command"], "diff");
    let changed = rows(&answer, "changed", "seat");
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["differs"], serde_json::json!(["end", "end_status"]));
    assert_eq!((&changed[0]["before"]["end"], &changed[0]["after"]["end"]), (&Value::Null, &"2021-03".into()));
    let ids = |list: &str| {
        rows(&answer, list, "seat").iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((ids("added"), ids("removed")), (vec!["s9999".to_owned()], vec!["s0483".to_owned()]));
    assert!(ends(&rows(&answer, "added", "pair")).contains(&pair("disney", "netflix")));
    let gone = rows(&answer, "removed", "pair");
    let wbd = gone.iter().find(|row| row["a"]["id"] == "charter" && row["b"]["id"] == "wbd").unwrap();
    assert_eq!((&wbd["cause"][0]["change"], &wbd["cause"][0]["id"]), (&"changed".into(), &"s0486".into()));
    // Back the other way, what was added is removed.
    let back = asked(&["diff", &new, BOARDS]);
    assert_eq!(ends(&rows(&back, "added", "pair")), ends(&gone));
    assert_eq!(rows(&back, "removed", "conflict").len(), rows(&answer, "added", "conflict").len());
}

#[test]
fn nothing_differs_from_itself_whatever_the_order_of_rows() {
    let folder = tempfile::tempdir().unwrap();
    let turned = copied(folder.path(), |name, text| {
        if !name.ends_with(".csv") {
            return text;
        }
        let mut lines = text.lines();
        let heading = lines.next().unwrap_or_default().to_owned();
        [heading].into_iter().chain(lines.rev().map(str::to_owned)).map(|line| line + "\n").collect()
    });
    let answer = asked(&["diff", BOARDS, &turned]);
    assert_eq!(answer["results"], serde_json::json!({"added": [], "removed": [], "changed": []}));
    assert!(ran(&["diff", BOARDS, &turned]).1.contains("the datasets do not differ"));
    let snapshot = folder.path().join("boards.ilk").to_str().unwrap().to_owned();
    assert_eq!(ran(&["build", BOARDS, "-o", &snapshot]).0, 0);
    assert_eq!(asked(&["diff", &snapshot, BOARDS])["results"], answer["results"]);
    assert_eq!(ran(&["diff", BOARDS, &turned, "--with", BOARDS]).0, 2);
    assert_eq!(ran(&["diff", BOARDS]).0, 2);
    assert_eq!(ran(&["diff", BOARDS, "no/such/folder"]).0, 1);
}
