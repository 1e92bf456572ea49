//! Parses one statement of any version of the standard.

use serde_json::{Map, Value};

use super::super::row_sink::{Position, list};
use crate::columns::Field;

/// One statement.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// The position in the file.
    pub(crate) at: Position,
    /// The id of the statement.
    pub(crate) id: String,
    /// The id of its subject: the record from 0.4 on, the statement itself before.
    pub(crate) record: String,
    /// The day on which it was made; empty if not stated.
    pub(crate) date: String,
    /// `true` if the record was closed by this statement.
    pub(crate) is_closed: bool,
    /// The ids of the statements that this one replaces.
    pub(crate) replaces: Vec<String>,
    /// The person, company or relationship that it describes.
    pub(crate) content: Content,
    /// The names of the fields that are not used.
    pub(crate) left_out: Vec<String>,
    /// The numbers of a company in registers, each with the code of the register before it.
    pub(crate) register_numbers: Vec<String>,
}

/// The fields of a description that are used, or that only link statements.
const HANDLED: &[&str] = &[
    "alternateNames",
    "birthDate",
    "componentRecords",
    "componentStatementIDs",
    "deathDate",
    "dissolutionDate",
    "entityType",
    "foundingDate",
    "identifiers",
    "incorporatedInJurisdiction",
    "interestedParty",
    "interests",
    "isComponent",
    "jurisdiction",
    "name",
    "names",
    "nationalities",
    "personType",
    "publicListing",
    "publicationDetails",
    "replacesStatement",
    "replacesStatements",
    "source",
    "statementDate",
    "statementID",
    "statementType",
    "subject",
];

/// The cells of a row: those of our fields, and extra ones by their names in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    /// Cells of fields of our tables.
    pub(crate) known: Vec<(Field, String)>,
    pub(crate) extra: Vec<(String, String)>,
}

/// The content of a statement.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A person.
    Person(Cells),
    /// A company.
    Entity(Cells),
    /// Interests of somebody in a company.
    Relation(Relation),
    /// A statement of another type; the text names the kind.
    Other(String),
}

/// The interests of a party in a company.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// The company.
    pub(crate) subject: String,
    /// The person or company with the interests; empty if not specified.
    pub(crate) party: String,
    /// The reason why the party is not specified.
    pub(crate) unspecified: String,
    /// The interests.
    pub(crate) interests: Vec<Interest>,
    pub(crate) cells: Cells,
}

/// One interest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interest {
    /// The code of the standard as 0.4 writes it: `votingRights`.
    pub(crate) kind: String,
    /// The first day; empty if not stated.
    pub(crate) start: String,
    /// The last day; empty if not stated.
    pub(crate) end: String,
    /// The exact share in percent.
    pub(crate) share: String,
    /// The bounds of a share that is a range, details, and the directness of the interest.
    pub(crate) extra: Vec<(String, String)>,
}

type Object = Map<String, Value>;

impl Statement {
    /// Parses a statement.
    ///
    /// # Errors
    /// A message that names what is missing.
    pub(crate) fn parse(at: Position, value: Value) -> Result<Statement, String> {
        let Value::Object(object) = value else { return Err("a statement must be a JSON object".to_owned()) };
        let new = object.contains_key("recordType");
        let id = text(&object, if new { "statementId" } else { "statementID" });
        let record = if new { text(&object, "recordId") } else { id.clone() };
        if record.is_empty() {
            return Err(format!("the statement has no {}", if new { "recordId" } else { "statementID" }));
        }
        let empty = Object::new();
        let details =
            if new { object.get("recordDetails").and_then(Value::as_object).unwrap_or(&empty) } else { &object };
        let is_empty = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        let unused = details.iter().filter(|(key, value)| !HANDLED.contains(&key.as_str()) && !is_empty(value));
        let left_out = unused.map(|(key, _)| key.clone()).collect();
        let shared = provenance(&object, &id);
        let content = match text(&object, if new { "recordType" } else { "statementType" }).as_str() {
            "person" | "personStatement" => Content::Person(person(details, shared)),
            "entity" | "entityStatement" => Content::Entity(entity(details, shared)),
            "relationship" | "ownershipOrControlStatement" | "beneficialOwnershipStatement" => {
                Content::Relation(relation(details, shared)?)
            }
            other => Content::Other(format!("statements of the type '{other}'")),
        };
        let register_numbers =
            if matches!(content, Content::Entity(_)) { register_numbers(details) } else { Vec::new() };
        let mut replaces = texts(&object, "replacesStatements");
        replaces.extend(texts(&object, "replacesStatement"));
        let is_closed = text(&object, "recordStatus") == "closed";
        let date = day(&text(&object, "statementDate"));
        Ok(Statement { at, id, record, date, is_closed, replaces, content, left_out, register_numbers })
    }
}

/// Returns the text of a field; digits for a number.
fn text(object: &Object, key: &str) -> String {
    match object.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Returns the texts of a list; a single text counts as a list of one.
fn texts(object: &Object, key: &str) -> Vec<String> {
    match object.get(key) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Returns the objects of a list.
fn objects<'o>(object: &'o Object, key: &str) -> impl Iterator<Item = &'o Object> {
    object.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// Returns a date without its time. Time zones are ignored, so the day may be off by one.
fn day(date: &str) -> String {
    date.split_once(['T', ' ']).map_or(date, |(day, _)| day).to_owned()
}

/// Returns the cells for the source of the statement.
fn provenance(object: &Object, id: &str) -> Cells {
    let mut cells = Cells::default();
    if let Some(source) = object.get("source").and_then(Value::as_object) {
        let (url, words) = (text(source, "url"), text(source, "description"));
        let shown = if url.is_empty() { &words } else { &url };
        cells.known.push((Field::Source, list([shown.as_str()]).into_owned()));
        if !url.is_empty() {
            cells.extra.push(("source_description".to_owned(), words));
        }
        cells.extra.push(("source_type".to_owned(), texts(source, "type").join("; ")));
    }
    let publisher = object.get("publicationDetails").and_then(|details| details.get("publisher"));
    let publisher = publisher.and_then(Value::as_object).map(|publisher| text(publisher, "name"));
    cells.extra.push(("publisher".to_owned(), publisher.unwrap_or_default()));
    cells.extra.push(("statementId".to_owned(), id.to_owned()));
    cells.extra.push(("statementDate".to_owned(), text(object, "statementDate")));
    cells
}

fn person(details: &Object, mut cells: Cells) -> Cells {
    let names: Vec<String> = objects(details, "names").map(full_name).filter(|name| !name.is_empty()).collect();
    let nationalities: Vec<String> = objects(details, "nationalities")
        .map(|country| if text(country, "code").is_empty() { text(country, "name") } else { text(country, "code") })
        .collect();
    cells.known.extend([
        (Field::Name, names.first().cloned().unwrap_or_default()),
        (Field::Aliases, list(names.iter().skip(1).map(String::as_str)).into_owned()),
        (Field::Birth, day(&text(details, "birthDate"))),
        (Field::Death, day(&text(details, "deathDate"))),
        (Field::Nationality, nationalities.join("; ")),
    ]);
    cells.extra.push(("personType".to_owned(), text(details, "personType")));
    cells.extra.push(("identifiers".to_owned(), identifiers(details).join("; ")));
    cells
}

/// Returns the full name, or joins its parts.
fn full_name(name: &Object) -> String {
    let full = text(name, "fullName");
    if !full.is_empty() {
        return full;
    }
    let parts = ["givenName", "patronymicName", "familyName"].map(|key| text(name, key));
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

fn entity(details: &Object, mut cells: Cells) -> Cells {
    let kind = details.get("entityType").and_then(Value::as_object);
    let kind_word = kind.map_or_else(|| text(details, "entityType"), |kind| text(kind, "type"));
    // Before 0.4 `jurisdiction` was `incorporatedInJurisdiction`.
    let place =
        ["jurisdiction", "incorporatedInJurisdiction"].into_iter().find_map(|key| details.get(key)?.as_object());
    let place = place.map_or_else(String::new, |place| {
        if text(place, "code").is_empty() { text(place, "name") } else { text(place, "code") }
    });
    let of_scheme = |wanted: fn(&str) -> bool| {
        objects(details, "identifiers")
            .find(|one| wanted(&text(one, "scheme")))
            .map_or_else(String::new, |one| text(one, "id"))
    };
    let listing = details.get("publicListing").and_then(Value::as_object);
    let listed = listing.and_then(|listing| listing.get("hasPublicListing")).and_then(Value::as_bool);
    let security = listing.and_then(|listing| objects(listing, "securitiesListings").next());
    let security = security.and_then(|listing| listing.get("security")).and_then(Value::as_object);
    cells.known.extend([
        (Field::Name, text(details, "name")),
        (Field::Aliases, list(texts(details, "alternateNames").iter().map(String::as_str)).into_owned()),
        (Field::Country, place),
        (Field::Founded, day(&text(details, "foundingDate"))),
        (Field::Dissolved, day(&text(details, "dissolutionDate"))),
        (Field::Lei, of_scheme(|scheme| scheme == "XI-LEI")),
        (Field::Number, of_scheme(|scheme| scheme != "XI-LEI")),
        (Field::Listed, listed.map_or("", |listed| if listed { "yes" } else { "no" }).to_owned()),
        (Field::Ticker, security.map_or_else(String::new, |security| text(security, "ticker"))),
    ]);
    cells.extra.push(("entityType".to_owned(), kind_word));
    cells.extra.push(("entitySubtype".to_owned(), kind.map_or_else(String::new, |kind| text(kind, "subtype"))));
    cells.extra.push(("identifiers".to_owned(), identifiers(details).join("; ")));
    cells
}

/// Returns the numbers of a company in registers that have a code on <https://org-id.guide>. The code `MISC` stands for
/// registers without one.
fn register_numbers(details: &Object) -> Vec<String> {
    let coded = objects(details, "identifiers").map(|one| (text(one, "scheme").to_uppercase(), text(one, "id")));
    let plain = |number: &str| number.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_uppercase();
    coded
        .map(|(scheme, number)| (scheme, plain(&number)))
        .filter(|(scheme, number)| {
            scheme.contains('-')
                && !scheme.starts_with("MISC")
                && number.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
        })
        .map(|(scheme, number)| format!("{scheme} {number}"))
        .collect()
}

/// Returns the official numbers with their schemes.
fn identifiers(details: &Object) -> Vec<String> {
    let shown = |one: &Object| {
        let scheme = if text(one, "scheme").is_empty() { text(one, "schemeName") } else { text(one, "scheme") };
        format!("{scheme} {}", text(one, "id")).trim().to_owned()
    };
    objects(details, "identifiers").map(shown).filter(|shown| !shown.is_empty()).collect()
}

fn relation(details: &Object, cells: Cells) -> Result<Relation, String> {
    // Either the id of a record, or an object with the describing statement or the reason why there is none.
    let end = |key: &str| match details.get(key) {
        Some(Value::Object(end)) => {
            let described = ["describedByEntityStatement", "describedByPersonStatement"].map(|key| text(end, key));
            let named = described.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
            let reason = end.get("unspecified").and_then(Value::as_object).unwrap_or(end);
            (named, text(reason, "reason"))
        }
        _ => (text(details, key), String::new()),
    };
    let ((subject, _), (party, unspecified)) = (end("subject"), end("interestedParty"));
    if subject.is_empty() {
        return Err("the relationship has no subject".to_owned());
    }
    let interests = objects(details, "interests").map(interest).collect();
    Ok(Relation { subject, party, unspecified, interests, cells })
}

fn interest(object: &Object) -> Interest {
    let share = object.get("share").and_then(Value::as_object);
    let of_share = |key: &str| share.map_or_else(String::new, |share| text(share, key));
    let (least, most) = (of_share("minimum"), of_share("maximum"));
    let exact = of_share("exact");
    // A range with equal bounds is an exact share.
    let exact = if exact.is_empty() && !least.is_empty() && least == most { least.clone() } else { exact };
    let mut extra = Vec::new();
    if exact.is_empty() {
        for (name, key) in [
            ("share_minimum", "minimum"),
            ("share_maximum", "maximum"),
            ("share_above", "exclusiveMinimum"),
            ("share_below", "exclusiveMaximum"),
        ] {
            extra.push((name.to_owned(), of_share(key)));
        }
    }
    let direct = ["directOrIndirect", "interestLevel"].map(|key| text(object, key)).concat();
    let beneficial = object.get("beneficialOwnershipOrControl").and_then(Value::as_bool);
    extra.push(("directOrIndirect".to_owned(), direct));
    extra.push(("details".to_owned(), text(object, "details")));
    let word = beneficial.map_or("", |yes| if yes { "yes" } else { "no" });
    extra.push(("beneficialOwnershipOrControl".to_owned(), word.to_owned()));
    Interest {
        kind: camel_case(&text(object, "type")),
        start: day(&text(object, "startDate")),
        end: day(&text(object, "endDate")),
        share: exact,
        extra,
    }
}

/// Returns a code as 0.4 writes it, in camel case; up to 0.2 codes were hyphenated, as in `voting-rights`.
fn camel_case(code: &str) -> String {
    let mut parts = code.split('-');
    let mut word = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        word.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        word.push_str(letters.as_str());
    }
    word
}
