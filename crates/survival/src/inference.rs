//! Test statistics, p-values and intervals.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

/// 97.5 % quantile of the standard normal distribution.
pub(crate) const NORMAL_975: f64 = 1.959_963_984_540_054;

/// A χ² test of one hypothesis.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ChiSquareTest {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: usize,
    /// Probability of a statistic at least as large under the hypothesis.
    pub p: f64,
}

impl ChiSquareTest {
    pub(crate) fn new(statistic: f64, degrees_of_freedom: usize) -> Self {
        let distribution =
            ChiSquared::new(degrees_of_freedom as f64).expect("a test has at least one degree of freedom");
        Self { statistic, degrees_of_freedom, p: distribution.sf(statistic.max(0.0)) }
    }
}

/// One row of a coefficient table.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CoefficientRow {
    /// Covariate.
    pub name: String,
    /// Log hazard ratio per unit of the covariate.
    pub coef: f64,
    /// exp(coef).
    pub hazard_ratio: f64,
    /// Standard error of `coef`: cluster-robust where the target has clusters; `None` for penalised fits.
    pub se: Option<f64>,
    /// coef / se.
    pub z: Option<f64>,
    /// Two-sided p-value of z.
    pub p: Option<f64>,
    /// Lower end of the 95 % interval of the hazard ratio.
    pub ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the hazard ratio.
    pub ci_high: Option<f64>,
}

impl CoefficientRow {
    pub(crate) fn new(name: &str, coef: f64, se: Option<f64>) -> Self {
        let z = se.map(|se| coef / se);
        let bound = |sign: f64| se.map(|se| (coef + sign * NORMAL_975 * se).exp());
        Self {
            name: name.to_owned(),
            coef,
            hazard_ratio: coef.exp(),
            se,
            z,
            p: z.map(two_sided_p),
            ci_low: bound(-1.0),
            ci_high: bound(1.0),
        }
    }
}

/// Two-sided p-value of a standard normal statistic.
pub(crate) fn two_sided_p(z: f64) -> f64 {
    2.0 * Normal::standard().sf(z.abs())
}
