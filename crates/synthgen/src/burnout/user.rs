//! One person with everything that is known of them.

use rand::RngExt;
use rand_distr::StandardNormal;

use super::features::RunInFeatures;
use super::hazard::{N_COVARIATES, Outcome, UPDATE_DAYS, covariates, draw_outcome, linear_predictor, weekly_z};
use super::metric::DailyMetrics;
use super::params::BurnoutParams;
use super::processes::draw_daily_metrics;
use super::profile::Profile;
use crate::Result;
use crate::rng::item_rng;

/// One person of the data set with everything that is known about them.
#[derive(Clone, Debug, PartialEq)]
pub struct BurnoutUser {
    /// Number within the data set, from 0.
    pub user_id: u32,
    /// Age, gender, occupation and archetype.
    pub profile: Profile,
    /// The daily values.
    pub daily: DailyMetrics,
    /// How the follow-up ended.
    pub outcome: Outcome,
    /// What no model is told.
    pub truth: Truth,
}

/// The hidden causes of a person's outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truth {
    /// The personal term in the log-hazard.
    pub frailty: f64,
    /// Noise-free standardised levels at the end of the run-in, in the order of [`covariates`].
    pub run_in_z: [f64; N_COVARIATES],
    /// βᵀ`run_in_z`: the oracle's ranking, which knows neither frailty nor future.
    pub risk_score: f64,
}

/// A stretch of follow-up with constant covariates, for start–stop survival data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskInterval {
    /// Days after the run-in when it begins, exclusive.
    pub start_days: f64,
    /// Days after the run-in when it ends, inclusive.
    pub stop_days: f64,
    /// Whether burnout ended it.
    pub event: bool,
    /// The true covariates, in the order of [`covariates`].
    pub z: [f64; N_COVARIATES],
}

impl BurnoutUser {
    /// The features that the run-in gives.
    pub fn features(&self) -> RunInFeatures {
        RunInFeatures::from_daily(&self.daily).expect("`BurnoutParams::check` asks for more days than the run-in has")
    }

    /// The follow-up as start–stop rows with the covariates that drove the hazard, one row a week.
    pub fn risk_intervals(&self) -> impl Iterator<Item = RiskInterval> {
        let time = self.outcome.time_days as usize;
        (0..time.div_ceil(UPDATE_DAYS)).map(move |week| {
            let (start, stop) = (week * UPDATE_DAYS, ((week + 1) * UPDATE_DAYS).min(time));
            RiskInterval {
                start_days: start as f64,
                stop_days: stop as f64,
                event: self.outcome.burnout_occurred && stop == time,
                z: weekly_z(&self.daily, week),
            }
        })
    }
}

/// Makes any person of a burnout data set, in any order.
#[derive(Clone, Debug)]
pub struct BurnoutGenerator {
    params: BurnoutParams,
    seed: u64,
}

impl BurnoutGenerator {
    /// Checks the parameters and fixes the seed.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParam`](crate::Error::InvalidParam) if a parameter lies outside its range
    pub fn new(params: BurnoutParams, seed: u64) -> Result<Self> {
        params.check()?;
        Ok(Self { params, seed })
    }

    /// The parameters.
    pub fn params(&self) -> &BurnoutParams {
        &self.params
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Makes the person with this number; equal arguments give equal people whatever was made before.
    pub fn user(&self, user_id: u32) -> BurnoutUser {
        // Two streams: the metrics stay the same when only the hazard's parameters change.
        let mut rng = item_rng(self.seed, *b"burn-day", u64::from(user_id));
        let profile = Profile::draw(&mut rng);
        let (daily, levels) = draw_daily_metrics(&self.params, profile, &mut rng);
        let run_in_z = covariates().map(|c| (levels[c.metric.index()] - c.mean) / c.sd);

        let mut rng = item_rng(self.seed, *b"burn-out", u64::from(user_id));
        let frailty = self.params.frailty_sd * rng.sample::<f64, _>(StandardNormal);
        let outcome = draw_outcome(&self.params, &daily, frailty, &mut rng);
        let risk_score = self.params.effect_scale * linear_predictor(&run_in_z);
        BurnoutUser { user_id, profile, daily, outcome, truth: Truth { frailty, run_in_z, risk_score } }
    }

    /// All people in order, made one at a time.
    pub fn users(&self) -> impl ExactSizeIterator<Item = BurnoutUser> {
        (0..self.params.n_users).map(|index| self.user_at(index))
    }

    pub(super) fn user_at(&self, index: usize) -> BurnoutUser {
        self.user(u32::try_from(index).expect("`BurnoutParams::check` limits data sets to 10⁸ people"))
    }
}
