//! The area under the ROC curve, with `DeLong`'s interval.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::error::{Error, Result};
use crate::interval::{Interval, check_level};

/// Computes the area under the ROC curve: the probability that a random positive has a higher score than a random
/// negative, ties counted half.
///
/// AUC = (R − n₁(n₁ + 1)/2) / (n₁·n₀), R the sum of the mid-ranks of the n₁ positives.
///
/// # Errors
///
/// [`Error::LengthMismatch`], [`Error::NonFinite`], [`Error::OneClass`].
///
/// # Source
///
/// Mann and Whitney (1947); Hanley and `McNeil` (1982), Radiology 143.
pub fn auc(scores: &[f64], labels: &[bool]) -> Result<f64> {
    let (positives, negatives) = by_class(scores, labels)?;
    let ranks = mid_ranks(scores);
    let rank_sum: f64 = ranks.iter().zip(labels).filter(|(_, label)| **label).map(|(rank, _)| rank).sum();
    let (n_positive, n_negative) = (positives.len() as f64, negatives.len() as f64);
    Ok((rank_sum - n_positive * (n_positive + 1.0) / 2.0) / (n_positive * n_negative))
}

/// Computes the interval of the AUC from `DeLong`'s variance, cut at 0 and 1.
///
/// Var = Var(V₁₀)/n₁ + Var(V₀₁)/n₀, V the share of the other class that each subject is ranked rightly against. Where
/// the classes do not overlap at all, the variance is 0 and the interval a point: that is a limit of the method.
///
/// # Errors
///
/// [`Error::InvalidLevel`], [`Error::TooFewInClass`] if a class has one member, and those of [`auc`].
///
/// # Source
///
/// `DeLong`, `DeLong` and Clarke-Pearson (1988), Biometrics 44; Sun and Xu (2014), IEEE Signal Processing Letters 21,
/// for O(n log n)
pub fn auc_interval(scores: &[f64], labels: &[bool], level: f64) -> Result<Interval> {
    check_level(level)?;
    let value = auc(scores, labels)?;
    let (positives, negatives) = by_class(scores, labels)?;
    for (label, class) in [(true, &positives), (false, &negatives)] {
        if class.len() < 2 {
            return Err(Error::TooFewInClass { label, got: class.len() });
        }
    }
    let all: Vec<f64> = positives.iter().chain(&negatives).copied().collect();
    let ranks = mid_ranks(&all);
    let (ranks_of_positives, ranks_of_negatives) = ranks.split_at(positives.len());
    let variance = placement_variance(ranks_of_positives, &positives, negatives.len())
        + placement_variance(ranks_of_negatives, &negatives, positives.len());
    let standard_error = variance.sqrt();
    let half_width = Normal::standard().inverse_cdf(0.5 + level / 2.0) * standard_error;
    Ok(Interval {
        low: (value - half_width).max(0.0),
        high: (value + half_width).min(1.0),
        level,
        standard_error,
        n_undefined: 0,
    })
}

/// Scores of the positives and of the negatives, both in the order of the rows.
fn by_class(scores: &[f64], labels: &[bool]) -> Result<(Vec<f64>, Vec<f64>)> {
    if scores.len() != labels.len() {
        return Err(Error::LengthMismatch { n_scores: scores.len(), n_labels: labels.len() });
    }
    if scores.is_empty() {
        return Err(Error::Empty);
    }
    if let Some((row, &value)) = scores.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        return Err(Error::NonFinite { row, value });
    }
    let of =
        |class: bool| scores.iter().zip(labels).filter(move |(_, label)| **label == class).map(|(score, _)| *score);
    let (positives, negatives): (Vec<f64>, Vec<f64>) = (of(true).collect(), of(false).collect());
    if positives.is_empty() || negatives.is_empty() {
        return Err(Error::OneClass { label: labels[0], n_labels: labels.len() });
    }
    Ok((positives, negatives))
}

/// Ranks from 1; tied values share the mean of their ranks.
fn mid_ranks(values: &[f64]) -> Vec<f64> {
    // −0 + 0 is 0: without it the total order would put −0 before 0 instead of tying them.
    let compare = |&a: &usize, &b: &usize| (values[a] + 0.0).total_cmp(&(values[b] + 0.0));
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(compare);
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    for tied in order.chunk_by(|a, b| compare(a, b).is_eq()) {
        let rank = (2 * first + tied.len() + 1) as f64 / 2.0;
        for &row in tied {
            ranks[row] = rank;
        }
        first += tied.len();
    }
    ranks
}

/// Variance of one class's placements among the other, divided by the size of the class.
///
/// A placement is (rank among all − rank within the class) / size of the other class.
fn placement_variance(ranks_among_all: &[f64], class: &[f64], n_others: usize) -> f64 {
    let placements: Vec<f64> = ranks_among_all
        .iter()
        .zip(mid_ranks(class))
        .map(|(among_all, within)| (among_all - within) / n_others as f64)
        .collect();
    let n = placements.len() as f64;
    let mean = placements.iter().sum::<f64>() / n;
    let squares: f64 = placements.iter().map(|placement| (placement - mean).powi(2)).sum();
    squares / (n - 1.0) / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mid_ranks_of_tied_values_are_the_mean_rank() {
        assert_eq!(mid_ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]), [4.0, 1.0, 4.0, 2.0, 4.0]);
    }

    #[test]
    fn mid_ranks_of_signed_zeros_are_tied() {
        assert_eq!(mid_ranks(&[0.0, -0.0]), [1.5, 1.5]);
    }
}
