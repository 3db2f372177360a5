//! Unpenalised maximum partial likelihood by Newton's method with step halving.

use ndarray::{Array1, Array2, ArrayView2};

use crate::design::{Design, quoted};
use crate::error::{Error, Result};
use crate::linalg::Cholesky;
use crate::params::{CoxParams, FIT_TOLERANCE};
use crate::partial_likelihood::{Evaluation, PartialLikelihood};

/// Relative change of the log-likelihood below which only the last digits move.
const FLAT: f64 = 1e-9;
/// A standardised coefficient that still moves this much while the likelihood is flat runs to infinity.
const RUNAWAY_STEP: f64 = 1e-2;
/// Halvings of one step before giving up.
const MAX_HALVINGS: usize = 40;

/// A maximum of the partial likelihood, on standardised covariates.
pub(crate) struct Maximum {
    pub(crate) b: Array1<f64>,
    pub(crate) evaluation: Evaluation,
    /// Inverse of the information at the maximum.
    pub(crate) covariance: Array2<f64>,
    pub(crate) log_likelihood_null: f64,
    /// Rao's score statistic U(0)ᵀ I(0)⁻¹ U(0).
    pub(crate) score_statistic: f64,
    pub(crate) iterations: usize,
}

/// Maximises the likelihood from b = 0.
pub(crate) fn maximise(
    likelihood: &PartialLikelihood<'_>,
    x: ArrayView2<'_, f64>,
    names: &[String],
    params: &CoxParams,
) -> Result<Maximum> {
    let (p, n) = likelihood.z.dim();
    let total_weight = likelihood.sets.total_weight;
    let tolerance = params.tolerance.unwrap_or(FIT_TOLERANCE);
    let mut b = Array1::zeros(p);
    let mut evaluation = likelihood.evaluate(Array1::zeros(n));
    let log_likelihood_null = evaluation.log_likelihood;
    let mut gradient = likelihood.gradient(&evaluation);
    let mut information = likelihood.information(&evaluation);
    Design::check_identified(&information, x, names)?;
    let mut score_statistic = None;
    let mut last_step = f64::INFINITY;
    let mut flat = false;
    let mut iterations = 0;
    while iterations < params.max_iterations {
        iterations += 1;
        // At separation the information fades with the gradient while ℓ is flat; elsewhere a step went too far.
        let factor = match Cholesky::new(information.view(), 1e-13) {
            Ok(factor) => factor,
            Err(_) if flat => return Err(separation(names, &b)),
            Err(_) => damped(&information, total_weight).ok_or_else(|| separation(names, &b))?,
        };
        let step = factor.solve(gradient.view());
        score_statistic.get_or_insert_with(|| gradient.dot(&step));
        let previous = evaluation.log_likelihood;
        let moved = line_search(likelihood, &mut b, &mut evaluation, &step);
        gradient = likelihood.gradient(&evaluation);
        let violation = gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs())) / total_weight;
        let change = evaluation.log_likelihood - previous;
        flat = change.abs() <= FLAT * evaluation.log_likelihood.abs().max(FLAT);
        let largest_step = step.iter().fold(0.0_f64, |most, step| most.max(step.abs()));
        // Near a finite maximum steps shrink quadratically, however large they are; running to infinity they do not.
        if flat && largest_step > RUNAWAY_STEP && largest_step > 0.5 * last_step {
            return Err(separation(names, &step));
        }
        last_step = largest_step;
        // Beyond a small gradient, the last steps are taken until they no longer move the coefficients.
        let settled = !moved || largest_step < 1e-9 * (1.0 + b.iter().fold(0.0_f64, |most, b| most.max(b.abs())));
        information = likelihood.information(&evaluation);
        if violation <= tolerance && settled {
            let Ok(factor) = Cholesky::new(information.view(), 1e-13) else {
                return Err(separation(names, &b));
            };
            let score_statistic = score_statistic.expect("set in the first iteration");
            let covariance = factor.inverse();
            return Ok(Maximum { b, evaluation, covariance, log_likelihood_null, score_statistic, iterations });
        }
        if !moved {
            break;
        }
    }
    let violation = gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs())) / total_weight;
    Err(Error::NoConvergence {
        iterations,
        reason: format!("the largest score per unit weight is {violation:.1e}, the tolerance {tolerance:.1e}"),
    })
}

/// Factors the information plus as little of the identity as makes it positive definite; `None` if it is not finite.
fn damped(information: &Array2<f64>, total_weight: f64) -> Option<Cholesky> {
    const ATTEMPTS: i32 = 20;
    (0..ATTEMPTS).find_map(|attempt| {
        let mut matrix = information.clone();
        matrix.diag_mut().iter_mut().for_each(|value| *value += 1e-9 * total_weight * 10_f64.powi(attempt));
        Cholesky::new(matrix.view(), 1e-13).ok()
    })
}

/// Moves along `step`, halving it until the likelihood does not fall; `false` if no length is good enough.
fn line_search(
    likelihood: &PartialLikelihood<'_>,
    b: &mut Array1<f64>,
    evaluation: &mut Evaluation,
    step: &Array1<f64>,
) -> bool {
    let slack = 1e-12 * evaluation.log_likelihood.abs();
    let floor = evaluation.log_likelihood - slack;
    let start = evaluation.eta.clone();
    let mut length = 1.0;
    for _ in 0..MAX_HALVINGS {
        evaluation.eta.assign(&start);
        likelihood.shift_eta(evaluation, &(step * length));
        likelihood.refresh(evaluation);
        if evaluation.log_likelihood >= floor {
            b.scaled_add(length, step);
            return true;
        }
        length *= 0.5;
    }
    evaluation.eta.assign(&start);
    likelihood.refresh(evaluation);
    false
}

/// Names the columns with the largest part in `direction`.
fn separation(names: &[String], direction: &Array1<f64>) -> Error {
    let largest = direction.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let columns = names.iter().zip(direction).filter(|(_, value)| value.abs() > 0.1 * largest).map(|(name, _)| name);
    Error::Separation { columns: quoted(columns) }
}
