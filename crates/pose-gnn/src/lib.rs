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

pub use data::{Batch, Clip, Example, Targets};
pub use error::{Error, Result};
pub use graph::SkeletonGraph;
pub use inference::{Analysis, ExerciseProbabilities, PoseModel, Prediction, RepetitionAnalysis, predict};
pub use measurements::{FaultMeasurement, FaultUnit, ScaledRecording, View, ViewDirection};
pub use model::{JointReadout, PoseGnn, PoseGnnConfig, PoseOutput};
pub use neural::DeviceName;
pub use recording::{Coordinates, Recording, RecordingError, RecordingOptions};
pub use repetitions::Repetition;
pub use training::{EpochReport, LossWeights, Plateau, Trainer, TrainingConfig, ValidationErrors};
pub use {burn, words};
