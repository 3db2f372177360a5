use super::scale::Scale;
use crate::joint::{ANKLE, ELBOW, HIP, KNEE, Points, SHOULDER, angle_deg};
use crate::recording::Recording;

/// The six angles, in the order of every list of angles.
pub const ANGLE_NAMES: [&str; 6] =
    ["left_knee", "right_knee", "left_hip", "right_hip", "left_shoulder", "right_shoulder"];

/// The six angles of each frame: knee = hip–knee–ankle, hip = shoulder–hip–knee, shoulder = elbow–shoulder–hip.
///
/// World coordinates are used as they are; image coordinates after aspect ratio and gain of depth have been estimated.
/// # Shapes  returns `[frames, 6]` in the order of [`ANGLE_NAMES`]
/// # Units   degrees, 0–180; a straight limb has 180
pub fn joint_angles_deg(recording: &Recording) -> Vec<[f64; 6]> {
    let scale = Scale::of(recording);
    (0..recording.n_frames()).map(|frame| of_frame(&scale.apply(&recording.points(frame)))).collect()
}

fn of_frame(points: &Points) -> [f64; 6] {
    let at = |a: usize, joint: usize, b: usize, side: usize| {
        angle_deg(points[a + side], points[joint + side], points[b + side])
    };
    [
        at(HIP, KNEE, ANKLE, 0),
        at(HIP, KNEE, ANKLE, 1),
        at(SHOULDER, HIP, KNEE, 0),
        at(SHOULDER, HIP, KNEE, 1),
        at(ELBOW, SHOULDER, HIP, 0),
        at(ELBOW, SHOULDER, HIP, 1),
    ]
}
