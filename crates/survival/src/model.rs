//! The fitted Cox model.

use crate::concordance::Concordance;
use crate::error::{Error, Result};
use crate::inference::{ChiSquareTest, CoefficientRow};
use crate::params::{CoxParams, Ties};

/// A fitted Cox proportional hazards model, h(t | x) = h₀(t)·exp(xᵀβ).
///
/// Built by [`CoxParams::fit`]; start with [`CoxPh::params`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(remote = "Self"))]
pub struct CoxPh {
    pub(crate) covariates: Vec<String>,
    pub(crate) ties: Ties,
    pub(crate) penalty: f64,
    pub(crate) l1_ratio: f64,
    pub(crate) coefficients: Vec<f64>,
    pub(crate) means: Vec<f64>,
    pub(crate) scales: Vec<f64>,
    /// Inverse information, row by row; `None` for penalised fits.
    pub(crate) covariance: Option<Vec<Vec<f64>>>,
    /// Cluster-robust covariance, if the target had clusters.
    pub(crate) robust_covariance: Option<Vec<Vec<f64>>>,
    pub(crate) log_likelihood: f64,
    pub(crate) log_likelihood_null: f64,
    pub(crate) score_statistic: Option<f64>,
    pub(crate) robust_score_statistic: Option<f64>,
    pub(crate) wald_statistic: Option<f64>,
    pub(crate) kkt_violation: f64,
    pub(crate) iterations: usize,
    pub(crate) n_rows: usize,
    pub(crate) n_events: usize,
    pub(crate) concordance: Option<Concordance>,
    /// Baseline cumulative hazard at the mean covariates, by stratum.
    pub(crate) baseline: Vec<BaselineHazard>,
}

/// Cumulative baseline hazard of one stratum: a step function that rises at each event time.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct BaselineHazard {
    /// The stratum's number (0 without strata).
    pub stratum: u32,
    /// Distinct event times, ascending.
    pub times: Vec<f64>,
    /// Cumulative hazard at and after each time.
    pub cumulative_hazard: Vec<f64>,
}

impl BaselineHazard {
    /// Cumulative hazard at `time`; 0 before the first event.
    pub fn at(&self, time: f64) -> f64 {
        let passed = self.times.partition_point(|&event_time| event_time <= time);
        if passed == 0 { 0.0 } else { self.cumulative_hazard[passed - 1] }
    }
}

impl CoxPh {
    /// Default parameters: Efron ties, no penalty.
    pub fn params() -> CoxParams {
        CoxParams::default()
    }

    /// Names of the covariates, in column order.
    pub fn covariates(&self) -> &[String] {
        &self.covariates
    }

    /// Position of a covariate.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownColumn`].
    pub fn column(&self, name: &str) -> Result<usize> {
        self.covariates.iter().position(|covariate| covariate == name).ok_or_else(|| Error::UnknownColumn {
            column: name.to_owned(),
            known: crate::design::quoted(self.covariates.iter()),
        })
    }

    /// Log hazard ratios β per unit of each covariate.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Means of the covariates among the training rows, by weight.
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// exp(β).
    pub fn hazard_ratios(&self) -> Vec<f64> {
        self.coefficients.iter().map(|coef| coef.exp()).collect()
    }

    /// Standard errors of the coefficients: cluster-robust where the target had clusters, else from the information.
    ///
    /// `None` for penalised fits, whose coefficients are biased on purpose.
    pub fn standard_errors(&self) -> Option<Vec<f64>> {
        self.robust_covariance.as_deref().or(self.covariance.as_deref()).map(diagonal_roots)
    }

    /// Standard errors from the inverse information even where the target had clusters.
    pub fn model_standard_errors(&self) -> Option<Vec<f64>> {
        self.covariance.as_deref().map(diagonal_roots)
    }

    /// Cluster-robust (sandwich) standard errors, if the target had clusters.
    ///
    /// # Source
    ///
    /// Lin & Wei (1989), JASA 84
    pub fn robust_standard_errors(&self) -> Option<Vec<f64>> {
        self.robust_covariance.as_deref().map(diagonal_roots)
    }

    /// Inverse of the information matrix on the original scale, row by row; `None` for penalised fits.
    pub fn covariance(&self) -> Option<&[Vec<f64>]> {
        self.covariance.as_deref()
    }

    /// The coefficient table: estimate, hazard ratio, standard error, z, p and 95 % interval.
    pub fn coefficient_table(&self) -> Vec<CoefficientRow> {
        let errors = self.standard_errors();
        let error = |column: usize| errors.as_ref().map(|errors| errors[column]);
        let rows = self.covariates.iter().zip(&self.coefficients).enumerate();
        rows.map(|(column, (name, &coef))| CoefficientRow::new(name, coef, error(column))).collect()
    }

    /// Partial log-likelihood at the estimate, without the penalty.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// Partial log-likelihood at β = 0.
    pub fn log_likelihood_null(&self) -> f64 {
        self.log_likelihood_null
    }

    /// Akaike's information criterion, −2ℓ + 2·(number of non-zero coefficients).
    pub fn aic(&self) -> f64 {
        -2.0 * self.log_likelihood + 2.0 * self.n_nonzero() as f64
    }

    /// Number of coefficients that are not exactly 0.
    pub fn n_nonzero(&self) -> usize {
        self.coefficients.iter().filter(|&&coef| coef != 0.0).count()
    }

    /// Likelihood-ratio test of β = 0; `None` for penalised fits.
    pub fn likelihood_ratio_test(&self) -> Option<ChiSquareTest> {
        self.covariance.as_ref().map(|_| self.test(2.0 * (self.log_likelihood - self.log_likelihood_null)))
    }

    /// Wald test of β = 0, with the robust covariance where there is one; `None` for penalised fits.
    pub fn wald_test(&self) -> Option<ChiSquareTest> {
        self.wald_statistic.map(|statistic| self.test(statistic))
    }

    /// Score (log-rank) test of β = 0; `None` for penalised fits.
    pub fn score_test(&self) -> Option<ChiSquareTest> {
        self.score_statistic.map(|statistic| self.test(statistic))
    }

    /// Score test of β = 0 that allows for dependence within clusters; `None` without clusters.
    pub fn robust_score_test(&self) -> Option<ChiSquareTest> {
        self.robust_score_statistic.map(|statistic| self.test(statistic))
    }

    fn test(&self, statistic: f64) -> ChiSquareTest {
        ChiSquareTest::new(statistic, self.coefficients.len())
    }

    /// Treatment of ties.
    pub fn ties(&self) -> Ties {
        self.ties
    }

    /// Weight λ of the penalty.
    pub fn penalty(&self) -> f64 {
        self.penalty
    }

    /// Share α of the L1 norm in the penalty.
    pub fn l1_ratio(&self) -> f64 {
        self.l1_ratio
    }

    /// Rows of the training data.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Events in the training data.
    pub fn n_events(&self) -> usize {
        self.n_events
    }

    /// Outer iterations the optimiser took.
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// Largest violation of the optimality (KKT) conditions of the standardised problem at the solution.
    pub fn kkt_violation(&self) -> f64 {
        self.kkt_violation
    }

    /// Concordance on the training data; `None` if no pair is comparable.
    pub fn concordance(&self) -> Option<&Concordance> {
        self.concordance.as_ref()
    }

    /// Baseline cumulative hazard H₀ of each stratum at covariates 0.
    ///
    /// Predictions do not go through it, so covariates far from 0 cost them no precision.
    ///
    /// # Source
    ///
    /// Breslow (1974), Biometrics 30, or Efron (1977), JASA 72, by [`ties`](Self::ties); not centred, as
    /// R's `basehaz(centered = FALSE)`
    pub fn baseline_cumulative_hazard(&self) -> Vec<BaselineHazard> {
        let at_mean: f64 = self.means.iter().zip(&self.coefficients).map(|(mean, coef)| mean * coef).sum();
        let factor = (-at_mean).exp();
        let mut baseline = self.baseline.clone();
        for stratum in &mut baseline {
            stratum.cumulative_hazard.iter_mut().for_each(|hazard| *hazard *= factor);
        }
        baseline
    }
}

fn diagonal_roots(matrix: &[Vec<f64>]) -> Vec<f64> {
    matrix.iter().enumerate().map(|(row, values)| values[row].sqrt()).collect()
}
