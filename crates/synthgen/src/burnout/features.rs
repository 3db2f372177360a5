use super::metric::{DailyMetrics, Metric};
use super::params::RUN_IN_DAYS;
use crate::{Error, Result};

/// Metrics whose run-in mean is a feature.
const MEANS: [Metric; 10] = [
    Metric::SleepQuality,
    Metric::StressLevel,
    Metric::Workload,
    Metric::SocialSupport,
    Metric::ExerciseFrequency,
    Metric::HrvScore,
    Metric::RecoveryTime,
    Metric::WorkLifeBalance,
    Metric::NutritionQuality,
    Metric::MentalFatigue,
];
/// Metrics whose run-in standard deviation and trend are features.
const CHANGES: [Metric; 3] = [Metric::SleepQuality, Metric::StressLevel, Metric::MentalFatigue];
/// Length of the first and of the last part of the run-in, which a trend compares.
const TREND_DAYS: usize = 30;
/// How many features come from the daily metrics.
pub(crate) const N_RUN_IN_FEATURES: usize = MEANS.len() + 2 * CHANGES.len();

/// The 19 columns that a model may use; `gender` and `occupation` are text, the rest are numbers.
pub const FEATURES: [&str; 19] = [
    "age",
    "gender",
    "occupation",
    "sleep_quality_mean",
    "stress_level_mean",
    "workload_mean",
    "social_support_mean",
    "exercise_frequency_mean",
    "hrv_score_mean",
    "recovery_time_mean",
    "work_life_balance_mean",
    "nutrition_quality_mean",
    "mental_fatigue_mean",
    "sleep_quality_sd",
    "stress_level_sd",
    "mental_fatigue_sd",
    "sleep_quality_trend",
    "stress_level_trend",
    "mental_fatigue_trend",
];
/// The column with the time to burnout or censoring, in days from the end of the run-in.
pub const TIME_COLUMN: &str = "time_days";
/// The column that says whether burnout was observed, 0 or 1.
pub const EVENT_COLUMN: &str = "burnout_occurred";

/// The 16 features that daily metrics give: 10 means, 3 standard deviations, 3 trends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunInFeatures {
    values: [f64; N_RUN_IN_FEATURES],
}

impl RunInFeatures {
    /// Summarises days 0 to 89; later days are not read.
    ///
    /// A standard deviation has the divisor n − 1; a trend is the mean of days 60–89 minus the mean of days 0–29.
    /// # Units
    /// those of the metric, rounded to three decimals
    /// # Errors
    /// [`Error::ShortRecord`] if the record ends before day 89
    pub fn from_daily(daily: &DailyMetrics) -> Result<Self> {
        if daily.n_days() < RUN_IN_DAYS {
            return Err(Error::ShortRecord { needed: RUN_IN_DAYS, n_days: daily.n_days() });
        }
        let run_in = |metric| &daily.series(metric)[..RUN_IN_DAYS];
        let means = MEANS.iter().map(|&metric| mean(run_in(metric)));
        let sds = CHANGES.iter().map(|&metric| sd(run_in(metric)));
        let trends = CHANGES.iter().map(|&metric| {
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

    /// The values, in the order of [`FEATURES`] after `age`, `gender` and `occupation`.
    pub fn values(&self) -> &[f64; N_RUN_IN_FEATURES] {
        &self.values
    }

    pub(crate) fn units() -> [&'static str; N_RUN_IN_FEATURES] {
        let mut units = [""; N_RUN_IN_FEATURES];
        for (unit, metric) in units.iter_mut().zip(MEANS.iter().chain(&CHANGES).chain(&CHANGES)) {
            *unit = metric.unit();
        }
        units
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
    use super::super::metric::{DailyMetrics, Metric};
    use super::{CHANGES, FEATURES, MEANS, RunInFeatures};

    #[test]
    fn features_are_named_after_their_metrics() {
        let means = MEANS.iter().map(|m| format!("{}_mean", m.name()));
        let sds = CHANGES.iter().map(|m| format!("{}_sd", m.name()));
        let trends = CHANGES.iter().map(|m| format!("{}_trend", m.name()));
        assert!(means.chain(sds).chain(trends).eq(FEATURES[3..].iter().map(ToString::to_string)));
    }

    #[test]
    fn features_of_a_ramp_match_hand_calculation() {
        let mut daily = DailyMetrics::zeros(95);
        for (day, value) in daily.series_mut(Metric::StressLevel).iter_mut().enumerate() {
            *value = day as f64;
        }
        let features = RunInFeatures::from_daily(&daily).expect("95 days cover the run-in");
        let of = |name: &str| features.values()[FEATURES.iter().position(|f| *f == name).expect("a feature") - 3];
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
