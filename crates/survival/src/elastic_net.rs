//! Elastic-net penalised partial likelihood: Newton steps on a model that learns, solved over the active set.
//!
//! Each outer step minimises gradient + ½·quadratic + penalty, then evaluates the true likelihood once. The quadratic
//! is the information where the solver started, corrected by BFGS after every step and computed anew only when steps
//! stop shrinking the violation: along a path of penalties that is a handful of times, and one evaluation costs
//! O(n·p). The result is exact in any case: only the true gradient decides when to stop.

use ndarray::{Array1, Array2};

use crate::error::{Error, Result};
use crate::params::CoxParams;
use crate::partial_likelihood::{Evaluation, PartialLikelihood};
use crate::quadratic::{PenalisedQuadratic, Penalty};

/// An outer step that leaves more than this share of the violation calls for a new information matrix.
const SLOW: f64 = 0.25;
/// Halvings of one step before giving up.
const MAX_HALVINGS: usize = 30;

/// The solver, standing at the solution of the last penalty.
pub(crate) struct ElasticNet<'a> {
    likelihood: &'a PartialLikelihood<'a>,
    l1_ratio: f64,
    tolerance: f64,
    max_iterations: usize,
    b: Array1<f64>,
    evaluation: Evaluation,
    /// Gradient of −ℓ/n at `b`.
    gradient: Array1<f64>,
    /// Approximate Hessian of −ℓ/n; `None` until the first step.
    hessian: Option<Array2<f64>>,
    /// Whether `hessian` is the information at `b` itself.
    hessian_is_exact: bool,
    /// By how much the quadratic model missed the gradient after the first step of the last penalty.
    miss: Array1<f64>,
}

/// What a solve reports besides the coefficients.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Solution {
    pub(crate) kkt_violation: f64,
    pub(crate) iterations: usize,
}

impl<'a> ElasticNet<'a> {
    /// Starts at b = 0.
    pub(crate) fn new(likelihood: &'a PartialLikelihood<'a>, params: &CoxParams, default_tolerance: f64) -> Self {
        let (p, n) = likelihood.z.dim();
        let evaluation = likelihood.evaluate(Array1::zeros(n));
        let gradient = mean_gradient(likelihood, &evaluation);
        Self {
            likelihood,
            l1_ratio: params.l1_ratio,
            tolerance: params.tolerance.unwrap_or(default_tolerance),
            max_iterations: params.max_iterations,
            b: Array1::zeros(p),
            evaluation,
            gradient,
            hessian: None,
            hessian_is_exact: false,
            miss: Array1::zeros(p),
        }
    }

    /// ℓ(b) where the solver stands.
    pub(crate) fn log_likelihood(&self) -> f64 {
        self.evaluation.log_likelihood
    }

    /// Standardised coefficients where the solver stands.
    pub(crate) fn coefficients(&self) -> &Array1<f64> {
        &self.b
    }

    /// Largest |∂(−ℓ/n)/∂b| where the solver stands: at b = 0, the smallest L1 penalty that keeps every coefficient 0.
    pub(crate) fn largest_gradient(&self) -> f64 {
        self.gradient.iter().fold(0.0, |largest, g| largest.max(g.abs()))
    }

    pub(crate) fn into_parts(self) -> (Array1<f64>, Evaluation) {
        (self.b, self.evaluation)
    }

    /// Moves to the solution for the penalty weight `lambda`.
    pub(crate) fn solve(&mut self, lambda: f64) -> Result<Solution> {
        let penalty = Penalty { l1: lambda * self.l1_ratio, l2: lambda * (1.0 - self.l1_ratio) };
        let mut violation = penalty.kkt_violation(&self.b, &self.gradient);
        let mut last_ratio = 0.0;
        let mut iterations = 0;
        loop {
            if violation <= self.tolerance {
                return Ok(Solution { kkt_violation: violation, iterations });
            }
            if iterations == self.max_iterations {
                break;
            }
            iterations += 1;
            if self.hessian.is_none() || (last_ratio > SLOW && !self.hessian_is_exact) {
                self.renew_hessian();
            }
            let hessian = self.hessian.as_ref().expect("renewed just above");
            // Neighbouring penalties bend alike: the first step allows for what the model missed one penalty ago.
            let gradient = if iterations == 1 { &self.gradient + &self.miss } else { self.gradient.clone() };
            let quadratic = PenalisedQuadratic { hessian, gradient: &gradient, centre: &self.b, penalty };
            let candidate = quadratic.minimise(0.01 * self.tolerance);
            let predicted = &self.gradient + &hessian.dot(&(&candidate - &self.b));
            let moved = self.step_to(candidate, penalty, violation);
            if iterations == 1 {
                self.miss = if moved { &self.gradient - &predicted } else { Array1::zeros(self.b.len()) };
            }
            if !moved {
                // A step that cannot improve with a learnt Hessian gets one more chance with the true one.
                if self.hessian_is_exact {
                    break;
                }
                self.renew_hessian();
                continue;
            }
            let next = penalty.kkt_violation(&self.b, &self.gradient);
            last_ratio = next / violation;
            violation = next;
        }
        let reason = format!(
            "the largest violation of the optimality conditions is {violation:.1e}, the tolerance {:.1e}",
            self.tolerance
        );
        Err(Error::NoConvergence { iterations, reason })
    }

    fn renew_hessian(&mut self) {
        self.hessian = Some(self.likelihood.information(&self.evaluation) / self.likelihood.sets.total_weight);
        self.hessian_is_exact = true;
    }

    /// Moves towards `candidate`, halving the step until the violation or the objective falls; teaches the Hessian.
    fn step_to(&mut self, candidate: Array1<f64>, penalty: Penalty, violation: f64) -> bool {
        let n = self.likelihood.sets.total_weight;
        let start = self.b.clone();
        let start_gradient = self.gradient.clone();
        let objective = -self.evaluation.log_likelihood / n + penalty.value(&start);
        let mut reached = candidate;
        for _ in 0..MAX_HALVINGS {
            let change = &reached - &self.b;
            self.move_by(&change);
            self.b.assign(&reached);
            self.gradient = mean_gradient(self.likelihood, &self.evaluation);
            let finite = self.evaluation.log_likelihood.is_finite();
            if finite && penalty.kkt_violation(&self.b, &self.gradient) < 0.5 * violation {
                self.learn(&(&self.b - &start), &(&self.gradient - &start_gradient));
                return true;
            }
            let next_objective = -self.evaluation.log_likelihood / n + penalty.value(&self.b);
            if finite && next_objective <= objective {
                self.learn(&(&self.b - &start), &(&self.gradient - &start_gradient));
                return true;
            }
            reached = (&start + &reached) * 0.5;
        }
        let back = &start - &self.b;
        self.move_by(&back);
        self.b = start;
        self.gradient = start_gradient;
        false
    }

    fn move_by(&mut self, change: &Array1<f64>) {
        self.likelihood.shift_eta(&mut self.evaluation, change);
        self.likelihood.refresh(&mut self.evaluation);
    }

    /// BFGS: the Hessian now maps `step` to `gradient_change`, as the mean true Hessian between the two points does.
    fn learn(&mut self, step: &Array1<f64>, gradient_change: &Array1<f64>) {
        let Some(hessian) = &mut self.hessian else {
            return;
        };
        self.hessian_is_exact = false;
        let product = hessian.dot(step);
        let (curvature, old_curvature) = (step.dot(gradient_change), step.dot(&product));
        if curvature <= 1e-8 * old_curvature || old_curvature <= 0.0 {
            return;
        }
        for (row, mut values) in hessian.rows_mut().into_iter().enumerate() {
            values.scaled_add(gradient_change[row] / curvature, gradient_change);
            values.scaled_add(-product[row] / old_curvature, &product);
        }
    }
}

fn mean_gradient(likelihood: &PartialLikelihood<'_>, evaluation: &Evaluation) -> Array1<f64> {
    likelihood.gradient(evaluation) / -likelihood.sets.total_weight
}
