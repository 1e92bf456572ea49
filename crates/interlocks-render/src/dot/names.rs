//! Names for the nodes and lines: those DOT knows them by, and those of the elements of an SVG.
//!
//! Both come from the ids of the nodes alone, so that they stay when rows are sorted anew
//! or others are added, and a style sheet or a script may count on them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::text::is_shown;
use crate::picture::{Edge, Picture};
use interlocks_dot::without_entities;

/// The DOT name of a node, different for different ids: what DOT or SVG cannot carry is written
/// as `=` and the hexadecimal of its bytes, as mail does. A `%` would not do: Graphviz takes a name
/// that begins with one for its own and forgets it.
pub(super) fn node_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for c in id.chars() {
        if matches!(c, '=' | '\\') || !is_shown(c) { bytes_of(&mut name, '=', c) } else { name.push(c) }
    }
    // Graphviz copies names into its SVG and leaves there what looks like an entity.
    without_entities(&name)
}

/// The id of a node's element: ASCII letters, digits and `-` stay, all else is `_` and hexadecimal.
pub(super) fn node_id(id: &str) -> String {
    format!("node-{}", plain(id))
}

/// The ids of the lines' elements, in the order of the picture. Of lines between the same ends the
/// second and later have a number, by their content and not by their position.
pub(super) fn edge_ids(picture: &Picture) -> Vec<String> {
    let mut between: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, edge) in picture.edges.iter().enumerate() {
        between.entry(ends(picture, edge)).or_default().push(at);
    }
    let mut ids = vec![String::new(); picture.edges.len()];
    for (ends, mut edges) in between {
        edges.sort_by_cached_key(|at| content(&picture.edges[*at]));
        for (nth, at) in edges.into_iter().enumerate() {
            ids[at] = if nth == 0 { ends.clone() } else { format!("{ends}__{}", nth + 1) };
        }
    }
    ids
}

/// `__` cannot come from an id, in which `_` is always followed by a digit or a capital letter.
fn ends(picture: &Picture, edge: &Edge) -> String {
    let (mut a, mut b) = (&picture.nodes[edge.from].id, &picture.nodes[edge.to].id);
    if !edge.directed && b < a {
        (a, b) = (b, a);
    }
    format!("edge-{}__{}", plain(a), plain(b))
}

fn content(edge: &Edge) -> impl Ord + use<> {
    (
        (edge.directed, edge.possible, edge.class, edge.weight.to_bits()),
        (edge.label.clone(), edge.tooltip.clone(), edge.url.clone()),
    )
}

fn plain(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '-' { out.push(c) } else { bytes_of(&mut out, '_', c) }
    }
    out
}

fn bytes_of(out: &mut String, mark: char, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(out, "{mark}{byte:02X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Node;
    use proptest::prelude::*;

    #[test]
    fn ordinary_ids_stay_readable() {
        assert_eq!(node_name("company:at&t"), "company:at&t");
        assert_eq!(node_id("company:at&t"), "node-company_3Aat_26t");
        assert_eq!(node_name("a\u{0}=\\&x;"), "a=00=3D=5C&amp;x;");
    }

    #[test]
    fn parallel_lines_are_numbered_by_what_they_say() {
        let mut picture = Picture::new("t");
        let a = picture.add_node(Node::company("a", "A"));
        let b = picture.add_node(Node::company("b", "B"));
        picture.edges = vec![Edge::new(a, b).label("y"), Edge::new(b, a).label("x"), Edge::new(b, a).directed()];
        assert_eq!(edge_ids(&picture), ["edge-a__b__2", "edge-a__b", "edge-b__a"]);
        picture.edges.swap(0, 1);
        assert_eq!(edge_ids(&picture), ["edge-a__b", "edge-a__b__2", "edge-b__a"]);
    }

    proptest! {
        #[test]
        fn different_ids_have_different_names(
            a in "[ab=&;_\\\\%\u{0}\u{202e}5C]{0,8}",
            b in "[ab=&;_\\\\%\u{0}\u{202e}5C]{0,8}",
        ) {
            prop_assert_eq!(a == b, node_name(&a) == node_name(&b));
            prop_assert_eq!(a == b, node_id(&a) == node_id(&b));
        }
    }
}
