//! A clip with what it shows.

use super::clip::Clip;
use crate::error::Result;
use crate::measurements::ScaledRecording;
use crate::repetitions::Repetition;
use words::{Exercise, Fault, JointAngle};

/// What the network learns to say about a clip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Targets {
    /// 0 to 100, higher is better.
    pub form_score: f32,
    /// At the turning point of the repetitions, in the order of [`JointAngle::ALL`].
    pub joint_angles_deg: [f32; JointAngle::N],
    /// Which lift it is.
    pub exercise: Exercise,
    /// 0 to 100: how much the faults load the body, see
    /// [`Prediction::injury_risk_score`](crate::Prediction::injury_risk_score).
    pub injury_risk_score: f32,
    /// From 0, perfect, to 1, in the order of [`Fault::ALL`]; those of other exercises do not count.
    pub fault_severities: [f32; Fault::N],
}

/// A clip with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What is seen.
    pub clip: Clip,
    /// What is to be said.
    pub targets: Targets,
}

impl Example {
    /// The first of the windows that an analysis looks at, of a lift whose repetitions were found, with these labels; see
    /// [`clips`](ScaledRecording::clips).
    ///
    /// # Errors
    ///
    /// as [`clips`](ScaledRecording::clips)
    pub fn of(
        body: &ScaledRecording<'_>,
        repetitions: &[Repetition],
        targets: Targets,
        max_frames: usize,
    ) -> Result<Self> {
        let clip = body.clips(targets.exercise, repetitions, max_frames)?.swap_remove(0);
        Ok(Self { clip, targets })
    }
}
