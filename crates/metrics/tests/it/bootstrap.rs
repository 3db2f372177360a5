//! Bootstrap intervals.

use metrics::{Error, Interval, bootstrap_ci, bootstrap_ci_stratified};

fn mean(values: &[f64], rows: &[usize]) -> f64 {
    rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64
}

fn values(n: usize) -> Vec<f64> {
    (0..n).map(|row| ((row * 37) % 101) as f64 / 10.0).collect()
}

#[test]
fn bootstrap_of_a_mean_matches_the_normal_interval() {
    let values = values(500);
    let all: Vec<usize> = (0..values.len()).collect();
    let centre = mean(&values, &all);
    let variance = values.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / values.len() as f64;
    let standard_error = (variance / values.len() as f64).sqrt();
    let got = bootstrap_ci(values.len(), 4_000, 0.95, 42, |rows| Some(mean(&values, rows))).expect("a mean exists");
    // 4,000 replicates know a standard error to about 1.1 %, a 2.5 % quantile to about 4 % of it; 4 of each.
    assert!((got.standard_error / standard_error - 1.0).abs() < 0.045, "{got:?}");
    assert!((got.low - (centre - 1.96 * standard_error)).abs() < 0.17 * standard_error, "{got:?}");
    assert!((got.high - (centre + 1.96 * standard_error)).abs() < 0.17 * standard_error, "{got:?}");
    assert_eq!((got.level, got.n_undefined), (0.95, 0));
}

#[test]
fn bootstrap_on_one_and_on_many_threads_is_bit_identical() {
    let values = values(97);
    let run = |n_threads: usize| -> Interval {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads can be started");
        pool.install(|| bootstrap_ci(97, 500, 0.9, 7, |rows| Some(mean(&values, rows)))).expect("a mean exists")
    };
    assert_eq!(run(1), run(4));
}

#[test]
fn bootstrap_with_another_seed_differs() {
    let values = values(97);
    let run = |seed| bootstrap_ci(97, 500, 0.9, seed, |rows| Some(mean(&values, rows))).expect("a mean exists");
    assert_ne!(run(1), run(2));
}

#[test]
fn stratified_resample_keeps_the_size_of_every_stratum() {
    let strata: Vec<u32> = (0..50).map(|row| u32::from(row % 10 == 0) + 2 * u32::from(row == 7)).collect();
    let count = |rows: &[usize], stratum| rows.iter().filter(|&&row| strata[row] == stratum).count();
    bootstrap_ci_stratified(&strata, 200, 0.95, 1, |rows| {
        assert_eq!([count(rows, 0), count(rows, 1), count(rows, 2)], [44, 5, 1]);
        Some(0.0)
    })
    .expect("a constant exists");
}

/// Both scores move with the resample, their difference does not.
#[test]
fn paired_difference_of_shifted_scores_is_a_point() {
    let ours = values(60);
    let theirs: Vec<f64> = ours.iter().map(|value| value - 0.5).collect();
    let gain = bootstrap_ci(60, 200, 0.95, 3, |rows| Some(mean(&ours, rows) - mean(&theirs, rows))).expect("exists");
    assert!((gain.low - 0.5).abs() < 1e-12 && (gain.high - 0.5).abs() < 1e-12, "{gain:?}");
}

#[test]
fn undefined_replicates_are_counted_and_skipped() {
    // A resample of 100 rows misses a given row with probability 0.99^100 = 0.366, two given rows about 0.133,
    // three about 0.048: under the limit of a tenth.
    let defined = |rows: &[usize]| rows.iter().any(|&row| row < 3).then_some(1.0);
    let got = bootstrap_ci(100, 1_000, 0.95, 5, defined).expect("mostly defined");
    assert!((20..=80).contains(&got.n_undefined), "{got:?}");
    assert_eq!((got.low, got.high), (1.0, 1.0));
}

#[test]
fn statistic_that_is_mostly_undefined_is_refused() {
    let refused = bootstrap_ci(10, 100, 0.95, 5, |_| Some(f64::NAN));
    assert_eq!(refused, Err(Error::Undefined { n_undefined: 100, n_resamples: 100 }));
}

#[test]
fn bootstrap_of_bad_input_names_what_is_wrong() {
    let run = |n, n_resamples, level| bootstrap_ci(n, n_resamples, level, 0, |_| Some(0.0));
    assert_eq!(run(0, 100, 0.95), Err(Error::Empty));
    assert_eq!(run(10, 39, 0.95), Err(Error::TooFewResamples { expected: 40, got: 39 }));
    assert_eq!(run(10, 100, 1.0), Err(Error::InvalidLevel { got: 1.0 }));
    assert_eq!(bootstrap_ci_stratified::<bool, _>(&[], 100, 0.95, 0, |_| Some(0.0)), Err(Error::Empty));
}
