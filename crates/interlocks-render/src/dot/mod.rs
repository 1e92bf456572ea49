//! Writes a picture as DOT, the language of Graphviz, for editing by hand or for
//! Graphviz's own layouts.

mod caption;
mod names;
mod ranks;

mod text;

use std::collections::BTreeMap;

use graphviz_rust::dot_structures::{
    Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use interlocks_dot::{is_bare, quoted, without_escapes};

use self::names::{edge_ids, node_id, node_name};
use super::address::web_address;
use super::error::RenderError;
use super::layout::check;
use super::palette::Legend;
use super::palette::OTHER;
use super::picture::{Edge, Node, Picture, Shape};
use super::svg::Widths;
use super::svg::xml::num;
use super::text::{Style, displayable};
use super::theme::{CLUSTER_FILL, DiagramPaint, Theme, ThemeColors};

/// Graphviz draws on white paper.
const COLORS: &ThemeColors = Theme::Light.colors();

/// First choice as in our own drawings, then what every machine has.
const FONTS: &str = "Noto Sans,Helvetica,Arial,sans-serif";
const NODE_LABEL: f64 = 11.0;
const CLASS_LABEL: f64 = 8.5;
const EDGE_LABEL: f64 = 9.0;
/// Points at which names, and texts on lines, are broken.
const NODE_WIDTH: f64 = 130.0;
const EDGE_WIDTH: f64 = 110.0;

/// Writes the picture as DOT text.
///
/// It is a `digraph` if any edge is directed (the others then get `dir=none`), a `graph` otherwise.
/// Groups become clusters; ranks become `rank=same` from left to right; the caption is the label of the
/// graph, with the legend of what the picture uses. Nodes and edges have an `id` that is
/// made of the nodes' ids alone, and a `class`, which Graphviz's SVG passes on to style sheets.
///
/// ```
/// use interlocks_render::{Edge, Node, Picture, dot};
///
/// let mut picture = Picture::new("A board");
/// let netflix = picture.add_node(Node::company("netflix", "Netflix"));
/// let hastings = picture.add_node(Node::person("hastings", "Reed Hastings"));
/// picture.add_edge(Edge::new(hastings, netflix).possible());
/// let text = dot(&picture)?;
/// assert!(text.starts_with("graph \"A board\" {"));
/// assert!(text.contains("\"hastings\" -- \"netflix\" [color=\"#7a828c\" penwidth=1.4 style=dashed"));
/// # Ok::<(), interlocks_render::RenderError>(())
/// ```
pub fn dot(picture: &Picture) -> Result<String, RenderError> {
    let graph = graph(picture)?;
    let mut context = PrinterContext::default();
    Ok(graph.print(context.with_semi()) + "\n")
}

/// The picture as Graphviz's structure.
fn graph(picture: &Picture) -> Result<Graph, RenderError> {
    check(picture)?;
    let directed = picture.edges.iter().any(|edge| edge.directed);
    let writer = Writer {
        picture,
        nodes: Legend::for_nodes(&picture.node_classes),
        edges: Legend::for_edges(&picture.edge_classes),
        widths: Widths::new(picture),
        directed,
    };
    let mut stmts = writer.settings()?;
    stmts.extend(writer.nodes()?);
    stmts.extend(ranks::statements(picture));
    stmts.extend(writer.edges()?);
    let id = string(&without_escapes(&displayable(&picture.title)));
    Ok(if directed { Graph::DiGraph { id, strict: false, stmts } } else { Graph::Graph { id, strict: false, stmts } })
}

struct Writer<'a> {
    picture: &'a Picture,
    nodes: Legend,
    edges: Legend,
    widths: Widths,
    directed: bool,
}

impl Writer<'_> {
    fn settings(&self) -> Result<Vec<Stmt>, RenderError> {
        let mut graph: Vec<Attribute> = Vec::new();
        if let Some(caption) = caption::html(self.picture, &self.nodes, &self.edges)? {
            graph.extend([Attribute(name("label"), Id::Html(caption)), attribute("labelloc", "b")]);
        }
        let ranked = self.picture.nodes.iter().any(|node| node.rank.is_some());
        if ranked && !self.picture.groups.is_empty() {
            // Otherwise `dot` takes a node of a cluster out of its rank, or out of the cluster.
            graph.push(attribute("newrank", "true"));
        }
        // Names are wide and low: side by side they would make a drawing too wide for a page.
        graph.push(attribute("rankdir", "LR"));
        // `false` and not `prism`: a Graphviz built without triangulation warns of the latter.
        graph.extend([("overlap", "false"), ("splines", "true"), ("nodesep", "0.25"), ("ranksep", "0.6")].map(pair));
        graph.extend([("fontname", FONTS), ("fontcolor", COLORS.label)].map(pair));
        let node = [("shape", "box"), ("style", "filled"), ("margin", "0.12,0.06"), ("height", "0.3")];
        let edge = [("arrowsize", "0.7"), ("fontcolor", COLORS.label)];
        let font = |size: f64| [attribute("fontname", FONTS), attribute("fontsize", &size.to_string())];
        Ok(vec![
            Stmt::GAttribute(GraphAttributes::Graph(graph)),
            Stmt::GAttribute(GraphAttributes::Node(node.map(pair).into_iter().chain(font(NODE_LABEL)).collect())),
            Stmt::GAttribute(GraphAttributes::Edge(edge.map(pair).into_iter().chain(font(EDGE_LABEL)).collect())),
        ])
    }

    /// The nodes of no group, then a cluster for each group that has any.
    fn nodes(&self) -> Result<Vec<Stmt>, RenderError> {
        let mut stmts = Vec::new();
        let mut members: BTreeMap<usize, Vec<Stmt>> = BTreeMap::new();
        for node in &self.picture.nodes {
            let statement = Stmt::Node(DotNode { id: vertex_id(node), attributes: self.node(node)? });
            match node.group.filter(|group| *group < self.picture.groups.len()) {
                Some(group) => members.entry(group).or_default().push(statement),
                None => stmts.push(statement),
            }
        }
        for (group, nodes) in members {
            stmts.push(self.cluster(group, nodes)?);
        }
        Ok(stmts)
    }

    fn cluster(&self, group: usize, nodes: Vec<Stmt>) -> Result<Stmt, RenderError> {
        let shown = displayable(&self.picture.groups[group]);
        let lines = text::lines(&shown, Style::regular(NODE_LABEL), 2.0 * NODE_WIDTH)?;
        let tooltip = match self.picture.group_label.as_deref().map(displayable) {
            Some(what) if !what.is_empty() => format!("{what}: {shown}"),
            _ => shown,
        };
        let attributes = vec![
            attribute_of("label", text::label(&lines)),
            attribute_of("tooltip", text::tooltip(&[tooltip])),
            // A cluster has the settings of the graph, whose caption is below and in the middle.
            attribute("labelloc", "t"),
            attribute("labeljust", "l"),
            attribute("style", "rounded,filled"),
            attribute("fillcolor", CLUSTER_FILL),
            attribute("color", COLORS.rule),
            attribute("fontsize", &NODE_LABEL.to_string()),
            attribute("margin", "12"),
        ];
        let mut stmts = vec![Stmt::GAttribute(GraphAttributes::Graph(attributes))];
        stmts.extend(nodes);
        Ok(Stmt::Subgraph(Subgraph { id: string(&format!("cluster_{group}")), stmts }))
    }

    fn node(&self, node: &Node) -> Result<Vec<Attribute>, RenderError> {
        let class = self.nodes.slot(node.class).map(|slot| self.nodes.slots[slot].0.as_str());
        let colors = Theme::diagram_node(self.nodes.color(node.class), node);
        let lines = text::lines(&node.label, Style::regular(NODE_LABEL), NODE_WIDTH)?;
        let mut attributes = vec![match node.emphasis && !lines.is_empty() {
            true => Attribute(name("label"), Id::Html(emphasized(&lines, class.filter(|c| *c != "other"), &colors)?)),
            false => attribute_of("label", text::label(&lines)),
        }];
        if node.shape == Shape::Person {
            attributes.push(attribute("style", "rounded,filled"));
        }
        attributes.extend([
            attribute("fillcolor", &colors.fill),
            attribute("color", &colors.stroke),
            attribute("fontcolor", &colors.ink),
        ]);
        if node.emphasis {
            attributes.push(attribute("penwidth", "2"));
        }
        let class = class.map(|class| under(self.picture.node_class_label.as_deref(), class));
        let lines = [Some(node.label.clone()), class, node.tooltip.clone()];
        attributes.push(attribute_of("tooltip", text::tooltip(&lines.into_iter().flatten().collect::<Vec<_>>())));
        attributes.extend(link(node.url.as_deref()));
        attributes.push(attribute("id", &node_id(&node.id)));
        let shape = if node.shape == Shape::Person { "person" } else { "company" };
        attributes.push(classes(&[(shape, true), ("emphasised", node.emphasis), ("dimmed", node.dimmed)]));
        Ok(attributes)
    }

    fn edges(&self) -> Result<Vec<Stmt>, RenderError> {
        let ids = edge_ids(self.picture);
        let backward = ranks::backward(self.picture);
        let mut stmts = Vec::with_capacity(ids.len());
        for ((edge, id), backward) in self.picture.edges.iter().zip(&ids).zip(backward) {
            let mut attributes = self.edge(edge)?;
            if backward {
                attributes.push(attribute("constraint", "false"));
            }
            attributes.push(attribute("id", id));
            attributes.push(classes(&[
                ("possible", edge.possible),
                ("identity", edge.identity),
                ("certain", !edge.is_dashed()),
                ("dimmed", edge.dimmed),
            ]));
            stmts.push(tie(&self.picture.nodes[edge.from], &self.picture.nodes[edge.to], attributes));
        }
        Ok(stmts)
    }

    fn edge(&self, edge: &Edge) -> Result<Vec<Attribute>, RenderError> {
        let mut attributes = Vec::new();
        let label = edge.label.as_deref().unwrap_or_default();
        let lines = text::lines(label, Style::regular(EDGE_LABEL), EDGE_WIDTH)?;
        if !lines.is_empty() {
            attributes.push(attribute_of("label", text::label(&lines)));
        }
        let color = Theme::diagram_line(self.edges.color(edge.class), edge.dimmed);
        attributes.push(attribute("color", &color.to_string()));
        attributes.push(attribute("penwidth", &num(self.widths.width(edge.weight))));
        if edge.is_dashed() {
            attributes.push(attribute("style", "dashed"));
        }
        if edge.dimmed && !lines.is_empty() {
            attributes.push(attribute("fontcolor", &OTHER.to_string()));
        }
        if self.directed && !edge.directed {
            attributes.push(attribute("dir", "none"));
        }
        if edge.weight != 1.0 {
            // Strong ties are kept short. `dot` computes with small whole numbers.
            attributes.push(attribute("weight", &num(edge.weight.min(1000.0))));
        }
        attributes.push(attribute_of("tooltip", text::tooltip(&self.edge_tooltip(edge))));
        attributes.extend(link(edge.url.as_deref()));
        Ok(attributes)
    }

    /// Lines of the tooltip of an edge: its ends, label, class, weight and its own tooltip.
    fn edge_tooltip(&self, edge: &Edge) -> Vec<String> {
        let [from, to] = [edge.from, edge.to].map(|end| displayable(&self.picture.nodes[end].label));
        let joint = if edge.directed { '→' } else { '–' };
        let slot = self.edges.slot(edge.class);
        let class = slot.map(|s| under(self.picture.edge_class_label.as_deref(), &self.edges.slots[s].0));
        let weight = self.picture.weight_label.as_deref().map(|what| under(Some(what), &num(edge.weight)));
        let possible = edge.possible.then(|| "possible: the known dates allow it".to_string());
        let lines = [Some(format!("{from} {joint} {to}")), edge.label.clone(), class, weight, possible];
        lines.into_iter().flatten().chain(edge.tooltip.clone()).collect()
    }
}

/// The name in bold, its class below, small.
fn emphasized(lines: &[String], class: Option<&str>, colors: &DiagramPaint) -> Result<String, RenderError> {
    let bold: Vec<String> = lines.iter().map(|line| format!("<b>{}</b>", interlocks_dot::html(line))).collect();
    let mut html = bold.join("<br/>");
    for line in
        class.map(|class| text::lines(class, Style::regular(CLASS_LABEL), NODE_WIDTH)).transpose()?.iter().flatten()
    {
        let (ink, line) = (&colors.small, interlocks_dot::html(line));
        html += &format!("<br/><font point-size=\"{CLASS_LABEL}\" color=\"{ink}\">{line}</font>");
    }
    Ok(format!("<{html}>"))
}

fn under(heading: Option<&str>, class: &str) -> String {
    match heading.map(displayable) {
        Some(heading) if !heading.is_empty() => format!("{heading}: {class}"),
        _ => class.to_string(),
    }
}

/// The attributes of a link that opens in a new window, if the address is a web address.
fn link(url: Option<&str>) -> Vec<Attribute> {
    match url.and_then(web_address) {
        // Graphviz copies addresses into its SVG as they are, so they are written as SVG has them.
        Some(url) => vec![attribute_of("URL", url.replace('&', "&amp;")), attribute("target", "_blank")],
        None => Vec::new(),
    }
}

/// The `class` attribute, for style sheets.
fn classes(all: &[(&str, bool)]) -> Attribute {
    let set: Vec<&str> = all.iter().filter(|class| class.1).map(|class| class.0).collect();
    attribute("class", &set.join(" "))
}

fn tie(from: &Node, to: &Node, attributes: Vec<Attribute>) -> Stmt {
    let ends = EdgeTy::Pair(Vertex::N(vertex_id(from)), Vertex::N(vertex_id(to)));
    Stmt::Edge(DotEdge { ty: ends, attributes })
}

fn vertex_id(node: &Node) -> NodeId {
    NodeId(string(&node_name(&node.id)), None)
}

fn name(name: &str) -> Id {
    Id::Plain(name.to_string())
}

fn string(text: &str) -> Id {
    Id::Escaped(quoted(text))
}

/// An attribute whose value is ours; without quotes where DOT needs none.
fn attribute(key: &str, value: &str) -> Attribute {
    Attribute(name(key), if is_bare(value) { Id::Plain(value.to_string()) } else { string(value) })
}

fn pair((key, value): (&str, &str)) -> Attribute {
    attribute(key, value)
}

/// An attribute with text of the picture, escaped for Graphviz before.
fn attribute_of(key: &str, value: String) -> Attribute {
    Attribute(name(key), string(&value))
}

#[cfg(test)]
mod tests;
