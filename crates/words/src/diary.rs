//! What a diary of two weeks holds of each day.

use crate::macros::words;

words! {
    /// What a recommendation of protein looks at, in the order of a day's values.
    DiaryMetric, "metric" {
        /// Sleep of the night before, h.
        SleepHours = "sleep_hours",
        /// Quality of the night before, higher is better.
        SleepQuality = "sleep_quality",
        /// Nightly heart rate variability (RMSSD).
        HrvMs = "hrv_ms",
        /// Training load of the day: perceived exertion (1–10) times minutes.
        Activity = "activity",
        /// 100 minus a wearable's stress management score, higher is worse.
        Stress = "stress",
        /// Readiness in the morning, higher is better.
        Recovery = "recovery",
    }
}

impl DiaryMetric {
    /// Smallest and largest value that is taken for a measurement.
    pub const fn limits(self) -> (f64, f64) {
        match self {
            Self::SleepHours => (0.0, 24.0),
            Self::SleepQuality | Self::Stress | Self::Recovery => (0.0, 100.0),
            Self::HrvMs => (0.0, 400.0),
            Self::Activity => (0.0, 3_000.0),
        }
    }

    /// The unit of its values.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::SleepHours => "h",
            Self::SleepQuality | Self::Stress | Self::Recovery => "points",
            Self::HrvMs => "ms",
            Self::Activity => "AU",
        }
    }
}
