//! Packs the drawings of components side by side.

use crate::Size;
use crate::geometry::Point;

/// Positions for boxes of the given sizes on shelves: the tallest first, left to right,
/// a new shelf when the width is full (next-fit decreasing height; Coffman, Garey,
/// Johnson & Tarjan 1980). Several widths are tried; the best has the smallest outline when it is enlarged to
/// the wanted ratio of width to height. Returns upper left corners.
/// Cost: O(n log n).
pub(crate) fn shelves(sizes: &[Size], gap: f64, ratio: f64) -> Vec<Point> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| {
        let (a_size, b_size) = (sizes[a], sizes[b]);
        b_size.height.total_cmp(&a_size.height).then(b_size.width.total_cmp(&a_size.width)).then(a.cmp(&b))
    });
    let area: f64 = sizes.iter().map(|s| (s.width + gap) * (s.height + gap)).sum();
    let widest = sizes.iter().fold(0.0_f64, |w, s| w.max(s.width));
    let mut best: Option<(f64, Vec<Point>)> = None;
    for step in 0..24 {
        let width = ((area * ratio).sqrt() * (0.7 + 0.06 * f64::from(step))).max(widest);
        let (places, extent) = fill(sizes, &order, gap, width);
        let cost = extent.y.max(extent.x / ratio);
        if best.as_ref().is_none_or(|(least, _)| cost < *least - 1e-9) {
            best = Some((cost, places));
        }
    }
    best.map(|b| b.1).unwrap_or_default()
}

fn fill(sizes: &[Size], order: &[usize], gap: f64, width: f64) -> (Vec<Point>, Point) {
    let mut places = vec![Point::default(); sizes.len()];
    let (mut x, mut y, mut shelf, mut used) = (0.0_f64, 0.0, 0.0_f64, 0.0_f64);
    for &i in order {
        let Size { width: w, height: h } = sizes[i];
        if x > 0.0 && x + w > width {
            y += shelf + gap;
            (x, shelf) = (0.0, 0.0);
        }
        places[i] = Point::new(x, y);
        shelf = shelf.max(h);
        x += w + gap;
        used = used.max(x - gap);
    }
    (places, Point::new(used, y + shelf))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;

    #[test]
    fn shelves_do_not_overlap_and_stay_near_the_wanted_ratio() {
        let sizes: Vec<Size> =
            (0..50).map(|i| Size::new(40.0 + f64::from(i % 7) * 20.0, 30.0 + f64::from(i % 5) * 11.0)).collect();
        let places = shelves(&sizes, 10.0, 1.5);
        let rects: Vec<Rect> =
            places.iter().zip(&sizes).map(|(p, s)| Rect { x: p.x, y: p.y, w: s.width, h: s.height }).collect();
        for (i, a) in rects.iter().enumerate() {
            assert!(rects[..i].iter().all(|b| !a.overlaps(b)));
        }
        let all = Rect::around_all(&rects);
        assert!((0.8..2.8).contains(&(all.w / all.h)));
    }

    #[test]
    fn no_boxes_give_no_positions() {
        assert!(shelves(&[], 10.0, 1.5).is_empty());
    }
}
