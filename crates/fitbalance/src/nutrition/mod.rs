//! The nutrition family: data set, food and protein networks, their evaluation and artifacts, tables of foods.

mod dataset;
mod food;
mod food_table;
mod protein;

use std::path::Path;

use anyhow::Result;

use crate::results::ResultRow;
use crate::stage::Run;

pub(crate) use dataset::{dataset_is_current, generate_dataset, preview};
pub(crate) use food::{FoodOptions, train_food_stage};
pub(crate) use food_table::SourcedFoods;
pub(crate) use protein::{PeopleDiaries, PersonDiary, ProteinOptions, in_words, swarm, waterfall};

/// Trains both networks on a data set written by `generate nutrition`.
pub(crate) fn train(
    data: &Path,
    artifacts: &Path,
    food: &FoodOptions,
    protein: &ProteinOptions,
    run: Run,
) -> Result<Vec<ResultRow>> {
    // The diaries first: a folder that is no data set is found out before pictures are read.
    let mut rows = protein::train_protein_stage(data, artifacts, protein, run)?;
    dataset::check_whole(data)?;
    rows.extend(train_food_stage(&data.join("images"), artifacts, food, run)?);
    Ok(rows)
}
