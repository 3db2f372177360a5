//! Importances of features: by impurity, for trees, and by permutation, for any model.

use ndarray::{Array2, ArrayView2};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::checks::check_count;
use crate::error::Result;

/// How much a score falls when the values of a feature are shuffled.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PermutationImportance {
    /// Mean decrease of the score over the shuffles.
    pub mean: f64,
    /// Standard deviation of the decrease over the shuffles, 0 for one shuffle.
    pub sd: f64,
}

/// Measures how much `score` falls when the columns of a group are shuffled together, rows being kept whole within it.
///
/// The columns of a one-hot encoded category belong in one group. Rows should be ones the model was not fitted on.
///
/// # Shapes
///
/// `x`: `[n_rows, n_features]`; `groups`: column numbers of each group; returns `[n_groups]`.
///
/// # Errors
///
/// [`Error::InvalidParameter`](crate::Error::InvalidParameter) for no repeats, and what `score` returns.
///
/// # Panics
///
/// If a group names a column that `x` does not have.
///
/// # Source
///
/// Breiman (2001), Machine Learning 45; Fisher, Rudin & Dominici (2019), JMLR 20.
pub fn permutation_importance<E: From<crate::Error> + Send>(
    x: ArrayView2<'_, f64>,
    groups: &[Vec<usize>],
    n_repeats: usize,
    seed: u64,
    score: impl Fn(ArrayView2<'_, f64>) -> Result<f64, E> + Sync,
) -> Result<Vec<PermutationImportance>, E> {
    check_count("n_repeats", n_repeats, 1, usize::MAX, "at least 1")?;
    let intact = score(x)?;
    let of_group = |(index, group): (usize, &Vec<usize>)| {
        let mut shuffled: Array2<f64> = x.to_owned();
        let mut decreases = Vec::with_capacity(n_repeats);
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(index as u64);
        for _ in 0..n_repeats {
            let mut order: Vec<usize> = (0..x.nrows()).collect();
            order.shuffle(&mut rng);
            for &column in group {
                shuffled.column_mut(column).iter_mut().zip(&order).for_each(|(value, &row)| *value = x[[row, column]]);
            }
            decreases.push(intact - score(shuffled.view())?);
        }
        let n = n_repeats as f64;
        let mean = decreases.iter().sum::<f64>() / n;
        let squares: f64 = decreases.iter().map(|decrease| (decrease - mean).powi(2)).sum();
        Ok(PermutationImportance { mean, sd: if n_repeats > 1 { (squares / (n - 1.0)).sqrt() } else { 0.0 } })
    };
    groups.par_iter().enumerate().map(of_group).collect()
}

/// Gains of each tree as shares of its total, averaged over all trees of all outputs, as shares again.
pub(crate) fn mean_shares<'a>(gains: impl Iterator<Item = &'a Vec<f64>>, n_features: usize) -> Vec<f64> {
    let mut mean = vec![0.0; n_features];
    for gain in gains {
        let total: f64 = gain.iter().sum();
        if total > 0.0 {
            mean.iter_mut().zip(gain).for_each(|(mean, gain)| *mean += gain / total);
        }
    }
    let total: f64 = mean.iter().sum();
    if total > 0.0 {
        mean.iter_mut().for_each(|share| *share /= total);
    }
    mean
}
