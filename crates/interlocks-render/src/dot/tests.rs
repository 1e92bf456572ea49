use proptest::prelude::*;

use super::*;
use crate::picture::Class;

fn hostile(label: &str) -> Picture {
    let mut picture = Picture::new(label).subtitle(label).note(label);
    picture.node_classes = vec![Class::new(label)];
    picture.groups = vec![label.to_string()];
    let mut first = Node::company(format!("a{label}"), label).tooltip(label);
    (first.group, first.rank, first.url) = (Some(0), Some(1), Some(format!("https://a.b/{label}")));
    let a = picture.add_node(first);
    let b = picture.add_node(Node::person(format!("b{label}"), label).emphasized());
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
    assert!(text.contains("dir=none"));
    assert!(text.contains("style=dashed"));
}

#[test]
fn only_links_of_the_web_are_written() {
    let mut picture = Picture::new("t");
    for (id, url) in [("a", "javascript:alert(1)"), ("b", "https://sec.gov/x?a=1&b;=\"")] {
        picture.add_node(Node { url: Some(url.to_string()), ..Node::company(id, id) });
    }
    let text = dot(&picture).unwrap();
    assert!(!text.contains("javascript"));
    assert_eq!(text.matches("URL=\"https://sec.gov/x?a=1&amp;b;=%22\" target=\"_blank\"").count(), 1, "{text}");
}

#[test]
fn ranks_without_an_edge_between_them_are_kept_in_order() {
    let mut picture = Picture::new("t");
    for (id, rank) in [("c", 7), ("a", 0), ("b", 3)] {
        picture.add_node(Node { rank: Some(rank), ..Node::company(id, id) });
    }
    picture.add_edge(Edge::new(0, 1).directed());
    let text = dot(&picture).unwrap();
    assert!(text.contains("\"a\" -> \"b\" [style=invis weight=0]"), "{text}");
    assert!(text.contains("\"b\" -> \"c\" [style=invis weight=0]"), "{text}");
    assert!(text.contains("constraint=false"), "{text}");
    assert_eq!(text.matches("rank=same").count(), 3);
}
