//! The food network: pictures from folders, training, evaluation and artifact.

mod baselines;
mod evaluation;
mod files;
mod image_folder;
mod layout;
mod open_set;
mod options;
mod plots;
mod trained;
mod training;

pub(crate) use options::FoodOptions;
pub(crate) use training::train_food_stage;
