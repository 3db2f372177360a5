//! What has changed, by dates rather than by counts, and whether that is more than chance.

mod milestones;
mod outliers;
mod questions;
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
use crate::escalation::{Escalation, Urgency};
use crate::gate::Gate;
use crate::guard::{Guard, Quantity, Unit, unit_of};
use crate::limits::UNDERWEIGHT_BMI;
use crate::person::{Person, check_range, check_text};
use crate::question::Question;
use crate::schema::{Field, list, text};
use crate::text::clean;
use crate::use_case::UseCase;
pub use milestones::Milestone;
pub use outliers::QuestionedValue;
pub(crate) use trend::is_weight;
pub use trend::{MetricTrend, Verdict};

const MAX_METRICS: usize = 20;
const MAX_POINTS: usize = 5000;

/// Measurements of somebody over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProgressInput {
    /// What was measured; at least one.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
        list("highlights", (1, 20), 600, "What changed, one sentence a metric, the most notable first."),
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
        self.weights().any(|metric| match (metric.better, metric.target, self.latest_weight_kg()) {
            (Some(Better::Lower), ..) => true,
            (_, Some(target), Some(weight)) => target < weight,
            _ => false,
        })
    }

    /// As for the person's weight, but by the weight that was measured last.
    fn own_gate(&self) -> Option<Gate> {
        let person = Person { weight_kg: self.latest_weight_kg(), ..self.person.clone() };
        let is_underweight = person.bmi().is_some_and(|bmi| bmi < UNDERWEIGHT_BMI);
        (is_underweight && self.wants_to_lose_weight()).then_some(Gate::Underweight)
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
            for doubt in &trend.questioned {
                guard.literals.push(format_date(doubt.day));
                let values = [Some(doubt.value), doubt.would_be].into_iter().flatten();
                guard.quantities.extend(values.map(|value| Quantity::one(unit, value.abs())));
            }
            for milestone in &trend.milestones {
                match milestone {
                    Milestone::BestSoFar { day, .. } => guard.literals.push(format_date(*day)),
                    Milestone::Streak { weeks } => guard.quantities.push(Quantity::one(Unit::Week, *weeks as f64)),
                    Milestone::TargetShare { percent } => {
                        guard.quantities.push(Quantity::one(Unit::Percent, *percent));
                    }
                }
            }
        }
        if numbers.trends.iter().any(MetricTrend::is_fast_loss) {
            guard.quantities.push(Quantity::new(Unit::Percent, 0.0, 100.0 * crate::limits::LOSS_PER_WEEK));
        }
        // How many days and measurements a trend takes is said as well.
        guard.quantities.push(Quantity::new(Unit::Day, 1.0, crate::limits::TREND_DAYS));
        guard.quantities.push(Quantity::new(Unit::Count, 1.0, 10.0));
        guard
    }

    fn rules(&self, numbers: &ProgressNumbers) -> ProgressText {
        rules::text(numbers)
    }

    fn escalation(&self) -> Option<Escalation> {
        let loses_fast = self.weights().any(|metric| trend::trend(metric).is_fast_loss());
        loses_fast.then(|| Escalation {
            urgency: Urgency::CheckIn,
            message: "You are losing weight faster than is called steady. If you did not mean to, or if it is hard to stop, please \
                      talk to a doctor or a dietitian."
                .to_owned(),
            contacts: Vec::new(),
        })
    }

    fn question(&self) -> Option<Question> {
        questions::question(self)
    }

    fn referral(&self, gate: Gate) -> ProgressText {
        ProgressText {
            summary: gate.message().to_owned(),
            highlights: vec!["The measurements are not judged here.".to_owned()],
            next_steps: vec![
                match gate {
                    Gate::Crisis => "Put the measuring aside; it can wait.",
                    _ => "Take them along to the person you ask.",
                }
                .to_owned(),
            ],
            next_check: "Look again together, not alone.".to_owned(),
        }
    }
}

impl ProgressInput {
    fn weights(&self) -> impl Iterator<Item = &Metric> {
        self.metrics.iter().filter(|metric| trend::is_weight(&metric.name))
    }

    /// What was measured last, where that is in kilograms, or else what is known of the person.
    fn latest_weight_kg(&self) -> Option<f64> {
        let is_kg =
            |metric: &&Metric| metric.unit.as_deref().is_some_and(|unit| unit.trim().eq_ignore_ascii_case("kg"));
        let dated = self.weights().filter(is_kg).flat_map(|metric| outliers::split(metric).0);
        dated.max_by_key(|(day, _)| *day).map(|(_, weight)| weight).or(self.person.weight_kg)
    }
}
