//! A Cox model finds the effects that the data were made with.

use ndarray::Array2;
use rayon::prelude::*;
use survival::{CoxPh, SurvivalTarget, Ties, concordance_index};
use synthgen::burnout::{BurnoutParams, RiskInterval, covariates};

use crate::support::generator;

#[test]
fn cox_on_true_covariates_recovers_beta_within_three_standard_errors() {
    let n_users = 20_000_u32;
    let generator = generator(BurnoutParams { n_users: 20_000, frailty_sd: 0.0, ..BurnoutParams::default() }, 42);
    let intervals: Vec<RiskInterval> = (0..n_users)
        .into_par_iter()
        .flat_map_iter(|user_id| generator.user(user_id).risk_intervals().collect::<Vec<_>>())
        .collect();
    let z: Vec<f64> = intervals.iter().flat_map(|interval| interval.z).collect();
    let z = Array2::from_shape_vec((intervals.len(), covariates().len()), z).expect("one z a row");
    let target = SurvivalTarget::start_stop(
        intervals.iter().map(|interval| interval.start_days).collect(),
        intervals.iter().map(|interval| interval.stop_days).collect(),
        intervals.iter().map(|interval| interval.event).collect(),
    )
    .expect("intervals of positive length");

    let model = CoxPh::params().ties(Ties::Efron).fit(z.view(), &target).expect("a well-posed problem");

    let errors = model.standard_errors().expect("an unpenalised fit has standard errors");
    for ((covariate, estimate), error) in covariates().iter().zip(model.coefficients()).zip(errors) {
        let deviation = (estimate - covariate.beta) / error;
        assert!(deviation.abs() < 3.0, "{:?}: {estimate} ± {error}, true {}", covariate.metric, covariate.beta);
        assert!(error < 0.05, "{:?}: a standard error of {error} would prove little", covariate.metric);
    }
}

#[test]
fn oracle_ranks_users_as_well_as_stated() {
    let users: Vec<_> = {
        let generator = generator(BurnoutParams { n_users: 6_000, ..BurnoutParams::default() }, 1);
        (0..6_000).into_par_iter().map(|user_id| generator.user(user_id)).map(|u| (u.outcome, u.truth)).collect()
    };
    let event: Vec<_> = users.iter().map(|(outcome, _)| outcome.burnout_occurred).collect();
    let score: Vec<_> = users.iter().map(|(_, truth)| truth.risk_score).collect();
    let target = SurvivalTarget::right_censored(
        users.iter().map(|(outcome, _)| f64::from(outcome.time_days)).collect(),
        event.clone(),
    )
    .expect("positive times");
    let c_index = concordance_index(&target, &score).expect("comparable pairs").value();
    let auc = metrics::auc(&score, &event).expect("both classes");
    // The README's bands; sampling error at n = 6,000 is about 0.005.
    assert!((0.80..=0.84).contains(&c_index), "C-index {c_index}");
    assert!((0.84..=0.89).contains(&auc), "AUC {auc}");
}
