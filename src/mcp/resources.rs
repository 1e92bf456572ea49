//! People, companies and sources by address: `interlocks://entity/ID`, `interlocks://source/ID`, `interlocks://data`.

use rmcp::ErrorData;
use rmcp::model::{
    ListResourcesResult, PaginatedRequestParams, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};
use serde_json::{Value, json};

use super::Tools;
use crate::cli::Opened;
use interlocks::model::Source;

const DATA: &str = "interlocks://data";
const ENTITY: &str = "interlocks://entity/";
const SOURCE: &str = "interlocks://source/";
/// The resources of a part of the list.
const PART: usize = 100;

/// Returns the addresses with an id in them.
pub fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(format!("{ENTITY}{{id}}"), "entity")
            .with_description("Everything about one person or company: the answer of the tool 'show'")
            .with_mime_type("application/json"),
        ResourceTemplate::new(format!("{SOURCE}{{id}}"), "source")
            .with_description("A source that rows refer to: title, publisher, date, address")
            .with_mime_type("application/json"),
    ]
}

/// Lists the data and its sources, part by part.
pub fn list(data: &Opened, request: Option<PaginatedRequestParams>) -> Result<ListResourcesResult, ErrorData> {
    let wrong = |_| ErrorData::invalid_params("the cursor is not one that this server gave", None);
    let from: usize = request.and_then(|one| one.cursor).map_or(Ok(0), |text| text.parse()).map_err(wrong)?;
    let graph = data.any();
    let sources = &graph.about().sources;
    let mut resources: Vec<Resource> = Vec::new();
    if from == 0 {
        let about =
            Resource::new(DATA, "data").with_description("What the data holds, and the files that it comes from");
        resources.push(about.with_mime_type("application/json"));
    }
    resources.extend(sources.iter().skip(from).take(PART).map(|source| {
        let title = if source.title.is_empty() { &source.id } else { &source.title };
        Resource::new(format!("{SOURCE}{}", encoded(&source.id)), title.clone()).with_mime_type("application/json")
    }));
    let mut listed = ListResourcesResult::with_all_items(resources);
    listed.next_cursor = (from + PART < sources.len()).then(|| (from + PART).to_string());
    Ok(listed)
}

/// Reads one resource.
pub fn read(tools: &Tools, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let missing = |what: &str| ErrorData::resource_not_found(what.to_owned(), None);
    let document = if uri == DATA {
        tools.data.about()
    } else if let Some(id) = uri.strip_prefix(ENTITY) {
        let arguments = [("entity".to_owned(), decoded(id).into())].into_iter().collect();
        tools.answer("show", arguments).map_err(|error| missing(&error.messages().join("\n")))?
    } else if let Some(id) = uri.strip_prefix(SOURCE) {
        let (graph, id) = (tools.data.any(), decoded(id));
        let source = graph.about().sources.iter().find(|source| source.id == id);
        source.map(document).ok_or_else(|| missing(&format!("there is no source '{id}'")))?
    } else {
        return Err(missing("there are interlocks://data, interlocks://entity/ID and interlocks://source/ID"));
    };
    Ok(ReadResourceResult::new(vec![
        ResourceContents::text(document.to_string(), uri).with_mime_type("application/json"),
    ]))
}

fn document(source: &Source) -> Value {
    let Source { id, title, url, date, .. } = source;
    json!({"id": id, "title": title, "url": url, "date": date})
}

/// Writes an id as part of an address (RFC 3986).
fn encoded(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Reads an id in an address. What is not an escape stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex =
            text.get(at + 1..at + 3).filter(|hex| *byte == b'%' && hex.bytes().all(|one| one.is_ascii_hexdigit()));
        let escape = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(escape.unwrap_or(*byte));
        at += if escape.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_the_way_into_an_address_and_back() {
        for id in ["reed-hastings", "company:meta", "株式会社/1", "100%", "%zz", "a b"] {
            assert_eq!(decoded(&encoded(id)), id);
        }
        assert_eq!((decoded("%4"), decoded("%+1"), encoded("a/é")), ("%4".into(), "%+1".into(), "a%2F%C3%A9".into()));
    }
}
