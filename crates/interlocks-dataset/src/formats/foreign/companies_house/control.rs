//! Persons with significant control: people and companies that own or control a company.

use crate::columns::{Field, Table};

use super::super::json_value::JsonValue;
use super::super::row_sink::{Position, RowSink};
use super::number::registered_number;
use super::{birth, borrowed};

/// A nature of control and its share: `ownership-of-shares-25-to-50-percent`.
#[derive(Debug, PartialEq)]
struct Nature {
    kind: &'static str,
    /// The bounds of the share, each with the name of its column.
    bounds: &'static [(&'static str, &'static str)],
}

/// The bands of the Companies Act 2006, schedule 1A: over 25 % to 50 %, over 50 % and under 75 %, 75 % and more; for an
/// overseas entity, over 25 %.
const BANDS: [(&str, &[(&str, &str)]); 4] = [
    ("-25-to-50-percent", &[("share_above", "25"), ("share_maximum", "50")]),
    ("-50-to-75-percent", &[("share_above", "50"), ("share_below", "75")]),
    ("-75-to-100-percent", &[("share_minimum", "75"), ("share_maximum", "100")]),
    ("-more-than-25-percent", &[("share_above", "25"), ("share_maximum", "100")]),
];

/// The kinds of ties, by the beginnings of the codes.
const KINDS: [(&str, &str); 6] = [
    ("ownership-of-shares", "owns"),
    ("voting-rights", "voting-rights"),
    ("right-to-appoint-and-remove", "appointment-of-board"),
    ("significant-influence-or-control", "influence-or-control"),
    ("right-to-share-surplus-assets", "rights-to-surplus-assets"),
    ("part-right-to-share-surplus-assets", "rights-to-surplus-assets"),
];

impl Nature {
    fn from_code(code: &str) -> Option<Nature> {
        let (_, kind) = KINDS.into_iter().find(|(begins, _)| code.starts_with(begins))?;
        let bounds = BANDS.into_iter().find(|(band, _)| code.contains(band)).map_or(&[][..], |(_, bounds)| bounds);
        Some(Nature { kind, bounds })
    }
}

/// Fields that are read elsewhere or are not used.
const HANDLED: &[&str] = &[
    "name",
    "name_elements",
    "date_of_birth",
    "nationality",
    "country_of_residence",
    "address",
    "links",
    "etag",
    "natures_of_control",
    "notified_on",
    "ceased_on",
    "identification",
    "principal_office_address",
    "company_number",
];

/// Adds the person or company with control, and a tie for each nature of control.
pub(crate) fn push(sink: &mut RowSink<'_>, at: Position, record: &JsonValue<'_>, number: &str) {
    let kind = record.text_at("kind");
    let natures = record.get("natures_of_control").items();
    if natures.is_empty() || kind.starts_with("super-secure") {
        sink.skip(&format!("records of the kind '{kind}'"), at);
        return;
    }
    let own = record.get("links").text_at("self").rsplit('/').next().unwrap_or("");
    let is_person = kind.starts_with("individual");
    let identified = if is_person { None } else { registered_number(record.get("identification")) };
    let name = record.text_at("name");
    let holder = identified.unwrap_or_else(|| if own.is_empty() { name } else { own }.to_owned());
    let addresses = ["address", "principal_office_address", "country_of_residence"];
    if !addresses.iter().all(|key| *record.get(key) == JsonValue::Null) {
        sink.skip("addresses and countries of residence of persons with significant control", at);
    }
    if is_person {
        let birth = birth(record);
        let known = [
            (Field::Id, holder.as_str()),
            (Field::Name, name),
            (Field::Birth, &birth),
            (Field::Nationality, record.text_at("nationality")),
        ];
        sink.push(Table::People, at, &known, &[]);
    } else {
        let about = record.get("identification").except(&[]);
        sink.push(Table::Companies, at, &[(Field::Id, holder.as_str()), (Field::Name, name)], &borrowed(&about));
    }
    let others = record.except(HANDLED);
    for code in natures.iter().map(JsonValue::text) {
        let nature = Nature::from_code(code).unwrap_or(Nature { kind: "control", bounds: &[] });
        let known = [
            (Field::Id, own),
            (Field::From, holder.as_str()),
            (Field::FromType, if is_person { "person" } else { "company" }),
            (Field::To, number),
            (Field::ToType, "company"),
            (Field::Kind, nature.kind),
            (Field::Start, record.text_at("notified_on")),
            (Field::End, record.text_at("ceased_on")),
        ];
        let mut extra = borrowed(&others);
        extra.extend(nature.bounds.iter().copied());
        extra.push(("nature_of_control", code));
        sink.push(Table::Ties, at, &known, &extra);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natures_have_a_kind_and_bounds() {
        let parsed = |code| Nature::from_code(code).map(|nature| (nature.kind, nature.bounds.len()));
        assert_eq!(parsed("ownership-of-shares-25-to-50-percent-as-trust"), Some(("owns", 2)));
        assert_eq!(parsed("voting-rights-75-to-100-percent"), Some(("voting-rights", 2)));
        assert_eq!(parsed("right-to-appoint-and-remove-directors-as-firm"), Some(("appointment-of-board", 0)));
        assert_eq!(parsed("significant-influence-or-control"), Some(("influence-or-control", 0)));
        assert_eq!(parsed("something-new"), None);
    }
}
