//! Repulsion of one body by many, approximated: distant bodies count together.
//!
//! A quadtree whose cells know their mass and its center (Barnes & Hut, "A hierarchical O(N log N)
//! force-calculation algorithm", Nature 324, 1986). Which cells count as one body follows Barnes ("A modified tree
//! code", 1994): those farther away than their side plus the distance of their center of mass from their middle. With
//! the side alone, a cell whose mass lies in one corner could count as one body for a neighbour that touches it.

use crate::geometry::Point;

/// Largest depth of the tree; without it, bodies at the same position would be divided forever.
const DEEPEST: usize = 24;
const NONE: u32 = u32::MAX;

struct Cell {
    corner: Point,
    side: f64,
    mass: f64,
    /// The center of mass.
    center: Point,
    /// The cell counts as one body for those farther than this from its center of mass; squared.
    reach: f64,
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
        bodies.cells.push(empty(low, side));
        for body in 0..places.len() {
            bodies.insert(body);
        }
        for cell in &mut bodies.cells {
            cell.center = cell.center * (1.0 / cell.mass.max(1e-300));
            let middle = cell.corner + Point::new(cell.side, cell.side) * 0.5;
            cell.reach = (cell.side + (cell.center - middle).length()).powi(2);
        }
        bodies
    }

    fn insert(&mut self, body: usize) {
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
                self.divide(at);
            }
            at = self.quarter_of(place, at);
        }
    }

    /// The subcell of a divided cell in which a place lies.
    fn quarter_of(&self, place: Point, at: usize) -> usize {
        let Cell { corner, side, inner, .. } = self.cells[at];
        let half = side / 2.0;
        let quarter = usize::from(place.x >= corner.x + half) | usize::from(place.y >= corner.y + half) << 1;
        inner as usize + quarter
    }

    /// Divides a cell with one body into four, and moves that body to its quarter.
    fn divide(&mut self, at: usize) {
        let inner = self.cells.len();
        let (corner, half) = (self.cells[at].corner, self.cells[at].side / 2.0);
        self.cells.extend(
            (0..4).map(|quarter| {
                empty(corner + Point::new(f64::from(quarter & 1), f64::from(quarter >> 1)) * half, half)
            }),
        );
        let body = std::mem::replace(&mut self.cells[at].first, NONE);
        self.cells[at].inner = inner as u32;
        let (place, mass) = (self.places[body as usize], self.mass[body as usize]);
        let own = self.quarter_of(place, at);
        let own = &mut self.cells[own];
        own.first = body;
        own.mass = mass;
        own.center = place * mass;
    }

    /// The repulsion of a body: the sum of `mass · away / distance²` over all other bodies. Cells that contain the
    /// body are always divided, so it never repels itself.
    pub(crate) fn push(&self, body: usize) -> Point {
        let place = self.places[body];
        let mut open: Vec<usize> = Vec::new();
        let mut own = 0;
        while self.cells[own].inner != NONE {
            let inner = self.cells[own].inner as usize;
            own = self.quarter_of(place, own);
            open.extend((inner..inner + 4).filter(|cell| *cell != own));
        }
        let mut sum = self.push_of_all_in(body, own);
        while let Some(number) = open.pop() {
            let cell = &self.cells[number];
            if cell.inner == NONE {
                sum = sum + self.push_of_all_in(body, number);
                continue;
            }
            let away = place - cell.center;
            let square = away.x * away.x + away.y * away.y;
            if cell.reach < square {
                sum = sum + away * (cell.mass / square);
            } else {
                open.extend((cell.inner as usize)..(cell.inner as usize + 4));
            }
        }
        sum
    }

    /// The repulsion of a body by the others in a cell that is not divided, one by one.
    fn push_of_all_in(&self, body: usize, cell: usize) -> Point {
        let mut sum = Point::default();
        let mut other = self.cells[cell].first;
        while other != NONE {
            if other as usize != body {
                sum = sum + self.push_of(body, other as usize);
            }
            other = self.next[other as usize];
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

fn empty(corner: Point, side: f64) -> Cell {
    Cell { corner, side, mass: 0.0, center: Point::default(), reach: 0.0, inner: NONE, first: NONE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How far the repulsion of each body is from the exact sum, relative to the sum of the strengths.
    fn errors(bodies: &[(i32, i32, u8)]) -> Vec<f64> {
        let places: Vec<Point> = bodies.iter().map(|b| Point::new(f64::from(b.0), f64::from(b.1))).collect();
        let mass: Vec<f64> = bodies.iter().map(|b| f64::from(b.2)).collect();
        let tree = Bodies::new(&places, &mass);
        (0..places.len())
            .map(|body| {
                let others = (0..places.len()).filter(|other| *other != body);
                let exact = others.clone().fold(Point::default(), |sum, other| sum + tree.push_of(body, other));
                let strength: f64 = others.map(|other| tree.push_of(body, other).length()).sum();
                (tree.push(body) - exact).length() / strength
            })
            .collect()
    }

    fn bodies() -> impl Strategy<Value = Vec<(i32, i32, u8)>> {
        let few = prop::collection::vec((0i32..400, 0i32..400, 1u8..4), 2..120);
        let crowded = prop::collection::vec((0i32..12, 0i32..400, 1u8..=255), 2..40);
        prop_oneof![few, crowded]
    }

    proptest! {
        // The bound is proven. Let r be the largest distance of a body of a cell from its center of mass, d that of the
        // repelled body. As the moments about the center cancel, Σ m/(z-w) - Σ m/z = Σ m·w²/(z²(z-w)) in the complex
        // plane, so the cell errs by at most (r/d)² of its strength. With side 1 and the center of mass δ ≤ √½ from the
        // middle, r ≤ √½ + δ and d > 1 + δ, so (r/d)² < (2√½ / (1 + √½))² < 0.687.
        #[test]
        fn the_error_never_exceeds_the_proven_bound(bodies in bodies()) {
            for error in errors(&bodies) {
                prop_assert!(error < 0.687, "{error}");
            }
        }

        // A pair has nothing to approximate, however close and wherever it lies in its cells.
        #[test]
        fn two_bodies_repel_each_other_exactly(
            x in 0i32..400, y in 0i32..400, dx in -9i32..9, dy in -9i32..9, mass in 1u8..9,
        ) {
            let exact = errors(&[(x, y, 1), (x + dx, y + dy, mass)]);
            prop_assert!(exact.iter().all(|error| *error < 1e-12), "{exact:?}");
        }
    }

    #[test]
    fn the_error_is_a_few_percent_on_average() {
        let bodies: Vec<_> = (0..300).map(|n| (n * n * 31 % 397, n * n * n % 389, 1 + (n % 3) as u8)).collect();
        let errors = errors(&bodies);
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        assert!(mean < 0.03, "{mean}");
    }

    #[test]
    fn bodies_in_one_place_do_not_stay_there() {
        let places = vec![Point::new(3.0, 3.0); 5];
        let tree = Bodies::new(&places, &[1.0; 5]);
        assert!((0..5).all(|body| tree.push(body).length() > 1.0));
    }
}
