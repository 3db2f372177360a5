//! The results of `fitbalance cox`, for people and for programs.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;
use survival::{ChiSquareTest, CoefficientRow, CoxPath, CoxPh, CrossValidation, ProportionalHazardsTest, Ties};

use crate::cox::data::CoxData;
use crate::table::reasons;

/// One fitted model.
#[derive(Debug, Serialize)]
pub(crate) struct CoxReport {
    /// What was fitted to what.
    formula: String,
    /// Whether `se` and what follows from it are cluster-robust.
    robust: bool,
    coefficients: Vec<CoefficientRow>,
    log_likelihood: f64,
    log_likelihood_null: f64,
    concordance: Option<f64>,
    concordance_se: Option<f64>,
    ties: Ties,
    n: usize,
    n_events: usize,
    n_dropped: usize,
    aic: f64,
    lambda: f64,
    l1_ratio: f64,
    likelihood_ratio_test: Option<ChiSquareTest>,
    wald_test: Option<ChiSquareTest>,
    score_test: Option<ChiSquareTest>,
    robust_score_test: Option<ChiSquareTest>,
    reference_levels: Vec<(String, String)>,
    /// Columns that were not taken, each with the reason.
    left_out: Vec<(String, String)>,
    /// H₀ at covariates 0.
    baseline_cumulative_hazard: Vec<Baseline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proportional_hazards_test: Option<ProportionalHazardsTest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<PathReport>,
    #[serde(skip)]
    summary: String,
}

#[derive(Debug, Serialize)]
struct Baseline {
    stratum: Option<String>,
    times: Vec<f64>,
    cumulative_hazard: Vec<f64>,
}

impl CoxReport {
    pub(crate) fn new(model: &CoxPh, data: &CoxData, heading: &str, zph: Option<ProportionalHazardsTest>) -> Self {
        let baseline = |baseline: survival::BaselineHazard| Baseline {
            stratum: data.strata.as_ref().and_then(|(column, labels)| {
                labels.get(baseline.stratum as usize).map(|label| format!("{column}={label}"))
            }),
            times: baseline.times,
            cumulative_hazard: baseline.cumulative_hazard,
        };
        Self {
            formula: heading.lines().next().unwrap_or_default().to_owned(),
            robust: model.robust_standard_errors().is_some(),
            coefficients: model.coefficient_table(),
            log_likelihood: model.log_likelihood(),
            log_likelihood_null: model.log_likelihood_null(),
            concordance: model.concordance().map(survival::Concordance::value),
            concordance_se: model.concordance().map(survival::Concordance::standard_error),
            ties: model.ties(),
            n: model.n_rows(),
            n_events: model.n_events(),
            n_dropped: data.n_dropped,
            aic: model.aic(),
            lambda: model.penalty(),
            l1_ratio: model.l1_ratio(),
            likelihood_ratio_test: model.likelihood_ratio_test(),
            wald_test: model.wald_test(),
            score_test: model.score_test(),
            robust_score_test: model.robust_score_test(),
            reference_levels: data.reference_levels.clone(),
            left_out: reasons(&data.left_out),
            baseline_cumulative_hazard: model.baseline_cumulative_hazard().into_iter().map(baseline).collect(),
            proportional_hazards_test: zph,
            path: None,
            summary: model.to_string(),
        }
    }

    pub(crate) fn with_path(self, path: PathReport) -> Self {
        Self { path: Some(path), ..self }
    }
}

impl Display for CoxReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            writeln!(f, "{path}")?;
        }
        f.write_str(&self.summary)?;
        match &self.proportional_hazards_test {
            Some(test) => write!(f, "\n{test}"),
            None => Ok(()),
        }
    }
}

/// A path of penalties, cross-validated or not.
#[derive(Debug, Serialize)]
pub(crate) struct PathReport {
    covariates: Vec<String>,
    l1_ratio: f64,
    points: Vec<PointReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best_lambda: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one_standard_error_lambda: Option<f64>,
}

#[derive(Debug, Serialize)]
struct PointReport {
    lambda: f64,
    n_nonzero: usize,
    log_likelihood: f64,
    coefficients: Vec<f64>,
    kkt_violation: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cv_deviance: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cv_deviance_se: Option<f64>,
}

impl PathReport {
    pub(crate) fn new(path: &CoxPath, l1_ratio: f64, cross_validation: Option<&CrossValidation>) -> Self {
        let point = |(index, point): (usize, &survival::PathPoint)| PointReport {
            lambda: point.penalty,
            n_nonzero: point.n_nonzero,
            log_likelihood: point.log_likelihood,
            coefficients: point.coefficients.clone(),
            kkt_violation: point.kkt_violation,
            cv_deviance: cross_validation.map(|result| result.mean()[index]),
            cv_deviance_se: cross_validation.map(|result| result.standard_error()[index]),
        };
        Self {
            covariates: path.covariates().to_vec(),
            l1_ratio,
            points: path.points().iter().enumerate().map(point).collect(),
            best_lambda: cross_validation.map(CrossValidation::best_penalty),
            one_standard_error_lambda: cross_validation.map(CrossValidation::one_standard_error_penalty),
        }
    }
}

impl Display for PathReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let cross_validated = self.best_lambda.is_some();
        write!(f, "{:>12} {:>8} {:>14}", "lambda", "nonzero", "log-likelihood")?;
        writeln!(f, "{}", if cross_validated { "   cv deviance (se)" } else { "" })?;
        for point in &self.points {
            write!(f, "{:>12.6} {:>8} {:>14.4}", point.lambda, point.n_nonzero, point.log_likelihood)?;
            if let (Some(mean), Some(error)) = (point.cv_deviance, point.cv_deviance_se) {
                write!(f, "   {mean:.4} ({error:.4})")?;
            }
            // The very value came from this list.
            let mark = if self.best_lambda == Some(point.lambda) { "  <- best" } else { "" };
            writeln!(f, "{mark}")?;
        }
        if let (Some(best), Some(one)) = (self.best_lambda, self.one_standard_error_lambda) {
            writeln!(
                f,
                "best lambda= {best:.6}, largest within one standard error= {one:.6}; deviance per held-out event"
            )?;
        }
        Ok(())
    }
}
