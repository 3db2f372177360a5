//! How the pose network is trained.

use pose_gnn::{DeviceName, PoseGnnConfig, TrainingConfig};

/// How the pose network is trained and evaluated.
///
/// | Name | Default | Smoke | Meaning |
/// |---|---|---|---|
/// | `seed` | 42 | 42 | seed of split, weights, batches and bootstrap |
/// | `device` | flex | flex | where the network is trained |
/// | `network` | see [`PoseGnnConfig`] | | the network's sizes |
/// | `training` | see [`TrainingConfig`] | 2 epochs | |
/// | `n_fresh_lifts` | 560 | 100 | new lifts that an epoch learns from |
/// | `n_measured_lifts` | 12,000 | 400 | lifts whose measurements alone warm the network up, and fit the ridge regression beside it |
/// | `n_judged_lifts` | 2,000 | 100 | lifts that nothing is trained on, for the AUC of each fault |
/// | `n_other_films` | 30 | 2 | films of each other movement, none of which is to get a score |
/// | `n_resamples` | 2,000 | 200 | bootstrap resamples of the held-out sequences |
/// | `smoke` | false | true | only checks the pipeline; recorded with the model |
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct TrainOptions {
    pub(crate) seed: u64,
    pub(crate) device: DeviceName,
    pub(crate) network: PoseGnnConfig,
    pub(crate) training: TrainingConfig,
    pub(crate) n_fresh_lifts: usize,
    pub(crate) n_measured_lifts: usize,
    pub(crate) n_judged_lifts: usize,
    pub(crate) n_other_films: usize,
    pub(crate) n_resamples: usize,
    pub(crate) smoke: bool,
}

impl TrainOptions {
    /// The default options, or those of a smoke run.
    pub(crate) fn sized(smoke: bool) -> Self {
        let usual = Self {
            seed: 42,
            device: DeviceName::Flex,
            network: PoseGnnConfig::default(),
            training: TrainingConfig::default(),
            n_fresh_lifts: 560,
            n_measured_lifts: 12_000,
            n_judged_lifts: 2_000,
            n_other_films: 30,
            n_resamples: 2_000,
            smoke,
        };
        if smoke {
            let training = TrainingConfig { n_epochs: 2, ..usual.training };
            Self {
                training,
                n_fresh_lifts: 100,
                n_measured_lifts: 400,
                n_judged_lifts: 100,
                n_other_films: 2,
                n_resamples: 200,
                ..usual
            }
        } else {
            usual
        }
    }
}
