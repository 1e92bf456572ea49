//! `screen`, `watch`, and screens in `whatif` and `diff`.

use serde_json::Value;

use super::{BOARDS, ran};

fn json(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_row_has_the_keys_of_the_contract() {
    let answer = json(&["screen", BOARDS, "clayton8", "--company", "nextdoor", "--at", "2023-06-01"]);
    assert_eq!((answer["command"].as_str(), answer["options"]["at"].as_str()), (Some("screen"), Some("2023-06-01")));
    let rows = answer["results"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for key in
        ["rule", "verdict", "certain", "subject", "reason", "missing", "evidence", "legs", "citation", "recalled"]
    {
        assert!(rows[0].get(key).is_some(), "no {key}");
    }
    assert_eq!((rows[0]["rule"].as_str(), rows[0]["verdict"].as_str()), (Some("clayton8"), Some("unknown")));
    assert_eq!(
        rows[0]["subject"][0],
        serde_json::json!({"id": "andrea-wishom", "name": "Andrea Wishom", "kind": "person"})
    );
}

#[test]
fn verdicts_are_counted_chosen_and_cut_off() {
    let all = json(&["screen", BOARDS, "clayton8"])["results"].as_array().unwrap().len() as u64;
    let counts = json(&["screen", BOARDS, "clayton8", "--count"]);
    let sum = ["breach", "watch", "unknown", "clear"].map(|word| counts["results"][0][word].as_u64().unwrap());
    assert_eq!(sum.iter().sum::<u64>(), all);
    let top = json(&["screen", BOARDS, "clayton8", "--top", "3"]);
    assert_eq!(top["results"].as_array().unwrap().len(), 3);
    assert_eq!(top["options"]["not_listed"].as_u64(), Some(all - 3));
    let unknown =
        json(&["screen", BOARDS, "clayton8", "--verdict", "unknown"])["results"].as_array().unwrap().len() as u64;
    assert_eq!(unknown, sum[2]);
}

#[test]
fn the_exit_code_tells_a_nightly_job() {
    let screen = |more: &[&str]| ran(&[&["screen", BOARDS, "clayton8"], more].concat()).0;
    assert_eq!(screen(&["--fail-on", "unknown"]), 4);
    assert_eq!(screen(&["--fail-on", "unknown", "--count"]), 4);
    assert_eq!(screen(&["--fail-on", "breach"]), 0);
    assert_eq!(screen(&["--rules", "nowhere"]), 2);
    assert_eq!(ran(&["screen", BOARDS, "usury"]).0, 2);
    assert_eq!(ran(&["screen", BOARDS]).0, 2);
}

#[test]
fn tables_of_ones_own_replace_the_bundled_ones() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("clayton_s8_thresholds.csv");
    let head = "year,effective,capital_surplus_profits_usd,competitive_sales_usd,source,text_seen\n";
    std::fs::write(&table, format!("{head}1990,1990-01-01,7,3,own,no\n")).unwrap();
    let rules = folder.path().to_str().unwrap();
    let answer = json(&["screen", BOARDS, "clayton8", "--company", "nextdoor", "--at", "2023-06", "--rules", rules]);
    assert_eq!(answer["results"][0]["legs"][3]["figures"][0]["value"], 7.0);
    assert_eq!(answer["results"][0]["recalled"][0], "thresholds of 1990 (own)");
    std::fs::write(&table, format!("{head}1990,1990-01-01,seven,3,own,no\n")).unwrap();
    let (code, _, message) = ran(&["screen", BOARDS, "clayton8", "--rules", rules]);
    assert!(code == 3 && message.contains("clayton_s8_thresholds.csv:2:3: "), "{message}");
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn tables_of_rules_without_our_own_columns_are_read() {
    let rules = crate::published::folder("rules");
    let answer = json(&["screen", BOARDS, "all", "--company", "apple", "--rules", rules.to_str().unwrap()]);
    assert!(!answer["results"].as_array().unwrap().is_empty());
}

fn list(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.txt");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn a_list_is_watched_and_only_news_are_told() {
    let (_folder, path) = list("# who we follow\nnextdoor\n\nperson:reed-hastings\n");
    let single = ["--screen", "clayton8", "--verdict", "unknown", "--each-rule"];
    let all = json(&[&["watch", BOARDS, "--list", &path][..], &single].concat());
    let rows = all["results"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["what"] == "conflict" && row["watched"][0]["id"] == "reed-hastings"));
    assert!(rows.iter().any(|row| row["what"] == "screen" && row["watched"][0]["id"] == "nextdoor"));
    assert!(rows.iter().all(|row| row["change"].is_null() && !row["watched"].as_array().unwrap().is_empty()));
    let news = json(&[&["watch", BOARDS, "--list", &path, "--since", BOARDS][..], &single].concat());
    assert_eq!(news["results"], serde_json::json!([]));
    // A seat more, and what it makes.
    let newer = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(BOARDS).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), newer.path().join(entry.file_name())).unwrap();
    }
    let seats = newer.path().join("seats.csv");
    let text = std::fs::read_to_string(&seats).unwrap();
    std::fs::write(&seats, text + "s9999,reed-hastings,disney,director,2020-01-01,,ongoing,yes,no,GK,low,no,\n")
        .unwrap();
    let newer = newer.path().to_str().unwrap();
    let news = json(&[&["watch", newer, "--list", &path, "--since", BOARDS][..], &single].concat());
    let rows = news["results"].as_array().unwrap();
    let added: Vec<&Value> = rows.iter().filter(|row| row["what"] == "screen").collect();
    assert_eq!(added.len(), 1, "{rows:#?}");
    assert_eq!((added[0]["change"].as_str(), added[0]["cause"][0]["id"].as_str()), (Some("added"), Some("s9999")));
    let watch = |more: &[&str]| ran(&[&["watch", newer, "--list", &path, "--since", BOARDS], more].concat()).0;
    assert_eq!(watch(&["--screen", "clayton8", "--fail-on", "unknown"]), 4);
    assert_eq!(watch(&["--screen", "clayton8", "--fail-on", "breach"]), 0);
}

#[test]
fn a_name_nobody_has_is_told_with_its_line() {
    let (_folder, path) = list("apple\nnobody at all\nsmith\n");
    let (code, _, message) = ran(&["watch", BOARDS, "--list", &path, "--strict"]);
    assert_eq!(code, 2);
    assert!(message.contains("list.txt:2:1: ") && message.contains("list.txt:3:1: "), "{message}");
}

#[test]
fn a_nomination_is_screened_before_it_is_made() {
    let answer = json(&["whatif", BOARDS, "--appoint", "reed-hastings@disney", "--screen", "clayton8"]);
    let added = answer["results"]["added"].as_array().unwrap();
    let screens: Vec<&Value> = added.iter().filter(|row| row["what"] == "screen").collect();
    assert_eq!(screens.len(), 1);
    assert_eq!((screens[0]["rule"].as_str(), screens[0]["verdict"].as_str()), (Some("clayton8"), Some("unknown")));
    assert_eq!(screens[0]["cause"][0]["to"]["id"], "disney");
    let gone = json(&[
        "whatif",
        BOARDS,
        "--resign",
        "kilgore@nextdoor:2022-06-01",
        "--at",
        "2023-06-01",
        "--screen",
        "clayton8",
    ]);
    let removed = gone["results"]["removed"].as_array().unwrap();
    assert!(removed.iter().any(|row| row["what"] == "screen" && row["people"][0]["id"] == "leslie-kilgore"));
}
