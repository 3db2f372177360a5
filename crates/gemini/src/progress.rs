//! What has changed, by dates rather than by counts, and whether that is more than chance.

mod read;
mod rules;
mod trend;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::advice::Coached;
use crate::cache::Keep;
use crate::dates::{format_date, parse_date};
use crate::error::InputError;
use crate::guard::{Guard, Quantity, Unit, unit_of};
use crate::person::{Person, check_range, check_text};
use crate::schema::{Field, list, text};
use crate::text::clean;
use crate::use_case::UseCase;
pub use trend::{MetricTrend, Verdict};

const MAX_METRICS: usize = 20;
const MAX_POINTS: usize = 5000;

/// Measurements of somebody over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProgressInput {
    /// What was measured.
    pub metrics: Vec<Metric>,
    /// What the person said about it.
    #[serde(default)]
    pub notes: Option<String>,
    /// Who asks.
    #[serde(flatten)]
    pub person: Person,
}

/// Measurements of one thing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Such as `body_fat`.
    pub name: String,
    /// Such as `%`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Which way is better; known for common names, else only that there is a change is said.
    #[serde(default)]
    pub better: Option<Better>,
    /// Where the person wants to get.
    #[serde(default)]
    pub target: Option<f64>,
    /// In any order.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub points: Vec<Point>,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
}

/// One measurement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Such as `2026-03-31`.
    pub date: String,
    /// `null` if nothing was measured that day.
    #[serde(default)]
    pub value: Option<f64>,
}

/// What has changed.
pub type ProgressAnalysis = Coached<ProgressNumbers, ProgressText>;

/// The trend of each metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ProgressNumbers {
    /// In the order of the input.
    pub trends: Vec<MetricTrend>,
}

/// What is said about progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressText {
    /// All in all.
    pub summary: String,
    /// One sentence a metric, the most notable first.
    pub highlights: Vec<String>,
    /// What to do next.
    pub next_steps: Vec<String>,
    /// How and when to look again.
    pub next_check: String,
}

impl UseCase for ProgressInput {
    const NAME: &'static str = "progress_analysis";
    const TASK: &'static str = include_str!("prompt/progress.txt");
    const FIELDS: &'static [Field] = &[
        text("summary", 600, "The progress all in all, 1 to 3 sentences."),
        list("highlights", (1, 20), 400, "What changed, one sentence a metric, the most notable first."),
        list("next_steps", (1, 4), 300, "What to do next."),
        text("next_check", 300, "How and when to look again."),
    ];
    const FRESH: Duration = Duration::from_hours(24);
    const KEEP: Keep = Keep::Disk;
    type Numbers = ProgressNumbers;
    type Text = ProgressText;

    fn person(&self) -> &Person {
        &self.person
    }

    fn free_texts(&self) -> Vec<&str> {
        let names = self.metrics.iter().flat_map(|metric| std::iter::once(&metric.name).chain(&metric.unit));
        self.notes.iter().chain(names).map(String::as_str).collect()
    }

    fn check(&self) -> Result<(), InputError> {
        if self.metrics.is_empty() {
            return Err(InputError::missing("metrics", "at least one metric"));
        }
        let too_long = |field: String, limit, unit, got| Err(InputError::TooLong { field, limit, unit, got });
        if self.metrics.len() > MAX_METRICS {
            return too_long("metrics".to_owned(), MAX_METRICS, "entries", self.metrics.len());
        }
        for (index, metric) in self.metrics.iter().enumerate() {
            let field = format!("metrics[{index}]");
            if clean(&metric.name).is_empty() {
                return Err(InputError::missing(format!("{field}.name"), "the name of a metric"));
            }
            check_text(&format!("{field}.name"), &metric.name)?;
            check_text(&format!("{field}.unit"), metric.unit.as_deref().unwrap_or_default())?;
            check_range(&format!("{field}.target"), metric.target, -1e6, 1e6, "")?;
            if metric.points.len() > MAX_POINTS {
                return too_long(format!("{field}.points"), MAX_POINTS, "entries", metric.points.len());
            }
            for (index, point) in metric.points.iter().enumerate() {
                if parse_date(&point.date).is_none() {
                    let field = format!("{field}.points[{index}].date");
                    return Err(InputError::invalid(field, "a date such as `2026-03-31`", format!("`{}`", point.date)));
                }
                check_range(&format!("{field}.points[{index}].value"), point.value, -1e6, 1e6, "")?;
            }
        }
        check_text("notes", self.notes.as_deref().unwrap_or_default())
    }

    fn wants_to_lose_weight(&self) -> bool {
        let is_weight = |metric: &&Metric| metric.name.to_lowercase().contains("weight");
        self.metrics.iter().filter(is_weight).any(|metric| {
            match (metric.better, metric.target, self.person.weight_kg) {
                (Some(Better::Lower), ..) => true,
                (_, Some(target), Some(weight)) => target < weight,
                _ => false,
            }
        })
    }

    fn numbers(&self) -> ProgressNumbers {
        ProgressNumbers { trends: self.metrics.iter().map(trend::trend).collect() }
    }

    fn numbers_without_targets(&self) -> ProgressNumbers {
        ProgressNumbers { trends: Vec::new() }
    }

    fn facts(&self, numbers: &ProgressNumbers) -> Value {
        json!({ "trends": numbers.trends, "notes": self.notes })
    }

    fn guard(&self, numbers: &ProgressNumbers) -> Guard {
        let mut guard = Guard::default();
        for trend in &numbers.trends {
            let unit = trend.unit.as_deref().map_or(Unit::None, unit_of);
            let values = [trend.first, trend.latest, trend.mean, trend.change, trend.per_week, trend.target];
            for value in values.into_iter().flatten() {
                guard.quantities.push(Quantity::one(unit, value.abs()));
                if unit == Unit::Kilogram {
                    guard.quantities.push(Quantity::one(Unit::KilogramPerWeek, value.abs()));
                }
            }
            let (n_points, n_days) = (trend.n_points as f64, trend.n_days as f64);
            guard.quantities.push(Quantity::one(Unit::Count, n_points));
            guard.quantities.push(Quantity::one(Unit::Day, n_days));
            guard.literals.extend(trend.first_day.into_iter().chain(trend.last_day).map(format_date));
        }
        // How many days and measurements a trend takes is said as well.
        guard.quantities.push(Quantity::new(Unit::Day, 1.0, crate::limits::TREND_DAYS));
        guard.quantities.push(Quantity::new(Unit::Count, 1.0, 10.0));
        guard
    }

    fn rules(&self, numbers: &ProgressNumbers) -> ProgressText {
        rules::text(numbers)
    }

    fn referral(&self, message: &'static str) -> ProgressText {
        ProgressText {
            summary: message.to_owned(),
            highlights: vec!["The measurements are not judged here.".to_owned()],
            next_steps: vec!["Take them along to the person you ask.".to_owned()],
            next_check: "Look again together, not alone.".to_owned(),
        }
    }
}
