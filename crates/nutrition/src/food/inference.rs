//! Foods and how probable each is.

use serde::{Deserialize, Serialize};

use super::network::FoodCnn;
use super::picture::FoodPicture;
use super::temperature::probabilities;
use crate::error::{Error, Result};

/// A network with the names of its classes and a temperature that makes its probabilities as often right as they say.
#[derive(Debug)]
pub struct FoodClassifier {
    network: FoodCnn,
    classes: Vec<String>,
    temperature: f64,
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
    pub fn new(network: FoodCnn, classes: Vec<String>, temperature: f64) -> Result<Self> {
        if classes.len() != network.n_classes() {
            let (what, expected) = ("names of the classes".to_owned(), network.n_classes().to_string());
            return Err(Error::OutOfRange { what, expected, got: classes.len().to_string() });
        }
        if !(temperature.is_finite() && temperature > 0.0) {
            let (what, expected) = ("temperature".to_owned(), "finite and above 0".to_owned());
            return Err(Error::OutOfRange { what, expected, got: temperature.to_string() });
        }
        Ok(Self { network, classes, temperature })
    }

    /// The network.
    pub fn network(&self) -> &FoodCnn {
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

    /// The `n` foods that a picture most probably shows, the most probable first.
    ///
    /// # Errors
    ///
    /// as [`probabilities`](Self::probabilities)
    pub fn guesses(&self, picture: &FoodPicture, n: usize) -> Result<Vec<FoodGuess>> {
        let probabilities = self.probabilities(&[picture])?.swap_remove(0);
        let mut order: Vec<usize> = (0..probabilities.len()).collect();
        order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
        let guess =
            |class: usize| FoodGuess { class, name: self.classes[class].clone(), probability: probabilities[class] };
        Ok(order.into_iter().take(n).map(guess).collect())
    }
}
