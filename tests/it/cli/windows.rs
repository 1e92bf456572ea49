//! `windows`: appointment studies.

use serde_json::Value;

use super::{BOARDS, ran};

fn studied(args: &[&str]) -> Vec<Value> {
    let (code, out, message) = ran(&[&["windows", BOARDS, "-f", "json"], args].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str::<Value>(&out).unwrap()["results"].as_array().unwrap().clone()
}

#[test]
fn rows_have_the_keys_that_the_help_lists() {
    let rows = studied(&["--company", "netflix", "--company", "meta", "--permutations", "999"]);
    let [row] = rows.as_slice() else { panic!("{} rows", rows.len()) };
    let keys = "a b appointments deals history near_days near after before elsewhere rate_near rate_elsewhere \
        rate_ratio interval p_exact p_permutation p_holm q_bh left_out";
    for key in keys.split_whitespace() {
        assert!(row.get(key).is_some(), "no {key} in {row}");
    }
    assert_eq!((&row["a"]["id"], &row["b"]["id"]), (&"meta".into(), &"netflix".into()));
    let joined = row["appointments"].as_array().unwrap();
    let hastings = joined.iter().find(|row| row["person"]["id"] == "reed-hastings").unwrap();
    assert_eq!((&hastings["company"]["id"], &hastings["first"]), (&"meta".into(), &"2011-06-01".into()));
    // The date of the first agreements is an interval of years: possible, with its probability.
    let deals = row["deals"].as_array().unwrap();
    let claim = deals.iter().find(|deal| deal["id"] == "fb-nflx-extended-api").unwrap();
    assert_eq!((&claim["near"], &claim["status"]), (&"possible".into(), &"alleged".into()));
    let probability = claim["probability"].as_f64().unwrap();
    assert!(probability > 0.05 && probability < 0.2, "{probability}");
}

#[test]
fn seeds_and_threads_do_what_they_say() {
    let with = |args: &[&str]| ran(&[&["windows", BOARDS, "--permutations", "499", "-f", "json"], args].concat()).1;
    assert_eq!(with(&["--threads", "1"]), with(&["--threads", "2"]));
    assert_ne!(with(&["--seed", "1"]), with(&["--seed", "2"]));
}

#[test]
fn corrected_chances_are_no_smaller_and_rows_come_in_their_order() {
    let rows = studied(&["--permutations", "499"]);
    assert!(rows.len() > 3);
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
    for row in &rows {
        assert!(number(row, "p_permutation") <= number(row, "q_bh") && number(row, "q_bh") <= number(row, "p_holm"));
        let near = &row["near"];
        assert!(number(near, "certain") <= number(near, "expected") + 1e-6);
        assert!(number(near, "expected") <= number(near, "possible") + 1e-6);
    }
    assert!(rows.windows(2).all(|two| number(&two[0], "p_permutation") <= number(&two[1], "p_permutation")));
}

#[test]
fn a_question_without_days_is_wrong_usage() {
    let (code, _, message) = ran(&["windows", BOARDS, "--undated"]);
    assert_eq!(code, 2);
    assert!(message.contains("leave --undated out"), "{message}");
    assert_eq!(ran(&["windows", BOARDS, "--permutations", "0"]).0, 2);
    assert_eq!(ran(&["windows", BOARDS, "--company", "nobody"]).0, 2);
    assert!(studied(&["--during", "1990..1991"]).is_empty());
}
