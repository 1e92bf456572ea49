//! `conflicts` by person and deal against the rows of `--each-rule`, put together by hand.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::identity::{results, worlds};
use crate::undecided::{links, with_rows};

fn list(row: &Value, key: &str) -> Vec<Value> {
    row[key].as_array().cloned().unwrap_or_default()
}

/// What two findings have in common if they are of one group.
fn head(row: &Value) -> Value {
    let ids = |key: &str| {
        let mut ids: Vec<String> = list(row, key).iter().map(|one| one["id"].to_string()).collect();
        ids.sort();
        ids
    };
    let who = if list(row, "people").is_empty() { ids("parties") } else { ids("people") };
    let conditions: Vec<Value> =
        list(row, "if").iter().map(|open| json!([open["same"], open["a"], open["b"]])).collect();
    json!([row["deal"]["id"], list(row, "people").is_empty(), who, conditions])
}

/// Rows of evidence without the deal, which a group tells once.
fn evidence(row: &Value) -> Vec<String> {
    let rows = list(row, "evidence").into_iter().filter(|evidence| evidence["kind"] != "deal");
    rows.map(|evidence| evidence.to_string()).collect()
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts.dedup();
    texts
}

/// The fields of a finding that the list of rules repeats.
const OF_RULE: [&str; 9] =
    ["rule", "severity", "score", "certain", "days", "days_min", "days_max", "parties", "dates_certain"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn groups_say_the_same_facts_as_the_findings(world in worlds(), links in links()) {
        let data = with_rows(&world, &links[..1], "unsure,0.7,M. Ode,,");
        for more in [&[][..], &["--if-same"], &["--certain"], &["--min-severity", "medium"]] {
            let singles = results(&["conflicts", "--each-rule"], data.path(), more);
            let groups = results(&["conflicts"], data.path(), more);
            let (mut left, groups) = (list(&json!({"rows": singles}), "rows"), list(&json!({"rows": groups}), "rows"));
            let before = left.clone();
            for row in &groups {
                // The next group is that of the first finding that is in none, and takes all of its kind.
                let first = left[0].clone();
                let (own, others): (Vec<Value>, Vec<Value>) = left.into_iter().partition(|single| head(single) == head(&first));
                left = others;
                prop_assert_eq!(head(row), head(&first));
                for key in ["rule", "severity", "score", "deal", "people", "days", "certain", "if", "events", "stake"] {
                    prop_assert_eq!(row.get(key), first.get(key), "{}", key);
                }
                let met = list(row, "rules");
                prop_assert_eq!(met.len(), own.len());
                for (rule, single) in met.iter().zip(&own) {
                    for key in OF_RULE {
                        prop_assert_eq!(rule.get(key), single.get(key), "{}", key);
                    }
                    let events = list(rule, "events");
                    prop_assert_eq!(events, list(single, "events"));
                }
                let parties: Vec<Value> = own.iter().flat_map(|single| list(single, "parties")).collect();
                prop_assert!(list(row, "parties").iter().all(|party| parties.contains(party)));
                prop_assert!(parties.iter().all(|party| list(row, "parties").contains(party)));
                let told = evidence(row);
                prop_assert_eq!(told.len(), sorted(told.clone()).len(), "no row of evidence twice");
                prop_assert_eq!(sorted(told), sorted(own.iter().flat_map(evidence).collect()));
                prop_assert_eq!(list(row, "evidence").iter().filter(|evidence| evidence["kind"] == "deal").count(), 1);
                // Nobody begins two sentences of one certainty.
                let text = row["text"].as_str().unwrap();
                prop_assert!(text.matches("The deal ").count() == 1, "{}", text);
                for person in list(row, "people") {
                    let name = person["name"].as_str().unwrap();
                    let sentences = text.split(". ").filter(|sentence| sentence.starts_with(&format!("{name} "))).count();
                    prop_assert!(sentences <= 1, "{}: {}", name, text);
                }
            }
            prop_assert!(left.is_empty());
            let order = |rows: &[Value]| rows.iter().map(|row| row["score"].as_f64().unwrap()).collect::<Vec<f64>>();
            if more.is_empty() {
                prop_assert!(order(&groups).is_sorted_by(|x, y| x >= y) && order(&before).is_sorted_by(|x, y| x >= y));
            }
        }
    }
}
