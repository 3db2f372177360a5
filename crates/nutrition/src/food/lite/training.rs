//! New classes for a network that was trained on photographs before.

use serde::{Deserialize, Serialize};

use super::config::EfficientNetLiteConfig;
use super::network::EfficientNetLite;
use super::tuning::Tuner;
use super::views::Views;
use crate::error::{Error, Result};
use crate::food::classifier_network::FoodNetwork;
use crate::food::config::FoodTrainingConfig;
use crate::food::drawn::NoFoodKind;
use crate::food::gate::{FoodGate, drawn_pictures};
use crate::food::inference::FoodClassifier;
use crate::food::picture::{FoodExample, FoodPicture};
use crate::food::softmax::{self, Linear, Rows};
use crate::food::temperature::{fit_temperature, log_loss, probabilities};

/// Parts that are left out in turn to choose the penalty and the temperature.
const N_PARTS: usize = 5;
/// Penalties on the weights of the classes that are tried.
const PENALTIES: [f64; 5] = [3e-3, 1e-3, 3e-4, 1e-4, 3e-5];

/// Random views of each picture from which blocks learn.
const N_VIEWS_TO_TUNE: usize = 4;

/// What the temperature of pictures that were left out is multiplied by: they are of the places that were learnt from, while
/// elsewhere the network is less often right. Chosen on photographs of groceries in other shops.
const OTHER_PLACES: f64 = 1.4;

/// How a network that was trained before learns foods.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_views` | 0 | 0 to 64 | random views of each picture, beside it and its mirror image |
/// | `n_tuned_blocks` | 0 | 0 to all | last blocks that learn as well; 0: only the classes |
/// | `training` | | | how views are made, and how the blocks learn |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct TransferConfig {
    pub n_views: usize,
    pub n_tuned_blocks: usize,
    pub training: FoodTrainingConfig,
}

impl Default for TransferConfig {
    fn default() -> Self {
        let training = FoodTrainingConfig {
            n_epochs: 12,
            batch_size: 32,
            learning_rate: 5e-4,
            weight_decay: 0.02,
            label_smoothing: 0.1,
            min_crop_share: 0.4,
            max_rotation_deg: 15.0,
            colour_jitter: 0.2,
        };
        Self { n_views: 0, n_tuned_blocks: 0, training }
    }
}

/// What was learnt.
#[derive(Debug)]
#[non_exhaustive]
pub struct Transferred {
    /// Network, names, temperature and gate.
    pub classifier: FoodClassifier,
    /// The penalty that was best.
    pub penalty: f64,
    /// Of every training picture, what a network that had not seen it or its neighbours said: calibrated probabilities.
    pub left_out_probabilities: Vec<Vec<f64>>,
    /// The classes that these pictures show.
    pub left_out_classes: Vec<usize>,
}

/// Which part of the training pictures each is of: those of a class that follow each other stay together.
fn parts(examples: &[FoodExample], n_classes: usize) -> Vec<usize> {
    let mut counts = vec![0; n_classes];
    examples.iter().for_each(|example| counts[example.class] += 1);
    let mut seen = vec![0; n_classes];
    let part = |example: &FoodExample| {
        let place = seen[example.class];
        seen[example.class] += 1;
        // Classes begin at different parts, so that parts are of equal size.
        (place * N_PARTS / counts[example.class] + example.class) % N_PARTS
    };
    examples.iter().map(part).collect()
}

impl TransferConfig {
    /// For the last so many blocks: with random views, of which there are none where only the classes learn.
    pub fn tuning(n_tuned_blocks: usize) -> Self {
        let n_views = if n_tuned_blocks == 0 { 0 } else { N_VIEWS_TO_TUNE };
        Self { n_views, n_tuned_blocks, ..Self::default() }
    }

    /// Checks every value.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`]
    pub fn check(&self, network: &EfficientNetLiteConfig) -> Result<()> {
        self.training.check()?;
        if self.n_views > 64 {
            return Err(Error::InvalidParameter {
                name: "n_views",
                expected: "within 0 and 64",
                got: self.n_views.to_string(),
            });
        }
        if self.n_tuned_blocks > network.n_blocks() {
            return Err(Error::InvalidParameter {
                name: "n_tuned_blocks",
                expected: "at most the blocks of the network",
                got: self.n_tuned_blocks.to_string(),
            });
        }
        Ok(())
    }

    /// Work of a training, in the units that [`train`](Self::train) observes.
    pub fn n_steps(&self, n_examples: usize) -> usize {
        let tuned = if self.n_tuned_blocks == 0 { 0 } else { 2 * self.training.n_epochs * n_examples };
        n_examples * (self.n_views + 2) + tuned
    }

    /// Teaches a network other classes. `observe` is called with the work that was done.
    ///
    /// The penalty, the temperature and both thresholds of the gate come from parts of the training pictures that were left out
    /// in turn: pictures that follow each other are often of one visit to a shop, so they stay together.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`], [`Error::OutOfRange`] for a picture of another side or an unknown class,
    /// [`Error::TooFewExamples`] for a class without pictures, [`Error::Diverged`]
    pub fn train(
        &self,
        backbone: EfficientNetLite,
        config: &EfficientNetLiteConfig,
        names: Vec<String>,
        seed: u64,
        examples: &[FoodExample],
        observe: &mut dyn FnMut(usize),
    ) -> Result<Transferred> {
        self.check(config)?;
        let n_classes = names.len();
        check_examples(config, n_classes, examples)?;
        let cut = config.n_blocks() - self.n_tuned_blocks;
        let views = Views::of(&backbone, examples, [self.n_views, cut], &self.training, seed, observe);
        let (classes, part) =
            (examples.iter().map(|example| example.class).collect::<Vec<_>>(), parts(examples, n_classes));
        let left_out =
            |penalty: f64, n_views: usize| left_out_logits(&views, &classes, &part, n_classes, penalty, n_views);
        // Two views tell the penalties apart.
        let loss = |penalty: &f64| log_loss_at_best(&left_out(*penalty, 2), &classes);
        let losses: Vec<f64> = PENALTIES.iter().map(loss).collect();
        let best = (0..PENALTIES.len()).fold(0, |best, at| if losses[at] < losses[best] { at } else { best });
        let penalty = PENALTIES[best];
        let head = fit_head(&views, &classes, n_classes, penalty, views.n_views(), |_| true);
        let (network, logits, rated) = if self.n_tuned_blocks == 0 {
            let all = (0..examples.len()).collect();
            (backbone.with_classes(head.weight, head.bias), left_out(penalty, views.n_views()), all)
        } else {
            // One part is left out once; the network that is kept learns from all.
            let tuner = Tuner { config: &self.training, views: &views, classes: &classes, cut, seed };
            let partial = fit_head(&views, &classes, n_classes, penalty, views.n_views(), |row| part[row] != 0);
            let seen = |is_left_out: bool| (0..examples.len()).filter(|row| (part[*row] == 0) == is_left_out).collect();
            let (learnt, rated): (Vec<usize>, Vec<usize>) = (seen(false), seen(true));
            let judged = tuner.tune(&backbone, config, partial, &learnt, observe)?;
            let logits = tuner.logits(&judged, &rated);
            let all: Vec<usize> = (0..examples.len()).collect();
            (tuner.tune(&backbone, config, head, &all, observe)?, logits, rated)
        };
        let rated_classes: Vec<usize> = rated.iter().map(|row| classes[*row]).collect();
        let temperature = OTHER_PLACES * fit_temperature(&logits, &rated_classes);
        let left_out_probabilities = logits.iter().map(|logits| probabilities(logits, temperature)).collect();
        let network = FoodNetwork::Lite(network);
        let pictures: Vec<&FoodPicture> = examples.iter().map(|example| &example.picture).collect();
        let looks = network.looks(&pictures)?;
        let drawn = drawn_pictures(config.side, seed, N_DRAWN);
        let drawn = network.looks(&drawn.iter().collect::<Vec<_>>())?;
        let gate = FoodGate::fit_left_out(&looks, &part, &logits, &drawn)?;
        let classifier = FoodClassifier::new(network, names, temperature)?.with_gate(gate)?;
        Ok(Transferred { classifier, penalty, left_out_probabilities, left_out_classes: rated_classes })
    }
}

/// Drawn pictures of each kind: fewer than for a small network, which is quicker.
const N_DRAWN: u64 = 1_100 / NoFoodKind::LEARNT.len() as u64;

fn check_examples(config: &EfficientNetLiteConfig, n_classes: usize, examples: &[FoodExample]) -> Result<()> {
    let mut counts = vec![0_usize; n_classes];
    for example in examples {
        let (class, side) = (example.class, example.picture.side());
        if class >= n_classes {
            let (what, expected) = ("class of a picture".to_owned(), format!("below {n_classes}"));
            return Err(Error::OutOfRange { what, expected, got: class.to_string() });
        }
        if side != config.side {
            let (what, expected) = ("side of a picture".to_owned(), format!("{} pixels", config.side));
            return Err(Error::OutOfRange { what, expected, got: side.to_string() });
        }
        counts[class] += 1;
    }
    match counts.iter().find(|count| **count < 2) {
        Some(&got) => Err(Error::TooFewExamples { what: "pictures of every class to train on", at_least: 2, got }),
        None => Ok(()),
    }
}

/// The classes by features of some pictures, all their views.
fn fit_head(
    views: &Views,
    classes: &[usize],
    n_classes: usize,
    penalty: f64,
    n_views: usize,
    takes: impl Fn(usize) -> bool,
) -> Linear {
    let (mut x, mut of_rows) = (Vec::new(), Vec::new());
    for view in 0..n_views {
        for (picture, class) in classes.iter().enumerate().filter(|(picture, _)| takes(*picture)) {
            x.extend_from_slice(views.feature(view, picture));
            of_rows.push(*class);
        }
    }
    let class_weights = vec![1.0; n_classes];
    let rows = Rows { x: &x, classes: &of_rows, class_weights: &class_weights, n_features: views.n_features };
    softmax::fit(rows, n_classes, penalty)
}

/// Of each picture, the log-odds by classes that were fitted without its part.
fn left_out_logits(
    views: &Views,
    classes: &[usize],
    part: &[usize],
    n_classes: usize,
    penalty: f64,
    n_views: usize,
) -> Vec<Vec<f64>> {
    let mut logits = vec![Vec::new(); classes.len()];
    for left_out in 0..N_PARTS {
        let head = fit_head(views, classes, n_classes, penalty, n_views, |row| part[row] != left_out);
        for row in (0..classes.len()).filter(|row| part[*row] == left_out) {
            logits[row] = head.logits(views.feature(0, row)).into_iter().map(f64::from).collect();
        }
    }
    logits
}

fn log_loss_at_best(logits: &[Vec<f64>], classes: &[usize]) -> f64 {
    log_loss(logits, classes, fit_temperature(logits, classes))
}
