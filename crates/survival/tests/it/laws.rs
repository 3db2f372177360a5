//! Laws that hold for any data.

use ndarray::{Array2, Axis, concatenate};
use proptest::prelude::*;
use survival::{BandScale, CoxPh, KaplanMeier, PathOptions, SurvivalTarget, Ties, concordance_index};

use crate::data::Dataset;

/// Forty subjects with three covariates, times with ties, and events that depend on the first covariate.
fn cohort() -> impl Strategy<Value = (Array2<f64>, Vec<f64>, Vec<bool>)> {
    (prop::collection::vec(-2.0..2.0_f64, 120), prop::collection::vec((1_u32..15, 0.0..1.0_f64), 40)).prop_map(
        |(x, outcome)| {
            let x = Array2::from_shape_vec((40, 3), x).expect("40 × 3 values");
            let time = outcome.iter().map(|(time, _)| f64::from(*time)).collect();
            let mut event: Vec<bool> = outcome.iter().zip(x.rows()).map(|((_, u), x)| *u < 0.6 + 0.2 * x[0]).collect();
            event[0] = true;
            (x, time, event)
        },
    )
}

#[track_caller]
fn assert_close(got: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() <= tolerance * expected.abs().max(1.0), "got {got}, expected {expected}");
    }
}

/// Penalised enough that every sample has a solution.
fn fit(x: &Array2<f64>, target: &SurvivalTarget, ties: Ties) -> CoxPh {
    CoxPh::params().ties(ties).penalty(0.02).l1_ratio(0.5).fit(x.view(), target).expect("penalised fits exist")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn permuting_rows_keeps_coefficients((x, time, event) in cohort(), shift in 1_usize..39) {
        prop_assume!(time.iter().zip(&event).filter(|(_, event)| **event).any(|(t, _)| *t != time[0]));
        let rows: Vec<usize> = (0..40).map(|row| (row * 3 + shift) % 40).collect();
        let target = SurvivalTarget::right_censored(time, event).expect("valid");
        let permuted = target.select(&rows).expect("the same rows");
        let plain = fit(&x, &target, Ties::Efron);
        assert_close(fit(&x.select(Axis(0), &rows), &permuted, Ties::Efron).coefficients(), plain.coefficients(), 1e-7);
    }

    #[test]
    fn weight_of_two_equals_a_repeated_row_under_breslow((x, time, event) in cohort()) {
        prop_assume!(time.iter().zip(&event).filter(|(_, event)| **event).any(|(t, _)| *t != time[0]));
        let target = SurvivalTarget::right_censored(time, event).expect("valid");
        let rows: Vec<usize> = (0..40).chain(0..20).collect();
        let repeated = target.select(&rows).expect("the same rows");
        let weights = (0..40).map(|row| if row < 20 { 2.0 } else { 1.0 }).collect();
        let weighted = target.with_weights(weights).expect("equal lengths");
        let expected = fit(&x.select(Axis(0), &rows), &repeated, Ties::Breslow);
        assert_close(fit(&x, &weighted, Ties::Breslow).coefficients(), expected.coefficients(), 1e-7);
    }

    #[test]
    fn splitting_follow_up_keeps_the_fit((x, time, event) in cohort(), cut in 0.5..10.0_f64) {
        prop_assume!(time.iter().zip(&event).filter(|(_, event)| **event).any(|(t, _)| *t != time[0]));
        let plain = SurvivalTarget::right_censored(time.clone(), event.clone()).expect("valid");
        let (mut rows, mut start, mut stop, mut events) = (vec![], vec![], vec![], vec![]);
        for row in 0..40 {
            if time[row] > cut {
                rows.extend([row, row]);
                start.extend([0.0, cut]);
                stop.extend([cut, time[row]]);
                events.extend([false, event[row]]);
            } else {
                rows.push(row);
                start.push(0.0);
                stop.push(time[row]);
                events.push(event[row]);
            }
        }
        let split = SurvivalTarget::start_stop(start, stop, events).expect("valid");
        let params = CoxPh::params().penalty(0.0);
        let (whole, parts) = (params.fit(x.view(), &plain), params.fit(x.select(Axis(0), &rows).view(), &split));
        // A sample that separates has no maximum; one that has, has it in both forms.
        prop_assume!(whole.is_ok());
        let (whole, parts) = (whole.expect("assumed"), parts.expect("the same likelihood has the same maximum"));
        assert_close(parts.coefficients(), whole.coefficients(), 1e-6);
        assert_close(&[parts.log_likelihood()], &[whole.log_likelihood()], 1e-9);
    }

    #[test]
    fn concordance_matches_a_count_of_all_pairs((x, time, event) in cohort()) {
        let target = SurvivalTarget::right_censored(time.clone(), event.clone()).expect("valid");
        let scores: Vec<f64> = x.column(0).iter().map(|value| (value * 3.0).round()).collect();
        let (mut right, mut all) = (0.0, 0.0);
        for i in (0..40).filter(|&i| event[i]) {
            for j in (0..40).filter(|&j| time[j] > time[i] || (time[j] == time[i] && !event[j])) {
                all += 1.0;
                right += if scores[i] > scores[j] { 1.0 } else if scores[i] == scores[j] { 0.5 } else { 0.0 };
            }
        }
        prop_assume!(all > 0.0);
        let concordance = concordance_index(&target, &scores).expect("pairs are comparable");
        assert_close(&[concordance.value()], &[right / all], 1e-12);
        let reversed: Vec<f64> = scores.iter().map(|score| -score).collect();
        let reversed = concordance_index(&target, &reversed).expect("pairs are comparable");
        assert_close(&[reversed.value() + concordance.value()], &[1.0], 1e-12);
    }

    #[test]
    fn survival_falls_from_one_and_martingale_residuals_sum_to_zero((x, time, event) in cohort()) {
        prop_assume!(time.iter().zip(&event).filter(|(_, event)| **event).any(|(t, _)| *t != time[0]));
        let target = SurvivalTarget::right_censored(time, event).expect("valid");
        let model = fit(&x, &target, Ties::Efron);
        let times: Vec<f64> = (0..16).map(f64::from).collect();
        let survival = model.survival(x.view(), &times, None).expect("training covariates");
        for curve in survival.rows() {
            prop_assert_eq!(curve[0], 1.0);
            prop_assert!(curve.windows(2).into_iter().all(|pair| pair[1] <= pair[0] && pair[1] >= 0.0));
        }
        let residuals = model.martingale_residuals(x.view(), &target).expect("training data");
        prop_assert!(residuals.iter().sum::<f64>().abs() < 1e-9);
        // Censored people have had no event: their residual is minus the hazard they went through.
        let hazard = model.cumulative_hazard(x.view(), target.stop(), None).expect("training covariates");
        for row in (0..40).filter(|&row| !target.event()[row]) {
            prop_assert!((residuals[row] + hazard[[row, row]]).abs() < 1e-9);
        }
    }

    #[test]
    fn saving_and_loading_keeps_every_bit((x, time, event) in cohort()) {
        prop_assume!(time.iter().zip(&event).filter(|(_, event)| **event).any(|(t, _)| *t != time[0]));
        let target = SurvivalTarget::right_censored(time, event).expect("valid");
        let model = fit(&x, &target, Ties::Efron);
        let loaded = CoxPh::from_json(&model.to_json().expect("finite")).expect("just saved");
        prop_assert_eq!(&loaded, &model);
        let bits = |model: &CoxPh| model.coefficients().iter().map(|coef| coef.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&loaded), bits(&model));
    }
}

#[test]
fn every_penalty_costs_likelihood() {
    let data = Dataset::load("veteran");
    let model = CoxPh::params().fit(data.x.view(), &data.target).expect("golden data have a solution");
    assert!(model.kkt_violation() < 1e-9, "{}", model.kkt_violation());
    let likelihood = model.log_likelihood();
    for penalty in [1e-3, 1e-2] {
        let shrunk = CoxPh::params().l1(penalty).fit(data.x.view(), &data.target).expect("penalised fits exist");
        assert!(shrunk.log_likelihood() < likelihood);
    }
}

#[test]
fn strata_of_identical_halves_double_the_likelihood() {
    let data = Dataset::load("lung");
    let n = data.target.n_rows();
    let rows: Vec<usize> = (0..n).chain(0..n).collect();
    let strata = (0..2 * n).map(|row| u32::from(row >= n)).collect();
    let twice = data.target.select(&rows).expect("the same rows").with_strata(strata).expect("equal lengths");
    let x = concatenate![Axis(0), data.x, data.x];
    let single = CoxPh::params().fit(data.x.view(), &data.target).expect("golden data have a solution");
    let double = CoxPh::params().fit(x.view(), &twice).expect("golden data have a solution");
    assert_close(double.coefficients(), single.coefficients(), 1e-9);
    assert_close(&[double.log_likelihood()], &[2.0 * single.log_likelihood()], 1e-12);
    assert_eq!(double.baseline_cumulative_hazard().len(), 2);
}

#[test]
fn cross_validation_prefers_neither_end_of_the_path() {
    let data = Dataset::load("gbsg");
    let folds: Vec<u32> = (0..data.target.n_rows()).map(|row| u32::try_from(row % 5).expect("small")).collect();
    let result = CoxPh::params().cross_validate(data.x.view(), &data.target, &PathOptions::default(), &folds);
    let result = result.expect("every fold has events");
    let points = result.path().points();
    let largest = points[0].penalty;
    assert!(result.best_penalty() < 0.5 * largest, "{} of {largest}", result.best_penalty());
    assert!(result.best_penalty() > points[points.len() - 1].penalty);
    // One standard error up from the best, and not one penalty further.
    let best = points.iter().position(|point| point.penalty == result.best_penalty()).expect("it is on the path");
    let bound = result.mean()[best] + result.standard_error()[best];
    let within =
        points.iter().position(|p| p.penalty == result.one_standard_error_penalty()).expect("it is on the path");
    assert!(within > 0 && within < best, "number {within}, the best is {best}");
    assert!(result.mean()[within] <= bound && result.mean()[within - 1] > bound);
}

#[test]
fn kaplan_meier_matches_a_hand_calculation() {
    let time = vec![1.0, 2.0, 2.0, 3.0, 4.0];
    let target = SurvivalTarget::right_censored(time, vec![true, true, false, true, false]).expect("valid");
    let curve = KaplanMeier::fit(&target);
    assert_eq!(curve.times(), [1.0, 2.0, 3.0]);
    assert_eq!(curve.at_risk(), [5.0, 4.0, 2.0]);
    // 4/5, 4/5·3/4, 4/5·3/4·1/2
    assert_close(curve.survival(), &[0.8, 0.6, 0.3], 1e-12);
    // Greenwood: 0.8·√(1/20), 0.6·√(1/20 + 1/12), 0.3·√(1/20 + 1/12 + 1/2)
    assert_close(curve.standard_error(), &[0.178_885_438, 0.219_089_023, 0.238_746_727], 1e-8);
    let (low, high) = curve.band(0.95, BandScale::LogLog)[0];
    // R: summary(survfit(Surv(time, event) ~ 1, conf.type = "log-log")) gives 0.204 and 0.969.
    assert_close(&[low, high], &[0.204, 0.969], 1e-3);
}

#[test]
fn median_survival_is_where_the_curve_crosses_one_half() {
    let data = Dataset::load("veteran");
    let model = CoxPh::params().fit(data.x.view(), &data.target).expect("golden data have a solution");
    let medians = model.median_survival(data.x.view(), None).expect("training covariates");
    assert!(medians.iter().flatten().count() > 100, "most of these patients die within the study");
    for (row, median) in medians.iter().enumerate() {
        let Some(median) = *median else { continue };
        let one = data.x.select(Axis(0), &[row]);
        let around = model.survival(one.view(), &[median - 1e-9, median], None).expect("training covariates");
        assert!(around[[0, 0]] > 0.5 && around[[0, 1]] <= 0.5, "row {row}: {around}");
    }
}

#[test]
fn saved_model_of_another_kind_or_version_is_refused() {
    let data = Dataset::load("lung");
    let model = CoxPh::params().fit(data.x.view(), &data.target).expect("golden data have a solution");
    let json = model.to_json().expect("finite");
    let refuse = |json: &str| CoxPh::from_json(json).expect_err("spoiled").to_string();
    assert_eq!(refuse("{"), "not a saved Cox model: it is not JSON: EOF while parsing an object at line 1 column 1");
    assert_eq!(refuse("{}"), "not a saved Cox model: its `kind` is not `cox_ph`");
    let newer = json.replace("\"schema_version\": 1", "\"schema_version\": 7");
    assert_eq!(refuse(&newer), "saved Cox model has schema version 7, this version reads 1");
    let shorter = json.replacen("\"x0\",", "", 1);
    assert_eq!(refuse(&shorter), "not a saved Cox model: covariates, coefficients, means and scales differ in length");
}

/// R 4.2.2, survival 3.5: `coxph(Surv(time, event) ~ x, ties = …)`.
#[test]
fn events_all_at_one_time_are_fitted_as_in_r() {
    let x = ndarray::arr2(&[[0.1], [0.5], [0.2], [0.7], [0.4], [0.3], [0.9], [0.6]]);
    let event = [1, 0, 1, 0, 1, 0, 0, 1].map(|event| event == 1).to_vec();
    let target = SurvivalTarget::right_censored(vec![2.0; 8], event).expect("valid");
    for (ties, coefficient) in [(Ties::Efron, -3.282), (Ties::Breslow, -2.515)] {
        let model = CoxPh::params().ties(ties).fit(x.view(), &target).expect("eight people can be compared");
        assert!((model.coefficients()[0] - coefficient).abs() < 5e-4, "{ties:?}: {:?}", model.coefficients());
    }
    let model = CoxPh::params().fit(x.view(), &target).expect("the same");
    let error = model.standard_errors().expect("an unpenalised fit has them")[0];
    assert!((error - 2.457).abs() < 5e-4, "{error}");
}

#[test]
fn a_column_that_is_constant_without_a_fold_counts_as_nothing_there() {
    let (n, folds) = (12, [0, 1, 2, 0, 1, 0, 1, 2, 1, 0, 1, 2]);
    let rare = Array2::from_shape_fn((n, 2), |(row, column)| match column {
        0 => f64::from([7, 5, 4, 2, 2, 0, 0, 0, 1, 7, 5, 8][row]),
        _ => f64::from(u8::from(row == 5)),
    });
    let event = [1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0].map(|event| event == 1).to_vec();
    let target = SurvivalTarget::right_censored((1..=12).map(f64::from).collect(), event).expect("valid");
    let options = PathOptions::default();
    let scored = CoxPh::params().cross_validate(rare.view(), &target, &options, &folds).expect("a path in each fold");
    assert!(scored.mean().iter().all(|deviance| deviance.is_finite()));
}
