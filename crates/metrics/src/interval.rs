//! A confidence interval.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::error::{Error, Result};

/// A two-sided confidence interval and the standard error behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Confidence level, such as 0.95.
    pub level: f64,
    /// Standard error of the score; for a bootstrap the standard deviation of the replicates.
    pub standard_error: f64,
    /// Resamples that were skipped because the statistic is undefined on them; 0 where none are drawn.
    pub n_undefined: usize,
}

impl Interval {
    /// Tells whether `value` lies within the bounds, ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// Computes Wilson's interval of a share: `count` of `n`.
///
/// # Errors
///
/// [`Error::InvalidLevel`], [`Error::Empty`] for none of none
///
/// # Source
///
/// Wilson (1927), JASA 22.
pub fn share_interval(count: usize, n: usize, level: f64) -> Result<Interval> {
    check_level(level)?;
    if n == 0 {
        return Err(Error::Empty);
    }
    let z = Normal::standard().inverse_cdf(0.5 + level / 2.0);
    let (n, share) = (n as f64, count as f64 / n as f64);
    let centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    Ok(Interval {
        low: (centre - half).max(0.0),
        high: (centre + half).min(1.0),
        level,
        standard_error: (share * (1.0 - share) / n).sqrt(),
        n_undefined: 0,
    })
}

pub(crate) fn check_level(level: f64) -> Result<()> {
    if level > 0.0 && level < 1.0 { Ok(()) } else { Err(Error::InvalidLevel { got: level }) }
}

/// The quantile of sorted, non-empty values by linear interpolation between order statistics: type 7 of Hyndman and
/// Fan (1996), the default of R and `NumPy`.
pub(crate) fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let position = probability * (sorted.len() - 1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and the last index")]
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the expected values are exact in binary")]
mod tests {
    use super::*;

    #[test]
    fn quantile_of_five_values_matches_r_type_7() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 0.5), 4.0);
        assert_eq!(quantile(&values, 0.625), 6.0);
        assert_eq!(quantile(&values, 1.0), 16.0);
    }

    #[test]
    fn quantile_of_one_value_is_that_value() {
        assert_eq!(quantile(&[3.0], 0.975), 3.0);
    }

    #[test]
    fn level_outside_the_open_unit_interval_is_refused() {
        for got in [0.0, 1.0, -0.1, 95.0, f64::INFINITY] {
            assert_eq!(check_level(got), Err(Error::InvalidLevel { got }));
        }
        assert!(matches!(check_level(f64::NAN), Err(Error::InvalidLevel { .. })));
    }
}
