//! What a coach would measure, from landmarks alone.

mod angles;
mod calibration;
mod exercise;
mod faults;
mod lift;
mod scale;
mod scene;
#[cfg(test)]
mod tests;

pub use angles::{ANGLE_NAMES, joint_angles_deg};
pub use exercise::Exercise;
pub use faults::{FaultMeasurement, measure_faults};
pub(crate) use scale::Scale;
pub use scene::{View, ViewDirection, body_landmarks, view};
