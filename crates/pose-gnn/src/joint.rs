/// How many landmarks MediaPipe Pose gives.
pub const N_LANDMARKS: usize = 33;

/// Names in MediaPipe's index order; left and right are the subject's.
#[rustfmt::skip]
pub const LANDMARK_NAMES: [&str; N_LANDMARKS] = [
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear", "mouth_left", "mouth_right",
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist",
    "left_pinky", "right_pinky", "left_index", "right_index", "left_thumb", "right_thumb",
    "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_heel", "right_heel", "left_foot_index", "right_foot_index",
];

// The left landmark of each pair; the right one follows it.
pub(crate) const SHOULDER: usize = 11;
pub(crate) const ELBOW: usize = 13;
pub(crate) const WRIST: usize = 15;
pub(crate) const HIP: usize = 23;
pub(crate) const KNEE: usize = 25;
pub(crate) const ANKLE: usize = 27;
pub(crate) const HEEL: usize = 29;
pub(crate) const TOE: usize = 31;

/// The landmarks of one frame.
pub(crate) type Points = [[f64; 3]; N_LANDMARKS];

pub(crate) fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn length(a: [f64; 3]) -> f64 {
    dot(a, a).sqrt()
}

/// The point halfway between a left landmark and its right counterpart.
pub(crate) fn middle(points: &Points, left: usize) -> [f64; 3] {
    let (a, b) = (points[left], points[left + 1]);
    [0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1]), 0.5 * (a[2] + b[2])]
}

/// The angle at `joint` between the directions to `a` and `b`, in degrees; 180 where one of them has no length.
pub(crate) fn angle_deg(a: [f64; 3], joint: [f64; 3], b: [f64; 3]) -> f64 {
    let (u, v) = (minus(a, joint), minus(b, joint));
    let lengths = length(u) * length(v);
    if lengths < 1e-12 { 180.0 } else { (dot(u, v) / lengths).clamp(-1.0, 1.0).acos().to_degrees() }
}
