//! `check`: counts, and the day that the data describes.

use serde_json::{Value, json};

use super::super::{dates::iso, question::Question, reading::Reading};

const SENTENCE: &str = "the same row twice counts once, with a warning; for every table, the rows read are the sum of rows kept and rows \
    dropped; without a stated as-of date, the newest past event in the data";

pub fn object(reading: &Reading, _question: &Question) -> Option<(Value, &'static str)> {
    let data = reading.data;
    let rows = |read: usize, kept: usize| json!({"read": read, "kept": kept, "dropped": read - kept});
    Some((
        json!({
            "people": reading.people.len(),
            "companies": reading.companies.len(),
            "seats": reading.seats.len(),
            "ties": reading.ties.len(),
            "deals": data.deals.len(),
            "as_of": iso(reading.as_of),
            "rows": {
                "seats": rows(data.seats.len(), reading.seats.len()),
                "ties": rows(data.ties.len(), reading.ties.len()),
                "deals": rows(data.deals.len(), data.deals.len()),
                "people": rows(data.people.len(), data.people.len()),
            },
            "errors": 0,
        }),
        SENTENCE,
    ))
}
