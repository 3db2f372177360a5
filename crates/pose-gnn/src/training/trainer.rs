//! Training, epoch by epoch.

use burn::module::Module;
use burn::optim::grad_clipping::GradientClippingConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};
use neural::Weights;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::config::TrainingConfig;
use super::loss::loss;
use super::plateau::Plateau;
use words::JointAngle;

use crate::data::{Batch, Clip, Example, N_TOLD, TargetBatch, Targets, augment, told};
use crate::error::{Error, Result};
use crate::inference::{PoseModel, Prediction, predict};
use crate::measurements::LiftSummary;
use crate::model::{Dropout, PoseGnn, PoseGnnConfig};

/// Lifts a step, and learning rate of Adam at first, while measurements alone are learned from.
const WARM_UP_BATCH: usize = 64;
const WARM_UP_RATE: f64 = 0.002;
/// How much of the averaged weights each step replaces: they are a mean over about a hundred steps, which takes out most of the noise
/// that a learning rate as high as this leaves.
const NEWEST: f32 = 0.01;

/// Trains a network epoch by epoch.
pub struct Trainer<'a> {
    pub(super) config: TrainingConfig,
    pub(super) model_config: PoseGnnConfig,
    pub(super) seed: u64,
    pub(super) training: &'a [Example],
    pub(super) validation: &'a [Example],
    pub(super) model: PoseGnn,
    pub(super) optimizer: ModuleOptimizer,
    /// A running mean over the latest steps: what is validated, and kept.
    pub(super) averaged: Weights,
    pub(super) best: Weights,
    pub(super) plateau: Plateau,
    pub(super) history: Vec<EpochReport>,
}

/// What an epoch came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EpochReport {
    /// From 1.
    pub epoch: usize,
    /// Rate of this epoch.
    pub learning_rate: f64,
    /// Mean over the batches, with dropout and augmentation.
    pub training_loss: f64,
    /// On the validation examples, without either.
    pub validation: ValidationErrors,
    /// Whether this is the best epoch so far, by [`ValidationErrors::to_choose_by`].
    pub is_best: bool,
}

/// Errors on examples that are not trained on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "mean absolute and root mean squared errors of the outputs")]
#[non_exhaustive]
pub struct ValidationErrors {
    pub form_score_rmse: f64,
    pub form_score_mae: f64,
    pub joint_angles_mae_deg: f64,
    pub exercise_accuracy: f64,
    pub injury_risk_mae: f64,
}

impl ValidationErrors {
    /// What chooses the learning rate and the best epoch: the root mean squared error of the form score, and half a point more for each hundredth of the
    /// clips whose exercise is not recognized. Of lifts that are measured, form is known long before exercises are.
    pub fn to_choose_by(&self) -> f64 {
        const POINTS: f64 = 50.0;
        self.form_score_rmse + POINTS * (1.0 - self.exercise_accuracy)
    }
}

impl<'a> Trainer<'a> {
    /// A network with random weights, before its first epoch.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`], or [`Error::TooFewExamples`] without an example to train or to validate on
    pub fn new(
        model_config: PoseGnnConfig,
        config: TrainingConfig,
        seed: u64,
        training: &'a [Example],
        validation: &'a [Example],
        device: &Device,
    ) -> Result<Self> {
        config.check()?;
        if let Some(got) = [training, validation].iter().map(|set| set.len()).find(|n| *n == 0) {
            return Err(Error::TooFewExamples { got, at_least: 1 });
        }
        let model = model_config.init(seed, &device.clone().autodiff())?.standardized_by(training);
        let optimizer = new_optimizer(&config);
        let plateau = Plateau::new(config.learning_rate, config.plateau_factor, config.plateau_patience);
        let averaged = Weights::of(&model);
        let best = averaged.clone();
        let history = Vec::new();
        Ok(Self {
            config,
            model_config,
            seed,
            training,
            validation,
            model,
            optimizer,
            averaged,
            best,
            plateau,
            history,
        })
    }

    /// Teaches the network what the measurements of lifts say, before its first epoch: many lifts many times, as nothing has to pass
    /// through graph convolutions and LSTM. The learning rate falls linearly to nothing.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewExamples`] without lifts, [`Error::Diverged`] if the loss is no longer finite
    pub fn warm_up(&mut self, lifts: &[(LiftSummary, Targets)]) -> Result<()> {
        if lifts.is_empty() {
            return Err(Error::TooFewExamples { got: 0, at_least: 1 });
        }
        let device = self.model.devices().into_iter().next().expect("a network has parameters");
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        let mut optimizer = new_optimizer(&self.config);
        let mut order: Vec<usize> = (0..lifts.len()).collect();
        let n_steps = self.config.warm_up_epochs * lifts.len().div_ceil(WARM_UP_BATCH);
        let mut step = 0;
        for _ in 0..self.config.warm_up_epochs {
            order.shuffle(&mut rng);
            for indices in order.chunks(WARM_UP_BATCH) {
                let told: Vec<f32> = indices.iter().flat_map(|index| told(Some(&lifts[*index].0))).collect();
                let told = Tensor::from_data(TensorData::new(told, [indices.len(), N_TOLD]), &device);
                let targets: Vec<Targets> = indices.iter().map(|index| lifts[*index].1).collect();
                let dropout =
                    (self.model_config.dropout > 0.0).then(|| Dropout::new(&mut rng, self.model_config.dropout));
                let output = self.model.forward_measured(told, dropout);
                let loss = loss(output, &TargetBatch::new(&targets, &device), self.config.loss_weights);
                let gradients = GradientsParams::from_grads(loss.backward(), &self.model);
                let rate = WARM_UP_RATE * (1.0 - f64::from(step) / n_steps as f64);
                self.model = optimizer.step(rate, self.model.clone(), gradients);
                step += 1;
                let loss = f64::from(loss.into_scalar::<f32>());
                if !loss.is_finite() {
                    return Err(Error::Diverged { epoch: 0, loss });
                }
            }
        }
        self.averaged = Weights::of(&self.model);
        self.best = self.averaged.clone();
        Ok(())
    }

    /// Epochs done so far.
    pub fn history(&self) -> &[EpochReport] {
        &self.history
    }

    /// Epochs at most.
    pub fn n_epochs(&self) -> usize {
        self.config.n_epochs
    }

    /// Whether all epochs are done, or the patience has ended.
    pub fn is_finished(&self) -> bool {
        let impatient = self.config.early_stop_patience.is_some_and(|most| self.plateau.epochs_since_best() >= most);
        self.history.len() >= self.config.n_epochs || impatient
    }

    /// Trains for one more epoch. `observe` is called after every step with its loss.
    ///
    /// # Errors
    ///
    /// [`Error::Diverged`] if the loss is no longer finite
    pub fn run_epoch(&mut self, observe: &mut dyn FnMut(f64)) -> Result<&EpochReport> {
        self.run_epoch_on(self.training, observe)
    }

    /// As [`run_epoch`](Self::run_epoch), on other examples than those of the training: whoever can make new ones for every epoch
    /// learns none by heart. A resumed training goes on alike if the same epoch gets the same examples.
    ///
    /// # Errors
    ///
    /// as [`run_epoch`](Self::run_epoch), and [`Error::TooFewExamples`] without any
    pub fn run_epoch_on(&mut self, examples: &[Example], observe: &mut dyn FnMut(f64)) -> Result<&EpochReport> {
        if examples.is_empty() {
            return Err(Error::TooFewExamples { got: 0, at_least: 1 });
        }
        let epoch = self.history.len() + 1;
        let learning_rate = self.plateau.learning_rate();
        // One stream an epoch, so that a resumed training draws the same numbers.
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(epoch as u64);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        order.shuffle(&mut rng);
        let mut sum = 0.0;
        for indices in order.chunks(self.config.batch_size) {
            let loss = self.step_with(examples, indices, learning_rate, &mut rng);
            if !loss.is_finite() {
                return Err(Error::Diverged { epoch, loss });
            }
            self.averaged.move_towards(&Weights::of(&self.model), NEWEST);
            observe(loss);
            sum += loss;
        }
        let averaged = self.averaged.load_into(self.model.valid()).expect("the weights are those of this network");
        let validation = errors(&averaged, self.validation, self.config.batch_size);
        let is_best = self.plateau.observe(validation.to_choose_by());
        if is_best {
            self.best = self.averaged.clone();
        }
        let training_loss = sum / examples.len().div_ceil(self.config.batch_size) as f64;
        self.history.push(EpochReport { epoch, learning_rate, training_loss, validation, is_best });
        Ok(self.history.last().expect("one was just added"))
    }

    /// The network with the weights of the best epoch, without automatic differentiation.
    pub fn best_model(&self) -> PoseModel {
        let network = self.best.load_into(self.model.valid()).expect("the weights are those of this network");
        PoseModel::from_parts(self.model_config.clone(), network)
    }

    /// One step of Adam on the training examples at these positions, outside of any epoch: for benchmarks and for loops of
    /// one's own. `seed` is that of augmentation and dropout. Returns the loss before the step.
    ///
    /// # Panics
    ///
    /// if `indices` is empty or names an example that is not there
    pub fn step(&mut self, indices: &[usize], seed: u64) -> f64 {
        let learning_rate = self.plateau.learning_rate();
        self.step_with(self.training, indices, learning_rate, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    /// One step of Adam on a batch; returns its loss.
    fn step_with(&mut self, all: &[Example], indices: &[usize], learning_rate: f64, rng: &mut ChaCha8Rng) -> f64 {
        let examples: Vec<Example> = indices
            .iter()
            .map(|index| {
                let example = &all[*index];
                if self.config.augment { augment(example, rng) } else { example.clone() }
            })
            .collect();
        let targets: Vec<Targets> = examples.iter().map(|example| example.targets).collect();
        let device = self.model.devices().into_iter().next().expect("a network has parameters");
        let batch = Batch::new(examples.iter().map(|example| &example.clip), &device);
        let targets = TargetBatch::new(&targets, &device);
        let dropout = (self.model_config.dropout > 0.0).then(|| Dropout::new(rng, self.model_config.dropout));
        let loss = loss(self.model.forward_with(&batch, dropout), &targets, self.config.loss_weights);
        let gradients = GradientsParams::from_grads(loss.backward(), &self.model);
        self.model = self.optimizer.step(learning_rate, self.model.clone(), gradients);
        f64::from(loss.into_scalar::<f32>())
    }
}

fn new_optimizer(config: &TrainingConfig) -> ModuleOptimizer {
    AdamConfig::new()
        .with_epsilon(1e-8)
        .with_grad_clipping(Some(GradientClippingConfig::Norm(config.gradient_norm)))
        .init()
}

/// Errors of a network on examples.
pub(crate) fn errors(model: &PoseGnn, examples: &[Example], batch_size: usize) -> ValidationErrors {
    let clips: Vec<&Clip> = examples.iter().map(|example| &example.clip).collect();
    let predictions = predict(model, &clips, batch_size);
    let mean = |value: &dyn Fn(&Prediction, &Targets) -> f64| {
        let sum: f64 = predictions.iter().zip(examples).map(|(p, example)| value(p, &example.targets)).sum();
        sum / examples.len() as f64
    };
    let form_error = |p: &Prediction, t: &Targets| f64::from(p.form_score - t.form_score);
    ValidationErrors {
        form_score_rmse: mean(&|p, t| form_error(p, t).powi(2)).sqrt(),
        form_score_mae: mean(&|p, t| form_error(p, t).abs()),
        joint_angles_mae_deg: mean(&|p, t| {
            let angles = p.joint_angles_deg.iter().zip(t.joint_angles_deg);
            angles.map(|(p, t)| f64::from((p - t).abs())).sum::<f64>() / JointAngle::N as f64
        }),
        exercise_accuracy: mean(&|p, t| if p.exercise() == t.exercise { 1.0 } else { 0.0 }),
        injury_risk_mae: mean(&|p, t| f64::from((p.injury_risk_score - t.injury_risk_score).abs())),
    }
}
