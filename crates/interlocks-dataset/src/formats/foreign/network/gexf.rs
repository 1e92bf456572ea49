//! GEXF 1.2 and 1.3, the XML format of Gephi, with dynamic nodes and edges. Documentation: <https://gexf.net/schema.html>. A
//! file is recognised by the tag `<gexf`. How nodes and edges are drawn, nodes within nodes, and spells of attributes are left
//! out and counted.

use std::collections::HashMap;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::super::ImportFormat;
use super::times::{self, Bound, Time};
use super::xml::{Tag, Xml, XmlEvent};
use super::{Attributes, Network, add_defaults};
use crate::formats::sniff::Head;

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

/// Elements that hold others or describe the file.
const OUTER: &[&str] = &[
    "gexf",
    "meta",
    "creator",
    "keywords",
    "description",
    "graph",
    "nodes",
    "edges",
    "attvalues",
    "default",
    "options",
];

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut xml = Xml::new(file, text);
    let mut network = Network::new(loader, file);
    let (mut declared, mut class, mut slice) = (Declared::new(), String::new(), Vec::new());
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
                    let first = inside.times.first().into_iter();
                    attributes.extend(first.flat_map(|time| time.as_attributes("spell_")));
                }
                add_cells(&mut attributes, &tag, &["id", "label"]);
                network.add_vertex(tag.at, tag.get("id"), tag.get("label"), None, attributes);
            }
            "edge" => edge(&mut xml, &mut network, &tag, (&declared, &slice))?,
            "graph" => slice = times_of_slice(&tag, &mut network),
            name if OUTER.contains(&name) => {}
            other => network.skip(&format!("GEXF {other} outside of nodes and edges"), tag.at),
        }
    }
    network.finish(loader)
}

/// Returns the time of all edges of a graph that is the slice of a larger one: they are there at some time in it.
fn times_of_slice(graph: &Tag, network: &mut Network<'_>) -> Vec<Time> {
    if graph.get("mode") != "slice" {
        return Vec::new();
    }
    let times = times_of(graph, network).into_iter();
    times
        .map(|time| match time {
            Time::Interval(start, end) => Time::Seen(end.text, start.text),
            seen @ Time::Seen(..) => seen,
        })
        .collect()
}

/// Reads an edge. `slice` is its time if it states none.
fn edge(
    xml: &mut Xml<'_>,
    network: &mut Network<'_>,
    tag: &Tag,
    (declared, slice): (&Declared, &[Time]),
) -> Result<(), DatasetError> {
    let inside = inside(xml, network, tag, "edge", declared)?;
    let mut attributes = inside.attributes;
    if !attributes.iter().any(|cell| cell.0 == "id") {
        attributes.push(("edge_id".to_owned(), tag.get("id").to_owned()));
    }
    add_cells(&mut attributes, tag, &["id", "source", "target", "type"]);
    // Dates among the attributes may be partial, so they are preferred to spells.
    let times = if inside.times.is_empty() { slice.to_vec() } else { inside.times };
    let is_dated = !times.is_empty() && network.is_dated(&attributes);
    let times = if is_dated { Vec::new() } else { times };
    let (from, to) = (tag.get("source"), tag.get("target"));
    if times.is_empty() {
        network.add_line(tag.at, from, to, attributes);
        return Ok(());
    }
    for time in times {
        let mut attributes = attributes.clone();
        attributes.extend(time.as_attributes(""));
        network.add_line(tag.at, from, to, attributes);
    }
    Ok(())
}

/// The attributes of a tag that state times.
const TIMES: &[&str] = &["start", "end", "startopen", "endopen", "timestamp", "timestamps", "intervals"];

/// Adds the attributes of a tag that are neither known nor times, unless there is a value of that name.
fn add_cells(attributes: &mut Attributes, tag: &Tag, known: &[&str]) {
    for (name, text) in &tag.attributes {
        let is_known = known.contains(&name.as_str()) || TIMES.contains(&name.as_str());
        if !is_known && !text.trim().is_empty() && !attributes.iter().any(|cell| cell.0 == *name) {
            attributes.push((name.clone(), text.trim().to_owned()));
        }
    }
}

/// Returns the times on a tag: an interval, points, or sets of them.
fn times_of(tag: &Tag, network: &mut Network<'_>) -> Vec<Time> {
    let bound = |closed: &str, open: &str| {
        let is_open = tag.get(closed).is_empty() && !tag.get(open).is_empty();
        Bound { text: tag.get(if is_open { open } else { closed }).to_owned(), is_open }
    };
    let (start, end) = (bound("start", "startopen"), bound("end", "endopen"));
    if !start.text.is_empty() || !end.text.is_empty() {
        return vec![Time::Interval(start, end)];
    }
    for (name, is_points) in [("intervals", false), ("timestamps", true), ("timestamp", true)] {
        let text = tag.get(name);
        if text.is_empty() {
            continue;
        }
        match times::times(text, is_points) {
            Some(times) => return times,
            None => network.skip_unused(&format!("values of {name} that are not times"), tag.at),
        }
    }
    Vec::new()
}

/// The content of a node or an edge.
struct Inside {
    attributes: Attributes,
    times: Vec<Time>,
}

fn inside(
    xml: &mut Xml<'_>,
    network: &mut Network<'_>,
    tag: &Tag,
    of: &str,
    declared: &Declared,
) -> Result<Inside, DatasetError> {
    let mut inside = Inside { attributes: Attributes::new(), times: times_of(tag, network) };
    let mut spells = Vec::new();
    let mut open = !tag.is_empty;
    while open {
        match xml.next()? {
            Some(XmlEvent::Open(inner)) => match inner.name.as_str() {
                "attvalue" => {
                    let id = [inner.get("for"), inner.get("id")].into_iter().find(|id| !id.is_empty()).unwrap_or("");
                    let name = declared.get(&(of.to_owned(), id.to_owned())).map_or(id, |(name, _)| name.as_str());
                    inside.attributes.push((name.to_owned(), inner.get("value").to_owned()));
                    if TIMES.iter().any(|name| !inner.get(name).is_empty()) {
                        network.skip("spells of attributes", inner.at);
                    }
                }
                "spell" | "slice" => spells.extend(times_of(&inner, network)),
                "attvalues" | "spells" | "slices" => {}
                "nodes" | "edges" => {
                    network.skip("nodes within nodes", inner.at);
                    // They are read like all others.
                    open = inner.is_empty;
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
    // Inner spells are more exact than the span on the tag.
    if !spells.is_empty() {
        inside.times = times::joined(spells);
    }
    let of_class = declared.iter().filter(|((class, _), _)| class == of);
    add_defaults(&mut inside.attributes, of_class.map(|(_, (name, default))| (name, default)));
    Ok(inside)
}
