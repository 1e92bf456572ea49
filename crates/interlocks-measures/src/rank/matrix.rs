//! A network as a matrix that vectors are multiplied with.

use std::ops::Range;

use rayon::prelude::*;

use super::super::Network;
use super::super::network::balanced;
use super::folded::{TwinQuotient, Twins};

/// The ties of a network, weighted or not, as a symmetric matrix. Rows are nodes, or classes of twins:
/// these have the same value in every vector that measures make, so one entry stands for all.
#[derive(Clone, Debug, Default)]
pub(super) struct Matrix {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    /// One a neighbour; none where all are 1.
    weights: Option<Vec<f64>>,
    /// How many nodes each row stands for.
    sizes: Vec<f64>,
    /// Whether the nodes of a row are joined to each other.
    joined: bool,
    ranges: Vec<Range<usize>>,
}

impl Matrix {
    /// An unweighted network.
    pub fn folded(folded: &TwinQuotient) -> Matrix {
        let rows = folded.classes();
        let joined = folded.twins == Twins::Joined;
        let sizes = folded.sizes.iter().map(|size| f64::from(*size)).collect();
        let row = |class: usize| (folded.neighbours(class).to_vec(), None);
        Matrix { joined, ..Matrix::of_rows(rows, sizes, row) }
    }

    /// A network with weights, row by row as its neighbours.
    pub fn weighted(network: &Network, weights: &[Vec<f64>]) -> Matrix {
        let row = |node: usize| (network.neighbours(node).to_vec(), Some(weights[node].clone()));
        Matrix::of_rows(network.len(), vec![1.0; network.len()], row)
    }

    fn of_rows(rows: usize, sizes: Vec<f64>, row: impl Fn(usize) -> (Vec<u32>, Option<Vec<f64>>)) -> Matrix {
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
        made.ranges = balanced(&work);
        made
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// How many nodes a row stands for.
    pub fn size(&self, row: usize) -> f64 {
        self.sizes[row]
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> f64 {
        self.sizes.iter().sum()
    }

    pub fn neighbours(&self, row: usize) -> &[u32] {
        &self.neighbours[self.starts[row]..self.starts[row + 1]]
    }

    /// The part of the matrix on some of its rows, given in order, that are joined to no other.
    pub fn part(&self, rows: &[u32]) -> Matrix {
        let number = |row: &u32| rows.binary_search(row).unwrap_or_default() as u32;
        let row = |at: usize| {
            let own = rows[at] as usize;
            let weights = self.weights.as_ref().map(|all| all[self.starts[own]..self.starts[own + 1]].to_vec());
            (self.neighbours(own).iter().map(number).collect(), weights)
        };
        let sizes = rows.iter().map(|row| self.sizes[*row as usize]).collect();
        Matrix { joined: self.joined, ..Matrix::of_rows(rows.len(), sizes, row) }
    }

    /// The product with a vector. Rows are summed each by itself, in the order of neighbours.
    pub fn product(&self, vector: &[f64]) -> Vec<f64> {
        let mut made = vec![0.0; self.len()];
        self.each_row(vector, &mut made, |_, sum| sum);
        made
    }

    /// The same, with something made of every row and its sum, into memory that is there.
    pub fn each_row(&self, vector: &[f64], into: &mut [f64], make: impl Fn(usize, f64) -> f64 + Sync) {
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

    /// The sum over all nodes of something of their row, in a fixed order.
    pub fn sum(&self, value: impl Fn(usize) -> f64 + Sync) -> f64 {
        const CHUNK: usize = 1 << 12;
        let rows = self.len();
        let parts: Vec<f64> = (0..rows.div_ceil(CHUNK))
            .into_par_iter()
            .map(|part| (part * CHUNK..(part * CHUNK + CHUNK).min(rows)).map(|row| self.sizes[row] * value(row)).sum())
            .collect();
        parts.iter().sum()
    }

    /// The rows of every component, in order, components in the order of their first rows.
    pub fn components(&self) -> Vec<Vec<u32>> {
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
