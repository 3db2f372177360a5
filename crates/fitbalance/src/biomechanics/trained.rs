//! A trained pose network with its figures, before it becomes an artifact.

use pose_gnn::{EpochReport, Prediction};
use predict::pose::PoseArtifact;

use crate::biomechanics::dataset::Sequences;
use crate::biomechanics::evaluation::Evaluation;
use crate::biomechanics::options::TrainOptions;

/// What a sequence is used for; row numbers in the data set.
pub(crate) struct Parts {
    pub(crate) train: Vec<usize>,
    pub(crate) validation: Vec<usize>,
    pub(crate) test: Vec<usize>,
}

/// A trained network with everything that is known of it.
pub(crate) struct TrainedPose<'a> {
    pub(crate) artifact: PoseArtifact,
    pub(crate) sequences: &'a Sequences,
    pub(crate) options: &'a TrainOptions,
    pub(crate) history: Vec<EpochReport>,
    pub(crate) parts: Parts,
    /// For the held-out sequences.
    pub(crate) predictions: Vec<Prediction>,
    pub(crate) evaluation: Evaluation,
}
