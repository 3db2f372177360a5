//! Foods in pictures: the network of the artifacts, what it is asked and what it answers.

mod artifact;
mod container;
mod explanation;
mod picture;
#[cfg(test)]
mod picture_tests;
mod predictor;

pub use artifact::{FoodArtifact, FoodConfig, FoodFacts, FoodTransfer};
pub use explanation::FoodMap;
pub use picture::{PictureError, decode_picture, read_picture};
pub use predictor::{FoodAnswer, FoodOptions, FoodPredictor, NotNamed, PortionFacts};
