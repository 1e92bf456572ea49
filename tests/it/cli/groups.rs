//! `groups`: who belongs together.

use serde_json::Value;

use super::{BOARDS, ran};

const WOMEN: &[&str] = &["groups", "datasets/southern-women", "--undated"];

fn json(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

fn sizes(answer: &Value) -> Vec<u64> {
    answer["results"].as_array().unwrap().iter().map(|row| row["size"].as_u64().unwrap()).collect()
}

#[test]
fn rows_have_the_keys_of_the_contract() {
    let answer = json(&["groups", BOARDS, "--at", "2013-08"]);
    let row = &answer["results"][0];
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["group", "size", "companies"]);
    assert_eq!(row["group"], 1);
    assert_eq!(row["size"], row["companies"].as_array().unwrap().len());
    for key in ["id", "name"] {
        assert!(row["companies"][0][key].is_string());
    }
    let options = &answer["options"];
    assert_eq!(
        (&options["by"], &options["of"], &options["weighted"]),
        (&"leiden".into(), &"companies".into(), &true.into())
    );
    assert_eq!((options["resolution"].as_f64(), options["seed"].as_u64()), (Some(1.0), Some(1)));
    assert_eq!(options["groups"], sizes(&answer).len());
    assert_eq!(options["members"], sizes(&answer).iter().sum::<u64>());
    assert!(options["modularity"].as_f64().unwrap() > 0.3);
    assert!(sizes(&answer).is_sorted_by(|a, b| a >= b));
    let people = json(&["groups", BOARDS, "--of", "people", "--top", "2"]);
    assert!(people["results"][0]["people"].is_array() && people["results"][0].get("companies").is_none());
    assert_eq!(sizes(&people).len(), 2);
    assert!(people["options"]["groups"].as_u64().unwrap() > 2);
}

#[test]
fn people_and_companies_are_in_one_group_where_the_method_says_so() {
    let both = json(&[WOMEN, &["--by", "bipartite"]].concat());
    let row = &both["results"][0];
    assert!(!row["people"].as_array().unwrap().is_empty() && !row["companies"].as_array().unwrap().is_empty());
    assert_eq!(sizes(&both).iter().sum::<u64>(), 18 + 14);
    // The most that is known for Southern Women (Barber 2007 and later) is 0.34554.
    let best = (1..20).map(|seed| {
        let answer = json(&[WOMEN, &["--by", "bipartite", "--seed", &seed.to_string()]].concat());
        answer["options"]["modularity"].as_f64().unwrap()
    });
    let best = best.fold(0.0, f64::max);
    assert!((0.33..0.3456).contains(&best), "{best}");
    let core = json(&[WOMEN, &["--by", "bicore", "--alpha", "4", "--beta", "4"]].concat());
    for row in core["results"].as_array().unwrap() {
        assert_eq!(row["size"], row["people"].as_array().unwrap().len() + row["companies"].as_array().unwrap().len());
    }
    assert!(!sizes(&core).is_empty());
    assert!(core["options"].get("modularity").is_none());
}

#[test]
fn slices_grow_weaker_and_components_are_the_weakest() {
    let of = |args: &[&str]| json(&[WOMEN, args].concat())["options"]["members"].as_u64().unwrap();
    let members: Vec<u64> =
        (1..8).map(|min| of(&["--of", "people", "--by", "slices", "--min", &min.to_string()])).collect();
    assert!(members.is_sorted_by(|a, b| a >= b), "{members:?}");
    // Evelyn and Theresa alone share seven events.
    assert_eq!((members[0], members[6]), (18, 2));
    assert_eq!(of(&["--of", "people", "--by", "components"]), 18);
}

#[test]
fn seeds_threads_weights_and_resolution_do_what_they_say() {
    let with = |args: &[&str]| ran(&[&["groups", BOARDS, "-f", "json"], args].concat()).1;
    assert_eq!(with(&["--threads", "1"]), with(&["--threads", "2"]));
    let count = |resolution: &str| json(&["groups", BOARDS, "--resolution", resolution])["options"]["groups"].clone();
    assert!(count("0").as_u64() <= count("1").as_u64() && count("1").as_u64() < count("20").as_u64());
    let components = json(&["groups", BOARDS, "--by", "components"])["options"]["groups"].clone();
    assert_eq!(count("0"), components);
    assert_eq!(json(&["groups", BOARDS, "--unweighted"])["options"]["weighted"], false);
    let large = json(&["groups", BOARDS, "--min-size", "3"]);
    assert!(sizes(&large).iter().all(|size| *size >= 3));
}

#[test]
fn an_option_that_the_method_does_not_know_is_wrong_usage() {
    let (code, _, message) = ran(&["groups", BOARDS, "--min", "3"]);
    assert_eq!(code, 2);
    assert!(message.contains("--min can only be used with --by slices"), "{message}");
    for args in [
        &["--by", "bicore", "--of", "people"][..],
        &["--by", "components", "--seed", "3"],
        &["--by", "bipartite", "--unweighted"],
        &["--resolution", "-1"],
        &["--resolution", "nan"],
        &["--resolution", "1e9"],
        &["--by", "slices", "--min", "0"],
        &["--by", "louvain"],
    ] {
        assert_eq!(ran(&[&["groups", BOARDS], args].concat()).0, 2, "{args:?}");
    }
}
