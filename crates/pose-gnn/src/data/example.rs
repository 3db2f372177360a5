//! A clip with what it shows.

use super::clip::Clip;
use words::{Exercise, JointAngle};

/// What the network learns to say about a clip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Targets {
    /// 0 to 100, higher is better.
    pub form_score: f32,
    /// At the turning point of the repetitions, in the order of [`JointAngle::ALL`].
    pub joint_angles_deg: [f32; JointAngle::N],
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
