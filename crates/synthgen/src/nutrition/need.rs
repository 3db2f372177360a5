//! How much protein somebody needs, and why.

use words::Goal;

use super::profile::DiaryProfile;

/// Days of a diary that the need of its last one depends on.
pub const NEED_WINDOW_DAYS: usize = 14;
/// Weight of a day relative to the day after it: half in 4.3 days, as muscle protein synthesis is raised for one to two days
/// after a session and adaptation takes one to two weeks.
pub const DAILY_DECAY: f64 = 0.85;
/// The noise of the observed need is cut off at so many sds.
pub const NEED_NOISE_LIMIT_SDS: f64 = 2.5;
/// Mean absolute value of that noise in sds: 2(φ(0) − φ(2.5)) / (2Φ(2.5) − 1).
pub const NEED_NOISE_MAE_SDS: f64 = 0.772_421;

/// How the need depends on its causes; all in log-odds of the place within the range.
///
/// need = weight · (low + (high − low) · (0.2 + 0.6 · σ(z))), z = intercept + Σ coefficient · cause. The outer fifths of the
/// range are left to the noise, so that no observed need leaves it. Directions are published; sizes are choices, such that each
/// cause moves the need by a few per cent and the load most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NeedCoefficients {
    /// At the reference: 250 AU/day, no sleep debt, recovery 60, age to 60, maintaining.
    pub intercept: f64,
    /// Per 200 AU/day of training load: more load, more repair (Jäger et al. 2017; Thomas et al. 2016).
    pub load: f64,
    /// Per hour of sleep debt a night: short sleep lowers muscle protein synthesis (Lamon et al. 2021: −18 % after one night).
    pub sleep_debt: f64,
    /// Per 10 points of recovery: who has recovered needs less repair.
    pub recovery: f64,
    /// Per decade beyond 60: anabolic resistance (Moore et al. 2015; Bauer et al. 2013).
    pub age: f64,
    /// For muscle gain: synthesis must exceed breakdown (Morton et al. 2018: gains up to 1.6 g/kg, 95 % limit 2.2).
    pub muscle_gain: f64,
    /// For fat loss: protein spares lean mass in energy deficit (Helms et al. 2014).
    pub fat_loss: f64,
}

/// The coefficients in use.
pub const NEED_COEFFICIENTS: NeedCoefficients = NeedCoefficients {
    intercept: -0.8,
    load: 1.2,
    sleep_debt: 0.9,
    recovery: -0.45,
    age: 0.6,
    muscle_gain: 0.7,
    fat_loss: 0.4,
};

/// Sleep that adults should not go below, hours a night (Watson et al. 2015, consensus of AASM and SRS).
pub const RECOMMENDED_SLEEP_HOURS: f64 = 7.0;
const REFERENCE_LOAD: f64 = 250.0;
const REFERENCE_RECOVERY: f64 = 60.0;

/// Weighted means of the days before, the latest weighing most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NeedCauses {
    /// Training load, AU/day.
    pub load: f64,
    /// Hours a night below [`RECOMMENDED_SLEEP_HOURS`]; longer nights do not pay back shorter ones.
    pub sleep_debt_hours: f64,
    /// Recovery, points.
    pub recovery: f64,
}

impl NeedCauses {
    /// Averages the last [`NEED_WINDOW_DAYS`] of these days, or all if there are fewer, with weights [`DAILY_DECAY`]ᵏ, k days back.
    pub fn of(activity: &[f64], sleep_hours: &[f64], recovery: &[f64]) -> Self {
        let mean = |values: &[f64], map: fn(f64) -> f64| {
            let (mut weight, mut sum, mut total) = (1.0, 0.0, 0.0);
            for value in values.iter().rev().take(NEED_WINDOW_DAYS) {
                sum += weight * map(*value);
                total += weight;
                weight *= DAILY_DECAY;
            }
            sum / total
        };
        Self {
            load: mean(activity, |load| load),
            sleep_debt_hours: mean(sleep_hours, |hours| (RECOMMENDED_SLEEP_HOURS - hours).max(0.0)),
            recovery: mean(recovery, |points| points),
        }
    }
}

/// The noise-free need, g per day; see [`NeedCoefficients`].
pub fn protein_need_g_per_day(profile: &DiaryProfile, causes: &NeedCauses) -> f64 {
    let b = &NEED_COEFFICIENTS;
    let goal = match profile.goal {
        Goal::Maintain => 0.0,
        Goal::MuscleGain => b.muscle_gain,
        Goal::FatLoss => b.fat_loss,
    };
    let z = b.intercept
        + b.load * (causes.load - REFERENCE_LOAD) / 200.0
        + b.sleep_debt * causes.sleep_debt_hours
        + b.recovery * (causes.recovery - REFERENCE_RECOVERY) / 10.0
        + b.age * (f64::from(profile.age_years) - 60.0).max(0.0) / 10.0
        + goal;
    let range = profile.protein_range();
    // `libm` and not `f64::exp`: the latter differs between platforms in the last bit.
    let share = 0.2 + 0.6 / (1.0 + libm::exp(-z));
    range.low_g + (range.high_g - range.low_g) * share
}

/// Mean absolute error of a model that knows the noise-free need, g per day, where the noise has this sd as a share of the range.
pub fn need_noise_floor_g_per_day(profile: &DiaryProfile, need_noise_sd: f64) -> f64 {
    let range = profile.protein_range();
    NEED_NOISE_MAE_SDS * need_noise_sd * (range.high_g - range.low_g)
}
