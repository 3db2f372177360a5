//! Which lift a recording shows, by rules of geometry.

mod movement;
mod plausibility;
mod posture;
mod rules;
#[cfg(test)]
mod tests;

pub(crate) use plausibility::{Implausible, is_slow};

use crate::measurements::ScaledRecording;
use crate::probabilities::LiftProbabilities;

impl ScaledRecording<'_> {
    /// Says which of the five lifts a recording shows, or that it is none of them.
    ///
    /// Heights of shoulders, hips, knees, ankles and wrists in shares of stature and the tilt of the trunk are summed up where the
    /// body is lowest and where it is highest, and held against what these lifts are by biomechanics: a squat lowers the hips
    /// with the trunk upright and the hands high, a deadlift tilts the trunk with the hands below the knees, a lunge has one knee
    /// far below the other, presses move the hands over the shoulders of somebody upright or lying.
    pub fn recognize(&self) -> LiftProbabilities {
        let postures = posture::Postures::of(self);
        rules::probabilities(&movement::Movement::of(&postures))
    }
}
