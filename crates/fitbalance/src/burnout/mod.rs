//! The burnout family: data set, features, the three models, evaluation, artifacts and predictions.

mod artifacts;
mod calibration;
mod classification;
mod classifier_plots;
mod cohort;
mod dataset;
mod evaluation;
mod explanation;
mod model;
mod model_card;
mod options;
mod pipeline;
mod plots;
mod predictor;
mod trained;
mod training;

pub(crate) use classifier_plots::{person_plot, summary_plot};
pub(crate) use dataset::{dataset_is_current, generate_dataset, preview};
pub(crate) use explanation::{Contributions, FeatureValue, feature_values, readable};
pub(crate) use options::TrainOptions;
pub(crate) use predictor::{BurnoutModels, Predictions, user_ids};
pub(crate) use training::train;
