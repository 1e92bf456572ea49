//! Answers that fit into the window of a model: what does not fit is left out and counted.

use serde_json::{Map, Value, json};

/// The most bytes of an answer as compact JSON: some ten thousand tokens.
pub const MOST_BYTES: usize = 40_000;

fn size(value: &Value) -> usize {
    value.to_string().len()
}

/// Cuts an answer to [`MOST_BYTES`], and says in it what was left out. A list of rows loses its last rows, and `page.next` is
/// where they begin; of an object, the longest lists lose their last items.
pub fn bound(document: &mut Value) {
    let total = size(document);
    if total <= MOST_BYTES {
        return;
    }
    let Some(object) = document.as_object_mut() else { return };
    match object.get_mut("results") {
        Some(Value::Array(rows)) => {
            let fixed = total - rows.iter().map(|row| size(row) + 1).sum::<usize>();
            let before = rows.len();
            let mut room = MOST_BYTES.saturating_sub(fixed);
            let fitting = rows.iter().take_while(|row| {
                let need = size(row) + 1;
                let fits = need <= room;
                room = room.saturating_sub(need);
                fits
            });
            // One row is answered even if it is large, or no agent would ever get past it.
            let kept = fitting.count().max(1).min(before);
            rows.truncate(kept);
            if let [only] = rows.as_mut_slice() {
                let left_out = cut_lists(only, MOST_BYTES.saturating_sub(fixed));
                note(object, &left_out);
            }
            if let Some(page) = object.get_mut("page").and_then(Value::as_object_mut) {
                let from = page.get("from").and_then(Value::as_u64).unwrap_or(0);
                page.insert("rows".to_owned(), kept.into());
                if kept < before {
                    page.insert("next".to_owned(), (from + kept as u64).into());
                }
            }
        }
        Some(results) => {
            let room = MOST_BYTES.saturating_sub(total - size(results));
            let left_out = cut_lists(results, room);
            note(object, &left_out);
        }
        None => {}
    }
}

/// Adds a note on lists that were cut.
fn note(object: &mut Map<String, Value>, left_out: &[(String, usize, usize)]) {
    let Some(notes) = object.get_mut("notes").and_then(Value::as_array_mut) else { return };
    notes.extend(left_out.iter().map(|(list, kept, of)| {
        json!(format!("{list}: the first {kept} of {of} are listed; ask pairs, conflicts or path for the rest"))
    }));
}

/// Takes the last item of the longest list of an object until the object fits; returns the name of each list that was cut, with
/// the number of items that are left and that there were. The first item of a list stays.
fn cut_lists(value: &mut Value, room: usize) -> Vec<(String, usize, usize)> {
    let mut excess = size(value).saturating_sub(room);
    let Some(object) = value.as_object_mut() else { return Vec::new() };
    let lists = object.iter_mut().filter_map(|(name, field)| Some((name, field.as_array_mut()?)));
    let mut lists: Vec<(&String, &mut Vec<Value>, Vec<usize>)> = lists
        .map(|(name, list)| {
            let sizes = list.iter().map(|item| size(item) + 1).collect();
            (name, list, sizes)
        })
        .collect();
    while excess > 0 {
        let cuttable = lists.iter_mut().filter(|(.., sizes)| sizes.len() > 1);
        let Some((.., sizes)) = cuttable.max_by_key(|(.., sizes)| sizes.iter().sum::<usize>()) else { break };
        excess = excess.saturating_sub(sizes.pop().unwrap_or_default());
    }
    let mut cut = Vec::new();
    for (name, list, sizes) in lists {
        if sizes.len() < list.len() {
            cut.push((name.clone(), sizes.len(), list.len()));
            list.truncate(sizes.len());
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_do_not_fit_are_the_next_part() {
        let rows: Vec<Value> = (0..100).map(|number| json!({"number": number, "text": "x".repeat(1_000)})).collect();
        let page = json!({"from": 40, "rows": 100, "of": 500, "next": 140});
        let mut document = json!({"notes": [], "page": page, "results": rows});
        bound(&mut document);
        let kept = document["results"].as_array().unwrap().len();
        assert!((30..40).contains(&kept) && size(&document) <= MOST_BYTES);
        assert_eq!(document["page"], json!({"from": 40, "rows": kept, "of": 500, "next": 40 + kept}));
        let mut small = json!({"notes": [], "results": [1, 2]});
        bound(&mut small);
        assert_eq!(small, json!({"notes": [], "results": [1, 2]}));
    }

    #[test]
    fn long_lists_of_an_object_are_cut_and_counted() {
        let long: Vec<String> = (0..1_000).map(|number| format!("{number:0>100}")).collect();
        let mut document = json!({"notes": [], "results": {"name": "a", "seats": ["b"], "fellows": long}});
        bound(&mut document);
        let kept = document["results"]["fellows"].as_array().unwrap().len();
        assert!(kept > 100 && size(&document) <= MOST_BYTES + 200);
        assert!(document["notes"][0].as_str().unwrap().contains(&format!("fellows: the first {kept} of 1000")));
        assert_eq!(document["results"]["seats"], json!(["b"]));
    }

    #[test]
    fn a_row_that_is_too_large_alone_is_cut_within() {
        let long: Vec<String> = (0..1_000).map(|number| format!("{number:0>100}")).collect();
        let page = json!({"from": 0, "rows": 2, "of": 2, "next": null});
        let mut document = json!({"notes": [], "page": page, "results": [{"evidence": long}, {"evidence": []}]});
        bound(&mut document);
        assert_eq!((document["results"].as_array().unwrap().len(), &document["page"]["next"]), (1, &json!(1)));
        assert!(size(&document) <= MOST_BYTES + 200);
    }
}
