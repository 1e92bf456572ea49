//! Writes a picture as DOT, the language of Graphviz, for editing by hand or for
//! Graphviz's own layouts.

use std::collections::BTreeMap;

use graphviz_rust::dot_structures::{
    Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use super::error::RenderError;
use super::layout::check;
use super::palette::Legend;
use super::picture::{Edge, Node, Picture, Shape};

/// The picture as DOT text. A `digraph` if any edge is directed (the others then get
/// `dir=none`), a `graph` otherwise; nodes of one class stand in one subgraph, which
/// is not a cluster, so that layouts stay free.
pub fn dot(picture: &Picture) -> Result<String, RenderError> {
    let graph = graph(picture)?;
    // One statement a line: the printer's default joins short ones.
    let mut context = PrinterContext::new(true, 2, "\n".to_string(), 90);
    Ok(graph.print(&mut context) + "\n")
}

/// The picture as Graphviz's structure.
pub(crate) fn graph(picture: &Picture) -> Result<Graph, RenderError> {
    check(picture)?;
    let mut stmts = settings(picture);
    stmts.extend(node_statements(picture));
    let legend = Legend::of_edges(&picture.edge_classes);
    let widths = super::svg::Widths::of(picture);
    let directed = picture.edges.iter().any(|e| e.directed);
    for edge in &picture.edges {
        let ends = (&picture.nodes[edge.from].id, &picture.nodes[edge.to].id);
        let colour = legend.colour(edge.class).to_string();
        let class = picture.edge_classes.get(edge.class).map(|c| c.name.as_str());
        let mut attributes = edge_attributes(edge, &colour, widths.width(edge.weight), class);
        if directed && !edge.directed {
            attributes.push(attribute("dir", "none"));
        }
        stmts.push(Stmt::Edge(DotEdge { ty: EdgeTy::Pair(vertex(ends.0), vertex(ends.1)), attributes }));
    }
    let id = id(&picture.title);
    Ok(if directed { Graph::DiGraph { id, strict: false, stmts } } else { Graph::Graph { id, strict: false, stmts } })
}

fn settings(picture: &Picture) -> Vec<Stmt> {
    let mut headline = vec![picture.title.clone()];
    headline.extend(picture.subtitle.clone());
    headline.extend(picture.notes.iter().cloned());
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(vec![
            label("label", &headline.join("\n")),
            attribute("labelloc", "b"),
            attribute("overlap", "prism"),
            attribute("splines", "true"),
            attribute("fontname", "Noto Sans"),
            attribute("charset", "UTF-8"),
        ])),
        Stmt::GAttribute(GraphAttributes::Node(vec![attribute("fontname", "Noto Sans"), attribute("fontsize", "11")])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![attribute("fontname", "Noto Sans"), attribute("fontsize", "9")])),
    ]
}

fn node_statements(picture: &Picture) -> Vec<Stmt> {
    let legend = Legend::of_nodes(&picture.node_classes);
    let mut by_slot: BTreeMap<Option<usize>, Vec<Stmt>> = BTreeMap::new();
    for node in &picture.nodes {
        let colour = legend.colour(node.class);
        let class = picture.node_classes.get(node.class).map(|c| c.name.as_str());
        let fill = if node.emphasis { colour.tint(0.35) } else { colour.tint(0.83) };
        let statement = Stmt::Node(DotNode {
            id: NodeId(id(&node.id), None),
            attributes: node_attributes(node, &fill.to_string(), &colour.shade(0.12).to_string(), class),
        });
        by_slot.entry(legend.slot(node.class)).or_default().push(statement);
    }
    let mut stmts = Vec::new();
    for (slot, mut members) in by_slot {
        match slot.and_then(|s| legend.slots.get(s)) {
            Some((name, _)) => {
                // Not named "cluster…": that would make Graphviz draw a frame.
                let id = id(&format!("class: {name}"));
                stmts.push(Stmt::Subgraph(Subgraph { id, stmts: members }));
            }
            None => stmts.append(&mut members),
        }
    }
    stmts
}

fn node_attributes(node: &Node, fill: &str, line: &str, class: Option<&str>) -> Vec<Attribute> {
    let style = match (node.shape, node.emphasis) {
        (Shape::Person, false) => "rounded,filled",
        (Shape::Person, true) => "rounded,filled,bold",
        (Shape::Company, false) => "filled",
        (Shape::Company, true) => "filled,bold",
    };
    let mut attributes = vec![
        label("label", &node.label),
        attribute("shape", "box"),
        attribute("style", style),
        attribute("fillcolor", fill),
        attribute("color", line),
    ];
    attributes.extend(class.map(|c| label("comment", c)));
    attributes.extend(node.tooltip.as_deref().map(|t| label("tooltip", t)));
    attributes
}

fn edge_attributes(edge: &Edge, colour: &str, width: f64, class: Option<&str>) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = edge.label.as_deref().map(|l| label("label", l)).into_iter().collect();
    attributes.push(attribute("color", colour));
    attributes.push(attribute("penwidth", &format!("{width:.2}")));
    if edge.possible {
        attributes.push(attribute("style", "dashed"));
    }
    attributes.extend(class.map(|c| label("comment", c)));
    attributes.extend(edge.tooltip.as_deref().map(|t| label("tooltip", t)));
    attributes
}

fn vertex(node: &str) -> Vertex {
    Vertex::N(NodeId(id(node), None))
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_string()), id(value))
}

/// An attribute in which Graphviz interprets escapes (`\n`, `\N`) and entities.
fn label(name: &str, text: &str) -> Attribute {
    Attribute(Id::Plain(name.to_string()), Id::Escaped(quoted(&label_text(text))))
}

fn id(text: &str) -> Id {
    Id::Escaped(quoted(&text.replace('\\', "\\\\").replace('"', "\\\"")))
}

fn quoted(escaped: &str) -> String {
    let shown: String = escaped.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    format!("\"{shown}\"")
}

/// Text as a label: line breaks become `\n`, backslashes and quotes are escaped, and
/// an ampersand that would begin an entity (Graphviz reads `&auml;`) becomes `&amp;`.
fn label_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '&' if begins_entity(&text[at + 1..]) => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

fn begins_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    match name.split_once(';') {
        Some((name, _)) => !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hostile(label: &str) -> Picture {
        let mut picture = Picture::new(label).subtitle(label).note(label);
        picture.node_classes = vec![super::super::picture::Class::new(label)];
        let a = picture.add_node(Node::company(format!("a{label}"), label).tooltip(label));
        let b = picture.add_node(Node::person(format!("b{label}"), label).emphasised());
        picture.add_edge(Edge::new(a, b).label(label).directed());
        picture.add_edge(Edge::new(b, a).possible());
        picture
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(80))]
        #[test]
        fn what_is_written_is_read_back_the_same(text in "(\\PC|[\\\\\"<>{}\n\t;&#]){0,30}") {
            let picture = hostile(&text);
            let read = graphviz_rust::parse(&dot(&picture).unwrap());
            prop_assert_eq!(read, Ok(graph(&picture).unwrap()));
        }
    }

    #[test]
    fn an_undirected_edge_among_directed_ones_has_no_arrow() {
        let text = dot(&hostile("x")).unwrap();
        assert!(text.starts_with("digraph"));
        assert!(text.contains("dir=\"none\""));
        assert!(text.contains("style=\"dashed\""));
    }

    #[test]
    fn entities_in_names_stay_what_they_are() {
        assert_eq!(label_text("AT&T"), "AT&T");
        assert_eq!(label_text("R&auml;D; B&#228;"), "R&amp;auml;D; B&amp;#228;");
        assert_eq!(label_text("C:\\n \"x\""), "C:\\\\n \\\"x\\\"");
    }
}
