//! The six joint angles of each frame.

use super::scaled::ScaledRecording;
use crate::joint::{Points, angle_deg};
use words::JointAngle;
use words::landmark::{ANKLE, ELBOW, HIP, KNEE, SHOULDER};

impl ScaledRecording<'_> {
    /// The six angles of each frame: knee = hip–knee–ankle, hip = shoulder–hip–knee, shoulder = elbow–shoulder–hip.
    ///
    /// # Shapes
    ///
    /// Returns `[frames, 6]` in the order of [`JointAngle::ALL`].
    ///
    /// # Units
    ///
    /// Degrees, 0–180; a straight limb has 180.
    pub fn joint_angles_deg(&self) -> Vec<[f64; JointAngle::N]> {
        self.frames().iter().map(of_frame).collect()
    }
}

fn of_frame(points: &Points) -> [f64; JointAngle::N] {
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
