//! The files of a burnout model version.

use anyhow::Result;
use registry::Draft;
use survival::SurvivalTarget;

use crate::burnout::cohort::Cohort;
use crate::burnout::model_card::model_card;
use crate::burnout::options::TrainOptions;
use crate::burnout::plots;
use crate::burnout::trained::{Trained, split_by_user};

/// Kind of the artifact, checked when it is loaded.
pub(crate) const KIND: &str = "burnout-cox";
/// Version of the files' layout, checked when they are loaded.
pub(crate) const SCHEMA_VERSION: u32 = 1;

#[derive(serde::Serialize)]
struct Config<'a> {
    model: &'static str,
    ties: survival::Ties,
    #[serde(flatten)]
    options: &'a TrainOptions,
    features: Vec<&'static str>,
    time: &'static str,
    event: &'static str,
    data_seed: u64,
}

/// Writes every file of a version to its draft.
pub(crate) fn write(
    draft: &Draft,
    trained: &Trained,
    cohort: &Cohort,
    test_target: &SurvivalTarget,
    test_scores: &[f64],
    options: &TrainOptions,
) -> Result<()> {
    let model = &trained.pipeline.model;
    draft.write("cox_ph_model.json", model.to_json()?)?;
    if let Some(unpenalised) = &trained.unpenalised {
        draft.write("cox_ph_unpenalised.json", unpenalised.to_json()?)?;
        draft.write("cox_hazard_ratios.png", plots::hazard_ratios(unpenalised)?)?;
    }
    draft.write_json("feature_scaler.json", &trained.pipeline.scaler)?;
    draft.write_json("label_encoders.json", &trained.pipeline.encoder)?;
    let config = Config {
        model: "cox_ph",
        ties: model.ties(),
        options,
        features: synthgen::burnout::FEATURES.to_vec(),
        time: synthgen::burnout::TIME_COLUMN,
        event: synthgen::burnout::EVENT_COLUMN,
        data_seed: cohort.data_seed,
    };
    draft.write_json("config.json", &config)?;
    draft.write_json("split.json", &split_by_user(cohort, &trained.split)?)?;
    draft.write_json("metrics.json", &trained.scores)?;
    draft.write_json("results.json", &trained.rows)?;
    draft.write("model_card.md", model_card(trained, cohort, options))?;
    let train_scores = model.risk_score(trained.pipeline.features(&cohort.table.take(&trained.split.train))?.view())?;
    draft
        .write("survival_by_risk_group.png", plots::survival_by_risk_group(&train_scores, test_target, test_scores)?)?;
    Ok(())
}
