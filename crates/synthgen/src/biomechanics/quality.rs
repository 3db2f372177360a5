//! The form scores that are drawn for each level of form.

use words::FormLevel;

/// The noise-free scores that are drawn for this level, lowest and highest.
pub(super) fn score_range(level: FormLevel) -> (f64, f64) {
    match level {
        FormLevel::Excellent => (90.0, 100.0),
        FormLevel::Good => (75.0, 90.0),
        FormLevel::Fair => (60.0, 75.0),
        FormLevel::Poor => (30.0, 60.0),
    }
}
