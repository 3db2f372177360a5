//! How the values of each daily metric are made, and one person's daily values.

use words::DailyMetric;

/// How many quantities are recorded every day.
pub(crate) const N_METRICS: usize = DailyMetric::N;

/// How the values of one metric are made and printed.
pub(crate) struct MetricSpec {
    pub(crate) description: &'static str,
    /// Mean over people and weekdays.
    pub(crate) mean: f64,
    /// Standard deviation of a person's own level between people; also the unit of shifts, shocks and z.
    pub(crate) between_sd: f64,
    /// Standard deviation of the AR(1) noise about the level.
    pub(crate) noise_sd: f64,
    /// Lag-1 autocorrelation of the AR(1) noise.
    pub(crate) noise_autocorrelation: f64,
    /// Mean of Saturday and Sunday minus mean of the other days.
    pub(crate) weekend_shift: f64,
    /// Effect of a life shock of size 1, in between-person sds.
    pub(crate) shock_load: f64,
    /// +1 where larger is worse, −1 where larger is better.
    pub(crate) burden: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    /// 10 for one decimal, 100 for two.
    pub(crate) rounding: f64,
}

/// How the values of a metric are made and printed.
pub(crate) const fn spec(metric: DailyMetric) -> &'static MetricSpec {
    &SPECS[metric.index()]
}

/// What a metric is, in a few words.
pub fn metric_description(metric: DailyMetric) -> &'static str {
    spec(metric).description
}

/// The smallest and the largest value that a generated record can hold.
pub fn metric_limits(metric: DailyMetric) -> (f64, f64) {
    (spec(metric).min, spec(metric).max)
}

/// Stress and HRV follow measured wearable data (mean, sds and lag-1 autocorrelation), sleep quality the measured ratio of
/// sds and autocorrelation of sleep duration, exercise the weekend effect of steps; the rest are plausible values.
#[rustfmt::skip]
static SPECS: [MetricSpec; N_METRICS] = [
    MetricSpec { description: "quality of the night before, higher is better",
        mean: 68.0, between_sd: 6.0, noise_sd: 10.2, noise_autocorrelation: -0.05, weekend_shift: 3.0, shock_load: 0.6, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { description: "100 minus a wearable's stress management score, higher is worse",
        mean: 24.1, between_sd: 4.5, noise_sd: 5.05, noise_autocorrelation: 0.26, weekend_shift: -2.0, shock_load: 0.8, burden: 1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { description: "hours worked, paid and at home, averaging the weekend in",
        mean: 6.2, between_sd: 1.1, noise_sd: 1.1, noise_autocorrelation: 0.2, weekend_shift: -4.0, shock_load: 0.2, burden: 1.0, min: 0.0, max: 16.0, rounding: 100.0 },
    MetricSpec { description: "felt support by others, higher is better",
        mean: 62.0, between_sd: 11.0, noise_sd: 6.0, noise_autocorrelation: 0.4, weekend_shift: 3.0, shock_load: 0.2, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { description: "running weekly rate of exercise sessions",
        mean: 3.2, between_sd: 1.2, noise_sd: 0.6, noise_autocorrelation: 0.8, weekend_shift: 0.2, shock_load: 0.4, burden: -1.0, min: 0.0, max: 14.0, rounding: 100.0 },
    MetricSpec { description: "nightly heart rate variability (RMSSD)",
        mean: 42.1, between_sd: 18.6, noise_sd: 8.1, noise_autocorrelation: 0.18, weekend_shift: 0.5, shock_load: 0.2, burden: -1.0, min: 5.0, max: 200.0, rounding: 10.0 },
    MetricSpec { description: "estimated time until fully recovered, higher is worse",
        mean: 30.0, between_sd: 7.0, noise_sd: 5.0, noise_autocorrelation: 0.35, weekend_shift: -1.0, shock_load: 0.4, burden: 1.0, min: 2.0, max: 96.0, rounding: 10.0 },
    MetricSpec { description: "felt balance of work and private life, higher is better",
        mean: 58.0, between_sd: 11.0, noise_sd: 7.5, noise_autocorrelation: 0.3, weekend_shift: 6.0, shock_load: 0.4, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { description: "quality of the day's diet, higher is better",
        mean: 60.0, between_sd: 10.0, noise_sd: 8.5, noise_autocorrelation: 0.2, weekend_shift: -3.0, shock_load: 0.4, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { description: "felt exhaustion in the evening, higher is worse",
        mean: 42.0, between_sd: 11.0, noise_sd: 8.5, noise_autocorrelation: 0.4, weekend_shift: -5.0, shock_load: 0.7, burden: 1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { description: "self-rated performance at work, higher is better",
        mean: 68.0, between_sd: 9.0, noise_sd: 7.0, noise_autocorrelation: 0.3, weekend_shift: 0.0, shock_load: 0.5, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { description: "mood, higher is better",
        mean: 62.0, between_sd: 9.0, noise_sd: 8.5, noise_autocorrelation: 0.3, weekend_shift: 4.0, shock_load: 0.8, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
];

/// One person's daily values, a contiguous series per metric.
#[derive(Clone, Debug, PartialEq)]
pub struct DailyMetrics {
    n_days: usize,
    values: Vec<f64>,
}

impl DailyMetrics {
    pub(crate) fn zeros(n_days: usize) -> Self {
        Self { n_days, values: vec![0.0; N_METRICS * n_days] }
    }

    /// The length of every series.
    pub fn n_days(&self) -> usize {
        self.n_days
    }

    /// One metric's value on each day, from day 0, in the metric's unit.
    pub fn series(&self, metric: DailyMetric) -> &[f64] {
        let start = metric.index() * self.n_days;
        &self.values[start..start + self.n_days]
    }

    /// As [`DailyMetrics::series`], to be changed.
    pub fn series_mut(&mut self, metric: DailyMetric) -> &mut [f64] {
        let start = metric.index() * self.n_days;
        &mut self.values[start..start + self.n_days]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metric_limits_lie_beyond_usual_levels() {
        for (spec, metric) in SPECS.iter().zip(DailyMetric::ALL) {
            // 1.5 sds: HRV is skewed, its 5 ms lie less than 2 sds below the mean.
            assert!(spec.min < spec.mean - 1.5 * spec.between_sd, "{metric}");
            assert!(spec.max > spec.mean + 1.5 * spec.between_sd, "{metric}");
        }
    }
}
