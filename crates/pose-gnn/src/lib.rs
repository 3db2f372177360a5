#![doc = include_str!("../README.md")]

mod data;
mod error;
mod fused;
mod graph;
mod inference;
mod joint;
mod measurements;
mod model;
mod recording;
mod repetitions;
#[cfg(test)]
mod testing;
mod training;

pub use data::{Batch, Clip, Example, N_ANGLES, Targets};
pub use error::{Error, Result};
pub use graph::{BONES, SkeletonGraph};
pub use inference::{Analysis, Prediction, RepetitionAnalysis, analyze, predict};
pub use joint::{LANDMARK_NAMES, N_LANDMARKS};
pub use measurements::{
    ANGLE_NAMES, Exercise, FaultMeasurement, View, ViewDirection, body_landmarks, joint_angles_deg, measure_faults,
    view,
};
pub use model::{JointReadout, PoseGnn, PoseGnnConfig, PoseOutput};
pub use neural::DeviceName;
pub use recording::{Coordinates, Recording, RecordingError, RecordingOptions};
pub use repetitions::{Repetition, find_repetitions};
pub use training::{EpochReport, LossWeights, Plateau, Trainer, TrainingConfig, ValidationErrors};
