//! What the data support of good news: nothing that a value does not stand behind.

use serde::{Deserialize, Serialize};

use super::{Better, MetricTrend, Verdict, trend};

/// Weeks in a row from which a streak is spoken of.
const STREAK_WEEKS: usize = 3;
/// Days in a week.
const WEEK: i64 = 7;
/// Shares of the way to a target that are spoken of, in percent.
const SHARES: [f64; 3] = [75.0, 50.0, 25.0];

/// Something that was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Milestone {
    /// The latest value is better than any before.
    BestSoFar {
        /// The latest value.
        value: f64,
        /// Its day.
        #[serde(serialize_with = "trend::date_of", deserialize_with = "trend::day_of")]
        day: i64,
    },
    /// The mean of each of the latest weeks is better than that of the week before.
    Streak {
        /// How many weeks in a row.
        weeks: usize,
    },
    /// So much of the way from the first value to the target is done, at least.
    TargetShare {
        /// In percent.
        percent: f64,
    },
}

/// The milestones of a metric, by days in order; none where it does not improve, or where it does so too fast.
pub(super) fn milestones(trend: &MetricTrend, points: &[(i64, f64)]) -> Vec<Milestone> {
    let (Some(better), Some((day, latest))) = (trend.better, points.last().copied()) else { return Vec::new() };
    if trend.verdict != Verdict::Improving || trend.is_fast_loss() {
        return Vec::new();
    }
    // Upwards is better from here on.
    let sign = if better == Better::Higher { 1.0 } else { -1.0 };
    let mut milestones = Vec::new();
    let earlier = &points[..points.len() - 1];
    if earlier.iter().all(|(_, value)| sign * latest > sign * value) {
        milestones.push(Milestone::BestSoFar { value: latest, day });
    }
    let weeks = streak(points, sign);
    if weeks >= STREAK_WEEKS {
        milestones.push(Milestone::Streak { weeks });
    }
    if let (Some(target), Some(first), Some(false)) = (trend.target, trend.first, trend.target_reached) {
        let percent = 100.0 * (latest - first) / (target - first);
        let is_towards = sign * (target - first) > 0.0;
        if let Some(percent) = SHARES.into_iter().find(|share| is_towards && percent >= *share) {
            milestones.push(Milestone::TargetShare { percent });
        }
    }
    milestones
}

/// How many weeks in a row were better than the week before, counted back from the last day; a week without values ends it.
fn streak(points: &[(i64, f64)], sign: f64) -> usize {
    let Some((last_day, _)) = points.last() else { return 0 };
    let mean = |week: i64| {
        let of_week: Vec<f64> =
            points.iter().filter(|(day, _)| (last_day - day) / WEEK == week).map(|(_, value)| *value).collect();
        (!of_week.is_empty()).then(|| of_week.iter().sum::<f64>() / of_week.len() as f64)
    };
    let is_better =
        |week: i64| mean(week).zip(mean(week + 1)).is_some_and(|(later, before)| sign * later > sign * before);
    let n_weeks = points.first().map_or(0, |(day, _)| (last_day - day) / WEEK);
    (0..n_weeks).take_while(|week| is_better(*week)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Milestone;
    use crate::dates::format_date;
    use crate::progress::{Better, Metric, Point, trend};

    fn weekly(values: &[f64], target: Option<f64>) -> Metric {
        let point = |(week, value): (usize, &f64)| Point {
            date: format_date(20_000 + 7 * i64::try_from(week).expect("few weeks")),
            value: Some(*value),
        };
        let points = values.iter().enumerate().map(point).collect();
        Metric { name: "form_score".to_owned(), better: Some(Better::Higher), target, points, ..Metric::default() }
    }

    #[track_caller]
    fn check(metric: &Metric, expected: &[Milestone]) {
        assert_eq!(trend::trend(metric).milestones, expected);
    }

    #[test]
    fn milestones_are_what_was_reached() {
        let best = |value, weeks: i64| Milestone::BestSoFar { value, day: 20_000 + 7 * weeks };
        let streak = |weeks| Milestone::Streak { weeks };
        let share = |percent| Milestone::TargetShare { percent };
        let rising = [60.0, 62.0, 65.0, 67.0, 70.0];
        check(&weekly(&rising, Some(80.0)), &[best(70.0, 4), streak(4), share(50.0)]);
        check(&weekly(&rising, Some(70.0)), &[best(70.0, 4), streak(4)]);
        check(&weekly(&rising, Some(200.0)), &[best(70.0, 4), streak(4)]);
        // The best value was an earlier one; the last week was no better than the one before.
        check(&weekly(&[60.0, 62.0, 65.0, 70.0, 69.0], None), &[]);
        check(&weekly(&[60.0, 64.0, 63.0, 67.0, 70.0], None), &[best(70.0, 4)]);
        check(&weekly(&[70.0, 67.0, 65.0, 62.0, 60.0], None), &[]);
        check(&weekly(&[60.0, 62.0, 65.0], None), &[]);
    }

    #[test]
    fn weight_that_falls_too_fast_is_no_milestone() {
        let fast = Metric {
            name: "weight".to_owned(),
            better: Some(Better::Lower),
            ..weekly(&[80.0, 78.5, 77.0, 75.5, 74.0], Some(70.0))
        };
        check(&fast, &[]);
    }

    proptest! {
        /// Without the values that support it, a milestone is gone.
        #[test]
        fn milestone_falls_with_its_data(values in proptest::collection::vec(50.0_f64..100.0, 4..12), target in 40.0_f64..120.0) {
            let metric = weekly(&values, Some(target));
            let told = trend::trend(&metric);
            let day_of = |point: &Point| crate::dates::parse_date(&point.date).expect("made above");
            for milestone in &told.milestones {
                let mut less = metric.clone();
                match milestone {
                    Milestone::BestSoFar { day, .. } => less.points.retain(|point| day_of(point) != *day),
                    Milestone::Streak { .. } => {
                        let last = told.last_day.expect("measured");
                        less.points.retain(|point| (last - day_of(point)) / 7 != 1);
                    }
                    Milestone::TargetShare { .. } => less.target = None,
                }
                let is_kept = trend::trend(&less).milestones.contains(milestone);
                prop_assert!(!is_kept, "{milestone:?} stays without its data: {values:?}");
            }
        }
    }
}
