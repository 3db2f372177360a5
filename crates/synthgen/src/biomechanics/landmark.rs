use super::vector::Vec3;

/// How many landmarks MediaPipe Pose gives.
pub const N_LANDMARKS: usize = 33;

/// Names in MediaPipe's index order; left and right are the subject's.
pub const LANDMARK_NAMES: [&str; N_LANDMARKS] = [
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
];

/// Pairs of landmarks that MediaPipe draws as connected.
pub const BONES: [(usize, usize); 35] = [
    (0, 1),
    (1, 2),
    (2, 3),
    (3, 7),
    (0, 4),
    (4, 5),
    (5, 6),
    (6, 8),
    (9, 10),
    (11, 12),
    (11, 13),
    (13, 15),
    (15, 17),
    (15, 19),
    (15, 21),
    (17, 19),
    (12, 14),
    (14, 16),
    (16, 18),
    (16, 20),
    (16, 22),
    (18, 20),
    (11, 23),
    (12, 24),
    (23, 24),
    (23, 25),
    (24, 26),
    (25, 27),
    (26, 28),
    (27, 29),
    (28, 30),
    (29, 31),
    (30, 32),
    (27, 31),
    (28, 32),
];

/// The landmarks of one moment.
pub type Landmarks = [Vec3; N_LANDMARKS];

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// 0 for left, 1 for right: what MediaPipe adds to the left landmark's number.
    pub(super) fn index(self) -> usize {
        match self {
            Self::Left => 0,
            Self::Right => 1,
        }
    }

    /// The sign of x on this side.
    pub(super) fn sign(self) -> f64 {
        match self {
            Self::Left => 1.0,
            Self::Right => -1.0,
        }
    }
}

pub(super) const NOSE: usize = 0;
/// Left landmarks: eye inner, eye, eye outer; the right ones follow three later.
pub(super) const EYES: usize = 1;
pub(super) const EAR: usize = 7;
pub(super) const MOUTH: usize = 9;
pub(super) const SHOULDER: usize = 11;
pub(super) const ELBOW: usize = 13;
pub(super) const WRIST: usize = 15;
pub(super) const PINKY: usize = 17;
pub(super) const INDEX: usize = 19;
pub(super) const THUMB: usize = 21;
pub(super) const HIP: usize = 23;
pub(super) const KNEE: usize = 25;
pub(super) const ANKLE: usize = 27;
pub(super) const HEEL: usize = 29;
pub(super) const TOE: usize = 31;
