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
    /// `true` if its values say how yEd draws.
    is_drawing: bool,
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
                let Content { mut attributes, label } = content(&mut xml, &mut network, &tag, &keys)?;
                add_cells(&mut attributes, &tag, &["id"]);
                network.add_vertex(tag.at, tag.get("id"), &label, None, attributes);
            }
            "edge" => {
                let Content { mut attributes, label } = content(&mut xml, &mut network, &tag, &keys)?;
                add_cells(&mut attributes, &tag, &["id", "source", "target", "directed", "sourceport", "targetport"]);
                if !label.is_empty() && !attributes.iter().any(|cell| cell.0 == "label") {
                    attributes.push(("label".to_owned(), label));
                }
                if !tag.get("id").is_empty() && !attributes.iter().any(|cell| cell.0 == "id") {
                    attributes.push(("edge_id".to_owned(), tag.get("id").to_owned()));
                }
                network.add_line(tag.at, tag.get("source"), tag.get("target"), attributes);
            }
            "hyperedge" => {
                network.skip("GraphML hyperedges", tag.at);
                xml.skip(&tag)?;
            }
            "graphml" | "graph" | "desc" | "default" => {}
            other => {
                network.skip(&format!("GraphML {other} outside of nodes and edges"), tag.at);
                xml.skip(&tag)?;
            }
        }
    }
    network.finish(loader)
}

fn key(xml: &mut Xml<'_>, tag: &Tag) -> Result<(String, Key), DatasetError> {
    let name = if tag.get("attr.name").is_empty() { tag.get("id") } else { tag.get("attr.name") };
    let default = xml.text_within(tag, "default")?;
    let is_drawing = tag.get("yfiles.type").ends_with("graphics") || tag.get("attr.uri").contains("yworks.com");
    Ok((tag.get("id").to_owned(), Key { name: name.to_owned(), of: tag.get("for").to_owned(), default, is_drawing }))
}

/// Adds the attributes of a tag that no `data` element has. Neo4j writes its labels there too.
fn add_cells(attributes: &mut Attributes, tag: &Tag, known: &[&str]) {
    for (name, text) in &tag.attributes {
        let is_known = known.contains(&name.as_str()) || attributes.iter().any(|cell| cell.0 == *name);
        // yEd marks folders.
        if !is_known && !text.trim().is_empty() && !name.starts_with("yfiles") {
            attributes.push((name.clone(), text.trim().to_owned()));
        }
    }
}

/// The content of a node or an edge.
#[derive(Default)]
struct Content {
    attributes: Attributes,
    /// The first text of a label of yEd or yFiles.
    label: String,
}

impl Content {
    fn add_label(&mut self, text: &str) {
        match text.trim() {
            "" => {}
            text if self.label.is_empty() => text.clone_into(&mut self.label),
            // A second label of yEd may say what the node is.
            text => self.attributes.push(("label".to_owned(), text.to_owned())),
        }
    }
}

/// An element `data` that is being read.
struct Data {
    name: String,
    text: String,
    /// The number of open elements within it: yEd and others add elements of their own for drawing.
    open: usize,
    is_drawing: bool,
    /// The text of a label, and the number of elements that are open in it.
    label: Option<(usize, String)>,
}

impl Data {
    fn open(&mut self, tag: &Tag, network: &mut Network<'_>) {
        self.open += usize::from(!tag.is_empty);
        match tag.name.as_str() {
            "NodeLabel" | "EdgeLabel" | "Label.Text" if tag.is_empty => {}
            "NodeLabel" | "EdgeLabel" | "Label.Text" => self.label = Some((self.open, String::new())),
            _ if self.is_drawing => network.skip("elements for drawing", tag.at),
            name => network.skip(&format!("elements {name} within data"), tag.at),
        }
    }

    fn push_text(&mut self, text: &str) {
        match &mut self.label {
            Some((open, label)) if *open == self.open => label.push_str(text),
            _ if self.open == 0 => self.text.push_str(text),
            _ => {}
        }
    }

    /// Closes an element within; returns its text if it is a label.
    fn close(&mut self) -> Option<String> {
        let label = self.label.take_if(|(open, _)| *open == self.open).map(|(_, text)| text);
        self.open -= 1;
        label
    }
}

/// Reads the content of a node or an edge to its end, or to a graph within it, and adds the defaults.
fn content(
    xml: &mut Xml<'_>,
    network: &mut Network<'_>,
    tag: &Tag,
    keys: &HashMap<String, Key>,
) -> Result<Content, DatasetError> {
    let (mut content, mut open) = (Content::default(), !tag.is_empty);
    let mut data: Option<Data> = None;
    while open {
        match (xml.next()?, &mut data) {
            (Some(XmlEvent::Open(inner)), Some(data)) => data.open(&inner, network),
            (Some(XmlEvent::Open(inner)), None) if inner.name == "data" => {
                let key = keys.get(inner.get("key"));
                data = (!inner.is_empty).then(|| Data {
                    name: key.map_or(inner.get("key"), |key| key.name.as_str()).to_owned(),
                    is_drawing: key.is_some_and(|key| key.is_drawing),
                    text: String::new(),
                    open: 0,
                    label: None,
                });
            }
            (Some(XmlEvent::Open(inner)), None) => {
                network.skip(&format!("GraphML {} within a {}", inner.name, tag.name), inner.at);
                // The nodes of a graph within are read like all others.
                open = inner.name != "graph";
                if open {
                    xml.skip(&inner)?;
                }
            }
            (Some(XmlEvent::Text(text)), Some(data)) => data.push_text(&text),
            (Some(XmlEvent::Close(_)), Some(within)) if within.open > 0 => {
                if let Some(label) = within.close() {
                    content.add_label(&label);
                }
            }
            (Some(XmlEvent::Close(_)), Some(_)) => {
                content.attributes.extend(data.take().map(|data| (data.name, data.text.trim().to_owned())));
            }
            (Some(XmlEvent::Close(name)), None) => open = name != tag.name,
            (Some(XmlEvent::Text(_)), None) => {}
            (None, _) => open = false,
        }
    }
    let of_kind = keys.values().filter(|key| key.of == tag.name || key.of == "all");
    add_defaults(&mut content.attributes, of_kind.map(|key| (&key.name, &key.default)));
    Ok(content)
}
