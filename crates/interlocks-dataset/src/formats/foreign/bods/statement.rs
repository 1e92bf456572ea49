//! One statement, of any version of the standard, as what it says of somebody.

use serde_json::{Map, Value};

use super::super::row_sink::{Position, list};
use crate::columns::Field;

/// What a statement says.
#[derive(Clone, Debug)]
pub struct Statement {
    pub at: Position,
    pub id: String,
    /// Whom or what it is about: the record from 0.4 on, the statement itself before.
    pub record: String,
    /// The day on which it was made; empty when it does not say.
    pub date: String,
    pub is_closed: bool,
    pub replaces: Vec<String>,
    pub content: Content,
}

/// Cells of a row, by field and by the name in the file.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    pub known: Vec<(Field, String)>,
    pub extra: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub enum Content {
    Person(Cells),
    Entity(Cells),
    Relation(Relation),
    /// Something that is neither, by the word for it.
    Other(String),
}

/// Who has which interests in whom.
#[derive(Clone, Debug)]
pub struct Relation {
    pub subject: String,
    /// Empty where it is not specified.
    pub party: String,
    /// Why it is not.
    pub unspecified: String,
    pub interests: Vec<Interest>,
    pub cells: Cells,
}

/// One interest.
#[derive(Clone, Debug, Default)]
pub struct Interest {
    /// The code of the standard, in the way of 0.4: `votingRights`.
    pub kind: String,
    pub start: String,
    pub end: String,
    /// The exact share in percent.
    pub share: String,
    /// Shares known as a range, details, and how direct it is.
    pub extra: Vec<(String, String)>,
}

type Object = Map<String, Value>;

impl Statement {
    /// Reads a statement.
    ///
    /// # Errors
    /// A sentence on what is missing.
    pub fn parse(at: Position, value: Value) -> Result<Statement, String> {
        let Value::Object(object) = value else { return Err("a statement is a JSON object".to_owned()) };
        let new = object.contains_key("recordType");
        let id = text(&object, if new { "statementId" } else { "statementID" });
        let record = if new { text(&object, "recordId") } else { id.clone() };
        if record.is_empty() {
            return Err(format!("the statement has no {}", if new { "recordId" } else { "statementID" }));
        }
        let empty = Object::new();
        let details =
            if new { object.get("recordDetails").and_then(Value::as_object).unwrap_or(&empty) } else { &object };
        let shared = provenance(&object, &id);
        let content = match text(&object, if new { "recordType" } else { "statementType" }).as_str() {
            "person" | "personStatement" => Content::Person(person(details, shared)),
            "entity" | "entityStatement" => Content::Entity(entity(details, shared)),
            "relationship" | "ownershipOrControlStatement" | "beneficialOwnershipStatement" => {
                Content::Relation(relation(details, shared)?)
            }
            other => Content::Other(format!("statements of the type '{other}'")),
        };
        let mut replaces = texts(&object, "replacesStatements");
        replaces.extend(texts(&object, "replacesStatement"));
        let is_closed = text(&object, "recordStatus") == "closed";
        Ok(Statement { at, id, record, date: day(&text(&object, "statementDate")), is_closed, replaces, content })
    }
}

/// A text; of a number its digits.
fn text(object: &Object, key: &str) -> String {
    match object.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// StringColumn of a list; one text is a list of one.
fn texts(object: &Object, key: &str) -> Vec<String> {
    match object.get(key) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The objects of a list.
fn objects<'o>(object: &'o Object, key: &str) -> impl Iterator<Item = &'o Object> {
    object.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// The day of a date that may have a time behind it. Dates are cut to the day; a time in another zone
/// may be the day before or after.
fn day(date: &str) -> String {
    date.split_once(['T', ' ']).map_or(date, |(day, _)| day).to_owned()
}

/// Where the statement comes from.
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

/// The full name, or one made of its parts.
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
    // What 0.4 calls `jurisdiction` was `incorporatedInJurisdiction` before.
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

/// Official numbers, each with its scheme.
fn identifiers(details: &Object) -> Vec<String> {
    let shown = |one: &Object| {
        let scheme = if text(one, "scheme").is_empty() { text(one, "schemeName") } else { text(one, "scheme") };
        format!("{scheme} {}", text(one, "id")).trim().to_owned()
    };
    objects(details, "identifiers").map(shown).filter(|shown| !shown.is_empty()).collect()
}

fn relation(details: &Object, cells: Cells) -> Result<Relation, String> {
    // A record, or in an object the statement that describes it, or why there is none.
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
    // Where the range is one number, that is the share, whether or not it is called exact.
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

/// A code as 0.4 writes it: up to 0.2 they were `voting-rights`.
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
