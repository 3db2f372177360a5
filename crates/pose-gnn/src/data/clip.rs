//! A piece of a recording as the network sees it.

use crate::error::{Error, Result};
use crate::graph::N_JOINTS;
use crate::measurements::LiftSummary;
use crate::recording::MIN_FRAMES;

/// Values of one frame: 33 landmarks × (x, y, z).
pub(crate) const FRAME_VALUES: usize = N_JOINTS * 3;

/// A short sequence of landmarks: what the network sees of a recording.
///
/// Landmarks along the body's own axes, as [`body_landmarks`](crate::ScaledRecording::body_landmarks) gives them: left, up, forward. The
/// network centres them on the hips and divides by the length of the trunk. Exercises are told by the landmarks alone; scores, angles and
/// faults also need what was [measured](Self::with_summary) of the lift that it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    landmarks: Vec<f32>,
    summary: Option<LiftSummary>,
}

impl Clip {
    /// A clip of at most `max_frames` frames: longer sequences are averaged down to that many, evenly over time, so that
    /// the network sees a movement at the same scale whatever its tempo and frame rate.
    ///
    /// # Shapes
    ///
    /// `landmarks`: `[n_frames, 33, 3]`, row after row
    ///
    /// # Errors
    ///
    /// [`Error::ClipShape`] for another number of values, [`Error::TooFewFrames`] below 8 frames,
    /// [`Error::NotFinite`] for a value that is not a number
    pub fn new(landmarks: &[f32], max_frames: usize) -> Result<Self> {
        if !landmarks.len().is_multiple_of(FRAME_VALUES) {
            return Err(Error::ClipShape { n_values: landmarks.len() });
        }
        let n_frames = landmarks.len() / FRAME_VALUES;
        if n_frames < MIN_FRAMES {
            return Err(Error::TooFewFrames { got: n_frames, at_least: MIN_FRAMES });
        }
        if let Some(at) = landmarks.iter().position(|value| !value.is_finite()) {
            let (frame, joint) = (at / FRAME_VALUES, at % FRAME_VALUES / 3);
            return Err(Error::NotFinite { frame, joint, value: landmarks[at] });
        }
        Ok(Self { landmarks: average_down(landmarks, n_frames, max_frames.max(MIN_FRAMES)), summary: None })
    }

    /// The clip with what was measured of its repetitions, if there are any.
    #[must_use]
    pub fn with_summary(self, summary: Option<LiftSummary>) -> Self {
        Self { summary, ..self }
    }

    /// What was measured of its repetitions.
    pub fn summary(&self) -> Option<&LiftSummary> {
        self.summary.as_ref()
    }

    /// Frames of the clip.
    pub fn n_frames(&self) -> usize {
        self.landmarks.len() / FRAME_VALUES
    }

    /// The landmarks.
    ///
    /// # Shapes
    ///
    /// `[n_frames, 33, 3]`, row after row
    pub fn landmarks(&self) -> &[f32] {
        &self.landmarks
    }

    pub(crate) fn landmarks_mut(&mut self) -> &mut [f32] {
        &mut self.landmarks
    }
}

/// Means over `max_frames` equal parts of the time; a frame that two parts share counts in both, by its share.
fn average_down(landmarks: &[f32], n_frames: usize, max_frames: usize) -> Vec<f32> {
    if n_frames <= max_frames {
        return landmarks.to_vec();
    }
    let mut averaged = vec![0.0; max_frames * FRAME_VALUES];
    let width = n_frames as f64 / max_frames as f64;
    for (part, mean) in averaged.chunks_exact_mut(FRAME_VALUES).enumerate() {
        let (start, end) = (part as f64 * width, (part + 1) as f64 * width);
        for (frame, values) in landmarks.chunks_exact(FRAME_VALUES).enumerate() {
            let share = (end.min((frame + 1) as f64) - start.max(frame as f64)).max(0.0) / width;
            if share > 0.0 {
                #[expect(clippy::cast_possible_truncation, reason = "a share within [0, 1]")]
                let share = share as f32;
                mean.iter_mut().zip(values).for_each(|(mean, value)| *mean += share * value);
            }
        }
    }
    averaged
}
