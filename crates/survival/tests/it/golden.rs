//! Results of R's `survival` 3.5-3, for six data sets and both treatments of ties.

use survival::{CoxPh, PathOptions, Ties};

use crate::data::{Dataset, ENTRIES, json, numbers, whole};

/// R stops at a relative change of the likelihood of 1e-9, which leaves coefficients right to about 1e-8.
const COEFFICIENT: f64 = 1e-7;
/// Everything computed from coefficients that accurate.
const DERIVED: f64 = 1e-6;

#[track_caller]
fn check(what: &str, got: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let allowed = tolerance * if tolerance < DERIVED { expected.abs() } else { expected.abs().max(1.0) };
        assert!((got - expected).abs() <= allowed, "{what}[{i}]: got {got}, expected {expected}");
    }
}

fn each(check: impl Fn(&str, &Dataset, Ties)) {
    for entry in ENTRIES {
        let data = Dataset::load(entry);
        check(entry, &data, Ties::Efron);
        check(entry, &data, Ties::Breslow);
    }
}

fn fit(data: &Dataset, ties: Ties) -> CoxPh {
    let params = CoxPh::params().ties(ties).covariate_names(data.covariates.iter().cloned());
    params.fit(data.x.view(), &data.target).expect("golden data have a solution")
}

fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn coefficients_and_errors_match_r() {
    each(|entry, data, ties| {
        let (model, expected) = (fit(data, ties), data.expected(ties));
        check(entry, model.coefficients(), &numbers(&expected["coef"]), COEFFICIENT);
        let errors = model.standard_errors().expect("an unpenalised fit has them");
        let relative: Vec<f64> =
            errors.iter().zip(numbers(&expected["se"])).map(|(got, expected)| got / expected).collect();
        check(entry, &relative, &vec![1.0; relative.len()], DERIVED);
    });
}

#[test]
fn likelihoods_and_tests_match_r() {
    each(|entry, data, ties| {
        let (model, expected) = (fit(data, ties), data.expected(ties));
        let got = [
            model.log_likelihood_null(),
            model.log_likelihood(),
            model.score_test().expect("unpenalised").statistic,
            model.wald_test().expect("unpenalised").statistic,
        ];
        let names = ["loglik_null", "loglik", "score_test", "wald"];
        check(entry, &got, &names.map(|name| number(&expected[name])), DERIVED);
    });
}

#[test]
fn baseline_hazard_matches_r() {
    each(|entry, data, ties| {
        let expected = data.expected(ties);
        let baselines = fit(data, ties).baseline_cumulative_hazard();
        let times = numbers(&expected["baseline_times"]);
        let got: Vec<f64> = times
            .iter()
            .enumerate()
            .map(|(i, &time)| {
                let label = expected["baseline_strata"][i].as_str();
                let stratum = label.map_or(0, |label| label.trim_start_matches("trt=").parse().expect("a number"));
                baselines.iter().find(|baseline| baseline.stratum == stratum).expect("a known stratum").at(time)
            })
            .collect();
        check(entry, &got, &numbers(&expected["baseline_cumhaz"]), DERIVED);
    });
}

#[test]
fn concordance_and_its_error_match_r() {
    each(|entry, data, ties| {
        let (model, expected) = (fit(data, ties), data.expected(ties));
        let concordance = model.concordance().expect("pairs are comparable");
        let got = [concordance.value(), concordance.standard_error()];
        check(entry, &got, &[number(&expected["concordance"]), number(&expected["concordance_se"])], DERIVED);
    });
}

#[test]
fn residuals_and_linear_predictor_match_r() {
    each(|entry, data, ties| {
        let (model, expected) = (fit(data, ties), data.expected(ties));
        let x = data.x.view();
        let martingale = model.martingale_residuals(x, &data.target).expect("training data");
        check(entry, &martingale[..10], &numbers(&expected["martingale_head"]), DERIVED);
        let deviance = model.deviance_residuals(x, &data.target).expect("training data");
        check(entry, &deviance[..10], &numbers(&expected["deviance_head"]), DERIVED);
        let predictor = model.linear_predictor(x).expect("training data");
        check(entry, &predictor[..10], &numbers(&expected["lp_head"]), DERIVED);
    });
}

#[test]
fn proportional_hazards_test_matches_r() {
    each(|entry, data, ties| {
        let (model, expected) = (fit(data, ties), data.expected(ties));
        let test = model.proportional_hazards_test(data.x.view(), &data.target).expect("training data");
        let tests: Vec<_> = test.covariates.iter().map(|(_, test)| *test).chain([test.global]).collect();
        let statistics: Vec<f64> = tests.iter().map(|test| test.statistic).collect();
        check(entry, &statistics, &numbers(&expected["zph_chisq"]), DERIVED);
        let p_values: Vec<f64> = tests.iter().map(|test| test.p).collect();
        check(entry, &p_values, &numbers(&expected["zph_p"]), DERIVED);
    });
}

#[test]
fn cluster_robust_errors_match_r() {
    let data = Dataset::load("heart_start_stop");
    let robust = &data.golden["robust"];
    let clusters = whole(&data.columns[robust["cluster"].as_str().expect("a column")]);
    let target = data.target.clone().with_clusters(clusters).expect("equal lengths");
    let model = CoxPh::params().fit(data.x.view(), &target).expect("golden data have a solution");
    check("heart", &model.robust_standard_errors().expect("clusters given"), &numbers(&robust["se"]), DERIVED);
    let plain = numbers(&data.expected(Ties::Efron)["se"]);
    check("heart", &model.model_standard_errors().expect("unpenalised"), &plain, DERIVED);
    // R 4.2.2: f <- coxph(Surv(start, stop, event) ~ age + year + surgery + transplant + cluster(id), heart)
    // f$rscore, f$wald.test
    let robust_score = model.robust_score_test().expect("clusters given").statistic;
    let wald = model.wald_test().expect("unpenalised").statistic;
    check("heart", &[robust_score, wald], &[18.236_301_416_800_55, 16.832_993_044_311_71], DERIVED);
}

#[test]
fn penalised_fits_match_the_reference() {
    let golden = json("coxnet_golden.json");
    for (entry, record) in golden.as_object().expect("entries by name") {
        let data = Dataset::load(entry);
        for expected in record["fits"].as_array().expect("a list of fits") {
            let ties = if expected["ties"] == "efron" { Ties::Efron } else { Ties::Breslow };
            let params =
                CoxPh::params().ties(ties).penalty(number(&expected["lam"])).l1_ratio(number(&expected["alpha"]));
            let model = params.fit(data.x.view(), &data.target).expect("penalised fits exist");
            check(entry, model.coefficients(), &numbers(&expected["coef"]), DERIVED);
            check(entry, &[model.log_likelihood()], &[number(&expected["loglik"])], DERIVED);
            assert_eq!(model.n_nonzero() as u64, expected["nonzero"].as_u64().expect("a count"), "{entry}");
            assert!(model.kkt_violation() < 1e-8, "{entry}: {}", model.kkt_violation());
        }
    }
}

#[test]
fn path_passes_through_the_single_fits() {
    let data = Dataset::load("colon");
    let path = CoxPh::params()
        .tolerance(1e-9)
        .fit_path(data.x.view(), &data.target, &survival::PathOptions::default())
        .expect("a path exists");
    assert_eq!(path.points().len(), 100);
    assert_eq!(path.points()[0].n_nonzero, 0);
    for point in path.points().iter().step_by(9) {
        let single = CoxPh::params().l1(point.penalty).fit(data.x.view(), &data.target).expect("penalised fits exist");
        check("path", &point.coefficients, single.coefficients(), DERIVED);
    }
}

#[test]
fn cross_validated_deviance_matches_a_naive_solver() {
    let golden = json("cross_validation_golden.json");
    for entry in golden["entries"].as_array().expect("a list") {
        let data = Dataset::load(entry["entry"].as_str().expect("a name"));
        let ties = if entry["ties"] == "efron" { Ties::Efron } else { Ties::Breslow };
        let n_folds = u32::try_from(entry["folds"].as_u64().expect("a number")).expect("a small number");
        let folds: Vec<u32> = (0..n_folds).cycle().take(data.target.n_rows()).collect();
        let penalties = numbers(&entry["penalties"]);
        let options = PathOptions { penalties: Some(penalties), ..PathOptions::default() };
        let params = CoxPh::params().ties(ties).l1_ratio(entry["alpha"].as_f64().expect("a number")).tolerance(1e-9);
        let result =
            params.cross_validate(data.x.view(), &data.target, &options, &folds).expect("every fold has events");
        // Both solvers stop at a KKT violation of 1e-9; a deviance is known ten times worse at the most.
        for (got, expected) in [(result.mean(), "mean"), (result.standard_error(), "standard_error")] {
            for (got, expected) in got.iter().zip(numbers(&entry[expected])) {
                assert!((got - expected).abs() < 1e-8, "{}: {got}, expected {expected}", entry["entry"]);
            }
        }
    }
}
