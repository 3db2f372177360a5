//! The burnout stage: split, fit, evaluate, publish; skipped when nothing it depends on has changed.

use std::path::Path;

use anyhow::{Context, Result};
use metrics::{Split, train_test_split};
use registry::{ManifestInfo, Registry};
use survival::CoxPh;

use crate::burnout::artifacts::{self, KIND, SCHEMA_VERSION};
use crate::burnout::cohort::Cohort;
use crate::burnout::evaluation::{cross_validated, held_out};
use crate::burnout::options::TrainOptions;
use crate::burnout::pipeline::{Pipeline, fit_cox};
use crate::burnout::trained::{Trained, result_rows, scores};
use crate::code_version::code_version;
use crate::progress::Progress;
use crate::results::ResultRow;
use crate::stage::unchanged;

/// Family and model name in the registry.
const FAMILY: &str = "burnout";
const MODEL: &str = "cox_ph_model";
/// Share of people held out.
const TEST_SHARE: f64 = 0.2;
/// Steps the progress bar counts.
const STEPS: u64 = 5;

/// What the stage leaves behind.
pub(crate) struct Outcome {
    /// Rows of the table of results.
    pub(crate) rows: Vec<ResultRow>,
}

/// Trains and evaluates the Cox model of the data set in `data` and publishes it below `artifacts`.
pub(crate) fn train(data: &Path, artifacts: &Path, options: &TrainOptions, force: bool) -> Result<Outcome> {
    let cohort = Cohort::read(data)?;
    let registry = Registry::open(artifacts)?;
    let info = ManifestInfo {
        kind: KIND.to_owned(),
        schema_version: SCHEMA_VERSION,
        code_version: code_version()?,
        seed: options.seed,
        parameters: serde_json::to_value(options).context("options are plain numbers")?,
        inputs: cohort.inputs.clone(),
    };
    if !force && let Some((version, rows)) = unchanged(&registry, FAMILY, MODEL, &info, options.any_code) {
        crate::cli::hint(format_args!("burnout models: unchanged, kept {FAMILY}/{MODEL}/{version}"));
        return Ok(Outcome { rows });
    }
    let mut progress = Progress::new("train burnout", STEPS);
    progress.advance_to(1);
    let split = train_test_split(cohort.events(), TEST_SHARE, options.seed)?;
    let pipeline = Pipeline::fit(&cohort, &split.train, options.penalty)?;
    let unpenalised = match fit_unpenalised(&cohort, &split, &pipeline) {
        Ok(model) => Some(model),
        Err(error) => {
            // Few people, many features: the penalised model is still fine, only its intervals have no source.
            crate::cli::hint(format_args!("no intervals and no cox_hazard_ratios.png: without penalty, {error:#}"));
            None
        }
    };
    progress.advance_to(2);
    let test_table = cohort.table.take(&split.test);
    let test_target = cohort.target.select(&split.test)?;
    let test_scores = pipeline.risk_scores(&test_table)?;
    let oracle: Vec<f64> = split.test.iter().map(|&row| cohort.oracle[row]).collect();
    let held_out = held_out(&test_target, &test_scores, &oracle, options)?;
    progress.advance_to(3);
    let cross_validation = cross_validated(&cohort, options)?;
    progress.advance_to(4);
    let rows = result_rows(&held_out, &cross_validation);
    let scores = scores(&held_out, &cross_validation);
    let trained = Trained { pipeline, unpenalised, split, scores, rows };
    let draft = registry.draft(FAMILY, MODEL)?;
    artifacts::write(&draft, &trained, &cohort, &test_target, &test_scores, options)?;
    let version = draft.publish(info)?;
    progress.finish();
    crate::cli::hint(format_args!("burnout models: published {FAMILY}/{MODEL}/{version}"));
    Ok(Outcome { rows: trained.rows })
}

fn fit_unpenalised(cohort: &Cohort, split: &Split, pipeline: &Pipeline) -> Result<CoxPh> {
    let x = pipeline.features(&cohort.table.take(&split.train))?;
    let target = cohort.target.select(&split.train)?;
    fit_cox(&x, &target, pipeline.scaler.columns(), 0.0)
}
