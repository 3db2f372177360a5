//! How the protein network is trained.

use nutrition::{DeviceName, ProteinGruConfig, ProteinTrainingConfig};

/// How the protein network is trained and evaluated.
///
/// | Name | Default | Smoke | Meaning |
/// |---|---|---|---|
/// | `seed` | 42 | 42 | seed of split, weights, batches and bootstrap |
/// | `device` | flex | flex | where the network is trained |
/// | `network`, `training` | see the `nutrition` crate | 2 epochs | |
/// | `n_resamples` | 2,000 | 200 | bootstrap resamples of the held-out users |
/// | `smoke` | false | true | only checks the pipeline; recorded with the model |
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct ProteinOptions {
    pub(crate) seed: u64,
    pub(crate) device: DeviceName,
    pub(crate) network: ProteinGruConfig,
    pub(crate) training: ProteinTrainingConfig,
    pub(crate) n_resamples: usize,
    pub(crate) smoke: bool,
}

impl ProteinOptions {
    /// The default options, or those of a smoke run.
    pub(crate) fn sized(smoke: bool) -> Self {
        let usual = ProteinTrainingConfig::default();
        Self {
            seed: 42,
            device: DeviceName::Flex,
            network: ProteinGruConfig::default(),
            training: if smoke { ProteinTrainingConfig { n_epochs: 2, ..usual } } else { usual },
            n_resamples: if smoke { 200 } else { 2_000 },
            smoke,
        }
    }
}
