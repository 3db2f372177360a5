//! What the five lifts are, as thresholds on a movement.
//!
//! Written down from biomechanics before any filmed landmark was looked at, but for the depth from which a squat is one: a quarter of a
//! leg at first, less since, because shallow squats of the generator were taken for none. Each rule is a product of logistic functions, so that a
//! value near its threshold makes the answer less sure and not another one.

use super::movement::Movement;
use crate::probabilities::LiftProbabilities;
use words::Exercise;

/// How well no lift fits, whatever is seen: a rule has to fit better.
const NONE: f64 = 0.05;

pub(super) fn probabilities(movement: &Movement) -> LiftProbabilities {
    let fits = Exercise::ALL.map(|exercise| match exercise {
        Exercise::Squat => squat(movement),
        Exercise::Deadlift => deadlift(movement),
        Exercise::BenchPress => bench_press(movement),
        Exercise::OverheadPress => overhead_press(movement),
        Exercise::Lunge => lunge(movement),
    });
    LiftProbabilities::from_weights(fits, NONE)
}

/// From 0 to 1, a half at the threshold; `width` is how far from it the answer is three quarters.
fn at_least(value: f64, threshold: f64, width: f64) -> f64 {
    1.0 / (1.0 + ((threshold - value) / width).exp())
}

fn at_most(value: f64, threshold: f64, width: f64) -> f64 {
    at_least(-value, -threshold, width)
}

fn squat(m: &Movement) -> f64 {
    let hands_are_high = at_least(m.wrists_over_knees, 0.25, 0.12);
    let is_deep = at_most(m.hips_over_knees, 0.05, 0.08);
    // Knees of 115 degrees: whoever stops there squats, if not deep.
    at_least(m.hip_drop, 0.16, 0.04)
        * at_most(m.tilt_bottom_deg, 60.0, 6.0)
        * at_most(m.tilt_top_deg, 35.0, 6.0)
        * at_most(m.hips_over_knees, 0.55, 0.1)
        // Else it is a jump; on film, feet of squats are lost by up to 0.08.
        * at_most(m.feet_off_ground, 0.12, 0.02)
        * hands_are_high.max(is_deep)
        * knees_are_level(m)
}

fn deadlift(m: &Movement) -> f64 {
    at_least(m.tilt_bottom_deg, 42.0, 5.0)
        * at_least(m.tilt_bottom_deg - m.tilt_top_deg, 28.0, 5.0)
        * at_most(m.wrists_over_knees, 0.25, 0.12)
        * at_least(m.wrists_down_top, 0.6, 0.08)
        * at_least(m.wrists_down_bottom, 0.55, 0.08)
        * at_least(m.hips_over_knees, 0.15, 0.08)
        // Else it is swung; hands of filmed deadlifts stay below by 0.34 and more.
        * at_most(m.wrists_highest, -0.15, 0.1)
        * knees_are_level(m)
}

fn lunge(m: &Movement) -> f64 {
    at_least(m.knee_difference, 0.4, 0.08) * at_least(m.hip_drop, 0.15, 0.05) * at_most(m.tilt_bottom_deg, 45.0, 6.0)
}

fn overhead_press(m: &Movement) -> f64 {
    at_most(m.hip_drop, 0.15, 0.05)
        * at_most(m.tilt_deg, 40.0, 6.0)
        * at_least(m.wrists_highest, 0.6, 0.1)
        * at_least(m.wrists_highest - m.wrists_lowest, 0.4, 0.07)
        * at_least(m.wrists_lowest, -0.6, 0.1)
}

fn bench_press(m: &Movement) -> f64 {
    at_least(m.tilt_deg, 60.0, 5.0)
        * at_least(m.wrists_highest - m.wrists_lowest, 0.25, 0.07)
        * at_least(m.wrists_highest, 0.4, 0.1)
        * at_most(m.hip_drop, 0.2, 0.05)
        * at_least(m.hips_over_ankles, 0.1, 0.04)
}

fn knees_are_level(m: &Movement) -> f64 {
    at_most(m.knee_difference, 0.4, 0.08)
}
