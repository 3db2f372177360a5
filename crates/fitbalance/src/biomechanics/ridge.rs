//! Ridge regression on what is measured of a lift: the simple model that the network has to beat.

use anyhow::{Context, Result};
use ndarray::{Array1, Array2, Axis};
use pose_gnn::{LiftSummary, Targets};
use smartcore::linalg::basic::arrays::Array;
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::linalg::traits::cholesky::CholeskyDecomposable;
use words::{Exercise, JointAngle};

/// Penalty on the squares of the coefficients of standardized measurements.
const PENALTY: f64 = 30.0;
/// Form, fault–load index, angles.
const N_OUTPUTS: usize = 2 + JointAngle::N;

/// One linear model an exercise.
pub(crate) struct Ridge {
    /// In the order of [`Exercise::ALL`].
    models: Vec<Linear>,
}

/// What ridge regression says of a lift.
pub(crate) struct RidgePrediction {
    pub(crate) form_score: f64,
    pub(crate) injury_risk_score: f64,
    pub(crate) joint_angles_deg: [f64; JointAngle::N],
}

struct Linear {
    means: Array1<f64>,
    /// 1 over the standard deviations, 0 for what never changes.
    scales: Array1<f64>,
    coefficients: Array2<f64>,
    /// Means of the outputs.
    intercepts: Array1<f64>,
}

impl Ridge {
    pub(crate) fn fit(lifts: &[(LiftSummary, Targets)]) -> Result<Self> {
        let fit = |exercise: &Exercise| {
            let alike: Vec<_> = lifts.iter().filter(|(summary, _)| summary.exercise == *exercise).collect();
            Linear::fit(&alike).with_context(|| format!("ridge regression for {exercise}"))
        };
        Ok(Self { models: Exercise::ALL.iter().map(fit).collect::<Result<_>>()? })
    }

    pub(crate) fn predict(&self, summary: &LiftSummary) -> RidgePrediction {
        let model = &self.models[summary.exercise.index()];
        let inputs = (Array1::from_vec(inputs(summary)) - &model.means) * &model.scales;
        let outputs = inputs.dot(&model.coefficients) + &model.intercepts;
        RidgePrediction {
            form_score: outputs[0].clamp(0.0, 100.0),
            injury_risk_score: outputs[1].clamp(0.0, 100.0),
            joint_angles_deg: std::array::from_fn(|angle| outputs[2 + angle].clamp(0.0, 180.0)),
        }
    }
}

impl Linear {
    fn fit(lifts: &[&(LiftSummary, Targets)]) -> Result<Self> {
        let rows: Vec<f64> = lifts.iter().flat_map(|(summary, _)| inputs(summary)).collect();
        let n_inputs = rows.len().checked_div(lifts.len()).context("there is no lift to fit")?;
        let mut x = Array2::from_shape_vec((lifts.len(), n_inputs), rows)?;
        let outputs: Vec<f64> = lifts.iter().flat_map(|(_, targets)| outputs(targets)).collect();
        let mut y = Array2::from_shape_vec((lifts.len(), N_OUTPUTS), outputs)?;
        let n = lifts.len() as f64;
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
        products.diag_mut().map_inplace(|value| *value += PENALTY);
        let solution = matrix(&products)?.cholesky_solve_mut(matrix(&x.t().dot(&y))?)?;
        let coefficients = Array2::from_shape_fn((n_inputs, N_OUTPUTS), |(row, column)| *solution.get((row, column)));
        Ok(Self { means, scales, coefficients, intercepts })
    }
}

fn matrix(values: &Array2<f64>) -> Result<DenseMatrix<f64>> {
    let (n_rows, n_columns) = values.dim();
    Ok(DenseMatrix::new(n_rows, n_columns, values.iter().copied().collect(), false)?)
}

fn inputs(summary: &LiftSummary) -> Vec<f64> {
    summary.values.iter().chain(&summary.joint_angles_deg).copied().map(f64::from).collect()
}

fn outputs(targets: &Targets) -> [f64; N_OUTPUTS] {
    let mut outputs = [0.0; N_OUTPUTS];
    outputs[0] = f64::from(targets.form_score);
    outputs[1] = f64::from(targets.injury_risk_score);
    for (output, angle) in outputs[2..].iter_mut().zip(targets.joint_angles_deg) {
        *output = f64::from(angle);
    }
    outputs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biomechanics::dataset::FreshLifts;

    #[test]
    fn form_of_other_lifts_is_nearer_than_their_mean() {
        let fresh = FreshLifts::of_seed(3, 48);
        let (training, test) = (fresh.measured(0..600), fresh.measured(600..700));
        let (training, test) = (training.expect("valid lifts"), test.expect("valid lifts"));
        let ridge = Ridge::fit(&training).expect("enough lifts");
        let mean =
            training.iter().map(|(_, targets)| f64::from(targets.form_score)).sum::<f64>() / training.len() as f64;
        let error = |predicted: &dyn Fn(&LiftSummary) -> f64| {
            let errors =
                test.iter().map(|(summary, targets)| (predicted(summary) - f64::from(targets.form_score)).abs());
            errors.sum::<f64>() / test.len() as f64
        };
        let (ridge, mean) = (error(&|summary| ridge.predict(summary).form_score), error(&|_| mean));
        assert!(ridge < 0.8 * mean, "{ridge} points beside {mean}");
    }

    #[test]
    fn no_lift_of_an_exercise_is_said() {
        let error = Ridge::fit(&[]).err().expect("nothing to fit");
        assert_eq!(format!("{error:#}"), "ridge regression for squat: there is no lift to fit");
    }
}
