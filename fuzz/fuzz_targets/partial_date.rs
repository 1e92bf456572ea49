//! A date that is read is written and read again as the same date, and its days are in order.
#![no_main]

use interlocks::model::PartialDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(date) = text.parse::<PartialDate>() {
        assert!(date.earliest() <= date.latest());
        let again: PartialDate = date.to_string().parse().expect("a date that was written");
        assert_eq!(again.days(), date.days());
    }
});
