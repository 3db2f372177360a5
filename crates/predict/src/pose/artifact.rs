//! The files that a pose network's prediction needs.

use burn::tensor::Device;
use pose_gnn::burn;
use pose_gnn::{PoseGnnConfig, PoseModel, TrainingConfig};
use registry::{Artifact, Draft};
use serde::{Deserialize, Serialize};
use words::{Exercise, JointAngle};

use crate::error::{Result, in_file};
use crate::models::ArtifactSpec;

/// A trained pose network with how it was made.
#[derive(Debug)]
pub struct PoseArtifact {
    /// How it was made.
    pub config: PoseConfig,
    /// The network.
    pub model: PoseModel,
}

/// `config.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PoseConfig {
    pub model: String,
    /// Sizes of the network.
    pub network: PoseGnnConfig,
    pub training: TrainingConfig,
    pub seed: u64,
    /// Where it was trained.
    pub device: String,
    /// Whether it only checked the pipeline.
    pub smoke: bool,
    pub best_epoch: usize,
    /// In the order of the outputs.
    pub exercises: [Exercise; Exercise::N],
    /// In the order of the outputs.
    pub joint_angles: [JointAngle; JointAngle::N],
    /// Mean absolute error of the form scores that analyses give, in points, on synthetic lifts that nothing was trained on.
    pub form_score_error: f64,
    /// Seed of the synthetic lifts.
    pub data_seed: u64,
}

impl PoseArtifact {
    /// Where it is in a registry.
    pub const SPEC: ArtifactSpec = ArtifactSpec {
        family: "biomechanics",
        model: "gnn_lstm_best",
        kind: "pose-gnn",
        schema_version: 2,
        label: "pose network",
    };
    const WEIGHTS: &str = "gnn_lstm_best.safetensors";
    const CONFIG: &str = "config.json";

    /// Writes the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry).
    pub fn write(&self, draft: &Draft) -> Result<()> {
        draft.write(Self::WEIGHTS, self.model.network().to_safetensors())?;
        Ok(draft.write_json(Self::CONFIG, &self.config)?)
    }

    /// Reads and checks the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry), [`Error::Artifact`](crate::Error::Artifact).
    pub fn read(artifact: &Artifact, device: &Device) -> Result<Self> {
        let config: PoseConfig = artifact.read_json(Self::CONFIG)?;
        if config.exercises != Exercise::ALL || config.joint_angles != JointAngle::ALL {
            return Err(in_file(artifact, Self::CONFIG)("its outputs are of other exercises or joint angles"));
        }
        let weights = artifact.read(Self::WEIGHTS)?;
        let model = PoseModel::from_safetensors(config.network.clone(), &weights, device);
        Ok(Self { model: model.map_err(in_file(artifact, Self::WEIGHTS))?, config })
    }
}
