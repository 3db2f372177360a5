//! Intervals over the folds of repeated cross-validation.

use metrics::{Error, corrected_resampled_interval};

#[test]
fn interval_matches_a_hand_calculation() {
    // Mean 0.75, variance 0.025 / 3, standard error sqrt(0.025 / 3 * (1/4 + 0.25)), t quantile with 3 degrees 3.182446.
    let interval = corrected_resampled_interval(&[0.65, 0.70, 0.80, 0.85], 0.2, 0.95).expect("valid");
    let error = (0.025_f64 / 3.0 * 0.5).sqrt();
    assert!((interval.standard_error - error).abs() < 1e-12, "{interval:?}");
    assert!((interval.low - (0.75 - 3.182_446_305 * error)).abs() < 1e-8, "{interval:?}");
    assert!((interval.high - (0.75 + 3.182_446_305 * error)).abs() < 1e-8, "{interval:?}");
}

#[test]
fn bad_input_is_refused() {
    assert!(matches!(corrected_resampled_interval(&[0.5], 0.2, 0.95), Err(Error::Empty)));
    assert!(matches!(corrected_resampled_interval(&[0.5, 0.6], 1.0, 0.95), Err(Error::InvalidShare { .. })));
    assert!(matches!(corrected_resampled_interval(&[0.5, f64::NAN], 0.2, 0.95), Err(Error::NonFinite { row: 1, .. })));
    assert!(matches!(corrected_resampled_interval(&[0.5, 0.6], 0.2, 1.5), Err(Error::InvalidLevel { .. })));
}
