//! Means, spreads and correlations of the daily metrics.

use std::sync::LazyLock;

use rayon::prelude::*;
use synthgen::burnout::{Archetype, BurnoutParams, BurnoutUser, metric_limits};
use words::{DailyMetric, RUN_IN_DAYS};

use crate::support::generator;

const N_USERS: u32 = 3_000;

/// 3,000 people: sampling errors are about 0.02 between-person sds for means and 2 % for between-person sds.
static USERS: LazyLock<Vec<BurnoutUser>> = LazyLock::new(|| {
    let generator = generator(BurnoutParams { n_users: N_USERS as usize, ..BurnoutParams::default() }, 3);
    (0..N_USERS).into_par_iter().map(|user_id| generator.user(user_id)).collect()
});

struct Summary {
    mean: f64,
    between_sd: f64,
    within_sd: f64,
    autocorrelation: f64,
    weekend_shift: f64,
}

fn summarise(metric: DailyMetric) -> Summary {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let user_means: Vec<_> = USERS.iter().map(|user| mean(user.daily.series(metric))).collect();
    let grand_mean = mean(&user_means);
    let between: Vec<_> = user_means.iter().map(|m| (m - grand_mean).powi(2)).collect();
    let (mut within, mut autocorrelations, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
    for (user, user_mean) in USERS.iter().zip(&user_means) {
        let deviations: Vec<_> = user.daily.series(metric).iter().map(|value| value - user_mean).collect();
        let sum_of_squares: f64 = deviations.iter().map(|d| d * d).sum();
        within.push(sum_of_squares / deviations.len() as f64);
        autocorrelations.push(deviations.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / sum_of_squares);
        let days = |weekend| deviations.iter().enumerate().filter(move |(day, _)| (day % 7 >= 5) == weekend);
        let mean_of = |weekend| days(weekend).map(|(_, d)| d).sum::<f64>() / days(weekend).count() as f64;
        shifts.push(mean_of(true) - mean_of(false));
    }
    Summary {
        mean: grand_mean,
        between_sd: mean(&between).sqrt(),
        within_sd: mean(&within).sqrt(),
        autocorrelation: mean(&autocorrelations),
        weekend_shift: mean(&shifts),
    }
}

#[track_caller]
fn check(metric: DailyMetric, expected: [f64; 5]) {
    let [mean, between_sd, within_sd, autocorrelation, weekend_shift] = expected;
    let got = summarise(metric);
    let near = |what: &str, got: f64, expected: f64, tolerance: f64| {
        assert!(
            (got - expected).abs() <= tolerance,
            "{} {what}: {got}, expected {expected} ± {tolerance}",
            metric.name()
        );
    };
    near("mean", got.mean, mean, 0.1 * between_sd);
    near("between-person sd", got.between_sd, between_sd, 0.06 * between_sd);
    near("within-person sd", got.within_sd, within_sd, 0.04 * within_sd);
    near("lag-1 autocorrelation", got.autocorrelation, autocorrelation, 0.03);
    near("weekend shift", got.weekend_shift, weekend_shift, 0.1 * weekend_shift.abs().max(0.5));
}

#[test]
fn metrics_measured_on_wearables_have_their_statistics() {
    // LifeSnaps, 71 people, 7,410 person-days; stress is 100 − its stress management score. Weekend shifts are ours.
    check(DailyMetric::HrvScore, [42.1, 18.6, 9.6, 0.28, 0.5]);
    check(DailyMetric::StressLevel, [24.1, 4.5, 5.3, 0.29, -2.0]);
    // Only the ratio of the sds (1.4 h / 0.8 h) and the autocorrelation of sleep duration are taken over.
    check(DailyMetric::SleepQuality, [67.9, 5.8, 10.4, -0.03, 3.0]);
}

#[test]
fn metrics_without_measurement_stay_within_their_bands() {
    check(DailyMetric::Workload, [6.3, 1.14, 2.14, 0.28, -4.0]);
    check(DailyMetric::SocialSupport, [62.0, 10.0, 6.5, 0.45, 3.0]);
    check(DailyMetric::ExerciseFrequency, [3.19, 1.3, 0.65, 0.80, 0.2]);
    check(DailyMetric::RecoveryTime, [30.3, 6.7, 5.2, 0.39, -1.0]);
    check(DailyMetric::WorkLifeBalance, [57.4, 11.3, 8.3, 0.34, 6.0]);
    check(DailyMetric::NutritionQuality, [59.8, 8.8, 8.9, 0.24, -3.0]);
    check(DailyMetric::MentalFatigue, [42.4, 11.1, 9.2, 0.43, -5.0]);
    check(DailyMetric::PerformanceScore, [68.1, 8.0, 7.3, 0.34, 0.0]);
    check(DailyMetric::MoodScore, [61.8, 8.4, 9.0, 0.34, 4.0]);
}

#[test]
fn metrics_stay_within_limits_and_are_rarely_clipped() {
    for metric in DailyMetric::ALL {
        let (min, max) = metric_limits(metric);
        let values = || USERS.iter().flat_map(|user| user.daily.series(metric));
        assert!(values().all(|value| (min..=max).contains(value)), "{}", metric.name());
        let n_clipped = values().filter(|value| **value <= min || **value >= max).count();
        assert!(
            n_clipped as f64 <= 0.015 * values().count() as f64,
            "{}: {n_clipped} values at a limit",
            metric.name()
        );
    }
}

#[test]
fn archetypes_have_their_shares() {
    for archetype in Archetype::ALL {
        let count = USERS.iter().filter(|user| user.profile.archetype == archetype).count();
        let share = count as f64 / f64::from(N_USERS);
        let sd = (archetype.share() * (1.0 - archetype.share()) / f64::from(N_USERS)).sqrt();
        assert!((share - archetype.share()).abs() < 3.0 * sd, "{}: {share}", archetype.name());
    }
}

#[test]
fn recovering_people_improve_over_run_in() {
    let trend_of = |archetype| {
        let trends: Vec<_> = USERS
            .iter()
            .filter(|user| user.profile.archetype == archetype)
            .map(|user| user.features().values()[14])
            .collect();
        trends.iter().sum::<f64>() / trends.len() as f64
    };
    assert!(trend_of(Archetype::Recovering) < -1.0, "stress falls by more than a point");
    assert!(trend_of(Archetype::Balanced).abs() < 0.3, "stress of balanced people stays");
}

#[test]
fn event_share_of_default_size_lies_between_25_and_35_percent() {
    for seed in [42, 1, 2, 3, 4, 5] {
        let generator = generator(BurnoutParams::default(), seed);
        let n_events =
            (0..1_000_u32).into_par_iter().filter(|user_id| generator.user(*user_id).outcome.burnout_occurred).count();
        assert!((250..=350).contains(&n_events), "seed {seed}: {n_events} of 1,000");
    }
}

#[test]
fn follow_up_ends_by_burnout_leaving_or_study_end() {
    let n_left = USERS.iter().filter(|user| user.outcome.dropped_out).count();
    let n_stayed = USERS.iter().filter(|user| !user.outcome.dropped_out && !user.outcome.burnout_occurred).count();
    assert!(USERS.iter().all(|user| (1..=275).contains(&user.outcome.time_days)));
    assert!(USERS.iter().all(|user| !(user.outcome.dropped_out && user.outcome.burnout_occurred)));
    // 8 % a year over 275 days, of whom some burn out first.
    assert!((0.04..0.07).contains(&(n_left as f64 / f64::from(N_USERS))), "{n_left} left");
    assert!(n_stayed as f64 > 0.6 * f64::from(N_USERS));
}

#[test]
fn risk_intervals_cover_follow_up_once() {
    for user in &USERS[..200] {
        let intervals: Vec<_> = user.risk_intervals().collect();
        assert!((intervals[0].start_days).abs() < f64::EPSILON);
        assert!(intervals.windows(2).all(|pair| pair[0].stop_days <= pair[1].start_days && !pair[0].event));
        let last = intervals.last().expect("follow-up lasts a day at least");
        assert_eq!(last.event, user.outcome.burnout_occurred);
        assert!((last.stop_days - f64::from(user.outcome.time_days)).abs() < f64::EPSILON);
        let (stress, z) = (user.daily.series(DailyMetric::StressLevel), intervals[0].z[1]);
        let by_hand = (stress[RUN_IN_DAYS - 28..RUN_IN_DAYS].iter().sum::<f64>() / 28.0 - 24.1) / 4.5;
        assert!((z - by_hand).abs() < 1e-12);
    }
}
