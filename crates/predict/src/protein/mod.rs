//! Protein need: the network of the artifacts, what it is asked and what it answers.

mod artifact;
mod eaten;
mod predictor;

pub use artifact::{ProteinArtifact, ProteinConfig};
pub use eaten::{Eaten, EatenError};
pub use predictor::{DiaryDay, IntakeRecord, ProteinAnswer, ProteinPredictor, ProteinRequest};
