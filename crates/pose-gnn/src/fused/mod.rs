//! The three costly layers as one operation each, with gradients of their own.
//!
//! On the `flex` device they run fused, in plain loops over slices that stay in the processor's caches; on every other
//! device the same functions are composed of burn's tensor operations ([`composed`]). Tests hold the two equal, values
//! and gradients.

#![expect(
    clippy::inline_always,
    reason = "what runs inside `simd::vectorized` must be compiled with it, once for each instruction set"
)]

mod autodiff;
mod composed;
mod graph_convolution;
mod lstm;
mod readout;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, Flex, TensorMetadata, backend_extension};
use burn::tensor::Tensor;
use neural::flex::{FlexTensor, flex_tensor, is_flex, values};

use crate::graph::SkeletonGraph;

/// Operations that the `flex` backend gains here.
#[backend_extension(Flex, Autodiff)]
pub(crate) trait FusedOps: Backend {
    fn graph_convolution(x: FloatTensor<Self>, weight: FloatTensor<Self>, bias: FloatTensor<Self>)
    -> FloatTensor<Self>;

    fn joint_readout(x: FloatTensor<Self>, weight: FloatTensor<Self>) -> FloatTensor<Self>;

    fn lstm_layer(
        x: FloatTensor<Self>,
        input_weight: FloatTensor<Self>,
        recurrent_weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self>;
}

/// Y = relu(Â X W + b) on the skeleton of each frame.
///
/// # Shapes
///
/// `x`: `[frame, joint, n_in]`; `weight`: `[n_in, n_out]`; `bias`: `[n_out]`; returns `[frame, joint, n_out]`
pub(crate) fn graph_convolution(x: Tensor<3>, weight: Tensor<2>, bias: Tensor<1>) -> Tensor<3> {
    if !is_flex(&x.device()) {
        return composed::graph_convolution(x, weight, bias);
    }
    Tensor::from_dispatch(Dispatch::graph_convolution(x.into_dispatch(), weight.into_dispatch(), bias.into_dispatch()))
}

/// Weighted sums over the joints of each frame: y[frame, group] = Σ weight[group, joint] · x[frame, joint].
///
/// # Shapes
///
/// `x`: `[frame, joint, feature]`; `weight`: `[group, joint]`; returns `[frame, group, feature]`
pub(crate) fn joint_readout(x: Tensor<3>, weight: Tensor<2>) -> Tensor<3> {
    if !is_flex(&x.device()) {
        return composed::joint_readout(x, weight);
    }
    Tensor::from_dispatch(Dispatch::joint_readout(x.into_dispatch(), weight.into_dispatch()))
}

/// An LSTM layer over whole sequences, from a state of zeros: one projection for all steps, then one recurrent product
/// a step. Gates stand in the order input, forget, cell, output.
///
/// # Shapes
///
/// `x`: `[sequence, step, n_in]`; `input_weight`: `[n_in, 4 · n_hidden]`; `recurrent_weight`: `[n_hidden, 4 · n_hidden]`;
/// `bias`: `[4 · n_hidden]`; returns h of every step, `[sequence, step, n_hidden]`
pub(crate) fn lstm_layer(
    x: Tensor<3>,
    input_weight: Tensor<2>,
    recurrent_weight: Tensor<2>,
    bias: Tensor<1>,
) -> Tensor<3> {
    if !is_flex(&x.device()) {
        return composed::lstm_layer(x, input_weight, recurrent_weight, bias);
    }
    Tensor::from_dispatch(Dispatch::lstm_layer(
        x.into_dispatch(),
        input_weight.into_dispatch(),
        recurrent_weight.into_dispatch(),
        bias.into_dispatch(),
    ))
}

impl FusedOps for Flex {
    fn graph_convolution(x: FlexTensor, weight: FlexTensor, bias: FlexTensor) -> FlexTensor {
        let (x, weight, bias) = (x.to_contiguous(), weight.to_contiguous(), bias.to_contiguous());
        let [n_frames, n_joints, _] = x.shape().dims();
        let layer = convolution(&weight, &bias);
        flex_tensor(layer.forward(values(&x)), [n_frames, n_joints, layer.n_out])
    }

    fn joint_readout(x: FlexTensor, weight: FlexTensor) -> FlexTensor {
        let (x, weight) = (x.to_contiguous(), weight.to_contiguous());
        let [n_frames, _, _] = x.shape().dims::<3>();
        let layer = readout(&x, &weight);
        flex_tensor(layer.forward(values(&x), values(&weight)), [n_frames, layer.n_groups, layer.n_features])
    }

    fn lstm_layer(
        x: FlexTensor,
        input_weight: FlexTensor,
        recurrent_weight: FlexTensor,
        bias: FlexTensor,
    ) -> FlexTensor {
        let (x, input_weight) = (x.to_contiguous(), input_weight.to_contiguous());
        let (recurrent_weight, bias) = (recurrent_weight.to_contiguous(), bias.to_contiguous());
        let [n_sequences, n_steps, _] = x.shape().dims::<3>();
        let layer = lstm(&x, &input_weight, &recurrent_weight, &bias);
        flex_tensor(layer.forward(values(&x)).hidden, [n_sequences, n_steps, layer.n_hidden])
    }
}

fn convolution<'a>(weight: &'a FlexTensor, bias: &'a FlexTensor) -> graph_convolution::GraphConvolution<'a> {
    let [n_in, n_out] = weight.shape().dims();
    let graph = SkeletonGraph::mediapipe();
    graph_convolution::GraphConvolution { graph, weight: values(weight), bias: values(bias), n_in, n_out }
}

fn readout(x: &FlexTensor, weight: &FlexTensor) -> readout::Readout {
    let ([_, _, n_features], [n_groups, n_joints]) = (x.shape().dims::<3>(), weight.shape().dims());
    readout::Readout { n_joints, n_groups, n_features }
}

fn lstm<'a>(
    x: &FlexTensor,
    input_weight: &'a FlexTensor,
    recurrent_weight: &'a FlexTensor,
    bias: &'a FlexTensor,
) -> lstm::Lstm<'a> {
    let ([_, n_steps, n_in], [n_hidden, _]) = (x.shape().dims::<3>(), recurrent_weight.shape().dims());
    let (input_weight, recurrent_weight) = (values(input_weight), values(recurrent_weight));
    lstm::Lstm { input_weight, recurrent_weight, bias: values(bias), n_in, n_hidden, n_steps }
}
