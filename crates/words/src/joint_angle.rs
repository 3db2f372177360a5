//! The six joint angles.

use std::ops::Index;

use serde::{Deserialize, Serialize};

use crate::macros::words;

words! {
    /// One of the six angles, in the order of every list of angles: knee = hip–knee–ankle, hip = shoulder–hip–knee,
    /// shoulder = elbow–shoulder–hip; a straight limb has 180 degrees.
    JointAngle, "joint angle" {
        /// Left knee.
        LeftKnee = "left_knee",
        /// Right knee.
        RightKnee = "right_knee",
        /// Left hip.
        LeftHip = "left_hip",
        /// Right hip.
        RightHip = "right_hip",
        /// Left shoulder.
        LeftShoulder = "left_shoulder",
        /// Right shoulder.
        RightShoulder = "right_shoulder",
    }
}

/// The six angles in degrees, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct JointAngles {
    pub left_hip: f64,
    pub left_knee: f64,
    pub left_shoulder: f64,
    pub right_hip: f64,
    pub right_knee: f64,
    pub right_shoulder: f64,
}

impl JointAngles {
    /// The angles as a list in the order of [`JointAngle::ALL`].
    pub fn to_array(self) -> [f64; JointAngle::N] {
        JointAngle::ALL.map(|angle| self[angle])
    }
}

/// From a list in the order of [`JointAngle::ALL`].
impl From<[f64; JointAngle::N]> for JointAngles {
    fn from([left_knee, right_knee, left_hip, right_hip, left_shoulder, right_shoulder]: [f64; JointAngle::N]) -> Self {
        Self { left_hip, left_knee, left_shoulder, right_hip, right_knee, right_shoulder }
    }
}

impl Index<JointAngle> for JointAngles {
    type Output = f64;

    fn index(&self, angle: JointAngle) -> &f64 {
        match angle {
            JointAngle::LeftKnee => &self.left_knee,
            JointAngle::RightKnee => &self.right_knee,
            JointAngle::LeftHip => &self.left_hip,
            JointAngle::RightHip => &self.right_hip,
            JointAngle::LeftShoulder => &self.left_shoulder,
            JointAngle::RightShoulder => &self.right_shoulder,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_names_agree() {
        let list = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let angles = JointAngles::from(list);
        assert_eq!(angles.to_array(), list);
        assert_eq!((angles.right_knee, angles.left_hip), (2.0, 3.0));
    }
}
