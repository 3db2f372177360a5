//! Daily metrics as correlated processes around a person's level.

use super::metric::spec;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use words::{DailyMetric, RUN_IN_DAYS};

use super::metric::{DailyMetrics, N_METRICS};
use super::params::BurnoutParams;
use super::profile::Profile;

/// Loading of every metric's level on the person's common strain, in between-person sds.
const STRAIN_LOAD: f64 = 0.4;
/// What of a level only this metric explains.
const OWN_LOAD: f64 = 0.62;
/// Weekly step of the random walk of the common strain, in between-person sds of each metric.
const STRAIN_DRIFT: f64 = 0.05;
/// Weekly step of each metric's own random walk.
const OWN_DRIFT: f64 = 0.03;
/// What is left of a recovering person's extra strain after one more week.
const WEEKLY_RELIEF: f64 = 0.85;
/// What is left of a life shock after one more day: half in ten days.
const DAILY_SHOCK_RELIEF: f64 = 0.933;
/// Loading of the daily noise of every metric on the day's common noise; squared, their correlation.
const GOOD_DAY_LOAD: f64 = 0.5;
/// √(1 − `GOOD_DAY_LOAD`²).
const OWN_DAY_LOAD: f64 = 0.866_025_403_784_438_6;
/// Sd of log(level) of HRV per sd of the deviation. √ln(1 + (18.6 / 42.1)²) = 0.422 would give the between-person sd of
/// HRV if deviations had exactly unit variance; drift and archetypes make them a little wider.
const HRV_LOG_SD: f64 = 0.4;

/// Draws a person's daily metrics and the noise-free levels at the end of the run-in, in each metric's unit.
///
/// value = level(week) + weekday + shock + noise, clipped and rounded. Levels are the sum of archetype, occupation, age,
/// gender, common strain and an own part; they drift as weekly random walks, so that the last level is the best forecast.
pub(super) fn draw_daily_metrics(
    params: &BurnoutParams,
    profile: Profile,
    rng: &mut ChaCha8Rng,
) -> (DailyMetrics, [f64; N_METRICS]) {
    let mut person = Person::draw(profile, rng);
    let shock_probability = params.shocks_per_year / 365.0;
    // Subtracted, so that the number of shocks does not move the means: a shock's mean size is 1.
    let mean_shock = shock_probability / (1.0 - DAILY_SHOCK_RELIEF);
    let innovation_sds =
        DailyMetric::ALL.map(|m| (1.0 - spec(m).noise_autocorrelation * spec(m).noise_autocorrelation).sqrt());
    let mut noise: [f64; N_METRICS] = std::array::from_fn(|_| normal(rng));
    let mut shock = 0.0;
    let mut levels = [0.0; N_METRICS];
    let mut run_in_levels = [0.0; N_METRICS];
    let mut daily = DailyMetrics::zeros(params.n_days);
    for day in 0..params.n_days {
        if day % 7 == 0 {
            if day > 0 {
                person.pass_week(rng);
            }
            levels = person.levels();
        }
        if day == RUN_IN_DAYS - 1 {
            run_in_levels = levels;
        }
        // Both numbers are drawn on every day: the position in the stream depends on the day alone.
        let (chance, size): (f64, f64) = (rng.random(), rng.random());
        shock *= DAILY_SHOCK_RELIEF;
        if chance < shock_probability {
            shock += 0.5 + size;
        }
        let weekday = if day % 7 < 5 { -2.0 / 7.0 } else { 5.0 / 7.0 } * person.weekend_factor;
        let good_day = normal(rng);
        for (index, metric) in DailyMetric::ALL.into_iter().enumerate() {
            let spec = spec(metric);
            let innovation = OWN_DAY_LOAD * normal(rng) - GOOD_DAY_LOAD * spec.burden * good_day;
            noise[index] = spec.noise_autocorrelation * noise[index] + innovation_sds[index] * innovation;
            // HRV varies in proportion to its level.
            let scale = if metric == DailyMetric::HrvScore { levels[index] / spec.mean } else { 1.0 };
            let value = levels[index]
                + spec.weekend_shift * weekday
                + scale * spec.between_sd * spec.shock_load * spec.burden * (shock - mean_shock)
                + scale * spec.noise_sd * person.volatility * noise[index];
            let rounded = (value.clamp(spec.min, spec.max) * spec.rounding).round() / spec.rounding;
            daily.series_mut(metric)[day] = rounded;
        }
    }
    (daily, run_in_levels)
}

/// The slow state of a person, in between-person sds.
struct Person {
    deviation: [f64; N_METRICS],
    relief: f64,
    volatility: f64,
    weekend_factor: f64,
}

impl Person {
    fn draw(profile: Profile, rng: &mut ChaCha8Rng) -> Self {
        let strain = normal(rng);
        let deviation = std::array::from_fn(|index| {
            profile.archetype.shifts()[index]
                + profile.occupation.shifts()[index]
                + profile.demographic_shift(index)
                + STRAIN_LOAD * spec(DailyMetric::ALL[index]).burden * strain
                + OWN_LOAD * normal(rng)
        });
        let volatility = profile.archetype.volatility() * (0.8 + 0.4 * rng.random::<f64>());
        Self {
            deviation,
            relief: profile.archetype.initial_strain(),
            volatility,
            weekend_factor: profile.occupation.weekend_factor(),
        }
    }

    fn pass_week(&mut self, rng: &mut ChaCha8Rng) {
        let strain_step = STRAIN_DRIFT * normal(rng);
        for (metric, deviation) in DailyMetric::ALL.into_iter().zip(&mut self.deviation) {
            *deviation += spec(metric).burden * strain_step + OWN_DRIFT * normal(rng);
        }
        self.relief *= WEEKLY_RELIEF;
    }

    fn levels(&self) -> [f64; N_METRICS] {
        std::array::from_fn(|index| {
            let (metric, spec) = (DailyMetric::ALL[index], spec(DailyMetric::ALL[index]));
            let deviation = self.deviation[index] + spec.burden * self.relief;
            if metric == DailyMetric::HrvScore {
                // `libm` and not `f64::exp`: the latter differs between platforms in the last bit.
                spec.mean * libm::exp(HRV_LOG_SD * deviation - HRV_LOG_SD * HRV_LOG_SD / 2.0)
            } else {
                spec.mean + spec.between_sd * deviation
            }
        })
    }
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    rng.sample(StandardNormal)
}
