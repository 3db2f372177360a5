//! Parameters of a Cox fit.

use crate::error::{Error, Result};

/// Tolerance of a single fit.
pub(crate) const FIT_TOLERANCE: f64 = 1e-9;
/// Tolerance along a path: a hundred times below what glmnet leaves by default, and a third faster than 1e-9.
pub(crate) const PATH_TOLERANCE: f64 = 1e-6;

/// How events at the same time enter the partial likelihood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Ties {
    /// Efron (1977): tied events leave the risk set one after the other, on average. The default, as in R.
    #[default]
    Efron,
    /// Breslow (1974): every tied event sees the whole risk set.
    Breslow,
}

impl std::fmt::Display for Ties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Efron => "efron",
            Self::Breslow => "breslow",
        })
    }
}

/// Parameters of [`CoxPh`](crate::CoxPh); start with [`CoxPh::params`](crate::CoxPh::params).
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `ties` | Efron | Efron, Breslow | treatment of tied event times |
/// | `penalty` | 0 | ≥ 0 | λ: weight of the elastic net, on standardised covariates |
/// | `l1_ratio` | 1 | \[0, 1\] | α: share of the L1 norm in the penalty |
/// | `tolerance` | 1e-9; 1e-6 for paths | (0, 0.01] | largest allowed violation of the optimality (KKT) conditions, per unit of total weight |
/// | `max_iterations` | 100 | ≥ 1 | outer (Newton) iterations |
/// | `covariate_names` | x0, x1, … | unique, one a column | names in results and errors |
///
/// Each is a field to read, and a method of the same name to set. The objective is −ℓ(b)/n + λ(α‖b‖₁ + (1−α)/2·‖b‖₂²), with n the total case weight and b the coefficients of
/// covariates standardised with the population standard deviation. Results are on the original scale.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct CoxParams {
    pub ties: Ties,
    pub penalty: f64,
    pub l1_ratio: f64,
    pub tolerance: Option<f64>,
    pub max_iterations: usize,
    pub covariate_names: Option<Vec<String>>,
}

impl Default for CoxParams {
    fn default() -> Self {
        Self {
            ties: Ties::Efron,
            penalty: 0.0,
            l1_ratio: 1.0,
            tolerance: None,
            max_iterations: 100,
            covariate_names: None,
        }
    }
}

impl CoxParams {
    /// Sets the treatment of ties.
    #[must_use]
    pub fn ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    /// Sets the weight λ of the elastic-net penalty.
    #[must_use]
    pub fn penalty(mut self, penalty: f64) -> Self {
        self.penalty = penalty;
        self
    }

    /// Sets the share α of the L1 norm in the penalty.
    #[must_use]
    pub fn l1_ratio(mut self, l1_ratio: f64) -> Self {
        self.l1_ratio = l1_ratio;
        self
    }

    /// Sets a pure L1 (lasso) penalty of weight λ.
    #[must_use]
    pub fn l1(self, penalty: f64) -> Self {
        self.penalty(penalty).l1_ratio(1.0)
    }

    /// Sets the largest allowed violation of the optimality conditions.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Sets the largest number of outer iterations.
    #[must_use]
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.max_iterations = max_iterations;
        self
    }

    /// Names the covariates, in column order.
    #[must_use]
    pub fn covariate_names<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.covariate_names = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Checks every parameter against its range.
    ///
    /// # Errors
    ///
    /// The `Invalid…` variant of the first parameter out of range.
    pub fn check(&self) -> Result<()> {
        if !(self.penalty.is_finite() && self.penalty >= 0.0) {
            return Err(Error::InvalidPenalty { got: self.penalty });
        }
        if !(0.0..=1.0).contains(&self.l1_ratio) {
            return Err(Error::InvalidL1Ratio { got: self.l1_ratio });
        }
        if let Some(tolerance) = self.tolerance
            && !(tolerance > 0.0 && tolerance <= 0.01)
        {
            return Err(Error::InvalidTolerance { got: tolerance });
        }
        if self.max_iterations == 0 {
            return Err(Error::InvalidMaxIterations);
        }
        Ok(())
    }

    /// Names of `n_covariates` columns: those given, or `x0`, `x1`, ….
    pub(crate) fn names(&self, n_covariates: usize) -> Result<Vec<String>> {
        let Some(names) = &self.covariate_names else {
            return Ok((0..n_covariates).map(|column| format!("x{column}")).collect());
        };
        if names.len() != n_covariates {
            return Err(Error::NameMismatch { n_columns: n_covariates, n_names: names.len() });
        }
        let mut sorted: Vec<_> = names.iter().collect();
        sorted.sort();
        match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Error::RepeatedName { column: pair[0].clone() }),
            None => Ok(names.clone()),
        }
    }
}
