//! From the outputs of trees to probabilities, and who has none.

use ndarray::Array2;

use crate::error::Error;
use crate::target::Task;

/// Several outputs divided by their sum; one output p as 1 − p and p.
pub(crate) fn probabilities(outputs: &[Vec<f64>]) -> Array2<f64> {
    let n_rows = outputs[0].len();
    if let [positive] = outputs {
        return Array2::from_shape_fn(
            (n_rows, 2),
            |(row, class)| {
                if class == 1 { positive[row] } else { 1.0 - positive[row] }
            },
        );
    }
    let mut shares = Array2::from_shape_fn((n_rows, outputs.len()), |(row, class)| outputs[class][row]);
    for mut row in shares.rows_mut() {
        let sum = row.sum();
        // Every tree of every class says 0: nothing is known.
        let n_classes = row.len() as f64;
        row.mapv_inplace(|share| if sum > 0.0 { share / sum } else { 1.0 / n_classes });
    }
    shares
}

pub(crate) fn wrong_task(method: &'static str, expected: &'static str, got: Task) -> Error {
    Error::WrongTask { method, expected, got: got.name() }
}
