//! GEXF 1.2 and 1.3, the XML format of Gephi, with dynamic nodes and edges. Documentation: <https://gexf.net/schema.html>. A
//! file is recognised by the tag `<gexf`. How nodes and edges are drawn, nodes within nodes, and spells of attributes are left
//! out and counted.

use std::collections::HashMap;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;
use interlocks_core::model::PartialDate;

use super::super::ImportFormat;
use super::xml::{Tag, Xml, XmlEvent};
use super::{Attributes, Network, add_defaults};
use crate::formats::sniff::Head;
use crate::record::date_text;

/// GEXF networks.
pub(crate) const GEXF: ImportFormat = ImportFormat {
    name: "gexf",
    about: "GEXF networks (Gephi), with spells",
    matches: |head: &Head| head.text.contains("<gexf"),
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

/// Declared attributes by class and id: the name and the default.
type Declared = HashMap<(String, String), (String, Option<String>)>;

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut xml = Xml::new(file, text);
    let mut network = Network::new(loader, file);
    let (mut declared, mut class) = (Declared::new(), String::new());
    while let Some(piece) = xml.next()? {
        let XmlEvent::Open(tag) = piece else { continue };
        match tag.name.as_str() {
            "attributes" => class = tag.get("class").to_owned(),
            "attribute" => {
                let default = xml.text_within(&tag, "default")?;
                declared.insert((class.clone(), tag.get("id").to_owned()), (tag.get("title").to_owned(), default));
            }
            "node" => {
                // The nodes of a hierarchy are all kept, without the hierarchy.
                let inside = inside(&mut xml, &mut network, &tag, "node", &declared)?;
                let mut attributes = inside.attributes;
                // Dates of birth, death, founding or dissolution are more exact than a spell.
                let of_life = ["birth", "death", "founded", "dissolved"];
                if !attributes.iter().any(|cell| of_life.contains(&cell.0.as_str())) {
                    let spells = inside.spells.first().into_iter();
                    attributes.extend(spells.flat_map(|spell| spell.as_attributes("spell_")));
                }
                network.add_vertex(tag.at, tag.get("id"), tag.get("label"), None, attributes);
            }
            "edge" => edge(&mut xml, &mut network, &tag, &declared)?,
            _ => {}
        }
    }
    network.finish(loader)
}

fn edge(xml: &mut Xml<'_>, network: &mut Network<'_>, tag: &Tag, declared: &Declared) -> Result<(), DatasetError> {
    let inside = inside(xml, network, tag, "edge", declared)?;
    let mut attributes = inside.attributes;
    for name in ["weight", "label", "kind"] {
        if !tag.get(name).is_empty() && !attributes.iter().any(|cell| cell.0 == name) {
            attributes.push((name.to_owned(), tag.get(name).to_owned()));
        }
    }
    if !attributes.iter().any(|cell| cell.0 == "id") {
        attributes.push(("edge_id".to_owned(), tag.get("id").to_owned()));
    }
    // Dates among the attributes may be partial, so they are preferred to spells.
    let is_dated = attributes.iter().any(|cell| ["start", "end", "end_status"].contains(&cell.0.as_str()));
    let spells = if is_dated { Vec::new() } else { inside.spells };
    let (from, to) = (tag.get("source"), tag.get("target"));
    if spells.is_empty() {
        network.add_line(tag.at, from, to, attributes);
        return Ok(());
    }
    for spell in spells {
        let mut attributes = attributes.clone();
        attributes.extend(spell.as_attributes(""));
        network.add_line(tag.at, from, to, attributes);
    }
    Ok(())
}

/// The days on which a node or an edge exists.
#[derive(Clone, Debug, Default, PartialEq)]
struct Spell {
    start: String,
    end: String,
    /// `true` if the interval is open: it no longer exists on the last day.
    is_open: bool,
}

impl Spell {
    fn from_tag(tag: &Tag) -> Option<Spell> {
        let of = |closed: &str, open: &str| {
            let is_open = tag.get(closed).is_empty() && !tag.get(open).is_empty();
            let text = if is_open { tag.get(open) } else { tag.get(closed) };
            let date = date_text(text, None);
            (if date.is_empty() { text.to_owned() } else { date.into_owned() }, is_open)
        };
        let ((start, _), (end, is_open)) = (of("start", "startopen"), of("end", "endopen"));
        (!start.is_empty() || !end.is_empty()).then_some(Spell { start, end, is_open })
    }

    /// Returns the spell as attributes. The end of a closed interval is the last day, so our end is the day after. Numbers
    /// that are not dates are kept unchanged as `time_start` and `time_end`.
    fn as_attributes(&self, before: &str) -> Attributes {
        let date = |text: &str| text.parse::<PartialDate>().ok();
        let end = match date(&self.end) {
            Some(end) if self.end.len() == 10 && !self.is_open => end.latest().plus(1).to_string(),
            _ => self.end.clone(),
        };
        let name = |name: &str, text: &str| match date(text) {
            Some(_) => format!("{before}{name}"),
            None => format!("time_{name}"),
        };
        let cells = [(name("start", &self.start), self.start.clone()), (name("end", &end), end)];
        cells.into_iter().filter(|cell| !cell.1.is_empty()).collect()
    }
}

/// The content of a node or an edge.
struct Inside {
    attributes: Attributes,
    spells: Vec<Spell>,
}

fn inside(
    xml: &mut Xml<'_>,
    network: &mut Network<'_>,
    tag: &Tag,
    of: &str,
    declared: &Declared,
) -> Result<Inside, DatasetError> {
    let mut inside = Inside { attributes: Attributes::new(), spells: Spell::from_tag(tag).into_iter().collect() };
    let mut open = !tag.is_empty;
    while open {
        match xml.next()? {
            Some(XmlEvent::Open(inner)) => match inner.name.as_str() {
                "attvalue" => {
                    let id = [inner.get("for"), inner.get("id")].into_iter().find(|id| !id.is_empty()).unwrap_or("");
                    let name = declared.get(&(of.to_owned(), id.to_owned())).map_or(id, |(name, _)| name.as_str());
                    inside.attributes.push((name.to_owned(), inner.get("value").to_owned()));
                    if Spell::from_tag(&inner).is_some() {
                        network.skip("spells of attributes", inner.at);
                    }
                }
                "spell" | "slice" => {
                    // Inner spells are more exact than the span on the tag.
                    if inside.spells == Spell::from_tag(tag).into_iter().collect::<Vec<_>>() {
                        inside.spells.clear();
                    }
                    inside.spells.extend(Spell::from_tag(&inner));
                }
                "attvalues" | "spells" | "slices" => {}
                "nodes" | "node" | "edges" => {
                    network.skip("nodes within nodes", inner.at);
                    if inner.name == "node" {
                        network.add_vertex(inner.at, inner.get("id"), inner.get("label"), None, Attributes::new());
                    }
                }
                "color" | "position" | "size" | "shape" | "thickness" => {
                    network.skip("drawing attributes (viz)", inner.at);
                }
                other => network.skip(&format!("GEXF {other} within a {of}"), inner.at),
            },
            Some(XmlEvent::Close(name)) => open = name != of,
            Some(XmlEvent::Text(_)) => {}
            None => open = false,
        }
    }
    let of_class = declared.iter().filter(|((class, _), _)| class == of);
    add_defaults(&mut inside.attributes, of_class.map(|(_, (name, default))| (name, default)));
    Ok(inside)
}
