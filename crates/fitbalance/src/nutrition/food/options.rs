//! How the food network is trained.

use std::path::PathBuf;

use nutrition::{DeviceName, EfficientNetLiteConfig, FoodCnnConfig, FoodTrainingConfig, TransferConfig};

/// Steps that a small set of pictures gets at least, in passes over it.
const MIN_STEPS: usize = 1_800;
/// Most passes, however few pictures there are.
const MAX_EPOCHS: usize = 150;

/// How the food network is trained and evaluated.
///
/// | Name | Default | Smoke | Meaning |
/// |---|---|---|---|
/// | `seed` | 42 | 42 | seed of splits, weights, batches, augmentation and bootstrap |
/// | `device` | flex | flex | where the network is trained |
/// | `side` | 64 | 64 | side of the pictures in pixels; the network has a block more where it doubles |
/// | `training` | see the `nutrition` crate | 2 epochs | |
/// | `transfer` | none | none | how a network that was trained before on other pictures learns these |
/// | `n_epochs` | none | 2 | none: those of `training`, but as many as give 1,800 steps, up to 150 |
/// | `n_resamples` | 2,000 | 200 | bootstrap resamples of the held-out pictures |
/// | `generated` | true | true | pictures of this program's generator, for which there is a goal |
/// | `smoke` | false | true | only checks the pipeline; recorded with the model |
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct FoodOptions {
    pub(crate) seed: u64,
    pub(crate) device: DeviceName,
    pub(crate) side: usize,
    pub(crate) training: FoodTrainingConfig,
    /// The file of that network; its hash is an input of the stage.
    #[serde(skip)]
    pub(crate) backbone: Option<PathBuf>,
    pub(crate) transfer: Option<TransferConfig>,
    pub(crate) n_epochs: Option<usize>,
    pub(crate) n_resamples: usize,
    pub(crate) generated: bool,
    pub(crate) smoke: bool,
}

impl FoodOptions {
    /// The default options, or those of a smoke run.
    pub(crate) fn sized(smoke: bool) -> Self {
        Self {
            seed: 42,
            device: DeviceName::Flex,
            side: FoodCnnConfig::default().side,
            training: FoodTrainingConfig::default(),
            backbone: None,
            transfer: None,
            n_epochs: smoke.then_some(2),
            n_resamples: if smoke { 200 } else { 2_000 },
            generated: true,
            smoke,
        }
    }

    /// The network for so many foods.
    pub(crate) fn network(&self, n_classes: usize) -> FoodCnnConfig {
        FoodCnnConfig::of_side(n_classes, self.side)
    }

    /// The network that was trained before, for pictures of the side.
    pub(crate) fn lite(&self) -> EfficientNetLiteConfig {
        EfficientNetLiteConfig { side: self.side, ..EfficientNetLiteConfig::default() }
    }

    /// The training on so many pictures.
    pub(crate) fn training_for(&self, n_examples: usize) -> FoodTrainingConfig {
        let steps_per_epoch = (n_examples / self.training.batch_size.max(1)).max(1);
        let usual = MIN_STEPS.div_ceil(steps_per_epoch).clamp(self.training.n_epochs.min(MAX_EPOCHS), MAX_EPOCHS);
        FoodTrainingConfig { n_epochs: self.n_epochs.unwrap_or(usual), ..self.training.clone() }
    }
}
