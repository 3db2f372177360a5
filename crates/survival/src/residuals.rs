//! Residuals of a fitted model.

use ndarray::ArrayView2;

use crate::error::Result;
use crate::model::CoxPh;
use crate::partial_likelihood::{Evaluation, PartialLikelihood};
use crate::risk_sets::RiskSets;
use crate::target::{SurvivalTarget, same_length};

impl CoxPh {
    /// Martingale residual of each row, event − expected number of events, with the risk sets of `target`.
    ///
    /// On the training data they sum to 0 (weighted by the case weights).
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`, rows as in `target`; returns `[n_rows]`
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`](crate::Error::ColumnMismatch), [`Error::LengthMismatch`](crate::Error::LengthMismatch)
    /// or [`Error::NotFinite`](crate::Error::NotFinite)
    ///
    /// # Source
    ///
    /// Barlow & Prentice (1988), Biometrika 75; Efron's form as in R's `residuals.coxph`
    pub fn martingale_residuals(&self, x: ArrayView2<'_, f64>, target: &SurvivalTarget) -> Result<Vec<f64>> {
        let sets = RiskSets::new(target);
        let evaluation = self.evaluate(x, target, &sets)?;
        let residuals: Vec<f64> =
            evaluation.martingale.iter().zip(&sets.weight).map(|(residual, weight)| residual / weight).collect();
        Ok(sets.to_row_order(&residuals))
    }

    /// Deviance residual of each row: martingale residuals made roughly symmetric.
    ///
    /// sign(M)·√(−2(M + event·ln(event − M))).
    ///
    /// # Shapes
    ///
    /// as [`martingale_residuals`](Self::martingale_residuals)
    ///
    /// # Errors
    ///
    /// as [`martingale_residuals`](Self::martingale_residuals)
    ///
    /// # Source
    ///
    /// Therneau, Grambsch & Fleming (1990), Biometrika 77
    pub fn deviance_residuals(&self, x: ArrayView2<'_, f64>, target: &SurvivalTarget) -> Result<Vec<f64>> {
        let martingale = self.martingale_residuals(x, target)?;
        let deviance = |(residual, &event): (f64, &bool)| {
            let log_term = if event { (1.0 - residual).ln() } else { 0.0 };
            residual.signum() * (-2.0 * (residual + log_term)).max(0.0).sqrt()
        };
        Ok(martingale.into_iter().zip(target.event()).map(deviance).collect())
    }

    /// Evaluates the likelihood of `target` at this model's coefficients.
    pub(crate) fn evaluate(
        &self,
        x: ArrayView2<'_, f64>,
        target: &SurvivalTarget,
        sets: &RiskSets,
    ) -> Result<Evaluation> {
        same_length("covariates", target.n_rows(), x.nrows())?;
        let scores = sets.to_sorted_order(&self.risk_score(x)?);
        let empty = ndarray::Array2::zeros((0, scores.len()));
        let likelihood = PartialLikelihood { z: empty.view(), sets, ties: self.ties };
        Ok(likelihood.evaluate(scores.into()))
    }
}
