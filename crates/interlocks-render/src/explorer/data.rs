//! The picture and its places as the script of the page reads them.

use serde::Serialize;

use crate::layout::{Layout, PlacedNode};
use crate::palette::Legend;
use crate::picture::{Edge, Node, Picture, Shape};
use crate::text::displayable;
use crate::theme::Theme;
use interlocks_core::model::{Day, DaySet};

/// Names of more characters are cut in their boxes.
const LONGEST_NAME: usize = 90;

/// All of it. Days are numbers, counted from 1970-01-01.
#[derive(Serialize)]
pub struct Data {
    title: String,
    subtitle: Option<String>,
    notes: Vec<String>,
    as_of: Option<i32>,
    node_class_label: Option<String>,
    node_classes: Vec<ClassOf>,
    edge_class_label: Option<String>,
    edge_classes: Vec<ClassOf>,
    groups: Vec<String>,
    width: f64,
    height: f64,
    nodes: Vec<NodeOf>,
    edges: Vec<EdgeOf>,
}

#[derive(Serialize)]
struct ClassOf {
    name: String,
    colour: String,
}

#[derive(Serialize)]
struct NodeOf {
    id: String,
    label: String,
    kind: &'static str,
    class: Option<usize>,
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    emphasis: bool,
    dimmed: bool,
    group: Option<usize>,
    url: Option<String>,
    info: Vec<String>,
}

#[derive(Serialize)]
struct EdgeOf {
    from: usize,
    to: usize,
    class: Option<usize>,
    weight: f64,
    possible: bool,
    directed: bool,
    dimmed: bool,
    label: Option<String>,
    url: Option<String>,
    info: Vec<String>,
    certain: Vec<[Option<i32>; 2]>,
    possibly: Vec<[Option<i32>; 2]>,
}

impl Data {
    /// A picture that was laid out.
    pub fn of(picture: &Picture, layout: &Layout, theme: Theme) -> Data {
        let (nodes, edges) = (Legend::of_nodes(&picture.node_classes), Legend::of_edges(&picture.edge_classes));
        let corner = (layout.bounds.x, layout.bounds.y);
        Data {
            title: displayable(&picture.title),
            subtitle: picture.subtitle.as_deref().map(displayable),
            notes: picture.notes.iter().chain(&keys(picture)).map(|note| displayable(note)).collect(),
            as_of: picture.as_of.filter(|day| day.is_calendar()).map(Day::number),
            node_class_label: picture.node_class_label.clone(),
            node_classes: classes(&nodes, |class| nodes.colour(class).to_string()),
            edge_class_label: picture.edge_class_label.clone(),
            edge_classes: classes(&edges, |class| theme.line(&edges, class).colour.to_string()),
            groups: picture.groups.iter().map(|name| displayable(name)).collect(),
            width: layout.bounds.w,
            height: layout.bounds.h,
            nodes: picture.nodes.iter().zip(&layout.nodes).map(|(node, at)| place(node, at, corner, &nodes)).collect(),
            edges: picture.edges.iter().map(|edge| tie(edge, &edges)).collect(),
        }
    }
}

/// What the legend of the page has no sign for.
fn keys(picture: &Picture) -> Vec<String> {
    let arrow = picture.arrow_label.as_ref().filter(|_| picture.edges.iter().any(|edge| edge.directed));
    let arrow = arrow.map(|told| format!("An arrow leads {told}."));
    let width = picture.weight_label.as_ref().map(|told| format!("The width of a line: {told}."));
    arrow.into_iter().chain(width).collect()
}

/// The slots of a legend, which classes beyond its palette share.
fn classes(legend: &Legend, colour: impl Fn(usize) -> String) -> Vec<ClassOf> {
    let slots = legend.slots.iter().enumerate();
    slots
        .map(|(slot, (name, _))| ClassOf {
            name: displayable(name),
            colour: colour(legend.class_of(slot).unwrap_or(usize::MAX)),
        })
        .collect()
}

fn place(node: &Node, at: &PlacedNode, (left, top): (f64, f64), legend: &Legend) -> NodeOf {
    let centre = at.rect.center();
    let (shown, full) = shortened(&displayable(&node.label));
    let tenths = |value: f64| (value * 10.0).round() / 10.0;
    NodeOf {
        id: node.id.clone(),
        label: shown,
        kind: match node.shape {
            Shape::Person => "person",
            Shape::Company => "company",
        },
        class: legend.slot(node.class),
        x: tenths(centre.x - left),
        y: tenths(centre.y - top),
        w: tenths(at.rect.w),
        h: tenths(at.rect.h),
        emphasis: node.emphasis || node.highlighted,
        dimmed: node.dimmed,
        group: node.group,
        url: node.url.clone(),
        info: full.into_iter().chain(lines(node.tooltip.as_deref())).collect(),
    }
}

/// A name that fits a box, and the whole of it where it was cut.
fn shortened(name: &str) -> (String, Option<String>) {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => (format!("{}…", &name[..end]), Some(name.to_owned())),
        None => (name.to_owned(), None),
    }
}

fn tie(edge: &Edge, legend: &Legend) -> EdgeOf {
    EdgeOf {
        from: edge.from,
        to: edge.to,
        class: legend.slot(edge.class),
        weight: edge.weight,
        possible: edge.possible,
        directed: edge.directed,
        dimmed: edge.dimmed,
        label: edge.label.as_deref().map(displayable),
        url: edge.url.clone(),
        info: lines(edge.tooltip.as_deref()),
        certain: numbers(&edge.days.certain),
        possibly: numbers(&edge.days.possible),
    }
}

fn lines(text: Option<&str>) -> Vec<String> {
    text.into_iter().flat_map(str::lines).map(displayable).collect()
}

/// Half-open stretches of days; null where there is no limit.
fn numbers(spans: &DaySet) -> Vec<[Option<i32>; 2]> {
    let number = |day: Day| day.is_calendar().then(|| day.number());
    spans.as_slice().iter().map(|span| [number(span.from), number(span.to)]).collect()
}
