//! Organisations, and the ids by which they are known.

use hashbrown::HashMap;
use interlocks_core::model::EntityKind;
use interlocks_core::model::vocabulary::{is_no_value, phrase, read_entity_kind};

use super::super::companies_house::normalized_number;
use super::super::json_value::JsonValue;
use super::super::row_sink::{RowSink, list};
use super::Origin;
use super::fields::{COUNTRIES, ORGANISATION, objects_of};
use crate::columns::{Field, Table};

/// A buyer or a supplier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Organisation {
    pub(crate) origin: Origin,
    /// The id of the company: that of its register, or else its name.
    pub(crate) id: String,
    pub(crate) name: String,
    /// The legal name, and names in other processes.
    other_names: Distinct,
    number: String,
    lei: String,
    country: String,
    /// All identifiers, each with its scheme.
    identifiers: Distinct,
    extra: Vec<(String, String)>,
    /// The roles, in words as [`phrase`] has them.
    roles: Distinct,
    /// `true` if the file says that it is a natural person.
    pub(crate) is_person: bool,
    /// `true` if it has a local id and no identifier that tells it from others.
    pub(crate) has_only_local_id: bool,
}

/// Texts in the order in which they were first met, each once.
#[derive(Clone, Debug, Default)]
struct Distinct(HashMap<String, usize>);

impl Distinct {
    fn add(&mut self, text: &str) {
        let next = self.0.len();
        if !text.is_empty() {
            self.0.entry_ref(text).or_insert(next);
        }
    }

    fn add_all(&mut self, other: &Distinct) {
        other.in_order().into_iter().for_each(|text| self.add(text));
    }

    fn in_order(&self) -> Vec<&str> {
        let mut texts: Vec<(&String, &usize)> = self.0.iter().collect();
        texts.sort_unstable_by_key(|(_, number)| **number);
        texts.into_iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// Schemes that name no register.
const NO_REGISTER: &[&str] = &["OTHER", "MISC", "NONE", "UNKNOWN", "LOCAL", "INTERNAL", "ID"];

/// Fields that are not kept as further columns.
const READ: &[&str] = &["id", "name", "roles"];

impl Organisation {
    /// Reads an organisation; `None` if it states neither an id nor a name.
    pub(crate) fn read(origin: Origin, ocid: &str, value: &JsonValue<'_>) -> Option<Organisation> {
        let (local, main) = (value.text_at("id"), value.get("identifier"));
        let all: Vec<&JsonValue<'_>> = std::iter::once(main)
            .chain(objects_of(value, "additionalIdentifiers"))
            .filter(|one| one.is_object())
            .collect();
        let registered: Vec<(String, String)> = all.iter().filter_map(|one| registered(one)).collect();
        let legal = main.text_at("legalName");
        let name = [value.text_at("name"), legal].into_iter().find(|name| is_stated(name)).unwrap_or_default();
        let id = company_id(&registered);
        let has_only_local_id = id.is_none() && !local.is_empty();
        // A local id tells the parties of one process apart, and says nothing beyond it.
        let by_local = || if local.is_empty() { None } else { Some(format!("{ocid}/{local}")) };
        let id = id.or_else(|| (!name.is_empty()).then(|| name.to_owned())).or_else(by_local)?;
        let name = if name.is_empty() { local } else { name };
        let read = registered.iter().find(|(scheme, _)| !is_lei(scheme)).map(|(_, id)| id.as_str());
        let others = all.iter().filter(|one| !is_lei(&scheme(one))).map(|one| one.text_at("id"));
        let number = read.or_else(|| others.into_iter().find(|text| is_stated(text)));
        let shown = |one: &&JsonValue<'_>| format!("{} {}", one.text_at("scheme"), one.text_at("id")).trim().to_owned();
        let country = COUNTRIES.iter().map(|key| value.get("address").text_at(key)).find(|text| !text.is_empty());
        let mut extra: Vec<(String, String)> =
            ORGANISATION.others(value, READ).into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
        let details: Vec<String> =
            value.get("details").except(&[]).into_iter().map(|(key, text)| format!("{key}: {text}")).collect();
        extra.push(("details".to_owned(), details.join("; ")));
        let roles = value.get("roles");
        let mut own_roles = Distinct::default();
        roles.items().iter().chain(std::iter::once(roles)).for_each(|role| own_roles.add(&phrase(role.text())));
        let legal_names = all.iter().map(|one| one.text_at("legalName")).filter(|legal| is_stated(legal));
        let mut identifiers = Distinct::default();
        all.iter().map(shown).for_each(|shown| identifiers.add(&shown));
        let mut organisation = Organisation {
            origin,
            id,
            name: name.to_owned(),
            number: number.unwrap_or_default().to_owned(),
            lei: registered.iter().find(|(scheme, _)| is_lei(scheme)).map_or_else(String::new, |(_, id)| id.clone()),
            country: country.unwrap_or_default().to_owned(),
            identifiers,
            extra,
            roles: own_roles,
            is_person: is_person(value.get("details")),
            has_only_local_id,
            other_names: Distinct::default(),
        };
        legal_names.for_each(|legal| organisation.add_name(legal));
        Some(organisation)
    }

    /// Adds another name.
    pub(crate) fn add_name(&mut self, name: &str) {
        if name != self.name {
            self.other_names.add(name);
        }
    }

    /// Returns `true` if the organisation has a role, in words as [`phrase`] has them.
    pub(crate) fn has_role(&self, role: &str) -> bool {
        self.roles.0.contains_key(role)
    }

    /// Adds what another record says of the same organisation: what the first does not say, and other names.
    pub(crate) fn complete(&mut self, other: Organisation) {
        self.add_name(&other.name);
        other.other_names.in_order().into_iter().for_each(|name| self.add_name(name));
        for (own, others) in
            [(&mut self.number, other.number), (&mut self.lei, other.lei), (&mut self.country, other.country)]
        {
            if own.is_empty() {
                *own = others;
            }
        }
        self.identifiers.add_all(&other.identifiers);
        self.roles.add_all(&other.roles);
        let known: HashMap<String, usize> =
            self.extra.iter().enumerate().map(|(number, (key, _))| (key.clone(), number)).collect();
        for (key, text) in other.extra {
            match known.get(&key).and_then(|number| self.extra.get_mut(*number)) {
                Some((_, own)) if own.is_empty() => *own = text,
                Some(_) => {}
                None => self.extra.push((key, text)),
            }
        }
    }

    /// Adds the row of the company.
    pub(crate) fn push(&self, sink: &mut RowSink<'_>) {
        let aliases = list(self.other_names.in_order());
        let known = [
            (Field::Id, self.id.as_str()),
            (Field::Name, &self.name),
            (Field::Aliases, &aliases),
            (Field::Country, &self.country),
            (Field::Number, &self.number),
            (Field::Lei, &self.lei),
        ];
        let identifiers = self.identifiers.in_order().join("; ");
        let mut extra: Vec<(&str, &str)> = self.extra.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        let roles = self.roles.in_order().join("; ");
        extra.extend([("identifiers", identifiers.as_str()), ("roles", &roles)]);
        sink.push(Table::Companies, self.origin.at, &known, &extra);
    }
}

fn is_stated(text: &str) -> bool {
    !text.is_empty() && !is_no_value(text)
}

fn scheme(identifier: &JsonValue<'_>) -> String {
    identifier.text_at("scheme").to_uppercase()
}

fn is_lei(scheme: &str) -> bool {
    matches!(scheme, "XI-LEI" | "LEI")
}

/// Returns the scheme and the id of an identifier that tells an organisation from all others: it names a register and is
/// no placeholder. Blanks and the case of letters do not matter.
fn registered(identifier: &JsonValue<'_>) -> Option<(String, String)> {
    let (scheme, stated) = (scheme(identifier), identifier.text_at("id"));
    if !is_stated(&scheme) || NO_REGISTER.contains(&scheme.as_str()) || !is_stated(stated) {
        return None;
    }
    let plain: String = stated.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_uppercase();
    // Some publishers write the scheme into the id, and spreadsheets write `123.0` for a number.
    let plain = plain.strip_prefix(&format!("{scheme}-")).unwrap_or(&plain);
    let plain =
        plain.strip_suffix(".0").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(plain);
    if plain.chars().all(|sign| sign == '0' || !sign.is_alphanumeric()) {
        return None;
    }
    match scheme.as_str() {
        // What is no number of the register names no company of it.
        "GB-COH" => Some((scheme, normalized_number(plain)?)),
        _ if is_lei(&scheme) => {
            let is_code = plain.len() == 20 && plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
            is_code.then(|| (scheme, plain.to_owned()))
        }
        _ => Some((scheme, plain.to_owned())),
    }
}

/// Returns the id of a company: the number or the LEI alone, as the readers of those registers have it, else the scheme
/// and the id.
fn company_id(registered: &[(String, String)]) -> Option<String> {
    let of = |wanted: fn(&str) -> bool| registered.iter().find(|(scheme, _)| wanted(scheme)).map(|(_, id)| id.clone());
    of(|scheme| scheme == "GB-COH")
        .or_else(|| of(is_lei))
        .or_else(|| registered.first().map(|(scheme, id)| format!("{scheme}-{id}")))
}

/// Returns `true` if the details say that an organisation is a natural person: by its scale, or by a word for its type or
/// its class.
fn is_person(details: &JsonValue<'_>) -> bool {
    const TYPES: &[&str] = &["legalEntityTypeDetail", "entityType", "typeOfSupplier"];
    let is_word = |value: &JsonValue<'_>| {
        [value.text(), value.text_at("description"), value.text_at("id")]
            .into_iter()
            .any(|word| read_entity_kind(word) == Some(EntityKind::Person))
    };
    phrase(details.text_at("scale")) == "self employed"
        || TYPES.iter().any(|key| is_word(details.get(key)))
        || objects_of(details, "classifications").into_iter().any(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation(text: &str) -> Organisation {
        Organisation::read(Origin::default(), "o-1", &serde_json::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn ids_are_those_of_registers() {
        for (text, expected) in [
            (r#"{"id": "x", "identifier": {"scheme": "GB-COH", "id": "1234567"}}"#, "01234567"),
            (r#"{"id": "x", "identifier": {"scheme": "gb-coh", "id": " sc 12345 "}}"#, "SC012345"),
            (r#"{"id": "x", "identifier": {"scheme": "GB-COH", "id": "GB-COH-01234567"}}"#, "01234567"),
            (r#"{"id": "x", "identifier": {"scheme": "GB-COH", "id": 1234567}}"#, "01234567"),
            (r#"{"id": "x", "identifier": {"scheme": "GB-COH", "id": "11111111.0"}}"#, "11111111"),
            (r#"{"identifier": {"scheme": "XI-LEI", "id": "5493 00EXAMPLE0000012"}}"#, "549300EXAMPLE0000012"),
            (r#"{"identifier": {"scheme": "CL-RUT", "id": "76.1-k"}}"#, "CL-RUT-76.1-K"),
            (
                r#"{"identifier": {"scheme": "GB-PPON", "id": "ABCD-1"}, "additionalIdentifiers": [{"scheme": "GB-COH", "id": "7"}]}"#,
                "00000007",
            ),
            // Nothing that a register gave: the name is the id, and without one the local id in the process.
            (r#"{"id": "x", "name": "Acme", "identifier": {"scheme": "GB-COH", "id": "not known"}}"#, "Acme"),
            (r#"{"id": "x", "name": "Acme", "identifier": {"scheme": "Other", "id": "7"}}"#, "Acme"),
            (r#"{"id": "x", "name": "Acme", "identifier": {"id": "7"}}"#, "Acme"),
            (r#"{"id": "x", "name": "Acme", "identifier": {"scheme": "MX-RFC", "id": "000"}}"#, "Acme"),
            (r#"{"id": "x", "identifier": {"legalName": "Acme Ltd"}}"#, "Acme Ltd"),
            (r#"{"id": "x"}"#, "o-1/x"),
        ] {
            assert_eq!(organisation(text).id, expected, "{text}");
        }
        assert!(Organisation::read(Origin::default(), "o", &JsonValue::Null).is_none());
    }

    #[test]
    fn natural_persons_are_known_by_what_the_details_say() {
        for (details, expected) in [
            (r#"{"scale": "selfEmployed"}"#, true),
            (r#"{"scale": "sme"}"#, false),
            (r#"{"typeOfSupplier": "Individual"}"#, true),
            (r#"{"typeOfSupplier": "company"}"#, false),
            (r#"{"legalEntityTypeDetail": {"id": "3", "description": "PERSONA NATURAL"}}"#, true),
            (r#"{"legalEntityTypeDetail": "Sociedad Anónima"}"#, false),
            (r#"{"classifications": [{"scheme": "x", "description": "natural person"}]}"#, true),
            (r#"{}"#, false),
        ] {
            assert_eq!(
                organisation(&format!(r#"{{"name": "A", "details": {details}}}"#)).is_person,
                expected,
                "{details}"
            );
        }
    }
}
