//! The files of a protein network's version.

use anyhow::{Context, Result};
use nutrition::{N_DAYS, N_METRICS, ProteinEpoch, ProteinGru, ProteinGruConfig, ProteinTrainingConfig};
use registry::Draft;
use serde::{Deserialize, Serialize};

use crate::nutrition::diaries::Windows;
use crate::nutrition::protein_evaluation::ProteinEvaluation;
use crate::nutrition::protein_training::ProteinOptions;
use crate::plot::{CurvePanel, ScatterPanel, curve_panels_plot, scatter_panels_plot};
use crate::results::ResultsTable;

pub(crate) const FAMILY: &str = "nutrition";
pub(crate) const MODEL: &str = "protein_optimizer";
/// Kind of the artifact, checked when it is loaded.
pub(crate) const KIND: &str = "protein-gru";
/// Version of the files' layout, checked when they are loaded.
pub(crate) const SCHEMA_VERSION: u32 = 1;
/// The weights.
pub(crate) const WEIGHTS: &str = "protein_optimizer.safetensors";
/// Diaries that explanations compare with.
pub(crate) const BACKGROUND: &str = "background_diaries.json";
/// How many: one of each of so many training users.
const N_BACKGROUND: usize = 64;

/// A trained network with its figures, before it becomes an artifact.
pub(crate) struct TrainedProtein {
    pub(crate) network: ProteinGru,
    pub(crate) history: Vec<ProteinEpoch>,
    pub(crate) train: Vec<String>,
    pub(crate) validation: Vec<String>,
    pub(crate) test: Vec<String>,
    pub(crate) evaluation: ProteinEvaluation,
}

/// `config.json`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Config {
    model: String,
    pub(crate) network: ProteinGruConfig,
    training: ProteinTrainingConfig,
    seed: u64,
    pub(crate) smoke: bool,
    data_seed: u64,
}

/// Writes every file of a version to its draft.
pub(crate) fn write(
    draft: &Draft,
    trained: &TrainedProtein,
    windows: &Windows,
    options: &ProteinOptions,
) -> Result<()> {
    draft.write(WEIGHTS, trained.network.to_safetensors())?;
    let config = Config {
        model: "protein_gru".to_owned(),
        network: options.network.clone(),
        training: options.training.clone(),
        seed: options.seed,
        smoke: options.smoke,
        data_seed: windows.data_seed,
    };
    draft.write_json("config.json", &config)?;
    draft.write_json(BACKGROUND, &background(trained, windows))?;
    let split = serde_json::json!({
        "train": trained.train, "validation": trained.validation, "test": trained.test,
    });
    draft.write_json("split.json", &split)?;
    draft.write_json("training_history.json", &trained.history)?;
    draft.write_json("metrics.json", &trained.evaluation.scores())?;
    draft.write_json("results.json", &trained.evaluation.rows())?;
    draft.write("training_curves.png", training_curves(&trained.history)?)?;
    draft.write("predicted_vs_true.png", predicted_vs_true(&trained.evaluation)?)?;
    draft.write("model_card.md", model_card(trained, windows, options))?;
    Ok(())
}

/// The last two weeks of the first training users.
fn background(trained: &TrainedProtein, windows: &Windows) -> Vec<[[f64; N_METRICS]; N_DAYS]> {
    let last_of = |user: &String| windows.user.iter().rposition(|other| other == user);
    trained.train.iter().take(N_BACKGROUND).filter_map(last_of).map(|row| windows.examples[row].days).collect()
}

fn training_curves(history: &[ProteinEpoch]) -> Result<Vec<u8>> {
    let panels = [
        CurvePanel {
            title: "training loss (squared share of the range)".to_owned(),
            values: history.iter().map(|epoch| epoch.training_loss).collect(),
        },
        CurvePanel {
            title: "validation users, MAE (g/day)".to_owned(),
            values: history.iter().map(|epoch| epoch.validation_mae_g_per_day).collect(),
        },
    ];
    let best = history.iter().rfind(|epoch| epoch.is_best).map(|epoch| epoch.epoch);
    curve_panels_plot("Protein network", "epoch", &panels, best).context("cannot draw the training curves")
}

fn predicted_vs_true(evaluation: &ProteinEvaluation) -> Result<Vec<u8>> {
    let ends = evaluation.points.iter().flat_map(|&(a, b)| [a, b]);
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let panel = ScatterPanel {
        title: "need (g/day), held-out users".to_owned(),
        range: ((low / 10.0).floor() * 10.0, (high / 10.0).ceil() * 10.0),
        points: evaluation.points.clone(),
    };
    scatter_panels_plot("Protein network", &[panel]).context("cannot draw predictions against needs")
}

fn model_card(trained: &TrainedProtein, windows: &Windows, options: &ProteinOptions) -> String {
    let smoke = if options.smoke {
        "**Smoke run: made to check the pipeline. Its figures mean nothing; do not use it.**\n\n"
    } else {
        ""
    };
    format!(
        "# protein_optimizer\n\n{smoke}\
         GRU over the last 14 days of six metrics (sleep hours and quality, HRV, training load, stress, recovery), with a profile.\n\
         Its output places the need within the published range of the person, so it never leaves it.\n\n\
         ## Data\n\n\
         Synthetic: {} users generated from seed {}; {} train, {} choose the epoch, {} held out, no user on two sides. How the need\n\
         depends on the diary was made up within published ranges (Jäger et al. 2017, doi 10.1186/s12970-017-0177-8): directions are\n\
         published, sizes are not.\n\n\
         ## Results\n\n{}\n\n\
         The floor is the mean absolute noise of the observed need. Intervals: bootstrap over users, {} resamples.\n\n\
         ## Not for\n\n\
         Kidney disease and pregnancy (a referral is given instead of a number), minors, or any treatment. No medical advice.\n\n\
         ## Files\n\n\
         `{WEIGHTS}` with the sizes in `config.json`; `{BACKGROUND}`: diaries of training users that explanations compare with.\n",
        windows.users.len(),
        windows.data_seed,
        trained.train.len(),
        trained.validation.len(),
        trained.test.len(),
        ResultsTable::new(trained.evaluation.rows()),
        options.n_resamples,
    )
}
