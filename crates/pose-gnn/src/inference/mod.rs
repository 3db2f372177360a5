//! Predictions from a trained network: for clips, and for whole recordings.

mod analysis;
mod model;
mod prediction;
mod windows;

pub use analysis::{Analysis, RepetitionAnalysis, SURE};
pub use model::PoseModel;
pub use prediction::{Prediction, predict};
