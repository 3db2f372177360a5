//! How well the Cox model's risk scores order people by time to burnout, beside the oracle on the same people.

use anyhow::{Context, Result};
use metrics::{Interval, RepeatedStratifiedKFold, bootstrap_ci_stratified, corrected_resampled_interval};
use predict::burnout::BurnoutKind;
use rayon::prelude::*;
use survival::{SurvivalTarget, concordance_index};

use crate::burnout::cohort::Cohort;
use crate::burnout::fit::fit;
use crate::burnout::options::TrainOptions;

/// Confidence level of every interval.
const LEVEL: f64 = 0.95;

/// A figure of the model and of the oracle on the same people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compared {
    pub(crate) model: f64,
    pub(crate) interval: Interval,
    pub(crate) oracle: f64,
    pub(crate) ratio: f64,
    pub(crate) ratio_interval: Interval,
}

/// Concordance of `scores` on the held-out people `target`, with bootstrap intervals.
pub(crate) fn held_out(
    target: &SurvivalTarget,
    scores: &[f64],
    oracle: &[f64],
    options: &TrainOptions,
) -> Result<Compared> {
    let of = |rows: &[usize], scores: &[f64]| -> Option<f64> {
        let target = target.select(rows).ok()?;
        let scores: Vec<f64> = rows.iter().map(|&row| scores[row]).collect();
        Some(concordance_index(&target, &scores).ok()?.value())
    };
    let bootstrap = |statistic: &(dyn Fn(&[usize]) -> Option<f64> + Sync)| {
        bootstrap_ci_stratified(target.event(), options.n_resamples, LEVEL, options.seed, statistic)
    };
    let all: Vec<usize> = (0..scores.len()).collect();
    let model = of(&all, scores).context("no two held-out people can be compared: the data set is too small")?;
    let oracle_value = of(&all, oracle).context("no two held-out people can be compared: the data set is too small")?;
    Ok(Compared {
        model,
        interval: bootstrap(&|rows| of(rows, scores))?,
        oracle: oracle_value,
        ratio: model / oracle_value,
        ratio_interval: bootstrap(&|rows| Some(of(rows, scores)? / of(rows, oracle)?))?,
    })
}

/// Concordance in repeated stratified cross-validation; every step of the pipeline is fitted anew in each fold.
///
/// Intervals are corrected for the overlap of the training sets (Nadeau & Bengio 2003, Machine Learning 52).
pub(crate) fn cross_validated(cohort: &Cohort, options: &TrainOptions) -> Result<Compared> {
    let folds = RepeatedStratifiedKFold { folds: options.folds, repeats: options.repeats, seed: options.seed };
    let splits: Vec<_> = folds.splits(cohort.events())?.collect();
    let fold = |split: &metrics::Split| -> Result<(f64, f64)> {
        let model = fit(BurnoutKind::Cox, cohort, &split.train, options)?;
        let target = cohort.target.select(&split.test)?;
        let scores = model.risk_scores(model.inputs(&cohort.table.take(&split.test))?.view())?;
        let oracle: Vec<f64> = split.test.iter().map(|&row| cohort.oracle[row]).collect();
        Ok((concordance_index(&target, &scores)?.value(), concordance_index(&target, &oracle)?.value()))
    };
    let values: Vec<(f64, f64)> = splits.par_iter().map(fold).collect::<Result<_>>()?;
    let test_share = 1.0 / options.folds as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let models: Vec<f64> = values.iter().map(|(model, _)| *model).collect();
    let ratios: Vec<f64> = values.iter().map(|(model, oracle)| model / oracle).collect();
    let oracles: Vec<f64> = values.iter().map(|(_, oracle)| *oracle).collect();
    Ok(Compared {
        model: mean(&models),
        interval: corrected_resampled_interval(&models, test_share, LEVEL)?,
        oracle: mean(&oracles),
        ratio: mean(&ratios),
        ratio_interval: corrected_resampled_interval(&ratios, test_share, LEVEL)?,
    })
}
