//! Daily metrics of a person, the features of a run-in made of them, and levels of risk.

use crate::macros::words;

words! {
    /// A quantity recorded every day, in the order of the columns.
    DailyMetric, "metric" {
        /// Quality of the night before, higher is better.
        SleepQuality = "sleep_quality",
        /// 100 minus a wearable's stress management score, higher is worse.
        StressLevel = "stress_level",
        /// Hours worked, paid and at home, averaging the weekend in.
        Workload = "workload",
        /// Felt support by others, higher is better.
        SocialSupport = "social_support",
        /// Running weekly rate of exercise sessions.
        ExerciseFrequency = "exercise_frequency",
        /// Nightly heart rate variability (RMSSD).
        HrvScore = "hrv_score",
        /// Estimated time until fully recovered, higher is worse.
        RecoveryTime = "recovery_time",
        /// Felt balance of work and private life, higher is better.
        WorkLifeBalance = "work_life_balance",
        /// Quality of the day's diet, higher is better.
        NutritionQuality = "nutrition_quality",
        /// Felt exhaustion in the evening, higher is worse.
        MentalFatigue = "mental_fatigue",
        /// Self-rated performance at work, higher is better.
        PerformanceScore = "performance_score",
        /// Mood, higher is better.
        MoodScore = "mood_score",
    }
}

impl DailyMetric {
    /// The unit of its values.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Workload => "h/day",
            Self::ExerciseFrequency => "sessions/week",
            Self::HrvScore => "ms",
            Self::RecoveryTime => "h",
            _ => "points, 0-100",
        }
    }
}

/// Days of observation before follow-up begins; features are made of these days alone.
pub const RUN_IN_DAYS: usize = 90;
/// Length of the first and of the last part of the run-in, which a trend compares.
pub const TREND_DAYS: usize = 30;

/// Metrics whose mean over the run-in is a feature.
pub const MEAN_METRICS: [DailyMetric; 10] = [
    DailyMetric::SleepQuality,
    DailyMetric::StressLevel,
    DailyMetric::Workload,
    DailyMetric::SocialSupport,
    DailyMetric::ExerciseFrequency,
    DailyMetric::HrvScore,
    DailyMetric::RecoveryTime,
    DailyMetric::WorkLifeBalance,
    DailyMetric::NutritionQuality,
    DailyMetric::MentalFatigue,
];
/// Metrics whose standard deviation over the run-in and whose trend are features.
pub const CHANGE_METRICS: [DailyMetric; 3] =
    [DailyMetric::SleepQuality, DailyMetric::StressLevel, DailyMetric::MentalFatigue];

words! {
    /// What a model of burnout may use of a person, in the order of the columns: gender and occupation are categories, the
    /// rest are numbers. Means and standard deviations (divisor n − 1) are over the run-in; a trend is the mean of its last
    /// [`TREND_DAYS`] days minus that of its first.
    RunInFeature, "feature" {
        /// In years.
        Age = "age",
        /// `female` or `male`.
        Gender = "gender",
        /// Field of work.
        Occupation = "occupation",
        /// Mean of the quality of sleep.
        SleepQualityMean = "sleep_quality_mean",
        /// Mean of the stress level.
        StressLevelMean = "stress_level_mean",
        /// Mean of the hours worked.
        WorkloadMean = "workload_mean",
        /// Mean of the support by others.
        SocialSupportMean = "social_support_mean",
        /// Mean of the sessions a week.
        ExerciseFrequencyMean = "exercise_frequency_mean",
        /// Mean of the heart rate variability.
        HrvScoreMean = "hrv_score_mean",
        /// Mean of the time to recover.
        RecoveryTimeMean = "recovery_time_mean",
        /// Mean of the balance of work and private life.
        WorkLifeBalanceMean = "work_life_balance_mean",
        /// Mean of the quality of the diet.
        NutritionQualityMean = "nutrition_quality_mean",
        /// Mean of mental fatigue.
        MentalFatigueMean = "mental_fatigue_mean",
        /// Standard deviation of the quality of sleep.
        SleepQualitySd = "sleep_quality_sd",
        /// Standard deviation of the stress level.
        StressLevelSd = "stress_level_sd",
        /// Standard deviation of mental fatigue.
        MentalFatigueSd = "mental_fatigue_sd",
        /// Trend of the quality of sleep.
        SleepQualityTrend = "sleep_quality_trend",
        /// Trend of the stress level.
        StressLevelTrend = "stress_level_trend",
        /// Trend of mental fatigue.
        MentalFatigueTrend = "mental_fatigue_trend",
    }
}

/// The column with the time to burnout or censoring, in days from the end of the run-in.
pub const TIME_COLUMN: &str = "time_days";
/// The column that says whether burnout was observed, 0 or 1.
pub const EVENT_COLUMN: &str = "burnout_occurred";
/// The column that names people.
pub const USER_COLUMN: &str = "user_id";

words! {
    /// How high a risk is.
    RiskLevel, "risk level" {
        /// As for most people.
        Low = "low",
        /// Raised.
        Moderate = "moderate",
        /// High.
        High = "high",
        /// Highest.
        Critical = "critical",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_named_after_their_metrics() {
        let means = MEAN_METRICS.iter().map(|metric| format!("{metric}_mean"));
        let sds = CHANGE_METRICS.iter().map(|metric| format!("{metric}_sd"));
        let trends = CHANGE_METRICS.iter().map(|metric| format!("{metric}_trend"));
        assert!(means.chain(sds).chain(trends).eq(RunInFeature::NAMES[3..].iter().map(ToString::to_string)));
    }
}
