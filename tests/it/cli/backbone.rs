//! `backbone`: interlocks that are more than chance.

use serde_json::Value;

use super::{BOARDS, ran};

const WOMEN: &str = "datasets/southern-women";

fn answer(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[&["backbone"], args, &["-f", "json"]].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str(&out).unwrap()
}

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap()
}

#[test]
fn rows_are_those_of_pairs_with_their_chances() {
    let found = answer(&[BOARDS, "--all"]);
    let rows = found["results"].as_array().unwrap();
    let pairs: Value = serde_json::from_str(&ran(&["pairs", BOARDS, "-f", "json"]).1).unwrap();
    let pairs = pairs["results"].as_array().unwrap();
    assert_eq!((rows.len(), &found["options"]["tied"]), (pairs.len(), &pairs.len().into()));
    for row in rows {
        let mut pair = row.clone();
        for key in ["expected", "p", "p_corrected"] {
            assert!(pair.as_object_mut().unwrap().shift_remove(key).is_some_and(|value| value.is_number()), "{row}");
        }
        assert!(pairs.contains(&pair), "{pair}");
    }
    assert!(rows.is_sorted_by(|x, y| number(x, "p") <= number(y, "p")));
}

#[test]
fn every_model_keeps_what_is_no_more_than_alpha_of_all_tests() {
    for model in ["hypergeometric", "sdsm", "fdsm", "disparity"] {
        for correct in ["none", "bonferroni", "holm", "bh"] {
            let args = [WOMEN, "--undated", "--of", "people", "--model", model, "--correct", correct];
            let all = answer(&[&args[..], &["--all"]].concat());
            let kept = answer(&[&args[..], &["--alpha", "0.5"]].concat());
            let options = &kept["options"];
            assert_eq!((&options["tests"], &options["tied"]), (&153.into(), &139.into()));
            assert_eq!((&options["model"], &options["correct"]), (&model.into(), &correct.into()));
            let rows = all["results"].as_array().unwrap();
            assert_eq!(rows.len(), 139);
            assert!(rows.iter().all(|row| number(row, "p") <= number(row, "p_corrected") + 1e-15));
            let expected: Vec<&Value> = rows.iter().filter(|row| number(row, "p_corrected") <= 0.5).collect();
            assert_eq!(kept["results"].as_array().unwrap().iter().collect::<Vec<_>>(), expected);
        }
    }
}

#[test]
fn samples_tell_their_resolution_and_seeds_and_threads_do_what_they_say() {
    let with = |args: &[&str]| {
        let fixed = ["backbone", WOMEN, "--undated", "--of", "people", "--model", "fdsm", "--all", "-f", "json"];
        ran(&[&fixed[..], args].concat()).1
    };
    assert_eq!(with(&["--threads", "1"]), with(&["--threads", "2"]));
    assert_ne!(with(&["--seed", "1"]), with(&["--seed", "2"]));
    let few: Value = serde_json::from_str(&with(&["--samples", "99"])).unwrap();
    assert_eq!(few["options"]["resolution"], 0.01);
    assert!(few["results"].as_array().unwrap().iter().all(|row| number(row, "p") >= 0.01));
    let fixed = ["backbone", WOMEN, "--undated", "--of", "people", "--model", "fdsm", "--correct", "bonferroni"];
    let (_, table, _) = ran(&[&fixed[..], &["--samples", "99"]].concat());
    assert!(table.contains("0 of 139 pairs") && table.contains("raise --samples"), "{table}");
}

#[test]
fn a_wrong_alpha_or_model_is_wrong_usage() {
    for args in [&["--alpha", "5"][..], &["--alpha", "nan"], &["--model", "guess"], &["--samples", "0"]] {
        assert_eq!(ran(&[&["backbone", WOMEN], args].concat()).0, 2, "{args:?}");
    }
}
