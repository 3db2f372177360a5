//! Labelled sequences of landmarks, and batches of them as tensors.

mod augment;
mod batch;
mod clip;
mod example;

pub(crate) use augment::augment;
pub use batch::Batch;
pub(crate) use batch::TargetBatch;
pub use clip::Clip;
pub use example::{ANGLE_NAMES, EXERCISE_NAMES, Example, N_ANGLES, N_EXERCISES, Targets};
