//! The landmarks of MediaPipe Pose: how many, their names, the bones between them.

use crate::macros::words;

words! {
    /// A landmark of MediaPipe Pose, in its index order; left and right are the subject's.
    Landmark, "landmark" {
        /// Nose.
        Nose = "nose",
        /// Inner corner of the left eye.
        LeftEyeInner = "left_eye_inner",
        /// Left eye.
        LeftEye = "left_eye",
        /// Outer corner of the left eye.
        LeftEyeOuter = "left_eye_outer",
        /// Inner corner of the right eye.
        RightEyeInner = "right_eye_inner",
        /// Right eye.
        RightEye = "right_eye",
        /// Outer corner of the right eye.
        RightEyeOuter = "right_eye_outer",
        /// Left ear.
        LeftEar = "left_ear",
        /// Right ear.
        RightEar = "right_ear",
        /// Left corner of the mouth.
        MouthLeft = "mouth_left",
        /// Right corner of the mouth.
        MouthRight = "mouth_right",
        /// Left shoulder.
        LeftShoulder = "left_shoulder",
        /// Right shoulder.
        RightShoulder = "right_shoulder",
        /// Left elbow.
        LeftElbow = "left_elbow",
        /// Right elbow.
        RightElbow = "right_elbow",
        /// Left wrist.
        LeftWrist = "left_wrist",
        /// Right wrist.
        RightWrist = "right_wrist",
        /// Left little finger.
        LeftPinky = "left_pinky",
        /// Right little finger.
        RightPinky = "right_pinky",
        /// Left index finger.
        LeftIndex = "left_index",
        /// Right index finger.
        RightIndex = "right_index",
        /// Left thumb.
        LeftThumb = "left_thumb",
        /// Right thumb.
        RightThumb = "right_thumb",
        /// Left hip.
        LeftHip = "left_hip",
        /// Right hip.
        RightHip = "right_hip",
        /// Left knee.
        LeftKnee = "left_knee",
        /// Right knee.
        RightKnee = "right_knee",
        /// Left ankle.
        LeftAnkle = "left_ankle",
        /// Right ankle.
        RightAnkle = "right_ankle",
        /// Left heel.
        LeftHeel = "left_heel",
        /// Right heel.
        RightHeel = "right_heel",
        /// Tip of the left foot.
        LeftFootIndex = "left_foot_index",
        /// Tip of the right foot.
        RightFootIndex = "right_foot_index",
    }
}

/// How many landmarks MediaPipe Pose gives.
pub const N_LANDMARKS: usize = Landmark::N;

/// Pairs of landmarks that a bone (or an outline of the face, hand or foot) joins.
///
/// # Source
///
/// `POSE_CONNECTIONS` of MediaPipe 0.10
#[rustfmt::skip]
pub const BONES: [(usize, usize); 35] = [
    (0, 1), (1, 2), (2, 3), (3, 7), (0, 4), (4, 5), (5, 6), (6, 8), (9, 10),
    (11, 12), (11, 13), (13, 15), (15, 17), (15, 19), (15, 21), (17, 19),
    (12, 14), (14, 16), (16, 18), (16, 20), (16, 22), (18, 20),
    (11, 23), (12, 24), (23, 24), (23, 25), (24, 26), (25, 27), (26, 28),
    (27, 29), (28, 30), (29, 31), (30, 32), (27, 31), (28, 32),
];

/// The nose.
pub const NOSE: usize = 0;
/// The inner corner of the left eye; the right eye's landmarks follow three later.
pub const EYES: usize = 1;
/// The left ear; of this and all that follow, the right one is the next landmark.
pub const EAR: usize = 7;
/// The left corner of the mouth.
pub const MOUTH: usize = 9;
/// The left shoulder.
pub const SHOULDER: usize = 11;
/// The left elbow.
pub const ELBOW: usize = 13;
/// The left wrist.
pub const WRIST: usize = 15;
/// The left little finger.
pub const PINKY: usize = 17;
/// The left index finger.
pub const INDEX: usize = 19;
/// The left thumb.
pub const THUMB: usize = 21;
/// The left hip.
pub const HIP: usize = 23;
/// The left knee.
pub const KNEE: usize = 25;
/// The left ankle.
pub const ANKLE: usize = 27;
/// The left heel.
pub const HEEL: usize = 29;
/// The tip of the left foot.
pub const TOE: usize = 31;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirroring_the_body_keeps_its_bones() {
        let mirrored = |landmark: usize| {
            let own = Landmark::NAMES[landmark];
            let other = if own.contains("left") { own.replace("left", "right") } else { own.replace("right", "left") };
            Landmark::NAMES.iter().position(|name| *name == other).expect("each landmark has a mirror image")
        };
        for (a, b) in BONES {
            let (a, b) = (mirrored(a), mirrored(b));
            assert!(BONES.contains(&(a, b)) || BONES.contains(&(b, a)), "{a}–{b} is missing");
        }
    }

    #[test]
    fn right_landmarks_follow_left_ones() {
        for left in [EAR, MOUTH, SHOULDER, ELBOW, WRIST, PINKY, INDEX, THUMB, HIP, KNEE, ANKLE, HEEL, TOE] {
            let (left, right) = (Landmark::NAMES[left], Landmark::NAMES[left + 1]);
            assert_eq!(left.replace("left", "right"), right);
        }
    }
}
