//! Labelled sequences of landmarks, and batches of them as tensors.

mod augment;
mod batch;
mod clip;
mod example;

pub(crate) use augment::augment;
pub use batch::Batch;
pub(crate) use batch::{ANGLE_DEG, N_TOLD, TargetBatch, told};
pub use clip::Clip;
pub(crate) use clip::FRAME_VALUES;
pub use example::{Example, Targets};
