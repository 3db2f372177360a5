//! What daily metrics of a run-in are summarised to.

use words::{CHANGE_METRICS, MEAN_METRICS, RUN_IN_DAYS, TREND_DAYS};

use super::metric::DailyMetrics;
use crate::{Error, Result};

/// How many features come from the daily metrics.
pub(crate) const N_RUN_IN_FEATURES: usize = MEAN_METRICS.len() + 2 * CHANGE_METRICS.len();

/// The 16 features that daily metrics give: 10 means, 3 standard deviations, 3 trends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunInFeatures {
    values: [f64; N_RUN_IN_FEATURES],
}

impl RunInFeatures {
    /// Summarises days 0 to 89; later days are not read.
    ///
    /// A standard deviation has the divisor n − 1; a trend is the mean of days 60–89 minus the mean of days 0–29.
    ///
    /// # Units
    ///
    /// those of the metric, rounded to three decimals
    ///
    /// # Errors
    ///
    /// [`Error::ShortRecord`] if the record ends before day 89
    pub fn from_daily(daily: &DailyMetrics) -> Result<Self> {
        if daily.n_days() < RUN_IN_DAYS {
            return Err(Error::ShortRecord { needed: RUN_IN_DAYS, n_days: daily.n_days() });
        }
        let run_in = |metric| &daily.series(metric)[..RUN_IN_DAYS];
        let means = MEAN_METRICS.iter().map(|&metric| mean(run_in(metric)));
        let sds = CHANGE_METRICS.iter().map(|&metric| sd(run_in(metric)));
        let trends = CHANGE_METRICS.iter().map(|&metric| {
            let series = run_in(metric);
            mean(&series[RUN_IN_DAYS - TREND_DAYS..]) - mean(&series[..TREND_DAYS])
        });
        let mut values = [0.0; N_RUN_IN_FEATURES];
        for (value, feature) in values.iter_mut().zip(means.chain(sds).chain(trends)) {
            // Adding 0 turns −0 into 0.
            *value = (feature * 1000.0).round() / 1000.0 + 0.0;
        }
        Ok(Self { values })
    }

    /// The values, in the order of [`words::RunInFeature`] after `age`, `gender` and `occupation`.
    pub fn values(&self) -> &[f64; N_RUN_IN_FEATURES] {
        &self.values
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn sd(values: &[f64]) -> f64 {
    let mean = mean(values);
    let sum_of_squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (sum_of_squares / (values.len() - 1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use words::{DailyMetric, RunInFeature};

    use super::*;

    #[test]
    fn features_of_a_ramp_match_hand_calculation() {
        let mut daily = DailyMetrics::zeros(95);
        for (day, value) in daily.series_mut(DailyMetric::StressLevel).iter_mut().enumerate() {
            *value = day as f64;
        }
        let features = RunInFeatures::from_daily(&daily).expect("95 days cover the run-in");
        let of = |name: &str| features.values()[RunInFeature::from_name(name).expect("a feature").index() - 3];
        assert!((of("stress_level_mean") - 44.5).abs() < 1e-12);
        // Variance of 0..=89 with divisor n − 1: 90·91/12.
        assert!((of("stress_level_sd") - 26.125).abs() < 1e-12);
        assert!((of("stress_level_trend") - 60.0).abs() < 1e-12);
        assert!(of("sleep_quality_mean").abs() < 1e-12);
    }

    #[test]
    fn features_of_short_record_are_refused() {
        let message = RunInFeatures::from_daily(&DailyMetrics::zeros(89)).expect_err("too short").to_string();
        assert_eq!(message, "features need 90 run-in days, got 89");
    }
}
