//! The bipartite configuration model: of all two-mode networks with the same degrees in the mean, the
//! one that assumes nothing more (Saracco et al. 2015).
//!
//! p = x y / (1 + x y) for a node of one side with fitness x and one of the other with y, such that
//! every node's probabilities sum to its degree. Nodes of one degree are alike, so that the model has
//! as many unknowns as there are different degrees, however many nodes.

use std::collections::BTreeMap;

/// Nodes of one side with the same degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    pub degree: usize,
    /// How many nodes there are of it.
    pub count: usize,
}

/// The model, solved: for every degree of one side and every degree of the other the probability that
/// two nodes of them are joined.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bicm {
    own: Vec<Class>,
    other: Vec<Class>,
    /// Row by row, a row for each class of the own side.
    chances: Vec<f64>,
}

/// Degrees agree to this, by the degree where it is above one.
const AGREE: f64 = 1e-11;
/// Newton's method takes some ten steps; this many mean that floats can say no more.
const STEPS: usize = 200;

impl Bicm {
    /// Solves the model for the degrees of two sides of a network.
    ///
    /// What the degrees alone decide is set to nought or one first (Gale 1957, Ryser 1957); for all else
    /// there is one solution, where the likelihood, which is concave in ln x and ln y, is greatest.
    /// Cost: some ten times the cube of the number of different degrees of the side that has fewer of
    /// them, and its square times that of the other.
    ///
    /// ```
    /// use interlocks_measures::backbone::bicm::Bicm;
    /// let model = Bicm::solved(&[1, 1, 2], &[2, 1, 1]);
    /// assert!(model.error() < 1e-10);
    /// assert!((model.row(1).iter().zip(model.other()).map(|(p, class)| p * class.count as f64).sum::<f64>() - 1.0).abs() < 1e-10);
    /// ```
    pub fn solved(own: &[usize], other: &[usize]) -> Bicm {
        let (own, other) = (classes(own), classes(other));
        let chances = vec![0.0; own.len() * other.len()];
        let part = |list: &[Class]| list.iter().copied().enumerate().map(Part::of).rev().collect::<Vec<Part>>();
        let mut waiting = vec![(part(&own), part(&other))];
        let mut model = Bicm { own, other, chances };
        while let Some((rows, columns)) = waiting.pop() {
            if rows.is_empty() || columns.is_empty() {
                continue;
            }
            match model.decided(&rows, &columns) {
                Some(parts) => waiting.extend(parts),
                None => model.fit(&rows, &columns),
            }
        }
        model
    }

    /// Degrees of the own side and how many nodes have them, in order.
    pub fn own(&self) -> &[Class] {
        &self.own
    }

    /// Degrees of the other side and how many nodes have them, in order.
    pub fn other(&self) -> &[Class] {
        &self.other
    }

    /// The probabilities of a node of the own side with some degree, by class of the other; none for a
    /// degree that no node has.
    pub fn row(&self, degree: usize) -> &[f64] {
        let width = self.other.len();
        let class = self.own.binary_search_by_key(&degree, |class| class.degree);
        class.map_or(&[], |class| &self.chances[class * width..(class + 1) * width])
    }

    /// How far a sum of probabilities is from its degree at most, by the degree where it is above one.
    pub fn error(&self) -> f64 {
        let width = self.other.len();
        let chance = |row: usize, column: usize| self.chances[row * width + column];
        let rows = self.own.iter().enumerate().map(|(row, class)| {
            let sum = |(column, other): (usize, &Class)| other.count as f64 * chance(row, column);
            off(class.degree, self.other.iter().enumerate().map(sum).sum())
        });
        let columns = self.other.iter().enumerate().map(|(column, class)| {
            let sum = |(row, own): (usize, &Class)| own.count as f64 * chance(row, column);
            off(class.degree, self.own.iter().enumerate().map(sum).sum())
        });
        rows.chain(columns).fold(0.0, f64::max)
    }

    /// Cuts a part of the network in two where its degrees leave no choice.
    ///
    /// The k rows of the highest degrees hold no more than Σ min(s, k) over columns of degree s (Gale
    /// 1957, Ryser 1957). Where they hold as much, columns of degree k or more are joined to all of
    /// them, and those of k or fewer to no other row: no finite x and y say so. What is left are those
    /// rows with the columns of fewer, and the other rows with the columns of more. None when every
    /// chance is strictly between. Parts are in descending order of degrees.
    fn decided(&mut self, rows: &[Part], columns: &[Part]) -> Option<[(Vec<Part>, Vec<Part>); 2]> {
        let (mut k, mut held) = (0, 0);
        for cut in 0..=rows.len() {
            if let Some(last) = cut.checked_sub(1).and_then(|last| rows.get(last)) {
                k += last.count;
                held += last.count * last.degree;
            }
            let room: usize = columns.iter().map(|column| column.count * column.degree.min(k)).sum();
            let whole = cut == 0 || cut == rows.len();
            if held != room || (whole && columns.iter().all(|column| column.degree != k)) {
                continue;
            }
            let (top, bottom) = rows.split_at(cut);
            let (more, rest): (Vec<Part>, Vec<Part>) = columns.iter().partition(|column| column.degree > k);
            let (equal, fewer): (Vec<Part>, Vec<Part>) = rest.iter().partition(|column| column.degree == k);
            let mut full = 0;
            for column in more.iter().chain(&equal) {
                full += column.count;
                top.iter().for_each(|row| self.set(row, column, 1.0));
            }
            let less = |parts: &[Part], by: usize| {
                parts.iter().map(|part| Part { degree: part.degree.saturating_sub(by), ..*part }).collect()
            };
            return Some([(less(top, full), fewer), (bottom.to_vec(), less(&more, k))]);
        }
        None
    }

    /// Solves a part in which nothing is decided.
    fn fit(&mut self, rows: &[Part], columns: &[Part]) {
        let turned = rows.len() < columns.len();
        let (many, few) = if turned { (columns, rows) } else { (rows, columns) };
        let found = Newton::new(many, few).solve();
        for (at, one) in many.iter().enumerate() {
            for (to, other) in few.iter().enumerate() {
                let (row, column) = if turned { (other, one) } else { (one, other) };
                self.set(row, column, chance(found.many[at] + found.few[to]));
            }
        }
    }

    fn set(&mut self, row: &Part, column: &Part, chance: f64) {
        let width = self.other.len();
        self.chances[row.class * width + column.class] = chance;
    }
}

/// A class of nodes, and the degree that is left of it.
#[derive(Clone, Copy, Debug)]
struct Part {
    class: usize,
    degree: usize,
    count: usize,
}

impl Part {
    fn of((class, Class { degree, count }): (usize, Class)) -> Part {
        Part { class, degree, count }
    }
}

fn classes(degrees: &[usize]) -> Vec<Class> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    degrees.iter().for_each(|degree| *counts.entry(*degree).or_default() += 1);
    counts.into_iter().map(|(degree, count)| Class { degree, count }).collect()
}

fn off(degree: usize, sum: f64) -> f64 {
    (degree as f64 - sum).abs() / (degree as f64).max(1.0)
}

/// x y / (1 + x y), of ln x y.
fn chance(logarithm: f64) -> f64 {
    1.0 / (1.0 + (-logarithm).exp())
}

/// ln(1 + x y), of ln x y.
fn softplus(logarithm: f64) -> f64 {
    logarithm.max(0.0) + (-logarithm.abs()).exp().ln_1p()
}

/// Logarithms of the unknowns.
#[derive(Clone)]
struct Point {
    many: Vec<f64>,
    few: Vec<f64>,
}

/// Newton's method on the logarithm of the likelihood.
struct Newton<'p> {
    many: &'p [Part],
    few: &'p [Part],
}

/// By how much degrees are missed, by class and times its nodes: the slope of the likelihood.
struct Slope {
    many: Vec<f64>,
    few: Vec<f64>,
    /// The farthest any is off.
    error: f64,
}

impl<'p> Newton<'p> {
    fn new(many: &'p [Part], few: &'p [Part]) -> Newton<'p> {
        Newton { many, few }
    }

    fn solve(&self) -> Point {
        let ties: f64 = self.many.iter().map(|part| part.count as f64 * part.degree as f64).sum();
        let start = |parts: &[Part]| parts.iter().map(|part| (part.degree as f64 / ties.sqrt()).ln()).collect();
        let mut point = Point { many: start(self.many), few: start(self.few) };
        let mut best = (f64::INFINITY, point.clone());
        for _ in 0..STEPS {
            let slope = self.slope(&point);
            if slope.error < best.0 {
                best = (slope.error, point.clone());
            }
            if slope.error <= AGREE {
                break;
            }
            let step = self.step(&point, &slope);
            match self.along(&point, &step) {
                Some(next) => point = next,
                None => break,
            }
        }
        best.1
    }

    fn slope(&self, point: &Point) -> Slope {
        let (mut many, mut few, mut error) = (Vec::new(), vec![0.0; self.few.len()], 0.0f64);
        for (x, part) in point.many.iter().zip(self.many) {
            let mut sum = 0.0;
            for ((y, other), slot) in point.few.iter().zip(self.few).zip(&mut few) {
                let p = chance(x + y);
                sum += p * other.count as f64;
                *slot += p * part.count as f64;
            }
            error = error.max(off(part.degree, sum));
            many.push(part.count as f64 * (part.degree as f64 - sum));
        }
        for (slot, part) in few.iter_mut().zip(self.few) {
            error = error.max(off(part.degree, *slot));
            *slot = part.count as f64 * (part.degree as f64 - *slot);
        }
        Slope { many, few, error }
    }

    /// The step to where the slope would vanish if curvature stayed: the unknowns of the side with more
    /// of them are eliminated, the last of the other is held, for one factor may pass from x to y.
    fn step(&self, point: &Point, slope: &Slope) -> Point {
        let free = self.few.len() - 1;
        let mut matrix = vec![vec![0.0; free]; free];
        let mut right = slope.few[..free].to_vec();
        let curvature: Vec<Vec<f64>> = (0..self.many.len()).map(|at| self.curvature(point, at)).collect();
        let sums: Vec<f64> = curvature.iter().map(|row| row.iter().sum()).collect();
        for ((row, sum), slope) in curvature.iter().zip(&sums).zip(&slope.many) {
            for i in 0..free {
                right[i] -= row[i] * slope / sum;
                // Rows of the whole sum to nought: what is off the diagonal, summed, keeps its digits.
                for (j, other) in row.iter().enumerate().filter(|(j, _)| *j != i) {
                    let shared = row[i] * other / sum;
                    matrix[i][i] += shared;
                    if j < free {
                        matrix[i][j] -= shared;
                    }
                }
            }
        }
        let mut few = solved(matrix, right);
        few.push(0.0);
        let many = curvature.iter().zip(&sums).zip(&slope.many).map(|((row, sum), slope)| {
            let moved: f64 = row.iter().zip(&few).map(|(curved, step)| curved * step).sum();
            (slope - moved) / sum
        });
        Point { many: many.collect(), few }
    }

    /// For a class of the side with more: how its likelihood curves with each class of the other.
    fn curvature(&self, point: &Point, at: usize) -> Vec<f64> {
        let curved = |(y, other): (&f64, &Part)| {
            let logarithm = point.many[at] + y;
            self.many[at].count as f64 * other.count as f64 * chance(logarithm) * chance(-logarithm)
        };
        point.few.iter().zip(self.few).map(curved).collect()
    }

    /// The step, or the longest half, quarter, … of it that does not lose likelihood; none where there
    /// is none, or the step is no number.
    fn along(&self, point: &Point, step: &Point) -> Option<Point> {
        let now = self.likelihood(point);
        let mut length = 1.0;
        for _ in 0..60 {
            let moved = |from: &[f64], by: &[f64]| from.iter().zip(by).map(|(x, step)| x + length * step).collect();
            let next = Point { many: moved(&point.many, &step.many), few: moved(&point.few, &step.few) };
            if self.likelihood(&next) >= now - 1e-13 * now.abs() {
                return Some(next);
            }
            length *= 0.5;
        }
        None
    }

    fn likelihood(&self, point: &Point) -> f64 {
        let ends = |parts: &[Part], at: &[f64]| -> f64 {
            parts.iter().zip(at).map(|(part, x)| part.count as f64 * part.degree as f64 * x).sum()
        };
        let none = |(x, part): (&f64, &Part)| -> f64 {
            let one = |(y, other): (&f64, &Part)| other.count as f64 * softplus(x + y);
            part.count as f64 * point.few.iter().zip(self.few).map(one).sum::<f64>()
        };
        let missing: f64 = point.many.iter().zip(self.many).map(none).sum();
        ends(self.many, &point.many) + ends(self.few, &point.few) - missing
    }
}

/// The solution of a symmetric, positive definite system, by Cholesky's method.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for i in 0..n {
        let (above, rest) = matrix.split_at_mut(i);
        let row = &mut rest[0];
        for j in 0..i {
            let known: f64 = row[..j].iter().zip(&above[j][..j]).map(|(x, y)| x * y).sum();
            row[j] = (row[j] - known) / above[j][j];
        }
        let known: f64 = row[..i].iter().map(|x| x * x).sum();
        row[i] = (row[i] - known).max(f64::MIN_POSITIVE).sqrt();
        let known: f64 = row[..i].iter().zip(&right).map(|(x, y)| x * y).sum();
        right[i] = (right[i] - known) / row[i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| matrix[j][i] * right[j]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// For every row and column whether all networks with some degrees join them, and whether none does.
    struct Decided {
        rows: Vec<usize>,
        columns: Vec<usize>,
        always: Vec<Vec<bool>>,
        never: Vec<Vec<bool>>,
    }

    impl Decided {
        fn of(rows: &[usize], columns: &[usize]) -> Decided {
            let all = vec![vec![true; columns.len()]; rows.len()];
            let mut decided =
                Decided { rows: rows.to_vec(), columns: columns.to_vec(), always: all.clone(), never: all };
            decided.go_on(&mut Vec::new(), &mut columns.to_vec());
            decided
        }

        fn go_on(&mut self, chosen: &mut Vec<u32>, room: &mut Vec<usize>) {
            if chosen.len() == self.rows.len() {
                for (row, bits) in chosen.iter().enumerate() {
                    for column in 0..self.columns.len() {
                        let joined = bits >> column & 1 == 1;
                        self.always[row][column] &= joined;
                        self.never[row][column] &= !joined;
                    }
                }
                return;
            }
            for bits in 0u32..1 << room.len() {
                let holds = |column: &usize| bits >> *column & 1 == 1;
                let columns: Vec<usize> = (0..room.len()).filter(holds).collect();
                if columns.len() == self.rows[chosen.len()] && columns.iter().all(|column| room[*column] > 0) {
                    columns.iter().for_each(|column| room[*column] -= 1);
                    chosen.push(bits);
                    self.go_on(chosen, room);
                    chosen.pop();
                    columns.iter().for_each(|column| room[*column] += 1);
                }
            }
        }
    }

    fn degrees(seats: &[Vec<bool>], columns: usize) -> (Vec<usize>, Vec<usize>) {
        let count = |row: &Vec<bool>| row.iter().filter(|seat| **seat).count();
        let column = |at: usize| seats.iter().filter(|row| row[at]).count();
        (seats.iter().map(count).collect(), (0..columns).map(column).collect())
    }

    /// The chances, node by node.
    fn spread(model: &Bicm, rows: &[usize], columns: &[usize]) -> Vec<Vec<f64>> {
        let class = |degree: &usize| model.other().iter().position(|class| class.degree == *degree).unwrap();
        rows.iter().map(|row| columns.iter().map(|column| model.row(*row)[class(column)]).collect()).collect()
    }

    fn seats() -> impl Strategy<Value = Vec<Vec<bool>>> {
        (1usize..5, 1usize..5, 1u8..10).prop_flat_map(|(rows, columns, tenths)| {
            let seat = prop::bool::weighted(f64::from(tenths) / 10.0);
            prop::collection::vec(prop::collection::vec(seat, columns), rows)
        })
    }

    proptest! {
        // Sums that agree and odds that are products make the one solution.
        #[test]
        fn degrees_agree_odds_are_products_and_the_decided_is_decided(seats in seats()) {
            let (rows, columns) = degrees(&seats, seats[0].len());
            let model = Bicm::solved(&rows, &columns);
            prop_assert!(model.error() < 1e-10, "{}", model.error());
            let (p, decided) = (spread(&model, &rows, &columns), Decided::of(&rows, &columns));
            let odds = |i: usize, j: usize| (p[i][j] / (1.0 - p[i][j])).ln();
            let open = |i: usize, j: usize| !decided.always[i][j] && !decided.never[i][j];
            for (i, row) in rows.iter().enumerate() {
                prop_assert!((p[i].iter().sum::<f64>() - *row as f64).abs() < 1e-9);
                for j in 0..columns.len() {
                    prop_assert_eq!(p[i][j] == 1.0, decided.always[i][j], "{:?}", p);
                    prop_assert_eq!(p[i][j] == 0.0, decided.never[i][j], "{:?}", p);
                    for (k, l) in (0..rows.len()).flat_map(|k| (0..columns.len()).map(move |l| (k, l))) {
                        if open(i, j) && open(k, l) && open(i, l) && open(k, j) {
                            prop_assert!((odds(i, j) + odds(k, l) - odds(i, l) - odds(k, j)).abs() < 1e-7);
                        }
                    }
                }
            }
        }

        #[test]
        fn larger_networks_are_solved(seats in prop::collection::vec((0usize..40, 0usize..60), 1..400)) {
            let mut seats = seats;
            // Some hubs.
            seats.iter_mut().for_each(|seat| *seat = (seat.0 * seat.0 / 40, seat.1));
            seats.sort_unstable();
            seats.dedup();
            let count = |list: &mut Vec<usize>, at: usize| list[at] += 1;
            let (mut rows, mut columns) = (vec![0; 40], vec![0; 60]);
            seats.iter().for_each(|seat| { count(&mut rows, seat.0); count(&mut columns, seat.1); });
            let model = Bicm::solved(&rows, &columns);
            prop_assert!(model.error() < 1e-10, "{}", model.error());
            prop_assert!((0..40).all(|row| model.row(rows[row]).iter().all(|p| (0.0..=1.0).contains(p))));
            // Either side may come first.
            let turned = Bicm::solved(&columns, &rows);
            for (row, own) in model.own().iter().enumerate() {
                for (column, other) in model.other().iter().enumerate() {
                    prop_assert!((model.row(own.degree)[column] - turned.row(other.degree)[row]).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn nobody_is_no_failure() {
        assert_eq!(Bicm::solved(&[], &[]).error(), 0.0);
        assert!(Bicm::solved(&[0, 0], &[]).row(0).is_empty());
        assert_eq!(Bicm::solved(&[0, 0], &[0]).row(0), [0.0]);
        assert_eq!(Bicm::solved(&[1], &[1]).row(1), [1.0]);
        assert!(Bicm::solved(&[1], &[1]).row(7).is_empty());
    }
}
