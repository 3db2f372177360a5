//! Calibrated probabilities.

use anyhow::Result;
use ensembles::Calibrator;
use metrics::{RepeatedStratifiedKFold, log_loss};
use predict::burnout::BurnoutKind;
use rayon::prelude::*;

use crate::burnout::cohort::Cohort;
use crate::burnout::fit::fit;
use crate::burnout::options::TrainOptions;

/// Folds whose held-out predictions the calibrator is fitted to.
const FOLDS: usize = 5;

/// A calibrator with what its own training said about it.
#[derive(Debug, Clone)]
pub(crate) struct Calibration {
    pub(crate) calibrator: Calibrator,
    /// Log-loss of calibrated out-of-fold predictions.
    pub(crate) out_of_fold_log_loss: f64,
}

impl Calibration {
    /// Fits Platt's curve to log-odds that models fitted on the other folds give each training person.
    pub(crate) fn fit(kind: BurnoutKind, cohort: &Cohort, train: &[usize], options: &TrainOptions) -> Result<Self> {
        let labels: Vec<bool> = train.iter().map(|&row| cohort.events()[row]).collect();
        let folds = RepeatedStratifiedKFold { folds: FOLDS, repeats: 1, seed: options.seed };
        let splits: Vec<_> = folds.splits(&labels)?.collect();
        let rows_of = |part: &[usize]| -> Vec<usize> { part.iter().map(|&index| train[index]).collect() };
        let predict = |split: &metrics::Split| -> Result<Vec<f64>> {
            let model = fit(kind, cohort, &rows_of(&split.train), options)?;
            let inputs = model.inputs(&cohort.table.take(&rows_of(&split.test)))?;
            Ok(model.probabilities(inputs.view())?)
        };
        let parts: Vec<Vec<f64>> = splits.par_iter().map(predict).collect::<Result<_>>()?;
        let mut probabilities = vec![0.0; train.len()];
        for (split, part) in splits.iter().zip(parts) {
            split.test.iter().zip(part).for_each(|(&index, probability)| probabilities[index] = probability);
        }
        let calibrator = Calibrator::platt_of_probabilities(&probabilities, &labels)?;
        let calibrated = calibrator.calibrate_all(&probabilities)?;
        Ok(Self { calibrator, out_of_fold_log_loss: log_loss(&calibrated, &labels)? })
    }
}
