//! Foods and how probable each is.

use serde::{Deserialize, Serialize};

use super::classifier_network::FoodNetwork;
use super::gate::{FoodGate, Look, Verdict, drawn_pictures};
use super::picture::FoodPicture;
use super::temperature::probabilities;
use crate::error::{Error, Result};

/// Drawn pictures of each kind that a gate learns from.
const N_DRAWN: u64 = 400;
/// Most pictures of a training that a gate learns from.
const MAX_GATE_PICTURES: usize = 10_000;

/// A network with the names of its classes and a temperature that makes its probabilities as often right as they say.
#[derive(Debug)]
pub struct FoodClassifier {
    network: FoodNetwork,
    classes: Vec<String>,
    temperature: f64,
    gate: Option<FoodGate>,
}

/// What a classifier sees in a picture.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FoodLook {
    /// Whether it is a food that the network knows.
    pub verdict: Verdict,
    /// The foods that it most probably shows if it is one of them, the most probable first.
    pub guesses: Vec<FoodGuess>,
}

/// A food that a picture may show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoodGuess {
    /// Its number among the classes, from 0.
    pub class: usize,
    /// Its name.
    pub name: String,
    /// Calibrated, in [0, 1].
    pub probability: f64,
}

impl FoodClassifier {
    /// A classifier of these parts.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] if there are not as many names as classes, or the temperature is not positive
    pub fn new(network: impl Into<FoodNetwork>, classes: Vec<String>, temperature: f64) -> Result<Self> {
        let network = network.into();
        if classes.len() != network.n_classes() {
            let (what, expected) = ("names of the classes".to_owned(), network.n_classes().to_string());
            return Err(Error::OutOfRange { what, expected, got: classes.len().to_string() });
        }
        if !(temperature.is_finite() && temperature > 0.0) {
            let (what, expected) = ("temperature".to_owned(), "finite and above 0".to_owned());
            return Err(Error::OutOfRange { what, expected, got: temperature.to_string() });
        }
        Ok(Self { network, classes, temperature, gate: None })
    }

    /// The classifier with a gate before it, which says what is no food. Without one everything is a food that it knows.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] if the gate is of another network
    pub fn with_gate(self, gate: FoodGate) -> Result<Self> {
        let expected = self.network.n_statistics();
        if gate.n_statistics() != expected {
            let (what, got) = ("statistics of the gate".to_owned(), gate.n_statistics().to_string());
            return Err(Error::OutOfRange { what, expected: expected.to_string(), got });
        }
        Ok(Self { gate: Some(gate), ..self })
    }

    /// A gate for this classifier, from pictures it was trained on, others kept aside, and drawn ones without food.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewExamples`] without pictures of either, [`Error::OutOfRange`] if they are of different sides
    pub fn fit_gate(&self, training: &[&FoodPicture], kept_aside: &[&FoodPicture], seed: u64) -> Result<FoodGate> {
        let Some(first) = training.first() else {
            return Err(Error::TooFewExamples { what: "pictures to tell foods by", at_least: 1, got: 0 });
        };
        let drawn = drawn_pictures(first.side(), seed, N_DRAWN);
        // More pictures would not tell more.
        let step = training.len().div_ceil(MAX_GATE_PICTURES);
        let training: Vec<&FoodPicture> = training.iter().copied().step_by(step).collect();
        FoodGate::fit(
            &self.network.looks(&training)?,
            &self.network.looks(kept_aside)?,
            &self.network.looks(&drawn.iter().collect::<Vec<_>>())?,
        )
    }

    /// The gate, if there is one.
    pub fn gate(&self) -> Option<&FoodGate> {
        self.gate.as_ref()
    }

    /// The network.
    pub fn network(&self) -> &FoodNetwork {
        &self.network
    }

    /// Names of the classes.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// What divides the log-odds.
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// Calibrated probabilities of the classes, a row a picture.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] if the pictures are of different sides
    pub fn probabilities(&self, pictures: &[&FoodPicture]) -> Result<Vec<Vec<f64>>> {
        let logits = self.network.logits(pictures)?;
        Ok(logits.iter().map(|logits| probabilities(logits, self.temperature)).collect())
    }

    /// Whether each picture shows a food that the network knows.
    ///
    /// # Errors
    ///
    /// as [`probabilities`](Self::probabilities)
    pub fn verdicts(&self, pictures: &[&FoodPicture]) -> Result<Vec<Verdict>> {
        let looks = self.network.looks(pictures)?;
        Ok(looks.iter().map(|look| self.verdict(look)).collect())
    }

    /// The `n` foods that a picture most probably shows, the most probable first, whether or not it shows one.
    ///
    /// # Errors
    ///
    /// as [`probabilities`](Self::probabilities)
    pub fn guesses(&self, picture: &FoodPicture, n: usize) -> Result<Vec<FoodGuess>> {
        Ok(self.look(picture, n)?.guesses)
    }

    /// Whether a picture shows a food, and the `n` that it most probably shows.
    ///
    /// # Errors
    ///
    /// as [`probabilities`](Self::probabilities)
    pub fn look(&self, picture: &FoodPicture, n: usize) -> Result<FoodLook> {
        let look = self.network.looks(&[picture])?.swap_remove(0);
        let probabilities = probabilities(&look.logits, self.temperature);
        let mut order: Vec<usize> = (0..probabilities.len()).collect();
        order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
        let guess =
            |class: usize| FoodGuess { class, name: self.classes[class].clone(), probability: probabilities[class] };
        Ok(FoodLook { verdict: self.verdict(&look), guesses: order.into_iter().take(n).map(guess).collect() })
    }

    fn verdict(&self, look: &Look) -> Verdict {
        self.gate.as_ref().map_or(Verdict::KnownFood, |gate| gate.verdict(look))
    }
}
