//! The burnout family: data set, cohort, fitting the three models, evaluation, artifacts and their pictures.

mod calibration;
mod classification;
mod classifier_plots;
mod cohort;
mod dataset;
mod evaluation;
mod files;
mod fit;
mod model_card;
mod options;
mod plots;
mod trained;
mod training;

pub(crate) use classifier_plots::{meaning, person_plot, readable, summary_plot};
pub(crate) use dataset::{dataset_is_current, generate_dataset, preview};
pub(crate) use options::TrainOptions;
pub(crate) use training::train;
