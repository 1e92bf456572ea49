//! Properties of every placement.

use proptest::prelude::*;

use crate::*;

/// Boxes, labels and curves are finite; no box or label covers another; every label is placed or counted.
fn checked(diagram: &Diagram, options: &PlacementOptions) -> Result<Placement, TestCaseError> {
    let placement = place(diagram, options).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(placement.nodes.len(), diagram.nodes.len());
    let labels: Vec<Rect> = placement.edges.iter().filter_map(|edge| Some(edge.label?.rect)).collect();
    let captions = placement.outlines.iter().filter_map(|outline| outline.caption);
    let all: Vec<Rect> = placement.nodes.iter().copied().chain(labels.iter().copied()).chain(captions).collect();
    for (i, a) in all.iter().enumerate() {
        prop_assert!([a.x, a.y, a.w, a.h].iter().all(|side| side.is_finite()));
        prop_assert!(!all[..i].iter().any(|b| a.overlaps(b)), "rectangle {} covers another", i);
        let bounds = placement.bounds.inflated(1e-6);
        prop_assert!(
            bounds.x <= a.x && bounds.y <= a.y && bounds.right() >= a.right() && bounds.bottom() >= a.bottom()
        );
    }
    for edge in &placement.edges {
        prop_assert!(edge.curve.flatten().iter().all(|p| p.x.is_finite() && p.y.is_finite()));
    }
    let wanted = diagram.edges.iter().filter(|edge| edge.label.is_some()).count();
    prop_assert_eq!(labels.len() + placement.labels_dropped, wanted);
    Ok(placement)
}

prop_compose! {
    fn diagrams()(
        nodes in prop::collection::vec((0.0..160.0, 0.0..60.0, any::<bool>(), prop::option::of(0usize..4)), 0..24),
        edges in prop::collection::vec((0usize..24, 0usize..24, prop::option::of((4.0..120.0, 8.0..40.0))), 0..40),
        captions in prop::collection::vec(prop::option::of((10.0..90.0, 8.0..20.0)), 0..4),
        emphasis in prop::option::of(0usize..24),
    ) -> Diagram {
        let mut diagram = Diagram::default();
        for (i, (width, height, is_pill, group)) in nodes.into_iter().enumerate() {
            let shape = if is_pill { Shape::Pill } else { Shape::Rectangle };
            let node = Node { group, emphasis: emphasis == Some(i), ..Node::new(width, height).shape(shape) };
            diagram.add_node(node);
        }
        let count = diagram.nodes.len();
        for (from, to, label) in edges.into_iter().filter(|_| count > 0) {
            let label = label.map(|(width, height)| Size::new(width, height));
            diagram.add_edge(Edge { label, ..Edge::new(from % count, to % count) });
        }
        diagram.captions = captions.into_iter().map(|size| size.map(|(width, height)| Size::new(width, height))).collect();
        diagram
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn nothing_overlaps_and_nothing_is_lost(diagram in diagrams(), arrangement in 0usize..4, levels in any::<bool>()) {
        let arrangements = [Arrangement::Auto, Arrangement::Stress, Arrangement::Chain, Arrangement::Ego];
        let full_stress_up_to = if levels { 2 } else { 1_500 };
        let options = PlacementOptions { full_stress_up_to, ..PlacementOptions::default() };
        checked(&diagram, &options.arrangement(arrangements[arrangement]))?;
    }
}

/// Two paths of `steps` steps each between a start and an end.
fn two_paths(steps: usize) -> Diagram {
    let mut diagram = Diagram { captions: vec![Some(Size::new(40.0, 14.0)); 2], ..Diagram::default() };
    let start = diagram.add_node(Node::new(80.0, 30.0).rank(0));
    let end = diagram.add_node(Node::new(80.0, 30.0).rank(steps));
    for path in 0..2 {
        let mut before = start;
        for step in 1..steps {
            let node = diagram.add_node(Node::new(70.0, 30.0).shape(Shape::Pill).rank(step));
            diagram.add_edge(Edge::new(before, node).label(Size::new(50.0, 16.0)).group(path));
            before = node;
        }
        diagram.add_edge(Edge::new(before, end).group(path));
    }
    diagram
}

#[test]
fn parallel_paths_are_bands_below_each_other() {
    let placement = place(&two_paths(3), &PlacementOptions::default()).unwrap();
    assert_eq!(placement.outlines.len(), 2);
    assert!(placement.outlines.iter().all(|outline| outline.is_band && outline.caption.is_some()));
    assert!(placement.outlines[0].corners[2].y < placement.outlines[1].corners[0].y);
    assert_eq!(placement.labels_dropped, 0);
}

#[test]
fn a_path_reads_from_left_to_right() {
    let mut diagram = Diagram::default();
    let nodes: Vec<usize> = (0..5).map(|_| diagram.add_node(Node::new(60.0, 30.0))).collect();
    nodes.windows(2).for_each(|pair| {
        diagram.add_edge(Edge::new(pair[0], pair[1]));
    });
    let placement = place(&diagram, &PlacementOptions::default()).unwrap();
    assert!(placement.nodes.windows(2).all(|pair| pair[0].right() < pair[1].x));
}

#[test]
fn the_emphasized_node_is_in_the_middle_of_its_ring() {
    let mut diagram = Diagram::default();
    let hub = diagram.add_node(Node::new(60.0, 30.0).emphasized());
    for _ in 0..12 {
        let leaf = diagram.add_node(Node::new(60.0, 30.0));
        diagram.add_edge(Edge::new(hub, leaf));
    }
    let placement = place(&diagram, &PlacementOptions::default()).unwrap();
    let middle = placement.nodes[hub].center();
    let all = Rect::around_all(&placement.nodes);
    assert!((middle - all.center()).length() < 0.2 * all.w);
}

#[test]
fn invalid_diagrams_and_options_are_errors() {
    let options = PlacementOptions::default();
    let mut diagram = Diagram::default();
    diagram.add_node(Node::new(10.0, 10.0));
    diagram.add_edge(Edge::new(0, 1));
    assert_eq!(place(&diagram, &options), Err(PlacementError::EdgeEnd { edge: 0, node: 1, nodes: 1 }));
    diagram.edges[0] = Edge::new(0, 0).label(Size::new(f64::NAN, 1.0));
    assert!(matches!(place(&diagram, &options), Err(PlacementError::Size { index: 0, .. })));
    diagram.edges.clear();
    diagram.nodes[0].size.height = 1e300;
    assert!(matches!(place(&diagram, &options), Err(PlacementError::Size { of: "node", .. })));
    diagram.nodes[0].size.height = 1.0;
    let options = options.ratio(0.0);
    assert_eq!(place(&diagram, &options), Err(PlacementError::Option { option: "ratio", value: 0.0 }));
}

#[test]
fn the_number_of_threads_does_not_change_the_placement() {
    let mut diagram = Diagram::default();
    (0..90).for_each(|i| {
        diagram.add_node(Node::new(40.0 + f64::from(i % 7) * 9.0, 30.0));
    });
    (0..160).for_each(|i| {
        diagram.add_edge(Edge::new(i * 7 % 90, i * i % 90).label(Size::new(30.0, 12.0)));
    });
    for full_stress_up_to in [10, 1_000] {
        let options = PlacementOptions { full_stress_up_to, ..PlacementOptions::default() };
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| place(&diagram, &options).unwrap())
        };
        assert_eq!(on(1), on(2));
    }
}
