//! Merges the releases of one contracting process, as the standard says: a later release replaces the fields that it
//! states, `null` deletes a field, and objects of a list are the same if they have the same id.
//!
//! Documentation: <https://standard.open-contracting.org/latest/en/schema/merging/>.

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};

use super::super::json_value::JsonValue;
use super::Origin;
use super::fields::objects_of;

/// The merged releases of a process.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    /// The id of the process.
    pub(crate) ocid: String,
    /// Where the last release is.
    pub(crate) origin: Origin,
    /// The merged statements of all releases.
    pub(crate) body: JsonValue<'static>,
    /// Where each award and contract was last stated, by the name of their list and their id.
    stated: HashMap<(&'static str, String), Origin>,
}

impl Merged {
    /// Adds a release that is later than those before.
    pub(crate) fn add(&mut self, origin: Origin, ocid: &str, release: JsonValue<'static>) {
        for list in ["awards", "contracts"] {
            for agreement in objects_of(&release, list) {
                self.stated.insert((list, agreement.text_at("id").to_owned()), origin);
            }
        }
        ocid.clone_into(&mut self.ocid);
        self.origin = origin;
        merge(&mut self.body, release);
    }

    /// Returns where an award or a contract was last stated.
    pub(crate) fn origin_of(&self, list: &'static str, id: &str) -> Origin {
        self.stated.get(&(list, id.to_owned())).copied().unwrap_or(self.origin)
    }
}

/// Lists whose objects have ids that are those of a register, so that a later list replaces the whole.
const REPLACED: &[&str] = &["additionalIdentifiers"];

fn merge(old: &mut JsonValue<'static>, new: JsonValue<'static>) {
    match (old, new) {
        (old @ JsonValue::Object(_), JsonValue::Object(pairs)) => merge_objects(old, pairs),
        (JsonValue::List(known), JsonValue::List(items)) if items.iter().chain(&*known).any(has_id) => {
            merge_lists(known, items);
        }
        // What is new is merged with nothing, so that a list that has an id twice is mended and a `null` is dropped.
        (old, JsonValue::Object(pairs)) => {
            *old = JsonValue::Object(Vec::new());
            merge_objects(old, pairs);
        }
        (old, JsonValue::List(items)) if items.iter().any(has_id) => {
            let mut known = Vec::new();
            merge_lists(&mut known, items);
            *old = JsonValue::List(known);
        }
        (old, new) => *old = new,
    }
}

fn has_id(value: &JsonValue<'_>) -> bool {
    !value.text_at("id").is_empty()
}

fn merge_objects(old: &mut JsonValue<'static>, pairs: Vec<(Cow<'static, str>, JsonValue<'static>)>) {
    let JsonValue::Object(known) = old else { return };
    let mut numbers: HashMap<Cow<'static, str>, usize> =
        known.iter().enumerate().map(|(number, (key, _))| (key.clone(), number)).collect();
    for (key, value) in pairs {
        let slot = numbers.get(&key).and_then(|number| known.get_mut(*number));
        match (slot, value) {
            (Some((_, slot)), value @ JsonValue::List(_)) if REPLACED.contains(&&*key) => *slot = value,
            // A field that was deleted is empty, so that the numbers of the others stay.
            (Some((_, slot)), JsonValue::Null) => *slot = JsonValue::Null,
            (Some((_, slot)), value) => merge(slot, value),
            (None, JsonValue::Null) => {}
            (None, value) => {
                let mut slot = JsonValue::Null;
                if REPLACED.contains(&&*key) {
                    slot = value;
                } else {
                    merge(&mut slot, value);
                }
                numbers.insert(key.clone(), known.len());
                known.push((key, slot));
            }
        }
    }
}

/// Merges objects with the same id. Others are added, unless the list has them already.
fn merge_lists(known: &mut Vec<JsonValue<'static>>, items: Vec<JsonValue<'static>>) {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (number, item) in known.iter().enumerate().filter(|(_, item)| has_id(item)) {
        numbers.entry_ref(item.text_at("id")).or_insert(number);
    }
    let without_id: HashSet<JsonValue<'static>> = known.iter().filter(|item| !has_id(item)).cloned().collect();
    for mut item in items {
        let number = if has_id(&item) { numbers.get(item.text_at("id")).copied() } else { None };
        if let Some(slot) = number.and_then(|number| known.get_mut(number)) {
            merge(slot, item);
            continue;
        }
        if has_id(&item) {
            numbers.insert(item.text_at("id").to_owned(), known.len());
            let mut slot = JsonValue::Null;
            merge(&mut slot, item);
            item = slot;
        } else if without_id.contains(&item) {
            continue;
        }
        known.push(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(releases: &[&str]) -> JsonValue<'static> {
        let mut all = Merged::default();
        for text in releases {
            let value: JsonValue<'_> = serde_json::from_str(text).unwrap();
            all.add(Origin::default(), "o", value.into_owned());
        }
        all.body
    }

    #[test]
    fn later_fields_replace_earlier_ones() {
        for (releases, expected) in [
            (&[r#"{"a": 1, "b": 2}"#, r#"{"b": 3, "c": 4}"#][..], r#"{"a": 1, "b": 3, "c": 4}"#),
            (&[r#"{"a": {"x": 1, "y": 2}}"#, r#"{"a": {"y": null, "z": 3}}"#], r#"{"a": {"x": 1, "y": null, "z": 3}}"#),
            (&[r#"{"a": null}"#], r#"{}"#),
            (
                &[
                    r#"{"awards": [{"id": 1, "t": "x", "s": "y"}]}"#,
                    r#"{"awards": [{"id": "2"}, {"id": "1", "s": "z"}]}"#,
                ],
                r#"{"awards": [{"id": "1", "t": "x", "s": "z"}, {"id": "2"}]}"#,
            ),
            (
                &[r#"{"awards": [{"id": "1", "t": "x"}, {"id": "1", "s": "y"}]}"#],
                r#"{"awards": [{"id": "1", "t": "x", "s": "y"}]}"#,
            ),
            // Without ids, a list is replaced; roles are texts.
            (&[r#"{"s": [{"n": "x"}]}"#, r#"{"s": [{"n": "y"}]}"#], r#"{"s": [{"n": "y"}]}"#),
            (&[r#"{"roles": ["buyer"]}"#, r#"{"roles": ["payer"]}"#], r#"{"roles": ["payer"]}"#),
            (
                &[r#"{"s": [{"id": "1"}, {"n": "x"}]}"#, r#"{"s": [{"n": "x"}, {"n": "y"}]}"#],
                r#"{"s": [{"id": "1"}, {"n": "x"}, {"n": "y"}]}"#,
            ),
            (
                &[r#"{"additionalIdentifiers": [{"id": "1"}]}"#, r#"{"additionalIdentifiers": [{"id": "2"}]}"#],
                r#"{"additionalIdentifiers": [{"id": "2"}]}"#,
            ),
            (&[r#"{"a": {"x": 1}}"#, r#"{"a": "text"}"#, r#"{"a": [1]}"#], r#"{"a": [1]}"#),
        ] {
            let expected: JsonValue<'_> = serde_json::from_str(expected).unwrap();
            assert_eq!(merged(releases), expected, "{releases:?}");
        }
    }

    #[test]
    fn long_lists_take_little_time() {
        let list = |from: usize| {
            let items: Vec<String> = (from..from + 20_000).map(|id| format!("{{\"id\": \"{id}\"}}")).collect();
            format!("{{\"awards\": [{}]}}", items.join(","))
        };
        assert_eq!(merged(&[&list(0), &list(10_000)]).get("awards").items().len(), 30_000);
    }
}
