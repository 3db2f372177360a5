//! Intervals over the folds of a cross-validation, whose training sets overlap.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::error::{Error, Result};
use crate::interval::{Interval, check_level};

/// Computes the t interval of the mean of a score over the folds of repeated cross-validation.
///
/// Folds share training rows, so the plain variance of their mean is too small; it is multiplied by
/// 1 + k·t/(1 − t), with k the number of folds in all and t = `test_share` the share of rows a fold holds out.
///
/// # Errors
///
/// [`Error::Empty`] below two values, [`Error::NonFinite`], [`Error::InvalidShare`], [`Error::InvalidLevel`].
///
/// # Source
///
/// Nadeau and Bengio (2003), Machine Learning 52, eq. 13; Bouckaert and Frank (2004)
pub fn corrected_resampled_interval(values: &[f64], test_share: f64, level: f64) -> Result<Interval> {
    check_level(level)?;
    if !(test_share > 0.0 && test_share < 1.0) {
        return Err(Error::InvalidShare { got: test_share });
    }
    if values.len() < 2 {
        return Err(Error::Empty);
    }
    if let Some(row) = values.iter().position(|value| !value.is_finite()) {
        return Err(Error::NonFinite { row, value: values[row] });
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let standard_error = (variance * (1.0 / n + test_share / (1.0 - test_share))).sqrt();
    let t = StudentsT::new(0.0, 1.0, n - 1.0).expect("at least one degree of freedom");
    let half = t.inverse_cdf(0.5 + 0.5 * level) * standard_error;
    Ok(Interval { low: mean - half, high: mean + half, level, standard_error, n_undefined: 0 })
}
