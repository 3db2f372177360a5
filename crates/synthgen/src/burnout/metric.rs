/// A quantity recorded every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "`Metric::description` and the table in the README say what each one is")]
pub enum Metric {
    SleepQuality,
    StressLevel,
    Workload,
    SocialSupport,
    ExerciseFrequency,
    HrvScore,
    RecoveryTime,
    WorkLifeBalance,
    NutritionQuality,
    MentalFatigue,
    PerformanceScore,
    MoodScore,
}

/// How many quantities are recorded every day.
pub(crate) const N_METRICS: usize = 12;

/// How the values of one metric are made and printed.
pub(crate) struct MetricSpec {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
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

impl Metric {
    /// All metrics, in the order of their columns.
    pub const ALL: [Self; N_METRICS] = [
        Self::SleepQuality,
        Self::StressLevel,
        Self::Workload,
        Self::SocialSupport,
        Self::ExerciseFrequency,
        Self::HrvScore,
        Self::RecoveryTime,
        Self::WorkLifeBalance,
        Self::NutritionQuality,
        Self::MentalFatigue,
        Self::PerformanceScore,
        Self::MoodScore,
    ];

    /// The column's name, such as `sleep_quality`.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The unit of the values.
    pub fn unit(self) -> &'static str {
        self.spec().unit
    }

    /// What is measured.
    pub fn description(self) -> &'static str {
        self.spec().description
    }

    /// The smallest and the largest value that a record can hold.
    pub fn limits(self) -> (f64, f64) {
        (self.spec().min, self.spec().max)
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }

    pub(crate) const fn spec(self) -> &'static MetricSpec {
        &SPECS[self as usize]
    }
}

const POINTS: &str = "points, 0-100";

/// Stress and HRV follow measured wearable data (mean, sds and lag-1 autocorrelation), sleep quality the measured ratio of
/// sds and autocorrelation of sleep duration, exercise the weekend effect of steps; the rest are plausible values.
#[rustfmt::skip]
static SPECS: [MetricSpec; N_METRICS] = [
    MetricSpec { name: "sleep_quality", unit: POINTS, description: "quality of the night before, higher is better",
        mean: 68.0, between_sd: 6.0, noise_sd: 10.2, noise_autocorrelation: -0.05, weekend_shift: 3.0, shock_load: 0.6, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { name: "stress_level", unit: POINTS, description: "100 minus a wearable's stress management score, higher is worse",
        mean: 24.1, between_sd: 4.5, noise_sd: 5.05, noise_autocorrelation: 0.26, weekend_shift: -2.0, shock_load: 0.8, burden: 1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { name: "workload", unit: "h/day", description: "hours worked, paid and at home, averaging the weekend in",
        mean: 6.2, between_sd: 1.1, noise_sd: 1.1, noise_autocorrelation: 0.2, weekend_shift: -4.0, shock_load: 0.2, burden: 1.0, min: 0.0, max: 16.0, rounding: 100.0 },
    MetricSpec { name: "social_support", unit: POINTS, description: "felt support by others, higher is better",
        mean: 62.0, between_sd: 11.0, noise_sd: 6.0, noise_autocorrelation: 0.4, weekend_shift: 3.0, shock_load: 0.2, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { name: "exercise_frequency", unit: "sessions/week", description: "running weekly rate of exercise sessions",
        mean: 3.2, between_sd: 1.2, noise_sd: 0.6, noise_autocorrelation: 0.8, weekend_shift: 0.2, shock_load: 0.4, burden: -1.0, min: 0.0, max: 14.0, rounding: 100.0 },
    MetricSpec { name: "hrv_score", unit: "ms", description: "nightly heart rate variability (RMSSD)",
        mean: 42.1, between_sd: 18.6, noise_sd: 8.1, noise_autocorrelation: 0.18, weekend_shift: 0.5, shock_load: 0.2, burden: -1.0, min: 5.0, max: 200.0, rounding: 10.0 },
    MetricSpec { name: "recovery_time", unit: "h", description: "estimated time until fully recovered, higher is worse",
        mean: 30.0, between_sd: 7.0, noise_sd: 5.0, noise_autocorrelation: 0.35, weekend_shift: -1.0, shock_load: 0.4, burden: 1.0, min: 2.0, max: 96.0, rounding: 10.0 },
    MetricSpec { name: "work_life_balance", unit: POINTS, description: "felt balance of work and private life, higher is better",
        mean: 58.0, between_sd: 11.0, noise_sd: 7.5, noise_autocorrelation: 0.3, weekend_shift: 6.0, shock_load: 0.4, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { name: "nutrition_quality", unit: POINTS, description: "quality of the day's diet, higher is better",
        mean: 60.0, between_sd: 10.0, noise_sd: 8.5, noise_autocorrelation: 0.2, weekend_shift: -3.0, shock_load: 0.4, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { name: "mental_fatigue", unit: POINTS, description: "felt exhaustion in the evening, higher is worse",
        mean: 42.0, between_sd: 11.0, noise_sd: 8.5, noise_autocorrelation: 0.4, weekend_shift: -5.0, shock_load: 0.7, burden: 1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { name: "performance_score", unit: POINTS, description: "self-rated performance at work, higher is better",
        mean: 68.0, between_sd: 9.0, noise_sd: 7.0, noise_autocorrelation: 0.3, weekend_shift: 0.0, shock_load: 0.5, burden: -1.0, min: 0.0, max: 100.0, rounding: 10.0 },
    MetricSpec { name: "mood_score", unit: POINTS, description: "mood, higher is better",
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
    pub fn series(&self, metric: Metric) -> &[f64] {
        let start = metric.index() * self.n_days;
        &self.values[start..start + self.n_days]
    }

    /// As [`DailyMetrics::series`], to be changed.
    pub fn series_mut(&mut self, metric: Metric) -> &mut [f64] {
        let start = metric.index() * self.n_days;
        &mut self.values[start..start + self.n_days]
    }
}

#[cfg(test)]
mod tests {
    use super::{Metric, SPECS};

    #[test]
    fn metric_index_points_to_its_own_spec() {
        for (index, metric) in Metric::ALL.into_iter().enumerate() {
            assert_eq!(metric.index(), index);
            assert_eq!(format!("{metric:?}").to_lowercase(), metric.name().replace('_', ""));
        }
    }

    #[test]
    fn metric_limits_lie_beyond_usual_levels() {
        for spec in &SPECS {
            // 1.5 sds: HRV is skewed, its 5 ms lie less than 2 sds below the mean.
            assert!(spec.min < spec.mean - 1.5 * spec.between_sd, "{}", spec.name);
            assert!(spec.max > spec.mean + 1.5 * spec.between_sd, "{}", spec.name);
        }
    }
}
