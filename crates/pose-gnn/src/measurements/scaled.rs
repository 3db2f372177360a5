//! A recording in centimetres.

use super::scale::Scale;
use crate::joint::Points;
use crate::recording::Recording;

/// A recording in centimetres, its scale fitted once: whatever is measured starts from here.
///
/// World coordinates are used as they are; of image coordinates, aspect ratio, gain of depth and size are those with which the
/// limbs keep closest to the proportions of a body of 172 cm.
#[derive(Clone, Debug)]
pub struct ScaledRecording<'a> {
    recording: &'a Recording,
    /// Right, down and away from the camera.
    frames: Vec<Points>,
}

impl<'a> ScaledRecording<'a> {
    /// Fits the scale.
    pub fn of(recording: &'a Recording) -> Self {
        let scale = Scale::of(recording);
        let frames = (0..recording.n_frames()).map(|frame| scale.apply(&recording.points(frame))).collect();
        Self { recording, frames }
    }

    /// The recording.
    pub fn recording(&self) -> &'a Recording {
        self.recording
    }

    /// Landmarks of each frame in centimetres right, down and away from the camera.
    pub(crate) fn frames(&self) -> &[Points] {
        &self.frames
    }
}
