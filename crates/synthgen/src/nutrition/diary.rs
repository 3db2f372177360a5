//! One person's diary.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use words::{DiaryMetric, TrainingStatus};

use super::need::{NEED_NOISE_LIMIT_SDS, NeedCauses, protein_need_g_per_day};
use super::params::NutritionParams;
use super::profile::DiaryProfile;
use crate::rng::item_rng;

/// Mean, sd between people, sd within a person, lag-1 autocorrelation, limits and steps per unit.
struct MetricSpec {
    unit: &'static str,
    description: &'static str,
    mean: f64,
    between_sd: f64,
    within_sd: f64,
    autocorrelation: f64,
    limits: (f64, f64),
    steps: f64,
}

/// Sleep duration, HRV and stress follow `LifeSnaps` (71 people, 7,410 person-days), sleep quality its ratio of sds; activity has the
/// ratio of sds and the autocorrelation of steps; recovery follows from the others. Activity's sds are shares of the mean.
#[rustfmt::skip]
static SPECS: [MetricSpec; DiaryMetric::N] = [
    MetricSpec { unit: "h", description: "sleep of the night before",
        mean: 6.6, between_sd: 0.8, within_sd: 1.4, autocorrelation: -0.03, limits: (1.0, 13.0), steps: 100.0 },
    MetricSpec { unit: "points, 0-100", description: "quality of the night before, higher is better",
        mean: 68.0, between_sd: 5.8, within_sd: 10.4, autocorrelation: -0.03, limits: (0.0, 100.0), steps: 10.0 },
    // HRV's noise grows with its level: 8.8 ms at the mean make 9.6 over all people.
    MetricSpec { unit: "ms", description: "nightly heart rate variability (RMSSD)",
        mean: 42.1, between_sd: 18.6, within_sd: 8.8, autocorrelation: 0.28, limits: (5.0, 200.0), steps: 10.0 },
    MetricSpec { unit: "AU", description: "training load of the day: perceived exertion (0-10) times minutes",
        mean: 1.0, between_sd: 0.35, within_sd: 0.52, autocorrelation: 0.12, limits: (0.0, 3000.0), steps: 1.0 },
    MetricSpec { unit: "points, 0-100", description: "100 minus a wearable's stress management score, higher is worse",
        mean: 24.1, between_sd: 4.5, within_sd: 5.3, autocorrelation: 0.29, limits: (0.0, 100.0), steps: 10.0 },
    MetricSpec { unit: "points, 0-100", description: "readiness in the morning, higher is better",
        mean: 60.0, between_sd: 7.0, within_sd: 9.0, autocorrelation: 0.25, limits: (0.0, 100.0), steps: 10.0 },
];

/// Correlation of the day's deviations of all metrics with what makes a good day.
const GOOD_DAY_LOAD: [f64; DiaryMetric::N] = [0.4, 0.5, 0.4, 0.1, -0.5, 0.0];
/// What recovery's daily deviation is made of, in sds of the others: sleep, its quality, HRV, the day before's load, stress.
const RECOVERY_LOAD: [f64; 5] = [0.35, 0.3, 0.35, -0.3, -0.2];
/// The part of recovery that nothing explains; the weights above and the good day make the variance up to 1.
const RECOVERY_OWN: f64 = 0.594;

/// The shortest and the longest illness or injury, days.
const ILL_DAYS: (u32, u32) = (5, 14);
/// What is left of the load on such a day.
const ILL_LOAD_SHARE: f64 = 0.05;
/// Points of recovery that it costs, and of stress that it adds, on average.
const ILL_RECOVERY: f64 = 22.0;
const ILL_STRESS: f64 = 8.0;

/// The unit of a generated diary's values, and what is measured.
pub(super) fn in_words(metric: DiaryMetric) -> (&'static str, &'static str) {
    let spec = &SPECS[metric.index()];
    (spec.unit, spec.description)
}

/// The smallest and the largest value that a generated diary can hold.
pub fn diary_limits(metric: DiaryMetric) -> (f64, f64) {
    SPECS[metric.index()].limits
}

/// One person's diary; every series has the same length.
#[derive(Clone, Debug, PartialEq)]
pub struct ProteinDiary {
    /// Number within the data set, from 0.
    pub user_id: u32,
    /// Who writes it.
    pub profile: DiaryProfile,
    metrics: [Vec<f64>; DiaryMetric::N],
    /// Protein eaten on each day, g.
    pub protein_intake_g: Vec<f64>,
    /// The need as observed, with noise, g per day.
    pub need_g_per_day: Vec<f64>,
    /// The need that follows from profile and metrics, g per day.
    pub need_noise_free_g_per_day: Vec<f64>,
}

impl ProteinDiary {
    /// Days of the diary.
    pub fn n_days(&self) -> usize {
        self.need_g_per_day.len()
    }

    /// One metric's value on each day.
    pub fn series(&self, metric: DiaryMetric) -> &[f64] {
        &self.metrics[metric as usize]
    }
}

/// Usual daily training load by status, AU: none beyond daily life; three or four moderate sessions a week; five hard ones.
fn usual_load(status: TrainingStatus) -> f64 {
    match status {
        TrainingStatus::Sedentary => 70.0,
        TrainingStatus::Recreational => 240.0,
        TrainingStatus::Trained => 430.0,
    }
}

pub(super) fn diary(params: &NutritionParams, seed: u64, user_id: u32) -> ProteinDiary {
    let mut rng = item_rng(seed, *b"protdiar", u64::from(user_id));
    let profile = DiaryProfile::draw(&mut rng);
    let mut metrics = draw_metrics(params.n_days, profile.training_status, &mut rng);
    lay_up(&mut metrics, params, seed, user_id);
    // A stream of its own: the other columns do not depend on the noise.
    let mut rng = item_rng(seed, *b"protneed", u64::from(user_id));
    let range = profile.protein_range();
    // People who exercise eat more protein; few eat exactly what they need.
    let usual_g = (0.6 * profile.weight_kg + 0.4 * range.low_g) * libm::exp(0.22 * normal(&mut rng));
    let mut diary = ProteinDiary {
        user_id,
        profile,
        metrics,
        protein_intake_g: Vec::with_capacity(params.n_days),
        need_g_per_day: Vec::with_capacity(params.n_days),
        need_noise_free_g_per_day: Vec::with_capacity(params.n_days),
    };
    for day in 0..params.n_days {
        let until = |metric| &diary.series(metric)[..=day];
        let causes =
            NeedCauses::of(until(DiaryMetric::Activity), until(DiaryMetric::SleepHours), until(DiaryMetric::Recovery));
        let need = protein_need_g_per_day(&profile, &causes);
        let noise = params.need_noise_sd * (range.high_g - range.low_g) * truncated_normal(&mut rng);
        diary.need_noise_free_g_per_day.push(need);
        diary.need_g_per_day.push(need + noise);
        let intake = usual_g * (1.0 + 0.16 * normal(&mut rng)).clamp(0.3, 2.0);
        diary.protein_intake_g.push(rounded(intake, 10.0));
    }
    diary
}

/// value = level + AR(1) noise, clipped and rounded; the noises of a day share what makes it a good day.
fn draw_metrics(n_days: usize, status: TrainingStatus, rng: &mut ChaCha8Rng) -> [Vec<f64>; DiaryMetric::N] {
    const ACTIVITY: usize = DiaryMetric::Activity as usize;
    const HRV: usize = DiaryMetric::HrvMs as usize;
    const RECOVERY: usize = DiaryMetric::Recovery as usize;
    let strain = normal(rng);
    let mut levels = [0.0; DiaryMetric::N];
    for (index, (level, spec)) in levels.iter_mut().zip(&SPECS).enumerate() {
        let burden = if index == DiaryMetric::Stress as usize { 1.0 } else { -1.0 };
        let share = if index == ACTIVITY { 0.0 } else { 0.4 };
        let deviation = share * burden * strain + (1.0_f64 - share * share).sqrt() * normal(rng);
        *level = if index == ACTIVITY || index == HRV {
            // Log-normal of this mean and sd.
            let ratio = spec.between_sd / spec.mean;
            let log_sd = libm::log(1.0 + ratio * ratio).sqrt();
            spec.mean * libm::exp(log_sd * deviation - log_sd * log_sd / 2.0)
        } else {
            spec.mean + spec.between_sd * deviation
        };
    }
    levels[ACTIVITY] *= usual_load(status);
    let mut noise: [f64; DiaryMetric::N] = std::array::from_fn(|_| normal(rng));
    let mut series: [Vec<f64>; DiaryMetric::N] = std::array::from_fn(|_| Vec::with_capacity(n_days));
    for _ in 0..n_days {
        let good_day = normal(rng);
        let load_before = noise[ACTIVITY];
        let mut innovations = [0.0; DiaryMetric::N];
        for (innovation, shared) in innovations.iter_mut().zip(GOOD_DAY_LOAD) {
            *innovation = shared * good_day + (1.0_f64 - shared * shared).sqrt() * normal(rng);
        }
        let [sleep, quality, hrv, _, stress, own] = innovations;
        let causes = [sleep, quality, hrv, load_before, stress];
        innovations[RECOVERY] =
            RECOVERY_OWN * own + causes.iter().zip(RECOVERY_LOAD).map(|(cause, load)| cause * load).sum::<f64>();
        for (index, spec) in SPECS.iter().enumerate() {
            let rho = spec.autocorrelation;
            noise[index] = rho * noise[index] + (1.0 - rho * rho).sqrt() * innovations[index];
            let scale = if index == ACTIVITY || index == HRV { levels[index] / spec.mean } else { 1.0 };
            let value = levels[index] + scale * spec.within_sd * noise[index];
            series[index].push(rounded(value.clamp(spec.limits.0, spec.limits.1), spec.steps));
        }
    }
    series
}

/// Days of illness or injury: almost no load, poor recovery, more stress.
fn lay_up(metrics: &mut [Vec<f64>; DiaryMetric::N], params: &NutritionParams, seed: u64, user_id: u32) {
    // A stream of its own: the other days do not depend on it.
    let mut rng = item_rng(seed, *b"protill\0", u64::from(user_id));
    let mut n_left = 0_u32;
    // How bad each day is; none where the person is well.
    let severities: Vec<Option<f64>> = (0..params.n_days)
        .map(|_| {
            let starts = rng.random::<f64>() < params.illnesses_per_year / 365.0;
            let n_days = rng.random_range(ILL_DAYS.0..=ILL_DAYS.1);
            let severity = rng.random_range(0.6..1.4);
            n_left = if starts && n_left == 0 { n_days } else { n_left };
            let is_ill = n_left > 0;
            n_left = n_left.saturating_sub(1);
            is_ill.then_some(severity)
        })
        .collect();
    for (metric, share, points) in [
        (DiaryMetric::Activity, ILL_LOAD_SHARE, 0.0),
        (DiaryMetric::Recovery, 1.0, -ILL_RECOVERY),
        (DiaryMetric::Stress, 1.0, ILL_STRESS),
    ] {
        let spec = &SPECS[metric.index()];
        for (value, severity) in metrics[metric.index()].iter_mut().zip(&severities) {
            if let Some(severity) = severity {
                let changed = share * *value + points * severity;
                *value = rounded(changed.clamp(spec.limits.0, spec.limits.1), spec.steps);
            }
        }
    }
}

fn rounded(value: f64, steps_per_unit: f64) -> f64 {
    (value * steps_per_unit).round() / steps_per_unit
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    rng.sample(StandardNormal)
}

fn truncated_normal(rng: &mut ChaCha8Rng) -> f64 {
    loop {
        let x = normal(rng);
        if x.abs() <= NEED_NOISE_LIMIT_SDS {
            return x;
        }
    }
}
