//! Elastic-net solutions along a path of penalties.

use ndarray::ArrayView2;

use crate::elastic_net::ElasticNet;
use crate::error::{Error, Result};
use crate::fit::Prepared;
use crate::params::{CoxParams, PATH_TOLERANCE};
use crate::target::SurvivalTarget;

/// Smallest α used to place the largest λ, as in glmnet: pure ridge has no penalty at which all coefficients are 0.
const SMALLEST_L1_RATIO: f64 = 1e-3;

/// Which penalties a path visits.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_penalties` | 100 | ≥ 1 | number of λ, evenly spaced on the log scale |
/// | `min_ratio` | 0.01 if p > n, else 1e-4 | (0, 1) | smallest λ as a share of the largest, at which all coefficients are 0 |
/// | `penalties` | — | ≥ 0, descending | these λ instead |
#[derive(Debug, Clone, PartialEq)]
pub struct PathOptions {
    /// Number of penalties.
    pub n_penalties: usize,
    /// Smallest penalty as a share of the largest; `None` for the default.
    pub min_ratio: Option<f64>,
    /// Explicit penalties, largest first.
    pub penalties: Option<Vec<f64>>,
}

impl Default for PathOptions {
    fn default() -> Self {
        Self { n_penalties: 100, min_ratio: None, penalties: None }
    }
}

impl PathOptions {
    /// Checks every option against its range.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPathOption`].
    pub fn check(&self) -> Result<()> {
        let invalid = |name, expected, got| Err(Error::InvalidPathOption { name, expected, got });
        if self.n_penalties == 0 {
            return invalid("n_penalties", ">= 1", 0.0);
        }
        if let Some(ratio) = self.min_ratio
            && !(ratio > 0.0 && ratio < 1.0)
        {
            return invalid("min_ratio", "within (0, 1)", ratio);
        }
        if let Some(penalties) = &self.penalties {
            if let Some(&penalty) = penalties.iter().find(|penalty| !(penalty.is_finite() && **penalty >= 0.0)) {
                return invalid("penalties", "finite and >= 0", penalty);
            }
            if let Some(pair) = penalties.windows(2).find(|pair| pair[0] < pair[1]) {
                return invalid("penalties", "in descending order", pair[1]);
            }
            if penalties.is_empty() {
                return invalid("penalties", "a list of at least one value", 0.0);
            }
        }
        Ok(())
    }

    fn penalties(&self, largest: f64, n_rows: usize, n_covariates: usize) -> Vec<f64> {
        if let Some(penalties) = &self.penalties {
            return penalties.clone();
        }
        let ratio = self.min_ratio.unwrap_or(if n_rows < n_covariates { 0.01 } else { 1e-4 });
        let steps = (self.n_penalties - 1).max(1) as f64;
        (0..self.n_penalties).map(|step| largest * ratio.powf(step as f64 / steps)).collect()
    }
}

/// Elastic-net solutions, largest penalty first.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(remote = "Self"))]
pub struct CoxPath {
    pub(crate) covariates: Vec<String>,
    pub(crate) log_likelihood_null: f64,
    pub(crate) points: Vec<PathPoint>,
}

/// One solution on a path.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PathPoint {
    /// λ.
    pub penalty: f64,
    /// Coefficients on the original scale.
    pub coefficients: Vec<f64>,
    /// Number of coefficients that are not 0.
    pub n_nonzero: usize,
    /// Partial log-likelihood without the penalty.
    pub log_likelihood: f64,
    /// Largest violation of the optimality conditions of the standardised problem.
    pub kkt_violation: f64,
}

impl CoxPath {
    /// Names of the covariates, in column order.
    pub fn covariates(&self) -> &[String] {
        &self.covariates
    }

    /// Partial log-likelihood at β = 0.
    pub fn log_likelihood_null(&self) -> f64 {
        self.log_likelihood_null
    }

    /// The solutions, largest penalty first.
    pub fn points(&self) -> &[PathPoint] {
        &self.points
    }
}

impl CoxParams {
    /// Fits a path of penalties, each solution starting from the one before; `penalty` itself is not used.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_covariates]`, rows as in `target`
    ///
    /// # Errors
    ///
    /// as [`fit`](Self::fit), and [`Error::InvalidPathOption`]
    pub fn fit_path(&self, x: ArrayView2<'_, f64>, target: &SurvivalTarget, options: &PathOptions) -> Result<CoxPath> {
        options.check()?;
        let prepared = self.prepare(x, target)?;
        self.path_of(&prepared, options)
    }

    pub(crate) fn path_of(&self, prepared: &Prepared, options: &PathOptions) -> Result<CoxPath> {
        let likelihood = prepared.likelihood(self);
        let mut solver = ElasticNet::new(&likelihood, self, PATH_TOLERANCE);
        let log_likelihood_null = solver.log_likelihood();
        let (n_covariates, n_rows) = likelihood.z.dim();
        let largest = solver.largest_gradient() / self.l1_ratio.max(SMALLEST_L1_RATIO);
        let fit = |penalty| {
            let solution = solver.solve(penalty)?;
            let coefficients = (solver.coefficients() / &prepared.design.scale).to_vec();
            Ok(PathPoint {
                penalty,
                n_nonzero: coefficients.iter().filter(|&&coef| coef != 0.0).count(),
                coefficients,
                log_likelihood: solver.log_likelihood(),
                kkt_violation: solution.kkt_violation,
            })
        };
        let points = options.penalties(largest, n_rows, n_covariates).into_iter().map(fit).collect::<Result<_>>()?;
        Ok(CoxPath { covariates: prepared.names.clone(), log_likelihood_null, points })
    }
}
