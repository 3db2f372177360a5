//! Which food a picture shows.

mod augment;
mod config;
mod inference;
mod network;
mod picture;
mod temperature;
mod training;
mod training_network;

pub use config::{FoodCnnConfig, FoodTrainingConfig};
pub use inference::{FoodClassifier, FoodGuess};
pub use network::FoodCnn;
pub use picture::{FoodExample, FoodPicture};
pub use training::{FoodEpoch, FoodTrainer};
