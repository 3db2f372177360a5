//! Sizes of the food network and of its training.

use serde::{Deserialize, Serialize};

use super::picture::SIDES;
use crate::error::{Error, Result};

/// Most classes and channels; the bound keeps a corrupt file from asking for all memory.
const MOST: usize = 4_096;

/// Sizes of a [`FoodCnn`](crate::FoodCnn).
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_classes` | 20 | 2 to 4,096 | foods to tell apart |
/// | `side` | 64 | 16 to 512 | side of the pictures in pixels |
/// | `n_stem` | 16 | 1 to 4,096 | channels of the first convolution, 5 × 5 with a stride of 2 |
/// | `n_channels` | 32, 64, 128 | 1 to 6 blocks of 1 to 4,096 | channels of the residual blocks, which halve the side each |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct FoodCnnConfig {
    pub n_classes: usize,
    pub side: usize,
    pub n_stem: usize,
    pub n_channels: Vec<usize>,
}

impl Default for FoodCnnConfig {
    fn default() -> Self {
        Self { n_classes: 20, side: 64, n_stem: 16, n_channels: vec![32, 64, 128] }
    }
}

impl FoodCnnConfig {
    /// The default network for pictures of another size: as many blocks as bring the side to 4 to 7 pixels.
    pub fn of_side(n_classes: usize, side: usize) -> Self {
        // The first convolution halves the side as well.
        let n_blocks = (side / 8).max(2).ilog2() as usize;
        let n_channels = (0..n_blocks).map(|block| (32 << block).min(128)).collect();
        Self { n_classes, side, n_channels, ..Self::default() }
    }

    /// Checks the sizes.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`]
    pub fn check(&self) -> Result<()> {
        let invalid =
            |name, expected, got: usize| Err(Error::InvalidParameter { name, expected, got: got.to_string() });
        if !(2..=MOST).contains(&self.n_classes) {
            return invalid("n_classes", "within 2 and 4096", self.n_classes);
        }
        if !SIDES.contains(&self.side) {
            return invalid("side", "within 16 and 512", self.side);
        }
        if !(1..=6).contains(&self.n_channels.len()) {
            return invalid("n_channels", "a list of 1 to 6 blocks", self.n_channels.len());
        }
        if let Some(&channels) = self.n_channels.iter().find(|channels| !(1..=MOST).contains(*channels)) {
            return invalid("n_channels", "within 1 and 4096", channels);
        }
        if !(1..=MOST).contains(&self.n_stem) {
            return invalid("n_stem", "within 1 and 4096", self.n_stem);
        }
        Ok(())
    }
}

/// How a [`FoodCnn`](crate::FoodCnn) is trained.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_epochs` | 14 | ≥ 1 | passes over the examples |
/// | `batch_size` | 64 | ≥ 2 | pictures a step; the last batch of an epoch is left out if it is smaller |
/// | `learning_rate` | 0.006 | > 0 | of `AdamW` at its highest: rises over the first tenth of the steps, then falls along a cosine |
/// | `weight_decay` | 0.01 | ≥ 0 | of `AdamW` |
/// | `label_smoothing` | 0.05 | [0, 1) | share of each label that is spread over all classes |
/// | `min_crop_share` | 0.6 | (0, 1] | smallest part of a picture's area that a crop keeps |
/// | `max_rotation_deg` | 15 | [0, 180] | most that a picture is turned |
/// | `colour_jitter` | 0.2 | [0, 1) | most change of brightness, contrast and saturation; the colour of the light changes by up to half of it |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct FoodTrainingConfig {
    pub n_epochs: usize,
    pub batch_size: usize,
    pub learning_rate: f64,
    pub weight_decay: f32,
    pub label_smoothing: f32,
    pub min_crop_share: f32,
    pub max_rotation_deg: f32,
    pub colour_jitter: f32,
}

impl Default for FoodTrainingConfig {
    fn default() -> Self {
        Self {
            n_epochs: 14,
            batch_size: 64,
            learning_rate: 0.006,
            weight_decay: 0.01,
            label_smoothing: 0.05,
            min_crop_share: 0.6,
            max_rotation_deg: 15.0,
            colour_jitter: 0.2,
        }
    }
}

impl FoodTrainingConfig {
    /// For a thousand photographs or so rather than ten thousand paintings: crops down to 0.3 of the area, turns of up to 30
    /// degrees, changes of light and colour of up to 0.35.
    pub fn photographs() -> Self {
        Self { min_crop_share: 0.3, max_rotation_deg: 30.0, colour_jitter: 0.35, ..Self::default() }
    }

    /// Checks every value.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`]
    pub fn check(&self) -> Result<()> {
        let checks = [
            ("n_epochs", "at least 1", self.n_epochs >= 1, self.n_epochs.to_string()),
            ("batch_size", "at least 2", self.batch_size >= 2, self.batch_size.to_string()),
            (
                "learning_rate",
                "finite and above 0",
                self.learning_rate.is_finite() && self.learning_rate > 0.0,
                self.learning_rate.to_string(),
            ),
            (
                "weight_decay",
                "finite and at least 0",
                self.weight_decay.is_finite() && self.weight_decay >= 0.0,
                self.weight_decay.to_string(),
            ),
            (
                "label_smoothing",
                "within [0, 1)",
                (0.0..1.0).contains(&self.label_smoothing),
                self.label_smoothing.to_string(),
            ),
            (
                "min_crop_share",
                "within (0, 1]",
                self.min_crop_share > 0.0 && self.min_crop_share <= 1.0,
                self.min_crop_share.to_string(),
            ),
            (
                "max_rotation_deg",
                "within [0, 180]",
                (0.0..=180.0).contains(&self.max_rotation_deg),
                self.max_rotation_deg.to_string(),
            ),
            (
                "colour_jitter",
                "within [0, 1)",
                (0.0..1.0).contains(&self.colour_jitter),
                self.colour_jitter.to_string(),
            ),
        ];
        match checks.into_iter().find(|(_, _, holds, _)| !holds) {
            Some((name, expected, _, got)) => Err(Error::InvalidParameter { name, expected, got }),
            None => Ok(()),
        }
    }

    /// Learning rate of a step, from 0.
    pub(super) fn rate(&self, step: usize, n_steps: usize) -> f64 {
        let warm = (n_steps / 10).max(1);
        let factor = if step < warm {
            (step + 1) as f64 / warm as f64
        } else {
            // A caller may go on for longer than was planned.
            let share = ((step - warm) as f64 / n_steps.saturating_sub(warm).max(1) as f64).min(1.0);
            0.5 * (1.0 + (std::f64::consts::PI * share).cos())
        };
        // The last steps still move.
        self.learning_rate * factor.max(1e-3)
    }
}
