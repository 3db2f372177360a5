//! The network: graph convolutions, LSTM, heads.

use burn::module::{Module, Param};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, s};
use neural::Initializer;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::config::{JointReadout, N_INPUTS, PoseGnnConfig};
use super::dropout::Dropout;
use super::layers::{Dense, Lstm};
use super::normalize::normalize;
use crate::data::{ANGLE_DEG, Batch, Example, N_TOLD, told};
use crate::error::Result;
use crate::fused;
use crate::graph::N_JOINTS;
use crate::measurements::N_SUMMARY;
use words::{Exercise, Fault, JointAngle};

/// Means and spreads that turn the outputs of the heads, which start near 0 ± 1, into points and degrees.
const FORM_SCORE: (f64, f64) = (75.0, 15.0);
const INJURY_RISK: (f64, f64) = (35.0, 20.0);
/// Most that a measured angle is corrected by, and how quickly the correction grows at first.
const LARGEST_CORRECTION_DEG: f64 = 60.0;
const CORRECTION_DEG: f64 = 20.0;
/// Severities lie about here.
const SEVERITY: (f64, f64) = (0.2, 0.3);
/// Measurements farther from their mean than this many spreads are taken for the tracker's errors.
const FARTHEST: f64 = 4.0;
/// Form, fault–load index, angles, faults.
const N_ANSWERS: usize = 2 + JointAngle::N + Fault::N;

/// A GCN + LSTM on sequences of 33 landmarks, joined by what was measured of the lift. See [`PoseGnnConfig`] for its sizes.
///
/// Which exercise it is, follows from the landmarks alone. Scores, faults and angles follow from the landmarks and from the
/// measurements of the exercise that it is said to be; angles are the measured ones with a bounded correction that is zero at first.
#[derive(Module, Debug)]
pub struct PoseGnn {
    pub(super) joint_embedding: Option<Param<Tensor<2>>>,
    pub(super) graph: Vec<Dense>,
    pub(super) readout: Option<Param<Tensor<2>>>,
    pub(super) lstm: Vec<Lstm>,
    pub(super) trunk: Dense,
    pub(super) exercise: Dense,
    /// Means and inverse spreads of what is told, over the examples of the training: `[N_TOLD]`
    pub(super) told_mean: Param<Tensor<1>>,
    pub(super) told_scale: Param<Tensor<1>>,
    /// From what is told straight to the answers, by exercise.
    pub(super) straight: Dense,
    pub(super) told: Dense,
    pub(super) joined: Dense,
    pub(super) scores: Dense,
    pub(super) angles: Dense,
    pub(super) faults: Dense,
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
    /// Of all faults, also of other exercises; not limited to [0, 1]: `[batch, 23]`
    pub fault_severities: Tensor<2>,
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
        let seen = relu(self.trunk.forward(summary)); // [batch, trunk]
        let exercise_logits = self.exercise.forward(seen.clone());
        let answer = self.answer(seen, batch.told.clone(), dropout);
        PoseOutput { exercise_logits, ..answer }
    }

    /// The answers by measurements alone; the exercise is not told.
    ///
    /// # Shapes
    ///
    /// `told`: `[batch, N_TOLD]`
    pub(crate) fn forward_measured(&self, told: Tensor<2>, dropout: Option<Dropout<'_>>) -> PoseOutput {
        let [n, _] = told.dims();
        self.answer(Tensor::zeros([n, self.exercise.n_in()], &told.device()), told, dropout)
    }

    fn answer(&self, seen: Tensor<2>, measured: Tensor<2>, mut dropout: Option<Dropout<'_>>) -> PoseOutput {
        // Neither is learned.
        let row = |numbers: &Param<Tensor<1>>| numbers.val().detach().unsqueeze::<2>();
        let told = ((measured.clone() - row(&self.told_mean)) * row(&self.told_scale)).clamp(-FARTHEST, FARTHEST);
        let [n, _] = seen.dims();
        let exercise = measured.clone().slice(s![.., N_TOLD - Exercise::N..]).reshape([n, Exercise::N, 1]);
        let straight = self.straight.forward(told.clone()).reshape([n, Exercise::N, N_ANSWERS]);
        let straight = (straight * exercise).sum_dim(1).squeeze_dim::<2>(1); // [batch, 31]
        let mut told = relu(self.told.forward(told)); // [batch, trunk]
        if let Some(dropout) = &mut dropout {
            told = dropout.vectors(told);
        }
        let device = seen.device();
        let joined = relu(self.joined.forward(Tensor::cat(vec![seen, told], 1))); // [batch, trunk]
        let scaled = |values: Tensor<2>, (mean, spread): (f64, f64)| values.mul_scalar(spread).add_scalar(mean);
        let scores = self.scores.forward(joined.clone()) + straight.clone().slice(s![.., ..2]); // [batch, 2]
        let score = |at: usize, scale| scaled(scores.clone().slice(s![.., at..=at]), scale).squeeze_dim(1);
        let angles = measured.slice(s![.., N_SUMMARY..N_SUMMARY + JointAngle::N]);
        let correction = self.angles.forward(joined.clone()) + straight.clone().slice(s![.., 2..2 + JointAngle::N]);
        let correction = correction.mul_scalar(CORRECTION_DEG / LARGEST_CORRECTION_DEG).tanh();
        PoseOutput {
            form_score: score(0, FORM_SCORE),
            injury_risk_score: score(1, INJURY_RISK),
            joint_angles_deg: scaled(angles, ANGLE_DEG) + correction.mul_scalar(LARGEST_CORRECTION_DEG),
            exercise_logits: Tensor::zeros([n, Exercise::N], &device),
            fault_severities: scaled(
                self.faults.forward(joined) + straight.slice(s![.., 2 + JointAngle::N..]),
                SEVERITY,
            ),
        }
    }

    /// The same network, which expects measurements as those of these examples.
    pub(crate) fn standardized_by(self, examples: &[Example]) -> Self {
        let rows: Vec<_> = examples.iter().map(|example| told(example.clip.summary())).collect();
        let mean = |value: &dyn Fn(&[f32; N_TOLD]) -> f64| rows.iter().map(value).sum::<f64>() / rows.len() as f64;
        let means: [f64; N_TOLD] = std::array::from_fn(|at| mean(&|row| f64::from(row[at])));
        let scales = std::array::from_fn(|at| {
            let spread = mean(&|row| (f64::from(row[at]) - means[at]).powi(2)).sqrt();
            // What is always the same tells nothing.
            if spread < 1e-3 { 0.0 } else { 1.0 / spread }
        });
        let with = |numbers: &Param<Tensor<1>>, values: [f64; N_TOLD]| {
            #[expect(clippy::cast_possible_truncation, reason = "inputs of a network are single precision")]
            let values = values.map(|value| value as f32);
            Param::initialized(numbers.id, Tensor::from_data(values, &numbers.val().device()))
        };
        let (told_mean, told_scale) = (with(&self.told_mean, means), with(&self.told_scale, scales));
        Self { told_mean, told_scale, ..self }
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
            exercise: Dense::new(self.n_trunk, Exercise::N, &mut make),
            told_mean: make.constant([N_TOLD], vec![0.0; N_TOLD]),
            told_scale: make.constant([N_TOLD], vec![1.0; N_TOLD]),
            straight: Dense::zero(N_TOLD, Exercise::N * N_ANSWERS, &mut make),
            told: Dense::new(N_TOLD, self.n_trunk, &mut make),
            // Nothing is seen yet that would be worth more than noise.
            joined: Dense::blind(self.n_trunk, 2 * self.n_trunk, self.n_trunk, &mut make),
            scores: Dense::new(self.n_trunk, 2, &mut make),
            angles: Dense::zero(self.n_trunk, JointAngle::N, &mut make),
            faults: Dense::new(self.n_trunk, Fault::N, &mut make),
        })
    }
}
