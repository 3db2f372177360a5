//! Linear regression with a penalty on the squares of the coefficients: the simple model that networks have to beat.

use anyhow::{Result, ensure};
use ndarray::{Array1, Array2, Axis};
use smartcore::linalg::basic::arrays::Array;
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::linalg::traits::cholesky::CholeskyDecomposable;

/// A linear model of several outputs.
pub(crate) struct LinearModel {
    means: Array1<f64>,
    /// 1 over the standard deviations, 0 for what never changes.
    scales: Array1<f64>,
    coefficients: Array2<f64>,
    /// Means of the outputs.
    intercepts: Array1<f64>,
}

impl LinearModel {
    /// Fits `[n_rows, n_outputs]` by `[n_rows, n_inputs]`; the penalty is on the coefficients of standardized inputs.
    pub(crate) fn fit(mut x: Array2<f64>, mut y: Array2<f64>, penalty: f64) -> Result<Self> {
        let (n_rows, n_inputs) = x.dim();
        ensure!(n_rows > 0 && n_rows == y.nrows(), "a linear model needs rows, and an output of each");
        let n = n_rows as f64;
        let means = x.sum_axis(Axis(0)) / n;
        x -= &means;
        let scales = x.map(|value| value * value).sum_axis(Axis(0)).map(|sum| {
            let spread = (sum / n).sqrt();
            if spread < 1e-6 { 0.0 } else { 1.0 / spread }
        });
        x *= &scales;
        let intercepts = y.sum_axis(Axis(0)) / n;
        y -= &intercepts;
        let mut products = x.t().dot(&x);
        products.diag_mut().map_inplace(|value| *value += penalty);
        let solution = matrix(&products)?.cholesky_solve_mut(matrix(&x.t().dot(&y))?)?;
        let coefficients = Array2::from_shape_fn((n_inputs, y.ncols()), |(row, column)| *solution.get((row, column)));
        Ok(Self { means, scales, coefficients, intercepts })
    }

    /// The outputs of one row of inputs.
    pub(crate) fn predict(&self, inputs: Vec<f64>) -> Array1<f64> {
        let inputs = (Array1::from_vec(inputs) - &self.means) * &self.scales;
        inputs.dot(&self.coefficients) + &self.intercepts
    }
}

fn matrix(values: &Array2<f64>) -> Result<DenseMatrix<f64>> {
    let (n_rows, n_columns) = values.dim();
    Ok(DenseMatrix::new(n_rows, n_columns, values.iter().copied().collect(), false)?)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn a_line_is_found_and_a_column_that_never_changes_does_no_harm() {
        let x = array![[1.0, 7.0, 2.0], [2.0, 7.0, -1.0], [3.0, 7.0, 0.5], [4.0, 7.0, 3.0]];
        let y = Array2::from_shape_fn((4, 1), |(row, _)| 2.0 * x[[row, 0]] - x[[row, 2]] + 5.0);
        let model = LinearModel::fit(x, y, 1e-9).expect("four rows");
        assert!((model.predict(vec![10.0, 7.0, 4.0])[0] - 21.0).abs() < 1e-6);
        assert!(LinearModel::fit(Array2::zeros((0, 3)), Array2::zeros((0, 1)), 1.0).is_err());
    }
}
