//! The nightly job of a compliance team: lists with unknown names, exit codes, and rows that are known.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{BOARDS, ran};

/// Writes a file and returns its path.
fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Returns the JSON of an answer that ends with a code.
fn json(args: &[&str], code: i32) -> Value {
    let (ended, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(ended, code, "{args:?}: {message}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_name_that_nobody_knows_does_not_end_the_night() {
    let folder = tempfile::tempdir().unwrap();
    let text = "# clients\nnextdoor\n\n  Nextdor Holdings\nbrad smith\n";
    let list = file(folder.path(), "clients.txt", text);
    let args = ["watch", BOARDS, "--list", &list, "--screen", "clayton8"];
    let (code, _, message) = ran(&args);
    assert_eq!(code, 0, "{message}");
    let unknown = format!("{list}:4:3: no person or company is called 'Nextdor Holdings'; did you mean nextdoor");
    assert!(message.contains(&unknown) && message.contains("the line is left out"), "{message}");
    assert!(message.contains(&format!("{list}:5:1: 'brad smith' may be any of ")), "{message}");
    let answer = json(&args, 0);
    let notes: Vec<&str> = answer["notes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(notes.iter().any(|note| note.starts_with(&unknown)), "{notes:?}");
    assert_eq!(answer["options"]["watched"], 1);
    let (code, out, message) = ran(&[&args[..], &["--strict"]].concat());
    assert_eq!((code, out.as_str()), (2, ""), "{message}");
    assert!(message.contains(":4:3: ") && message.contains(":5:1: "), "{message}");
    let nobody = file(folder.path(), "nobody.txt", "No Such Firm Ltd\n");
    let (code, _, message) = ran(&["watch", BOARDS, "--list", &nobody]);
    assert!(code == 0 && message.contains("nobody is watched"), "{code}: {message}");
}

const SEATS: &str = "person,company,role,start,end
ann,acme,director,1999,
ann,beta,director,2002,
";
const DEALS: &str = "id,date,kind,parties\nd1,2010-01-01,contract,acme;beta\n";

/// Writes a dataset with more seats, and returns its folder.
fn boards(folder: &Path, name: &str, more: &str) -> String {
    file(folder, &format!("{name}/deals.csv"), DEALS);
    file(folder, &format!("{name}/companies.csv"), "id,country\nacme,GB\nbeta,US\n");
    let seats = file(folder, &format!("{name}/seats.csv"), &format!("{SEATS}{more}"));
    seats.trim_end_matches("/seats.csv").to_owned()
}

const BO: &str = "bo,acme,ceo,2005,\nbo,beta,director,2006,\n";

#[test]
fn diff_ends_with_4_on_what_fail_on_names() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = [boards(folder.path(), "old", ""), boards(folder.path(), "new", BO)];
    let diff = |old: &str, new: &str, more: &[&str]| ran(&[&["diff", old, new], more].concat()).0;
    for (old, new, more, code) in [
        (&old, &new, &[][..], 0),
        (&old, &new, &["--fail-on", "any"], 4),
        (&old, &old, &["--fail-on", "any"], 0),
        (&old, &new, &["--fail-on", "high"], 4),
        // What is gone does not end a night, unless any change does.
        (&new, &old, &["--fail-on", "low"], 0),
        (&new, &old, &["--fail-on", "any"], 4),
        (&old, &new, &["--fail-on", "any", "--kind", "tie"], 0),
        (&old, &new, &["--fail-on", "any", "--kind", "seats"], 4),
        (&old, &new, &["--fail-on", "low", "--kind", "conflict", "--count"], 4),
        (&old, &new, &["--fail-on", "unknown"], 4),
        (&old, &old, &["--fail-on", "unknown"], 0),
        // What could never match is refused.
        (&old, &new, &["--fail-on", "breach", "--kind", "pair"], 2),
        (&old, &new, &["--fail-on", "high", "--kind", "pair"], 2),
        (&old, &new, &["--screen", "clayton8", "--kind", "pair"], 2),
        (&old, &new, &["--kind", "cousins"], 2),
        (&old, &new, &["--fail-on", "clear"], 2),
    ] {
        assert_eq!(diff(old, new, more), code, "{more:?}");
    }
}

#[test]
fn diff_counts_rows_and_keeps_those_of_a_kind() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = [boards(folder.path(), "old", ""), boards(folder.path(), "new", BO)];
    let all = json(&["diff", &old, &new], 0);
    let counts = json(&["diff", &old, &new, "--count"], 0);
    let lists = ["added", "removed", "changed"];
    let kind = |row: &Value| row["what"].as_str().or(row["after"]["what"].as_str()).unwrap_or_default().to_owned();
    let kinds: Vec<String> = counts["results"].as_array().unwrap().iter().map(kind).collect();
    assert_eq!(kinds, ["seat", "tie", "deal", "pair", "conflict"]);
    for count in counts["results"].as_array().unwrap() {
        for list in lists {
            let rows = all["results"][list].as_array().unwrap();
            let same = rows.iter().filter(|row| kind(row) == kind(count)).count() as u64;
            assert_eq!(count[list].as_u64(), Some(same), "{list} of {count}");
        }
    }
    for one in &kinds {
        let kept = json(&["diff", &old, &new, "--kind", one], 0);
        for list in lists {
            let rows = all["results"][list].as_array().unwrap();
            let wanted: Vec<&Value> = rows.iter().filter(|row| &kind(row) == one).collect();
            assert_eq!(kept["results"][list].as_array().unwrap().iter().collect::<Vec<_>>(), wanted, "{list} of {one}");
        }
    }
    // The verdicts are compared when they are asked for.
    let verdicts = json(&["diff", &old, &new, "--kind", "screen"], 0);
    assert!(!verdicts["results"]["added"].as_array().unwrap().is_empty());
    assert_eq!(json(&["diff", &old, &new, "--kind", "screens", "--count"], 0)["options"]["kinds"][0], "screen");
}

/// Returns the rows of an answer.
fn rows(answer: &Value) -> &[Value] {
    answer["results"].as_array().unwrap()
}

/// Returns the ids of a list.
fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().filter_map(|named| named["id"].as_str()).collect()
}

#[test]
fn a_person_and_a_deal_are_one_row_with_all_rules() {
    let folder = tempfile::tempdir().unwrap();
    let list = file(folder.path(), "clients.txt", "company:meta\ncompany:apple\n");
    let watch = |more: &[&str], code: i32| json(&[&["watch", BOARDS, "--list", &list][..], more].concat(), code);
    let (groups, single) = (watch(&[], 0), watch(&["--each-rule"], 0));
    // Every single row is a rule of the group of its people and its deal, and the other way round.
    let mut expected: Vec<(Vec<&str>, Value, Vec<&Value>)> = Vec::new();
    for row in rows(&single) {
        let companies = row.get("parties").unwrap_or(&row["companies"]);
        let mut subjects = ids(if row["people"] == serde_json::json!([]) { companies } else { &row["people"] });
        subjects.sort_unstable();
        let deal = if row["what"] == "conflict" { row["deal"]["id"].clone() } else { row["deal"].clone() };
        match expected.iter_mut().find(|group| (&group.0, &group.1) == (&subjects, &deal)) {
            Some(group) => group.2.push(row),
            None => expected.push((subjects, deal, vec![row])),
        }
    }
    assert_eq!(rows(&groups).len(), expected.len());
    assert!(expected.len() * 3 / 2 < rows(&single).len(), "{} of {}", expected.len(), rows(&single).len());
    let graver = |a: &str, b: &str| ["low", "medium", "high"].iter().find(|word| [a, b].contains(word)) == Some(&b);
    for (group, (subjects, deal, single)) in rows(&groups).iter().zip(&expected) {
        let mut people = ids(&group["people"]);
        people.sort_unstable();
        assert!(people.is_empty() || &people == subjects, "{group:#}");
        assert_eq!(&group["deal"], deal);
        let rules = group["rules"].as_array().unwrap();
        assert_eq!(rules.len(), single.len());
        for (rule, row) in rules.iter().zip(single) {
            for key in ["what", "rule", "test", "severity", "verdict", "certain", "change"] {
                assert_eq!(rule[key], row[key], "{key} of {row:#}");
            }
            assert!(ids(&row["watched"]).iter().all(|id| ids(&group["watched"]).contains(id)));
        }
        let severities = single.iter().filter_map(|row| row["severity"].as_str());
        assert_eq!(group["severity"].as_str(), severities.reduce(|a, b| if graver(a, b) { a } else { b }));
    }
    let (code, table, _) = ran(&["watch", BOARDS, "--list", &list]);
    assert!(
        code == 0 && table.contains("executive-on-board high; owner-on-board high; shared-director medium"),
        "{table}"
    );
}

#[test]
fn cases_without_an_input_are_counted_until_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let new = boards(folder.path(), "new", BO);
    let list = file(folder.path(), "clients.txt", "acme\n");
    let watch =
        |more: &[&str], code: i32| json(&[&["watch", &new, "--list", &list, "--each-rule"][..], more].concat(), code);
    let of = |answer: &Value, verdict: &str| rows(answer).iter().filter(|row| row["verdict"] == verdict).count();
    let (plain, asked) = (watch(&[], 0), watch(&["--verdict", "unknown"], 0));
    let unknown = of(&asked, "unknown");
    assert!(unknown > 0 && of(&plain, "unknown") == 0);
    let note = format!("{unknown} cases in which an input is missing: left out");
    assert!(plain["notes"].to_string().contains(&note), "{}", plain["notes"]);
    assert!(!asked["notes"].to_string().contains("left out; --verdict unknown"));
    let both = watch(&["--verdict", "unknown", "--verdict", "breach"], 0);
    assert_eq!(of(&both, "unknown"), unknown);
    // Who wants the night to end on them wants to see them.
    assert_eq!(of(&watch(&["--fail-on", "unknown"], 4), "unknown"), unknown);
    assert_eq!(watch(&["--fail-on", "any"], 4)["results"], plain["results"]);
}

#[test]
fn what_is_accepted_is_left_out_until_it_becomes_worse() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = [boards(folder.path(), "old", ""), boards(folder.path(), "new", BO)];
    let list = file(folder.path(), "clients.txt", "acme\n");
    let accepted = folder.path().join("accepted.csv").to_str().unwrap().to_owned();
    let watch = |data: &str, more: &[&str]| {
        let args = ["watch", data, "--list", &list, "--fail-on", "any", "--each-rule", "-f", "json"];
        let (code, out, message) = ran(&[&args[..], more].concat());
        (code, serde_json::from_str::<Value>(&out).unwrap_or_default(), message)
    };
    let listed = watch(&old, &[]).1;
    let count = rows(&listed).len();
    assert!(count > 0);
    let consent = [
        "--baseline",
        &accepted,
        "--accept",
        "--who",
        "M. Lee",
        "--why",
        "known, and \"fine\"",
        "--when",
        "2026-11-30",
    ];
    let (code, answer, message) = watch(&old, &consent);
    assert_eq!((code, &answer["results"]), (0, &listed["results"]), "{message}");
    assert!(message.contains(&format!("{count} row")) && message.contains(" added to "), "{message}");
    let text = fs::read_to_string(&accepted).unwrap();
    assert_eq!(text.lines().count(), count + 1);
    assert!(text.starts_with("what,rule,test,people,companies,deal,owner,accepted,certainty,who,when,why\n"), "{text}");
    let finding =
        "conflict,shared-director,,ann,acme;beta,d1,,medium,certain,M. Lee,2026-11-30,\"known, and \"\"fine\"\"\"\n";
    assert!(text.contains(finding), "{text}");
    // The same night again is quiet; another one tells only what is new.
    let (code, answer, message) = watch(&old, &["--baseline", &accepted]);
    assert_eq!((code, rows(&answer).len(), answer["options"]["accepted"].as_u64()), (0, 0, Some(count as u64)));
    assert!(message.contains(&format!("{count} rows left out, accepted in ")), "{message}");
    assert!(answer["notes"].to_string().contains("left out, accepted in"));
    let (code, answer, _) = watch(&new, &["--baseline", &accepted]);
    assert_eq!(code, 4);
    assert!(!rows(&answer).is_empty() && rows(&answer).iter().all(|row| ids(&row["people"]) == ["bo"]), "{answer:#}");
    // Whoever accepted a finding as low is told that it is not.
    fs::write(&accepted, text.replace(",medium,", ",low,")).unwrap();
    let (code, answer, _) = watch(&old, &["--baseline", &accepted]);
    assert_eq!((code, rows(&answer).len(), &rows(&answer)[0]["rule"]), (4, 1, &"shared-director".into()));
    // A last row takes it back.
    fs::write(&accepted, format!("{text}{}", finding.replace("medium", ""))).unwrap();
    assert_eq!(rows(&watch(&old, &["--baseline", &accepted]).1).len(), 1);
    // One mechanism for all commands that end a night.
    fs::write(&accepted, &text).unwrap();
    for (args, code) in [
        (vec!["conflicts", &old, "--fail-on", "low"], 4),
        (vec!["conflicts", &old, "--fail-on", "low", "--baseline", &accepted], 0),
        (vec!["conflicts", &new, "--fail-on", "low", "--baseline", &accepted], 4),
        (vec!["screen", &old, "independence", "--fail-on", "breach"], 4),
        (
            vec!["screen", &old, "independence", "--verdict", "breach", "--fail-on", "breach", "--baseline", &accepted],
            0,
        ),
        (vec!["diff", &old, &new, "--fail-on", "low", "--baseline", &accepted], 4),
    ] {
        assert_eq!(ran(&args).0, code, "{args:?}");
    }
    let more = ["--accept", "--who", "M. Lee", "--why", "cleared by counsel"];
    let diff =
        ["diff", &old, &new, "--kind", "conflict", "--kind", "pair", "--fail-on", "any", "--baseline", &accepted];
    assert_eq!(ran(&diff).0, 4);
    assert_eq!(ran(&[&diff[..], &more].concat()).0, 0);
    assert_eq!(ran(&diff).0, 0, "{}", fs::read_to_string(&accepted).unwrap());
    // What is gone is news, even if it was accepted.
    assert_eq!(ran(&[&["diff", &new, &old][..], &diff[3..]].concat()).0, 4);
}

#[test]
fn a_baseline_that_cannot_be_meant_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let old = boards(folder.path(), "old", "");
    let none = folder.path().join("none.csv").to_str().unwrap().to_owned();
    let other = file(folder.path(), "other.csv", "id,name\n");
    let conflicts = |more: &[&str]| ran(&[&["conflicts", &old][..], more].concat());
    for (more, code, words) in [
        (&["--baseline", &none][..], 1, "none.csv"),
        (&["--baseline", &other], 3, "no column what"),
        (&["--accept", "--who", "M", "--why", "w"], 2, "--baseline"),
        (&["--baseline", &none, "--accept", "--why", "w"], 2, "--who"),
        (&["--baseline", &none, "--accept", "--who", "M"], 2, "--why"),
        (&["--baseline", &none, "--accept", "--who", " ", "--why", "w"], 2, "--who is empty"),
        (
            &["--baseline", &other, "--accept", "--who", "M", "--why", "w"],
            3,
            "rows can be added only to a file of accepted rows",
        ),
    ] {
        let (ended, out, message) = conflicts(more);
        assert!((ended, out.as_str()) == (code, "") && message.contains(words), "{more:?}: {ended} {message}");
    }
    assert!(!Path::new(&none).exists());
    assert_eq!(fs::read_to_string(&other).unwrap(), "id,name\n");
    let wrong = "what,rule,test,people,companies,deal,owner,accepted,certainty,who,when,why\nconflict,shared-directors,,ann,acme;beta,d1,,high,,M,,w\n";
    let wrong = file(folder.path(), "wrong.csv", wrong);
    let (code, out, message) = conflicts(&["--baseline", &wrong]);
    assert!(code == 0 && out.contains("shared-director"), "{message}");
    assert!(message.contains("wrong.csv:2:2: error: there is no rule 'shared-directors'"), "{message}");
    let (code, _, message) = conflicts(&["--baseline", &wrong, "-f", "csv", "-o", &wrong]);
    assert!(code == 2 && message.contains("is a file of the data"), "{message}");
}

#[test]
fn what_is_accepted_makes_room_for_more() {
    let folder = tempfile::tempdir().unwrap();
    let accepted = folder.path().join("accepted.csv").to_str().unwrap().to_owned();
    let screen = ["screen", BOARDS, "clayton8"];
    let all = json(&screen, 0);
    let top = |more: &[&str]| json(&[&screen[..], &["--top", "3", "--baseline", &accepted], more].concat(), 0);
    let first = top(&["--accept", "--who", "M. Lee", "--why", "known"]);
    assert_eq!(rows(&first), &rows(&all)[..3]);
    let next = top(&[]);
    assert_eq!(rows(&next), &rows(&all)[3..6]);
    assert_eq!(next["options"]["not_listed"].as_u64(), Some(rows(&all).len() as u64 - 6));
}
