//! Every kind of bad input has an error of its own that names the place.

use ndarray::{Array2, array};
use survival::{CoxPh, Error, PathOptions, SurvivalTarget, concordance_index};

use crate::data::Dataset;

/// Ten subjects with two unremarkable covariates.
fn good() -> (Array2<f64>, Vec<f64>, Vec<bool>) {
    let x = Array2::from_shape_fn((10, 2), |(row, column)| {
        [0.3, -1.2, 0.8, 2.1, -0.4, 1.7, -0.9, 0.1, 0.6, -2.0][(row * (column + 1) * 3) % 10]
    });
    let time = vec![5.0, 8.0, 3.0, 9.0, 1.0, 4.0, 7.0, 2.0, 6.0, 10.0];
    let event = vec![true, false, true, true, true, false, true, true, true, false];
    (x, time, event)
}

fn target() -> SurvivalTarget {
    let (_, time, event) = good();
    SurvivalTarget::right_censored(time, event).expect("valid")
}

#[track_caller]
fn check<T: std::fmt::Debug>(result: survival::Result<T>, expected: &str) {
    assert_eq!(result.expect_err("bad input is refused").to_string(), expected);
}

#[track_caller]
fn check_fit(x: &Array2<f64>, expected: &str) {
    check(CoxPh::params().covariate_names(["age", "load"]).fit(x.view(), &target()), expected);
}

#[test]
fn good_data_fit() {
    let (x, _, _) = good();
    CoxPh::params().fit(x.view(), &target()).expect("the other tests spoil data that fit");
}

#[test]
fn empty_target_is_refused() {
    check(SurvivalTarget::right_censored(vec![], vec![]), "the target is empty: at least one subject is needed");
}

#[test]
fn unequal_lengths_are_refused() {
    check(SurvivalTarget::right_censored(vec![1.0, 2.0], vec![true]), "`event` has 1 values but the target has 2 rows");
    check(target().with_strata(vec![1]), "`strata` has 1 values but the target has 10 rows");
    check(target().with_weights(vec![1.0]), "`weights` has 1 values but the target has 10 rows");
    check(target().with_clusters(vec![1]), "`clusters` has 1 values but the target has 10 rows");
    check(CoxPh::params().fit(array![[1.0]].view(), &target()), "`covariates` has 1 values but the target has 10 rows");
    check(concordance_index(&target(), &[1.0]), "`risk_scores` has 1 values but the target has 10 rows");
}

#[test]
fn times_that_are_not_positive_are_refused() {
    for (value, shown) in [(0.0, "0"), (-2.0, "-2"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let result = SurvivalTarget::right_censored(vec![1.0, value], vec![true, true]);
        check(result, &format!("time in row 1 must be finite and > 0, got {shown}"));
    }
}

#[test]
fn start_not_before_stop_is_refused() {
    let result = SurvivalTarget::start_stop(vec![0.0, 3.0], vec![1.0, 3.0], vec![true, true]);
    check(result, "row 1: start must be finite and before stop, got start 3 and stop 3");
}

#[test]
fn weights_that_are_not_positive_are_refused() {
    let mut weights = vec![1.0; 10];
    weights[4] = 0.0;
    check(target().with_weights(weights), "weight in row 4 must be finite and > 0, got 0");
}

#[test]
fn no_events_are_refused() {
    let result = SurvivalTarget::right_censored(vec![1.0, 2.0], vec![false, false]);
    check(result, "none of the 2 rows has an event: nothing to fit");
}

#[test]
fn matched_case_control_data_are_one_event_time_a_stratum_and_fit() {
    // Ten pairs; x is higher in the case of seven of them. Conditional logistic regression: exp(coef) = 7 / 3.
    let x = Array2::from_shape_fn((20, 1), |(row, _)| f64::from(u8::from((row % 2 == 0) == (row / 2 < 7))));
    let event = (0..20).map(|row| row % 2 == 0).collect();
    let target = SurvivalTarget::right_censored(vec![1.0; 20], event).expect("valid");
    let target = target.with_strata((0..20).map(|row| row / 2).collect()).expect("equal lengths");
    let model = CoxPh::params().fit(x.view(), &target).expect("pairs can be compared");
    assert!((model.coefficients()[0] - (7.0_f64 / 3.0).ln()).abs() < 1e-9, "{:?}", model.coefficients());
}

#[test]
fn nearly_collinear_columns_have_a_large_but_finite_estimate() {
    let (mut x, _, _) = good();
    for row in 0..10 {
        x[[row, 1]] = x[[row, 0]] + 1e-4 * x[[row, 1]];
    }
    let (plain, near) = (good().0, x);
    let fit = |x: &Array2<f64>| CoxPh::params().fit(x.view(), &target()).expect("finite estimates exist");
    let (plain, near) = (fit(&plain), fit(&near));
    // The same model in other coordinates.
    assert!((near.log_likelihood() - plain.log_likelihood()).abs() < 1e-8);
    assert!((near.coefficients()[1] * 1e-4 / plain.coefficients()[1] - 1.0).abs() < 1e-4, "{:?}", near.coefficients());
}

#[test]
fn more_covariates_than_rows_are_refused_without_penalty_only() {
    let x = Array2::from_shape_fn((10, 12), |(row, column)| {
        f64::from(u32::try_from((row * row * (column + 2) + row * 5 + column) % 13).expect("small"))
    });
    let expected = "an unpenalised fit needs more rows than covariates, got 10 rows and 12 covariates";
    check(CoxPh::params().fit(x.view(), &target()), expected);
    CoxPh::params().l1(0.1).fit(x.view(), &target()).expect("a penalty makes it well posed");
}

#[test]
fn values_that_are_not_finite_are_refused() {
    for (value, shown) in [(f64::NAN, "NaN"), (f64::NEG_INFINITY, "-inf")] {
        let (mut x, _, _) = good();
        x[[7, 1]] = value;
        check_fit(&x, &format!("column `load`, row 7: `{shown}` is not a finite number"));
    }
}

#[test]
fn constant_column_is_refused() {
    let (mut x, _, _) = good();
    x.column_mut(0).fill(3.5);
    check_fit(&x, "column `age` is constant (3.5) in all rows: its coefficient is not defined");
}

#[test]
fn column_constant_within_strata_is_refused() {
    let (mut x, _, _) = good();
    let strata: Vec<u32> = (0..10).map(|row| row % 2).collect();
    x.column_mut(1).iter_mut().zip(&strata).for_each(|(value, &stratum)| *value = f64::from(stratum));
    let target = target().with_strata(strata).expect("equal lengths");
    let expected = "column `x1` is constant (0) within every risk set: its coefficient is not defined";
    check(CoxPh::params().fit(x.view(), &target), expected);
}

#[test]
fn duplicated_column_is_refused() {
    let (mut x, _, _) = good();
    let copy = x.column(0).mapv(|value| 2.0 * value - 1.0);
    x.column_mut(1).assign(&copy);
    check_fit(&x, "column `load` is a linear copy of column `age`: drop one of them or add a penalty");
}

#[test]
fn sum_of_columns_is_refused() {
    let (x, _, _) = good();
    let sum = &x.column(0) + &x.column(1);
    let x = ndarray::stack![ndarray::Axis(1), x.column(0), x.column(1), sum];
    let expected = "column `x2` is a linear combination of `x0`, `x1`: drop one of them or add a penalty";
    check(CoxPh::params().fit(x.view(), &target()), expected);
    CoxPh::params().l1(0.05).fit(x.view(), &target()).expect("a penalty makes it well posed");
}

#[test]
fn separating_column_is_refused() {
    let (mut x, time, event) = good();
    for (row, (time, event)) in time.iter().zip(&event).enumerate() {
        x[[row, 1]] = if *event { 20.0 - time } else { 0.0 };
    }
    let expected = "`load`: no finite estimate, the events are separated from the rest perfectly or to the limits of \
                    floating-point numbers (drop columns or add a penalty)";
    check_fit(&x, expected);
}

#[test]
fn wrong_and_repeated_names_are_refused() {
    let (x, _, _) = good();
    let fit = |names: &[&str]| CoxPh::params().covariate_names(names.iter().copied()).fit(x.view(), &target());
    check(fit(&["age"]), "`covariate_names` has 1 names but the covariates have 2 columns");
    check(fit(&["age", "age"]), "covariate name `age` is given twice");
    let model = fit(&["age", "load"]).expect("valid");
    check(model.column("weight"), "the model has no covariate `weight`; it has `age`, `load`");
    check(model.risk_score(array![[1.0]].view()), "expected 2 covariate columns, got 1");
}

#[test]
fn huge_and_tiny_covariates_do_not_overflow() {
    let (x, _, _) = good();
    let plain = CoxPh::params().fit(x.view(), &target()).expect("valid");
    for factor in [1e12, 1e-12, 1e200] {
        let scaled = CoxPh::params().fit((&x * factor).view(), &target()).expect("scale does not matter");
        for (scaled, plain) in scaled.coefficients().iter().zip(plain.coefficients()) {
            assert!((scaled * factor / plain - 1.0).abs() < 1e-9, "{factor}: {scaled} against {plain}");
        }
    }
    let shifted = CoxPh::params().fit((&x * 1e3 + 1e12).view(), &target()).expect("shift does not matter");
    let survival = shifted.survival((&x * 1e3 + 1e12).view(), &[5.0], None).expect("training covariates");
    let expected = plain.survival(x.view(), &[5.0], None).expect("training covariates");
    for (got, expected) in survival.iter().zip(&expected) {
        // 1e12 + 1e3·x keeps about seven digits of x.
        assert!((got - expected).abs() < 1e-5, "{got} against {expected}");
    }
}

#[test]
fn parameters_out_of_range_are_refused() {
    let (x, _, _) = good();
    let fit = |params: survival::CoxParams| params.fit(x.view(), &target());
    check(fit(CoxPh::params().penalty(-1.0)), "`penalty` must be finite and >= 0, got -1");
    check(fit(CoxPh::params().penalty(0.1).l1_ratio(1.5)), "`l1_ratio` must be within [0, 1], got 1.5");
    check(fit(CoxPh::params().tolerance(0.0)), "`tolerance` must be within (0, 0.01], got 0");
    check(fit(CoxPh::params().max_iterations(0)), "`max_iterations` must be at least 1, got 0");
    let path = |options: PathOptions| CoxPh::params().fit_path(x.view(), &target(), &options);
    check(path(PathOptions { n_penalties: 0, ..PathOptions::default() }), "`n_penalties` must be >= 1, got 0");
    let ratio = PathOptions { min_ratio: Some(2.0), ..PathOptions::default() };
    check(path(ratio), "`min_ratio` must be within (0, 1), got 2");
    let rising = PathOptions { penalties: Some(vec![0.1, 0.2]), ..PathOptions::default() };
    check(path(rising), "`penalties` must be in descending order, got 0.2");
}

#[test]
fn folds_without_events_are_refused() {
    let (x, _, event) = good();
    let folds: Vec<u32> = event.iter().map(|&event| u32::from(event)).collect();
    let cross_validate =
        |folds: &[u32]| CoxPh::params().cross_validate(x.view(), &target(), &PathOptions::default(), folds);
    check(cross_validate(&folds), "fold 0 holds out no event");
    check(cross_validate(&[3; 10]), "fold 3 holds every row: at least two folds are needed");
}

#[test]
fn too_few_iterations_are_reported() {
    let (x, _, _) = good();
    let error = CoxPh::params().max_iterations(1).fit(x.view(), &target()).expect_err("one step is not enough");
    assert!(error.to_string().starts_with("no convergence after 1 iterations: the largest score"), "{error}");
}

#[test]
fn iterations_that_were_done_are_reported_not_the_limit() {
    const LIMIT: usize = 10_000;
    for entry in ["veteran", "lung"] {
        let data = Dataset::load(entry);
        // Out of reach of floating-point numbers: the solver stops when no step helps any more.
        let params = CoxPh::params().penalty(0.03).l1_ratio(0.0).tolerance(1e-300).max_iterations(LIMIT);
        let error = params.fit(data.x.view(), &data.target).expect_err("out of reach");
        let Error::NoConvergence { iterations, .. } = error else { panic!("{error}") };
        assert!((1..LIMIT).contains(&iterations), "{entry}: {iterations}");
    }
}

#[test]
fn concordance_without_comparable_pairs_is_refused() {
    let target = SurvivalTarget::right_censored(vec![1.0, 2.0], vec![false, true]).expect("valid");
    check(concordance_index(&target, &[1.0, 2.0]), "no two subjects can be compared: concordance is not defined");
    check(concordance_index(&target, &[1.0, f64::NAN]), "risk score in row 1 is not a number");
}

#[test]
fn prediction_needs_a_known_stratum_and_real_times() {
    let (x, _, _) = good();
    let strata = vec![1, 1, 1, 1, 1, 2, 2, 2, 2, 2];
    let stratified = target().with_strata(strata).expect("equal lengths");
    let model = CoxPh::params().fit(x.view(), &stratified).expect("valid");
    let one = x.select(ndarray::Axis(0), &[0]);
    check(model.survival(one.view(), &[1.0], None), "the model has 2 strata: say which one each row belongs to");
    check(model.survival(one.view(), &[1.0], Some(&[9])), "row 0: stratum 9 was not in the training data");
    check(model.survival(one.view(), &[1.0, f64::NAN], Some(&[1])), "prediction time 1 is not a number");
}
