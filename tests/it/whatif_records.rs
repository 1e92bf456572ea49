//! `whatif --same A=B` against two answers: that of the data as it is, and that of the data with a row `same`.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::identity::{results, worlds};
use crate::undecided::{Link, links, with_rows};

/// What is asked of both datasets, as `whatif` asks it.
const QUESTIONS: [(&str, &[&str]); 3] = [
    ("pair", &["pairs"]),
    ("conflict", &["conflicts", "--each-rule"]),
    ("screen", &["screen", "overboarding", "compensation", "cross-directorship"]),
];

/// A row without what differs if only an id does: both ids are the smaller one, and lists are in the order of that.
fn alike(value: &Value, (a, b): &Link) -> Value {
    let link = &(a.clone(), b.clone());
    match value {
        Value::String(text) => Value::from(if text == b { a.clone() } else { text.clone() }),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| alike(item, link)).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(fields) => {
            let is_named = fields.contains_key("id");
            let left_out = |key: &str| {
                ["place", "record", "rests_on", "text", "reason", "cause", "what"].contains(&key)
                    || (is_named && key == "name")
            };
            let fields = fields.iter().filter(|(key, _)| !left_out(key));
            let mut fields: serde_json::Map<String, Value> =
                fields.map(|(key, value)| (key.clone(), alike(value, link))).collect();
            if fields.contains_key("shared") && fields.contains_key("officers") {
                let mut ends = [fields.remove("a"), fields.remove("b")].map(|end| end.unwrap().to_string());
                ends.sort();
                fields.insert("ends".to_owned(), ends.join(" ").into());
            }
            // Keys in order: rows are compared as texts.
            Value::Object(fields.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect())
        }
        other => other.clone(),
    }
}

/// Rows, each with how often it is there.
type Bag = BTreeMap<String, i32>;

fn add<'a>(bag: &mut Bag, rows: impl IntoIterator<Item = &'a Value>, count: i32, link: &Link) {
    for row in rows {
        *bag.entry(alike(row, link).to_string()).or_default() += count;
    }
    bag.retain(|_, count| *count != 0);
}

fn all<'a>(answer: &'a Value, list: &str) -> &'a [Value] {
    answer[list].as_array().unwrap()
}

/// What `whatif` says to come with one kind of row, each once, and to go, each minus once.
fn told(answer: &Value, what: &str, link: &Link) -> Bag {
    let mut bag = Bag::new();
    let of_kind = |rows: &'static str, at: Option<&'static str>| {
        let rows = all(answer, rows).iter().map(move |row| at.map_or(row, |at| &row[at]));
        rows.filter(|row| row["what"] == what).collect::<Vec<&Value>>()
    };
    add(&mut bag, of_kind("added", None), 1, link);
    add(&mut bag, of_kind("removed", None), -1, link);
    add(&mut bag, of_kind("changed", Some("after")), 1, link);
    add(&mut bag, of_kind("changed", Some("before")), -1, link);
    bag
}

fn whatif(data: &Path, more: &[&str]) -> Value {
    let screens = ["--screen", "overboarding", "--screen", "compensation", "--screen", "cross-directorship"];
    results(&[&["whatif"][..], &screens].concat(), data, more)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn taking_records_as_one_is_reading_a_row_that_says_so_and_as_two_is_reading_none(world in worlds(), links in links()) {
        let link = &links[0];
        let (apart, one) = (with_rows(&world, &[], ""), with_rows(&world, &links[..1], "same,,M. Ode,,signature"));
        let pair = format!("{}={}", link.0, link.1);
        let times: [&[&str]; 2] = [&["--at", "2006-06"], &["--ever"]];
        for time in times {
            let same = whatif(apart.path(), &[&["--same", &pair], time].concat());
            let distinct = whatif(one.path(), &[&["--distinct", &pair], time].concat());
            let mut count = 0;
            for (what, question) in QUESTIONS {
                let [before, after] = [&apart, &one].map(|folder| results(question, folder.path(), time));
                // Verdicts 'clear' are not compared.
                let rows = |answer: &Value| {
                    let rows = answer.as_array().unwrap().iter().filter(|row| row["verdict"] != "clear");
                    rows.cloned().collect::<Vec<Value>>()
                };
                let mut expected = Bag::new();
                add(&mut expected, &rows(&after), 1, link);
                add(&mut expected, &rows(&before), -1, link);
                prop_assert_eq!(&told(&same, what, link), &expected, "{} with {:?}: {}", what, time, pair);
                count += expected.values().map(|count| count.unsigned_abs() as usize).sum::<usize>();
                expected.values_mut().for_each(|count| *count = -*count);
                prop_assert_eq!(&told(&distinct, what, link), &expected, "{} with {:?}, distinct", what, time);
            }
            // Nothing is told that is equal but for an id.
            for answer in [&same, &distinct] {
                let [added, removed, changed] = ["added", "removed", "changed"].map(|list| all(answer, list).len());
                prop_assert_eq!(added + removed + 2 * changed, count, "{}", answer);
            }
            for row in ["added", "removed", "changed"].iter().flat_map(|list| all(&same, list)) {
                prop_assert!(row["cause"][0]["kind"] == "identity" && row["cause"][0]["change"] == "same", "{}", row);
            }
        }
    }
}
