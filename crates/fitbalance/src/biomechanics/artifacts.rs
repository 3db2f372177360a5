//! The files of a network's version.

use anyhow::Result;
use pose_gnn::{ANGLE_NAMES, Exercise, PoseGnnConfig, TrainingConfig};
use registry::Draft;

use crate::biomechanics::dataset::Sequences;
use crate::biomechanics::model_card::model_card;
use crate::biomechanics::options::TrainOptions;
use crate::biomechanics::plots;
use crate::biomechanics::training::Trained;

/// Kind of the artifact, checked when it is loaded.
pub(crate) const KIND: &str = "pose-gnn";
/// Version of the files' layout, checked when they are loaded.
pub(crate) const SCHEMA_VERSION: u32 = 1;
/// The weights.
pub(crate) const WEIGHTS: &str = "gnn_lstm_best.safetensors";

#[derive(serde::Serialize)]
struct Config<'a> {
    model: &'static str,
    network: &'a PoseGnnConfig,
    training: &'a TrainingConfig,
    seed: u64,
    device: &'static str,
    smoke: bool,
    best_epoch: usize,
    exercises: [Exercise; 5],
    joint_angles: [&'static str; 6],
    data_seed: u64,
}

/// Writes every file of a version to its draft.
pub(crate) fn write(draft: &Draft, trained: &Trained, sequences: &Sequences, options: &TrainOptions) -> Result<()> {
    let best_epoch = trained.history.iter().rfind(|report| report.is_best).map_or(0, |report| report.epoch);
    draft.write(WEIGHTS, trained.network.to_safetensors())?;
    draft.write_json(
        "config.json",
        &Config {
            model: "gnn_lstm",
            network: &options.network,
            training: &options.training,
            seed: options.seed,
            device: options.device.name(),
            smoke: options.smoke,
            best_epoch,
            exercises: Exercise::ALL,
            joint_angles: ANGLE_NAMES,
            data_seed: sequences.data_seed,
        },
    )?;
    let ids = |rows: &[usize]| rows.iter().map(|row| sequences.ids[*row].clone()).collect::<Vec<_>>();
    let parts = &trained.parts;
    let split = serde_json::json!({
        "train": ids(&parts.train), "validation": ids(&parts.validation), "test": ids(&parts.test),
    });
    draft.write_json("split.json", &split)?;
    draft.write_json("training_history.json", &trained.history)?;
    draft.write_json("metrics.json", &trained.evaluation.scores())?;
    draft.write_json("results.json", &trained.evaluation.rows())?;
    draft.write("model_card.md", model_card(trained, sequences, options, best_epoch))?;
    draft.write("training_curves.png", plots::training_curves(&trained.history)?)?;
    draft.write("confusion_matrix.png", plots::confusion_matrix(sequences, &parts.test, &trained.predictions)?)?;
    draft.write("predicted_vs_true.png", plots::predicted_vs_true(sequences, &parts.test, &trained.predictions)?)?;
    Ok(())
}
