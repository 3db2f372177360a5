//! Sums of trees: one output of a forest or of boosting.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Tree;

/// Rows that are walked down a tree in step, so that their loads overlap.
const LANES: usize = 16;
/// Rows of one task; the trees' nodes are read once for all of them.
const BLOCK: usize = 256;

/// base + scale · Σ trees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AdditiveTrees {
    pub(crate) base: f64,
    pub(crate) scale: f64,
    pub(crate) trees: Vec<Tree>,
}

impl AdditiveTrees {
    /// Predictions of the first `n_trees` trees.
    ///
    /// # Shapes
    ///
    /// `rows`: `[n_rows, n_features]`, row by row, finite; returns `[n_rows]`.
    pub(crate) fn predict(&self, rows: &[f64], n_features: usize, n_trees: usize) -> Vec<f64> {
        let mut sums = vec![0.0; rows.len() / n_features];
        let trees = &self.trees[..n_trees];
        sums.par_chunks_mut(BLOCK).zip(rows.par_chunks(BLOCK * n_features)).for_each(|(sums, rows)| {
            trees.iter().for_each(|tree| tree.add_to(sums, rows, n_features));
            sums.iter_mut().for_each(|sum| *sum = self.base + self.scale * *sum);
        });
        sums
    }

    /// Mean prediction over the training rows, by the covers of the leaves.
    pub(crate) fn expected_value(&self) -> f64 {
        self.base + self.scale * self.trees.iter().map(Tree::expected_value).sum::<f64>()
    }
}

impl Tree {
    /// Adds the value of each row's leaf to `sums`.
    fn add_to(&self, sums: &mut [f64], rows: &[f64], n_features: usize) {
        let nodes = self.nodes.as_slice();
        let mut sums = sums.chunks_exact_mut(LANES);
        let mut rows = rows.chunks_exact(LANES * n_features);
        for (sums, rows) in (&mut sums).zip(&mut rows) {
            let rows: [&[f64]; LANES] = std::array::from_fn(|lane| &rows[lane * n_features..][..n_features]);
            let mut at = [0_u32; LANES];
            for _ in 0..self.depth {
                for (row, at) in rows.iter().zip(&mut at) {
                    let node = nodes[*at as usize];
                    *at = node.left + u32::from(row[node.feature as usize] > node.threshold);
                }
            }
            for (sum, at) in sums.iter_mut().zip(at) {
                *sum += self.values[at as usize];
            }
        }
        for (sum, row) in sums.into_remainder().iter_mut().zip(rows.remainder().chunks_exact(n_features)) {
            *sum += self.predict_row(row);
        }
    }
}
