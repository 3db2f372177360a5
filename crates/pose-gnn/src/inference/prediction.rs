//! What the network says of clips.

use burn::module::Module;
use burn::tensor::Tensor;
use burn::tensor::activation::softmax;
use serde::{Deserialize, Serialize};

use crate::data::{Batch, Clip};
use crate::model::PoseGnn;
use words::{Exercise, Fault, JointAngle};

/// What the network says about a clip.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Prediction {
    /// 0 to 100, higher is better.
    pub form_score: f32,
    /// At the turning point, in the order of [`JointAngle::ALL`].
    pub joint_angles_deg: [f32; JointAngle::N],
    /// In the order of [`Exercise::ALL`]; they sum to 1.
    pub exercise_probabilities: [f32; Exercise::N],
    /// The fault–load index, 0 to 100: how much the faults that are seen load the body, higher is more. It is not a risk of getting
    /// hurt; its weights are a choice of the generator of the lifts that were learnt from.
    pub injury_risk_score: f32,
    /// From 0 to 1, in the order of [`Fault::ALL`]; those of other exercises mean nothing.
    pub fault_severities: [f32; Fault::N],
}

impl Prediction {
    /// The most probable exercise.
    pub fn exercise(&self) -> Exercise {
        let probability = |exercise: &Exercise| self.exercise_probabilities[*exercise as usize];
        Exercise::ALL.into_iter().max_by(|a, b| probability(a).total_cmp(&probability(b))).expect("there are exercises")
    }
}

/// Predicts for clips of any lengths, in batches.
///
/// # Panics
///
/// if `batch_size` is 0
pub fn predict(model: &PoseGnn, clips: &[&Clip], batch_size: usize) -> Vec<Prediction> {
    // Within the pool, one wake-up less for each of the layers: a fifth of the time for one clip.
    rayon::scope(|_| predict_in_pool(model, clips, batch_size))
}

/// A score from 0 to 100; what is no number stays none, so that nobody takes it for the best or worst.
fn score(output: f32) -> f32 {
    if output.is_finite() { output.clamp(0.0, 100.0) } else { f32::NAN }
}

fn predict_in_pool(model: &PoseGnn, clips: &[&Clip], batch_size: usize) -> Vec<Prediction> {
    let device = model.devices().into_iter().next().expect("a network has parameters");
    let mut predictions = Vec::with_capacity(clips.len());
    for clips in clips.chunks(batch_size) {
        let output = model.forward(&Batch::new(clips.iter().copied(), &device));
        let forms = values(output.form_score);
        let risks = values(output.injury_risk_score);
        let angles = values(output.joint_angles_deg);
        let severities = values(output.fault_severities);
        let (severities, _) = severities.as_chunks::<{ Fault::N }>();
        let probabilities = values(softmax(output.exercise_logits, 1));
        let (angles, _) = angles.as_chunks::<{ JointAngle::N }>();
        let (probabilities, _) = probabilities.as_chunks::<{ Exercise::N }>();
        for row in 0..clips.len() {
            predictions.push(Prediction {
                form_score: score(forms[row]),
                joint_angles_deg: angles[row].map(|angle| angle.clamp(0.0, 180.0)),
                exercise_probabilities: probabilities[row],
                injury_risk_score: score(risks[row]),
                fault_severities: severities[row].map(|severity| severity.clamp(0.0, 1.0)),
            });
        }
    }
    predictions
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("outputs are single precision")
}
