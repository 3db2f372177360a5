//! The burnout family: data set, features, Cox model, evaluation and artifacts.

mod artifacts;
mod cohort;
mod dataset;
mod evaluation;
mod model_card;
mod options;
mod pipeline;
mod plots;
mod trained;
mod training;

pub(crate) use dataset::{dataset_is_current, generate_dataset, preview};
pub(crate) use options::TrainOptions;
pub(crate) use training::train;
