//! The files of a burnout model version.

use anyhow::Result;
use registry::Draft;

use crate::burnout::classifier_plots::{write_classification, write_trees};
use crate::burnout::cohort::Cohort;
use crate::burnout::model::{FittedModel, ModelKind};
use crate::burnout::model_card::model_card;
use crate::burnout::options::TrainOptions;
use crate::burnout::plots;
use crate::burnout::trained::{CoxResults, Trained, split_by_user};

/// Family of the artifacts.
pub(crate) const FAMILY: &str = "burnout";
/// Version of the files' layout, checked when they are loaded.
pub(crate) const SCHEMA_VERSION: u32 = 3;

/// `config.json`.
#[derive(serde::Serialize)]
struct Config<'a> {
    model: &'static str,
    parameters: &'a serde_json::Value,
    features: Vec<&'static str>,
    time: &'static str,
    event: &'static str,
    data_seed: u64,
    smoke: bool,
    /// Log-loss of calibrated out-of-fold predictions of training people.
    out_of_fold_log_loss: f64,
    /// Lowest and highest value of each numeric feature among the training people.
    feature_ranges: std::collections::BTreeMap<String, [f64; 2]>,
}

/// Writes every file of a version to its draft.
pub(crate) fn write(
    draft: &Draft,
    trained: &Trained,
    cohort: &Cohort,
    options: &TrainOptions,
    parameters: &serde_json::Value,
) -> Result<()> {
    let (file, json) = trained.model.json()?;
    draft.write(file, json)?;
    draft.write("calibrator.json", trained.calibration.calibrator.to_json()?)?;
    draft.write_json("label_encoders.json", trained.model.encoder())?;
    if let (FittedModel::Cox(pipeline), Some(cox)) = (&trained.model, &trained.cox) {
        draft.write_json("feature_scaler.json", &pipeline.scaler)?;
        write_cox(draft, &trained.model, cox, trained, cohort)?;
    }
    let config = Config {
        model: trained.kind.artifact(),
        parameters,
        features: synthgen::burnout::FEATURES.to_vec(),
        time: synthgen::burnout::TIME_COLUMN,
        event: synthgen::burnout::EVENT_COLUMN,
        data_seed: cohort.data_seed,
        smoke: options.smoke,
        out_of_fold_log_loss: trained.calibration.out_of_fold_log_loss,
        feature_ranges: feature_ranges(cohort, &trained.split.train)?,
    };
    draft.write_json("config.json", &config)?;
    draft.write_json("split.json", &split_by_user(cohort, &trained.split)?)?;
    draft.write_json("metrics.json", &trained.scores())?;
    draft.write_json("results.json", &trained.rows())?;
    draft.write("model_card.md", model_card(trained, cohort, options))?;
    write_classification(draft, trained.kind, &trained.figures)?;
    let people = cohort.table.take(&trained.split.test);
    let labels: Vec<bool> = trained.split.test.iter().map(|&row| cohort.events()[row]).collect();
    write_trees(draft, trained.kind, &trained.model, &people, &labels, options)
}

/// The Cox model's own files.
fn write_cox(draft: &Draft, model: &FittedModel, cox: &CoxResults, trained: &Trained, cohort: &Cohort) -> Result<()> {
    if let Some(unpenalised) = &cox.unpenalised {
        draft.write("cox_ph_unpenalised.json", unpenalised.to_json()?)?;
        draft.write("cox_hazard_ratios.png", plots::hazard_ratios(unpenalised)?)?;
    }
    let train_scores = model.risk_scores(&cohort.table.take(&trained.split.train))?;
    let test_scores = model.risk_scores(&cohort.table.take(&trained.split.test))?;
    let target = cohort.target.select(&trained.split.test)?;
    draft.write("survival_by_risk_group.png", plots::survival_by_risk_group(&train_scores, &target, &test_scores)?)?;
    Ok(())
}

fn feature_ranges(cohort: &Cohort, train: &[usize]) -> Result<std::collections::BTreeMap<String, [f64; 2]>> {
    let people = cohort.table.take(train);
    let mut ranges = std::collections::BTreeMap::new();
    for feature in synthgen::burnout::FEATURES {
        if !people.is_categorical(feature)? {
            let values = people.numeric(feature)?;
            let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &v| (a.min(v), b.max(v)));
            ranges.insert(feature.to_owned(), [low, high]);
        }
    }
    Ok(ranges)
}

impl ModelKind {
    /// The lowest AUC on held-out people that DESIGN asks for.
    pub(crate) fn least_auc(self) -> Option<f64> {
        match self {
            Self::Cox => None,
            Self::Forest => Some(0.75),
            Self::Boosting => Some(0.78),
        }
    }
}
