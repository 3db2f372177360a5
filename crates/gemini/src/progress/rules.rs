//! What to make of progress, by rules.

use super::{Better, MetricTrend, Milestone, ProgressNumbers, ProgressText, Verdict};
use crate::dates::format_date;
use crate::guard::{Unit, unit_of};
use crate::limits::{LOSS_PER_WEEK, TREND_DAYS, TREND_POINTS};
use crate::text::{capitalized, enumerate, number};
use crate::use_case::label_or;

pub(super) fn text(numbers: &ProgressNumbers) -> ProgressText {
    let mut trends: Vec<&MetricTrend> = numbers.trends.iter().collect();
    trends.sort_by_key(|trend| order(trend.verdict));
    ProgressText {
        summary: summary(&trends),
        highlights: trends.iter().map(|trend| highlight(trend) + &reached(trend) + &doubt(trend)).collect(),
        next_steps: next_steps(&trends),
        next_check: next_check(&trends),
    }
}

fn order(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Worsening => 0,
        Verdict::Improving => 1,
        Verdict::Changing => 2,
        Verdict::Steady => 3,
        Verdict::NotEnoughData => 4,
    }
}

fn names(trends: &[&MetricTrend], verdict: Verdict) -> Vec<String> {
    let of_verdict = trends.iter().filter(|trend| trend.verdict == verdict);
    let mut names: Vec<String> = of_verdict.map(|trend| label_or(&trend.name, "one metric")).collect();
    names.truncate(5);
    names
}

fn summary(trends: &[&MetricTrend]) -> String {
    let of = |verdict| names(trends, verdict);
    // As lists: whether a name is one thing or several is not known.
    let parts = [
        ("Getting better", of(Verdict::Improving)),
        ("Going the wrong way", of(Verdict::Worsening)),
        ("Changing", of(Verdict::Changing)),
        ("Steady", of(Verdict::Steady)),
    ];
    let sentences: Vec<String> = parts
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(verdict, names)| format!("{verdict}: {}.", enumerate(names)))
        .collect();
    let unknown = of(Verdict::NotEnoughData);
    match (sentences.is_empty(), unknown.as_slice()) {
        (true, _) => {
            "There is not enough data for a trend yet: what you see from day to day is mostly chance.".to_owned()
        }
        (false, []) => sentences.join(" "),
        (false, unknown) => format!("{} Not enough data yet: {}.", sentences.join(" "), enumerate(unknown)),
    }
}

/// A value with its unit, or without one where the unit is not a plain one.
fn with_unit(trend: &MetricTrend, value: f64) -> String {
    let value = if value.abs() >= 1000.0 { format!("{:.0}", value.abs()) } else { number(value.abs()) };
    match trend.unit.as_deref().map(|unit| (unit.trim(), unit_of(unit))) {
        None | Some((_, Unit::None | Unit::Never)) => value,
        Some((_, Unit::Degree)) => format!("{value}°"),
        Some((unit, _)) => format!("{value} {unit}"),
    }
}

fn signed(trend: &MetricTrend, value: f64) -> String {
    let text = with_unit(trend, value);
    if value < 0.0 { format!("minus {text}") } else { text }
}

fn highlight(trend: &MetricTrend) -> String {
    let name = capitalized(&label_or(&trend.name, "one metric"));
    let target = match (trend.target, trend.target_reached) {
        (Some(target), Some(true)) => format!(" The target of {} is reached.", signed(trend, target)),
        (Some(target), Some(false)) => format!(" The target is {}.", signed(trend, target)),
        _ => String::new(),
    };
    let (Some(latest), Some(first_day), Some(last_day)) = (trend.latest, trend.first_day, trend.last_day) else {
        return format!("{name}: not enough data, nothing was measured.");
    };
    if trend.verdict == Verdict::NotEnoughData {
        let reason = if (trend.n_points as f64) < TREND_POINTS {
            let days = if trend.n_points == 1 { "day" } else { "days" };
            format!("measured on {} {days} so far", trend.n_points)
        } else {
            format!("all measurements lie within {} days", trend.n_days)
        };
        return format!("{name}: not enough data, {reason}; the latest value is {}.{target}", signed(trend, latest));
    }
    let (change, per_week) = (trend.change.unwrap_or_default(), trend.per_week.unwrap_or_default());
    let period = format!("from {} to {}", format_date(first_day), format_date(last_day));
    if trend.verdict == Verdict::Steady {
        let mean = trend.mean.unwrap_or(latest);
        return format!(
            "{name}: steady around {} {period}; the ups and downs are within its usual scatter.{target}",
            signed(trend, mean)
        );
    }
    let verb = if change < 0.0 { "fell" } else { "rose" };
    let judgement = match trend.verdict {
        _ if trend.is_fast_loss() => ", which is too fast",
        Verdict::Improving => ", which is an improvement",
        Verdict::Worsening => ", which is the wrong way",
        _ => "",
    };
    // A pace that rounds to 0 would say that there is none.
    let pace =
        if per_week.abs() >= 0.05 { format!(", about {} per week", with_unit(trend, per_week)) } else { String::new() };
    let amount =
        if change.abs() >= 0.05 { format!(" by {}", with_unit(trend, change)) } else { " slightly".to_owned() };
    format!("{name} {verb}{amount} {period}{pace}{judgement}; the latest value is {}.{target}", signed(trend, latest))
}

/// What was reached, as the data have it.
fn reached(trend: &MetricTrend) -> String {
    let sentence = |milestone: &Milestone| match milestone {
        Milestone::BestSoFar { .. } => " It is the best value so far.".to_owned(),
        Milestone::Streak { weeks } => format!(" That makes {weeks} weeks in a row, each better than the one before."),
        Milestone::TargetShare { percent } => {
            let share = match percent {
                percent if *percent >= 75.0 => "Three quarters",
                percent if *percent >= 50.0 => "Half",
                _ => "A quarter",
            };
            format!(" {share} of the way to the target is done.")
        }
    };
    trend.milestones.iter().map(sentence).collect()
}

/// What was left out until it is confirmed.
fn doubt(trend: &MetricTrend) -> String {
    match trend.questioned.as_slice() {
        [] => String::new(),
        [only] => format!(
            " The value of {} ({}) does not fit the others and is not counted until you confirm it.",
            format_date(only.day),
            plain(only.value)
        ),
        [first, ..] => format!(
            " Some values do not fit the others, such as that of {} ({}); they are not counted until you confirm them.",
            format_date(first.day),
            plain(first.value)
        ),
    }
}

/// A value as it was given, with what digits it needs.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{:.2}", value.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if value < 0.0 { format!("minus {text}") } else { text.to_owned() }
}

fn next_steps(trends: &[&MetricTrend]) -> Vec<String> {
    let mut steps = Vec::new();
    let worsening = names(trends, Verdict::Worsening);
    if let Some(worst) = worsening.first() {
        steps.push(format!(
            "Look at {worst} first: think back to what changed when it began, such as sleep, stress, load or how it was measured, and \
             change one thing at a time."
        ));
    }
    let loses_fast = trends.iter().any(|trend| trend.is_fast_loss());
    if loses_fast {
        let percent = number(100.0 * LOSS_PER_WEEK);
        steps.push(format!(
            "Slow the weight loss down: up to {percent} % of your weight a week is steady, and what goes faster is muscle as well. Eat \
             more, protein and vegetables first."
        ));
    }
    let is_good = |trend: &&&MetricTrend| trend.verdict == Verdict::Improving && !trend.is_fast_loss();
    let improving: Vec<&&MetricTrend> = trends.iter().filter(is_good).collect();
    if !improving.is_empty() {
        let reached = improving.iter().any(|trend| trend.target_reached == Some(true));
        steps.push(if reached {
            "A target is reached: decide whether to hold it or to set the next one, a little further on.".to_owned()
        } else {
            "Keep doing what works: what improves now does not need a new plan.".to_owned()
        });
    }
    let is_stuck = |trend: &&&MetricTrend| trend.verdict == Verdict::Steady && trend.target_reached == Some(false);
    if let Some(stuck) = trends.iter().find(is_stuck) {
        let direction = if stuck.better == Some(Better::Lower) { "down" } else { "up" };
        let name = label_or(&stuck.name, "the metric");
        steps.push(format!("To get {name} moving {direction} towards its target, choose one habit that bears on it and hold it for 4 weeks."));
    }
    if trends.iter().any(|trend| trend.verdict == Verdict::NotEnoughData) {
        steps.push(format!(
            "Measure under the same conditions, at the same time of day, until there are at least {} measurements over {} days.",
            number(TREND_POINTS),
            number(TREND_DAYS)
        ));
    }
    if steps.is_empty() {
        steps.push(
            "Nothing needs to change: hold your habits, and choose one thing to improve when you feel ready for it."
                .to_owned(),
        );
    }
    steps.truncate(4);
    steps
}

fn next_check(trends: &[&MetricTrend]) -> String {
    if trends.iter().all(|trend| trend.verdict == Verdict::NotEnoughData) {
        "Look again in two weeks; single values before that say little.".to_owned()
    } else {
        "Look again in 2 to 4 weeks, over the whole period: a week up or down says little.".to_owned()
    }
}
