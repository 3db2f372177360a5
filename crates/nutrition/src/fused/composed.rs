//! The same functions, composed of burn's tensor operations: for every device but `flex`.

use burn::tensor::activation::{relu, sigmoid, tanh};
use burn::tensor::module::{conv2d, linear};
use burn::tensor::ops::{ConvOptions, PadMode};
use burn::tensor::{Tensor, s};

use super::batch_norm::EPSILON;

/// See [`super::convolution`].
pub(super) fn convolution(x: Tensor<4>, weight: Tensor<3>, stride: usize) -> Tensor<4> {
    convolve(x, weight, None, stride)
}

fn convolve(x: Tensor<4>, weight: Tensor<3>, bias: Option<Tensor<1>>, stride: usize) -> Tensor<4> {
    let [kernel_squared, n_in, n_out] = weight.dims();
    let kernel = kernel_squared.isqrt();
    let padding = (kernel - 1) / 2;
    let weight = weight.reshape([kernel, kernel, n_in, n_out]).permute([3, 2, 0, 1]); // [out, in, kernel, kernel]
    let x = x.permute([0, 3, 1, 2]); // [picture, in, height, width]
    let y = conv2d(x, weight, bias, ConvOptions::new([stride, stride], [padding, padding], [1, 1], 1));
    y.permute([0, 2, 3, 1]) // [picture, height, width, out]
}

/// See [`super::convolution_bias_relu6`].
pub(super) fn convolution_same(x: Tensor<4>, weight: Tensor<3>, stride: usize) -> Tensor<4> {
    let [kernel_squared, n_in, n_out] = weight.dims();
    let kernel = kernel_squared.isqrt();
    let weight = weight.reshape([kernel, kernel, n_in, n_out]).permute([3, 2, 0, 1]); // [out, in, kernel, kernel]
    convolve_padded(x, weight, stride, 1)
}

/// See [`super::depthwise`].
pub(super) fn depthwise(x: Tensor<4>, weight: Tensor<2>, stride: usize) -> Tensor<4> {
    let [kernel_squared, n_channels] = weight.dims();
    let kernel = kernel_squared.isqrt();
    let weight = weight.reshape([kernel, kernel, 1, n_channels]).permute([3, 2, 0, 1]); // [channel, 1, kernel, kernel]
    convolve_padded(x, weight, stride, n_channels)
}

/// Padded as by TensorFlow's `SAME`: of an odd number of zeros, one more below and on the right.
fn convolve_padded(x: Tensor<4>, weight: Tensor<4>, stride: usize, groups: usize) -> Tensor<4> {
    let [_, height, width, _] = x.dims();
    let [_, _, kernel, _] = weight.dims();
    let zeros = |side: usize| ((side.div_ceil(stride) - 1) * stride + kernel).saturating_sub(side);
    let (down, right) = (zeros(height), zeros(width));
    let padding = (right / 2, right - right / 2, down / 2, down - down / 2);
    let x = x.permute([0, 3, 1, 2]).pad(padding, PadMode::Constant(0.0)); // [picture, in, height, width]
    let y = conv2d(x, weight, None, ConvOptions::new([stride, stride], [0, 0], [1, 1], groups));
    y.permute([0, 2, 3, 1]) // [picture, height, width, out]
}

/// See [`super::batch_norm_relu`].
pub(super) fn batch_norm_relu(x: Tensor<4>, scale: Tensor<1>, shift: Tensor<1>, skip: Option<Tensor<4>>) -> Tensor<4> {
    let [n_pictures, height, width, n_channels] = x.dims();
    let rows = x.reshape([n_pictures * height * width, n_channels]); // [row, channel]
    let centred = rows.clone() - rows.mean_dim(0);
    let variance = (centred.clone() * centred.clone()).mean_dim(0); // [1, channel]
    let y = centred / (variance + EPSILON).sqrt() * scale.unsqueeze() + shift.unsqueeze();
    let y = y.reshape([n_pictures, height, width, n_channels]); // [picture, height, width, channel]
    relu(match skip {
        None => y,
        Some(skip) => y + skip,
    })
}

/// See [`super::convolution_bias`].
pub(super) fn convolution_bias(
    x: Tensor<4>,
    weight: Tensor<3>,
    bias: Tensor<1>,
    stride: usize,
    with_relu: bool,
) -> Tensor<4> {
    let y = convolve(x, weight, Some(bias), stride);
    if with_relu { relu(y) } else { y }
}

/// See [`super::convolution_bias_add_relu`].
pub(super) fn convolution_bias_add_relu(
    x: Tensor<4>,
    weight: Tensor<3>,
    bias: Tensor<1>,
    skip: Tensor<4>,
) -> Tensor<4> {
    relu(convolve(x, weight, Some(bias), 1) + skip)
}

/// See [`super::gru_last_state`].
pub(super) fn gru_last_state(
    x: Tensor<3>,
    [input_weight, recurrent_weight]: [Tensor<2>; 2],
    [input_bias, recurrent_bias]: [Tensor<1>; 2],
) -> Tensor<2> {
    let [n_sequences, n_steps, n_in] = x.dims();
    let [n_hidden, _] = recurrent_weight.dims();
    let rows = x.reshape([n_sequences * n_steps, n_in]); // [sequence · step, in]
    let projected = linear(rows, input_weight, Some(input_bias)); // [sequence · step, 3 · hidden]
    let projected = projected.reshape([n_sequences, n_steps, 3 * n_hidden]); // [sequence, step, 3 · hidden]
    let mut hidden = Tensor::zeros([n_sequences, n_hidden], &projected.device());
    for step in 0..n_steps {
        let input = projected.clone().slice(s![.., step..=step, ..]).squeeze_dim::<2>(1); // [sequence, 3 · hidden]
        let state = linear(hidden.clone(), recurrent_weight.clone(), Some(recurrent_bias.clone()));
        let gate = |all: &Tensor<2>, gate: usize| all.clone().slice(s![.., gate * n_hidden..(gate + 1) * n_hidden]);
        let reset = sigmoid(gate(&input, 0) + gate(&state, 0)); // [sequence, hidden]
        let update = sigmoid(gate(&input, 1) + gate(&state, 1)); // [sequence, hidden]
        let new = tanh(gate(&input, 2) + reset * gate(&state, 2)); // [sequence, hidden]
        hidden = new.clone() + update * (hidden - new);
    }
    hidden
}
