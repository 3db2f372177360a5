//! Protein need: the network of the artifacts, what it is asked and what it answers.

mod artifact;
mod predictor;

pub use artifact::{ProteinArtifact, ProteinConfig};
pub use predictor::{DiaryDay, ProteinAnswer, ProteinPredictor, ProteinRequest};
