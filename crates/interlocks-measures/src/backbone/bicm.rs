//! The bipartite configuration model (BiCM): the maximum-entropy ensemble of two-mode networks with given expected
//! degrees (Saracco et al. 2015).
//!
//! The probability of a tie between a node of one side with fitness x and one of the other with fitness y is p = x y /
//! (1 + x y), where the fitnesses are such that the probabilities of each node sum to its degree. Nodes of equal degree
//! have equal fitness, so the number of unknowns is the number of distinct degrees, regardless of the number of nodes.

use std::collections::BTreeMap;

/// The nodes of one side with the same degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// The degree.
    pub degree: usize,
    /// The number of nodes with that degree.
    pub count: usize,
}

/// A solved model: the probability of a tie for each pair of a degree of one side and a degree of the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bicm {
    own: Vec<Class>,
    other: Vec<Class>,
    /// Row by row, with a row for each class of the own side.
    probabilities: Vec<f64>,
}

/// The tolerance of expected degrees, relative to the degree if it is above 1.
const TOLERANCE: f64 = 1e-11;
/// The limit on Newton steps. About ten suffice; more than this cannot improve on rounding errors.
const MAX_STEPS: usize = 200;

impl Bicm {
    /// Solves the model for the degrees of both sides of a network.
    ///
    /// Probabilities that the degrees alone determine are first set to 0 or 1 (Gale 1957, Ryser 1957). For the rest
    /// there is a unique solution, the maximum of the likelihood, which is concave in ln x and ln y; it is found by
    /// Newton's method.
    ///
    /// Cost: about ten times the cube of the number of distinct degrees of the side with fewer, and its square times
    /// the number of the other side.
    ///
    /// ```
    /// use interlocks_measures::backbone::bicm::Bicm;
    /// let model = Bicm::from_degrees(&[1, 1, 2], &[2, 1, 1]);
    /// assert!(model.error() < 1e-10);
    /// assert!((model.row(1).iter().zip(model.other()).map(|(p, class)| p * class.count as f64).sum::<f64>() - 1.0).abs() < 1e-10);
    /// ```
    pub fn from_degrees(own: &[usize], other: &[usize]) -> Bicm {
        let (own, other) = (classes(own), classes(other));
        let probabilities = vec![0.0; own.len() * other.len()];
        let part =
            |list: &[Class]| list.iter().copied().enumerate().map(ClassPart::new).rev().collect::<Vec<ClassPart>>();
        let mut waiting = vec![(part(&own), part(&other))];
        let mut model = Bicm { own, other, probabilities };
        while let Some((rows, columns)) = waiting.pop() {
            if rows.is_empty() || columns.is_empty() {
                continue;
            }
            match model.split_forced(&rows, &columns) {
                Some(parts) => waiting.extend(parts),
                None => model.solve_block(&rows, &columns),
            }
        }
        model
    }

    /// Returns the distinct degrees of the own side in ascending order, with the number of nodes of each.
    pub fn own(&self) -> &[Class] {
        &self.own
    }

    /// Returns the distinct degrees of the other side in ascending order, with the number of nodes of each.
    pub fn other(&self) -> &[Class] {
        &self.other
    }

    /// Returns the probabilities of a node of the own side with some degree, by class of the other side; empty if no
    /// node has that degree.
    pub fn row(&self, degree: usize) -> &[f64] {
        let width = self.other.len();
        let class = self.own.binary_search_by_key(&degree, |class| class.degree);
        class.map_or(&[], |class| &self.probabilities[class * width..(class + 1) * width])
    }

    /// Returns the largest difference between an expected and a given degree, relative to the degree if it is above 1.
    pub fn error(&self) -> f64 {
        let width = self.other.len();
        let probability = |row: usize, column: usize| self.probabilities[row * width + column];
        let rows = self.own.iter().enumerate().map(|(row, class)| {
            let sum = |(column, other): (usize, &Class)| other.count as f64 * probability(row, column);
            relative_error(class.degree, self.other.iter().enumerate().map(sum).sum())
        });
        let columns = self.other.iter().enumerate().map(|(column, class)| {
            let sum = |(row, own): (usize, &Class)| own.count as f64 * probability(row, column);
            relative_error(class.degree, self.own.iter().enumerate().map(sum).sum())
        });
        rows.chain(columns).fold(0.0, f64::max)
    }

    /// Splits a part of the network in two where its degrees force some probabilities to 0 or 1.
    ///
    /// The k rows of highest degree have at most Σ min(s, k) entries over columns of degree s (Gale 1957, Ryser 1957).
    /// If they have exactly that many, columns of degree k or more are joined to all of these rows, and columns of
    /// degree k or less to no other row; no finite x and y give these probabilities. What remains are these rows with
    /// the columns of smaller degree, and the other rows with the columns of larger degree. Returns `None` if every
    /// probability is strictly between 0 and 1. Parts are in descending order of degree.
    fn split_forced(
        &mut self,
        rows: &[ClassPart],
        columns: &[ClassPart],
    ) -> Option<[(Vec<ClassPart>, Vec<ClassPart>); 2]> {
        let (mut k, mut used) = (0, 0);
        for cut in 0..=rows.len() {
            if let Some(last) = cut.checked_sub(1).and_then(|last| rows.get(last)) {
                k += last.count;
                used += last.count * last.degree;
            }
            let room: usize = columns.iter().map(|column| column.count * column.degree.min(k)).sum();
            let whole = cut == 0 || cut == rows.len();
            if used != room || (whole && columns.iter().all(|column| column.degree != k)) {
                continue;
            }
            let (top, bottom) = rows.split_at(cut);
            let (more, rest): (Vec<ClassPart>, Vec<ClassPart>) = columns.iter().partition(|column| column.degree > k);
            let (equal, fewer): (Vec<ClassPart>, Vec<ClassPart>) = rest.iter().partition(|column| column.degree == k);
            let mut full = 0;
            for column in more.iter().chain(&equal) {
                full += column.count;
                top.iter().for_each(|row| self.set(row, column, 1.0));
            }
            let less = |parts: &[ClassPart], by: usize| {
                parts.iter().map(|part| ClassPart { degree: part.degree.saturating_sub(by), ..*part }).collect()
            };
            return Some([(less(top, full), fewer), (bottom.to_vec(), less(&more, k))]);
        }
        None
    }

    /// Solves a part in which no probability is forced.
    fn solve_block(&mut self, rows: &[ClassPart], columns: &[ClassPart]) {
        let transposed = rows.len() < columns.len();
        let (many, few) = if transposed { (columns, rows) } else { (rows, columns) };
        let found = Newton::new(many, few).solve();
        for (at, one) in many.iter().enumerate() {
            for (to, other) in few.iter().enumerate() {
                let (row, column) = if transposed { (other, one) } else { (one, other) };
                self.set(row, column, logistic(found.many[at] + found.few[to]));
            }
        }
    }

    fn set(&mut self, row: &ClassPart, column: &ClassPart, probability: f64) {
        let width = self.other.len();
        self.probabilities[row.class * width + column.class] = probability;
    }
}

/// A class of nodes and its remaining degree.
#[derive(Clone, Copy, Debug)]
struct ClassPart {
    class: usize,
    degree: usize,
    count: usize,
}

impl ClassPart {
    fn new((class, Class { degree, count }): (usize, Class)) -> ClassPart {
        ClassPart { class, degree, count }
    }
}

fn classes(degrees: &[usize]) -> Vec<Class> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    degrees.iter().for_each(|degree| *counts.entry(*degree).or_default() += 1);
    counts.into_iter().map(|(degree, count)| Class { degree, count }).collect()
}

fn relative_error(degree: usize, sum: f64) -> f64 {
    (degree as f64 - sum).abs() / (degree as f64).max(1.0)
}

/// Returns x y / (1 + x y), given ln(x y).
fn logistic(logarithm: f64) -> f64 {
    1.0 / (1.0 + (-logarithm).exp())
}

/// Returns ln(1 + x y), given ln(x y).
fn softplus(logarithm: f64) -> f64 {
    logarithm.max(0.0) + (-logarithm.abs()).exp().ln_1p()
}

/// The logarithms of the unknowns.
#[derive(Clone)]
struct Point {
    many: Vec<f64>,
    few: Vec<f64>,
}

/// Newton's method on the log-likelihood.
struct Newton<'p> {
    many: &'p [ClassPart],
    few: &'p [ClassPart],
}

/// The gradient of the log-likelihood: for each class, the given minus the expected degree, times the number of nodes.
struct Slope {
    many: Vec<f64>,
    few: Vec<f64>,
    /// The largest relative error of a degree.
    error: f64,
}

impl<'p> Newton<'p> {
    fn new(many: &'p [ClassPart], few: &'p [ClassPart]) -> Newton<'p> {
        Newton { many, few }
    }

    fn solve(&self) -> Point {
        let ties: f64 = self.many.iter().map(|part| part.count as f64 * part.degree as f64).sum();
        let start = |parts: &[ClassPart]| parts.iter().map(|part| (part.degree as f64 / ties.sqrt()).ln()).collect();
        let mut point = Point { many: start(self.many), few: start(self.few) };
        let mut best = (f64::INFINITY, point.clone());
        for _ in 0..MAX_STEPS {
            let slope = self.slope(&point);
            if slope.error < best.0 {
                best = (slope.error, point.clone());
            }
            if slope.error <= TOLERANCE {
                break;
            }
            let step = self.step(&point, &slope);
            match self.line_search(&point, &step) {
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
                let p = logistic(x + y);
                sum += p * other.count as f64;
                *slot += p * part.count as f64;
            }
            error = error.max(relative_error(part.degree, sum));
            many.push(part.count as f64 * (part.degree as f64 - sum));
        }
        for (slot, part) in few.iter_mut().zip(self.few) {
            error = error.max(relative_error(part.degree, *slot));
            *slot = part.count as f64 * (part.degree as f64 - *slot);
        }
        Slope { many, few, error }
    }

    /// Returns the Newton step. The unknowns of the larger side are eliminated; the last unknown of the smaller side is
    /// fixed, because a factor can be moved between x and y.
    fn step(&self, point: &Point, slope: &Slope) -> Point {
        let free = self.few.len() - 1;
        let mut matrix = vec![vec![0.0; free]; free];
        let mut right = slope.few[..free].to_vec();
        let curvature: Vec<Vec<f64>> = (0..self.many.len()).map(|at| self.curvature(point, at)).collect();
        let sums: Vec<f64> = curvature.iter().map(|row| row.iter().sum()).collect();
        for ((row, sum), slope) in curvature.iter().zip(&sums).zip(&slope.many) {
            for i in 0..free {
                right[i] -= row[i] * slope / sum;
                // Rows of the full matrix sum to zero: summing the off-diagonal entries preserves precision.
                for (j, other) in row.iter().enumerate().filter(|(j, _)| *j != i) {
                    let shared = row[i] * other / sum;
                    matrix[i][i] += shared;
                    if j < free {
                        matrix[i][j] -= shared;
                    }
                }
            }
        }
        let mut few = solve_cholesky(matrix, right);
        few.push(0.0);
        let many = curvature.iter().zip(&sums).zip(&slope.many).map(|((row, sum), slope)| {
            let moved: f64 = row.iter().zip(&few).map(|(curved, step)| curved * step).sum();
            (slope - moved) / sum
        });
        Point { many: many.collect(), few }
    }

    /// Returns the curvature of the log-likelihood between a class of the larger side and each class of the other.
    fn curvature(&self, point: &Point, at: usize) -> Vec<f64> {
        let curved = |(y, other): (&f64, &ClassPart)| {
            let logarithm = point.many[at] + y;
            self.many[at].count as f64 * other.count as f64 * logistic(logarithm) * logistic(-logarithm)
        };
        point.few.iter().zip(self.few).map(curved).collect()
    }

    /// Takes the step, or the longest of its halves, quarters, … that does not decrease the likelihood; returns `None`
    /// if there is none, or if the step is not a number.
    fn line_search(&self, point: &Point, step: &Point) -> Option<Point> {
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
        let ends = |parts: &[ClassPart], at: &[f64]| -> f64 {
            parts.iter().zip(at).map(|(part, x)| part.count as f64 * part.degree as f64 * x).sum()
        };
        let none = |(x, part): (&f64, &ClassPart)| -> f64 {
            let one = |(y, other): (&f64, &ClassPart)| other.count as f64 * softplus(x + y);
            part.count as f64 * point.few.iter().zip(self.few).map(one).sum::<f64>()
        };
        let missing: f64 = point.many.iter().zip(self.many).map(none).sum();
        ends(self.many, &point.many) + ends(self.few, &point.few) - missing
    }
}

/// Solves a symmetric, positive definite system by Cholesky decomposition.
fn solve_cholesky(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
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

    /// For each row and column, whether all networks with the given degrees join them, and whether none does.
    struct Decided {
        rows: Vec<usize>,
        columns: Vec<usize>,
        always: Vec<Vec<bool>>,
        never: Vec<Vec<bool>>,
    }

    impl Decided {
        fn by_enumeration(rows: &[usize], columns: &[usize]) -> Decided {
            let all = vec![vec![true; columns.len()]; rows.len()];
            let mut split_forced =
                Decided { rows: rows.to_vec(), columns: columns.to_vec(), always: all.clone(), never: all };
            split_forced.go_on(&mut Vec::new(), &mut columns.to_vec());
            split_forced
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

    /// Returns the probabilities node by node.
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
        // Expected degrees that agree, and odds that are products, determine the unique solution.
        #[test]
        fn degrees_agree_odds_are_products_and_the_decided_is_decided(seats in seats()) {
            let (rows, columns) = degrees(&seats, seats[0].len());
            let model = Bicm::from_degrees(&rows, &columns);
            prop_assert!(model.error() < 1e-10, "{}", model.error());
            let (p, split_forced) = (spread(&model, &rows, &columns), Decided::by_enumeration(&rows, &columns));
            let odds = |i: usize, j: usize| (p[i][j] / (1.0 - p[i][j])).ln();
            let open = |i: usize, j: usize| !split_forced.always[i][j] && !split_forced.never[i][j];
            for (i, row) in rows.iter().enumerate() {
                prop_assert!((p[i].iter().sum::<f64>() - *row as f64).abs() < 1e-9);
                for j in 0..columns.len() {
                    prop_assert_eq!(p[i][j] == 1.0, split_forced.always[i][j], "{:?}", p);
                    prop_assert_eq!(p[i][j] == 0.0, split_forced.never[i][j], "{:?}", p);
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
            // With some hubs.
            seats.iter_mut().for_each(|seat| *seat = (seat.0 * seat.0 / 40, seat.1));
            seats.sort_unstable();
            seats.dedup();
            let count = |list: &mut Vec<usize>, at: usize| list[at] += 1;
            let (mut rows, mut columns) = (vec![0; 40], vec![0; 60]);
            seats.iter().for_each(|seat| { count(&mut rows, seat.0); count(&mut columns, seat.1); });
            let model = Bicm::from_degrees(&rows, &columns);
            prop_assert!(model.error() < 1e-10, "{}", model.error());
            prop_assert!((0..40).all(|row| model.row(rows[row]).iter().all(|p| (0.0..=1.0).contains(p))));
            // The sides can be exchanged.
            let transposed = Bicm::from_degrees(&columns, &rows);
            for (row, own) in model.own().iter().enumerate() {
                for (column, other) in model.other().iter().enumerate() {
                    prop_assert!((model.row(own.degree)[column] - transposed.row(other.degree)[row]).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn nobody_is_no_failure() {
        assert_eq!(Bicm::from_degrees(&[], &[]).error(), 0.0);
        assert!(Bicm::from_degrees(&[0, 0], &[]).row(0).is_empty());
        assert_eq!(Bicm::from_degrees(&[0, 0], &[0]).row(0), [0.0]);
        assert_eq!(Bicm::from_degrees(&[1], &[1]).row(1), [1.0]);
        assert!(Bicm::from_degrees(&[1], &[1]).row(7).is_empty());
    }
}
