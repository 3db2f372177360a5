//! What is asked back about measurements.

use super::{Metric, MetricTrend, ProgressInput, QuestionedValue, rules, trend};
use crate::dates::format_date;
use crate::question::Question;
use crate::text::words;
use crate::use_case::label_or;

/// The question whose answer changes most: the value that is farthest off, or else a metric whose unit is not plain.
pub(super) fn question(input: &ProgressInput) -> Option<Question> {
    let trends: Vec<MetricTrend> = input.metrics.iter().map(trend::trend).collect();
    let doubts = trends
        .iter()
        .enumerate()
        .flat_map(|(index, trend)| trend.questioned.iter().map(move |doubt| (index, trend, doubt)));
    // Of weight before all else: most follows from it.
    let weight_of = |trend: &MetricTrend| u8::from(trend::is_weight(&trend.name));
    let worst = doubts.reduce(|worst, next| {
        let rank = |(_, trend, doubt): (usize, &MetricTrend, &QuestionedValue)| (weight_of(trend), doubt.deviations);
        let (a, b) = (rank(worst), rank(next));
        if b.0 > a.0 || (b.0 == a.0 && b.1 > a.1) { next } else { worst }
    });
    match worst {
        Some((index, trend, doubt)) => Some(about_value(index, trend, doubt)),
        None => input.metrics.iter().zip(&trends).enumerate().find_map(|(index, (metric, trend))| {
            about_unit(metric, trend.latest?, trend.mean?).map(|(text, suggested)| {
                Question::new(format!("metrics[{index}].unit"), text).about(trend.latest.unwrap_or_default(), suggested)
            })
        }),
    }
}

fn about_value(index: usize, trend: &MetricTrend, doubt: &QuestionedValue) -> Question {
    let name = label_or(&trend.name, "metric");
    let (day, value) = (format_date(doubt.day), rules::plain(doubt.value));
    let text = match (&doubt.looks_like, doubt.would_be, &doubt.unit) {
        (Some(looks_like), Some(would_be), Some(unit)) => {
            format!("The {name} of {day} ({value}) looks like {looks_like}: is it {} {unit}?", rules::plain(would_be))
        }
        _ => format!("The {name} of {day} ({value}) lies far from the others: is it right?"),
    };
    Question::new(format!("metrics[{index}].points[{}].value", doubt.point), text).about(doubt.value, doubt.would_be)
}

/// A whole metric that is in another unit than is said, or in one of two.
fn about_unit(metric: &Metric, latest: f64, mean: f64) -> Option<(String, Option<f64>)> {
    let unit = metric.unit.as_deref().unwrap_or_default().trim().to_lowercase();
    let name = words(&metric.name.replace('_', " "));
    let is = |phrase: &str| name.contains(&format!(" {phrase}"));
    let shown = rules::plain(latest);
    let ask = |text: String, factor: f64| Some((text, Some((10.0 * latest * factor).round() / 10.0)));
    if trend::is_weight(&metric.name) && unit.is_empty() && (110.0..400.0).contains(&mean) {
        return ask(format!("Is the weight of {shown} in pounds, not in kilograms?"), 0.453_592);
    }
    if trend::is_weight(&metric.name) && matches!(unit.as_str(), "kg" | "kgs") && (160.0..400.0).contains(&mean) {
        return ask(format!("Is the weight of {shown} in pounds, not in kg?"), 0.453_592);
    }
    if is("body fat") && mean > 0.0 && mean < 1.0 {
        return ask(
            format!(
                "Is the body fat of {shown} meant as a share, that is in percent {}?",
                rules::plain(100.0 * latest)
            ),
            100.0,
        );
    }
    if is("sleep")
        && !is("sleep quality")
        && !is("sleep score")
        && matches!(unit.as_str(), "" | "h" | "hours")
        && mean > 24.0
    {
        return ask(format!("Is the sleep of {shown} in minutes?"), 1.0 / 60.0);
    }
    if is("form score") && unit.is_empty() && mean > 0.0 && mean <= 10.0 {
        return ask(format!("Is the form score of {shown} out of 10, not out of 100?"), 10.0);
    }
    if unit.is_empty() && (is("distance") || is("run")) && mean < 200.0 {
        return Some((format!("Is the distance of {shown} in kilometres or in miles?"), None));
    }
    let is_load = !["form", "score", "reps", "repetitions", "depth", "angle"].into_iter().any(is);
    if unit.is_empty() && is_load && ["squat", "deadlift", "bench", "1rm", "press"].into_iter().any(is) {
        return Some((format!("Is the load of {shown} in kilograms or in pounds, the bar included?"), None));
    }
    if unit.is_empty() && (is("energy intake") || is("calories")) && mean > 5000.0 {
        return ask(format!("Is the energy of {shown} in kilojoules, not in kilocalories?"), 1.0 / 4.184);
    }
    None
}
