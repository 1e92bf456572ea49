//! Properties of every picture, for any content.

use proptest::prelude::*;
use resvg::usvg::Tree;

use super::layout::{Layout, lay_out};
use super::usvg::usvg_options;
use super::*;

fn network(nodes: usize, edges: &[(usize, usize)]) -> Picture {
    let mut picture = Picture::new("A network").weight_label("shared directors");
    picture.node_classes = (0..4).map(|i| Class::new(format!("sector {i}"))).collect();
    for v in 0..nodes {
        let name = ["Acme", "Société Générale de Surveillance", "Объединённая компания", "三菱商事株式会社"][v % 4];
        let label = format!("{name} {v}");
        let node =
            if v % 3 == 0 { Node::person(format!("n{v}"), label) } else { Node::company(format!("n{v}"), label) };
        picture.add_node(node.class(v % 5));
    }
    for (i, &(a, b)) in edges.iter().enumerate().filter(|_| nodes > 0) {
        let edge = Edge::new(a % nodes, b % nodes).weight((i % 4) as f64);
        let edge = if i % 3 == 0 { edge.label("member of the supervisory board, 2011 – 2019") } else { edge };
        let edge = if i % 4 == 0 { edge.directed() } else { edge };
        picture.add_edge(if i % 5 == 0 { edge.possible() } else { edge });
    }
    picture
}

fn sound(picture: &Picture, options: &LayoutOptions) -> Layout {
    let layout = lay_out(picture, options).unwrap();
    let boxes: Vec<Rect> = layout.nodes.iter().map(|n| n.rect).collect();
    for (i, a) in boxes.iter().enumerate() {
        assert!([a.x, a.y, a.w, a.h].iter().all(|v| v.is_finite()), "box {i}: {a:?}");
        if let Some(j) = boxes[..i].iter().position(|b| a.overlaps(b)) {
            panic!("boxes {i} and {j} overlap: {a:?} {:?}", boxes[j]);
        }
    }
    let labels: Vec<Rect> = layout.edges.iter().filter_map(|e| Some(e.label.as_ref()?.rect)).collect();
    for (i, label) in labels.iter().enumerate() {
        assert!(!boxes.iter().any(|b| b.overlaps(label)), "label {i} covers a box");
        assert!(!labels[..i].iter().any(|l| l.overlaps(label)), "label {i} covers a label");
    }
    for edge in &layout.edges {
        assert!(edge.curve.flatten().iter().all(|p| p.x.is_finite() && p.y.is_finite()));
    }
    let wanted = picture.edges.iter().filter(|e| e.label.is_some()).count();
    assert_eq!(labels.len() + layout.labels_dropped, wanted, "a label was lost silently");
    layout
}

fn all_arrangements(picture: &Picture) {
    for arrangement in [Arrangement::Auto, Arrangement::Stress, Arrangement::Chain, Arrangement::Ego] {
        sound(picture, &LayoutOptions::default().arrangement(arrangement));
    }
    let mut in_levels = LayoutOptions::default();
    in_levels.placement.full_stress_up_to = 2;
    sound(picture, &in_levels);
    Tree::from_str(&svg(picture, &in_levels.clone().into()).unwrap(), &usvg_options()).expect("well-formed SVG");
    graphviz_rust::parse(&dot(picture).unwrap()).expect("well-formed DOT");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn no_boxes_overlap_and_no_label_is_lost(
        nodes in 0usize..30,
        edges in prop::collection::vec((0usize..30, 0usize..30), 0..50),
        emphasis in prop::option::of(0usize..30),
    ) {
        let mut picture = network(nodes, &edges);
        if let Some(node) = emphasis.and_then(|e| picture.nodes.get_mut(e)) {
            node.emphasis = true;
        }
        all_arrangements(&picture);
    }

    #[test]
    fn hostile_text_gives_well_formed_svg(text in "(\\PC|[\\x00-\\x1f\\\\\"'<>&;\u{202e}\u{fffe}]){0,40}") {
        let mut picture = Picture::new(text.clone()).subtitle(text.clone()).note(text.clone());
        picture.node_classes = vec![Class::new(text.clone())];
        let a = picture.add_node(Node::company(format!("a{text}"), text.clone()).tooltip(text.clone()));
        let b = picture.add_node(Node::person("b", text.clone()));
        picture.add_edge(Edge::new(a, b).label(text.clone()).tooltip(text).directed());
        let page = svg(&picture, &PageOptions::default()).unwrap();
        prop_assert!(Tree::from_str(&page, &usvg_options()).is_ok(), "{page}");
    }
}

#[test]
fn the_plain_cases_are_drawn() {
    all_arrangements(&network(0, &[]));
    all_arrangements(&network(1, &[]));
    all_arrangements(&network(1, &[(0, 0), (0, 0), (0, 0)]));
    all_arrangements(&network(40, &[]));
    all_arrangements(&network(2, &[(0, 1), (1, 0), (0, 1), (0, 1), (0, 1)]));
    let complete: Vec<_> = (0..12).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    all_arrangements(&network(12, &complete));
    let pairs: Vec<_> = (0..20).map(|i| (2 * i, 2 * i + 1)).collect();
    all_arrangements(&network(40, &pairs));
    let path: Vec<_> = (0..14).map(|i| (i, i + 1)).collect();
    all_arrangements(&network(15, &path));
}

#[test]
fn a_star_of_300_leaves_keeps_its_boxes_apart() {
    let mut picture = network(301, &(1..301).map(|v| (0, v)).collect::<Vec<_>>());
    picture.edges.iter_mut().for_each(|e| e.label = None);
    sound(&picture, &LayoutOptions::default());
    picture.nodes[0].emphasis = true;
    sound(&picture, &LayoutOptions::default().arrangement(Arrangement::Ego));
}

#[test]
fn the_same_picture_gives_the_same_bytes_on_any_number_of_threads() {
    let edges: Vec<_> = (0..160).map(|i| (i * 7 % 90, i * i % 90)).collect();
    let picture = network(90, &edges);
    for limit in [10, 1_000] {
        let mut options = LayoutOptions::default();
        options.placement.full_stress_up_to = limit;
        let draw = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| svg(&picture, &options.clone().into()).unwrap())
        };
        let once = draw(1);
        assert_eq!(once, draw(1));
        assert_eq!(once, draw(2));
    }
}

#[test]
fn a_character_without_a_glyph_is_named_in_the_footer() {
    let mut picture = Picture::new("t");
    picture.add_node(Node::company("a", "Smile \u{1F600} Ltd"));
    assert!(svg(&picture, &PageOptions::default()).unwrap().contains("U+1F600"));
}

#[test]
fn an_image_beyond_the_bound_is_refused_with_a_scale_that_works() {
    let picture = network(20, &[(0, 1)]);
    let options = PageOptions::default();
    let bound = |scale| PngOptions { scale, max_pixels: 500_000 };
    match png(&picture, &options, &bound(50.0)) {
        Err(RenderError::TooManyPixels { largest_scale, .. }) => {
            let image = png(&picture, &options, &bound(largest_scale)).unwrap();
            assert!(image.starts_with(b"\x89PNG"));
        }
        other => panic!("{:?}", other.map(|image| image.len())),
    }
    assert!(matches!(png(&picture, &options, &bound(f64::NAN)), Err(RenderError::Scale(_))));
}

#[test]
fn an_edge_to_nowhere_a_bad_weight_and_an_id_twice_are_refused() {
    let mut picture = network(2, &[]);
    picture.add_edge(Edge::new(0, 7));
    let draw = |p: &Picture| svg(p, &PageOptions::default());
    assert!(matches!(draw(&picture), Err(RenderError::EdgeEnd { node: 7, .. })));
    picture.edges = vec![Edge::new(0, 1).weight(f64::NAN)];
    assert!(matches!(draw(&picture), Err(RenderError::Weight { .. })));
    picture.edges.clear();
    picture.nodes[1].id = picture.nodes[0].id.clone();
    assert!(matches!(dot(&picture), Err(RenderError::DuplicateId { .. })));
}

#[test]
fn endings_name_formats() {
    assert_eq!(ImageFormat::from_path(Path::new("a/b.SVG")).unwrap(), ImageFormat::Svg);
    assert_eq!(ImageFormat::from_path(Path::new("x.gv")).unwrap(), ImageFormat::Dot);
    assert_eq!(ImageFormat::from_path(Path::new("x.mmd")).unwrap(), ImageFormat::Mermaid);
    assert!(ImageFormat::from_path(Path::new("x.tiff")).is_err());
}
