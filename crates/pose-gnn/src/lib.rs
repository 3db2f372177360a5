#![doc = include_str!("../README.md")]

mod data;
mod error;
mod fused;
mod graph;
mod inference;
mod issue;
mod joint;
mod measurements;
mod model;
mod probabilities;
mod proportions;
mod quantile;
mod recognition;
mod recording;
mod repetitions;
#[cfg(test)]
mod testing;
mod training;

pub use data::{Batch, Clip, Example, Targets};
pub use error::{Error, Result};
pub use graph::SkeletonGraph;
pub use inference::{Analysis, PoseModel, Prediction, RepetitionAnalysis, SURE, predict};
pub use issue::RecordingIssue;
pub use measurements::{
    FaultMeasurement, FaultUnit, Head, LiftSummary, N_SUMMARY, Orientation, ScaledRecording, View, ViewDirection,
    form_by_faults,
};
pub use model::{JointReadout, PoseGnn, PoseGnnConfig, PoseOutput};
pub use neural::DeviceName;
pub use probabilities::LiftProbabilities;
pub use recording::{Coordinates, MissingLandmark, Recording, RecordingError, RecordingOptions};
pub use repetitions::{Repetition, Repetitions};
pub use training::{EpochReport, LossWeights, Plateau, Trainer, TrainingConfig, ValidationErrors};
pub use {burn, words};
