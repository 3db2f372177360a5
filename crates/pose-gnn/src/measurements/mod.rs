//! What a coach would measure, from landmarks alone.

mod angles;
mod calibration;
mod cleaning;
mod fault_unit;
mod faults;
mod lift;
mod orientation;
mod scale;
mod scaled;
mod scene;
mod summary;
#[cfg(test)]
mod tests;

pub use fault_unit::FaultUnit;
pub use faults::{FaultMeasurement, form_by_faults};
pub use orientation::{Head, Orientation};
pub use scaled::ScaledRecording;
pub use scene::{View, ViewDirection};
pub(crate) use summary::mirrored_angles;
pub use summary::{LiftSummary, N_SUMMARY};
