//! Ranges of parameters.

use crate::error::{Error, Result};
use crate::learner::TreeLimits;

/// Checks how far trees may grow.
pub(crate) fn check_limits(limits: TreeLimits) -> Result<()> {
    check_count("max_depth", usize::from(limits.max_depth), 1, 60, "within [1, 60]")?;
    check_count("min_samples_split", limits.min_samples_split, 2, usize::MAX, "at least 2")?;
    check_count("min_samples_leaf", limits.min_samples_leaf, 1, usize::MAX, "at least 1")
}

/// Checks a count against its range.
pub(crate) fn check_count(
    name: &'static str,
    got: usize,
    least: usize,
    most: usize,
    expected: &'static str,
) -> Result<()> {
    if (least..=most).contains(&got) { Ok(()) } else { Err(invalid(name, expected, got)) }
}

pub(crate) fn invalid(name: &'static str, expected: &'static str, got: impl ToString) -> Error {
    Error::InvalidParameter { name, expected, got: got.to_string() }
}
