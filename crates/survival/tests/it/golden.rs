//! Results of R's `survival` 3.5-3, for six data sets and both treatments of ties.

use survival::{BandScale, CoxPh, KaplanMeier, PathOptions, SurvivalTarget, Ties, brier_terms, log_rank_test};

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

/// Lung, and the group of each row: its sex.
fn lung() -> (Dataset, Vec<u32>) {
    let data = Dataset::load("lung");
    let sex = whole(&data.columns["sex"]).into_iter().map(|sex| sex - 1).collect();
    (data, sex)
}

/// R 4.2.2, survival 3.5: `survfit(Surv(time, status) ~ sex, lung, conf.type = …)`, its `summary`, `quantile` and
/// `survmean(rmean = 500)`.
#[test]
fn kaplan_meier_curves_match_r() {
    let (data, sex) = lung();
    let rows = |group: u32| (0..sex.len()).filter(|&row| sex[row] == group).collect::<Vec<_>>();
    let curves = [0, 1].map(|group| KaplanMeier::fit(&data.target.select(&rows(group)).expect("rows with events")));
    let at = |curve: &KaplanMeier, time: f64| curve.times().partition_point(|&step| step <= time) - 1;
    for (scale, expected) in [
        (
            BandScale::Log,
            [[0.646_571_137, 0.567_751_016, 0.736_333_750], [0.818_937_905, 0.739_926_476, 0.906_386_396]],
        ),
        (
            BandScale::LogLog,
            [[0.646_571_137, 0.555_699_264, 0.723_496_786], [0.818_937_905, 0.717_523_919, 0.886_746_806]],
        ),
        (
            BandScale::Plain,
            [[0.646_571_137, 0.562_516_724, 0.730_625_549], [0.818_937_905, 0.735_850_563, 0.902_025_246]],
        ),
    ] {
        for (curve, expected) in curves.iter().zip(expected) {
            let step = at(curve, 200.0);
            let (low, high) = curve.band(0.95, scale)[step];
            check(&format!("{scale:?}"), &[curve.survival()[step], low, high], &expected, 1e-8);
        }
    }
    for (scale, group, share, expected) in [
        (BandScale::Log, 0, 0.5, (Some(285.0), [Some(229.0), Some(353.0)])),
        (BandScale::Log, 1, 0.5, (Some(444.0), [Some(351.0), Some(641.0)])),
        (BandScale::Log, 0, 0.25, (Some(163.0), [Some(132.0), Some(189.0)])),
        (BandScale::Log, 1, 0.75, (Some(705.0), [Some(641.0), None])),
        (BandScale::LogLog, 1, 0.5, (Some(444.0), [Some(348.0), Some(550.0)])),
        (BandScale::LogLog, 0, 0.25, (Some(163.0), [Some(118.0), Some(181.0)])),
        (BandScale::Plain, 1, 0.75, (Some(705.0), [Some(550.0), Some(735.0)])),
    ] {
        assert_eq!(curves[group].quantile(share, 0.95, scale), expected, "{scale:?} {group} {share}");
    }
    for (curve, (mean, error)) in curves.iter().zip([(291.969_073, 14.935_011_9), (371.394_556, 17.102_596)]) {
        let got = curve.restricted_mean(500.0);
        check("restricted mean", &[got.0, got.1], &[mean, error], 1e-8);
    }
}

/// R 4.2.2, survival 3.5: `survdiff(Surv(time, status) ~ …, rho = …)`.
#[test]
fn log_rank_tests_match_r() {
    let (data, sex) = lung();
    for (rho, statistic, observed, expected) in [
        (0.0, 9.394_937_1, [100.0, 48.0], [81.540_704_2, 66.459_295_8]),
        (1.0, 11.485_412_4, [63.128_989_9, 26.408_131_5], [49.699_051_2, 39.838_07]),
    ] {
        let test = log_rank_test(&data.target, &sex, rho).expect("two groups");
        check("observed", &test.observed, &observed, 1e-8);
        check("expected", &test.expected, &expected, 1e-8);
        check("statistic", &[test.test.statistic], &[statistic], 1e-8);
        assert_eq!((test.test.degrees_of_freedom, test.n), (1, vec![125, 85]));
    }
    // Of three groups, and within strata; the one patient of ECOG 3 is left out.
    let ecog = whole(&data.columns["ph.ecog"]);
    let rows: Vec<usize> = (0..ecog.len()).filter(|&row| ecog[row] < 3).collect();
    let of = |values: &[u32]| rows.iter().map(|&row| values[row]).collect::<Vec<_>>();
    let target: SurvivalTarget = data.target.select(&rows).expect("rows with events");
    let test = log_rank_test(&target, &of(&ecog), 0.0).expect("three groups");
    check("three groups", &[test.test.statistic], &[15.395_854_3], 1e-8);
    assert_eq!(test.test.degrees_of_freedom, 2);
    let target = target.with_strata(of(&ecog)).expect("equal lengths");
    let test = log_rank_test(&target, &of(&sex), 0.0).expect("two groups");
    check("strata", &[test.test.statistic], &[10.416_932_2], 1e-8);
    let refused = log_rank_test(&target, &vec![0; rows.len()], 0.0).expect_err("one group").to_string();
    assert_eq!(refused, "the groups cannot be compared: at least two groups, each with a row, are needed");
}

fn lung_of_three() -> (ndarray::Array2<f64>, SurvivalTarget) {
    let columns = Dataset::load("lung").columns;
    let x = ndarray::Array2::from_shape_fn((columns["age"].len(), 3), |(row, column)| {
        columns[["age", "sex", "ph.ecog"][column]][row]
    });
    let event = columns["status"].iter().map(|&status| status == 1.0).collect();
    let target = SurvivalTarget::right_censored(columns["time"].clone(), event).expect("golden data");
    (x, target)
}

/// `residuals(coxph(Surv(time, status) ~ age + sex + ph.ecog, lung), "scaledsch")`, R 4.2.2, survival 3.5-3.
#[test]
fn scaled_schoenfeld_residuals_match_r() {
    let (x, target) = lung_of_three();
    let model = CoxPh::params().fit(x.view(), &target).expect("golden data have a solution");
    let residuals = model.scaled_schoenfeld_residuals(x.view(), &target).expect("its own rows").expect("unpenalised");
    assert_eq!(residuals.scaled.dim(), (148, 3));
    let sums = residuals.scaled.map(|value| value.abs()).sum_axis(ndarray::Axis(0));
    check("sums", &sums.to_vec(), &[15.314_043_516_8, 321.578_178_111_5, 184.071_607_310_0], 1e-8);
    check("first", &residuals.scaled.row(0).to_vec(), &[0.063_284_825_217, 3.024_486_807_93, -2.249_644_798_46], 1e-8);
    // R keeps tied events in another order.
    let tied: f64 = (30..32).map(|event| residuals.scaled[[event, 0]]).sum();
    check("tied", &[tied], &[-0.109_219_955_071 - 0.315_876_038_756], 1e-8);
    let penalised = CoxPh::params().l1(0.1).fit(x.view(), &target).expect("a solution");
    assert_eq!(penalised.scaled_schoenfeld_residuals(x.view(), &target).expect("its own rows"), None);
}

/// By R 4.2.2, survival 3.5-3:
///
/// ```r
/// G <- survfit(Surv(time, 1 - status) ~ 1, d)   # uncensored(x): its value at the last time before x, or up to t
/// w <- ifelse(d$time <= t & d$status == 1, 1 / before(d$time), ifelse(d$time > t, 1 / until(t), 0))
/// mean(w * ((d$time > t) - s)^2)                # s <- summary(survfit(f, newdata = d), times = t)$surv
/// ```
#[test]
fn brier_scores_match_r() {
    let (x, target) = lung_of_three();
    let model = CoxPh::params().fit(x.view(), &target).expect("golden data have a solution");
    let curve = KaplanMeier::fit(&target);
    for (time, expected, of_nobody) in [
        (180.0, 0.166_217_108_575, 0.184_836_599_623),
        (365.0, 0.227_500_613_002, 0.246_109_895_540),
        (730.0, 0.106_728_708_844, 0.110_058_826_342),
    ] {
        let survival = model.survival(x.view(), &[time], None).expect("its own rows").column(0).to_vec();
        let mean = |terms: Vec<f64>| terms.iter().sum::<f64>() / terms.len() as f64;
        let got = mean(brier_terms(&target, &survival, time).expect("probabilities"));
        let constant = vec![curve.survival_before(time + 0.5); survival.len()];
        let got_of_nobody = mean(brier_terms(&target, &constant, time).expect("probabilities"));
        check("Brier", &[got, got_of_nobody], &[expected, of_nobody], 1e-7);
    }
    assert!(brier_terms(&target, &vec![1.5; 210], 10.0).is_err());
}
