//! Pairs of boxes that are near each other: the sparse graph that overlap removal works on.

use crate::geometry::{Point, Rect};

/// Nodes per cell of the rank grid.
const PER_CELL: usize = 3;
/// Slabs and cells searched on either side.
const REACH: usize = 2;

/// Pairs of nodes that lie next to each other: for every node the nearest one in each
/// of eight directions (a Yao graph, which keeps the shape of a point set as a
/// triangulation does), sorted, each pair once.
///
/// Points are cut into √n slabs of equal count by x, and each slab into cells of
/// equal count by y, so that dense spots cost no more than sparse ones. Cost:
/// O(n log n).
pub(crate) fn neighbors(places: &[Point]) -> Vec<(usize, usize)> {
    let slabs = rank_slabs(places);
    let mut pairs = Vec::with_capacity(places.len() * 4);
    for (s, slab) in slabs.iter().enumerate() {
        for &a in slab {
            let mut best: [Option<(f64, usize)>; 8] = [None; 8];
            let around = &slabs[s.saturating_sub(REACH)..(s + REACH + 1).min(slabs.len())];
            for other in around {
                let middle = other.partition_point(|&b| places[b].y < places[a].y);
                let window = (REACH + 1) * PER_CELL;
                for &b in &other[middle.saturating_sub(window)..(middle + window).min(other.len())] {
                    if a != b {
                        consider(places, a, b, &mut best);
                    }
                }
            }
            pairs.extend(best.iter().flatten().map(|&(_, b)| (a.min(b), a.max(b))));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn consider(places: &[Point], a: usize, b: usize, best: &mut [Option<(f64, usize)>; 8]) {
    let d = places[b] - places[a];
    let octant = usize::from(d.x > 0.0) | usize::from(d.y > 0.0) << 1 | usize::from(d.x.abs() > d.y.abs()) << 2;
    let length = d.length();
    if best[octant].is_none_or(|(shortest, c)| (length, b) < (shortest, c)) {
        best[octant] = Some((length, b));
    }
}

fn rank_slabs(places: &[Point]) -> Vec<Vec<usize>> {
    let mut by_x: Vec<usize> = (0..places.len()).collect();
    by_x.sort_by(|&a, &b| places[a].x.total_cmp(&places[b].x).then(a.cmp(&b)));
    let per_slab = (places.len() as f64 * PER_CELL as f64).sqrt().ceil().max(1.0) as usize;
    by_x.chunks(per_slab)
        .map(|slab| {
            let mut slab = slab.to_vec();
            slab.sort_by(|&a, &b| places[a].y.total_cmp(&places[b].y).then(a.cmp(&b)));
            slab
        })
        .collect()
}

/// Up to `limit` overlapping pairs, found by sweeping a line from left to right.
/// Cost: O(n log n + n · boxes under the line).
pub(crate) fn overlaps(boxes: &[Rect], limit: usize) -> Vec<(usize, usize)> {
    let mut by_left: Vec<usize> = (0..boxes.len()).collect();
    by_left.sort_by(|&a, &b| boxes[a].x.total_cmp(&boxes[b].x).then(a.cmp(&b)));
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for &a in &by_left {
        open.retain(|&b| boxes[b].right() > boxes[a].x);
        for &b in &open {
            if boxes[a].overlaps(&boxes[b]) {
                pairs.push((a.min(b), a.max(b)));
                if pairs.len() >= limit {
                    return pairs;
                }
            }
        }
        open.push(a);
    }
    pairs.sort_unstable();
    pairs
}

/// A grid of square cells that lists the boxes in each, to find the boxes near a rectangle or a segment.
pub(crate) struct Cells {
    side: f64,
    origin: Point,
    columns: usize,
    rows: usize,
    members: Vec<Vec<usize>>,
}

impl Cells {
    /// Sorts boxes into cells about as large as the mean box.
    pub(crate) fn new(boxes: &[Rect]) -> Self {
        let all = Rect::around_all(boxes);
        let mean = boxes.iter().map(|b| b.w + b.h).sum::<f64>() / (2 * boxes.len().max(1)) as f64;
        // At most about four cells a box, however far the boxes lie apart.
        let side = (all.w * all.h / (4 * boxes.len().max(1)) as f64).sqrt().max(mean).max(1.0);
        let (columns, rows) = ((all.w / side) as usize + 1, (all.h / side) as usize + 1);
        let mut cells =
            Cells { side, origin: Point::new(all.x, all.y), columns, rows, members: vec![Vec::new(); columns * rows] };
        for (i, b) in boxes.iter().enumerate() {
            for cell in cells.cells_of(b) {
                cells.members[cell].push(i);
            }
        }
        cells
    }

    fn cells_of(&self, b: &Rect) -> Vec<usize> {
        let clamp = |v: f64, count: usize| (v / self.side).clamp(0.0, (count - 1) as f64) as usize;
        let columns = clamp(b.x - self.origin.x, self.columns)..=clamp(b.right() - self.origin.x, self.columns);
        let rows = clamp(b.y - self.origin.y, self.rows)..=clamp(b.bottom() - self.origin.y, self.rows);
        rows.flat_map(|r| columns.clone().map(move |c| r * self.columns + c)).collect()
    }

    /// Indices of boxes in the cells that `area` touches, sorted, each once.
    pub(crate) fn near(&self, area: &Rect) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.cells_of(area).into_iter().flat_map(|cell| self.members[cell].iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Indices of boxes in the cells along a segment, which is cut into pieces no longer than a few cells.
    pub(crate) fn near_segment(&self, a: Point, b: Point) -> Vec<usize> {
        let pieces = ((b - a).length() / (2.0 * self.side)).ceil().clamp(1.0, 10_000.0) as usize;
        let mut found = Vec::new();
        for i in 0..pieces {
            let (from, to) = (a.towards(b, i as f64 / pieces as f64), a.towards(b, (i + 1) as f64 / pieces as f64));
            let area =
                Rect { x: from.x.min(to.x), y: from.y.min(to.y), w: (to.x - from.x).abs(), h: (to.y - from.y).abs() };
            found.extend(self.near(&area));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
