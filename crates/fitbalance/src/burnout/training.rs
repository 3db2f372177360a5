//! The burnout stage: split, fit, evaluate, publish; skipped when nothing it depends on has changed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use metrics::{Score, Split, train_test_split};
use registry::{ManifestInfo, Registry, Version, VersionSelector};
use survival::CoxPh;

use crate::burnout::artifacts::{self, KIND, SCHEMA_VERSION};
use crate::burnout::cohort::Cohort;
use crate::burnout::evaluation::{Compared, HeldOut, cross_validated, held_out};
use crate::burnout::pipeline::{Pipeline, fit_cox};
use crate::code_version::code_version;
use crate::progress::Progress;
use crate::results::ResultRow;

/// Family and model name in the registry.
const FAMILY: &str = "burnout";
const MODEL: &str = "cox_ph_model";
/// Share of people held out.
const TEST_SHARE: f64 = 0.2;
/// Steps the progress bar counts.
const STEPS: u64 = 5;

/// How the burnout models are trained and evaluated.
///
/// | Name | Default | Smoke | Meaning |
/// |---|---|---|---|
/// | `seed` | 42 | 42 | seed of split, folds and bootstrap |
/// | `penalty` | 0.01 | 0.01 | weight of the L1 penalty on standardised features |
/// | `folds` × `repeats` | 5 × 5 | 5 × 1 | repeated stratified cross-validation |
/// | `n_resamples` | 2,000 | 200 | bootstrap resamples of the held-out people |
/// | `any_code` | false | false | accept results of another build of the program |
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct TrainOptions {
    pub(crate) seed: u64,
    pub(crate) penalty: f64,
    pub(crate) folds: usize,
    pub(crate) repeats: usize,
    pub(crate) n_resamples: usize,
    #[serde(skip)]
    pub(crate) any_code: bool,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self { seed: 42, penalty: 0.01, folds: 5, repeats: 5, n_resamples: 2_000, any_code: false }
    }
}

impl TrainOptions {
    /// The default options, or those of a smoke run.
    pub(crate) fn sized(smoke: bool) -> Self {
        if smoke { Self { repeats: 1, n_resamples: 200, ..Self::default() } } else { Self::default() }
    }
}

/// What the stage leaves behind.
pub(crate) struct Outcome {
    /// Rows of the table of results.
    pub(crate) rows: Vec<ResultRow>,
}

/// Everything the artifact is made of.
pub(crate) struct Trained {
    pub(crate) pipeline: Pipeline,
    /// Unpenalised fit to the same rows, for standard errors and intervals.
    pub(crate) unpenalised: CoxPh,
    pub(crate) split: Split,
    pub(crate) scores: Vec<Score>,
    pub(crate) rows: Vec<ResultRow>,
}

/// Trains and evaluates the Cox model of the data set in `data` and publishes it below `artifacts`.
pub(crate) fn train(data: &Path, artifacts: &Path, options: &TrainOptions, force: bool) -> Result<Outcome> {
    let mut progress = Progress::new("train burnout", STEPS);
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
    if !force && let Some((version, rows)) = unchanged(&registry, &info, options.any_code) {
        progress.finish();
        crate::cli::hint(format_args!("burnout models: unchanged, kept {FAMILY}/{MODEL}/{version}"));
        return Ok(Outcome { rows });
    }
    progress.advance_to(1);
    let split = train_test_split(cohort.events(), TEST_SHARE, options.seed)?;
    let pipeline = Pipeline::fit(&cohort, &split.train, options.penalty)?;
    let unpenalised = fit_unpenalised(&cohort, &split, &pipeline)?;
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

/// The results of the latest version, if it was made of the same inputs and parameters by the same code.
fn unchanged(registry: &Registry, info: &ManifestInfo, any_code: bool) -> Option<(Version, Vec<ResultRow>)> {
    let artifact = registry.load(FAMILY, MODEL, VersionSelector::Latest).ok()?;
    let mut found = artifact.manifest().info.clone();
    if any_code {
        found.code_version.clone_from(&info.code_version);
    }
    if found != *info {
        return None;
    }
    let rows = artifact.read_json("results.json").ok()?;
    // Every file still has to be what was published.
    artifact.manifest().files.keys().try_for_each(|name| artifact.read(name).map(drop)).ok()?;
    Some((artifact.version(), rows))
}

fn fit_unpenalised(cohort: &Cohort, split: &Split, pipeline: &Pipeline) -> Result<CoxPh> {
    let x = pipeline.features(&cohort.table.take(&split.train))?;
    let target = cohort.target.select(&split.train)?;
    fit_cox(&x, &target, pipeline.scaler.columns(), 0.0).context("the fit without penalty, for the intervals, failed")
}

fn result_rows(held_out: &HeldOut, cross_validation: &Compared) -> Vec<ResultRow> {
    let row = |metric: String, value: f64, ci: [f64; 2], oracle: Option<f64>, target: Option<f64>| ResultRow {
        model: "Cox PH (L1)".to_owned(),
        metric,
        value,
        ci: Some(ci),
        oracle,
        target,
    };
    let concordance = &held_out.concordance;
    let people = format!("{} held-out people", held_out.n_people);
    let ends = |interval: &metrics::Interval| [interval.low, interval.high];
    vec![
        row(
            format!("C-index, {people}"),
            concordance.model,
            ends(&concordance.interval),
            Some(concordance.oracle),
            Some(0.70),
        ),
        row(
            "C-index / oracle's, same people".to_owned(),
            concordance.ratio,
            ends(&concordance.ratio_interval),
            None,
            Some(0.98),
        ),
        row(
            "C-index, repeated cross-validation".to_owned(),
            cross_validation.model,
            ends(&cross_validation.interval),
            Some(cross_validation.oracle),
            Some(0.70),
        ),
        row(
            "C-index / oracle's, cross-validation".to_owned(),
            cross_validation.ratio,
            ends(&cross_validation.ratio_interval),
            None,
            Some(0.98),
        ),
        row(format!("AUC, {people}"), held_out.auc, ends(&held_out.auc_interval), Some(held_out.auc_oracle), None),
    ]
}

fn scores(held_out: &HeldOut, cross_validation: &Compared) -> Vec<Score> {
    let compared = |prefix: &str, compared: &Compared| {
        [
            Score::new(format!("{prefix}_c_index"), compared.model, "1").with_interval(&compared.interval),
            Score::new(format!("{prefix}_c_index_oracle"), compared.oracle, "1"),
            Score::new(format!("{prefix}_c_index_share_of_oracle"), compared.ratio, "1")
                .with_interval(&compared.ratio_interval),
        ]
    };
    let mut scores: Vec<Score> = compared("held_out", &held_out.concordance).into();
    scores.push(Score::new("held_out_auc", held_out.auc, "1").with_interval(&held_out.auc_interval));
    scores.push(Score::new("held_out_auc_oracle", held_out.auc_oracle, "1"));
    scores.extend(compared("cross_validated", cross_validation));
    scores
}

/// The data and how they were split, by user id.
pub(crate) fn split_by_user(cohort: &Cohort, split: &Split) -> Result<BTreeMap<&'static str, Vec<String>>> {
    let users = cohort.table.strings("user_id")?;
    let ids = |rows: &[usize]| rows.iter().map(|&row| users[row].clone()).collect();
    Ok(BTreeMap::from([("train", ids(&split.train)), ("test", ids(&split.test))]))
}
