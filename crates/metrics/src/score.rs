//! A score by name, with unit and interval, as artifacts keep it.

use crate::interval::Interval;

/// One number that tells how good a model is, with its unit and, where known, its confidence interval.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Score {
    /// What was measured and on which rows, such as `c_index_test`.
    pub name: String,
    /// The point estimate.
    pub value: f64,
    /// Unit such as `deg` or `g_per_day`; `1` for a number without one.
    pub unit: String,
    /// Lower and upper bound of the interval.
    pub ci: Option<[f64; 2]>,
}

impl Score {
    /// A score without an interval.
    pub fn new(name: impl Into<String>, value: f64, unit: impl Into<String>) -> Self {
        Self { name: name.into(), value, unit: unit.into(), ci: None }
    }

    /// The same score with the bounds of `interval`.
    #[must_use]
    pub fn with_interval(mut self, interval: &Interval) -> Self {
        self.ci = Some([interval.low, interval.high]);
        self
    }
}
