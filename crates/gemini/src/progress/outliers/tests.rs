//! Which values are in doubt, and which are not.

use proptest::prelude::*;

use super::{QuestionedValue, split};
use crate::dates::format_date;
use crate::progress::{Metric, Point};

fn weekly(name: &str, unit: &str, values: &[f64]) -> Metric {
    let point = |(week, value): (usize, &f64)| Point {
        date: format_date(20_000 + 7 * i64::try_from(week).expect("few weeks")),
        value: Some(*value),
    };
    let unit = Some(unit.to_owned()).filter(|unit| !unit.is_empty());
    let points = values.iter().enumerate().map(point).collect();
    Metric { name: name.to_owned(), unit, points, ..Metric::default() }
}

/// The values in doubt with the unit that each looks like.
#[track_caller]
fn check(name: &str, unit: &str, values: &[f64], expected: &[(f64, &str)]) -> Vec<QuestionedValue> {
    let (sound, questioned) = split(&weekly(name, unit, values));
    let got: Vec<(f64, &str)> =
        questioned.iter().map(|doubt| (doubt.value, doubt.looks_like.as_deref().unwrap_or_default())).collect();
    assert_eq!(got, expected, "{name} in `{unit}`: {values:?}");
    assert_eq!(sound.len() + questioned.len(), values.len());
    questioned
}

#[test]
fn other_units_are_recognized() {
    let doubt = check("weight", "kg", &[81.0, 81.6, 179.5, 81.0], &[(179.5, "pounds")]);
    assert_eq!((doubt[0].would_be, doubt[0].point), (Some(81.4), 2));
    check("body_weight", "kg", &[82.0, 81.6, 179.5, 81.0, 80.7], &[(179.5, "pounds")]);
    check("weight", "", &[82.1, 81.8, 180.6, 81.5], &[(180.6, "pounds")]);
    check("weight", "lb", &[179.0, 178.5, 81.0, 178.0], &[(81.0, "kilograms")]);
    check("weight", "kg", &[81.0, 12.8, 80.6, 81.2], &[(12.8, "stone")]);
    // Half of them, and one of two.
    check("weight", "kg", &[81.0, 179.5, 81.2, 178.9], &[(179.5, "pounds"), (178.9, "pounds")]);
    check("weight", "kg", &[81.0, 179.5], &[(179.5, "pounds")]);
    check("weight", "", &[81.0, 179.5], &[(179.5, "pounds")]);
    // More of them than not: the stated unit is doubted as a whole elsewhere, the odd one here.
    check("weight", "kg", &[179.0, 81.0, 178.2, 178.0], &[(81.0, "")]);
    check("waist", "cm", &[92.0, 91.5, 36.0, 91.0], &[(36.0, "inches")]);
    check("waist", "cm", &[92.0, 91.5, 0.91, 91.0], &[(0.91, "metres")]);
    check("sleep_hours", "h", &[7.0, 7.5, 420.0, 6.9], &[(420.0, "minutes")]);
    check("sleep", "min", &[420.0, 7.5, 450.0, 400.0], &[(7.5, "hours")]);
    check("body_fat", "%", &[22.0, 21.6, 0.22, 21.5], &[(0.22, "a share of 1")]);
    check("form_score", "points", &[71.0, 74.0, 7.5, 78.0], &[(7.5, "points of 10")]);
    check("squat 1RM", "kg", &[100.0, 102.5, 231.0, 105.0], &[(231.0, "pounds")]);
}

#[test]
fn slips_of_the_finger_stand_out() {
    check("weight", "kg", &[81.0, 81.6, 18.1, 81.0], &[(18.1, "")]);
    check("weight", "kg", &[81.0, 81.2, 81.0, 95.0], &[(95.0, "")]);
    check("resting_heart_rate", "bpm", &[58.0, 59.0, 158.0, 57.0, 58.0], &[(158.0, "")]);
    check("vo2max", "", &[44.0, 44.5, 4.4, 45.0], &[(4.4, "")]);
    check("mood", "", &[6.0, 7.0, 66.0, 5.0], &[(66.0, "")]);
    check("steps", "", &[7000.0, 9000.0, 80_000.0, 6000.0], &[(80_000.0, "")]);
}

#[test]
fn what_bodies_do_is_not_doubted() {
    // A slow loss, a fast one, a plateau, a step, ratings, records.
    check("weight", "kg", &[82.0, 81.6, 81.1, 80.9, 80.2], &[]);
    check("weight", "kg", &[120.0, 116.0, 113.0, 110.0, 108.0, 107.5, 107.4, 107.4], &[]);
    check("weight", "kg", &[60.0, 62.2, 59.4, 61.8], &[]);
    check("resting_hr", "bpm", &[58.0, 60.0, 72.0, 64.0, 66.0], &[]);
    check("hrv", "ms", &[42.0, 55.0, 30.0, 61.0, 48.0], &[]);
    check("steps", "", &[2000.0, 12_000.0, 7000.0, 5000.0, 18_000.0], &[]);
    check("mood", "", &[5.0, 7.0, 1.0, 10.0, 6.0], &[]);
    check("pain", "", &[0.0, 0.0, 0.0, 6.0, 0.0], &[]);
    check("deadlift", "kg", &[100.0, 100.0, 102.5, 120.0, 122.5], &[]);
    check("sleep", "h", &[7.0, 4.5, 9.0, 8.0, 6.0], &[]);
    check("form_score", "", &[60.0, 71.0, 66.0, 82.0], &[]);
    check("weight", "kg", &[80.0], &[]);
    check("weight", "kg", &[], &[]);
}

proptest! {
    /// A value in pounds anywhere in a plausible series is found, and no other value is doubted.
    #[test]
    fn pounds_are_found_wherever_they_stand(
        start in 50.0_f64..140.0, per_week in -0.8_f64..0.5, noise in proptest::collection::vec(-0.7_f64..0.7, 4..30), at in 0_usize..30,
    ) {
        let mut values: Vec<f64> =
            noise.iter().enumerate().map(|(week, noise)| start + per_week * week as f64 + noise).collect();
        prop_assert_eq!(split(&weekly("weight", "kg", &values)).1, vec![]);
        let at = at % values.len();
        values[at] *= 2.204_62;
        let (sound, questioned) = split(&weekly("weight", "kg", &values));
        prop_assert_eq!(questioned.len(), 1);
        prop_assert_eq!((questioned[0].point, questioned[0].looks_like.as_deref()), (at, Some("pounds")));
        prop_assert!(sound.iter().all(|(_, value)| *value < 150.0));
        prop_assert!((questioned[0].would_be.expect("in kg") - values[at] / 2.204_62).abs() < 0.06);
    }
}
