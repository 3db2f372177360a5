//! Percentile bootstrap intervals, plain and stratified.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::interval::{Interval, check_level, quantile};

/// Computes the percentile bootstrap interval of a statistic of `n` rows.
///
/// `statistic` gets the row numbers of a resample (`n` draws from `0..n` with replacement) and returns its value there,
/// or `None` where it is undefined; so is a value that is not finite. Undefined replicates are counted and skipped. To
/// compare two models, compute both scores from the same row numbers and return their difference or ratio.
///
/// Replicate i draws from the `ChaCha8` stream (`seed`, i), so the number of threads changes no bit of the result.
///
/// # Errors
///
/// [`Error::Empty`] if `n` is 0, [`Error::InvalidLevel`], [`Error::TooFewResamples`] below 2 / (1 − level), [`Error::Undefined`]
/// if more than 10 % of the replicates are undefined.
///
/// # Source
///
/// Efron and Tibshirani (1993), An Introduction to the Bootstrap, §13.3.
pub fn bootstrap_ci<F>(n: usize, n_resamples: usize, level: f64, seed: u64, statistic: F) -> Result<Interval>
where
    F: Fn(&[usize]) -> Option<f64> + Sync,
{
    bootstrap(&[(0..n).collect()], n_resamples, level, seed, statistic)
}

/// Computes the percentile bootstrap interval with resampling within each stratum.
///
/// Every resample has as many rows of each stratum as the data, so a share of events that is small stays what it is.
/// Rows of a resample come grouped by stratum. The rest is as in [`bootstrap_ci`].
///
/// # Errors
///
/// [`Error::Empty`] if there is no row, and the others of [`bootstrap_ci`].
pub fn bootstrap_ci_stratified<S, F>(
    strata: &[S],
    n_resamples: usize,
    level: f64,
    seed: u64,
    statistic: F,
) -> Result<Interval>
where
    S: Ord,
    F: Fn(&[usize]) -> Option<f64> + Sync,
{
    bootstrap(&rows_by_stratum(strata), n_resamples, level, seed, statistic)
}

/// Row numbers of each stratum in ascending order, strata in their own order.
pub(crate) fn rows_by_stratum<S: Ord>(strata: &[S]) -> Vec<Vec<usize>> {
    let mut rows: BTreeMap<&S, Vec<usize>> = BTreeMap::new();
    for (row, stratum) in strata.iter().enumerate() {
        rows.entry(stratum).or_default().push(row);
    }
    rows.into_values().collect()
}

fn bootstrap<F>(groups: &[Vec<usize>], n_resamples: usize, level: f64, seed: u64, statistic: F) -> Result<Interval>
where
    F: Fn(&[usize]) -> Option<f64> + Sync,
{
    check_level(level)?;
    let n: usize = groups.iter().map(Vec::len).sum();
    if n == 0 {
        return Err(Error::Empty);
    }
    let expected = fewest_resamples(level);
    if n_resamples < expected {
        return Err(Error::TooFewResamples { expected, got: n_resamples });
    }
    let mut replicates: Vec<f64> = (0..n_resamples as u64)
        .into_par_iter()
        .map_init(
            || Vec::with_capacity(n),
            |rows, replicate| {
                let mut rng = ChaCha8Rng::seed_from_u64(seed);
                rng.set_stream(replicate);
                rows.clear();
                for group in groups {
                    rows.extend((0..group.len()).map(|_| group[rng.random_range(0..group.len())]));
                }
                statistic(rows).filter(|value| value.is_finite())
            },
        )
        .collect::<Vec<Option<f64>>>()
        .into_iter()
        .flatten()
        .collect();
    let n_undefined = n_resamples - replicates.len();
    if n_undefined * 10 > n_resamples || replicates.len() < 2 {
        return Err(Error::Undefined { n_undefined, n_resamples });
    }
    replicates.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    Ok(Interval {
        low: quantile(&replicates, tail),
        high: quantile(&replicates, 1.0 - tail),
        level,
        standard_error: standard_deviation(&replicates),
        n_undefined,
    })
}

/// The fewest resamples that leave one replicate in each tail, and never less than 2.
fn fewest_resamples(level: f64) -> usize {
    // Levels such as 0.95 are not exact in binary: without the slack, 2 / (1 − 0.95) would round up to 41.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive; saturates at usize::MAX")]
    let fewest = (2.0 / (1.0 - level) - 1e-9).ceil() as usize;
    fewest.max(2)
}

fn standard_deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewest_resamples_leave_one_in_each_tail() {
        assert_eq!(fewest_resamples(0.95), 40);
        assert_eq!(fewest_resamples(0.9), 20);
        assert_eq!(fewest_resamples(0.1), 3);
    }
}
