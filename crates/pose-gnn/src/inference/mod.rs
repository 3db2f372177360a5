//! Predictions from a trained network: for clips, and for whole recordings.

mod analysis;
mod prediction;
mod windows;

pub use analysis::{Analysis, RepetitionAnalysis, analyze};
pub use prediction::{Prediction, predict};
