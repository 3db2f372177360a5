//! Filmed lifts: the network of the artifacts, what it is asked and what it answers.

mod artifact;
mod predictor;

pub use artifact::{PoseArtifact, PoseConfig};
pub use predictor::{PoseAnswer, PosePredictor, PoseRequest};
