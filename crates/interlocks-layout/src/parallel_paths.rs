//! The arrangement for several paths between the same two nodes: each path in a row of its own.

use crate::geometry::{Curve, Point, Rect, Segment};
use crate::placement::Outline;
use crate::scene::{Arranged, Scene};
use crate::{Shape, Size};

/// Least free line beside the label of a step.
const BESIDE_LABEL: f64 = 14.0;
/// Shortest free line between two boxes of a row.
const SHORTEST: f64 = 60.0;
/// Width in which lines fan out from the ends to the rows.
const FAN: f64 = 64.0;
/// Space between two rows.
const BETWEEN: f64 = 26.0;
/// Space around the content of a row.
const AROUND: f64 = 10.0;

/// A path: its nodes without the ends, from left to right, its edges, and the room it needs.
struct Row {
    group: usize,
    nodes: Vec<usize>,
    edges: Vec<usize>,
    /// Free width before each node, and before the end.
    gaps: Vec<f64>,
    width: f64,
    /// Height of its boxes, and of the labels above its line.
    boxes: f64,
    labels: f64,
    caption: Option<Size>,
}

/// The ends of all paths, and the heights, relative to their middles, at which the lines of a row touch them.
struct Ends {
    start: usize,
    end: usize,
    ports: (f64, f64),
}

/// Rows between two ends, or `None` if the diagram does not consist of ranked paths in groups.
pub(crate) fn arrange(scene: &Scene) -> Option<Arranged> {
    let (start, end) = ends(scene)?;
    let rows = rows(scene, start, end)?;
    let width = rows.iter().map(|row| row.width).fold(0.0, f64::max);
    let left = scene.diagram.nodes[start].size.width + FAN;
    let mut arranged = Arranged {
        places: vec![Point::default(); scene.diagram.nodes.len()],
        curves: vec![None; scene.diagram.edges.len()],
        outlines: Vec::new(),
        labels: vec![None; scene.diagram.edges.len()],
        labels_above: true,
    };
    let mut middles = Vec::with_capacity(rows.len());
    let mut y = 0.0;
    for row in &rows {
        let caption = row.caption.map_or(0.0, |size| size.height + 4.0);
        let above = (row.boxes / 2.0).max(row.labels);
        let height = caption + above + row.boxes / 2.0 + 2.0 * AROUND;
        let middle = y + AROUND + caption + above;
        middles.push(middle);
        place_row(scene, row, (left, middle), width, &mut arranged.places);
        let band = Rect { x: left - 8.0, y, w: width + 16.0, h: height };
        arranged.outlines.push(Outline::band(row.group, band, row.caption));
        y += height + BETWEEN;
    }
    let center = (y - BETWEEN) / 2.0;
    arranged.places[start] = Point::new(scene.diagram.nodes[start].size.width / 2.0, center);
    arranged.places[end] = Point::new(left + width + FAN + scene.diagram.nodes[end].size.width / 2.0, center);
    for (at, (row, middle)) in rows.iter().zip(middles).enumerate() {
        // Lines leave the ends one below the other, so that arrow heads do not lie on one another.
        let port =
            |node: usize| scene.diagram.nodes[node].size.height * 0.8 * ((at as f64 + 0.5) / rows.len() as f64 - 0.5);
        let ends = Ends { start, end, ports: (port(start), port(end)) };
        lay_lines(scene, row, &ends, (left, left + width, middle), &mut arranged);
    }
    Some(arranged)
}

/// The only node of the lowest rank, and the only one of the highest.
fn ends(scene: &Scene) -> Option<(usize, usize)> {
    let ranks: Vec<usize> = scene.diagram.nodes.iter().map(|node| node.rank).collect::<Option<_>>()?;
    let only = |rank: usize| {
        let mut nodes = (0..ranks.len()).filter(|&node| ranks[node] == rank);
        nodes.next().filter(|_| nodes.next().is_none())
    };
    let (start, end) = (only(*ranks.iter().min()?)?, only(*ranks.iter().max()?)?);
    (start != end && scene.diagram.captions.len() > 1).then_some((start, end))
}

/// The rows in the order of groups; `None` if the edges of a group do not lead from start to end.
fn rows(scene: &Scene, start: usize, end: usize) -> Option<Vec<Row>> {
    let mut of_group: Vec<Vec<usize>> = vec![Vec::new(); scene.diagram.captions.len()];
    for (number, edge) in scene.diagram.edges.iter().enumerate() {
        of_group.get_mut(edge.group?)?.push(number);
    }
    let rows: Vec<Row> = of_group
        .into_iter()
        .enumerate()
        .filter(|(_, edges)| !edges.is_empty())
        .map(|(group, edges)| row(scene, group, edges, (start, end)))
        .collect::<Option<_>>()?;
    let placed: usize = rows.iter().map(|row| row.nodes.len()).sum();
    (placed + 2 == scene.diagram.nodes.len()).then_some(rows)
}

fn row(scene: &Scene, group: usize, mut edges: Vec<usize>, (start, end): (usize, usize)) -> Option<Row> {
    let diagram = scene.diagram;
    let rank = |node: usize| diagram.nodes[node].rank;
    edges.sort_by_key(|&edge| rank(diagram.edges[edge].from).min(rank(diagram.edges[edge].to)));
    let mut nodes = Vec::new();
    let mut at = start;
    for &number in &edges {
        let edge = &diagram.edges[number];
        let other = if edge.from == at { edge.to } else { edge.from };
        if ![edge.from, edge.to].contains(&at) || other == start || nodes.contains(&other) {
            return None;
        }
        at = other;
        if at != end {
            nodes.push(at);
        }
    }
    if at != end {
        return None;
    }
    let label = |edge: &usize| diagram.edges[*edge].label;
    let gaps: Vec<f64> = edges
        .iter()
        .map(|edge| label(edge).map_or(SHORTEST, |size| size.width + 2.0 * BESIDE_LABEL).max(SHORTEST))
        .collect();
    let boxes = nodes.iter().map(|&node| scene.diagram.nodes[node].size.height).fold(0.0, f64::max);
    let labels = edges.iter().filter_map(label).map(|size| size.height + 6.0).fold(0.0, f64::max);
    let caption = diagram.captions[group];
    let content =
        gaps.iter().sum::<f64>() + nodes.iter().map(|&node| scene.diagram.nodes[node].size.width).sum::<f64>();
    let width = content.max(caption.map_or(0.0, |size| size.width + 2.0 * AROUND));
    Some(Row { group, nodes, edges, gaps, width, boxes, labels, caption })
}

/// Places the boxes of a row; the room that is left is divided equally among its lines.
fn place_row(scene: &Scene, row: &Row, (left, middle): (f64, f64), width: f64, places: &mut [Point]) {
    let boxes: f64 = row.nodes.iter().map(|&node| scene.diagram.nodes[node].size.width).sum();
    let spare = (width - boxes - row.gaps.iter().sum::<f64>()) / row.gaps.len() as f64;
    let mut x = left;
    for (&node, gap) in row.nodes.iter().zip(&row.gaps) {
        x += gap + spare;
        places[node] = Point::new(x + scene.diagram.nodes[node].size.width / 2.0, middle);
        x += scene.diagram.nodes[node].size.width;
    }
}

/// Distance between the side of a node's box and its outline at the height `off` above or below the middle.
fn inset(scene: &Scene, node: usize, off: f64) -> f64 {
    let radius = scene.diagram.nodes[node].size.height / 2.0;
    match scene.diagram.nodes[node].shape {
        Shape::Rectangle => 0.0,
        Shape::Pill => radius - (radius * radius - off * off).max(0.0).sqrt(),
    }
}

/// The lines of a row: straight within the band, and curves from the start to the band and from the band to the end.
fn lay_lines(scene: &Scene, row: &Row, ends: &Ends, (left, right, middle): (f64, f64, f64), arranged: &mut Arranged) {
    let (start, end) = (ends.start, ends.end);
    let side = |node: usize, side: f64| {
        arranged.places[node] + Point::new(side * scene.diagram.nodes[node].size.width / 2.0, 0.0)
    };
    let swing = |from: Point, to: Point| {
        let half = (to.x - from.x) / 2.0;
        Segment::Cubic(Point::new(from.x + half, from.y), Point::new(to.x - half, to.y), to)
    };
    let stops: Vec<usize> =
        std::iter::once(start).chain(row.nodes.iter().copied()).chain(std::iter::once(end)).collect();
    for (pair, &number) in stops.windows(2).zip(&row.edges) {
        let (mut from, mut to) = (side(pair[0], 1.0), side(pair[1], -1.0));
        if pair[0] == start {
            from = from + Point::new(-inset(scene, start, ends.ports.0), ends.ports.0);
        }
        if pair[1] == end {
            to = to + Point::new(inset(scene, end, ends.ports.1), ends.ports.1);
        }
        // The label is on the straight part, inside the band.
        let middle_of = (from.x.max(left) + to.x.min(right)) / 2.0;
        arranged.labels[number] = scene.diagram.edges[number]
            .label
            .map(|size| Rect::around(Point::new(middle_of, middle - size.height / 2.0 - 2.0), size.width, size.height));
        let mut segments = Vec::new();
        if pair[0] == start {
            segments.push(swing(from, Point::new(left, middle)));
        }
        if pair[1] == end {
            segments.push(Segment::Line(Point::new(right, middle)));
            segments.push(swing(Point::new(right, middle), to));
        } else {
            segments.push(Segment::Line(to));
        }
        let curve = Curve { start: from, segments };
        let forward = scene.diagram.edges[number].from == pair[0];
        arranged.curves[number] = Some(if forward { curve } else { curve.reversed() });
    }
}
