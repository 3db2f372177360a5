use super::clip::Clip;
use crate::measurements::Exercise;

/// Joint angles that the network measures.
pub const N_ANGLES: usize = 6;
/// Exercises that the network knows.
pub(crate) const N_EXERCISES: usize = Exercise::ALL.len();

/// What the network learns to say about a clip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Targets {
    /// 0 to 100, higher is better.
    pub form_score: f32,
    /// At the turning point of the repetitions, in the order of [`ANGLE_NAMES`](crate::ANGLE_NAMES).
    pub joint_angles_deg: [f32; N_ANGLES],
    /// Which lift it is.
    pub exercise: Exercise,
    /// 0 to 100, higher is riskier.
    pub injury_risk_score: f32,
}

/// A clip with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What is seen.
    pub clip: Clip,
    /// What is to be said.
    pub targets: Targets,
}
