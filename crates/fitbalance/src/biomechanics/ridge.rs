//! Ridge regression on what is measured of a lift: the simple model that the network has to beat.

use anyhow::{Context, Result};
use ndarray::Array2;
use pose_gnn::{LiftSummary, Targets};
use words::{Exercise, JointAngle};

use crate::linear::LinearModel;

/// Penalty on the squares of the coefficients of standardized measurements.
const PENALTY: f64 = 30.0;
/// Form, fault–load index, angles.
const N_OUTPUTS: usize = 2 + JointAngle::N;

/// One linear model an exercise.
pub(crate) struct Ridge {
    /// In the order of [`Exercise::ALL`].
    models: Vec<LinearModel>,
}

/// What ridge regression says of a lift.
pub(crate) struct RidgePrediction {
    pub(crate) form_score: f64,
    pub(crate) injury_risk_score: f64,
    pub(crate) joint_angles_deg: [f64; JointAngle::N],
}

impl Ridge {
    pub(crate) fn fit(lifts: &[(LiftSummary, Targets)]) -> Result<Self> {
        let of_exercise = |exercise: &Exercise| {
            let alike: Vec<_> = lifts.iter().filter(|(summary, _)| summary.exercise == *exercise).collect();
            fit(&alike).with_context(|| format!("ridge regression for {exercise}"))
        };
        Ok(Self { models: Exercise::ALL.iter().map(of_exercise).collect::<Result<_>>()? })
    }

    pub(crate) fn predict(&self, summary: &LiftSummary) -> RidgePrediction {
        let model = &self.models[summary.exercise.index()];
        let outputs = model.predict(inputs(summary));
        RidgePrediction {
            form_score: outputs[0].clamp(0.0, 100.0),
            injury_risk_score: outputs[1].clamp(0.0, 100.0),
            joint_angles_deg: std::array::from_fn(|angle| outputs[2 + angle].clamp(0.0, 180.0)),
        }
    }
}

fn fit(lifts: &[&(LiftSummary, Targets)]) -> Result<LinearModel> {
    let rows: Vec<f64> = lifts.iter().flat_map(|(summary, _)| inputs(summary)).collect();
    let n_inputs = rows.len().checked_div(lifts.len()).context("there is no lift to fit")?;
    let x = Array2::from_shape_vec((lifts.len(), n_inputs), rows)?;
    let outputs: Vec<f64> = lifts.iter().flat_map(|(_, targets)| outputs(targets)).collect();
    LinearModel::fit(x, Array2::from_shape_vec((lifts.len(), N_OUTPUTS), outputs)?, PENALTY)
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
