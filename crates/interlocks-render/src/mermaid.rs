//! Writes a picture as a Mermaid flowchart, which GitHub, GitLab and many wikis draw in their pages.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::address::web_address;
use super::error::RenderError;
use super::layout::check;
use super::palette::Legend;
use super::picture::{Color, Edge, Node, Picture, Shape};
use super::svg::Widths;
use super::svg::xml::num;
use super::text::displayable;
use super::theme::Theme;

/// Flowcharts with more nodes or edges than this are unreadable.
const MOST_NODES: usize = 200;
const MOST_EDGES: usize = 400;
/// Mermaid itself refuses longer texts (its `maxTextSize`).
const MOST_CHARACTERS: usize = 50_000;

/// Writes a small picture as a Mermaid flowchart.
///
/// It reads from left to right if nodes have ranks, otherwise from top to bottom. Companies are boxes,
/// people have round ends; nodes are named `n0`, `n1`, … in the order of the picture.
///
/// # Errors
/// Returns an error if the picture is invalid, or too large for Mermaid.
///
/// ```
/// use interlocks_render::{Edge, Node, Picture, mermaid};
///
/// let mut picture = Picture::new("A board");
/// let netflix = picture.add_node(Node::company("netflix", "Netflix"));
/// let hastings = picture.add_node(Node::person("hastings", "Reed \"R.\" Hastings"));
/// picture.add_edge(Edge::new(hastings, netflix).label("director"));
/// let text = mermaid(&picture)?;
/// assert!(text.contains("n1([\"Reed #quot;R.#quot; Hastings\"])"));
/// assert!(text.contains("n1 ---|\"director\"| n0"));
/// # Ok::<(), interlocks_render::RenderError>(())
/// ```
pub fn mermaid(picture: &Picture) -> Result<String, RenderError> {
    check(picture)?;
    let (nodes, edges) = (picture.nodes.len(), picture.edges.len());
    if nodes > MOST_NODES || edges > MOST_EDGES {
        return Err(RenderError::TooLargeForMermaid { nodes, edges });
    }
    let mut out = String::new();
    head(&mut out, picture);
    write_nodes(&mut out, picture);
    for edge in &picture.edges {
        let _ = writeln!(out, "  {}", connection(edge));
    }
    write_links(&mut out, picture);
    write_node_colors(&mut out, picture);
    write_edge_colors(&mut out, picture);
    if out.chars().count() > MOST_CHARACTERS {
        return Err(RenderError::TooLargeForMermaid { nodes, edges });
    }
    Ok(out)
}

fn head(out: &mut String, picture: &Picture) {
    let title = displayable(&picture.title);
    if !title.is_empty() {
        let _ = writeln!(out, "---\ntitle: {}\n---", yaml(&title));
    }
    let ranked = picture.nodes.iter().any(|node| node.rank.is_some());
    let _ = writeln!(out, "flowchart {}", if ranked { "LR" } else { "TB" });
    for line in picture.subtitle.iter().chain(&picture.notes).map(|line| displayable(line)) {
        if !line.is_empty() {
            let _ = writeln!(out, "  %% {}", comment(&line));
        }
    }
}

/// The nodes of no group, then a subgraph for each group that has any.
fn write_nodes(out: &mut String, picture: &Picture) {
    let mut members: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (at, node) in picture.nodes.iter().enumerate() {
        let text = label(&node.label);
        let statement = match node.shape {
            Shape::Company => format!("n{at}[\"{text}\"]"),
            Shape::Person => format!("n{at}([\"{text}\"])"),
        };
        match node.group.filter(|group| *group < picture.groups.len()) {
            Some(group) => members.entry(group).or_default().push(statement),
            None => {
                let _ = writeln!(out, "  {statement}");
            }
        }
    }
    for (group, statements) in members {
        let _ = writeln!(out, "  subgraph g{group}[\"{}\"]", label(&picture.groups[group]));
        for statement in statements {
            let _ = writeln!(out, "    {statement}");
        }
        out.push_str("  end\n");
    }
}

fn connection(edge: &Edge) -> String {
    let line = match (edge.is_dashed(), edge.directed) {
        (false, false) => "---",
        (false, true) => "-->",
        (true, false) => "-.-",
        (true, true) => "-.->",
    };
    let text = edge.label.as_deref().map(displayable).filter(|text| !text.is_empty());
    let text = text.map(|text| format!("|\"{}\"|", label(&text))).unwrap_or_default();
    format!("n{} {line}{text} n{}", edge.from, edge.to)
}

fn write_links(out: &mut String, picture: &Picture) {
    for (at, node) in picture.nodes.iter().enumerate() {
        // Mermaid takes `#` to `;` for the code of a character.
        if let Some(url) = node.url.as_deref().and_then(web_address) {
            let _ = writeln!(out, "  click n{at} href \"{}\" _blank", url.replace(';', "%3B"));
        }
    }
}

fn write_node_colors(out: &mut String, picture: &Picture) {
    let legend = Legend::for_nodes(&picture.node_classes);
    let mut styles: BTreeMap<(Option<usize>, bool, bool), Vec<String>> = BTreeMap::new();
    for (at, node) in picture.nodes.iter().enumerate() {
        let key = (legend.slot(node.class), node.emphasis, node.dimmed);
        styles.entry(key).or_default().push(format!("n{at}"));
    }
    for ((slot, emphasis, dimmed), nodes) in styles {
        // Of a class no legend lists the color is that of what is left over.
        let color = slot.map_or_else(|| legend.color(usize::MAX), |slot| legend.slots[slot].1);
        let name = match slot {
            Some(slot) => format!("class{slot}"),
            None => "plain".to_string(),
        };
        let name = name + if emphasis { "Strong" } else { "" } + if dimmed { "Dimmed" } else { "" };
        let style = node_style(color, &Node { emphasis, dimmed, ..Node::default() });
        let _ = writeln!(out, "  classDef {name} {style}");
        let _ = writeln!(out, "  class {} {name}", nodes.join(","));
    }
}

fn node_style(color: Color, node: &Node) -> String {
    let colors = Theme::diagram_node(color, node);
    let width = if node.emphasis { "3px,font-weight:bold" } else { "1px" };
    format!("fill:{},stroke:{},color:{},stroke-width:{width}", colors.fill, colors.stroke, colors.ink)
}

/// One statement for all lines that look alike: the text must stay short.
fn write_edge_colors(out: &mut String, picture: &Picture) {
    let legend = Legend::for_edges(&picture.edge_classes);
    let widths = Widths::new(picture);
    let mut styles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (at, edge) in picture.edges.iter().enumerate() {
        let color = Theme::diagram_line(legend.color(edge.class), edge.dimmed);
        let style = format!("stroke:{color},stroke-width:{}px", num(widths.width(edge.weight)));
        styles.entry(style).or_default().push(at.to_string());
    }
    for (style, edges) in styles {
        let _ = writeln!(out, "  linkStyle {} {style}", edges.join(","));
    }
}

/// Text within `"…"`. Characters that Mermaid, its Markdown or HTML might interpret are written as character codes.
fn label(text: &str) -> String {
    let text = displayable(text);
    let mut out = String::with_capacity(text.len());
    let mut only_digits = true;
    for (at, c) in text.chars().enumerate() {
        // "1. x" and "- x" would begin a list of Markdown.
        let begins_list = (only_digits && at > 0 && matches!(c, '.' | ')')) || (at == 0 && c == '-');
        only_digits &= c.is_ascii_digit();
        match c {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            c if begins_list || (c.is_ascii_punctuation() && !matches!(c, ',' | '.' | '(' | ')' | '-' | '\'')) => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    // Without any text Mermaid would show the name of the node.
    if out.is_empty() { " ".to_string() } else { out }
}

/// A comment. It is not shown, but `%%{…}` anywhere would be a directive.
fn comment(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, '%' | '{' | '}' | '<' | '>' | '"' | '#' | ';') { '\u{B7}' } else { c })
        .collect()
}

/// A string of YAML in double quotes. Mermaid changes some of the text before YAML is read, so
/// only letters, digits and what is harmless stand for themselves.
fn yaml(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | '(' | ')' | '-' | '\'' | ':' | '/') {
            let _ = write!(out, "\\x{:02x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
