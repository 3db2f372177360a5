//! Predictions from a trained network.

mod prediction;

pub use prediction::{Prediction, predict};
