//! Training of the protein network.

use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::{Device, Tensor, TensorData};
use neural::Weights;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::config::{ProteinGruConfig, ProteinTrainingConfig};
use super::diary::{N_DAYS, N_METRICS};
use super::network::{ProteinGru, inputs};
use super::profile::Profile;
use crate::error::{Error, Result};

/// Two weeks of a person with the need of the last day.
#[derive(Debug, Clone, PartialEq)]
pub struct ProteinExample {
    /// Who.
    pub profile: Profile,
    /// `[day][metric]`, the latest last.
    pub days: [[f64; N_METRICS]; N_DAYS],
    /// Observed need of the last day, g/day.
    pub need_g_per_day: f64,
}

/// What an epoch came to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProteinEpoch {
    /// From 1.
    pub epoch: usize,
    /// Mean squared error of the share of the range, over the training examples.
    pub training_loss: f64,
    /// Mean absolute error on the validation examples, g/day.
    pub validation_mae_g_per_day: f64,
    /// Whether this is the best epoch so far.
    pub is_best: bool,
}

/// Trains a network; returns it with the weights of the best epoch, by the error on the validation examples.
///
/// `observe` is called after every epoch. The same examples, seed and device give the same weights.
///
/// # Errors
///
/// [`Error::InvalidParameter`], [`Error::TooFewExamples`], [`Error::Diverged`]
pub fn train_protein(
    config: &ProteinGruConfig,
    training_config: &ProteinTrainingConfig,
    training: &[ProteinExample],
    validation: &[ProteinExample],
    seed: u64,
    device: &Device,
    observe: &mut dyn FnMut(&ProteinEpoch),
) -> Result<(ProteinGru, Vec<ProteinEpoch>)> {
    training_config.check()?;
    for (what, examples) in [("examples to train on", training), ("examples to validate on", validation)] {
        if examples.is_empty() {
            return Err(Error::TooFewExamples { what, at_least: 1, got: 0 });
        }
    }
    let mut model = config.init(seed, &device.clone().autodiff())?;
    let mut optimizer = AdamConfig::new().with_epsilon(1e-8).init();
    let mut best = (f64::INFINITY, Weights::of(&model));
    let mut history = Vec::with_capacity(training_config.n_epochs);
    for epoch in 1..=training_config.n_epochs {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(epoch as u64);
        let mut order: Vec<&ProteinExample> = training.iter().collect();
        order.shuffle(&mut rng);
        let mut sum = 0.0;
        for batch in order.chunks(training_config.batch_size) {
            let loss = loss(&model, batch);
            let gradients = GradientsParams::from_grads(loss.backward(), &model);
            model = optimizer.step(training_config.rate(epoch - 1), model, gradients);
            let loss = f64::from(loss.into_scalar::<f32>());
            if !loss.is_finite() {
                return Err(Error::Diverged { epoch, loss });
            }
            sum += loss * batch.len() as f64;
        }
        let validation_mae = mean_absolute_error(&model.valid(), validation);
        let is_best = validation_mae < best.0;
        if is_best {
            best = (validation_mae, Weights::of(&model));
        }
        let report = ProteinEpoch {
            epoch,
            training_loss: sum / training.len() as f64,
            validation_mae_g_per_day: validation_mae,
            is_best,
        };
        observe(&report);
        history.push(report);
    }
    let model = best.1.load_into(model.valid()).map_err(Error::from)?;
    Ok((model, history))
}

/// Mean squared error of the share of the range: a gram counts as much for everybody whose range is as wide.
fn loss(model: &ProteinGru, batch: &[&ProteinExample]) -> Tensor<1> {
    let device = model.devices().into_iter().next().expect("a network has parameters");
    let (days, profile) = inputs(batch.iter().map(|example| (&example.profile, &example.days)), &device);
    #[expect(clippy::cast_possible_truncation, reason = "targets of a network are single precision")]
    let shares: Vec<f32> = batch.iter().map(|example| range_share(example) as f32).collect();
    let targets = Tensor::<1>::from_data(TensorData::new(shares, [batch.len()]), &device);
    let difference = model.forward(days, profile) - targets;
    (difference.clone() * difference).mean()
}

/// Where the observed need lies within the person's range; noise may take it slightly beyond.
fn range_share(example: &ProteinExample) -> f64 {
    let (low, high) = example.profile.range_g_per_day();
    (example.need_g_per_day - low) / (high - low)
}

fn mean_absolute_error(model: &ProteinGru, examples: &[ProteinExample]) -> f64 {
    let shares = model.range_shares(examples.iter().map(|example| (&example.profile, &example.days)));
    let error = |(example, predicted): (&ProteinExample, f64)| {
        let (low, high) = example.profile.range_g_per_day();
        (low + (high - low) * predicted - example.need_g_per_day).abs()
    };
    examples.iter().zip(shares).map(error).sum::<f64>() / examples.len() as f64
}
