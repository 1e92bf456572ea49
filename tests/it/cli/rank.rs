//! `rank`: people and companies in the order of a measure.

use serde_json::Value;

use super::{BOARDS, ran};

const WOMEN: [&str; 3] = ["rank", "datasets/southern-women", "--undated"];

fn ranked(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[&["rank"], args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn rows_are_rank_id_name_value_and_equal_values_share_a_rank() {
    let found = ranked(&[BOARDS, "--of", "people", "--by", "boards", "--at", "2013-08"]);
    let rows = found["results"].as_array().unwrap();
    let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["rank", "id", "name", "value"]);
    assert!(rows[0]["value"].is_u64());
    for (at, two) in rows.windows(2).enumerate() {
        let value = |row: &Value| row["value"].as_f64().unwrap();
        let rank = |row: &Value| row["rank"].as_u64().unwrap();
        assert!(value(&two[0]) >= value(&two[1]));
        let next = if value(&two[0]) == value(&two[1]) { rank(&two[0]) } else { at as u64 + 2 };
        assert_eq!(rank(&two[1]), next);
    }
    let top = ranked(&[BOARDS, "--of", "people", "--by", "boards", "--at", "2013-08", "--top", "3"]);
    assert_eq!(top["results"].as_array().unwrap()[..], rows[..3]);
    assert_eq!(
        (&top["options"]["of"], &top["options"]["by"], &top["options"]["on"]),
        (&"people".into(), &"boards".into(), &"two-mode".into())
    );
}

#[test]
fn a_sample_says_how_far_it_may_be_off() {
    let args = [BOARDS, "--by", "betweenness", "--samples", "20000"];
    let sample = ranked(&args);
    let options = &sample["options"];
    assert_eq!((&options["samples"], &options["confidence"]), (&20000.into(), &0.95.into()));
    let error = options["error"].as_f64().unwrap();
    let exact = ranked(&[BOARDS, "--by", "betweenness", "--exact"]);
    assert!(exact["options"].get("error").is_none());
    let values = |found: &Value| -> std::collections::BTreeMap<String, f64> {
        let row = |row: &Value| (row["id"].as_str().unwrap().to_owned(), row["value"].as_f64().unwrap());
        found["results"].as_array().unwrap().iter().map(row).collect()
    };
    let (estimates, exact) = (values(&sample), values(&exact));
    assert!(estimates.iter().all(|(id, value)| (value - exact[id]).abs() <= error));
    let largest = exact.values().copied().fold(0.0, f64::max);
    assert!(error > 0.0 && error < largest / 2.0, "{error} {largest}");
    let (_, out, _) = ran(&[&["rank"], &args[..], &["--top", "1"]].concat());
    assert!(out.contains("estimated from 20000 random shortest paths"), "{out}");
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    for by in [
        "betweenness",
        "closeness",
        "harmonic",
        "eigenvector",
        "bonacich",
        "pagerank",
        "core",
        "constraint",
        "strength",
        "broker",
        "out-degree",
    ] {
        let with = |threads: &str| ran(&["rank", BOARDS, "--by", by, "--threads", threads, "-f", "csv"]);
        let one = with("1");
        assert_eq!(one.0, 0, "{by}: {}", one.2);
        assert_eq!(one, with("3"), "{by}");
    }
    let sampled =
        |threads: &str| ran(&["rank", BOARDS, "--by", "betweenness", "--samples", "999", "--threads", threads]);
    assert_eq!(sampled("1"), sampled("4"));
}

#[test]
fn what_does_not_go_together_is_wrong_usage() {
    for (args, word) in [
        (&["--by", "in-degree", "--of", "people"][..], "--of companies"),
        (&["--by", "constraint", "--on", "two-mode"], "not defined on the two-mode"),
        (&["--by", "degree", "--weight", "newman"], "leave out --weight"),
        (&["--by", "pagerank", "--weight", "count", "--on", "two-mode"], "leave out --weight"),
        (&["--by", "bonacich", "--beta", "1"], "between -1 and 1"),
        (&["--by", "pagerank", "--damping", "NaN"], "--damping"),
        (&["--by", "betweenness", "--samples", "1"], "--samples"),
        (&["--by", "fame"], "betweenness"),
        (&[], "--by"),
    ] {
        let (code, _, message) = ran(&[&WOMEN[..], args].concat());
        assert_eq!(code, 2, "{args:?}: {message}");
        assert!(message.contains(word), "{args:?}: {message}");
    }
}

#[test]
fn options_shape_what_they_say() {
    let women = |args: &[&str]| ranked(&[&WOMEN[1..], args].concat());
    let first = |found: &Value| found["results"][0]["value"].as_f64().unwrap();
    // Two-mode degree is the number of boards; the largest entry of a vector is 1 on either side.
    assert_eq!(women(&["--by", "degree", "--on", "two-mode"])["results"], women(&["--by", "boards"])["results"]);
    for of in ["people", "companies"] {
        assert_eq!(first(&women(&["--of", of, "--by", "eigenvector", "--on", "two-mode"])), 1.0);
    }
    let sum: f64 = women(&["--of", "people", "--by", "pagerank", "--weight", "newman"])["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["value"].as_f64().unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-6);
    assert_ne!(first(&women(&["--by", "bonacich"])), first(&women(&["--by", "bonacich", "--beta", "-0.3"])));
    assert_eq!(women(&["--by", "broker"])["options"]["unknown_industry"], 14);
}
