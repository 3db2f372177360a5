//! The food network: pictures from folders, training, evaluation, artifacts and recognition.

mod artifact;
mod evaluation;
mod image_folder;
mod layout;
mod photo;
mod plots;
mod recognizer;
mod training;

pub(crate) use photo::read_photo;
pub(crate) use recognizer::{FoodFacts, FoodRecognizer};
pub(crate) use training::{FoodOptions, train_food_stage};
