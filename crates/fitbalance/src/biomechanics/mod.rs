//! The biomechanics family: data set, network, evaluation, artifacts and their pictures.

mod comparison;
mod dataset;
mod evaluation;
mod fault_evaluation;
mod files;
mod landmarks;
mod model_card;
mod options;
mod page;
mod plots;
mod preview;
mod report;
mod ridge;
mod trained;
mod training;

pub(crate) use comparison::Comparison;
pub(crate) use dataset::{dataset_is_current, generate_dataset};
pub(crate) use landmarks::LandmarksFile;
pub(crate) use options::TrainOptions;
pub(crate) use page::{html, svg};
pub(crate) use preview::previews;
pub(crate) use report::Report;
pub(crate) use training::train;
