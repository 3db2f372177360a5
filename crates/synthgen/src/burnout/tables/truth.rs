//! What the generator alone knows.

use serde::Serialize;
use words::RUN_IN_DAYS;

use crate::burnout::hazard::{AVERAGING_DAYS, BASELINE_GROWTH, N_COVARIATES, UPDATE_DAYS, covariates};
use crate::burnout::params::BurnoutParams;
use crate::burnout::user::BurnoutUser;

pub(super) const GROUND_TRUTH: &str = "burnout_ground_truth";

#[derive(Serialize)]
struct CovariateEntry {
    name: &'static str,
    mean: f64,
    sd: f64,
    beta: f64,
}

#[derive(Serialize)]
struct HazardEntry {
    formula: &'static str,
    baseline_hazard_per_day: f64,
    baseline_growth_per_365_days: f64,
    run_in_days: usize,
    averaging_days: usize,
    update_days: usize,
    frailty_sd: f64,
    covariates: [CovariateEntry; N_COVARIATES],
}

#[derive(Serialize)]
struct UserEntry {
    user_id: u32,
    frailty: f64,
    risk_score: f64,
    run_in_z: [f64; N_COVARIATES],
}

/// The file up to its list of users: written first, so that the list can be streamed.
pub(super) fn opening(params: &BurnoutParams, seed: u64) -> String {
    let hazard = HazardEntry {
        formula: "h(t) = h0(t) * exp(sum(beta * z(t)) + frailty), z = (trailing mean - mean) / sd; \
                  risk_score = sum(beta * run_in_z)",
        baseline_hazard_per_day: params.baseline_hazard,
        baseline_growth_per_365_days: BASELINE_GROWTH,
        run_in_days: RUN_IN_DAYS,
        averaging_days: AVERAGING_DAYS,
        update_days: UPDATE_DAYS,
        frailty_sd: params.frailty_sd,
        covariates: covariates().map(|c| CovariateEntry {
            name: c.metric.name(),
            mean: c.mean,
            sd: c.sd,
            beta: params.effect_scale * c.beta,
        }),
    };
    format!("{{\"schema_version\":1,\"seed\":{seed},\"hazard\":{},\"users\":[\n", json(&hazard))
}

/// One user's line; the caller puts `,` and a line feed between lines.
pub(super) fn user_line(user: &BurnoutUser) -> String {
    let round = |value: f64| (value * 1e6).round() / 1e6 + 0.0;
    json(&UserEntry {
        user_id: user.user_id,
        frailty: round(user.truth.frailty),
        risk_score: round(user.truth.risk_score),
        run_in_z: user.truth.run_in_z.map(round),
    })
}

pub(super) const CLOSING: &str = "\n]}\n";

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("names and finite numbers are always valid JSON")
}
