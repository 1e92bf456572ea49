//! Edge labels: finds a free place for each.

use crate::geometry::{Curve, Point, Rect, along};
use crate::neighbor_grid::Cells;
use crate::placement::{Background, PlacedLabel};
use crate::scene::Arranged;
use crate::{Diagram, Size};

/// Places along the line that are tried, the best first.
const ALONG: [f64; 11] = [0.5, 0.44, 0.56, 0.37, 0.63, 0.3, 0.7, 0.23, 0.77, 0.16, 0.84];
/// Distances from the line that are tried when there is no place beside it.
const FURTHER: [f64; 2] = [8.0, 16.0];
/// Beyond this many edges, crossings of labels with foreign lines are not counted.
const COUNT_CROSSINGS_UP_TO: usize = 400;

/// Places the labels of edges clear of all boxes, of other labels and of `taken`; also returns the number of labels
/// without a free place. Of several places, prefers the one that covers the fewest other lines and is nearest to the
/// middle.
/// Cost: O(labels · (places · near boxes + labels)), times edges in small pictures.
pub(crate) fn place(
    diagram: &Diagram,
    rects: &[Rect],
    curves: &[Curve],
    arranged: &Arranged,
    taken: Vec<Rect>,
) -> (Vec<Option<PlacedLabel>>, usize) {
    let lines: Vec<Vec<Point>> = curves.iter().map(Curve::flatten).collect();
    let cells = Cells::new(rects);
    let mut placed: Vec<Option<PlacedLabel>> = vec![None; curves.len()];
    let mut used = taken;
    let mut dropped = 0;
    // Wide labels first: they have the fewest places to go to.
    let mut order: Vec<usize> = (0..curves.len()).collect();
    let width = |i: usize| diagram.edges[i].label.map_or(0.0, |size| size.width);
    order.sort_by(|&a, &b| width(b).total_cmp(&width(a)).then(a.cmp(&b)));
    for i in order {
        let Some(size) = diagram.edges[i].label else { continue };
        let free = |rect: &Rect, used: &[Rect]| {
            !cells.near(rect).iter().any(|&v| rects[v].inflated(1.0).overlaps(rect))
                && !used.iter().any(|u| u.inflated(1.0).overlaps(rect))
        };
        if let Some(rect) = arranged.labels.get(i).copied().flatten().filter(|rect| free(rect, &used)) {
            used.push(rect);
            placed[i] = Some(PlacedLabel { rect, background: Background::Empty });
            continue;
        }
        let mut best: Option<(f64, Rect, bool)> = None;
        for (cost, rect, on_line) in candidates(&lines[i], size, arranged.labels_above) {
            if !free(&rect, &used) {
                continue;
            }
            let cost = cost + 1.2 * crossings(&lines, i, &rect) as f64;
            if best.is_none_or(|(least, _, _)| cost < least) {
                best = Some((cost, rect, on_line));
            }
        }
        match best {
            Some((_, rect, on_line)) => {
                used.push(rect);
                let background = if on_line { Background::OnLine } else { Background::Beside };
                placed[i] = Some(PlacedLabel { rect, background });
            }
            None => dropped += 1,
        }
    }
    (placed, dropped)
}

/// Candidate rectangles for a label with their costs: on the line, or just beside it. A label
/// beside an arc is rather outside it.
fn candidates(line: &[Point], size: Size, above: bool) -> Vec<(f64, Rect, bool)> {
    let ends = (line.first().copied().unwrap_or_default(), line.last().copied().unwrap_or_default());
    let chord = ends.0.towards(ends.1, 0.5);
    let bulge = along(line, 0.5).0 - chord;
    let closed = (ends.1 - ends.0).length() < 40.0;
    let on_line = if above || closed { 1.5 } else { 0.0 };
    let mut all = Vec::new();
    for t in ALONG {
        let (at, direction) = along(line, t);
        let off_middle = 2.0 * (t - 0.5).abs();
        let normal = outward(direction.normal(), bulge);
        // Far enough along the normal for the box to clear the line. On slanted lines
        // a wide label ends up far off, and costs more.
        let reach = (size.width / 2.0 * normal.x.abs() + size.height / 2.0 * normal.y.abs()) + 2.0;
        let beside = if above { 0.0 } else { 0.5 + reach / 60.0 };
        let centerd = |p: Point| Rect::around(p, size.width, size.height);
        all.push((off_middle + on_line, centerd(at), true));
        all.push((off_middle + beside, centerd(at + normal * reach), false));
        all.push((off_middle + beside + 0.4, centerd(at - normal * reach), false));
        for further in FURTHER {
            let cost = off_middle + beside + 1.0 + further / 10.0;
            all.push((cost, centerd(at + normal * (reach + further)), false));
            all.push((cost, centerd(at - normal * (reach + further)), false));
        }
    }
    all
}

/// The normal that points to the side where an arc bulges; upwards for a straight line.
fn outward(normal: Point, bulge: Point) -> Point {
    let along_bulge = normal.x * bulge.x + normal.y * bulge.y;
    let turn =
        if bulge.length() > 4.0 { along_bulge < 0.0 } else { normal.y > 0.0 || (normal.y == 0.0 && normal.x < 0.0) };
    if turn { normal * -1.0 } else { normal }
}

fn crossings(lines: &[Vec<Point>], own: usize, rect: &Rect) -> usize {
    if lines.len() > COUNT_CROSSINGS_UP_TO {
        return 0;
    }
    let crosses = |line: &Vec<Point>| line.windows(2).any(|w| rect.meets_segment(w[0], w[1]));
    lines.iter().enumerate().filter(|(i, line)| *i != own && crosses(line)).count()
}
