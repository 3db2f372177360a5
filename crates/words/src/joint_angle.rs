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

/// Six angles by name, such as degrees, or degrees where a view shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct JointAngles<T = f64> {
    pub left_hip: T,
    pub left_knee: T,
    pub left_shoulder: T,
    pub right_hip: T,
    pub right_knee: T,
    pub right_shoulder: T,
}

impl<T: Copy> JointAngles<T> {
    /// The angles as a list in the order of [`JointAngle::ALL`].
    pub fn to_array(self) -> [T; JointAngle::N] {
        JointAngle::ALL.map(|angle| self[angle])
    }
}

/// From a list in the order of [`JointAngle::ALL`].
impl<T> From<[T; JointAngle::N]> for JointAngles<T> {
    fn from([left_knee, right_knee, left_hip, right_hip, left_shoulder, right_shoulder]: [T; JointAngle::N]) -> Self {
        Self { left_hip, left_knee, left_shoulder, right_hip, right_knee, right_shoulder }
    }
}

impl<T> Index<JointAngle> for JointAngles<T> {
    type Output = T;

    fn index(&self, angle: JointAngle) -> &T {
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
