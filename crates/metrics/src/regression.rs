//! Errors of predicted numbers.

use crate::error::{Error, Result};

/// Computes the mean absolute error, in the unit of the values.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::PredictionMismatch`], [`Error::NonFinite`] of a prediction.
pub fn mean_absolute_error(predicted: &[f64], truth: &[f64]) -> Result<f64> {
    check(predicted, truth)?;
    Ok(predicted.iter().zip(truth).map(|(p, t)| (p - t).abs()).sum::<f64>() / truth.len() as f64)
}

/// Computes the root of the mean squared error, in the unit of the values.
///
/// # Errors
///
/// Those of [`mean_absolute_error`]
pub fn root_mean_squared_error(predicted: &[f64], truth: &[f64]) -> Result<f64> {
    check(predicted, truth)?;
    Ok((predicted.iter().zip(truth).map(|(p, t)| (p - t).powi(2)).sum::<f64>() / truth.len() as f64).sqrt())
}

/// Computes R², the share of the variance of the truth that is predicted; below 0 if the mean would do better.
///
/// # Errors
///
/// Those of [`mean_absolute_error`], and [`Error::NoVariance`]
pub fn r_squared(predicted: &[f64], truth: &[f64]) -> Result<f64> {
    check(predicted, truth)?;
    let mean = truth.iter().sum::<f64>() / truth.len() as f64;
    let total: f64 = truth.iter().map(|value| (value - mean).powi(2)).sum();
    if total == 0.0 {
        return Err(Error::NoVariance { n_rows: truth.len() });
    }
    Ok(1.0 - predicted.iter().zip(truth).map(|(p, t)| (p - t).powi(2)).sum::<f64>() / total)
}

fn check(predicted: &[f64], truth: &[f64]) -> Result<()> {
    if predicted.len() != truth.len() {
        return Err(Error::PredictionMismatch { n_truths: truth.len(), n_predictions: predicted.len() });
    }
    if truth.is_empty() {
        return Err(Error::Empty);
    }
    let mut pairs = predicted.iter().zip(truth).enumerate();
    match pairs.find(|(_, (p, t))| !(p.is_finite() && t.is_finite())) {
        Some((row, (&p, &t))) => Err(Error::NonFinite { row, value: if p.is_finite() { t } else { p } }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_three_predictions() {
        // By hand: errors 1, −2, 0; the truth varies by 2² + 0 + 2² = 8 around 3.
        let (predicted, truth) = ([2.0, 1.0, 5.0], [1.0, 3.0, 5.0]);
        assert_eq!(mean_absolute_error(&predicted, &truth), Ok(1.0));
        assert_eq!(root_mean_squared_error(&predicted, &truth), Ok((5.0_f64 / 3.0).sqrt()));
        assert_eq!(r_squared(&predicted, &truth), Ok(1.0 - 5.0 / 8.0));
    }

    #[test]
    fn unusable_values_are_refused() {
        assert_eq!(r_squared(&[1.0, 2.0], &[3.0, 3.0]), Err(Error::NoVariance { n_rows: 2 }));
        assert_eq!(mean_absolute_error(&[], &[]), Err(Error::Empty));
        assert!(matches!(mean_absolute_error(&[1.0, f64::NAN], &[1.0, 2.0]), Err(Error::NonFinite { row: 1, .. })));
    }
}
