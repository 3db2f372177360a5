//! Sizes of the protein network and of its training.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Sizes of a [`ProteinGru`](crate::ProteinGru).
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_hidden` | 24 | 1 to 1,024 | units of the GRU |
/// | `n_trunk` | 24 | 1 to 1,024 | units between GRU and output |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct ProteinGruConfig {
    pub n_hidden: usize,
    pub n_trunk: usize,
}

impl Default for ProteinGruConfig {
    fn default() -> Self {
        Self { n_hidden: 24, n_trunk: 24 }
    }
}

impl ProteinGruConfig {
    /// Checks the sizes.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`]
    pub fn check(&self) -> Result<()> {
        for (name, value) in [("n_hidden", self.n_hidden), ("n_trunk", self.n_trunk)] {
            if !(1..=1_024).contains(&value) {
                return Err(Error::InvalidParameter { name, expected: "within 1 and 1024", got: value.to_string() });
            }
        }
        Ok(())
    }
}

/// How a [`ProteinGru`](crate::ProteinGru) is trained.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_epochs` | 40 | ≥ 1 | passes over the examples |
/// | `batch_size` | 64 | ≥ 1 | examples a step |
/// | `learning_rate` | 0.01 | > 0 | of Adam at first; falls along a cosine to a hundredth |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct ProteinTrainingConfig {
    pub n_epochs: usize,
    pub batch_size: usize,
    pub learning_rate: f64,
}

impl Default for ProteinTrainingConfig {
    fn default() -> Self {
        Self { n_epochs: 40, batch_size: 64, learning_rate: 0.01 }
    }
}

impl ProteinTrainingConfig {
    /// Checks every value.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`]
    pub fn check(&self) -> Result<()> {
        for (name, value) in [("n_epochs", self.n_epochs), ("batch_size", self.batch_size)] {
            if value == 0 {
                return Err(Error::InvalidParameter { name, expected: "at least 1", got: "0".to_owned() });
            }
        }
        if !(self.learning_rate.is_finite() && self.learning_rate > 0.0) {
            let got = self.learning_rate.to_string();
            return Err(Error::InvalidParameter { name: "learning_rate", expected: "finite and above 0", got });
        }
        Ok(())
    }

    /// Learning rate of an epoch, from 0.
    pub(super) fn rate(&self, epoch: usize) -> f64 {
        let share = epoch as f64 / (self.n_epochs.max(2) - 1) as f64;
        self.learning_rate * (0.01 + 0.99 * 0.5 * (1.0 + (std::f64::consts::PI * share).cos()))
    }
}
