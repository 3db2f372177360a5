//! A network with all that a prediction needs beside it.

use burn::tensor::Device;

use crate::error::Result;
use crate::model::{PoseGnn, PoseGnnConfig};

/// A network and the sizes it was made with.
#[derive(Debug)]
pub struct PoseModel {
    config: PoseGnnConfig,
    network: PoseGnn,
}

impl PoseModel {
    /// A network with random weights, the same for a seed on every device: to be trained, or to try things on.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`](crate::Error::InvalidParameter) for a size out of its range.
    pub fn untrained(config: PoseGnnConfig, seed: u64, device: &Device) -> Result<Self> {
        let network = config.init(seed, device)?;
        Ok(Self { config, network })
    }

    /// A network of these sizes with weights that [`PoseGnn::to_safetensors`] wrote.
    ///
    /// # Errors
    ///
    /// As [`untrained`](Self::untrained) and [`PoseGnn::load_safetensors`].
    pub fn from_safetensors(config: PoseGnnConfig, weights: &[u8], device: &Device) -> Result<Self> {
        let network = config.init(0, device)?.load_safetensors(weights)?;
        Ok(Self { config, network })
    }

    pub(crate) fn from_parts(config: PoseGnnConfig, network: PoseGnn) -> Self {
        Self { config, network }
    }

    /// The sizes.
    pub fn config(&self) -> &PoseGnnConfig {
        &self.config
    }

    /// The network itself, for [`predict`](crate::predict) and for its weights.
    pub fn network(&self) -> &PoseGnn {
        &self.network
    }
}
