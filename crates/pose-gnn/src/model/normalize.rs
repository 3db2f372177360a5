//! Centring and scaling of bodies, velocities and bones.

use burn::tensor::{Int, Tensor, s};

/// Keeps the division finite; a trunk that short is refused where recordings are read.
const MIN_TRUNK: f64 = 1e-6;

/// Brings velocities, a few hundredths of a trunk from frame to frame, to the size of positions: ten times that, and the
/// network learns several times faster.
const VELOCITY_SCALE: f64 = 10.0;

/// The joint at the other end of each joint's bone, towards the middle of the body.
const PARENTS: [i32; 33] = [
    0, 0, 1, 2, 0, 4, 5, 3, 6, 0, 0, 23, 24, 11, 12, 13, 14, 15, 16, 15, 16, 15, 16, 24, 23, 23, 24, 25, 26, 27, 28,
    29, 30,
];

/// Centres every frame on the middle of the hips, divides a sequence by the mean length of its trunk, and appends
/// velocities (ten times the difference to the frame before, 0 for the first) and bones (the difference to the next joint
/// towards the middle of the body).
///
/// # Shapes
///
/// `landmarks`: `[batch, frame, 33, 3]`; `mask`: `[batch, frame]`; returns `[batch, frame, 33, 9]`
pub(super) fn normalize(landmarks: Tensor<4>, mask: &Tensor<2>) -> Tensor<4> {
    let [n_sequences, n_frames, n_joints, _] = landmarks.dims();
    let middle = |left: usize| landmarks.clone().slice(s![.., .., left..left + 2, ..]).mean_dim(2); // [batch, frame, 1, 3]
    let (shoulders, hips) = (middle(11), middle(23));
    let trunk = (shoulders - hips.clone()).square().sum_dim(3).sqrt().reshape([n_sequences, n_frames]); // [batch, frame]
    let n_valid = mask.clone().sum_dim(1); // [batch, 1]
    let scale = ((trunk * mask.clone()).sum_dim(1) / n_valid).add_scalar(MIN_TRUNK); // [batch, 1]
    let valid = mask.clone().reshape([n_sequences, n_frames, 1, 1]);
    let positions = (landmarks - hips) / scale.reshape([n_sequences, 1, 1, 1]) * valid.clone(); // [batch, frame, 33, 3]
    let steps = positions.clone().slice(s![.., 1.., .., ..]) - positions.clone().slice(s![.., ..-1, .., ..]);
    let still = Tensor::zeros([n_sequences, 1, n_joints, 3], &positions.device());
    let velocities = Tensor::cat(vec![still, steps], 1).mul_scalar(VELOCITY_SCALE) * valid; // [batch, frame, 33, 3]
    let parents = Tensor::<1, Int>::from_data(PARENTS, &positions.device());
    let bones = positions.clone() - positions.clone().select(2, parents); // [batch, frame, 33, 3]
    Tensor::cat(vec![positions, velocities, bones], 3) // [batch, frame, 33, 9]
}
