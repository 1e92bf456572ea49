//! Repulsion of one body by many, approximated: distant bodies count together.
//!
//! A quadtree whose cells know their mass and its center (Barnes & Hut, "A hierarchical O(N log N)
//! force-calculation algorithm", Nature 324, 1986).

use crate::geometry::Point;

/// A cell counts as one body if its side times the root of this is smaller than its distance.
const WIDE: f64 = 1.0;
/// Largest depth of the tree; without it, bodies at the same position would be divided forever.
const DEEPEST: usize = 24;
const NONE: u32 = u32::MAX;

struct Cell {
    side: f64,
    mass: f64,
    center: Point,
    /// Index of the first of four consecutive subcells, or `NONE`.
    inner: u32,
    /// The first body of a cell that is not divided, or `NONE`.
    first: u32,
}

/// Bodies in a quadtree.
pub(crate) struct Bodies<'a> {
    places: &'a [Point],
    mass: &'a [f64],
    cells: Vec<Cell>,
    /// For every body the next one in its cell, or `NONE`.
    next: Vec<u32>,
}

impl<'a> Bodies<'a> {
    /// Sorts bodies into cells. Cost: O(n log n).
    pub(crate) fn new(places: &'a [Point], mass: &'a [f64]) -> Bodies<'a> {
        let low = places.iter().fold(Point::new(f64::MAX, f64::MAX), |l, p| Point::new(l.x.min(p.x), l.y.min(p.y)));
        let high = places.iter().fold(Point::new(f64::MIN, f64::MIN), |h, p| Point::new(h.x.max(p.x), h.y.max(p.y)));
        let side = (high.x - low.x).max(high.y - low.y).max(1e-6) * 1.000_001;
        let mut bodies = Bodies { places, mass, cells: Vec::new(), next: vec![NONE; places.len()] };
        bodies.cells.push(empty(side));
        for body in 0..places.len() {
            bodies.insert(body, low, side);
        }
        for cell in &mut bodies.cells {
            cell.center = cell.center * (1.0 / cell.mass.max(1e-300));
        }
        bodies
    }

    fn insert(&mut self, body: usize, mut corner: Point, mut side: f64) {
        let mut at = 0;
        for depth in 0.. {
            let (place, mass) = (self.places[body], self.mass[body]);
            self.cells[at].mass += mass;
            self.cells[at].center = self.cells[at].center + place * mass;
            if self.cells[at].inner == NONE {
                let first = self.cells[at].first;
                if first == NONE || depth >= DEEPEST {
                    self.next[body] = first;
                    self.cells[at].first = body as u32;
                    return;
                }
                self.divide(at, corner, side);
            }
            side /= 2.0;
            let quarter = quarter(place, corner, side);
            corner = corner + Point::new((quarter & 1) as f64, (quarter >> 1) as f64) * side;
            at = self.cells[at].inner as usize + quarter;
        }
    }

    /// Divides a cell with one body into four, and moves that body to its quarter.
    fn divide(&mut self, at: usize, corner: Point, side: f64) {
        let inner = self.cells.len();
        self.cells.extend((0..4).map(|_| empty(side / 2.0)));
        let body = std::mem::replace(&mut self.cells[at].first, NONE);
        self.cells[at].inner = inner as u32;
        let place = self.places[body as usize];
        let own = &mut self.cells[inner + quarter(place, corner, side / 2.0)];
        own.first = body;
        own.mass = self.mass[body as usize];
        own.center = place * own.mass;
    }

    /// The repulsion of a body: the sum of `mass · away / distance²` over all other bodies.
    pub(crate) fn push(&self, body: usize) -> Point {
        let at = self.places[body];
        let mut sum = Point::default();
        let mut open: Vec<u32> = vec![0];
        while let Some(number) = open.pop() {
            let cell = &self.cells[number as usize];
            let away = at - cell.center;
            let square = away.x * away.x + away.y * away.y;
            if cell.inner != NONE {
                if cell.side * cell.side * WIDE < square {
                    sum = sum + away * (cell.mass / square);
                } else {
                    open.extend(cell.inner..cell.inner + 4);
                }
                continue;
            }
            let mut other = cell.first;
            while other != NONE {
                if other as usize != body {
                    sum = sum + self.push_of(body, other as usize);
                }
                other = self.next[other as usize];
            }
        }
        sum
    }

    fn push_of(&self, body: usize, other: usize) -> Point {
        let away = self.places[body] - self.places[other];
        let square = away.x * away.x + away.y * away.y;
        if square > 1e-12 {
            return away * (self.mass[other] / square);
        }
        // At the same position: each goes in its own direction.
        Point::scattered(body) * self.mass[other]
    }
}

fn empty(side: f64) -> Cell {
    Cell { side, mass: 0.0, center: Point::default(), inner: NONE, first: NONE }
}

fn quarter(place: Point, corner: Point, half: f64) -> usize {
    usize::from(place.x >= corner.x + half) | usize::from(place.y >= corner.y + half) << 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_push_is_about_that_of_all_one_by_one(
            bodies in prop::collection::vec((0i32..400, 0i32..400, 1u8..4), 2..120),
        ) {
            let places: Vec<Point> = bodies.iter().map(|b| Point::new(f64::from(b.0), f64::from(b.1))).collect();
            let mass: Vec<f64> = bodies.iter().map(|b| f64::from(b.2)).collect();
            let tree = Bodies::new(&places, &mass);
            for body in 0..places.len() {
                let others = (0..places.len()).filter(|other| *other != body);
                let exact = others.clone().fold(Point::default(), |sum, other| sum + tree.push_of(body, other));
                let strength: f64 = others.map(|other| tree.push_of(body, other).length()).sum();
                let off = (tree.push(body) - exact).length();
                prop_assert!(off <= 0.25 * strength, "{off} of {strength}");
            }
        }
    }

    #[test]
    fn bodies_in_one_place_do_not_stay_there() {
        let places = vec![Point::new(3.0, 3.0); 5];
        let tree = Bodies::new(&places, &[1.0; 5]);
        assert!((0..5).all(|body| tree.push(body).length() > 1.0));
    }
}
