//! The network of an artifact, ready to predict.

use std::path::Path;

use anyhow::{Context, Result, bail};
use pose_gnn::{Analysis, DeviceName, PoseGnn, PoseGnnConfig, Recording, analyze};
use registry::{Registry, Version, VersionSelector};
use serde::Deserialize;

use crate::biomechanics::artifacts::{KIND, SCHEMA_VERSION, WEIGHTS};
use crate::biomechanics::training::{FAMILY, MODEL};

/// A trained network.
pub(crate) struct TrainedNetwork {
    network: PoseGnn,
    config: PoseGnnConfig,
    pub(crate) version: Version,
    /// Whether it only checked the pipeline.
    pub(crate) is_smoke: bool,
}

#[derive(Deserialize)]
struct Config {
    network: PoseGnnConfig,
    smoke: bool,
}

impl TrainedNetwork {
    /// Loads the current version below `artifacts`, after checking every file's hash, the layout and every shape.
    pub(crate) fn load(artifacts: &Path, device: DeviceName) -> Result<Self> {
        let device = device.open()?;
        let registry = Registry::open(artifacts)?;
        if registry.versions(FAMILY, MODEL)?.is_empty() {
            bail!("no pose network in {}; train one with `fitbalance train-all`", artifacts.display());
        }
        let artifact = registry.load(FAMILY, MODEL, VersionSelector::Latest)?;
        artifact.check_schema(KIND, SCHEMA_VERSION)?;
        let config: Config = artifact.read_json("config.json")?;
        let weights = artifact.read(WEIGHTS)?;
        let network = config.network.init(0, &device)?.load_safetensors(&weights);
        let network = network.with_context(|| artifact.path().join(WEIGHTS).display().to_string())?;
        Ok(Self { network, config: config.network, version: artifact.version(), is_smoke: config.smoke })
    }

    /// What a recording shows.
    pub(crate) fn analyze(&self, recording: &Recording) -> Result<Analysis> {
        Ok(analyze(&self.network, self.config.max_frames, recording)?)
    }
}
