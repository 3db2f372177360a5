use super::clip::Clip;

/// Joint angles that the network measures.
pub const N_ANGLES: usize = 6;
/// Exercises that the network knows.
pub const N_EXERCISES: usize = 5;

/// Names of the joint angles, in the order of every list of them.
pub const ANGLE_NAMES: [&str; N_ANGLES] =
    ["left_knee", "right_knee", "left_hip", "right_hip", "left_shoulder", "right_shoulder"];

/// Names of the exercises, in the order of every list of them.
pub const EXERCISE_NAMES: [&str; N_EXERCISES] = ["squat", "deadlift", "bench_press", "overhead_press", "lunge"];

/// What the network learns to say about a clip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Targets {
    /// 0 to 100, higher is better.
    pub form_score: f32,
    /// At the turning point of the repetitions, in the order of [`ANGLE_NAMES`].
    pub joint_angles_deg: [f32; N_ANGLES],
    /// Position in [`EXERCISE_NAMES`].
    pub exercise: usize,
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
