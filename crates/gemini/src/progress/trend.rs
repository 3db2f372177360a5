//! How a metric has changed.

use std::collections::BTreeMap;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::milestones::{Milestone, milestones};
use super::outliers::{QuestionedValue, split};
use super::{Better, Metric};
use crate::dates::{format_date, parse_date};
use crate::limits::{LOSS_PER_WEEK, TREND_DAYS, TREND_NOISE, TREND_POINTS};
use crate::text::words;

/// How a metric has changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricTrend {
    /// As it was given.
    pub name: String,
    /// As it was given.
    pub unit: Option<String>,
    /// Which way is better, as given or by the name.
    pub better: Option<Better>,
    /// Where the person wants to get.
    pub target: Option<f64>,
    /// Whether the latest value is there; absent without a target or a direction.
    pub target_reached: Option<bool>,
    /// Days with a measurement.
    pub n_points: usize,
    /// From the first to the last of them.
    pub n_days: i64,
    /// The first of them, as a date.
    #[serde(serialize_with = "date", deserialize_with = "day")]
    pub first_day: Option<i64>,
    /// The last of them, as a date.
    #[serde(serialize_with = "date", deserialize_with = "day")]
    pub last_day: Option<i64>,
    /// The first value.
    pub first: Option<f64>,
    /// The latest value.
    pub latest: Option<f64>,
    /// The mean of all values.
    pub mean: Option<f64>,
    /// Change over all days by the fitted line.
    pub change: Option<f64>,
    /// Change a week by the fitted line.
    pub per_week: Option<f64>,
    /// What it amounts to.
    pub verdict: Verdict,
    /// Values in doubt, which count for nothing above.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub questioned: Vec<QuestionedValue>,
    /// What was reached.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub milestones: Vec<Milestone>,
}

#[expect(clippy::ref_option, reason = "serde passes references")]
fn date<S: Serializer>(day: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(format_date).serialize(serializer)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let invalid = || D::Error::invalid_value(Unexpected::Str(&text), &"a date such as `2026-01-31`");
    parse_date(&text).ok_or_else(invalid).map(Some)
}

/// A day as a date.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(super) fn date_of<S: Serializer>(day: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    format_date(*day).serialize(serializer)
}

pub(super) fn day_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    day(deserializer)?.ok_or_else(|| D::Error::invalid_value(Unexpected::Option, &"a date such as `2026-01-31`"))
}

impl MetricTrend {
    /// Whether somebody loses weight faster than what is called steady, and not by chance.
    pub(crate) fn is_fast_loss(&self) -> bool {
        let is_trend = !matches!(self.verdict, Verdict::NotEnoughData | Verdict::Steady);
        let share = self.per_week.zip(self.mean.filter(|mean| *mean > 0.0)).map(|(per_week, mean)| -per_week / mean);
        is_trend && is_weight(&self.name) && share.is_some_and(|share| share > LOSS_PER_WEEK)
    }
}

/// Whether a metric is somebody's weight, and not what they lift.
pub(crate) fn is_weight(name: &str) -> bool {
    let words = words(&name.replace('_', " "));
    matches!(
        words.trim(),
        "weight" | "body weight" | "bodyweight" | "body mass" | "weight kg" | "body weight kg" | "morning weight"
    )
}

/// What a trend amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It changes for the better.
    Improving,
    /// It changes for the worse.
    Worsening,
    /// It changes, and which way is better is not known.
    Changing,
    /// It does not change more than it scatters.
    Steady,
    /// There are too few days, or they lie too close together.
    NotEnoughData,
}

/// A line through the values by least squares, and whether its slope is more than noise.
///
/// Several values of one day count as their mean; those in doubt do not count.
pub(super) fn trend(metric: &Metric) -> MetricTrend {
    let (sound, questioned) = split(metric);
    let mut by_day: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for (day, value) in sound {
        let (sum, n) = by_day.entry(day).or_default();
        *sum += value;
        *n += 1.0;
    }
    let points: Vec<(i64, f64)> = by_day.into_iter().map(|(day, (sum, n))| (day, sum / n)).collect();
    let (first, latest) = (points.first().copied(), points.last().copied());
    let n_days = first.zip(latest).map_or(0, |(first, last)| last.0 - first.0);
    let better = metric.better.or_else(|| better_of(&metric.name)).or_else(|| {
        // A target says which way to go, as long as it is not there yet.
        let (target, first) = (metric.target?, first?.1);
        (target != first).then_some(if target < first { Better::Lower } else { Better::Higher })
    });
    let mut trend = MetricTrend {
        name: metric.name.clone(),
        unit: metric.unit.clone(),
        better,
        target: metric.target,
        target_reached: metric.target.zip(latest).zip(better).map(|((target, (_, value)), better)| match better {
            Better::Higher => value >= target,
            Better::Lower => value <= target,
        }),
        n_points: points.len(),
        n_days,
        first_day: first.map(|(day, _)| day),
        last_day: latest.map(|(day, _)| day),
        first: first.map(|(_, value)| value),
        latest: latest.map(|(_, value)| value),
        mean: (!points.is_empty()).then(|| points.iter().map(|(_, value)| value).sum::<f64>() / points.len() as f64),
        change: None,
        per_week: None,
        verdict: Verdict::NotEnoughData,
        questioned,
        milestones: Vec::new(),
    };
    if (points.len() as f64) < TREND_POINTS || (n_days as f64) < TREND_DAYS {
        return trend;
    }
    let (slope, error) = line(&points);
    trend.change = Some(slope * n_days as f64);
    trend.per_week = Some(slope * 7.0);
    // What is left of a level series after rounding is no trend.
    let scale = points.iter().map(|(_, value)| value.abs()).fold(1.0, f64::max);
    trend.verdict = if (slope * n_days as f64).abs() <= 1e-9 * scale || slope.abs() < TREND_NOISE * error {
        Verdict::Steady
    } else {
        match better {
            None => Verdict::Changing,
            Some(Better::Higher) if slope > 0.0 => Verdict::Improving,
            Some(Better::Lower) if slope < 0.0 => Verdict::Improving,
            Some(_) => Verdict::Worsening,
        }
    };
    trend.milestones = milestones(&trend, &points);
    trend
}

/// Slope a day and its standard error.
fn line(points: &[(i64, f64)]) -> (f64, f64) {
    let n = points.len() as f64;
    let mean_day = points.iter().map(|(day, _)| *day as f64).sum::<f64>() / n;
    let mean = points.iter().map(|(_, value)| value).sum::<f64>() / n;
    let spread: f64 = points.iter().map(|(day, _)| (*day as f64 - mean_day).powi(2)).sum();
    let slope = points.iter().map(|(day, value)| (*day as f64 - mean_day) * (value - mean)).sum::<f64>() / spread;
    let residual = |(day, value): &(i64, f64)| value - mean - slope * (*day as f64 - mean_day);
    let variance = points.iter().map(|point| residual(point).powi(2)).sum::<f64>() / (n - 2.0);
    (slope, (variance / spread).sqrt())
}

/// Which way is better, where a name says it.
fn better_of(name: &str) -> Option<Better> {
    const LOWER: [&str; 16] = [
        "body fat",
        "fat percent",
        "waist",
        "resting heart",
        "resting hr",
        "rhr",
        "stress",
        "fatigue",
        "pain",
        "soreness",
        "injury",
        "burnout",
        "blood pressure",
        "recovery time",
        "risk",
        "pace",
    ];
    const HIGHER: [&str; 26] = [
        "form score",
        "form",
        "vo2",
        "hrv",
        "sleep",
        "strength",
        "reps",
        "repetitions",
        "load",
        "1rm",
        "squat",
        "deadlift",
        "bench",
        "press",
        "mood",
        "performance",
        "steps",
        "distance",
        "energy level",
        "recovery score",
        "social support",
        "balance",
        "quality",
        "lean mass",
        "muscle",
        "flexibility",
    ];
    let words = words(&name.replace('_', " "));
    let names = |list: &[&str]| list.iter().any(|phrase| words.contains(&format!(" {phrase}")));
    if names(&LOWER) {
        Some(Better::Lower)
    } else if names(&HIGHER) {
        Some(Better::Higher)
    } else {
        None
    }
}
