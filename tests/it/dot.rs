//! Graphviz reads the DOT that is written, and draws all of it.

use std::path::Path;
use std::process::Command;

use interlocks::analysis::Query;
use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Entity};
use interlocks::render::text::displayable;
use interlocks::render::{Class, Edge, Node, Picture, dot, scenes};
use proptest::prelude::*;
use resvg::usvg::roxmltree::{Document, ParsingOptions};

/// Characters and words that end a string, begin an escape, an entity, a tag, a port or a comment somewhere.
fn name() -> impl Strategy<Value = String> {
    const PIECES: [&str; 35] = [
        "\"", "\\", "\\N", "\\\"", "\\n", "<", ">", "> >", "&", "&amp;", "&foo;", "&#65;", "&#x;", "&;", "--", "->",
        "-->", "{", "}", "|", ":n", ";", "#", "//", "/*", "%", "\n", "\r\n", "\0", "\u{7}", "\u{202E}", "\u{200F}",
        "😀", "\u{FFFE}", " ",
    ];
    let piece = prop_oneof![
        prop::sample::select(PIECES.to_vec()).prop_map(str::to_string),
        "[A-Za-z]{1,6}",
        "\\PC",
        "[א-תيا-ي三菱ÄßéЖ]{1,3}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn node() -> impl Strategy<Value = Node> {
    let place = (prop::option::of(0usize..4), prop::option::of(0usize..4), 0usize..5);
    let marks = (any::<bool>(), any::<bool>(), any::<bool>());
    (name(), name(), place, marks, prop::option::of(name()), prop::option::of(name())).prop_map(
        |(id, label, (group, rank, class), (person, emphasis, dimmed), url, tooltip)| {
            let node = if person { Node::person(id, label) } else { Node::company(id, label) };
            let url = url.map(|rest| format!("https://example.org/{rest}"));
            Node { group, rank, class, emphasis, dimmed, url, tooltip, ..node }
        },
    )
}

fn edge() -> impl Strategy<Value = Edge> {
    let marks = (any::<bool>(), any::<bool>(), any::<bool>());
    let texts = (prop::option::of(name()), prop::option::of(name()), prop::option::of(name()));
    (0usize..100, 0usize..100, marks, texts, 0.0..5.0f64, 0usize..4).prop_map(
        |(from, to, (directed, possible, dimmed), (label, tooltip, url), weight, class)| {
            let url = url.map(|rest| format!("http://example.org/?a&{rest}"));
            Edge { from, to, directed, possible, dimmed, label, tooltip, url, weight, class, ..Edge::default() }
        },
    )
}

/// Pictures with groups, with ranks, with both and with neither.
fn picture() -> impl Strategy<Value = Picture> {
    let parts = (prop::collection::vec(node(), 0..9), prop::collection::vec(edge(), 0..9), any::<(bool, bool)>());
    (parts, prop::collection::vec(name(), 8)).prop_map(|((nodes, edges, (grouped, ranked)), texts)| {
        let classes = |from: usize| texts[from..from + 3].iter().map(|text| Class::new(text.clone())).collect();
        let mut picture = Picture::new(texts[0].clone())
            .subtitle(texts[1].clone())
            .note(texts[2].clone())
            .weight_label(texts[6].clone())
            .node_classes(texts[7].clone(), classes(1))
            .edge_classes(texts[7].clone(), classes(4));
        picture.group_label = Some(texts[3].clone());
        picture.groups = if grouped { texts[4..7].to_vec() } else { Vec::new() };
        for (at, mut node) in nodes.into_iter().enumerate() {
            node.id.push_str(&at.to_string());
            node.rank = node.rank.filter(|_| ranked);
            picture.add_node(node);
        }
        for mut edge in edges.into_iter().filter(|_| !picture.nodes.is_empty()).collect::<Vec<_>>() {
            edge.from %= picture.nodes.len();
            edge.to %= picture.nodes.len();
            picture.add_edge(edge);
        }
        picture
    })
}

/// The SVG an engine of Graphviz makes of a picture; `None` where there is no Graphviz. It is given one
/// picture at a time: version 2.43 keeps something of a graph with clusters and dies of it at the next.
fn drawn(picture: &Picture, engine: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.dot");
    std::fs::write(&file, dot(picture).unwrap()).unwrap();
    let output = match Command::new("dot").arg(format!("-K{engine}")).arg("-Tsvg").arg(&file).output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            println!("skipped: graphviz is not installed");
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    // The router of 2.43 at times finds no way for parallel lines with labels within one rank
    // ("libpath/shortest.c: triangulation failed") or no room for a line, and other engines leave boxes
    // touching, between which lines are straight then; they draw them all the same. All else counts.
    let of_layout = |line: &&str| {
        let starts = ["libpath/", "Warning: some nodes with margin", "Warning: Unable to reclaim box space"];
        starts.iter().any(|start| line.starts_with(start))
    };
    let said: Vec<&str> = said.lines().filter(|line| !of_layout(line)).collect();
    assert!(output.status.success() && said.is_empty(), "{}: {said:?}\n{}", output.status, dot(picture).unwrap());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn is_drawn(picture: &Picture, engine: &str) {
    if let Some(svg) = drawn(picture, engine) {
        is_whole(picture, &svg);
    }
}

/// Graphviz writes a `text` for each line: what it broke is not told from what was apart.
fn joined(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Holds a drawing against its picture: as many nodes, lines and clusters, ids that differ,
/// and every name, letter for letter but for white space.
fn is_whole(picture: &Picture, svg: &str) {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(svg, options).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let of_class = |class: &'static str| {
        document.descendants().filter(move |element| {
            element.has_tag_name("g")
                && element.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
        })
    };
    let ids = |class: &'static str| {
        // Edges that only keep ranks in order are not drawn, or have no id of ours.
        let mut ids: Vec<String> = of_class(class).filter_map(|g| g.attribute("id")).map(str::to_string).collect();
        ids.retain(|id| id.starts_with(&format!("{class}-")));
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    assert_eq!(ids("node").len(), picture.nodes.len(), "{svg}");
    assert_eq!(ids("edge").len(), picture.edges.len(), "{svg}");
    let mut groups: Vec<usize> =
        picture.nodes.iter().filter_map(|n| n.group).filter(|g| *g < picture.groups.len()).collect();
    groups.sort_unstable();
    groups.dedup();
    assert_eq!(of_class("cluster").count(), groups.len(), "{svg}");

    let text_of = |element: resvg::usvg::roxmltree::Node<'_, '_>| -> String {
        let texts = element.descendants().filter(|part| part.has_tag_name("text"));
        joined(&texts.filter_map(|text| text.text()).collect::<String>())
    };
    let mut shown: Vec<String> = of_class("node").map(text_of).collect();
    let mut named: Vec<String> = picture.nodes.iter().map(|node| name_in(picture, node)).collect();
    shown.sort_unstable();
    named.sort_unstable();
    assert_eq!(shown, named, "{svg}");
    let mut shown: Vec<String> = of_class("cluster").map(text_of).collect();
    let mut named: Vec<String> = groups.iter().map(|group| joined(&displayable(&picture.groups[*group]))).collect();
    shown.sort_unstable();
    named.sort_unstable();
    assert_eq!(shown, named, "{svg}");
    // Nothing but the web is linked to.
    for link in document.descendants().filter_map(|a| a.attribute(("http://www.w3.org/1999/xlink", "href"))) {
        assert!(link.starts_with("http://") || link.starts_with("https://"), "{link}");
    }
}

/// Returns the text in a node: its name, and its class if it is emphasised.
fn name_in(picture: &Picture, node: &Node) -> String {
    let name = joined(&displayable(&node.label));
    match picture.node_classes.get(node.class) {
        Some(class) if node.emphasis && !name.is_empty() && class.name != "other" => {
            name + &joined(&displayable(&class.name))
        }
        _ => name,
    }
}

fn is_read(picture: &Picture) {
    let text = dot(picture).unwrap();
    if let Err(error) = graphviz_rust::parse(&text) {
        panic!("{error}\n{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_is_read_whatever_the_names(picture in picture()) {
        is_read(&picture);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn graphviz_draws_everything_whatever_the_names(picture in picture()) {
        is_drawn(&picture, "dot");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn other_engines_draw_everything_too(picture in picture()) {
        is_drawn(&picture, "neato");
        is_drawn(&picture, "fdp");
    }
}

#[test]
fn the_bundled_data_is_drawn_by_graphviz() {
    let mut folders: Vec<_> = std::fs::read_dir("datasets").unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("seats.csv").exists());
    folders.sort();
    assert!(!folders.is_empty());
    for picture in folders.iter().flat_map(|folder| of_data(folder)) {
        assert!(!picture.nodes.is_empty() && !picture.edges.is_empty());
        is_read(&picture);
        is_drawn(&picture, "dot");
    }
}

fn of_data(folder: &Path) -> Vec<Picture> {
    let graph = BoardGraph::new(Dataset::open(folder).unwrap(), BuildOptions::default());
    let query = Query::default();
    let first = graph.companies().next().map(Entity::Company).unwrap();
    let found = pairs(&graph, &PairOptions { query, ..PairOptions::default() });
    vec![scenes::ego(&graph, first, 1, &query), scenes::pairs(&graph, &found, &query, "shared directors")]
}
