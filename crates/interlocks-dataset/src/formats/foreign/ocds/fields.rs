//! The fields of the objects of a release: which are read, which are kept, and which are left out and counted.

use super::super::json_value::JsonValue;
use super::super::row_sink::{Position, RowSink};

/// The fields of one kind of object that are read.
pub(crate) struct Fields {
    /// The kind, a plural.
    of: &'static str,
    /// Fields that are texts or numbers.
    texts: &'static [&'static str],
    /// Fields that are objects.
    objects: &'static [&'static str],
    /// Fields that are lists of objects, or of texts.
    lists: &'static [&'static str],
    /// Fields that say nothing about a deal or its parties.
    silent: &'static [&'static str],
    /// `true` if other texts are kept as further columns.
    keeps_texts: bool,
}

pub(crate) const RELEASE: Fields = Fields {
    of: "releases",
    texts: &["ocid", "id", "date", "uri"],
    objects: &["buyer", "tender"],
    lists: &["parties", "awards", "contracts"],
    silent: &["tag", "language", "initiationType"],
    keeps_texts: false,
};

pub(crate) const RECORD: Fields = Fields {
    of: "records",
    texts: &["ocid"],
    objects: &["compiledRelease", "versionedRelease"],
    lists: &["releases"],
    silent: &[],
    keeps_texts: false,
};

pub(crate) const AWARD: Fields = Fields {
    of: "awards",
    texts: &["id", "title", "description", "status", "date"],
    objects: &["value", "contractPeriod"],
    lists: &["suppliers"],
    silent: &[],
    keeps_texts: true,
};

pub(crate) const CONTRACT: Fields = Fields {
    of: "contracts",
    texts: &["id", "awardID", "title", "description", "status", "dateSigned"],
    objects: &["value", "period", "buyer"],
    lists: &["suppliers"],
    silent: &[],
    keeps_texts: true,
};

pub(crate) const ORGANISATION: Fields = Fields {
    of: "organisations",
    texts: &["id", "name"],
    objects: &["identifier", "address", "details"],
    lists: &["additionalIdentifiers", "roles"],
    silent: &[],
    keeps_texts: true,
};

const IDENTIFIER: Fields = Fields {
    of: "identifiers",
    texts: &["scheme", "id", "legalName"],
    objects: &[],
    lists: &[],
    silent: &["uri"],
    keeps_texts: false,
};

const VALUE: Fields =
    Fields { of: "values", texts: &["amount", "currency"], objects: &[], lists: &[], silent: &[], keeps_texts: false };

/// Objects of which the texts are kept.
const PERIOD: Fields = Fields { of: "periods", texts: &[], objects: &[], lists: &[], silent: &[], keeps_texts: true };

/// The fields of the tender that are read.
const OF_TENDER: &[&str] = &["title", "procuringEntity"];
/// The fields of an address that are read.
pub(crate) const COUNTRIES: &[&str] = &["country", "countryName", "countryCode"];

impl Fields {
    /// Counts the fields of an object that are not read, and those that are of another type than the standard says.
    pub(crate) fn count_others(&self, sink: &mut RowSink<'_>, at: Position, object: &JsonValue<'_>) {
        for (key, value) in object.pairs().iter().filter(|(_, value)| !value.is_empty()) {
            let (key, of) = (&**key, self.of);
            let is_text = matches!(value, JsonValue::Text(_));
            let expected = if self.texts.contains(&key) {
                (!is_text).then_some("text")
            } else if self.objects.contains(&key) {
                (!value.is_object()).then_some("object")
            } else if self.lists.contains(&key) {
                // One object stands for a list of one, and so does one role.
                let is_list = matches!(value, JsonValue::List(_)) || value.is_object() || (key == "roles" && is_text);
                (!is_list).then_some("list")
            } else {
                if !(self.silent.contains(&key) || (is_text && self.keeps_texts)) {
                    sink.skip(&format!("fields '{key}' of {of}"), at);
                }
                None
            };
            if let Some(expected) = expected {
                sink.skip_unused(&format!("fields '{key}' of {of} that are no {expected}"), at);
            }
        }
    }

    /// Returns the texts of an object that are kept as further columns: all but those that are read and the `taken`.
    pub(crate) fn others<'v>(&self, object: &'v JsonValue<'_>, taken: &[&str]) -> Vec<(&'v str, &'v str)> {
        let texts = object.pairs().iter().map(|(key, value)| (&**key, value.text()));
        texts.filter(|(key, text)| !text.is_empty() && !taken.contains(key) && !self.silent.contains(key)).collect()
    }
}

/// Counts what is left out of a release and of everything in it.
pub(crate) fn count_in_release(sink: &mut RowSink<'_>, at: Position, release: &JsonValue<'_>) {
    RELEASE.count_others(sink, at, release);
    let tender = release.get("tender");
    if tender.pairs().iter().any(|(key, value)| !value.is_empty() && !OF_TENDER.contains(&&**key)) {
        sink.skip("fields of the 'tender' other than its title and its procuring entity", at);
    }
    for (party, key) in [(release, "buyer"), (tender, "procuringEntity")] {
        count_in_organisation(sink, at, party.get(key));
    }
    for party in objects(sink, at, release, "parties") {
        count_in_organisation(sink, at, party);
    }
    for (list, fields) in [("awards", AWARD), ("contracts", CONTRACT)] {
        for agreement in objects(sink, at, release, list) {
            fields.count_others(sink, at, agreement);
            VALUE.count_others(sink, at, agreement.get("value"));
            PERIOD.count_others(sink, at, agreement.get("period"));
            PERIOD.count_others(sink, at, agreement.get("contractPeriod"));
            for supplier in objects(sink, at, agreement, "suppliers") {
                count_in_organisation(sink, at, supplier);
            }
            if list == "contracts" {
                count_in_organisation(sink, at, agreement.get("buyer"));
            }
        }
    }
}

fn count_in_organisation(sink: &mut RowSink<'_>, at: Position, organisation: &JsonValue<'_>) {
    ORGANISATION.count_others(sink, at, organisation);
    IDENTIFIER.count_others(sink, at, organisation.get("identifier"));
    for identifier in objects(sink, at, organisation, "additionalIdentifiers") {
        IDENTIFIER.count_others(sink, at, identifier);
    }
    let address = organisation.get("address");
    if address.pairs().iter().any(|(key, value)| !value.is_empty() && !COUNTRIES.contains(&&**key)) {
        sink.skip("fields of the 'address' of organisations other than the country", at);
    }
}

/// Returns the objects of a list, also of lists in it; one object stands for a list of one. Other items are counted.
fn objects<'v, 'l>(
    sink: &mut RowSink<'_>,
    at: Position,
    object: &'v JsonValue<'l>,
    key: &str,
) -> Vec<&'v JsonValue<'l>> {
    let (found, others) = sorted_items(object.get(key));
    (0..others).for_each(|_| sink.skip_unused(&format!("items of '{key}' that are no objects"), at));
    found
}

/// Returns the objects of a list, as [`count_in_release`] finds them.
pub(crate) fn objects_of<'v, 'l>(object: &'v JsonValue<'l>, key: &str) -> Vec<&'v JsonValue<'l>> {
    sorted_items(object.get(key)).0
}

/// Returns the objects of a list, and the number of other items.
fn sorted_items<'v, 'l>(value: &'v JsonValue<'l>) -> (Vec<&'v JsonValue<'l>>, usize) {
    let (mut found, mut others) = (Vec::new(), 0);
    // JSON is not read deeper than 128 levels.
    fn collect<'v, 'l>(value: &'v JsonValue<'l>, found: &mut Vec<&'v JsonValue<'l>>, others: &mut usize) {
        match value {
            JsonValue::Object(_) => found.push(value),
            JsonValue::List(items) => items.iter().for_each(|item| collect(item, found, others)),
            JsonValue::Text(_) => *others += 1,
            JsonValue::Null => {}
        }
    }
    match value {
        JsonValue::Text(_) => {}
        _ => collect(value, &mut found, &mut others),
    }
    (found, others)
}

/// Returns the part of a release that is read, so that the rest takes no memory until all releases are known.
pub(crate) fn reduced(release: JsonValue<'_>) -> JsonValue<'static> {
    retained(release, &[RELEASE.texts, RELEASE.objects, RELEASE.lists], false, |key, value| match key {
        "tender" => retained(value, &[OF_TENDER], false, |key, value| match key {
            "procuringEntity" => organisation(value),
            _ => value.into_owned(),
        }),
        "awards" => each_object(value, &|award| agreement(award, &AWARD)),
        "contracts" => each_object(value, &|contract| agreement(contract, &CONTRACT)),
        "parties" => each_object(value, &organisation),
        "buyer" => organisation(value),
        _ => value.into_owned(),
    })
}

fn agreement(value: JsonValue<'_>, fields: &Fields) -> JsonValue<'static> {
    retained(value, &[fields.texts, fields.objects, fields.lists], true, |key, value| match key {
        "suppliers" => each_object(value, &organisation),
        "buyer" => organisation(value),
        _ => value.into_owned(),
    })
}

fn organisation(value: JsonValue<'_>) -> JsonValue<'static> {
    let fields = &ORGANISATION;
    retained(value, &[fields.texts, fields.objects, fields.lists], true, |key, value| match key {
        "address" => retained(value, &[COUNTRIES], false, |_, value| value.into_owned()),
        _ => value.into_owned(),
    })
}

fn each_object(value: JsonValue<'_>, reduce: &dyn Fn(JsonValue<'_>) -> JsonValue<'static>) -> JsonValue<'static> {
    match value {
        JsonValue::List(items) => JsonValue::List(items.into_iter().map(|item| each_object(item, reduce)).collect()),
        object @ JsonValue::Object(_) => reduce(object),
        other => other.into_owned(),
    }
}

/// Returns an object with the named fields, and with other texts if `texts` is `true`. A `null` is kept: it deletes what
/// an earlier release says.
fn retained(
    value: JsonValue<'_>,
    names: &[&[&str]],
    texts: bool,
    reduce: impl Fn(&str, JsonValue<'_>) -> JsonValue<'static>,
) -> JsonValue<'static> {
    let JsonValue::Object(pairs) = value else { return value.into_owned() };
    let is_named = |key: &str| names.iter().any(|names| names.contains(&key));
    let is_kept = |(key, value): &(std::borrow::Cow<'_, str>, JsonValue<'_>)| {
        is_named(key) || (texts && matches!(value, JsonValue::Text(_) | JsonValue::Null))
    };
    let kept = pairs.into_iter().filter(is_kept).map(|(key, value)| {
        let value = reduce(&key, value);
        (key.into_owned().into(), value)
    });
    JsonValue::Object(kept.collect())
}
