//! How the network is trained.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How a network is trained.
///
/// | name | default | range | meaning |
/// |---|---|---|---|
/// | `warm_up_epochs` | 30 | ≥ 1 | passes over lifts of which only the measurements are known, before the first epoch |
/// | `n_epochs` | 50 | ≥ 1 | passes over the examples |
/// | `batch_size` | 16 | ≥ 1 | examples a step |
/// | `learning_rate` | 0.002 | > 0 | of Adam, at first |
/// | `plateau_factor` | 0.5 | (0, 1) | what the rate is multiplied with when validation stops improving |
/// | `plateau_patience` | 4 | ≥ 1 | epochs without improvement before that |
/// | `gradient_norm` | 1.0 | > 0 | gradients of a parameter are scaled down to this norm |
/// | `early_stop_patience` | none | ≥ 1 | epochs without improvement after which training ends |
/// | `augment` | true | | another film of each example in every epoch |
/// | `loss_weights` | see [`LossWeights`] | ≥ 0 | |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct TrainingConfig {
    pub warm_up_epochs: usize,
    pub n_epochs: usize,
    pub batch_size: usize,
    pub learning_rate: f64,
    pub plateau_factor: f64,
    pub plateau_patience: usize,
    pub gradient_norm: f32,
    pub early_stop_patience: Option<usize>,
    pub augment: bool,
    pub loss_weights: LossWeights,
}

/// What each part of the loss counts, after division by the spread of its target.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the outputs")]
pub struct LossWeights {
    pub form_score: f64,
    pub joint_angles: f64,
    pub exercise: f64,
    pub injury_risk: f64,
    pub faults: f64,
}

impl Default for TrainingConfig {
    fn default() -> Self {
        Self {
            warm_up_epochs: 30,
            n_epochs: 50,
            batch_size: 16,
            learning_rate: 0.002,
            plateau_factor: 0.5,
            plateau_patience: 4,
            gradient_norm: 1.0,
            early_stop_patience: None,
            augment: true,
            loss_weights: LossWeights {
                form_score: 1.0,
                joint_angles: 1.0,
                exercise: 1.0,
                injury_risk: 1.0,
                faults: 1.0,
            },
        }
    }
}

impl TrainingConfig {
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] for a value out of its range
    pub fn check(&self) -> Result<()> {
        let at_least_1 = [
            ("warm_up_epochs", self.warm_up_epochs),
            ("n_epochs", self.n_epochs),
            ("batch_size", self.batch_size),
            ("plateau_patience", self.plateau_patience),
            ("early_stop_patience", self.early_stop_patience.unwrap_or(1)),
        ];
        for (name, value) in at_least_1 {
            if value == 0 {
                return Err(Error::InvalidParameter { name, expected: "at least 1", got: value.to_string() });
            }
        }
        let positive = [("learning_rate", self.learning_rate), ("gradient_norm", f64::from(self.gradient_norm))];
        for (name, value) in positive {
            if !(value.is_finite() && value > 0.0) {
                return Err(Error::InvalidParameter { name, expected: "finite and above 0", got: value.to_string() });
            }
        }
        if !(self.plateau_factor > 0.0 && self.plateau_factor < 1.0) {
            let got = self.plateau_factor.to_string();
            return Err(Error::InvalidParameter { name: "plateau_factor", expected: "within (0, 1)", got });
        }
        let weights = self.loss_weights;
        for value in [weights.form_score, weights.joint_angles, weights.exercise, weights.injury_risk, weights.faults] {
            if !(value.is_finite() && value >= 0.0) {
                let (name, got) = ("loss_weights", value.to_string());
                return Err(Error::InvalidParameter { name, expected: "finite and at least 0", got });
            }
        }
        Ok(())
    }
}
