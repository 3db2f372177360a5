//! The weighted sum of the heads' losses.

use burn::tensor::Tensor;
use burn::tensor::activation::log_softmax;

use super::config::LossWeights;
use crate::data::TargetBatch;
use crate::model::PoseOutput;

/// Spreads that make the errors of points and degrees comparable.
const FORM_SPREAD: f64 = 15.0;
const RISK_SPREAD: f64 = 20.0;
const ANGLE_SPREAD_DEG: f64 = 8.0;
const SEVERITY_SPREAD: f64 = 0.3;

/// Weighted sum of mean squared errors and a cross-entropy.
pub(super) fn loss(output: PoseOutput, targets: &TargetBatch, weights: LossWeights) -> Tensor<1> {
    let form = (output.form_score - targets.form_score.clone()).div_scalar(FORM_SPREAD).square().mean();
    let risk = (output.injury_risk_score - targets.injury_risk_score.clone()).div_scalar(RISK_SPREAD).square().mean();
    let angles =
        (output.joint_angles_deg - targets.joint_angles_deg.clone()).div_scalar(ANGLE_SPREAD_DEG).square().mean();
    let chosen = targets.exercise.clone().unsqueeze_dim::<2>(1); // [batch, 1]
    let exercise = log_softmax(output.exercise_logits, 1).gather(1, chosen).mean().neg();
    let severities = (output.fault_severities - targets.fault_severities.clone()).div_scalar(SEVERITY_SPREAD);
    let counting = targets.is_of_exercise.clone();
    let faults = (severities.square() * counting.clone()).sum() / counting.sum();
    form.mul_scalar(weights.form_score)
        + faults.mul_scalar(weights.faults)
        + risk.mul_scalar(weights.injury_risk)
        + angles.mul_scalar(weights.joint_angles)
        + exercise.mul_scalar(weights.exercise)
}
