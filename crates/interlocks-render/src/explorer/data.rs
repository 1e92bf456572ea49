//! The data of the page: the laid-out picture as JSON for the script.

use serde::Serialize;

use crate::layout::{Layout, PlacedNode};
use crate::palette::Legend;
use crate::picture::{Edge, Node, Picture, Shape};
use crate::text::displayable;
use crate::theme::Theme;
use interlocks_core::model::{Day, DaySet};

/// Names of more characters than this are cut in their boxes.
const LONGEST_NAME: usize = 90;

/// The picture and its layout. Days are numbers, counted from 1970-01-01.
#[derive(Serialize)]
pub(crate) struct Data {
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
    #[serde(rename = "colour")]
    color: String,
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
    /// Makes the data of a laid-out picture.
    pub(crate) fn new(picture: &Picture, layout: &Layout, theme: Theme) -> Data {
        let (nodes, edges) = (Legend::for_nodes(&picture.node_classes), Legend::for_edges(&picture.edge_classes));
        let corner = (layout.bounds.x, layout.bounds.y);
        Data {
            title: displayable(&picture.title),
            subtitle: picture.subtitle.as_deref().map(displayable),
            notes: picture.notes.iter().chain(&keys(picture)).map(|note| displayable(note)).collect(),
            as_of: picture.as_of.filter(|day| day.is_calendar()).map(Day::number),
            node_class_label: picture.node_class_label.clone(),
            node_classes: classes(&nodes, |class| nodes.color(class).to_string()),
            edge_class_label: picture.edge_class_label.clone(),
            edge_classes: classes(&edges, |class| theme.line(&edges, class).color.to_string()),
            groups: picture.groups.iter().map(|name| displayable(name)).collect(),
            width: layout.bounds.w,
            height: layout.bounds.h,
            nodes: picture.nodes.iter().zip(&layout.nodes).map(|(node, at)| place(node, at, corner, &nodes)).collect(),
            edges: picture.edges.iter().map(|edge| tie(edge, &edges)).collect(),
        }
    }
}

/// Notes on arrows and widths, for which the legend of the page has no entries.
fn keys(picture: &Picture) -> Vec<String> {
    let arrow = picture.arrow_label.as_ref().filter(|_| picture.edges.iter().any(|edge| edge.directed));
    let arrow = arrow.map(|label| format!("An arrow leads {label}."));
    let width = picture.weight_label.as_ref().map(|label| format!("The width of a line: {label}."));
    arrow.into_iter().chain(width).collect()
}

/// The entries of a legend. Classes beyond its palette share one.
fn classes(legend: &Legend, color: impl Fn(usize) -> String) -> Vec<ClassOf> {
    let slots = legend.slots.iter().enumerate();
    slots
        .map(|(slot, (name, _))| ClassOf {
            name: displayable(name),
            color: color(legend.class_of(slot).unwrap_or(usize::MAX)),
        })
        .collect()
}

fn place(node: &Node, at: &PlacedNode, (left, top): (f64, f64), legend: &Legend) -> NodeOf {
    let center = at.rect.center();
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
        x: tenths(center.x - left),
        y: tenths(center.y - top),
        w: tenths(at.rect.w),
        h: tenths(at.rect.h),
        emphasis: node.emphasis || node.highlighted,
        dimmed: node.dimmed,
        group: node.group,
        url: node.url.clone(),
        info: full.into_iter().chain(lines(node.tooltip.as_deref())).collect(),
    }
}

/// A name that fits a box, and the full name if it was cut.
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
        possible: edge.is_dashed(),
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

/// Half-open intervals of days; `None` for an open end.
fn numbers(spans: &DaySet) -> Vec<[Option<i32>; 2]> {
    let number = |day: Day| day.is_calendar().then(|| day.number());
    spans.as_slice().iter().map(|span| [number(span.from), number(span.to)]).collect()
}
