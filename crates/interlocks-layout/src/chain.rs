//! The arrangement for a path: left to right, in rows like text.

use std::collections::BTreeMap;

use crate::geometry::{Curve, Point, Segment};
use crate::scene::{Arranged, LOOP_ROOM, Scene};
use crate::{Shape, Size};

/// Shortest free line between two boxes of a row.
const SHORTEST: f64 = 56.0;
/// Free line to either side of a label.
const BESIDE_LABEL: f64 = 16.0;
/// Space between rows for the line that leads to the next row.
const BETWEEN_ROWS: f64 = 30.0;
const TURN: f64 = 22.0;
/// Distance between the middles of two parallel lines.
const PAIR: f64 = 34.0;

/// Rows of a path, or `None` if the diagram is not one path (parallel edges between
/// two neighbors are allowed). The path begins at the end that comes first in the
/// diagram. Cost: O(n + m).
pub(crate) fn arrange(scene: &Scene) -> Option<Arranged> {
    let order = path_order(scene)?;
    let steps = widest_labels(scene, &order);
    let rows = rows(scene, &order, &steps);
    let mut places = vec![Point::default(); order.len()];
    let mut y = 0.0;
    let mut row_of = vec![Row::default(); order.len()];
    for (number, row) in rows.iter().enumerate() {
        let height = row.iter().fold(0.0_f64, |h, &i| h.max(scene.sizes[order[i]].height));
        let over = row.iter().skip(1).fold(0.0_f64, |h, &i| h.max(steps[i].y));
        let half = over.max(height / 2.0);
        let center = y + half;
        let mut x = 0.0;
        for (place, &i) in row.iter().enumerate() {
            let node = order[i];
            let w = scene.sizes[node].width;
            x += if place == 0 { 0.0 } else { steps[i].x };
            places[node] = Point::new(x + w / 2.0, center);
            x += w;
            row_of[node] = Row { number, floor: center + half };
        }
        let next = row.last().and_then(|i| steps.get(i + 1)).map_or(0.0, |s| s.y);
        y = center + half + BETWEEN_ROWS + 1.4 * next;
    }
    Some(Arranged {
        curves: curves(scene, &places, &row_of),
        places,
        outlines: Vec::new(),
        labels: Vec::new(),
        labels_above: true,
    })
}

/// The row of a node, and the lower side of the row's content.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    number: usize,
    floor: f64,
}

/// Curves of all edges except loops: bows within a row, turns to the next row. Parallel
/// edges get bows above and below the straight line, far enough apart for labels.
fn curves(scene: &Scene, places: &[Point], row_of: &[Row]) -> Vec<Option<Curve>> {
    let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, e) in scene.diagram.edges.iter().enumerate().filter(|(_, e)| e.from != e.to) {
        groups.entry((e.from.min(e.to), e.from.max(e.to))).or_default().push(i);
    }
    let mut curves = vec![None; scene.diagram.edges.len()];
    for ((a, b), members) in groups {
        let before = |p: usize, q: usize| (row_of[p].number, places[p].x) < (row_of[q].number, places[q].x);
        let (first, second) = if before(a, b) { (a, b) } else { (b, a) };
        let labels = members.iter().filter_map(|&i| scene.diagram.edges[i].label);
        let tallest = labels.fold(0.0_f64, |h, label| h.max(label.height));
        let spacing = if members.len() == 2 { PAIR } else { tallest + 12.0 };
        for (rank, &i) in members.iter().enumerate() {
            let off = rank as f64 - (members.len() - 1) as f64 / 2.0;
            let curve = if row_of[first].number == row_of[second].number {
                bow(scene, places, first, second, off * spacing)
            } else {
                turn(scene, places, (first, second), row_of[first].floor, off)
            };
            let forward = scene.diagram.edges[i].from == first;
            curves[i] = Some(if forward { curve } else { curve.reversed() });
        }
    }
    curves
}

/// A bow from the right side of a box to the left side of the next; its middle is
/// `bulge` below the straight line.
fn bow(scene: &Scene, places: &[Point], left: usize, right: usize, bulge: f64) -> Curve {
    let port = |node: usize, side: f64| {
        let Size { width, height } = scene.diagram.nodes[node].size;
        let dy = (0.4 * bulge).clamp(-0.26 * height, 0.26 * height);
        let radius = height / 2.0;
        let half = match scene.diagram.nodes[node].shape {
            Shape::Rectangle => width / 2.0,
            Shape::Pill => width / 2.0 - radius + (radius * radius - dy * dy).sqrt(),
        };
        places[node] + Point::new(side * half, dy)
    };
    let (a, b) = (port(left, 1.0), port(right, -1.0));
    if bulge.abs() < 0.5 {
        return Curve::line(a, b);
    }
    // A cubic's middle is a quarter its ends and three quarters its control points.
    let y = places[left].y + (bulge - 0.25 * (a.y - places[left].y)) / 0.75;
    let reach = 0.3 * (b.x - a.x);
    Curve { start: a, segments: vec![Segment::Cubic(Point::new(a.x + reach, y), Point::new(b.x - reach, y), b)] }
}

/// The nodes from one end to the other.
fn path_order(scene: &Scene) -> Option<Vec<usize>> {
    let graph = &scene.graph;
    let degrees = (0..graph.len()).map(|v| graph.neighbors(v).len());
    if graph.len() < 2 || degrees.clone().any(|d| d > 2 || d == 0) {
        return None;
    }
    let start = degrees.clone().position(|d| d == 1)?;
    let mut order = vec![start];
    let mut before = usize::MAX;
    let mut at = start;
    while let Some(&(next, _)) = graph.neighbors(at).iter().find(|n| n.0 != before) {
        order.push(next);
        (before, at) = (at, next);
    }
    (order.len() == graph.len()).then_some(order)
}

/// For every position in the order, the room for the edges from the position before: width
/// of the free line, and height above (or below) the line.
fn widest_labels(scene: &Scene, order: &[usize]) -> Vec<Point> {
    let mut place = vec![0; order.len()];
    for (i, &v) in order.iter().enumerate() {
        place[v] = i;
    }
    let mut room = vec![Point::new(SHORTEST, 0.0); order.len()];
    let mut parallel = vec![0_usize; order.len()];
    for e in &scene.diagram.edges {
        let later = place[e.from].max(place[e.to]);
        if e.from == e.to {
            room[later].x = room[later].x.max(LOOP_ROOM + SHORTEST);
            continue;
        }
        parallel[later] += 1;
        if let Some(size) = e.label {
            room[later].x = room[later].x.max(size.width + 2.0 * BESIDE_LABEL);
            room[later].y = room[later].y.max(size.height + 8.0);
        }
    }
    for (room, parallel) in room.iter_mut().zip(parallel) {
        let spacing = if parallel == 2 { PAIR } else { room.y + 4.0 };
        room.y += spacing * parallel.saturating_sub(1) as f64 / 2.0;
    }
    room
}

/// As few rows as the width allows, filled as evenly as possible.
fn rows(scene: &Scene, order: &[usize], steps: &[Point]) -> Vec<Vec<usize>> {
    let (mut low, mut high) = (0.0, scene.options.chain_width);
    let fewest = rows_within(scene, order, steps, high).len();
    while high - low > 4.0 {
        let middle = (low + high) / 2.0;
        let enough = rows_within(scene, order, steps, middle).len() <= fewest;
        if enough { high = middle } else { low = middle }
    }
    rows_within(scene, order, steps, high)
}

fn rows_within(scene: &Scene, order: &[usize], steps: &[Point], width: f64) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut x = 0.0;
    for (i, &node) in order.iter().enumerate() {
        let step = steps[i].x + scene.sizes[node].width;
        match rows.last_mut() {
            Some(row) if x + step <= width => {
                row.push(i);
                x += step;
            }
            _ => {
                rows.push(vec![i]);
                x = scene.sizes[node].width;
            }
        }
    }
    rows
}

/// The line from the end of one row to the start of the next: down, back between the
/// rows, and down again. `off` is the position among parallel edges.
fn turn(scene: &Scene, places: &[Point], (first, second): (usize, usize), floor: f64, off: f64) -> Curve {
    let ceiling = places[second].y - scene.sizes[second].height / 2.0;
    let channel = floor + (ceiling - floor) * 0.5 + off * PAIR;
    let x = |node: usize| places[node].x + off * 10.0;
    let bottom = Point::new(x(first), places[first].y + scene.diagram.nodes[first].size.height / 2.0);
    let top = Point::new(x(second), places[second].y - scene.diagram.nodes[second].size.height / 2.0);
    let corners = [bottom, Point::new(bottom.x, channel), Point::new(top.x, channel), top];
    Curve::rounded(&corners, TURN)
}
