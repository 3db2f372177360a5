//! The biomechanics family: data set, network, evaluation, artifacts and their pictures.

mod dataset;
mod evaluation;
mod files;
mod model_card;
mod npy;
mod options;
mod plots;
mod preview;
mod report;
mod trained;
mod training;

pub(crate) use dataset::{dataset_is_current, generate_dataset};
pub(crate) use npy::read as read_npy;
pub(crate) use options::TrainOptions;
pub(crate) use preview::previews;
pub(crate) use report::Report;
pub(crate) use training::train;
