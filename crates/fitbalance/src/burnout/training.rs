//! The burnout stage: split, fit, calibrate, evaluate, publish; models whose inputs have not changed are kept.

use std::path::Path;

use anyhow::Result;
use metrics::{Split, train_test_split};
use predict::burnout::{BurnoutArtifact, BurnoutKind, BurnoutModel, CoxPipeline};
use survival::CoxPh;

use crate::burnout::calibration::Calibration;
use crate::burnout::classification::Classification;
use crate::burnout::cohort::Cohort;
use crate::burnout::evaluation::{cross_validated, held_out};
use crate::burnout::files::config;
use crate::burnout::fit::{fit, fit_cox};
use crate::burnout::options::TrainOptions;
use crate::burnout::trained::{CoxResults, TrainedBurnout};
use crate::progress::Progress;
use crate::reporter::Reporter;
use crate::results::ResultRow;
use crate::stage::{Run, Stage, publish_stage};

/// Share of people held out.
const TEST_SHARE: f64 = 0.2;
/// Steps the progress bar counts for a model.
const STEPS: u64 = 4;

/// Trains and evaluates the models of the data set in `data` on the same split and publishes them below `artifacts`.
///
/// Returns the rows of the table of results.
pub(crate) fn train(data: &Path, artifacts: &Path, options: &TrainOptions, run: Run) -> Result<Vec<ResultRow>> {
    let cohort = Cohort::read(data)?;
    let split = train_test_split(cohort.events(), TEST_SHARE, options.seed)?;
    let mut rows = Vec::new();
    for kind in BurnoutKind::ALL {
        let stage = Stage {
            artifacts,
            spec: kind.spec(),
            seed: options.seed,
            parameters: options.parameters_of(kind)?,
            inputs: &cohort.inputs,
        };
        rows.extend(publish_stage(&stage, run, || train_one(kind, &cohort, &split, options, run.reporter))?);
    }
    Ok(rows)
}

fn train_one<'a>(
    kind: BurnoutKind,
    cohort: &'a Cohort,
    split: &'a Split,
    options: &'a TrainOptions,
    reporter: Reporter,
) -> Result<TrainedBurnout<'a>> {
    let mut progress = Progress::new(reporter, kind.name(), STEPS);
    let model = fit(kind, cohort, &split.train, options)?;
    progress.advance_to(1);
    let Calibration { calibrator, out_of_fold_log_loss } = Calibration::fit(kind, cohort, &split.train, options)?;
    progress.advance_to(2);
    let figures = Classification::measure(&model, &calibrator, cohort, &split.test, options)?;
    progress.advance_to(3);
    let cox = match &model {
        BurnoutModel::Cox(pipeline) => Some(cox_results(&model, pipeline, cohort, split, options, reporter)?),
        BurnoutModel::Forest(_) | BurnoutModel::Boosting(_) => None,
    };
    progress.finish();
    let parameters = options.parameters_of(kind)?;
    let config = config(&model, cohort, &split.train, parameters, out_of_fold_log_loss, options.smoke)?;
    let artifact = BurnoutArtifact { config, model, calibrator };
    Ok(TrainedBurnout { artifact, cohort, options, split, figures, cox })
}

fn cox_results(
    model: &BurnoutModel,
    pipeline: &CoxPipeline,
    cohort: &Cohort,
    split: &Split,
    options: &TrainOptions,
    reporter: Reporter,
) -> Result<CoxResults> {
    let unpenalised = match fit_unpenalised(model, pipeline, cohort, split) {
        Ok(model) => Some(model),
        Err(error) => {
            // Few people, many features: the penalised model is still fine, only its intervals have no source.
            reporter.say(format_args!("no intervals and no cox_hazard_ratios.png: without penalty, {error:#}"));
            None
        }
    };
    let target = cohort.target.select(&split.test)?;
    let scores = model.risk_scores(model.inputs(&cohort.table.take(&split.test))?.view())?;
    let oracle: Vec<f64> = split.test.iter().map(|&row| cohort.oracle[row]).collect();
    Ok(CoxResults {
        unpenalised,
        held_out: held_out(&target, &scores, &oracle, options)?,
        cross_validation: cross_validated(cohort, options)?,
    })
}

fn fit_unpenalised(model: &BurnoutModel, pipeline: &CoxPipeline, cohort: &Cohort, split: &Split) -> Result<CoxPh> {
    let x = model.inputs(&cohort.table.take(&split.train))?;
    fit_cox(&x, &cohort.target.select(&split.train)?, pipeline.scaler.columns(), 0.0)
}
