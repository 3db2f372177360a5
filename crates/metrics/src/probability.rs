//! Scores of probabilities: log-loss and Brier score.

use crate::error::{Error, Result};

/// Probabilities below this, or above 1 minus this, count as this in log-losses: double precision's rounding, as in
/// scikit-learn, so that one wrong certainty costs 36 instead of everything.
const EPSILON: f64 = f64::EPSILON;
/// How far the probabilities of a row may sum from 1.
const SUM_TOLERANCE: f64 = 1e-6;

/// Computes the mean negative log-likelihood of labels.
///
/// −(1/n) Σ ln p(label), in nats; natural for comparing probabilities, and harsh on confident errors.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotAProbability`].
pub fn log_loss(probabilities: &[f64], labels: &[bool]) -> Result<f64> {
    check(probabilities, labels)?;
    let loss = |(p, label): (&f64, &bool)| -(if *label { *p } else { 1.0 - p }).clamp(EPSILON, 1.0 - EPSILON).ln();
    Ok(probabilities.iter().zip(labels).map(loss).sum::<f64>() / labels.len() as f64)
}

/// Computes the Brier score: the mean squared difference between probability and label, 0 being perfect.
///
/// # Errors
///
/// Those of [`log_loss`]
///
/// # Source
///
/// Brier (1950), Monthly Weather Review 78.
pub fn brier_score(probabilities: &[f64], labels: &[bool]) -> Result<f64> {
    check(probabilities, labels)?;
    let square = |(p, label): (&f64, &bool)| (p - f64::from(u8::from(*label))).powi(2);
    Ok(probabilities.iter().zip(labels).map(square).sum::<f64>() / labels.len() as f64)
}

/// Computes the mean negative log-likelihood of classes.
///
/// # Shapes
///
/// `probabilities`: `[n_rows × n_classes]`, row by row; `classes`: `[n_rows]`.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::PredictionMismatch`], [`Error::InvalidClass`], [`Error::NotAProbability`],
/// [`Error::NotADistribution`].
pub fn log_loss_of_classes(probabilities: &[f64], classes: &[usize], n_classes: usize) -> Result<f64> {
    check_rows(probabilities, classes, n_classes)?;
    let rows = probabilities.chunks_exact(n_classes).zip(classes);
    let loss = |(row, &class): (&[f64], &usize)| -row[class].clamp(EPSILON, 1.0 - EPSILON).ln();
    Ok(rows.map(loss).sum::<f64>() / classes.len() as f64)
}

/// Computes the share of rows whose class is among the `k` most probable; of equal ones the first count as more probable.
///
/// # Shapes
///
/// As [`log_loss_of_classes`].
///
/// # Errors
///
/// Those of [`log_loss_of_classes`], and [`Error::InvalidCount`] unless 1 ≤ `k` ≤ `n_classes`
pub fn top_k_accuracy(probabilities: &[f64], classes: &[usize], n_classes: usize, k: usize) -> Result<f64> {
    if k == 0 || k > n_classes {
        return Err(Error::InvalidCount { name: "k", expected: "within 1 and the number of classes", got: k });
    }
    check_rows(probabilities, classes, n_classes)?;
    let rows = probabilities.chunks_exact(n_classes).zip(classes);
    let is_among = |&(row, &class): &(&[f64], &usize)| {
        let ahead = row.iter().enumerate().filter(|&(other, &p)| p > row[class] || (p == row[class] && other < class));
        ahead.count() < k
    };
    Ok(rows.filter(is_among).count() as f64 / classes.len() as f64)
}

pub(crate) fn check(probabilities: &[f64], labels: &[bool]) -> Result<()> {
    if probabilities.len() != labels.len() {
        return Err(Error::LengthMismatch { n_scores: probabilities.len(), n_labels: labels.len() });
    }
    if labels.is_empty() {
        return Err(Error::Empty);
    }
    match probabilities.iter().position(|p| !(0.0..=1.0).contains(p)) {
        Some(row) => Err(Error::NotAProbability { row, value: probabilities[row] }),
        None => Ok(()),
    }
}

pub(crate) fn check_rows(probabilities: &[f64], classes: &[usize], n_classes: usize) -> Result<()> {
    if classes.is_empty() || n_classes == 0 {
        return Err(Error::Empty);
    }
    if probabilities.len() != classes.len() * n_classes {
        return Err(Error::PredictionMismatch {
            n_truths: classes.len(),
            n_predictions: probabilities.len() / n_classes,
        });
    }
    if let Some(row) = classes.iter().position(|&class| class >= n_classes) {
        return Err(Error::InvalidClass { row, class: classes[row], n_classes });
    }
    for (row, values) in probabilities.chunks_exact(n_classes).enumerate() {
        if let Some(&value) = values.iter().find(|p| !(0.0..=1.0 + SUM_TOLERANCE).contains(*p)) {
            return Err(Error::NotAProbability { row, value });
        }
        let sum: f64 = values.iter().sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(Error::NotADistribution { row, sum });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_loss_and_brier_score_of_three_rows() {
        // By hand: −(ln 0.8 + ln 0.7 + ln 0.5) / 3 and (0.04 + 0.09 + 0.25) / 3.
        let (p, label) = ([0.8, 0.3, 0.5], [true, false, true]);
        let expected = -(0.8_f64.ln() + 0.7_f64.ln() + 0.5_f64.ln()) / 3.0;
        assert!((log_loss(&p, &label).expect("valid") - expected).abs() < 1e-15);
        assert!((brier_score(&p, &label).expect("valid") - 0.38 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_wrong_certainty_is_dear_but_finite() {
        let loss = log_loss(&[0.0], &[true]).expect("valid");
        assert!((loss + f64::EPSILON.ln()).abs() < 1e-12, "{loss}");
    }

    #[test]
    fn classes_are_scored_row_by_row() {
        let p = [0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.4, 0.4, 0.2];
        // By hand: −(ln 0.6 + ln 0.3 + ln 0.4) / 3; right are row 0 and, as the first of two equals, not row 2.
        let loss = log_loss_of_classes(&p, &[0, 2, 1], 3).expect("valid");
        assert!((loss + (0.6_f64.ln() + 0.3_f64.ln() + 0.4_f64.ln()) / 3.0).abs() < 1e-15);
        assert_eq!(top_k_accuracy(&p, &[0, 2, 1], 3, 1), Ok(1.0 / 3.0));
        assert_eq!(top_k_accuracy(&p, &[0, 2, 1], 3, 2), Ok(1.0));
    }

    #[test]
    fn bad_probabilities_are_named() {
        assert_eq!(brier_score(&[0.5, 1.5], &[true, false]), Err(Error::NotAProbability { row: 1, value: 1.5 }));
        assert!(matches!(log_loss(&[f64::NAN], &[true]), Err(Error::NotAProbability { row: 0, .. })));
        assert_eq!(log_loss(&[], &[]), Err(Error::Empty));
        assert_eq!(log_loss_of_classes(&[0.5, 0.4], &[0], 2), Err(Error::NotADistribution { row: 0, sum: 0.9 }));
        assert_eq!(
            log_loss_of_classes(&[0.5, 0.5], &[2], 2),
            Err(Error::InvalidClass { row: 0, class: 2, n_classes: 2 })
        );
        assert!(top_k_accuracy(&[0.5, 0.5], &[0], 2, 3).is_err());
    }
}
