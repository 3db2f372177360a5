//! A movement in a dozen numbers.

use super::posture::Postures;
use crate::proportions::{ARM, LEG, SHANK, THIGH, TRUNK};
use crate::quantile::{median, quantile};

/// Heights within this share of the range count as lowest, and as highest.
const NEAR: f64 = 0.15;

/// What the body does where its shoulders are lowest over the ankles, and where they are highest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Movement {
    /// How much lower the hips are at the bottom, in lengths of a leg.
    pub(super) hip_drop: f64,
    /// Tilt of the trunk at the bottom, at the top, and its median over all frames.
    pub(super) tilt_bottom_deg: f64,
    pub(super) tilt_top_deg: f64,
    pub(super) tilt_deg: f64,
    /// Hips above the knees at the bottom, in lengths of a thigh.
    pub(super) hips_over_knees: f64,
    /// Wrists above the knees at the bottom, in lengths of a shank.
    pub(super) wrists_over_knees: f64,
    /// Between both knees in height at the bottom, in lengths of a shank.
    pub(super) knee_difference: f64,
    /// Shoulders above the wrists at the bottom and at the top, in lengths of an arm.
    pub(super) wrists_down_bottom: f64,
    pub(super) wrists_down_top: f64,
    /// Wrists above the shoulders at their highest and lowest, in lengths of the trunk.
    pub(super) wrists_highest: f64,
    pub(super) wrists_lowest: f64,
    /// Hips above the ankles, in shares of stature.
    pub(super) hips_over_ankles: f64,
    /// How high both feet leave the ground, in shares of stature; 0 where the coordinates do not tell.
    pub(super) feet_off_ground: f64,
}

impl Movement {
    pub(super) fn of(postures: &Postures) -> Self {
        let minus = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
        let height = minus(&postures.shoulders, &postures.ankles);
        let [low, high] = [0.05, 0.95].map(|share| quantile(height.clone(), share));
        let near = NEAR * (high - low).max(1e-9);
        let at = |values: &[f64], is_there: &dyn Fn(f64) -> bool| {
            median(
                height.iter().zip(values).filter(|(height, _)| is_there(**height)).map(|(_, value)| *value).collect(),
            )
        };
        let bottom = |values: &[f64]| at(values, &|height| height <= low + near);
        let top = |values: &[f64]| at(values, &|height| height >= high - near);
        let hips = minus(&postures.hips, &postures.ankles);
        let wrists_up = minus(&postures.wrists, &postures.shoulders);
        Self {
            hip_drop: (top(&hips) - bottom(&hips)) / LEG,
            tilt_bottom_deg: bottom(&postures.trunk_tilt_deg),
            tilt_top_deg: top(&postures.trunk_tilt_deg),
            tilt_deg: median(postures.trunk_tilt_deg.clone()),
            hips_over_knees: bottom(&minus(&postures.hips, &postures.knees)) / THIGH,
            wrists_over_knees: bottom(&minus(&postures.wrists, &postures.knees)) / SHANK,
            knee_difference: bottom(&postures.knee_difference) / SHANK,
            wrists_down_bottom: -bottom(&wrists_up) / ARM,
            wrists_down_top: -top(&wrists_up) / ARM,
            wrists_highest: quantile(wrists_up.clone(), 0.95) / TRUNK,
            wrists_lowest: quantile(wrists_up, 0.05) / TRUNK,
            hips_over_ankles: median(hips),
            feet_off_ground: quantile(postures.lower_ankle.clone(), 0.95) - median(postures.lower_ankle.clone()),
        }
    }
}
