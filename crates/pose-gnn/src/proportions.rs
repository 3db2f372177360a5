//! Lengths of a body in shares of its stature.
//!
//! By Drillis & Contini (1966), as in Winter, Biomechanics and Motor Control (2009), fig. 4.1; widths and feet as MediaPipe
//! places its landmarks.

pub(crate) const TRUNK: f64 = 0.288;
pub(crate) const THIGH: f64 = 0.245;
pub(crate) const SHANK: f64 = 0.246;
pub(crate) const LEG: f64 = THIGH + SHANK;
pub(crate) const UPPER_ARM: f64 = 0.186;
pub(crate) const FOREARM: f64 = 0.146;
pub(crate) const ARM: f64 = UPPER_ARM + FOREARM;
/// Between the shoulders, and between the hips.
pub(crate) const SHOULDERS: f64 = 0.216;
pub(crate) const HIPS: f64 = 0.143;
/// From the heel to the tip of the foot.
pub(crate) const FOOT: f64 = 0.132;

/// Image coordinates do not tell how tall somebody is.
pub(crate) const ASSUMED_STATURE_CM: f64 = 172.0;
