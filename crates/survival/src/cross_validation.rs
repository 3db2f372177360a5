//! Choosing the penalty by cross-validated partial likelihood.

use ndarray::{ArrayView2, Axis};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::params::CoxParams;
use crate::path::{CoxPath, PathOptions};
use crate::risk_sets::RiskSets;
use crate::target::{SurvivalTarget, same_length};

/// Cross-validated deviance along a path of penalties.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(remote = "Self"))]
pub struct CrossValidation {
    pub(crate) path: CoxPath,
    pub(crate) mean: Vec<f64>,
    pub(crate) standard_error: Vec<f64>,
    pub(crate) best: usize,
    pub(crate) one_standard_error: usize,
}

impl CrossValidation {
    /// The path fitted to all rows.
    pub fn path(&self) -> &CoxPath {
        &self.path
    }

    /// Mean partial-likelihood deviance per held-out event at each penalty; lower is better.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Standard error of that mean over the folds.
    pub fn standard_error(&self) -> &[f64] {
        &self.standard_error
    }

    /// Penalty with the lowest deviance.
    pub fn best_penalty(&self) -> f64 {
        self.path.points()[self.best].penalty
    }

    /// Largest penalty whose deviance is within one standard error of the lowest.
    pub fn one_standard_error_penalty(&self) -> f64 {
        self.path.points()[self.one_standard_error].penalty
    }
}

impl CoxParams {
    /// Fits a path and scores each penalty on held-out folds; `folds[i]` is the fold that holds out row `i`.
    ///
    /// A fold scores ℓ(β₋ₖ) − ℓ₋ₖ(β₋ₖ): the likelihood of all rows less that of the training rows, at the
    /// coefficients of the training rows. Rows of one subject or cluster should share a fold.
    ///
    /// # Errors
    ///
    /// as [`fit_path`](Self::fit_path), and [`Error::InvalidFold`] for fewer than two folds or a fold without events
    ///
    /// # Source
    ///
    /// Verweij & van Houwelingen (1993), Statistics in Medicine 12; Simon et al. (2011), §4
    pub fn cross_validate(
        &self,
        x: ArrayView2<'_, f64>,
        target: &SurvivalTarget,
        options: &PathOptions,
        folds: &[u32],
    ) -> Result<CrossValidation> {
        same_length("folds", target.n_rows(), folds.len())?;
        let path = self.fit_path(x, target, options)?;
        let mut ids = folds.to_vec();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() < 2 {
            return Err(Error::InvalidFold { fold: ids[0], reason: "holds every row: at least two folds are needed" });
        }
        let penalties = path.points().iter().map(|point| point.penalty).collect();
        let options = PathOptions { penalties: Some(penalties), ..PathOptions::default() };
        let sets = RiskSets::new(target);
        let score = |&fold: &u32| self.score_fold(x, target, &sets, &options, folds, fold);
        let scores: Vec<Vec<f64>> = ids.par_iter().map(score).collect::<Result<_>>()?;
        let n_folds = scores.len() as f64;
        let mean: Vec<f64> =
            (0..path.points().len()).map(|i| scores.iter().map(|fold| fold[i]).sum::<f64>() / n_folds).collect();
        let standard_error: Vec<f64> = mean
            .iter()
            .enumerate()
            .map(|(i, mean)| {
                let squares: f64 = scores.iter().map(|fold| (fold[i] - mean).powi(2)).sum();
                (squares / (n_folds - 1.0) / n_folds).sqrt()
            })
            .collect();
        let best =
            (0..mean.len()).min_by(|&a, &b| mean[a].total_cmp(&mean[b])).expect("a path has at least one penalty");
        let bound = mean[best] + standard_error[best];
        let one_standard_error = (0..=best).find(|&i| mean[i] <= bound).unwrap_or(best);
        Ok(CrossValidation { path, mean, standard_error, best, one_standard_error })
    }

    /// Deviance per held-out event of one fold, at each penalty.
    fn score_fold(
        &self,
        x: ArrayView2<'_, f64>,
        target: &SurvivalTarget,
        sets: &RiskSets,
        options: &PathOptions,
        folds: &[u32],
        fold: u32,
    ) -> Result<Vec<f64>> {
        let training: Vec<usize> = (0..folds.len()).filter(|&row| folds[row] != fold).collect();
        let held_out_events = (0..folds.len()).filter(|&row| folds[row] == fold && target.event()[row]).count();
        if held_out_events == 0 {
            return Err(Error::InvalidFold { fold, reason: "holds out no event" });
        }
        let training_target = target.select(&training)?;
        let training_sets = RiskSets::new(&training_target);
        // A column that is constant without this fold explains nothing there: its coefficient is 0.
        let varying = varying_columns(x, &training);
        let path = if varying.is_empty() {
            None
        } else {
            let names = self.names(x.ncols())?;
            let names = varying.iter().map(|&column| names[column].clone());
            let params = self.clone().covariate_names(names);
            let x = x.select(Axis(0), &training).select(Axis(1), &varying);
            Some(params.fit_path(x.view(), &training_target, options)?)
        };
        let x = x.select(Axis(1), &varying);
        let deviance = |coefficients: &[f64]| {
            let eta: Vec<f64> = x.dot(&ndarray::ArrayView1::from(coefficients)).to_vec();
            let training_eta: Vec<f64> = training.iter().map(|&row| eta[row]).collect();
            let gain = self.log_likelihood_at(sets, &eta) - self.log_likelihood_at(&training_sets, &training_eta);
            -2.0 * gain / held_out_events as f64
        };
        Ok(match path {
            Some(path) => path.points().iter().map(|point| deviance(&point.coefficients)).collect(),
            None => vec![deviance(&[]); options.penalties.as_ref().map_or(0, Vec::len)],
        })
    }

    /// ℓ at a linear predictor in the order of the rows.
    fn log_likelihood_at(&self, sets: &RiskSets, eta: &[f64]) -> f64 {
        let empty = ndarray::Array2::zeros((0, eta.len()));
        let likelihood = crate::partial_likelihood::PartialLikelihood { z: empty.view(), sets, ties: self.ties };
        likelihood.evaluate(sets.to_sorted_order(eta).into()).log_likelihood
    }
}

/// Columns that do not have one value in all of these rows.
fn varying_columns(x: ArrayView2<'_, f64>, rows: &[usize]) -> Vec<usize> {
    let varies = |&column: &usize| rows.iter().any(|&row| x[[row, column]].total_cmp(&x[[rows[0], column]]).is_ne());
    (0..x.ncols()).filter(varies).collect()
}
