//! Officers: directors, secretaries, members of partnerships.

use crate::columns::{Field, Table};

use super::super::json_value::JsonValue;
use super::super::row_sink::{Position, RowSink, list};
use super::number::registered_number;
use super::{REGISTER_BEGAN, birth, borrowed, segment_after};

/// The role of an officer.
pub(crate) struct Role {
    /// The name of the role.
    pub(crate) word: &'static str,
    /// `yes` or `no` if the role is known to be on the board or not; else empty.
    pub(crate) board: &'static str,
    /// `yes` or `no` if the role is known to be executive or not; else empty.
    pub(crate) executive: &'static str,
}

const fn role(word: &'static str, board: &'static str, executive: &'static str) -> Role {
    Role { word, board, executive }
}

/// Returns the role for an `officer_role` code. The codes of corporate officers begin with `corporate-`.
pub(crate) fn role_of(code: &str) -> Option<Role> {
    let plain = code.strip_prefix("corporate-").unwrap_or(code);
    Some(match plain {
        "director" => role("director", "yes", ""),
        "nominee-director" => role("nominee director", "yes", ""),
        "secretary" => role("secretary", "no", ""),
        "nominee-secretary" => role("nominee secretary", "no", ""),
        "llp-member" => role("LLP member", "no", ""),
        "llp-designated-member" => role("designated LLP member", "no", ""),
        "member-of-a-management-organ" => role("member of a management organ", "yes", "yes"),
        "member-of-a-supervisory-organ" => role("member of a supervisory organ", "yes", "no"),
        "member-of-an-administrative-organ" => role("member of an administrative organ", "yes", ""),
        "managing-officer" => role("managing officer", "no", "yes"),
        "judicial-factor" => role("judicial factor", "no", ""),
        "receiver-and-manager" => role("receiver and manager", "no", ""),
        "cic-manager" => role("CIC manager", "no", ""),
        "manager-of-an-eeig" => role("manager of an EEIG", "no", "yes"),
        "general-partner-in-a-limited-partnership" => role("general partner", "no", ""),
        "limited-partner-in-a-limited-partnership" => role("limited partner", "no", ""),
        "person-authorised-to-accept" => role("person authorised to accept service", "no", ""),
        "person-authorised-to-represent" => role("person authorised to represent", "no", ""),
        "person-authorised-to-represent-and-accept" => role("person authorised to represent and accept", "no", ""),
        _ => return None,
    })
}

/// Fields that are read elsewhere or are not used.
const HANDLED: &[&str] = &[
    "name",
    "officer_role",
    "appointed_on",
    "appointed_before",
    "resigned_on",
    "date_of_birth",
    "nationality",
    "links",
    "appointed_to",
    "address",
    "principal_office_address",
    "country_of_residence",
    "identification",
    "former_names",
    "is_pre_1992_appointment",
    "etag",
    "kind",
    "name_elements",
    "contact_details",
    "person_number",
];

/// Adds an officer and the seat.
pub(crate) fn push(sink: &mut RowSink<'_>, at: Position, record: &JsonValue<'_>, number: &str, path: &str) {
    let addresses = ["address", "principal_office_address", "contact_details", "country_of_residence"];
    if !addresses.iter().all(|key| *record.get(key) == JsonValue::Null) {
        sink.skip("addresses and countries of residence of officers", at);
    }
    let holder = Holder::from_record(record, path);
    holder.push(sink, at, record);
    let company = record.get("appointed_to");
    if !company.text_at("company_name").is_empty() {
        let known = [(Field::Id, number), (Field::Name, company.text_at("company_name")), (Field::Number, number)];
        sink.push(Table::Companies, at, &known, &[("company_status", company.text_at("company_status"))]);
    }
    // For appointments before 1992 the register sometimes only has an upper bound of the start.
    let before = match record.text_at("appointed_before") {
        "" => String::new(),
        day => format!("{REGISTER_BEGAN}/{day}"),
    };
    let code = record.text_at("officer_role");
    let (word, board, executive) = role_of(code).map_or((code, "", ""), |role| (role.word, role.board, role.executive));
    let known = [
        (Field::Id, segment_after(record.get("links").text_at("self"), "appointments").unwrap_or("")),
        (Field::Person, holder.id.as_str()),
        (Field::Company, number),
        (Field::Role, word),
        (Field::Board, board),
        (Field::Executive, executive),
        (Field::Start, record.text_at("appointed_on")),
        (Field::Start, &before),
        (Field::End, record.text_at("resigned_on")),
    ];
    let mut extra = record.except(HANDLED);
    extra.push(("officer_role".to_owned(), code.to_owned()));
    sink.push(Table::Seats, at, &known, &borrowed(&extra));
}

/// The person or company that holds the office.
struct Holder {
    id: String,
    is_company: bool,
    birth: String,
}

impl Holder {
    /// Returns the holder of a record. A company is identified by its number, a person by the officer id of the
    /// register; without one, by name and month of birth.
    fn from_record(record: &JsonValue<'_>, path: &str) -> Holder {
        let is_company =
            record.text_at("officer_role").starts_with("corporate-") || record.get("identification").is_object();
        let identified = if is_company { registered_number(record.get("identification")) } else { None };
        let in_register = [record.get("links").get("officer").text_at("appointments"), path];
        let officer = in_register.into_iter().find_map(|path| segment_after(path, "officers")).map(str::to_owned);
        let (birth, name) = (birth(record), record.text_at("name"));
        let named = || if birth.is_empty() { name.to_owned() } else { format!("{name} ({birth})") };
        Holder { id: identified.or(officer).unwrap_or_else(named), is_company, birth }
    }

    fn push(&self, sink: &mut RowSink<'_>, at: Position, record: &JsonValue<'_>) {
        let former: Vec<String> = record.get("former_names").items().iter().map(former_name).collect();
        let former = list(former.iter().map(String::as_str));
        let mut known =
            vec![(Field::Id, self.id.as_str()), (Field::Name, record.text_at("name")), (Field::Aliases, &former)];
        if self.is_company {
            sink.push(Table::Companies, at, &known, &borrowed(&record.get("identification").except(&[])));
            return;
        }
        known.extend([(Field::Birth, self.birth.as_str()), (Field::Nationality, record.text_at("nationality"))]);
        sink.push(Table::People, at, &known, &[("person_number", record.text_at("person_number"))]);
    }
}

fn former_name(name: &JsonValue<'_>) -> String {
    let parts = ["forenames", "surname"].map(|key| name.text_at(key));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
