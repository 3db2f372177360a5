//! Clips of any lengths as one tensor.

use burn::tensor::{Device, Int, Tensor, TensorData};

use super::clip::{Clip, FRAME_VALUES};
use super::example::Targets;
use crate::graph::N_JOINTS;
use words::JointAngle;

/// Clips of any lengths as one tensor: shorter ones are padded with zeros at their end, and the mask says where.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[batch, frame, 33, 3]`
    pub landmarks: Tensor<4>,
    /// 1 for a frame, 0 for padding: `[batch, frame]`
    pub mask: Tensor<2>,
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
        Self {
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
}

impl TargetBatch {
    pub(crate) fn new(targets: &[Targets], device: &Device) -> Self {
        let n = targets.len();
        let column = |value: fn(&Targets) -> f32| {
            Tensor::from_data(TensorData::new(targets.iter().map(value).collect::<Vec<_>>(), [n]), device)
        };
        let angles: Vec<f32> = targets.iter().flat_map(|targets| targets.joint_angles_deg).collect();
        let exercises: Vec<i32> = targets.iter().map(|targets| targets.exercise as i32).collect();
        Self {
            form_score: column(|targets| targets.form_score),
            joint_angles_deg: Tensor::from_data(TensorData::new(angles, [n, JointAngle::N]), device),
            exercise: Tensor::from_data(TensorData::new(exercises, [n]), device),
            injury_risk_score: column(|targets| targets.injury_risk_score),
        }
    }
}
