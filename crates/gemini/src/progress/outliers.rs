//! Values that do not fit the others: another unit, or a slip of the finger. They are asked about, not averaged.

use serde::{Deserialize, Serialize};

use super::{Metric, trend};
use crate::dates::parse_date;
use crate::text::words;

/// How far from the line of the others a value is in doubt, in robust standard deviations.
const MAX_DEVIATIONS: f64 = 5.0;
/// MAD of a normal distribution to its standard deviation.
const MAD_TO_SD: f64 = 1.4826;
/// Fewest values of which one can stand out.
const FEWEST: usize = 4;
/// Partners of each value in the slope: more would only cost time.
const MAX_PARTNERS: usize = 400;

/// A value that is in doubt, and not counted until it is confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct QuestionedValue {
    /// Its place among the points of the input, from 0.
    pub point: usize,
    /// Its day.
    #[serde(serialize_with = "trend::date_of", deserialize_with = "trend::day_of")]
    pub day: i64,
    /// As it was given.
    pub value: f64,
    /// The unit that it seems to be in, such as `pounds`.
    pub looks_like: Option<String>,
    /// What it would be in the unit of the others.
    pub would_be: Option<f64>,
    /// The unit of the others.
    pub unit: Option<String>,
    /// How far it lies from the others, in what they scatter; infinite for another unit.
    #[serde(skip)]
    pub(crate) deviations: f64,
}

/// Which values count, with their days, and which are in doubt.
pub(super) fn split(metric: &Metric) -> (Vec<(i64, f64)>, Vec<QuestionedValue>) {
    let dated = metric.points.iter().enumerate();
    let points: Vec<(usize, i64, f64)> =
        dated.filter_map(|(index, point)| Some((index, parse_date(&point.date)?, point.value?))).collect();
    let kind = Kind::of(&metric.name);
    let mut questioned = in_another_unit(kind, metric.unit.as_deref(), &points);
    let is_sound = |questioned: &[QuestionedValue], index: usize| questioned.iter().all(|value| value.point != index);
    let sound: Vec<(usize, i64, f64)> =
        points.iter().filter(|(index, ..)| is_sound(&questioned, *index)).copied().collect();
    questioned.extend(far_away(kind, &sound));
    let sound = points.into_iter().filter(|(index, ..)| is_sound(&questioned, *index));
    (sound.map(|(_, day, value)| (day, value)).collect(), questioned)
}

/// What is known of a metric by its name.
#[derive(Debug)]
struct Kind {
    phrases: &'static [&'static str],
    /// The least that values of different days scatter by: a share of their median, and an amount.
    least_share: f64,
    least: f64,
    confusions: &'static [Confusion],
    /// Values of one person that are alike, as a share.
    alike: f64,
}

/// Another unit that values are entered in by mistake.
#[derive(Debug)]
struct Confusion {
    /// The units that the other values may have; "" where none is stated.
    of: &'static [&'static str],
    /// A value in the other unit to the same in theirs.
    factor: f64,
    looks_like: &'static str,
    unit: &'static str,
}

const KG: &[&str] = &["", "kg", "kgs", "kilo", "kilos", "kilograms"];
const LB: &[&str] = &["", "lb", "lbs", "pound", "pounds"];
const MASSES: &[Confusion] = &[
    Confusion { of: KG, factor: 2.204_62, looks_like: "pounds", unit: "kg" },
    Confusion { of: LB, factor: 0.453_592, looks_like: "kilograms", unit: "lb" },
    Confusion { of: &["kg", "kgs"], factor: 0.157_473, looks_like: "stone", unit: "kg" },
];
const LENGTHS: &[Confusion] = &[
    Confusion { of: &["", "cm"], factor: 1.0 / 2.54, looks_like: "inches", unit: "cm" },
    Confusion { of: &["in", "inch", "inches"], factor: 2.54, looks_like: "centimetres", unit: "in" },
    Confusion { of: &["", "cm"], factor: 0.01, looks_like: "metres", unit: "cm" },
    Confusion { of: &["cm"], factor: 10.0, looks_like: "millimetres", unit: "cm" },
];
const HOURS: &[Confusion] = &[
    Confusion { of: &["", "h", "hr", "hrs", "hours"], factor: 60.0, looks_like: "minutes", unit: "h" },
    Confusion { of: &["", "min", "mins", "minutes"], factor: 1.0 / 60.0, looks_like: "hours", unit: "min" },
];
const SHARES: &[Confusion] = &[Confusion { of: &["", "%"], factor: 0.01, looks_like: "a share of 1", unit: "%" }];
const SCORES: &[Confusion] =
    &[Confusion { of: &["", "points", "%"], factor: 0.1, looks_like: "points of 10", unit: "points" }];
const ENERGIES: &[Confusion] =
    &[Confusion { of: &["", "kcal"], factor: 4.184, looks_like: "kilojoules", unit: "kcal" }];

const fn kind(
    phrases: &'static [&'static str],
    (least_share, least): (f64, f64),
    confusions: &'static [Confusion],
    alike: f64,
) -> Kind {
    Kind { phrases, least_share, least, confusions, alike }
}

/// What days differ by in healthy people at least, rounded up: scales, tapes and watches are no better.
const KINDS: [Kind; 12] = [
    kind(&["body fat", "fat percent"], (0.05, 1.0), SHARES, 0.3),
    kind(&["waist", "hip circumference", "height", "chest circumference"], (0.015, 1.0), LENGTHS, 0.08),
    kind(&["sleep quality", "sleep score"], (0.0, 8.0), SCORES, 0.4),
    kind(&["sleep"], (0.1, 0.5), HOURS, 0.4),
    kind(&["resting heart", "resting hr", "rhr", "heart rate"], (0.04, 3.0), &[], 0.0),
    kind(&["hrv"], (0.15, 5.0), &[], 0.0),
    kind(&["vo2"], (0.04, 1.0), &[], 0.0),
    kind(&["blood pressure"], (0.06, 6.0), &[], 0.0),
    kind(&["form score", "form", "score"], (0.0, 6.0), SCORES, 0.3),
    kind(&["steps", "distance"], (0.35, 0.0), &[], 0.0),
    kind(&["squat", "deadlift", "bench", "press", "1rm", "load"], (0.07, 2.5), MASSES, 0.15),
    kind(&["energy intake", "calories", "kcal"], (0.15, 150.0), ENERGIES, 0.25),
];
const WEIGHT: Kind = kind(&[], (0.012, 0.6), MASSES, 0.06);
/// Of metrics that are not known, only what is far from anything is in doubt; ratings of 1 to 10 never are among each other.
const OTHER: Kind = kind(&[], (0.25, 2.0), &[], 0.0);

impl Kind {
    fn of(name: &str) -> &'static Self {
        if trend::is_weight(name) {
            return &WEIGHT;
        }
        let words = words(&name.replace('_', " "));
        let names = |kind: &&Self| kind.phrases.iter().any(|phrase| words.contains(&format!(" {phrase}")));
        KINDS.iter().find(names).unwrap_or(&OTHER)
    }
}

/// Values that more others resemble once they are converted than resemble them as they are.
fn in_another_unit(kind: &Kind, unit: Option<&str>, points: &[(usize, i64, f64)]) -> Vec<QuestionedValue> {
    let unit = unit.unwrap_or_default().trim().to_lowercase();
    let mut logs: Vec<f64> = points.iter().filter(|point| point.2 > 0.0).map(|point| point.2.ln()).collect();
    logs.sort_by(f64::total_cmp);
    let n_alike = |value: f64| {
        let at = |log: f64| logs.partition_point(|other| *other < log);
        at(value.ln() + kind.alike) - at(value.ln() - kind.alike)
    };
    let doubt = |&(point, day, value): &(usize, i64, f64)| {
        let confusion =
            kind.confusions.iter().filter(|confusion| confusion.of.contains(&unit.as_str())).find(|confusion| {
                let (as_it_is, converted) = (n_alike(value), n_alike(value / confusion.factor));
                // One against one, the stated unit decides; without one, the larger value is taken for pounds.
                let is_tie = converted == as_it_is && (!unit.is_empty() || confusion.factor > 1.0);
                converted > as_it_is || is_tie
            })?;
        Some(QuestionedValue {
            point,
            day,
            value,
            looks_like: Some(confusion.looks_like.to_owned()),
            would_be: Some((10.0 * value / confusion.factor).round() / 10.0),
            unit: Some(confusion.unit.to_owned()),
            deviations: f64::INFINITY,
        })
    };
    points.iter().filter(|point| point.2 > 0.0).filter_map(doubt).collect()
}

/// Values that lie far from the line through the others: Hampel's rule on the residuals of a line by repeated medians.
///
/// Half of the values may be wrong before the line follows them (Siegel 1982, Biometrika 69).
fn far_away(kind: &Kind, points: &[(usize, i64, f64)]) -> Vec<QuestionedValue> {
    if points.len() < FEWEST {
        return Vec::new();
    }
    let slope = repeated_median(points);
    let residuals: Vec<f64> = points.iter().map(|(_, day, value)| value - slope * *day as f64).collect();
    let middle = median(residuals.clone());
    let deviation = median(residuals.iter().map(|residual| (residual - middle).abs()).collect());
    let size = median(points.iter().map(|(.., value)| value.abs()).collect());
    let scale = (MAD_TO_SD * deviation).max(kind.least_share * size).max(kind.least);
    let far = points.iter().zip(residuals).filter_map(|(&(point, day, value), residual)| {
        let deviations = (residual - middle).abs() / scale;
        let doubt = QuestionedValue { point, day, value, looks_like: None, would_be: None, unit: None, deviations };
        (deviations > MAX_DEVIATIONS).then_some(doubt)
    });
    far.collect()
}

/// The median over all values of the median slope to the others.
fn repeated_median(points: &[(usize, i64, f64)]) -> f64 {
    let step = points.len().div_ceil(MAX_PARTNERS);
    let slopes = points.iter().filter_map(|(_, day, value)| {
        let others = points.iter().step_by(step).filter(|other| other.1 != *day);
        let slopes: Vec<f64> = others.map(|other| (other.2 - value) / (other.1 - day) as f64).collect();
        (!slopes.is_empty()).then(|| median(slopes))
    });
    let slopes: Vec<f64> = slopes.collect();
    if slopes.is_empty() { 0.0 } else { median(slopes) }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) { f64::midpoint(values[middle - 1], values[middle]) } else { values[middle] }
}

#[cfg(test)]
mod tests;
