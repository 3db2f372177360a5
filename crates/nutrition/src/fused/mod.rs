//! The costly layers of the networks as one operation each, those of the food network with gradients of their own.
//!
//! Pictures are stored channel by channel: `[picture, height, width, channel]`. On the `flex` device the operations run in
//! plain loops over slices that stay in the processor's caches ([`flex`]); on every other device the same functions are composed of
//! burn's tensor operations ([`composed`]). Tests hold the two equal, values and gradients.

#![expect(
    clippy::inline_always,
    reason = "what runs inside `simd::vectorized` must be compiled with it, once for each instruction set"
)]

mod autodiff;
mod batch_norm;
mod composed;
mod convolution;
mod depthwise;
mod flex;
mod gru;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;
use neural::flex::is_flex;

pub(crate) use batch_norm::EPSILON;

/// Operations of the training that the `flex` backend gains here.
#[backend_extension(Flex, Autodiff)]
pub(crate) trait TrainingOps: Backend {
    fn convolution(x: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self>;

    fn batch_norm_relu(x: FloatTensor<Self>, scale: FloatTensor<Self>, shift: FloatTensor<Self>) -> FloatTensor<Self>;

    fn batch_norm_add_relu(
        x: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
        skip: FloatTensor<Self>,
    ) -> FloatTensor<Self>;

    fn depthwise(x: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self>;
}

/// Operations of the finished network, without gradients.
#[backend_extension(Flex)]
pub(crate) trait InferenceOps: Backend {
    fn convolution_bias(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        stride: usize,
        relu: bool,
    ) -> FloatTensor<Self>;

    fn convolution_bias_add_relu(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        skip: FloatTensor<Self>,
    ) -> FloatTensor<Self>;

    fn convolution_bias_add(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        skip: FloatTensor<Self>,
    ) -> FloatTensor<Self>;

    fn convolution_bias_relu6(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self>;

    fn depthwise_bias_relu6(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self>;

    fn gru_last_state(
        x: FloatTensor<Self>,
        input_weight: FloatTensor<Self>,
        input_bias: FloatTensor<Self>,
        recurrent_weight: FloatTensor<Self>,
        recurrent_bias: FloatTensor<Self>,
    ) -> FloatTensor<Self>;
}

/// y = x ∗ W; pictures are padded with (kernel − 1) / 2 zeros.
///
/// # Shapes
///
/// `x`: `[picture, height, width, n_in]`; `weight`: `[kernel², n_in, n_out]`; returns `[picture, height', width', n_out]`
pub(crate) fn convolution(x: Tensor<4>, weight: Tensor<3>, stride: usize) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return composed::convolution(x, weight, stride);
    }
    Tensor::from_dispatch(Dispatch::convolution(x.into_dispatch(), weight.into_dispatch(), stride))
}

/// y = relu(scale · (x − mean) / sd + shift + skip), with mean and sd of each channel over the batch.
///
/// # Shapes
///
/// `x`, `skip` and the result: `[picture, height, width, channel]`; `scale` and `shift`: `[channel]`
///
/// # Source
///
/// Ioffe & Szegedy (2015), ICML
pub(crate) fn batch_norm_relu(x: Tensor<4>, scale: Tensor<1>, shift: Tensor<1>, skip: Option<Tensor<4>>) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return composed::batch_norm_relu(x, scale, shift, skip);
    }
    let (x, scale, shift) = (x.into_dispatch(), scale.into_dispatch(), shift.into_dispatch());
    Tensor::from_dispatch(match skip {
        None => Dispatch::batch_norm_relu(x, scale, shift),
        Some(skip) => Dispatch::batch_norm_add_relu(x, scale, shift, skip.into_dispatch()),
    })
}

/// y = x ∗ W + b, through a relu if asked for; without gradients.
///
/// # Shapes
///
/// as in [`convolution`]; `bias`: `[n_out]`
pub(crate) fn convolution_bias(
    x: Tensor<4>,
    weight: Tensor<3>,
    bias: Tensor<1>,
    stride: usize,
    relu: bool,
) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return composed::convolution_bias(x, weight, bias, stride, relu);
    }
    let (x, weight, bias) = (x.into_dispatch(), weight.into_dispatch(), bias.into_dispatch());
    Tensor::from_dispatch(Dispatch::convolution_bias(x, weight, bias, stride, relu))
}

/// y = relu(x ∗ W + b + skip) with a stride of 1; without gradients.
///
/// # Shapes
///
/// as in [`convolution_bias`]; `skip` as the result
pub(crate) fn convolution_bias_add_relu(
    x: Tensor<4>,
    weight: Tensor<3>,
    bias: Tensor<1>,
    skip: Tensor<4>,
) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return composed::convolution_bias_add_relu(x, weight, bias, skip);
    }
    Tensor::from_dispatch(Dispatch::convolution_bias_add_relu(
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
        skip.into_dispatch(),
    ))
}

/// The last state of a GRU over whole sequences, from a state of zeros: one projection for all steps, then one recurrent product a
/// step. Gates stand in the order reset, update, new. Gradients come by burn's operations.
///
/// # Shapes
///
/// `x`: `[sequence, step, n_in]`; `input_weight`: `[n_in, 3 · n_hidden]`; `recurrent_weight`: `[n_hidden, 3 · n_hidden]`; the
/// biases: `[3 · n_hidden]`; returns `[sequence, n_hidden]`
pub(crate) fn gru_last_state(
    x: Tensor<3>,
    [input_weight, recurrent_weight]: [Tensor<2>; 2],
    [input_bias, recurrent_bias]: [Tensor<1>; 2],
) -> Tensor<2> {
    let device = x.device();
    if device.is_autodiff() || !is_flex(&device) {
        return composed::gru_last_state(x, [input_weight, recurrent_weight], [input_bias, recurrent_bias]);
    }
    Tensor::from_dispatch(Dispatch::gru_last_state(
        x.into_dispatch(),
        input_weight.into_dispatch(),
        input_bias.into_dispatch(),
        recurrent_weight.into_dispatch(),
        recurrent_bias.into_dispatch(),
    ))
}

/// y = x ∗ W channel by channel; pictures are padded as by TensorFlow's `SAME`.
///
/// # Shapes
///
/// `x`: `[picture, height, width, channel]`; `weight`: `[kernel², channel]`; returns `[picture, ⌈height / stride⌉,
/// ⌈width / stride⌉, channel]`
pub(crate) fn depthwise(x: Tensor<4>, weight: Tensor<2>, stride: usize) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return composed::depthwise(x, weight, stride);
    }
    Tensor::from_dispatch(Dispatch::depthwise(x.into_dispatch(), weight.into_dispatch(), stride))
}

/// y = min(max(x ∗ W + b, 0), 6) channel by channel, as in [`depthwise`]; without gradients.
pub(crate) fn depthwise_bias_relu6(x: Tensor<4>, weight: Tensor<2>, bias: Tensor<1>, stride: usize) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return relu6(composed::depthwise(x, weight, stride) + bias.unsqueeze());
    }
    let (x, weight, bias) = (x.into_dispatch(), weight.into_dispatch(), bias.into_dispatch());
    Tensor::from_dispatch(Dispatch::depthwise_bias_relu6(x, weight, bias, stride))
}

/// y = min(max(x ∗ W + b, 0), 6), padded as in [`depthwise`]; without gradients.
///
/// # Shapes
///
/// `weight`: `[kernel², n_in, n_out]`
pub(crate) fn convolution_bias_relu6(x: Tensor<4>, weight: Tensor<3>, bias: Tensor<1>, stride: usize) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return relu6(composed::convolution_same(x, weight, stride) + bias.unsqueeze());
    }
    let (x, weight, bias) = (x.into_dispatch(), weight.into_dispatch(), bias.into_dispatch());
    Tensor::from_dispatch(Dispatch::convolution_bias_relu6(x, weight, bias, stride))
}

/// y = x ∗ W + b + skip with a stride of 1; without gradients.
pub(crate) fn convolution_bias_add(x: Tensor<4>, weight: Tensor<3>, bias: Tensor<1>, skip: Tensor<4>) -> Tensor<4> {
    if !is_flex(&x.device()) {
        return composed::convolution_bias(x, weight, bias, 1, false) + skip;
    }
    let (x, weight, bias) = (x.into_dispatch(), weight.into_dispatch(), bias.into_dispatch());
    Tensor::from_dispatch(Dispatch::convolution_bias_add(x, weight, bias, skip.into_dispatch()))
}

/// A relu that ends at 6.
pub(crate) fn relu6(x: Tensor<4>) -> Tensor<4> {
    x.clamp(0.0, 6.0)
}

/// Mean and variance of each channel over a batch, without gradients.
///
/// # Shapes
///
/// `x`: `[picture, height, width, channel]`; returns `[channel]` each
pub(crate) fn moments(x: Tensor<4>) -> (Vec<f64>, Vec<f64>) {
    let [n_pictures, height, width, n_channels] = x.dims();
    let rows = x.reshape([n_pictures * height * width, n_channels]); // [row, channel]
    let mean = rows.clone().mean_dim(0); // [1, channel]
    let centred = rows - mean.clone();
    let variance = (centred.clone() * centred).mean_dim(0); // [1, channel]
    let both = Tensor::cat(vec![mean, variance], 0).into_data().try_to_vec::<f32>().expect("single precision");
    let (mean, variance) = both.split_at(n_channels);
    let doubles = |values: &[f32]| values.iter().copied().map(f64::from).collect();
    (doubles(mean), doubles(variance))
}

/// Mean over the pixels of each picture.
///
/// # Shapes
///
/// `x`: `[picture, height, width, channel]`; returns `[picture, channel]`
pub(crate) fn mean_of_pixels(x: Tensor<4>) -> Tensor<2> {
    let [n_pictures, height, width, n_channels] = x.dims();
    x.reshape([n_pictures, height * width, n_channels]).mean_dim(1).squeeze_dim(1)
}

/// Mean over the pixels of each picture, then the standard deviation.
///
/// # Shapes
///
/// `x`: `[picture, height, width, channel]`; returns `[picture, 2 · channel]`
pub(crate) fn mean_and_spread_of_pixels(x: Tensor<4>) -> Tensor<2> {
    let [n_pictures, height, width, n_channels] = x.dims();
    let x = x.reshape([n_pictures, height * width, n_channels]);
    let mean = x.clone().mean_dim(1); // [picture, 1, channel]
    let centred = x - mean.clone();
    let variance = (centred.clone() * centred).mean_dim(1); // [picture, 1, channel]
    Tensor::cat(vec![mean, variance.sqrt()], 2).squeeze_dim(1)
}
