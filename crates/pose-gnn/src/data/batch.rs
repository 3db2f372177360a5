//! Clips of any lengths as one tensor.

use burn::tensor::{Device, Int, Tensor, TensorData};

use super::clip::{Clip, FRAME_VALUES};
use super::example::Targets;
use crate::graph::N_JOINTS;
use crate::measurements::{LiftSummary, N_SUMMARY};
use words::{Exercise, Fault, JointAngle};

/// Numbers that tell of a clip's lift: its summary, its angles in units of 40 degrees from 120, and the exercise as one of five.
pub(crate) const N_TOLD: usize = N_SUMMARY + JointAngle::N + Exercise::N;
/// Means and spread that bring angles to the order of 1.
pub(crate) const ANGLE_DEG: (f64, f64) = (120.0, 40.0);

/// Clips of any lengths as one tensor: shorter ones are padded with zeros at their end, and the mask says where.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[batch, frame, 33, 3]`
    pub landmarks: Tensor<4>,
    /// 1 for a frame, 0 for padding: `[batch, frame]`
    pub mask: Tensor<2>,
    /// What was measured of each clip's lift, zeros where nothing was: `[batch, N_TOLD]`
    pub(crate) told: Tensor<2>,
}

/// What was measured of a clip's lift, zeros where nothing was.
pub(crate) fn told(summary: Option<&LiftSummary>) -> [f32; N_TOLD] {
    let mut told = [0.0; N_TOLD];
    if let Some(summary) = summary {
        told[..N_SUMMARY].copy_from_slice(&summary.values);
        #[expect(clippy::cast_possible_truncation, reason = "constants of the order of 100")]
        let (mean, spread) = (ANGLE_DEG.0 as f32, ANGLE_DEG.1 as f32);
        for (told, angle) in told[N_SUMMARY..].iter_mut().zip(summary.joint_angles_deg) {
            *told = (angle - mean) / spread;
        }
        told[N_SUMMARY + JointAngle::N + summary.exercise.index()] = 1.0;
    }
    told
}

impl Batch {
    /// # Panics
    ///
    /// if `clips` is empty
    pub fn new<'a>(clips: impl IntoIterator<Item = &'a Clip>, device: &Device) -> Self {
        let clips: Vec<&Clip> = clips.into_iter().collect();
        let n_frames = clips.iter().map(|clip| clip.n_frames()).max().expect("a batch needs a clip");
        let mut landmarks = Vec::with_capacity(clips.len() * n_frames * FRAME_VALUES);
        let mut mask = Vec::with_capacity(clips.len() * n_frames);
        for clip in &clips {
            landmarks.extend_from_slice(clip.landmarks());
            mask.resize(mask.len() + clip.n_frames(), 1.0_f32);
            let n_padding = n_frames - clip.n_frames();
            landmarks.resize(landmarks.len() + n_padding * FRAME_VALUES, 0.0);
            mask.resize(mask.len() + n_padding, 0.0);
        }
        let shape = [clips.len(), n_frames, N_JOINTS, 3];
        let told: Vec<f32> = clips.iter().flat_map(|clip| told(clip.summary())).collect();
        Self {
            told: Tensor::from_data(TensorData::new(told, [clips.len(), N_TOLD]), device),
            landmarks: Tensor::from_data(TensorData::new(landmarks, shape), device),
            mask: Tensor::from_data(TensorData::new(mask, [clips.len(), n_frames]), device),
        }
    }
}

/// Labels of a batch as tensors.
#[derive(Clone, Debug)]
pub(crate) struct TargetBatch {
    /// `[batch]`
    pub(crate) form_score: Tensor<1>,
    /// `[batch, 6]`
    pub(crate) joint_angles_deg: Tensor<2>,
    /// `[batch]`
    pub(crate) exercise: Tensor<1, Int>,
    /// `[batch]`
    pub(crate) injury_risk_score: Tensor<1>,
    /// `[batch, 23]`
    pub(crate) fault_severities: Tensor<2>,
    /// 1 for the faults of the exercise, 0 for those of others: `[batch, 23]`
    pub(crate) is_of_exercise: Tensor<2>,
}

impl TargetBatch {
    pub(crate) fn new(targets: &[Targets], device: &Device) -> Self {
        let n = targets.len();
        let column = |value: fn(&Targets) -> f32| {
            Tensor::from_data(TensorData::new(targets.iter().map(value).collect::<Vec<_>>(), [n]), device)
        };
        let angles: Vec<f32> = targets.iter().flat_map(|targets| targets.joint_angles_deg).collect();
        let exercises: Vec<i32> = targets.iter().map(|targets| targets.exercise as i32).collect();
        let severities: Vec<f32> = targets.iter().flat_map(|targets| targets.fault_severities).collect();
        let is_of_exercise: Vec<f32> = targets
            .iter()
            .flat_map(|targets| Fault::ALL.map(|fault| f32::from(u8::from(fault.exercise() == targets.exercise))))
            .collect();
        Self {
            fault_severities: Tensor::from_data(TensorData::new(severities, [n, Fault::N]), device),
            is_of_exercise: Tensor::from_data(TensorData::new(is_of_exercise, [n, Fault::N]), device),
            form_score: column(|targets| targets.form_score),
            joint_angles_deg: Tensor::from_data(TensorData::new(angles, [n, JointAngle::N]), device),
            exercise: Tensor::from_data(TensorData::new(exercises, [n]), device),
            injury_risk_score: column(|targets| targets.injury_risk_score),
        }
    }
}
