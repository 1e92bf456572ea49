//! Words of cells are read: a date has its days in order and is read again as it is written, an amount is a number.
#![no_main]

use interlocks::model::vocabulary::{
    CodeScheme, DateOrder, date_order, fold, has_legal_form, is_company_status, is_no_value, is_nobody, read_amount,
    read_country, read_date, read_deal_status, read_entity_kind, read_industry, read_link, read_remark, read_role, read_tie,
    stated_day,
};
use interlocks::model::PartialDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(written) = read_date(text) {
        for order in [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)] {
            let Some(date) = written.date(order) else { continue };
            assert!(date.earliest() <= date.latest(), "{text}");
            let again: PartialDate = date.to_string().parse().expect("a date that was written");
            assert_eq!(again.days(), date.days(), "{text}");
        }
        assert!(!is_no_value(text) || written.date(None).is_none(), "{text}");
    }
    date_order(text);
    if let Some(amount) = read_amount(text) {
        assert!(amount.value.is_finite(), "{text}");
    }
    let role = read_role(text);
    assert!(!role.chair || role.board != Some(false), "{text}");
    let _ = (read_link(text), read_entity_kind(text), is_nobody(text));
    let _ = (read_tie(text), read_country(text), read_deal_status(text), is_company_status(text), has_legal_form(text));
    let _ = (read_remark(text), stated_day(text), read_industry(text, None), read_industry(text, CodeScheme::read(text)));
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "{text}");
});
