//! The burnout stage: split, fit, calibrate, evaluate, publish; models whose inputs have not changed are kept.

use std::path::Path;

use anyhow::Result;
use metrics::{Split, train_test_split};
use registry::{ManifestInfo, Registry};
use survival::CoxPh;

use crate::burnout::artifacts::{self, FAMILY, SCHEMA_VERSION};
use crate::burnout::calibration::Calibration;
use crate::burnout::classification::Classification;
use crate::burnout::cohort::Cohort;
use crate::burnout::evaluation::{cross_validated, held_out};
use crate::burnout::model::{FittedModel, ModelKind};
use crate::burnout::options::TrainOptions;
use crate::burnout::pipeline::{Pipeline, fit_cox};
use crate::burnout::trained::{CoxResults, Trained};
use crate::code_version::code_version;
use crate::progress::Progress;
use crate::results::ResultRow;
use crate::stage::unchanged;

/// Share of people held out.
const TEST_SHARE: f64 = 0.2;
/// Steps the progress bar counts for a model.
const STEPS: u64 = 4;

/// Trains and evaluates the models of the data set in `data` on the same split and publishes them below `artifacts`.
///
/// Returns the rows of the table of results.
pub(crate) fn train(data: &Path, artifacts: &Path, options: &TrainOptions, force: bool) -> Result<Vec<ResultRow>> {
    let cohort = Cohort::read(data)?;
    let registry = Registry::open(artifacts)?;
    let split = train_test_split(cohort.events(), TEST_SHARE, options.seed)?;
    let mut rows = Vec::new();
    for kind in ModelKind::ALL {
        let parameters = options.parameters_of(kind)?;
        let info = ManifestInfo {
            kind: kind.manifest_kind().to_owned(),
            schema_version: SCHEMA_VERSION,
            code_version: code_version()?,
            seed: options.seed,
            parameters: parameters.clone(),
            inputs: cohort.inputs.clone(),
        };
        let model = kind.artifact();
        let kept = if force { None } else { unchanged(&registry, FAMILY, model, &info, options.any_code) };
        if let Some((version, kept)) = kept {
            crate::cli::hint(format_args!("burnout models: unchanged, kept {FAMILY}/{model}/{version}"));
            rows.extend(kept);
            continue;
        }
        let mut progress = Progress::new(model, STEPS);
        let trained = train_one(kind, &cohort, &split, options, &mut progress)?;
        let draft = registry.draft(FAMILY, model)?;
        artifacts::write(&draft, &trained, &cohort, options, &parameters)?;
        let version = draft.publish(info)?;
        progress.finish();
        crate::cli::hint(format_args!("burnout models: published {FAMILY}/{model}/{version}"));
        rows.extend(trained.rows());
    }
    Ok(rows)
}

fn train_one(
    kind: ModelKind,
    cohort: &Cohort,
    split: &Split,
    options: &TrainOptions,
    progress: &mut Progress,
) -> Result<Trained> {
    let model = FittedModel::fit(kind, cohort, &split.train, options)?;
    progress.advance_to(1);
    let calibration = Calibration::fit(kind, cohort, &split.train, options)?;
    progress.advance_to(2);
    let figures = Classification::measure(kind, &model, &calibration, cohort, &split.test, options)?;
    progress.advance_to(3);
    let cox = match &model {
        FittedModel::Cox(pipeline) => Some(cox_results(pipeline, cohort, split, options)?),
        FittedModel::Forest(_) | FittedModel::Boosting(_) => None,
    };
    Ok(Trained { kind, model, calibration, split: split.clone(), figures, cox })
}

fn cox_results(pipeline: &Pipeline, cohort: &Cohort, split: &Split, options: &TrainOptions) -> Result<CoxResults> {
    let unpenalised = match fit_unpenalised(cohort, split, pipeline) {
        Ok(model) => Some(model),
        Err(error) => {
            // Few people, many features: the penalised model is still fine, only its intervals have no source.
            crate::cli::hint(format_args!("no intervals and no cox_hazard_ratios.png: without penalty, {error:#}"));
            None
        }
    };
    let target = cohort.target.select(&split.test)?;
    let scores = pipeline.risk_scores(&cohort.table.take(&split.test))?;
    let oracle: Vec<f64> = split.test.iter().map(|&row| cohort.oracle[row]).collect();
    Ok(CoxResults {
        unpenalised,
        held_out: held_out(&target, &scores, &oracle, options)?,
        cross_validation: cross_validated(cohort, options)?,
    })
}

fn fit_unpenalised(cohort: &Cohort, split: &Split, pipeline: &Pipeline) -> Result<CoxPh> {
    let x = pipeline.features(&cohort.table.take(&split.train))?;
    let target = cohort.target.select(&split.train)?;
    fit_cox(&x, &target, pipeline.scaler.columns(), 0.0)
}
