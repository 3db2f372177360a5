//! Training of the food network.

use burn::module::Module;
use burn::optim::{AdamWConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::augment::augment;
use super::batches::tensor;
use super::config::{FoodCnnConfig, FoodTrainingConfig};
use super::network::FoodCnn;
use super::picture::{FoodExample, FoodPicture};
use super::temperature::{fit_temperature, log_loss};
use super::training_network::TrainingNetwork;
use crate::error::{Error, Result};

/// Training pictures whose moments the finished network normalises by.
const N_STATISTICS: usize = 1_024;

/// Validation pictures from which on probabilities may become bolder. Few pictures are mostly of scenes that were trained on: they
/// say that the network is surer than it will be elsewhere.
const MIN_TO_SHARPEN: usize = 500;

/// What an epoch came to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoodEpoch {
    /// From 1.
    pub epoch: usize,
    /// Mean over the batches, on augmented pictures and smoothed labels.
    pub training_loss: f64,
    /// Share of the validation pictures whose food was named.
    pub validation_accuracy: f64,
    /// Mean negative log-likelihood of the validation pictures, nats.
    pub validation_log_loss: f64,
    /// Whether this is the best epoch so far, by the accuracy; of equal ones, by the log-likelihood.
    pub is_best: bool,
}

/// Trains a [`FoodCnn`] epoch by epoch.
pub struct FoodTrainer<'a> {
    config: FoodTrainingConfig,
    seed: u64,
    training: &'a [FoodExample],
    validation: &'a [FoodExample],
    model: TrainingNetwork,
    optimizer: ModuleOptimizer,
    history: Vec<FoodEpoch>,
    best: Option<Best>,
}

/// The best epoch.
struct Best {
    network: FoodCnn,
    validation_logits: Vec<Vec<f64>>,
}

impl<'a> FoodTrainer<'a> {
    /// A network with random weights, before its first epoch. The same examples, seed and device give the same weights.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`], [`Error::TooFewExamples`] without an example to validate on or with a class that has none
    /// to train on, [`Error::OutOfRange`] for a picture of another side or an unknown class
    pub fn new(
        network: &FoodCnnConfig,
        config: FoodTrainingConfig,
        seed: u64,
        training: &'a [FoodExample],
        validation: &'a [FoodExample],
        device: &Device,
    ) -> Result<Self> {
        config.check()?;
        let model = network.init_training(seed, &device.clone().autodiff())?;
        let mut counts = vec![0_usize; network.n_classes];
        for example in training.iter().chain(validation) {
            let (class, side) = (example.class, example.picture.side());
            if class >= network.n_classes {
                let (what, expected) = ("class of a picture".to_owned(), format!("below {}", network.n_classes));
                return Err(Error::OutOfRange { what, expected, got: class.to_string() });
            }
            if side != network.side {
                let (what, expected) = ("side of a picture".to_owned(), format!("{} pixels", network.side));
                return Err(Error::OutOfRange { what, expected, got: side.to_string() });
            }
        }
        training.iter().for_each(|example| counts[example.class] += 1);
        if let Some(got) = counts.iter().copied().find(|count| *count == 0) {
            return Err(Error::TooFewExamples { what: "pictures of every class to train on", at_least: 1, got });
        }
        if validation.is_empty() {
            return Err(Error::TooFewExamples { what: "pictures to validate on", at_least: 1, got: 0 });
        }
        let optimizer = AdamWConfig::new().with_epsilon(1e-8).with_weight_decay(config.weight_decay).init();
        Ok(Self { config, seed, training, validation, model, optimizer, history: Vec::new(), best: None })
    }

    /// Epochs done so far.
    pub fn history(&self) -> &[FoodEpoch] {
        &self.history
    }

    /// Epochs in all.
    pub fn n_epochs(&self) -> usize {
        self.config.n_epochs
    }

    /// Steps of an epoch.
    pub fn steps_per_epoch(&self) -> usize {
        (self.training.len() / self.config.batch_size).max(1)
    }

    /// Trains for one more epoch. `observe` is called after every step with its loss.
    ///
    /// # Errors
    ///
    /// [`Error::Diverged`] if the loss is no longer finite
    pub fn run_epoch(&mut self, observe: &mut dyn FnMut(f64)) -> Result<FoodEpoch> {
        let epoch = self.history.len() + 1;
        let n_steps = self.steps_per_epoch();
        let mut sum = 0.0;
        for (step, indices) in self.order(epoch).chunks(self.config.batch_size).take(n_steps).enumerate() {
            let done = (epoch - 1) * n_steps + step;
            let loss = self.step_with(indices, self.config.rate(done, self.config.n_epochs * n_steps), done as u64);
            if !loss.is_finite() {
                return Err(Error::Diverged { epoch, loss });
            }
            observe(loss);
            sum += loss;
        }
        let network = self.folded();
        let pictures: Vec<&FoodPicture> = self.validation.iter().map(|example| &example.picture).collect();
        let logits = network.logits(&pictures)?;
        let classes = self.validation_classes();
        let right = logits.iter().zip(&classes).filter(|(logits, class)| most_likely(logits) == **class).count();
        let report = FoodEpoch {
            epoch,
            training_loss: sum / n_steps as f64,
            validation_accuracy: right as f64 / classes.len() as f64,
            validation_log_loss: log_loss(&logits, &classes, 1.0),
            is_best: false,
        };
        let rank = |epoch: &FoodEpoch| (epoch.validation_accuracy, -epoch.validation_log_loss);
        let is_best = self.history.iter().all(|earlier| rank(earlier) < rank(&report));
        if is_best {
            self.best = Some(Best { network, validation_logits: logits });
        }
        let report = FoodEpoch { is_best, ..report };
        self.history.push(report);
        Ok(report)
    }

    /// The network of the best epoch, and the temperature that makes its probabilities fit the validation pictures; with fewer
    /// than 500 of them it is not below 1.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewExamples`] before the first epoch
    pub fn finish(self) -> Result<(FoodCnn, f64, Vec<FoodEpoch>)> {
        let classes = self.validation_classes();
        let Some(best) = self.best else {
            return Err(Error::TooFewExamples { what: "epochs", at_least: 1, got: 0 });
        };
        let fitted = fit_temperature(&best.validation_logits, &classes);
        let temperature = if classes.len() < MIN_TO_SHARPEN { fitted.max(1.0) } else { fitted };
        Ok((best.network, temperature, self.history))
    }

    /// One step of `AdamW` at the highest rate on the training examples at these positions, outside of any epoch: for
    /// benchmarks and for loops of one's own. Returns the loss before the step.
    ///
    /// # Panics
    ///
    /// if `indices` is empty or names an example that is not there
    pub fn step(&mut self, indices: &[usize], seed: u64) -> f64 {
        self.step_with(indices, self.config.learning_rate, seed)
    }

    fn step_with(&mut self, indices: &[usize], learning_rate: f64, stream: u64) -> f64 {
        let device = self.model.devices().into_iter().next().expect("a network has parameters");
        let picture = |(place, index): (usize, &usize)| {
            // One stream of random numbers a picture: the same for any number of threads.
            let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
            rng.set_stream(stream << 16 | (place as u64 + 1));
            augment(&self.training[*index].picture, &self.config, &mut rng)
        };
        let pictures: Vec<Vec<f32>> =
            indices.par_iter().enumerate().map(|(place, index)| picture((place, index))).collect();
        let side = self.training[indices[0]].picture.side();
        let x = Tensor::<4>::from_data(TensorData::new(pictures.concat(), [indices.len(), side, side, 3]), &device);
        let logits = self.model.forward(x); // [picture, n_classes]
        let classes: Vec<usize> = indices.iter().map(|index| self.training[*index].class).collect();
        let loss = smoothed_cross_entropy(logits, &classes, self.config.label_smoothing);
        let gradients = GradientsParams::from_grads(loss.backward(), &self.model);
        self.model = self.optimizer.step(learning_rate, self.model.clone(), gradients);
        f64::from(loss.into_scalar::<f32>())
    }

    /// The training examples in the order of an epoch.
    fn order(&self, epoch: usize) -> Vec<usize> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(u64::MAX - epoch as u64);
        let mut order: Vec<usize> = (0..self.training.len()).collect();
        order.shuffle(&mut rng);
        order
    }

    fn folded(&self) -> FoodCnn {
        let model = self.model.valid();
        let device = model.devices().into_iter().next().expect("a network has parameters");
        let order = self.order(0);
        let batches = order[..order.len().min(N_STATISTICS)].chunks(self.config.batch_size).map(|indices| {
            let pictures: Vec<&FoodPicture> = indices.iter().map(|index| &self.training[*index].picture).collect();
            tensor(&pictures, &device, FoodPicture::add_inputs).expect("sides were checked")
        });
        model.fold(batches, &device)
    }

    fn validation_classes(&self) -> Vec<usize> {
        self.validation.iter().map(|example| example.class).collect()
    }
}

/// −Σ q ln p with q = 1 − s + s / K for the right class and s / K for the others, the mean over the pictures.
///
/// # Source
///
/// Szegedy et al. (2016), CVPR
pub(super) fn smoothed_cross_entropy(logits: Tensor<2>, classes: &[usize], smoothing: f32) -> Tensor<1> {
    let [n_pictures, n_classes] = logits.dims();
    let mut targets = vec![smoothing / n_classes as f32; n_pictures * n_classes];
    for (picture, class) in classes.iter().enumerate() {
        targets[picture * n_classes + class] += 1.0 - smoothing;
    }
    let targets = Tensor::<2>::from_data(TensorData::new(targets, [n_pictures, n_classes]), &logits.device());
    (log_softmax(logits, 1) * targets).sum().mul_scalar(-1.0 / n_pictures as f64)
}

/// Place of the largest value; of equal ones, the first.
fn most_likely(logits: &[f64]) -> usize {
    (0..logits.len()).fold(0, |best, class| if logits[class] > logits[best] { class } else { best })
}
