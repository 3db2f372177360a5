//! The little dense linear algebra a p × p information matrix needs.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// Cholesky factor of a symmetric positive definite matrix.
pub(crate) struct Cholesky {
    lower: Array2<f64>,
}

impl Cholesky {
    /// Factors `matrix`, or returns the first pivot that is not above `relative_tolerance` × its diagonal entry.
    pub(crate) fn new(matrix: ArrayView2<'_, f64>, relative_tolerance: f64) -> Result<Self, usize> {
        let n = matrix.nrows();
        let mut lower = Array2::zeros((n, n));
        for row in 0..n {
            for column in 0..=row {
                let head: f64 = (0..column).map(|k| lower[[row, k]] * lower[[column, k]]).sum();
                let rest = matrix[[row, column]] - head;
                if row == column {
                    if rest.is_nan() || rest <= relative_tolerance * matrix[[row, row]].abs() {
                        return Err(row);
                    }
                    lower[[row, row]] = rest.sqrt();
                } else {
                    lower[[row, column]] = rest / lower[[column, column]];
                }
            }
        }
        Ok(Self { lower })
    }

    /// Solves A·x = b.
    pub(crate) fn solve(&self, b: ArrayView1<'_, f64>) -> Array1<f64> {
        let n = b.len();
        let mut x = b.to_owned();
        for row in 0..n {
            let head: f64 = (0..row).map(|k| self.lower[[row, k]] * x[k]).sum();
            x[row] = (x[row] - head) / self.lower[[row, row]];
        }
        for row in (0..n).rev() {
            let tail: f64 = (row + 1..n).map(|k| self.lower[[k, row]] * x[k]).sum();
            x[row] = (x[row] - tail) / self.lower[[row, row]];
        }
        x
    }

    /// Returns A⁻¹, exactly symmetric.
    pub(crate) fn inverse(&self) -> Array2<f64> {
        let n = self.lower.nrows();
        let mut inverse = Array2::zeros((n, n));
        for column in 0..n {
            let mut unit = Array1::zeros(n);
            unit[column] = 1.0;
            inverse.column_mut(column).assign(&self.solve(unit.view()));
        }
        let transposed = inverse.t().to_owned();
        (inverse + transposed) * 0.5
    }
}
