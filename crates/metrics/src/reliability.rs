//! Whether probabilities mean what they say.

use crate::error::{Error, Result};
use crate::interval::share_interval;
use crate::probability::{check, check_rows};

/// How probabilities are cut into bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binning {
    /// Bins of equal width on [0, 1].
    Uniform,
    /// Bins of nearly equal numbers of rows; equal probabilities stay together.
    Quantile,
}

/// A bin of the reliability curve.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ReliabilityBin {
    /// Mean predicted probability.
    pub mean_probability: f64,
    /// Share of positives.
    pub observed_share: f64,
    /// Wilson's interval of the share: lower end.
    pub low: f64,
    /// Wilson's interval of the share: upper end.
    pub high: f64,
    /// Number of rows.
    pub n_rows: usize,
}

/// Computes the reliability curve: how often what was called p % likely happened. Bins without rows are left out.
///
/// # Errors
///
/// [`Error::InvalidCount`] for no bins, [`Error::InvalidLevel`], and those of [`log_loss`](crate::log_loss)
///
/// # Source
///
/// Wilson (1927), JASA 22, for the intervals.
pub fn reliability_curve(
    probabilities: &[f64],
    labels: &[bool],
    n_bins: usize,
    binning: Binning,
    level: f64,
) -> Result<Vec<ReliabilityBin>> {
    check(probabilities, labels)?;
    let of_bin = |rows: &Vec<usize>| {
        let n_positive = rows.iter().filter(|&&row| labels[row]).count();
        let interval = share_interval(n_positive, rows.len(), level)?;
        Ok(ReliabilityBin {
            mean_probability: rows.iter().map(|&row| probabilities[row]).sum::<f64>() / rows.len() as f64,
            observed_share: n_positive as f64 / rows.len() as f64,
            low: interval.low,
            high: interval.high,
            n_rows: rows.len(),
        })
    };
    bins(probabilities, n_bins, binning)?.iter().map(of_bin).collect()
}

/// Computes the expected calibration error: the mean distance between probability and share of positives over bins of
/// equal width, weighted by rows.
///
/// Biased upwards for small bins: a perfect model of n rows in b bins is expected to have one of up to 0.4 √(b / n), which is
/// the mean absolute deviation of shares around 1/2.
///
/// # Errors
///
/// Those of [`reliability_curve`]
///
/// # Source
///
/// Naeini, Cooper & Hauskrecht (2015), AAAI.
pub fn expected_calibration_error(probabilities: &[f64], labels: &[bool], n_bins: usize) -> Result<f64> {
    let curve = reliability_curve(probabilities, labels, n_bins, Binning::Uniform, 0.95)?;
    let distance = |bin: &ReliabilityBin| bin.n_rows as f64 * (bin.mean_probability - bin.observed_share).abs();
    Ok(curve.iter().map(distance).sum::<f64>() / labels.len() as f64)
}

/// Computes the expected calibration error of the most probable class: is it right as often as its probability says?
///
/// # Shapes
///
/// `probabilities`: `[n_rows × n_classes]`, row by row; `classes`: `[n_rows]`.
///
/// # Errors
///
/// Those of [`log_loss_of_classes`](crate::log_loss_of_classes), and [`Error::InvalidCount`]
///
/// # Source
///
/// Guo et al. (2017), ICML.
pub fn expected_calibration_error_of_classes(
    probabilities: &[f64],
    classes: &[usize],
    n_classes: usize,
    n_bins: usize,
) -> Result<f64> {
    check_rows(probabilities, classes, n_classes)?;
    let top = |(row, &class): (&[f64], &usize)| {
        // The first of equals, as everywhere.
        let best = (0..n_classes).rev().max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or(0);
        (row[best].min(1.0), best == class)
    };
    let (confidence, is_right): (Vec<f64>, Vec<bool>) =
        probabilities.chunks_exact(n_classes).zip(classes).map(top).unzip();
    expected_calibration_error(&confidence, &is_right, n_bins)
}

/// Rows of each bin that has any, by ascending probability.
fn bins(probabilities: &[f64], n_bins: usize, binning: Binning) -> Result<Vec<Vec<usize>>> {
    if n_bins == 0 {
        return Err(Error::InvalidCount { name: "n_bins", expected: "at least 1", got: 0 });
    }
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    let n_rows = order.len();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and n_bins")]
    let uniform = |row: usize| ((probabilities[row] * n_bins as f64) as usize).min(n_bins - 1);
    let mut bins = vec![Vec::new(); n_bins];
    let mut first = 0;
    for tied in order.chunk_by(|&a, &b| probabilities[a] == probabilities[b]) {
        let bin = match binning {
            Binning::Uniform => uniform(tied[0]),
            // By the middle of the ties.
            Binning::Quantile => (2 * first + tied.len() - 1) * n_bins / (2 * n_rows),
        };
        bins[bin].extend_from_slice(tied);
        first += tied.len();
    }
    bins.retain(|rows| !rows.is_empty());
    Ok(bins)
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: [f64; 6] = [0.1, 0.1, 0.3, 0.6, 0.8, 0.9];
    const LABELS: [bool; 6] = [false, true, false, true, true, true];

    #[test]
    fn two_uniform_bins_by_hand() {
        // [0, 0.5): mean 0.5/3, share 1/3; [0.5, 1]: mean 2.3/3, share 1. ECE = (3 · 1/6 + 3 · 0.7/3) / 6 = 0.2.
        let curve = reliability_curve(&P, &LABELS, 2, Binning::Uniform, 0.95).expect("valid");
        assert_eq!(curve.len(), 2);
        assert!((curve[0].mean_probability - 0.5 / 3.0).abs() < 1e-15);
        assert_eq!((curve[0].observed_share, curve[1].observed_share), (1.0 / 3.0, 1.0));
        assert!((expected_calibration_error(&P, &LABELS, 2).expect("valid") - 0.2).abs() < 1e-15);
    }

    #[test]
    fn wilson_interval_of_one_in_three() {
        // R 4.5: prop.test(1, 3, correct = FALSE)$conf.int is 0.06149194 to 0.79234040.
        let curve = reliability_curve(&P, &LABELS, 2, Binning::Uniform, 0.95).expect("valid");
        assert!((curve[0].low - 0.061_491_94).abs() < 1e-7 && (curve[0].high - 0.792_340_40).abs() < 1e-7, "{curve:?}");
    }

    #[test]
    fn quantile_bins_keep_ties_together() {
        let curve = reliability_curve(&P, &LABELS, 3, Binning::Quantile, 0.95).expect("valid");
        assert_eq!(curve.iter().map(|bin| bin.n_rows).collect::<Vec<_>>(), [2, 2, 2]);
        let same = reliability_curve(&[0.4; 5], &[true; 5], 3, Binning::Quantile, 0.95).expect("valid");
        assert_eq!(same.iter().map(|bin| bin.n_rows).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn classes_are_judged_by_the_most_probable_one() {
        // By hand: confidences 0.8 (right) and 0.6 (wrong) in one bin: |0.7 − 0.5|.
        let error = expected_calibration_error_of_classes(&[0.8, 0.2, 0.4, 0.6], &[0, 0], 2, 1).expect("valid");
        assert!((error - 0.2).abs() < 1e-15, "{error}");
    }

    #[test]
    fn no_bins_are_refused() {
        assert!(matches!(expected_calibration_error(&P, &LABELS, 0), Err(Error::InvalidCount { name: "n_bins", .. })));
    }
}
