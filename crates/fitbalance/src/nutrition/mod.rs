//! The nutrition family: data set, protein network, evaluation, artifacts and recommendations.

mod dataset;
mod diaries;
mod food_table;
mod protein_artifact;
mod protein_evaluation;
mod protein_training;
mod recommender;

pub(crate) use dataset::{dataset_is_current, generate_dataset, preview};
pub(crate) use diaries::PersonDiary;
pub(crate) use food_table::SourcedFoods;
pub(crate) use protein_training::{ProteinOptions, train_protein_stage};
pub(crate) use recommender::{TrainedRecommender, in_words, waterfall};
