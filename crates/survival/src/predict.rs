//! Predictions of a fitted model for new rows.

use ndarray::{Array2, ArrayView2};

use crate::design::check_finite;
use crate::error::{Error, Result};
use crate::model::{BaselineHazard, CoxPh};

impl CoxPh {
    /// Linear predictor xᵀβ of each row (R: `predict(type = "lp", reference = "zero")`).
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`; returns `[n_rows]`
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`] or [`Error::NotFinite`]
    pub fn linear_predictor(&self, x: ArrayView2<'_, f64>) -> Result<Vec<f64>> {
        self.check_covariates(x)?;
        Ok(x.rows().into_iter().map(|row| row.iter().zip(&self.coefficients).map(|(x, coef)| x * coef).sum()).collect())
    }

    /// Log hazard of each row relative to the mean covariates of the training data, (x − x̄)ᵀβ: a risk score.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`; returns `[n_rows]`
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`] or [`Error::NotFinite`]
    pub fn risk_score(&self, x: ArrayView2<'_, f64>) -> Result<Vec<f64>> {
        self.check_covariates(x)?;
        let score = |row: ndarray::ArrayView1<'_, f64>| {
            row.iter().zip(&self.means).zip(&self.coefficients).map(|((x, mean), coef)| (x - mean) * coef).sum()
        };
        Ok(x.rows().into_iter().map(score).collect())
    }

    /// Standard error of each row's [`risk_score`](Self::risk_score), cluster-robust where the fit is
    /// (R: `predict(type = "lp", se.fit = TRUE)`); `None` for penalised fits.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`; returns `[n_rows]`
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`] or [`Error::NotFinite`]
    pub fn risk_score_standard_errors(&self, x: ArrayView2<'_, f64>) -> Result<Option<Vec<f64>>> {
        self.check_covariates(x)?;
        let Some(covariance) = self.robust_covariance.as_ref().or(self.covariance.as_ref()) else { return Ok(None) };
        let error = |row: ndarray::ArrayView1<'_, f64>| {
            let centred: Vec<f64> = row.iter().zip(&self.means).map(|(x, mean)| x - mean).collect();
            let product = |line: &Vec<f64>| line.iter().zip(&centred).map(|(v, c)| v * c).sum::<f64>();
            covariance.iter().zip(&centred).map(|(line, c)| c * product(line)).sum::<f64>().max(0.0).sqrt()
        };
        Ok(Some(x.rows().into_iter().map(error).collect()))
    }

    /// Hazard of each row relative to the mean covariates of the training data, exp((x − x̄)ᵀβ).
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`; returns `[n_rows]`
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`] or [`Error::NotFinite`]
    pub fn partial_hazard(&self, x: ArrayView2<'_, f64>) -> Result<Vec<f64>> {
        Ok(self.risk_score(x)?.into_iter().map(f64::exp).collect())
    }

    /// Cumulative hazard H(t | x) of each row at each time; after the last event it stays at its last value.
    ///
    /// `strata` names the stratum of each row; it may be `None` for models without strata.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`; `times`: `[n_times]`; returns `[n_rows, n_times]`
    ///
    /// # Units
    ///
    /// `times` in the unit of the training times; the result has none
    ///
    /// # Errors
    ///
    /// [`Error::ColumnMismatch`], [`Error::NotFinite`], [`Error::InvalidPredictionTime`],
    /// [`Error::StratumNeeded`], [`Error::UnknownStratum`] or [`Error::LengthMismatch`]
    pub fn cumulative_hazard(
        &self,
        x: ArrayView2<'_, f64>,
        times: &[f64],
        strata: Option<&[u32]>,
    ) -> Result<Array2<f64>> {
        if let Some(index) = times.iter().position(|time| time.is_nan()) {
            return Err(Error::InvalidPredictionTime { index });
        }
        let hazards = self.partial_hazard(x)?;
        let baselines = self.baselines(hazards.len(), strata)?;
        let mut result = Array2::zeros((hazards.len(), times.len()));
        for ((mut row, hazard), baseline) in result.rows_mut().into_iter().zip(hazards).zip(baselines) {
            for (value, &time) in row.iter_mut().zip(times) {
                let cumulative = baseline.at(time);
                // 0·∞ at times before the first event: no hazard has accumulated, whatever the multiplier.
                *value = if cumulative == 0.0 { 0.0 } else { cumulative * hazard };
            }
        }
        Ok(result)
    }

    /// Probability S(t | x) = exp(−H(t | x)) that each row is still event-free at each time.
    ///
    /// # Shapes
    ///
    /// as [`cumulative_hazard`](Self::cumulative_hazard)
    ///
    /// # Units
    ///
    /// result in [0, 1], non-increasing in t
    ///
    /// # Errors
    ///
    /// as [`cumulative_hazard`](Self::cumulative_hazard)
    pub fn survival(&self, x: ArrayView2<'_, f64>, times: &[f64], strata: Option<&[u32]>) -> Result<Array2<f64>> {
        Ok(self.cumulative_hazard(x, times, strata)?.mapv(|hazard| (-hazard).exp()))
    }

    /// Median survival of each row: the first event time at which S ≤ 0.5; `None` if the curve stays above.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`; returns `[n_rows]`
    ///
    /// # Errors
    ///
    /// as [`cumulative_hazard`](Self::cumulative_hazard)
    pub fn median_survival(&self, x: ArrayView2<'_, f64>, strata: Option<&[u32]>) -> Result<Vec<Option<f64>>> {
        let hazards = self.partial_hazard(x)?;
        let baselines = self.baselines(hazards.len(), strata)?;
        let median = |(hazard, baseline): (f64, &BaselineHazard)| {
            let before = baseline.cumulative_hazard.partition_point(|cumulative| cumulative * hazard < 2_f64.ln());
            baseline.times.get(before).copied()
        };
        Ok(hazards.into_iter().zip(baselines).map(median).collect())
    }

    fn baselines(&self, n_rows: usize, strata: Option<&[u32]>) -> Result<Vec<&BaselineHazard>> {
        let Some(strata) = strata else {
            return match &self.baseline[..] {
                [only] => Ok(vec![only; n_rows]),
                several => Err(Error::StratumNeeded { n_strata: several.len() }),
            };
        };
        crate::target::same_length("strata", n_rows, strata.len())?;
        let find = |(row, &stratum): (usize, &u32)| {
            self.baseline
                .iter()
                .find(|baseline| baseline.stratum == stratum)
                .ok_or(Error::UnknownStratum { row, stratum })
        };
        strata.iter().enumerate().map(find).collect()
    }

    pub(crate) fn check_covariates(&self, x: ArrayView2<'_, f64>) -> Result<()> {
        if x.ncols() != self.coefficients.len() {
            return Err(Error::ColumnMismatch { expected: self.coefficients.len(), got: x.ncols() });
        }
        check_finite(x, &self.covariates)
    }
}
