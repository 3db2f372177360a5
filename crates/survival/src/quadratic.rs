//! The quadratic model with an elastic-net penalty that each outer step minimises.

use ndarray::{Array1, Array2};

use crate::linalg::Cholesky;

/// Sweeps of coordinate descent before the result is taken as it is.
const MAX_SWEEPS: usize = 10_000;
/// Sweeps between two attempts at an exact solution on the current signs.
const SWEEPS_PER_ATTEMPT: usize = 4;

/// l1·‖b‖₁ + l2/2·‖b‖₂².
#[derive(Debug, Clone, Copy)]
pub(crate) struct Penalty {
    pub(crate) l1: f64,
    pub(crate) l2: f64,
}

impl Penalty {
    pub(crate) fn value(self, b: &Array1<f64>) -> f64 {
        b.iter().map(|b| self.l1 * b.abs() + 0.5 * self.l2 * b * b).sum()
    }

    /// Largest violation of the optimality conditions, `gradient` being that of the smooth loss without penalty.
    pub(crate) fn kkt_violation(self, b: &Array1<f64>, gradient: &Array1<f64>) -> f64 {
        b.iter().zip(gradient).fold(0.0, |most, (&b, &gradient)| most.max(self.violation(b, gradient)))
    }

    fn violation(self, b: f64, gradient: f64) -> f64 {
        if b == 0.0 {
            (gradient.abs() - self.l1).max(0.0)
        } else {
            (gradient + self.l2 * b + self.l1 * b.signum()).abs()
        }
    }
}

/// gᵀ(c − b) + ½(c − b)ᵀQ(c − b) + penalty(c), a function of c.
pub(crate) struct PenalisedQuadratic<'a> {
    pub(crate) hessian: &'a Array2<f64>,
    pub(crate) gradient: &'a Array1<f64>,
    pub(crate) centre: &'a Array1<f64>,
    pub(crate) penalty: Penalty,
}

impl PenalisedQuadratic<'_> {
    /// Minimises by coordinate descent, jumping to the exact solution once the signs are right.
    pub(crate) fn minimise(&self, tolerance: f64) -> Array1<f64> {
        let mut c = self.centre.clone();
        let mut slope = self.gradient.clone();
        for sweep in 0..MAX_SWEEPS {
            if sweep % SWEEPS_PER_ATTEMPT == 1
                && let Some(exact) = self.solve_for_signs(&c, tolerance)
            {
                return exact;
            }
            if self.sweep(&mut c, &mut slope) == 0.0 || self.penalty.kkt_violation(&c, &slope) <= tolerance {
                return c;
            }
        }
        c
    }

    /// One pass of coordinate descent; returns the largest change. `slope` stays g + Q(c − b).
    fn sweep(&self, c: &mut Array1<f64>, slope: &mut Array1<f64>) -> f64 {
        let mut largest = 0.0_f64;
        for j in 0..c.len() {
            let curvature = self.hessian[[j, j]] + self.penalty.l2;
            if curvature <= 0.0 {
                continue;
            }
            let pull = self.hessian[[j, j]] * c[j] - slope[j];
            let new = pull.signum() * (pull.abs() - self.penalty.l1).max(0.0) / curvature;
            let change = new - c[j];
            if change != 0.0 {
                c[j] = new;
                slope.scaled_add(change, &self.hessian.row(j));
                largest = largest.max(change.abs());
            }
        }
        largest
    }

    /// The minimiser among points with the signs of `c`, if it has those signs and satisfies the optimality conditions.
    fn solve_for_signs(&self, c: &Array1<f64>, tolerance: f64) -> Option<Array1<f64>> {
        let active: Vec<usize> = (0..c.len()).filter(|&j| c[j] != 0.0).collect();
        let mut matrix = Array2::zeros((active.len(), active.len()));
        let mut right = Array1::zeros(active.len());
        // Coordinates that are 0 in `c` but not in the centre move by −centre.
        let dropped: Vec<usize> = (0..c.len()).filter(|&j| c[j] == 0.0 && self.centre[j] != 0.0).collect();
        for (row, &j) in active.iter().enumerate() {
            for (column, &k) in active.iter().enumerate() {
                matrix[[row, column]] = self.hessian[[j, k]];
            }
            matrix[[row, row]] += self.penalty.l2;
            let from_dropped: f64 = dropped.iter().map(|&k| self.hessian[[j, k]] * self.centre[k]).sum();
            let at_zero = self.gradient[j] + self.penalty.l1 * c[j].signum() + self.penalty.l2 * self.centre[j];
            right[row] = from_dropped - at_zero;
        }
        let steps = Cholesky::new(matrix.view(), 1e-12).ok()?.solve(right.view());
        let mut exact = Array1::zeros(c.len());
        for (&j, step) in active.iter().zip(&steps) {
            exact[j] = self.centre[j] + step;
            if exact[j] * c[j] <= 0.0 {
                return None;
            }
        }
        let slope = self.gradient + &self.hessian.dot(&(&exact - self.centre));
        (self.penalty.kkt_violation(&exact, &slope) <= tolerance).then_some(exact)
    }
}
