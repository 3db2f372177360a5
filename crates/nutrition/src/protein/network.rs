//! The GRU.

use burn::module::{Module, Param};
use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::module::linear;
use burn::tensor::{Device, Tensor, TensorData};
use neural::{Initializer, Weights};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use words::{Goal, Sex, TrainingStatus};

use super::config::ProteinGruConfig;
use super::diary::{N_DAYS, N_METRICS};
use super::profile::Profile;
use crate::error::Result;
use crate::fused::gru_last_state;

/// Inputs of a profile: age, sex, goal (3) and training status (3). Body mass is none of them: it scales the result.
const N_PROFILE: usize = 8;
/// Means and spreads that bring the metrics near 0 ± 1, in the order of a day's values.
const SCALES: [(f64, f64); N_METRICS] =
    [(7.0, 1.5), (65.0, 20.0), (42.0, 20.0), (250.0, 200.0), (45.0, 20.0), (60.0, 20.0)];

/// A GRU over two weeks of daily metrics.
///
/// Its output o puts the need within the published range of the person: need = weight · (low + (high − low) · σ(o)). So it
/// never leaves the range, and doubling the body mass doubles it. The input projection of all days and gates is one matrix product.
///
/// # Source
///
/// Cho et al. (2014), EMNLP; gates as in `PyTorch`'s GRU: reset, update, new.
#[derive(Module, Debug)]
pub struct ProteinGru {
    /// `[n_metrics, 3 · n_hidden]`, gates in the order reset, update, new
    input_weight: Param<Tensor<2>>,
    /// `[3 · n_hidden]`
    input_bias: Param<Tensor<1>>,
    /// `[n_hidden, 3 · n_hidden]`
    recurrent_weight: Param<Tensor<2>>,
    /// `[3 · n_hidden]`
    recurrent_bias: Param<Tensor<1>>,
    /// `[n_hidden + n_profile, n_trunk]`
    trunk_weight: Param<Tensor<2>>,
    /// `[n_trunk]`
    trunk_bias: Param<Tensor<1>>,
    /// `[n_trunk, 1]`
    head_weight: Param<Tensor<2>>,
    /// `[1]`
    head_bias: Param<Tensor<1>>,
}

impl ProteinGru {
    pub(super) fn new(config: &ProteinGruConfig, make: &mut Initializer<'_>) -> Self {
        let ProteinGruConfig { n_hidden, n_trunk } = *config;
        let bound = 1.0 / (n_hidden as f64).sqrt();
        Self {
            input_weight: make.uniform([N_METRICS, 3 * n_hidden], bound),
            input_bias: make.constant([3 * n_hidden], vec![0.0; 3 * n_hidden]),
            recurrent_weight: make.uniform([n_hidden, 3 * n_hidden], bound),
            recurrent_bias: make.constant([3 * n_hidden], vec![0.0; 3 * n_hidden]),
            trunk_weight: make.uniform([n_hidden + N_PROFILE, n_trunk], (3.0 / (n_hidden + N_PROFILE) as f64).sqrt()),
            trunk_bias: make.constant([n_trunk], vec![0.0; n_trunk]),
            head_weight: make.uniform([n_trunk, 1], (1.0 / n_trunk as f64).sqrt()),
            head_bias: make.constant([1], vec![0.0]),
        }
    }

    /// Where in the person's range the need lies: 0 at its lower end, 1 at its upper.
    ///
    /// # Shapes
    ///
    /// `days`: `[batch, day, metric]`, scaled; `profile`: `[batch, 8]`; returns `[batch]`
    pub(super) fn forward(&self, days: Tensor<3>, profile: Tensor<2>) -> Tensor<1> {
        let weights = [&self.input_weight, &self.recurrent_weight].map(Param::val);
        let biases = [&self.input_bias, &self.recurrent_bias].map(Param::val);
        let hidden = gru_last_state(days, weights, biases); // [batch, hidden]
        let summary = Tensor::cat(vec![hidden, profile], 1); // [batch, hidden + profile]
        let trunk = relu(linear(summary, self.trunk_weight.val(), Some(self.trunk_bias.val()))); // [batch, trunk]
        sigmoid(linear(trunk, self.head_weight.val(), Some(self.head_bias.val()))).squeeze_dim(1)
    }

    /// Where in the person's range the need lies, for people with their diaries: 0 at its lower end, 1 at its upper.
    ///
    /// # Shapes
    ///
    /// Returns `[n_people]`, in (0, 1).
    pub fn range_shares<'a>(
        &self,
        people: impl Iterator<Item = (&'a Profile, &'a [[f64; N_METRICS]; N_DAYS])>,
    ) -> Vec<f64> {
        let device = self.devices().into_iter().next().expect("a network has parameters");
        let (days, profile) = inputs(people, &device);
        let [n_people, _, _] = days.dims();
        if n_people == 0 {
            return Vec::new();
        }
        let range_shares = self.forward(days, profile).into_data().try_to_vec::<f32>().expect("single precision");
        range_shares.into_iter().map(f64::from).collect()
    }

    /// Need of a person with a diary, in g/day, always within the person's range.
    pub fn need_g_per_day(&self, profile: &Profile, days: &[[f64; N_METRICS]; N_DAYS]) -> f64 {
        let (low, high) = profile.range_g_per_day();
        low + (high - low) * self.range_shares(std::iter::once((profile, days)))[0]
    }

    /// The parameters as a safetensors file.
    pub fn to_safetensors(&self) -> Vec<u8> {
        Weights::of(self).to_bytes()
    }

    /// The same network with parameters from a safetensors file.
    ///
    /// # Errors
    ///
    /// if the file is damaged, lacks a parameter or has one too many, or holds one of another shape or type or one that
    /// is not finite
    pub fn load_safetensors(self, bytes: &[u8]) -> Result<Self> {
        Ok(Weights::from_bytes(bytes)?.load_into(self)?)
    }
}

/// Tensors of people with their days. `[batch, day, metric]` and `[batch, 8]`
pub(super) fn inputs<'a>(
    people: impl Iterator<Item = (&'a Profile, &'a [[f64; N_METRICS]; N_DAYS])>,
    device: &Device,
) -> (Tensor<3>, Tensor<2>) {
    let (mut days, mut profiles, mut n_people) = (Vec::new(), Vec::new(), 0);
    for (profile, diary) in people {
        n_people += 1;
        days.extend(
            diary.iter().flat_map(|day| day.iter().zip(SCALES).map(|(value, (mean, sd))| single((value - mean) / sd))),
        );
        profiles.extend(profile_inputs(profile));
    }
    (
        Tensor::from_data(TensorData::new(days, [n_people, N_DAYS, N_METRICS]), device),
        Tensor::from_data(TensorData::new(profiles, [n_people, N_PROFILE]), device),
    )
}

fn profile_inputs(profile: &Profile) -> [f32; N_PROFILE] {
    let flag = |is: bool| f32::from(u8::from(is));
    [
        single((profile.age_years - 45.0) / 20.0),
        flag(profile.sex == Sex::Male),
        flag(profile.goal == Goal::Maintain),
        flag(profile.goal == Goal::MuscleGain),
        flag(profile.goal == Goal::FatLoss),
        flag(profile.training_status == TrainingStatus::Sedentary),
        flag(profile.training_status == TrainingStatus::Recreational),
        flag(profile.training_status == TrainingStatus::Trained),
    ]
}

#[expect(clippy::cast_possible_truncation, reason = "inputs of a network are single precision")]
fn single(value: f64) -> f32 {
    value as f32
}

impl ProteinGruConfig {
    /// A network with weights drawn from `seed`.
    ///
    /// # Errors
    ///
    /// as [`check`](Self::check)
    pub fn init(&self, seed: u64, device: &Device) -> Result<ProteinGru> {
        self.check()?;
        Ok(ProteinGru::new(self, &mut Initializer::new(ChaCha8Rng::seed_from_u64(seed), device)))
    }
}
