//! Features know nothing of what comes after the run-in.

use proptest::prelude::*;
use synthgen::burnout::RunInFeatures;
use words::{DailyMetric, RUN_IN_DAYS, RunInFeature};

use crate::support::{generator, small};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changing_days_after_run_in_changes_no_feature(user_id in 0_u32..150, value in -1e9..1e9_f64) {
        let user = generator(small(), 42).user(user_id);
        let mut changed = user.daily.clone();
        for metric in DailyMetric::ALL {
            changed.series_mut(metric)[RUN_IN_DAYS..].fill(value);
        }
        prop_assert_eq!(RunInFeatures::from_daily(&changed).expect("a whole run-in"), user.features());
    }

    #[test]
    fn changing_last_run_in_day_changes_its_mean(user_id in 0_u32..150) {
        let user = generator(small(), 42).user(user_id);
        let mut changed = user.daily.clone();
        changed.series_mut(DailyMetric::Workload)[RUN_IN_DAYS - 1] += 9.0;
        prop_assert_ne!(RunInFeatures::from_daily(&changed).expect("a whole run-in"), user.features());
    }
}

#[test]
fn features_exclude_archetype_outcome_and_truth() {
    assert_eq!(RunInFeature::NAMES.len(), 19);
    let frame = generator(small(), 42).aggregated(0..20).expect("a table");
    let others: Vec<_> = frame
        .get_column_names()
        .into_iter()
        .map(synthgen::polars::prelude::PlSmallStr::as_str)
        .filter(|name| !RunInFeature::NAMES.contains(name))
        .collect();
    assert_eq!(others, ["user_id", "archetype", "time_days", "burnout_occurred"]);
}

#[test]
fn run_in_has_no_events() {
    let frame = generator(small(), 42).longitudinal(0..150).expect("a table");
    let column = |name: &str| frame.column(name).and_then(|c| c.u32()).expect("a column of counts").clone();
    let (days, events) = (column("day"), column("burnout_event"));
    let event_days: Vec<_> = days
        .into_no_null_iter()
        .zip(events.into_no_null_iter())
        .filter(|(_, event)| *event == 1)
        .map(|(day, _)| day)
        .collect();
    assert!(!event_days.is_empty());
    assert!(event_days.iter().all(|day| *day as usize >= RUN_IN_DAYS));
}
