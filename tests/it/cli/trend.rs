//! `trend`: the network over time.

use serde_json::Value;

use super::{BOARDS, ran};

fn answers(args: &[&str]) -> Value {
    let (code, out, message) = ran(&[&["trend", BOARDS, "-f", "json"], args].concat());
    assert_eq!(code, 0, "{message}");
    serde_json::from_str::<Value>(&out).unwrap()
}

fn rows(args: &[&str]) -> Vec<Value> {
    answers(args)["results"].as_array().unwrap().clone()
}

/// Returns `true` if everything in one value is in the other.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| is_part(value, other)))
        }
        _ => part == whole,
    }
}

#[test]
fn figures_are_those_of_stats_at_the_date() {
    for certain in [&[][..], &["--certain"]] {
        let rows = rows(&[&["--every", "year", "--during", "2009..2012"], certain].concat());
        let dates: Vec<&str> = rows.iter().map(|row| row["date"].as_str().unwrap()).collect();
        assert_eq!(dates, ["2009-01-01", "2010-01-01", "2011-01-01", "2012-01-01"]);
        for mut row in rows {
            let date = row["date"].as_str().unwrap().to_owned();
            let (_, out, _) = ran(&[&["stats", BOARDS, "-f", "json", "--at", date.as_str()], certain].concat());
            let stats: Value = serde_json::from_str(&out).unwrap();
            for key in ["date", "kept", "broken", "new", "jaccard"] {
                assert!(row.as_object_mut().unwrap().remove(key).is_some(), "no {key}");
            }
            assert!(is_part(&row, &stats["results"]), "{date}: {row}");
        }
    }
}

#[test]
fn full_rows_have_the_keys_of_stats() {
    let rows = rows(&["--every", "year", "--during", "2012..2012", "--full", "--only", "companies"]);
    let (_, out, _) = ran(&["stats", BOARDS, "-f", "json", "--at", "2012-01-01", "--only", "companies"]);
    let stats: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["companies"], stats["results"]["companies"]);
    assert_eq!(rows[0].get("people"), None);
}

#[test]
fn ties_kept_and_new_add_up_to_those_there_are() {
    let rows = rows(&["--every", "quarter", "--of", "people"]);
    assert!(rows.len() > 20);
    let number = |row: &Value, key: &str| row.pointer(key).and_then(Value::as_u64).unwrap();
    assert_eq!(rows[0]["kept"], Value::Null);
    for two in rows.windows(2) {
        let [before, now] = two else { panic!("two rows") };
        assert_eq!(number(now, "/kept") + number(now, "/new"), number(now, "/people/ties"));
        assert_eq!(number(now, "/kept") + number(now, "/broken"), number(before, "/people/ties"));
    }
}

#[test]
fn spells_and_broken_ties_have_the_keys_that_the_help_lists() {
    let spells = answers(&["--spells"]);
    let keys = "distinct spells with_gap ended censored unknown_start left_truncated since_first_day median curve";
    for of in ["seats", "ties"] {
        let found = spells["results"][of].as_object().unwrap();
        assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), keys.split(' ').collect::<Vec<_>>());
    }
    let keys =
        "kind multiplicity broken dissolved unfollowed followed rejoined rate directional rate_directional expected";
    let rows = rows(&["--broken", "--within", "730"]);
    assert_eq!(rows.len(), 15);
    for row in rows {
        let found = row.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(found, keys.split(' ').collect::<Vec<_>>());
    }
    let (_, table, _) = ran(&["trend", BOARDS, "--spells"]);
    assert!(table.contains("median"), "{table}");
}

#[test]
fn threads_change_nothing() {
    for how in [&["--every", "quarter"][..], &["--spells"], &["--broken"]] {
        let with = |threads| ran(&[&["trend", BOARDS, "-f", "json", "--threads", threads], how].concat()).1;
        assert_eq!(with("1"), with("2"));
    }
}

#[test]
fn a_day_or_no_days_is_no_trend() {
    for (args, hint) in [(["--at", "2011"], "--during"), (["--undated", "-q"], "--undated")] {
        let (code, _, message) = ran(&[&["trend", BOARDS], &args[..]].concat());
        assert_eq!(code, 2);
        assert!(message.contains(hint), "{message}");
    }
    assert_eq!(ran(&["trend", BOARDS, "--spells", "--broken"]).0, 2);
    assert_eq!(ran(&["trend", BOARDS, "--within", "3"]).0, 2);
}
