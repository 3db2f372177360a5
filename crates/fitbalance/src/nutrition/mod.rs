//! The nutrition family: data set, tables of foods, food and protein networks, evaluation, artifacts, recognition and recommendations.

mod dataset;
mod diaries;
mod food;
mod food_table;
mod protein_artifact;
mod protein_evaluation;
mod protein_training;
mod recommender;

use std::path::Path;

use anyhow::Result;

use crate::results::ResultRow;

pub(crate) use dataset::{dataset_is_current, generate_dataset, preview};
pub(crate) use diaries::PersonDiary;
pub(crate) use food::{FoodFacts, FoodOptions, FoodRecognizer, read_photo, train_food_stage};
pub(crate) use food_table::SourcedFoods;
pub(crate) use protein_training::ProteinOptions;
pub(crate) use recommender::{TrainedRecommender, in_words, waterfall};

/// Trains both networks on a data set written by `generate nutrition`.
pub(crate) fn train(
    data: &Path,
    artifacts: &Path,
    food: &FoodOptions,
    protein: &ProteinOptions,
    force: bool,
) -> Result<Vec<ResultRow>> {
    // The diaries first: a folder that is no data set is found out before pictures are read.
    let mut rows = protein_training::train_protein_stage(data, artifacts, protein, force)?;
    rows.extend(train_food_stage(&data.join("images"), artifacts, food, force)?);
    Ok(rows)
}
