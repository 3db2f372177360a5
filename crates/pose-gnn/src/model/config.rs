//! Sizes of the network.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Position, velocity and bone of a joint.
pub(super) const N_INPUTS: usize = 9;

/// How the features of the 33 joints of a frame become the input of the LSTM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JointReadout {
    /// That many learned weighted sums over the joints.
    Groups(usize),
    /// All joints side by side.
    Flatten,
}

/// The shape of the network; it travels with the weights.
///
/// | name | default | range | meaning |
/// |---|---|---|---|
/// | `n_graph_features` | 64 | ≥ 1 | features of a joint after each of the two graph convolutions |
/// | `n_joint_embedding` | 8 | ≥ 0 | learned features that tell joints apart |
/// | `readout` | 8 groups | ≥ 1 | how a frame's joints become one vector |
/// | `n_hidden` | 128 | ≥ 1 | units of each of the two LSTM layers |
/// | `n_trunk` | 128 | ≥ 1 | units of each layer between the LSTM, or what was measured, and the heads |
/// | `dropout` | 0.1 | [0, 1) | share of channels dropped in training |
/// | `max_frames` | 48 | ≥ 8 | frames of a clip; longer ones are averaged down |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct PoseGnnConfig {
    pub n_graph_features: usize,
    pub n_joint_embedding: usize,
    pub readout: JointReadout,
    pub n_hidden: usize,
    pub n_trunk: usize,
    pub dropout: f64,
    pub max_frames: usize,
}

impl Default for PoseGnnConfig {
    fn default() -> Self {
        Self {
            n_graph_features: 64,
            n_joint_embedding: 8,
            readout: JointReadout::Groups(8),
            n_hidden: 128,
            n_trunk: 128,
            dropout: 0.1,
            max_frames: 48,
        }
    }
}

impl PoseGnnConfig {
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] for a value out of its range
    pub fn check(&self) -> Result<()> {
        let n_groups = match self.readout {
            JointReadout::Groups(n) => n,
            JointReadout::Flatten => 1,
        };
        let sizes = [
            ("n_graph_features", self.n_graph_features),
            ("readout", n_groups),
            ("n_hidden", self.n_hidden),
            ("n_trunk", self.n_trunk),
        ];
        for (name, size) in sizes {
            // The upper bound keeps a corrupt file from asking for all memory.
            if !(1..=65_536).contains(&size) {
                return Err(Error::InvalidParameter { name, expected: "within [1, 65536]", got: size.to_string() });
            }
        }
        if self.n_joint_embedding > 65_536 {
            let got = self.n_joint_embedding.to_string();
            return Err(Error::InvalidParameter { name: "n_joint_embedding", expected: "at most 65536", got });
        }
        if !(0.0..1.0).contains(&self.dropout) {
            let got = self.dropout.to_string();
            return Err(Error::InvalidParameter { name: "dropout", expected: "within [0, 1)", got });
        }
        if !(8..=4096).contains(&self.max_frames) {
            let got = self.max_frames.to_string();
            return Err(Error::InvalidParameter { name: "max_frames", expected: "within [8, 4096]", got });
        }
        Ok(())
    }
}
