//! The files that a protein network's recommendation needs.

use nutrition::{BackgroundDiary, ProteinGru, ProteinGruConfig, ProteinTrainingConfig, Recommender};
use pose_gnn::burn::tensor::Device;
use registry::{Artifact, Draft};
use serde::{Deserialize, Serialize};

use crate::error::{Result, in_file};
use crate::models::ArtifactSpec;

/// A trained protein network with the diaries that it compares with and how it was made.
#[derive(Debug)]
pub struct ProteinArtifact {
    /// How it was made.
    pub config: ProteinConfig,
    /// The network with the diaries.
    pub recommender: Recommender,
}

/// `config.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ProteinConfig {
    pub model: String,
    /// Sizes of the network.
    pub network: ProteinGruConfig,
    pub training: ProteinTrainingConfig,
    pub seed: u64,
    /// Whether it only checked the pipeline.
    pub smoke: bool,
    /// Seed of the synthetic diaries.
    pub data_seed: u64,
    /// The error that 9 of 10 people who chose the epoch stay within, as a share of their range.
    pub error_share: f64,
}

impl ProteinArtifact {
    /// Where it is in a registry.
    pub const SPEC: ArtifactSpec = ArtifactSpec {
        family: "nutrition",
        model: "protein_optimizer",
        kind: "protein-gru",
        schema_version: 2,
        label: "protein network",
    };
    /// The weights.
    pub const WEIGHTS: &str = "protein_optimizer.safetensors";
    /// Diaries that explanations compare with.
    pub const BACKGROUND: &str = "background_diaries.json";
    const CONFIG: &str = "config.json";

    /// Writes the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry).
    pub fn write(&self, draft: &Draft) -> Result<()> {
        draft.write(Self::WEIGHTS, self.recommender.network().to_safetensors())?;
        draft.write_json(Self::BACKGROUND, self.recommender.background())?;
        Ok(draft.write_json(Self::CONFIG, &self.config)?)
    }

    /// Reads and checks the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry), [`Error::Artifact`](crate::Error::Artifact).
    pub fn read(artifact: &Artifact, device: &Device) -> Result<Self> {
        let config: ProteinConfig = artifact.read_json(Self::CONFIG)?;
        let background: Vec<BackgroundDiary> = artifact.read_json(Self::BACKGROUND)?;
        let network: ProteinGru = config.network.init(0, device).map_err(in_file(artifact, Self::CONFIG))?;
        let network = network.load_safetensors(&artifact.read(Self::WEIGHTS)?);
        let network = network.map_err(in_file(artifact, Self::WEIGHTS))?;
        let recommender =
            Recommender::new(network, background, config.error_share).map_err(in_file(artifact, Self::BACKGROUND))?;
        Ok(Self { config, recommender })
    }
}
