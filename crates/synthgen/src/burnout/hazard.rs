//! The hazard of burnout, and what follows from it.

use super::metric::spec;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use words::{DailyMetric, RUN_IN_DAYS};

use super::metric::DailyMetrics;
use super::params::BurnoutParams;

/// How many covariates the hazard has.
pub(crate) const N_COVARIATES: usize = 10;
/// Days that a covariate averages over.
pub const AVERAGING_DAYS: usize = 28;
/// Days between two updates of the covariates.
pub const UPDATE_DAYS: usize = 7;
/// Growth of h₀ over 365 days of follow-up, as a share of its first value.
pub(crate) const BASELINE_GROWTH: f64 = 0.5;

/// One covariate of the hazard: z = (trailing mean of `metric` − `mean`) / `sd`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Covariate {
    /// The metric that is averaged.
    pub metric: DailyMetric,
    /// The constant subtracted, in the metric's unit.
    pub mean: f64,
    /// The constant divided by, in the metric's unit.
    pub sd: f64,
    /// Log hazard ratio per unit of z, before `effect_scale`.
    pub beta: f64,
}

const BETAS: [(DailyMetric, f64); N_COVARIATES] = [
    (DailyMetric::SleepQuality, -0.30),
    (DailyMetric::StressLevel, 0.40),
    (DailyMetric::Workload, 0.25),
    (DailyMetric::SocialSupport, -0.20),
    (DailyMetric::ExerciseFrequency, -0.15),
    (DailyMetric::HrvScore, -0.15),
    (DailyMetric::RecoveryTime, 0.10),
    (DailyMetric::WorkLifeBalance, -0.20),
    (DailyMetric::NutritionQuality, -0.10),
    (DailyMetric::MentalFatigue, 0.40),
];

/// The hazard's covariates, in the order in which every z is given.
pub fn covariates() -> [Covariate; N_COVARIATES] {
    BETAS.map(|(metric, beta)| Covariate { metric, mean: spec(metric).mean, sd: spec(metric).between_sd, beta })
}

/// How a person's follow-up ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Days from the end of the run-in to burnout or censoring, at least 1; burnout on day 90 has time 1.
    pub time_days: u32,
    /// Whether burnout was observed.
    pub burnout_occurred: bool,
    /// Whether the person left before the end; the daily records go on, the follow-up does not.
    pub dropped_out: bool,
}

impl Outcome {
    /// The day of the record on which burnout was observed.
    pub fn burnout_day(&self) -> Option<u32> {
        let run_in = u32::try_from(RUN_IN_DAYS).expect("90 fits");
        self.burnout_occurred.then(|| run_in + self.time_days - 1)
    }
}

/// z of the week that starts `week * 7` days after the run-in, from the 28 days before it.
pub(super) fn weekly_z(daily: &DailyMetrics, week: usize) -> [f64; N_COVARIATES] {
    let end = RUN_IN_DAYS + week * UPDATE_DAYS;
    covariates().map(|covariate| {
        let window = &daily.series(covariate.metric)[end - AVERAGING_DAYS..end];
        let mean = window.iter().sum::<f64>() / AVERAGING_DAYS as f64;
        (mean - covariate.mean) / covariate.sd
    })
}

/// βᵀz before `effect_scale`.
pub(super) fn linear_predictor(z: &[f64; N_COVARIATES]) -> f64 {
    BETAS.iter().zip(z).map(|((_, beta), z)| beta * z).sum()
}

/// Draws when a person's follow-up ends: on each day burnout with p = 1 − exp(−h), then leaving.
pub(super) fn draw_outcome(
    params: &BurnoutParams,
    daily: &DailyMetrics,
    frailty: f64,
    rng: &mut ChaCha8Rng,
) -> Outcome {
    let n_follow_up = params.n_days - RUN_IN_DAYS;
    let leaving = 1.0 - libm::pow(1.0 - params.dropout_share, 1.0 / 365.0);
    let mut relative_hazard = 0.0;
    for day in 0..n_follow_up {
        if day % UPDATE_DAYS == 0 {
            let z = weekly_z(daily, day / UPDATE_DAYS);
            relative_hazard = libm::exp(params.effect_scale * linear_predictor(&z) + frailty);
        }
        let baseline = params.baseline_hazard * (1.0 + BASELINE_GROWTH * day as f64 / 365.0);
        let (burnout_draw, leaving_draw): (f64, f64) = (rng.random(), rng.random());
        let burnout_occurred = burnout_draw < -libm::expm1(-baseline * relative_hazard);
        let dropped_out = !burnout_occurred && leaving_draw < leaving;
        if burnout_occurred || dropped_out {
            return Outcome { time_days: days(day + 1), burnout_occurred, dropped_out };
        }
    }
    Outcome { time_days: days(n_follow_up), burnout_occurred: false, dropped_out: false }
}

fn days(n: usize) -> u32 {
    u32::try_from(n).expect("`check` limits records to 3,650 days")
}
