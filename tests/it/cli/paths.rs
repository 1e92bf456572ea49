//! `path`: the k best paths, one to many, the table of strengths.

use serde_json::Value;

use super::{BOARDS, ran};

fn paths(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[&["path"], args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

/// The ids a path passes.
fn stops(path: &Value) -> Vec<&str> {
    let steps = path["steps"].as_array().unwrap();
    let first = steps[0]["from"]["id"].as_str().unwrap();
    std::iter::once(first).chain(steps.iter().map(|step| step["to"]["id"].as_str().unwrap())).collect()
}

fn all_stops(answer: &Value) -> Vec<Vec<&str>> {
    answer["results"].as_array().unwrap().iter().map(stops).collect()
}

#[test]
fn as_many_paths_as_asked_for_come_strongest_first() {
    let answer = paths(&[BOARDS, "netflix", "meta", "-k", "7"]);
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    let strengths: Vec<f64> = results.iter().map(|path| path["strength"].as_f64().unwrap()).collect();
    assert!(strengths.is_sorted_by(|a, b| a >= b) && strengths[6] > 0.0 && strengths[0] < 1.0, "{strengths:?}");
    assert_eq!(paths(&[BOARDS, "netflix", "meta"])["results"].as_array().unwrap().len(), 5);
    for path in all_stops(&answer) {
        let mut once = path.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), path.len());
        assert_eq!((path[0], path[path.len() - 1]), ("netflix", "meta"));
    }
    assert_eq!((&answer["options"]["k"], &answer["options"]["max_steps"]), (&7.into(), &6.into()));
}

#[test]
fn paths_go_through_some_around_others_and_take_only_the_steps_named() {
    let at = [BOARDS, "netflix", "meta", "--at", "2013-08"];
    assert_eq!(stops(&paths(&at)["results"][0]), ["netflix", "reed-hastings", "meta"]);
    let through = paths(&[&at[..], &["--via", "tcv", "--via", "jay-hoag"]].concat());
    assert!(!through["results"].as_array().unwrap().is_empty());
    assert!(all_stops(&through).iter().all(|path| path.contains(&"tcv") && path.contains(&"jay-hoag")));
    let around = paths(&[&at[..], &["--avoid", "reed-hastings", "--avoid", "company:tcv"]].concat());
    assert!(all_stops(&around).iter().all(|path| !path.contains(&"tcv") && !path.contains(&"reed-hastings")));
    let short = paths(&[&at[..], &["-k", "99", "--max-steps", "2"]].concat());
    assert!(all_stops(&short).iter().all(|path| path.len() == 3));
    let relations = |only: &str| -> Vec<String> {
        let answer = paths(&[&at[..], &["--only", only]].concat());
        let results = answer["results"].as_array().unwrap().clone();
        let steps = results.iter().flat_map(|path| path["steps"].as_array().unwrap());
        steps.map(|step| step["relation"].as_str().unwrap().to_owned()).collect()
    };
    assert!(relations("seats").iter().all(|relation| !relation.ends_with("-of") && !relation.ends_with("-in")));
    assert!(relations("ties").contains(&"investor-in".to_owned()));
    assert!(relations("friend,founder-of").iter().all(|relation| ["friend", "founder-of"].contains(&&relation[..])));
    // Rivals are on a path only when it is asked to take them.
    assert!(!relations("seats,ties").contains(&"competitor-of".to_owned()));
    let rivals = paths(&[BOARDS, "netflix", "disney", "--only", "competitor"]);
    assert_eq!(rivals["results"][0]["steps"][0]["relation"], "competitor-of");
}

#[test]
fn fewest_steps_ignore_strength() {
    let hops = paths(&[BOARDS, "netflix", "disney", "--at", "2013-08", "--hops", "-k", "3", "-v"]);
    let results = hops["results"].as_array().unwrap();
    assert!(results.iter().all(|path| path["strength"].is_null()));
    let steps: Vec<usize> = results.iter().map(|path| path["steps"].as_array().unwrap().len()).collect();
    assert_eq!(steps[0], 4);
    assert!(steps.is_sorted());
}

#[test]
fn every_factor_is_told_when_more_is_asked_for() {
    let plain = paths(&[BOARDS, "netflix", "meta"]);
    assert!(plain["results"][0]["steps"][0].get("factors").is_none());
    let told = paths(&[BOARDS, "netflix", "meta", "-v"]);
    for path in told["results"].as_array().unwrap() {
        let steps = path["steps"].as_array().unwrap();
        let factors = steps.iter().flat_map(|step| step["factors"].as_array().unwrap());
        let product: f64 = factors.map(|factor| factor["strength"].as_f64().unwrap()).product();
        assert!((product / path["strength"].as_f64().unwrap() - 1.0).abs() < 1e-4, "{path}");
    }
    let (_, table, _) = ran(&["path", BOARDS, "netflix", "meta", "-v"]);
    assert!(table.contains("factors") && table.contains("role 0.8 (director)"), "{table}");
}

#[test]
fn one_to_many_and_all_of_a_list_are_the_single_answers_together() {
    let single = |a: &str, b: &str| paths(&[BOARDS, a, b, "-k", "2"])["results"].as_array().unwrap().clone();
    let to = paths(&[BOARDS, "netflix", "--to", "disney, apple,netflix,skillsoft,apple", "-k", "2"]);
    let mut expected = [single("netflix", "disney"), single("netflix", "apple")];
    expected.sort_by(|a, b| b[0]["strength"].as_f64().unwrap().total_cmp(&a[0]["strength"].as_f64().unwrap()));
    assert_eq!(to["results"].as_array().unwrap(), &expected.concat());
    assert_eq!(to["options"]["pairs"], 3);
    assert_eq!(to["options"]["not_joined"], serde_json::json!([["netflix", "skillsoft"]]));
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.txt");
    std::fs::write(&list, "\u{feff}Netflix, Inc.\n\n  Apple Inc. \nreed hastings\n").unwrap();
    let between = paths(&[BOARDS, "--between", list.to_str().unwrap(), "-k", "2"]);
    assert_eq!(between["options"]["pairs"], 3);
    let ends: Vec<(String, String)> =
        all_stops(&between).iter().map(|path| (path[0].to_owned(), path[path.len() - 1].to_owned())).collect();
    for pair in [("netflix", "apple"), ("netflix", "reed-hastings"), ("apple", "reed-hastings")] {
        assert_eq!(ends.iter().filter(|(a, b)| (&a[..], &b[..]) == pair).count(), 2, "{pair:?}");
    }
    let (_, table, _) = ran(&["path", BOARDS, "netflix", "--to", "skillsoft,disney"]);
    assert!(
        table.contains("1 of 2 pairs have no connection within 6 steps at that time: netflix – skillsoft"),
        "{table}"
    );
}

#[test]
fn the_bytes_of_paths_are_the_same_for_any_number_of_threads() {
    let list = "netflix,meta,apple,alphabet,tesla,disney,warren buffett";
    for clock in [&["--ever"][..], &["--during", "2008..2014"], &["--at", "2012", "--certain"]] {
        let with = |threads: &str| {
            let args = ["path", BOARDS, "--between", list, "-v", "-f", "json", "--threads", threads];
            ran(&[&args[..], clock].concat()).1
        };
        assert_eq!(with("1"), with("3"));
        assert!(with("1").len() > 1_000);
    }
}

#[test]
fn the_table_of_strengths_is_shown_and_replaced() {
    let (code, out, _) = ran(&["path", "--explain-strength", "-f", "json"]);
    assert_eq!(code, 0);
    let shown: Value = serde_json::from_str(&out).unwrap();
    let rows = shown["results"].as_array().unwrap();
    assert!(rows.iter().all(|row| !row["why"].as_str().unwrap().is_empty() && row["value"].as_f64().unwrap() > 0.0));
    for of in ["seat", "spouse", "director", "half-life in years", "possible", "power"] {
        assert!(rows.iter().any(|row| row["of"] == of), "{of}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.json");
    let file = file.to_str().unwrap();
    let bundled = std::fs::read_to_string("crates/interlocks-analysis/src/paths/strengths.json").unwrap();
    std::fs::write(
        file,
        bundled.replace(r#""role": "director", "strength": 0.8"#, r#""role": "director", "strength": 0.01"#),
    )
    .unwrap();
    let args = [BOARDS, "netflix", "meta", "--at", "2013-08", "-k", "1"];
    assert_eq!(stops(&paths(&args)["results"][0]).len(), 3);
    let mine = paths(&[&args[..], &["--strengths", file]].concat());
    assert_eq!(stops(&mine["results"][0]), ["netflix", "reed-hastings", "mark-zuckerberg", "meta"]);
    assert!(ran(&["path", "--explain-strength", "--strengths", file]).1.contains("0.01"));
    // The page shows a table that is right.
    let page = std::fs::read_to_string("docs/strengths.md").unwrap();
    let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    std::fs::write(file, example).unwrap();
    assert_eq!(ran(&["path", "--explain-strength", "--strengths", file]).0, 0);
}

#[test]
fn what_is_wrong_with_a_question_about_paths_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.json");
    let path = file.to_str().unwrap();
    std::fs::write(&file, "{\n \"kinds\": [{\"kind\": \"friend\", \"strength\": 1.5}]}").unwrap();
    let (code, _, message) = ran(&["path", BOARDS, "netflix", "meta", "--strengths", path]);
    assert_eq!(code, 3);
    assert!(message.contains(&format!("{path}:2:46: a strength is above 0 and at most 1, not 1.5")), "{message}");
    assert_eq!(ran(&["path", BOARDS, "netflix", "meta", "--strengths", "no such file"]).0, 1);
    for (args, what) in [
        (&["--only", "wizardry"][..], "spouse"),
        (&["--via", "netflx"], "did you mean netflix"),
        (&["--to", "meta"], "cannot be used with"),
        (&["--between", "meta,apple"], "cannot be used with"),
        (&["-k", "0"], "-k"),
    ] {
        let (code, _, message) = ran(&[&["path", BOARDS, "netflix", "meta"], args].concat());
        assert_eq!(code, 2, "{args:?}");
        assert!(message.contains(what), "{message}");
    }
    assert_eq!(ran(&["path", BOARDS, "--between", "apple,apple"]).0, 2);
    assert_eq!(ran(&["path", BOARDS, "netflix"]).0, 2);
    assert_eq!(ran(&["path"]).0, 2);
    let (code, out, _) = ran(&["path", BOARDS, "netflix", "skillsoft"]);
    assert_eq!(code, 0);
    assert!(out.contains("no connection within 6 steps at that time"), "{out}");
    assert!(ran(&["path", BOARDS, "netflix", "netflix"]).1.contains("no connection"));
}
