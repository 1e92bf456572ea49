//! On every picture: no box or label lies on another, and nothing leaves the canvas.

use interlocks::analysis::Query;
use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::analysis::paths::{self, best};
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Entity};
use interlocks::render::timeline::{TimelineOptions, scenes::of_one, timeline_svg};
use interlocks::render::{
    Class, Edge, Layout, LayoutOptions, Node, PageOptions, Picture, Rect, Theme, lay_out, scenes, svg,
};
use proptest::prelude::*;
use resvg::usvg::roxmltree::{self, Document};

/// Every box on a picture that somebody reads, with what it is.
fn read(layout: &Layout) -> Vec<(String, Rect)> {
    let nodes = layout.nodes.iter().enumerate().map(|(at, node)| (format!("box {at}"), node.rect));
    let edges = layout.edges.iter().enumerate();
    let labels = edges.filter_map(|(at, edge)| Some((format!("label {at}"), edge.label.as_ref()?.rect)));
    let hulls = layout.hulls.iter().enumerate();
    let captions = hulls.filter_map(|(at, hull)| Some((format!("caption {at}"), hull.caption.as_ref()?.1)));
    nodes.chain(labels).chain(captions).collect()
}

/// Asks of a layout what must hold for all; `Err` says what does not.
fn check_layout(picture: &Picture, options: &LayoutOptions) -> Result<(), String> {
    let layout = lay_out(picture, options).map_err(|error| error.to_string())?;
    let mut boxes = read(&layout);
    let all = layout.bounds;
    for (what, own) in &boxes {
        let inside = own.x >= all.x - 0.01
            && own.y >= all.y - 0.01
            && own.right() <= all.right() + 0.01
            && own.bottom() <= all.bottom() + 0.01;
        if !inside {
            return Err(format!("{what} leaves the drawing: {own:?} {all:?}"));
        }
    }
    boxes.sort_by(|a, b| a.1.x.total_cmp(&b.1.x));
    for (i, (what, own)) in boxes.iter().enumerate() {
        let near = boxes[i + 1..].iter().take_while(|(_, other)| other.x < own.right());
        if let Some((other, rect)) = near.clone().find(|(_, other)| other.overlaps(own)) {
            return Err(format!("{what} and {other} overlap: {own:?} {rect:?}"));
        }
    }
    Ok(())
}

/// The sum of shifts of an element and of all it is in.
fn shift(element: roxmltree::Node<'_, '_>) -> (f64, f64) {
    element
        .ancestors()
        .filter_map(|own| own.attribute("transform")?.strip_prefix("translate(")?.strip_suffix(')'))
        .fold((0.0, 0.0), |sum, text| {
            let (x, y) = text.split_once(' ').unwrap();
            (sum.0 + x.parse::<f64>().unwrap(), sum.1 + y.parse::<f64>().unwrap())
        })
}

/// Asks of a written page that no text and no box leaves it.
fn check_page(page: &str) -> Result<(), String> {
    let document = Document::parse(page).map_err(|error| error.to_string())?;
    let root = document.root_element();
    let number = |element: roxmltree::Node<'_, '_>, name| element.attribute(name).and_then(|v| v.parse::<f64>().ok());
    let (w, h) = (number(root, "width").unwrap(), number(root, "height").unwrap());
    for element in document.descendants().filter(|own| own.ancestors().all(|a| !a.has_tag_name("defs"))) {
        let (Some(x), Some(y)) = (number(element, "x"), number(element, "y")) else { continue };
        let (dx, dy) = shift(element);
        let wide = number(element, "textLength").or(number(element, "width")).unwrap_or(0.0);
        let left = match element.attribute("text-anchor") {
            Some("middle") => x - wide / 2.0,
            Some("end") => x - wide,
            _ => x,
        } + dx;
        if left < -0.5 || left + wide > w + 0.5 || y + dy < -0.5 || y + dy > h + 0.5 {
            return Err(format!("{:?} {:?} leaves the page", element.tag_name().name(), element.text()));
        }
    }
    Ok(())
}

fn check(picture: &Picture, theme: Theme) {
    let told = format!("{} ({} nodes)", picture.title, picture.nodes.len());
    check_layout(picture, &LayoutOptions::default()).unwrap_or_else(|what| panic!("{told}: {what}"));
    let page = svg(picture, &PageOptions::default().theme(theme)).unwrap();
    check_page(&page).unwrap_or_else(|what| panic!("{told}: {what}"));
}

fn open(folder: &str) -> BoardGraph {
    BoardGraph::new(Dataset::open(format!("datasets/{folder}")).unwrap(), BuildOptions::default())
}

#[test]
fn nothing_overlaps_on_any_picture_of_the_bundled_data() {
    let query = Query::default();
    for folder in ["bigtech-boards", "southern-women"] {
        let graph = open(folder);
        let companies = graph.companies().map(Entity::Company);
        let everybody: Vec<Entity> = companies.chain(graph.people().map(Entity::Person)).collect();
        let (first, step) = (everybody[0], everybody.len().div_ceil(60));
        for &entity in everybody.iter().step_by(step) {
            check(&scenes::ego(&graph, entity, 1, &query), Theme::Light);
            check(&scenes::ego(&graph, entity, 2, &query), Theme::Print);
            let found = best(&graph, first, entity, &paths::PathOptions { k: 4, ..paths::PathOptions::default() });
            check(&scenes::paths(&graph, &found, &query), Theme::Dark);
            if let Some(page) = timeline_svg(&of_one(&graph, entity, &query), &TimelineOptions::default()).unwrap() {
                check_page(&page).unwrap();
            }
        }
        for deal in graph.deals() {
            check(&scenes::deal(&graph, deal, &query), Theme::Light);
        }
        for min in [1, 2] {
            let found = pairs(&graph, &PairOptions { min, ..PairOptions::default() });
            let mut picture = scenes::pairs(&graph, &found, &query, "shared directors");
            check(&picture, Theme::Light);
            picture.divide_into_communities();
            check(&picture, Theme::Dark);
        }
        check(&scenes::seats(&graph, &[], &query), Theme::Light);
    }
}

/// A picture of so many nodes with names of any length, labels, groups and arrows.
fn any_picture() -> impl Strategy<Value = Picture> {
    let node = ("[A-Za-zÄßЖ三菱]{0,12}( [A-Za-z]{1,9}){0,4}", any::<bool>(), prop::option::of(0usize..3));
    let edge = (0usize..1000, 0usize..1000, prop::option::of("[a-z]{2,9}, [0-9]{4} – [0-9]{4}"), any::<bool>());
    (prop::collection::vec(node, 0..50), prop::collection::vec(edge, 0..70), any::<bool>(), any::<bool>()).prop_map(
        |(nodes, edges, grouped, centred)| {
            let mut picture = Picture::new("Any picture").node_classes("Kind", vec![Class::new("a"), Class::new("b")]);
            for (at, (name, person, group)) in nodes.into_iter().enumerate() {
                let id = format!("n{at}");
                let node = if person { Node::person(id, name) } else { Node::company(id, name) };
                picture.add_node(Node { group: group.filter(|_| grouped), emphasis: centred && at == 0, ..node });
            }
            picture.groups = ["one", "another group", "third"].map(str::to_owned).to_vec();
            let count = picture.nodes.len();
            for (from, to, label, directed) in edges.into_iter().filter(|_| count > 0) {
                picture.add_edge(Edge { label, directed, ..Edge::new(from % count, to % count) });
            }
            picture
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn nothing_overlaps_on_200_random_pictures(picture in any_picture()) {
        check_layout(&picture, &LayoutOptions::default()).map_err(TestCaseError::fail)?;
        let page = svg(&picture, &PageOptions::default()).unwrap();
        check_page(&page).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn nothing_overlaps_where_there_are_thousands() {
    let mut picture = Picture::new("Thousands");
    for at in 0..2_500 {
        picture.add_node(Node::company(format!("n{at}"), format!("Company number {at}")));
    }
    for at in 1..2_500 {
        picture.add_edge(Edge::new(at, (at * 7 + 3) % at));
        picture.add_edge(Edge::new(at, at * at % 2_500));
    }
    check(&picture, Theme::Light);
}
