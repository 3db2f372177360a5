//! Calibrated probabilities and the risk levels made of them.

use anyhow::Result;
use ensembles::Calibrator;
use metrics::{RepeatedStratifiedKFold, log_loss};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::burnout::cohort::Cohort;
use crate::burnout::model::{FittedModel, ModelKind};
use crate::burnout::options::TrainOptions;

/// Folds whose held-out predictions the calibrator is fitted to.
const FOLDS: usize = 5;

/// How likely burnout is, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RiskLevel {
    Low,
    Moderate,
    High,
    Critical,
}

impl RiskLevel {
    /// The lowest probability of each level but the first: a product decision, around the 28 % who burn out.
    pub(crate) const THRESHOLDS: [(Self, f64); 3] =
        [(Self::Moderate, 0.15), (Self::High, 0.35), (Self::Critical, 0.60)];

    /// The level of a calibrated probability.
    pub(crate) fn of(probability: f64) -> Self {
        let reached = Self::THRESHOLDS.iter().rev().find(|(_, lowest)| probability >= *lowest);
        reached.map_or(Self::Low, |(level, _)| *level)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// A calibrator with what its own training said about it.
#[derive(Debug, Clone)]
pub(crate) struct Calibration {
    pub(crate) calibrator: Calibrator,
    /// Log-loss of calibrated out-of-fold predictions.
    pub(crate) out_of_fold_log_loss: f64,
}

impl Calibration {
    /// Fits Platt's curve to log-odds that models fitted on the other folds give each training person.
    pub(crate) fn fit(kind: ModelKind, cohort: &Cohort, train: &[usize], options: &TrainOptions) -> Result<Self> {
        let labels: Vec<bool> = train.iter().map(|&row| cohort.events()[row]).collect();
        let folds = RepeatedStratifiedKFold { folds: FOLDS, repeats: 1, seed: options.seed };
        let splits: Vec<_> = folds.splits(&labels)?.collect();
        let rows_of = |part: &[usize]| -> Vec<usize> { part.iter().map(|&index| train[index]).collect() };
        let predict = |split: &metrics::Split| -> Result<Vec<f64>> {
            let model = FittedModel::fit(kind, cohort, &rows_of(&split.train), options)?;
            model.probabilities(&cohort.table.take(&rows_of(&split.test)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_begin_at_their_thresholds() {
        for (probability, level) in [(0.0, RiskLevel::Low), (0.149, RiskLevel::Low), (0.15, RiskLevel::Moderate)] {
            assert_eq!(RiskLevel::of(probability), level);
        }
        assert_eq!((RiskLevel::of(0.35), RiskLevel::of(0.6)), (RiskLevel::High, RiskLevel::Critical));
    }
}
