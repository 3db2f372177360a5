//! The network: graph convolutions, LSTM, heads.

use burn::module::{Module, Param};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, s};
use neural::Initializer;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::config::{JointReadout, N_INPUTS, N_OUTPUTS, PoseGnnConfig};
use super::dropout::Dropout;
use super::layers::{Dense, Lstm};
use super::normalize::normalize;
use crate::data::Batch;
use crate::error::Result;
use crate::fused;
use crate::graph::N_JOINTS;
use words::JointAngle;

/// Means and spreads that turn the outputs of the heads, which start near 0 ± 1, into points and degrees.
const FORM_SCORE: (f64, f64) = (75.0, 15.0);
const INJURY_RISK: (f64, f64) = (35.0, 20.0);
const ANGLE_DEG: (f64, f64) = (120.0, 40.0);

/// A GCN + LSTM on sequences of 33 landmarks. See [`PoseGnnConfig`] for its sizes.
#[derive(Module, Debug)]
pub struct PoseGnn {
    pub(super) joint_embedding: Option<Param<Tensor<2>>>,
    pub(super) graph: Vec<Dense>,
    pub(super) readout: Option<Param<Tensor<2>>>,
    pub(super) lstm: Vec<Lstm>,
    pub(super) trunk: Dense,
    pub(super) heads: Dense,
}

/// What the network says about a batch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PoseOutput {
    /// Points, not limited to [0, 100]: `[batch]`
    pub form_score: Tensor<1>,
    /// `[batch, 6]`
    pub joint_angles_deg: Tensor<2>,
    /// Before the softmax: `[batch, 5]`
    pub exercise_logits: Tensor<2>,
    /// Points, not limited to [0, 100]: `[batch]`
    pub injury_risk_score: Tensor<1>,
}

impl PoseGnn {
    /// Evaluates the network.
    pub fn forward(&self, batch: &Batch) -> PoseOutput {
        self.forward_with(batch, None)
    }

    /// Evaluates the network with channels dropped at random.
    pub(crate) fn forward_with(&self, batch: &Batch, mut dropout: Option<Dropout<'_>>) -> PoseOutput {
        let [n_sequences, n_frames, n_joints, _] = batch.landmarks.dims();
        let inputs = normalize(batch.landmarks.clone(), &batch.mask); // [batch, frame, joint, 9]
        let mut joints = inputs.reshape([n_sequences * n_frames, n_joints, N_INPUTS]); // [batch · frame, joint, 9]
        if let Some(embedding) = &self.joint_embedding {
            let embedding = embedding.val().unsqueeze::<3>();
            let [_, _, n_features] = embedding.dims();
            let embedding = embedding.expand([n_sequences * n_frames, n_joints, n_features]);
            joints = Tensor::cat(vec![joints, embedding], 2);
        }
        for layer in &self.graph {
            joints = layer.convolve(joints); // [batch · frame, joint, feature]
        }
        if let Some(weight) = &self.readout {
            joints = fused::joint_readout(joints, weight.val()); // [batch · frame, group, feature]
        }
        let [_, n_groups, n_features] = joints.dims();
        let mut steps = joints.reshape([n_sequences, n_frames, n_groups * n_features]); // [batch, frame, group · feature]
        for layer in &self.lstm {
            if let Some(dropout) = &mut dropout {
                steps = dropout.sequences(steps);
            }
            steps = layer.forward(steps); // [batch, frame, hidden]
        }
        let mut summary = pool(steps, &batch.mask); // [batch, 2 · hidden]
        if let Some(dropout) = &mut dropout {
            summary = dropout.vectors(summary);
        }
        let outputs = self.heads.forward(relu(self.trunk.forward(summary))); // [batch, 13]
        split(&outputs)
    }
}

/// Mean and maximum over the frames that are not padding.
///
/// # Shapes
///
/// `steps`: `[batch, frame, hidden]`; `mask`: `[batch, frame]`; returns `[batch, 2 · hidden]`
fn pool(steps: Tensor<3>, mask: &Tensor<2>) -> Tensor<2> {
    // Hidden states lie within (−1, 1): a padded frame at −2 is never the largest.
    const BELOW_ALL: f64 = 2.0;
    let [n_sequences, n_frames, _] = steps.dims();
    let n_valid = mask.clone().sum_dim(1); // [batch, 1]
    let valid = mask.clone().reshape([n_sequences, n_frames, 1]);
    let mean = (steps.clone() * valid.clone()).sum_dim(1).squeeze_dim::<2>(1) / n_valid; // [batch, hidden]
    let excluded = (valid.clone() - 1.0).mul_scalar(BELOW_ALL);
    let largest = (steps * valid + excluded).max_dim(1).squeeze_dim::<2>(1); // [batch, hidden]
    Tensor::cat(vec![mean, largest], 1)
}

fn split(outputs: &Tensor<2>) -> PoseOutput {
    let scaled = |values: Tensor<2>, (mean, spread): (f64, f64)| values.mul_scalar(spread).add_scalar(mean);
    let column = |at: usize| outputs.clone().slice(s![.., at..=at]);
    PoseOutput {
        form_score: scaled(column(0), FORM_SCORE).squeeze_dim(1),
        injury_risk_score: scaled(column(1), INJURY_RISK).squeeze_dim(1),
        joint_angles_deg: scaled(outputs.clone().slice(s![.., 2..2 + JointAngle::N]), ANGLE_DEG),
        exercise_logits: outputs.clone().slice(s![.., 2 + JointAngle::N..N_OUTPUTS]),
    }
}

impl PoseGnnConfig {
    /// A network with random weights, the same for a seed on every device.
    ///
    /// # Errors
    ///
    /// as [`check`](Self::check)
    pub fn init(&self, seed: u64, device: &Device) -> Result<PoseGnn> {
        self.check()?;
        let mut make = Initializer::new(ChaCha8Rng::seed_from_u64(seed), device);
        let n_features = self.n_graph_features;
        let (readout, n_read) = match self.readout {
            JointReadout::Groups(n_groups) => {
                (Some(make.positive_near([n_groups, N_JOINTS], 1.0 / N_JOINTS as f64)), n_groups * n_features)
            }
            JointReadout::Flatten => (None, N_JOINTS * n_features),
        };
        Ok(PoseGnn {
            joint_embedding: (self.n_joint_embedding > 0)
                .then(|| make.uniform([N_JOINTS, self.n_joint_embedding], 1.0)),
            graph: vec![
                Dense::new(N_INPUTS + self.n_joint_embedding, n_features, &mut make),
                Dense::new(n_features, n_features, &mut make),
            ],
            readout,
            lstm: vec![Lstm::new(n_read, self.n_hidden, &mut make), Lstm::new(self.n_hidden, self.n_hidden, &mut make)],
            trunk: Dense::new(2 * self.n_hidden, self.n_trunk, &mut make),
            heads: Dense::new(self.n_trunk, N_OUTPUTS, &mut make),
        })
    }
}
