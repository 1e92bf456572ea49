//! A network as a sparse symmetric matrix.

use interlocks_core::stop::check;
use std::ops::Range;

use rayon::prelude::*;

use super::super::Projection;
use super::super::projection::balanced_ranges;
use super::twin_quotient::{TwinKind, TwinQuotient};

/// The adjacency matrix of a network, weighted or not. Rows are nodes, or classes of twins: twins have equal entries in
/// every vector that the measures compute, so one entry per class is enough.
#[derive(Clone, Debug, Default)]
pub(super) struct Matrix {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    /// The weight of each neighbour; `None` if all are 1.
    weights: Option<Vec<f64>>,
    /// The number of nodes in each row.
    sizes: Vec<f64>,
    /// `true` if the nodes of a row are joined to each other.
    joined: bool,
    ranges: Vec<Range<usize>>,
}

impl Matrix {
    /// Creates the matrix of an unweighted network.
    pub(super) fn from_quotient(quotient: &TwinQuotient) -> Matrix {
        let rows = quotient.classes();
        let joined = quotient.twins == TwinKind::Adjacent;
        let sizes = quotient.sizes.iter().map(|size| f64::from(*size)).collect();
        let row = |class: usize| (quotient.neighbours(class).to_vec(), None);
        Matrix { joined, ..Matrix::from_rows(rows, sizes, row) }
    }

    /// Creates the matrix of a weighted network; `weights` are in the order in which the rows of neighbours
    /// follow each other.
    pub(super) fn from_weights(network: &Projection, weights: &[f64]) -> Matrix {
        let row = |node: usize| (network.neighbours(node).to_vec(), Some(weights[network.row(node)].to_vec()));
        Matrix::from_rows(network.len(), vec![1.0; network.len()], row)
    }

    fn from_rows(rows: usize, sizes: Vec<f64>, row: impl Fn(usize) -> (Vec<u32>, Option<Vec<f64>>)) -> Matrix {
        let mut made = Matrix { starts: vec![0], sizes, ..Matrix::default() };
        let (mut all, mut work) = (Vec::new(), Vec::new());
        for at in 0..rows {
            let (neighbours, weights) = row(at);
            work.push(1 + neighbours.len());
            made.neighbours.extend(neighbours);
            all.extend(weights.into_iter().flatten());
            made.starts.push(made.neighbours.len());
        }
        made.weights = (all.len() == made.neighbours.len() && !all.is_empty()).then_some(all);
        made.ranges = balanced_ranges(&work);
        made
    }

    /// Returns the number of rows.
    pub(super) fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Returns the number of nodes in a row.
    pub(super) fn size(&self, row: usize) -> f64 {
        self.sizes[row]
    }

    /// Returns the number of nodes.
    pub(super) fn nodes(&self) -> f64 {
        self.sizes.iter().sum()
    }

    pub(super) fn neighbours(&self, row: usize) -> &[u32] {
        &self.neighbours[self.starts[row]..self.starts[row + 1]]
    }

    /// Returns the submatrix of some rows, given in ascending order; they must not be joined to any other row.
    pub(super) fn submatrix(&self, rows: &[u32]) -> Matrix {
        let number = |row: &u32| rows.binary_search(row).unwrap_or_default() as u32;
        let row = |at: usize| {
            let own = rows[at] as usize;
            let weights = self.weights.as_ref().map(|all| all[self.starts[own]..self.starts[own + 1]].to_vec());
            (self.neighbours(own).iter().map(number).collect(), weights)
        };
        let sizes = rows.iter().map(|row| self.sizes[*row as usize]).collect();
        Matrix { joined: self.joined, ..Matrix::from_rows(rows.len(), sizes, row) }
    }

    /// Returns the product with a vector. Each row is summed in the order of its neighbours.
    pub(super) fn product(&self, vector: &[f64]) -> Vec<f64> {
        let mut made = vec![0.0; self.len()];
        self.map_product(vector, &mut made, |_, sum| sum);
        made
    }

    /// Computes `make(row, product)` for each row of the product with a vector and stores it in `into`.
    pub(super) fn map_product(&self, vector: &[f64], into: &mut [f64], make: impl Fn(usize, f64) -> f64 + Sync) {
        check();
        let sized: Vec<f64> = vector.par_iter().zip(&self.sizes).map(|(value, size)| value * size).collect();
        let mut pieces = Vec::with_capacity(self.ranges.len());
        let mut rest = into;
        for range in &self.ranges {
            let (piece, beyond) = rest.split_at_mut(range.len());
            pieces.push((range.clone(), piece));
            rest = beyond;
        }
        pieces.into_par_iter().for_each(|(range, piece)| {
            for (row, slot) in range.zip(piece) {
                let near = self.starts[row]..self.starts[row + 1];
                let own = if self.joined { sized[row] - vector[row] } else { 0.0 };
                let sum: f64 = match &self.weights {
                    None => self.neighbours[near].iter().map(|other| sized[*other as usize]).sum(),
                    Some(all) => {
                        let ties = self.neighbours[near.clone()].iter().zip(&all[near]);
                        ties.map(|(other, weight)| sized[*other as usize] * weight).sum()
                    }
                };
                *slot = make(row, own + sum);
            }
        });
    }

    /// Returns the sum over all nodes of a value of their row, in a fixed order.
    pub(super) fn sum(&self, value: impl Fn(usize) -> f64 + Sync) -> f64 {
        const CHUNK: usize = 1 << 12;
        let rows = self.len();
        let parts: Vec<f64> = (0..rows.div_ceil(CHUNK))
            .into_par_iter()
            .map(|part| (part * CHUNK..(part * CHUNK + CHUNK).min(rows)).map(|row| self.sizes[row] * value(row)).sum())
            .collect();
        parts.iter().sum()
    }

    /// Returns the rows of each component in ascending order, components in the order of their first rows.
    pub(super) fn components(&self) -> Vec<Vec<u32>> {
        let mut seen = vec![false; self.len()];
        let mut all = Vec::new();
        for first in 0..self.len() {
            if std::mem::replace(&mut seen[first], true) {
                continue;
            }
            let mut rows = vec![first as u32];
            let mut at = 0;
            while let Some(&row) = rows.get(at) {
                for &next in self.neighbours(row as usize) {
                    if !std::mem::replace(&mut seen[next as usize], true) {
                        rows.push(next);
                    }
                }
                at += 1;
            }
            rows.sort_unstable();
            all.push(rows);
        }
        all
    }
}
