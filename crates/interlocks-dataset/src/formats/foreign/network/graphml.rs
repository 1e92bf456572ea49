//! GraphML, as networkx, igraph, Gephi and yEd write it. Documentation:
//! <http://graphml.graphdrawing.org/specification.html>. A file is recognised by the tag `<graphml`. Hyperedges, ports and
//! drawing elements are left out and counted.

use std::collections::HashMap;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::xml::{Tag, Xml, XmlEvent};
use super::{Attributes, Network, add_defaults};
use crate::formats::sniff::Head;

/// GraphML networks.
pub(crate) const GRAPHML: ImportFormat = ImportFormat {
    name: "graphml",
    about: "GraphML networks",
    matches: |head: &Head| head.text.contains("<graphml"),
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

/// A declared attribute of nodes or edges.
struct Key {
    name: String,
    /// The elements that have it: `node`, `edge` or `all`.
    of: String,
    default: Option<String>,
}

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut xml = Xml::new(file, text);
    let mut network = Network::new(loader, file);
    let mut keys: HashMap<String, Key> = HashMap::new();
    while let Some(piece) = xml.next()? {
        let XmlEvent::Open(tag) = piece else { continue };
        match tag.name.as_str() {
            "key" => {
                let (id, key) = key(&mut xml, &tag)?;
                keys.insert(id, key);
            }
            "node" => {
                let attributes = data(&mut xml, &mut network, &tag, "node", &keys)?;
                let label = ["name", "label"].iter().find_map(|name| attributes.iter().find(|cell| cell.0 == *name));
                let label = label.map_or(String::new(), |cell| cell.1.clone());
                let attributes =
                    attributes.into_iter().filter(|cell| !(cell.0 == "name" || cell.0 == "label" && cell.1 == label));
                network.add_vertex(tag.at, tag.get("id"), &label, None, attributes.collect());
            }
            "edge" => {
                let mut attributes = data(&mut xml, &mut network, &tag, "edge", &keys)?;
                if !tag.get("id").is_empty() && !attributes.iter().any(|cell| cell.0 == "id") {
                    attributes.push(("edge_id".to_owned(), tag.get("id").to_owned()));
                }
                network.add_line(tag.at, tag.get("source"), tag.get("target"), attributes);
            }
            "hyperedge" | "port" => network.skip(&format!("GraphML {}s", tag.name), tag.at),
            _ => {}
        }
    }
    network.finish(loader)
}

fn key(xml: &mut Xml<'_>, tag: &Tag) -> Result<(String, Key), DatasetError> {
    let name = if tag.get("attr.name").is_empty() { tag.get("id") } else { tag.get("attr.name") };
    let default = xml.text_within(tag, "default")?;
    Ok((tag.get("id").to_owned(), Key { name: name.to_owned(), of: tag.get("for").to_owned(), default }))
}

/// Reads the attributes of a node or an edge, and adds the defaults.
fn data(
    xml: &mut Xml<'_>,
    network: &mut Network<'_>,
    tag: &Tag,
    of: &str,
    keys: &HashMap<String, Key>,
) -> Result<Attributes, DatasetError> {
    let (mut found, mut open): (Attributes, _) = (Attributes::new(), !tag.is_empty);
    let mut current: Option<(String, String)> = None;
    while open {
        match xml.next()? {
            Some(XmlEvent::Open(inner)) if inner.name == "data" => {
                let name = keys.get(inner.get("key")).map_or(inner.get("key"), |key| key.name.as_str());
                current = (!inner.is_empty).then(|| (name.to_owned(), String::new()));
            }
            // yEd and others add elements of their own for drawing.
            Some(XmlEvent::Open(inner)) if current.is_some() => {
                network.skip(&format!("elements {} within data", inner.name), inner.at);
            }
            Some(XmlEvent::Open(inner)) => network.skip(&format!("GraphML {} within a {of}", inner.name), inner.at),
            Some(XmlEvent::Text(text)) => {
                if let Some((_, value)) = &mut current {
                    value.push_str(&text);
                }
            }
            Some(XmlEvent::Close(name)) if name == "data" => {
                found.extend(current.take().map(|(name, value)| (name, value.trim().to_owned())));
            }
            Some(XmlEvent::Close(name)) => open = name != of,
            None => open = false,
        }
    }
    let of_kind = keys.values().filter(|key| key.of == of || key.of == "all");
    add_defaults(&mut found, of_kind.map(|key| (&key.name, &key.default)));
    Ok(found)
}
