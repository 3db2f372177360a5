//! What a coach would measure, from landmarks alone.

mod angles;
mod calibration;
mod faults;
mod lift;
mod scale;
mod scaled;
mod scene;
#[cfg(test)]
mod tests;

pub use faults::{FaultMeasurement, FaultUnit};
pub use scaled::ScaledRecording;
pub use scene::{View, ViewDirection};
