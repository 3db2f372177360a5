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
/// need = low + (high − low) · (0.2 + 0.6 · σ(z)), and with the saturated load s = load / (load + 300 AU)
///
/// z = intercept + load · (s − 0.45) + `sleep_debt` · debt · 2s + `poor_recovery` · points / 10 + `unfuelled` · excess / 200 AU (losing fat)
/// + `laid_up` · share · (1 + older / 2) + age · older · (0.5 + s) + `muscle_gain` · 2s (gaining) + `fat_loss` (losing), older in decades beyond 60.
///
/// No sum of the metrics' means equals that: load saturates and multiplies what sleep, age and the goal do, recovery and sleep count below a threshold, and
/// of days almost without load those of illness raise the need. The outer fifths of the range are left to the noise, so that no observed need leaves
/// it. Directions are published; sizes are choices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NeedCoefficients {
    /// At the reference: a saturated load of 0.45 (245 AU/day), no sleep debt, recovery of 58 or more, age to 60, maintaining.
    pub intercept: f64,
    /// Of the saturated load: more load, more repair, with a plateau (Jäger et al. 2017; Morton et al. 2018).
    pub load: f64,
    /// Per hour of sleep debt a night, at half of the saturated load: short sleep lowers the synthesis of muscle that training asks for (Lamon
    /// et al. 2021: −18 % after one night; Saner et al. 2020).
    pub sleep_debt: f64,
    /// Per 10 points below [`GOOD_RECOVERY`]: what has not recovered is still under repair (Kellmann et al. 2018).
    pub poor_recovery: f64,
    /// Per 200 AU/day beyond [`FUELLED_LOAD`] for people who lose fat: training that is not eaten for (Areta et al. 2014: synthesis −27 % in deficit).
    pub unfuelled: f64,
    /// Of the share of days laid up: illness and disuse make muscle resistant to protein (Wall et al. 2013; Tipton 2015).
    pub laid_up: f64,
    /// Per decade beyond 60: anabolic resistance (Moore et al. 2015; Bauer et al. 2013).
    pub age: f64,
    /// For muscle gain, at half of the saturated load: synthesis must exceed breakdown (Morton et al. 2018: gains up to 1.6 g/kg, 95 % limit 2.2).
    pub muscle_gain: f64,
    /// For fat loss: protein spares lean mass in energy deficit (Helms et al. 2014).
    pub fat_loss: f64,
}

/// The coefficients in use.
pub const NEED_COEFFICIENTS: NeedCoefficients = NeedCoefficients {
    intercept: -1.4,
    load: 3.0,
    sleep_debt: 1.1,
    poor_recovery: 0.5,
    unfuelled: 0.9,
    laid_up: 3.5,
    age: 0.7,
    muscle_gain: 0.7,
    fat_loss: 0.2,
};

/// Sleep that adults should not go below, hours a night (Watson et al. 2015, consensus of AASM and SRS).
pub const RECOMMENDED_SLEEP_HOURS: f64 = 7.0;
/// Recovery from which on there is nothing left to repair, points.
pub const GOOD_RECOVERY: f64 = 58.0;
/// Training load that somebody who loses fat still eats for, AU.
pub const FUELLED_LOAD: f64 = 300.0;
/// A day with less load than this, in AU, and less recovery than [`LAID_UP_RECOVERY`] is one of illness or injury.
pub const LAID_UP_LOAD: f64 = 25.0;
/// See [`LAID_UP_LOAD`]; points.
pub const LAID_UP_RECOVERY: f64 = 48.0;
/// Load at which the effect of load is half of what it can be, AU/day.
const HALF_LOAD: f64 = 300.0;

/// Weighted means of the days before, the latest weighing most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NeedCauses {
    /// Training load, AU/day.
    pub load: f64,
    /// Load beyond [`FUELLED_LOAD`], AU/day; lighter days do not pay back harder ones.
    pub unfuelled_load: f64,
    /// Hours a night below [`RECOMMENDED_SLEEP_HOURS`]; longer nights do not pay back shorter ones.
    pub sleep_debt_hours: f64,
    /// Points of recovery below [`GOOD_RECOVERY`].
    pub poor_recovery: f64,
    /// Share of days laid up: [`LAID_UP_LOAD`].
    pub laid_up: f64,
}

impl NeedCauses {
    /// Averages the last [`NEED_WINDOW_DAYS`] of these days, or all if there are fewer, with weights [`DAILY_DECAY`]ᵏ, k days back.
    pub fn of(activity: &[f64], sleep_hours: &[f64], recovery: &[f64]) -> Self {
        let mean = |of_day: &dyn Fn(f64, f64, f64) -> f64| {
            let (mut weight, mut sum, mut total) = (1.0, 0.0, 0.0);
            let days = activity.iter().zip(sleep_hours).zip(recovery).rev().take(NEED_WINDOW_DAYS);
            for ((&load, &sleep), &recovery) in days {
                sum += weight * of_day(load, sleep, recovery);
                total += weight;
                weight *= DAILY_DECAY;
            }
            sum / total
        };
        Self {
            load: mean(&|load, _, _| load),
            unfuelled_load: mean(&|load, _, _| (load - FUELLED_LOAD).max(0.0)),
            sleep_debt_hours: mean(&|_, sleep, _| (RECOMMENDED_SLEEP_HOURS - sleep).max(0.0)),
            poor_recovery: mean(&|_, _, recovery| (GOOD_RECOVERY - recovery).max(0.0)),
            laid_up: mean(&|load, _, recovery| f64::from(load < LAID_UP_LOAD && recovery < LAID_UP_RECOVERY)),
        }
    }
}

/// The noise-free need, g per day; see [`NeedCoefficients`].
pub fn protein_need_g_per_day(profile: &DiaryProfile, causes: &NeedCauses) -> f64 {
    let b = &NEED_COEFFICIENTS;
    let load = causes.load / (causes.load + HALF_LOAD);
    let older = (f64::from(profile.age_years) - 60.0).max(0.0) / 10.0;
    let goal = match profile.goal {
        Goal::Maintain => 0.0,
        Goal::MuscleGain => b.muscle_gain * 2.0 * load,
        Goal::FatLoss => b.fat_loss + b.unfuelled * causes.unfuelled_load / 200.0,
    };
    let z = b.intercept
        + b.load * (load - 0.45)
        + b.sleep_debt * causes.sleep_debt_hours * 2.0 * load
        + b.poor_recovery * causes.poor_recovery / 10.0
        + b.laid_up * causes.laid_up * (1.0 + older / 2.0)
        + b.age * older * (0.5 + load)
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
