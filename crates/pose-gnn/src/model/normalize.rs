use burn::tensor::{Tensor, s};

/// Keeps the division finite; a trunk that short is refused where recordings are read.
const MIN_TRUNK: f64 = 1e-6;

/// Centres every frame on the middle of the hips, divides a sequence by the mean length of its trunk, and appends
/// velocities: differences to the frame before, 0 for the first.
///
/// # Shapes
/// `landmarks`: `[batch, frame, 33, 3]`; `mask`: `[batch, frame]`; returns `[batch, frame, 33, 6]`
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
    let velocities = Tensor::cat(vec![still, steps], 1) * valid; // [batch, frame, 33, 3]
    Tensor::cat(vec![positions, velocities], 3) // [batch, frame, 33, 6]
}
