//! Pose network.
#![allow(missing_docs, dead_code, unused)]
mod data;
mod device;
mod error;
mod fused;
mod graph;
mod inference;
mod model;
mod training;
pub use data::{ANGLE_NAMES, Batch, Clip, EXERCISE_NAMES, Example, N_ANGLES, N_EXERCISES, Targets};
pub use device::DeviceName;
pub use error::{Error, Result};
pub use graph::{BONES, N_JOINTS, SkeletonGraph};
pub use inference::{Prediction, predict};
pub use model::{JointReadout, PoseGnn, PoseGnnConfig, PoseOutput};
pub use training::{EpochReport, LossWeights, Plateau, Trainer, TrainingConfig, ValidationErrors};
