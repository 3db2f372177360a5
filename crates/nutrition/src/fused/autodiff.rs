//! How the operations of the training enter burn's automatic differentiation.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Flex, TensorMetadata};
use neural::flex::{FlexTensor, flex_tensor, values};

use super::batch_norm::{self, Moments};
use super::flex::{depthwise_geometry, geometry, moments_of, normalize};
use super::{TrainingOps, convolution, depthwise};

impl<C: CheckpointStrategy> TrainingOps for Autodiff<Flex, C> {
    fn convolution(x: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (x, weight) = (x.to_contiguous(), weight.to_contiguous());
        let y = Flex::convolution(x.clone(), weight.clone(), stride);
        match Convolution.prepare::<C>([x_node, weight_node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(([x, weight], stride), y),
            OpsKind::UnTracked(prep) => prep.finish(y),
        }
    }

    fn depthwise(x: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (x, weight) = (x.to_contiguous(), weight.to_contiguous());
        let y = Flex::depthwise(x.clone(), weight.clone(), stride);
        match Depthwise.prepare::<C>([x_node, weight_node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(([x, weight], stride), y),
            OpsKind::UnTracked(prep) => prep.finish(y),
        }
    }

    fn batch_norm_relu(x: FloatTensor<Self>, scale: FloatTensor<Self>, shift: FloatTensor<Self>) -> FloatTensor<Self> {
        let [(x, x_node), (scale, scale_node), (shift, shift_node)] =
            [x, scale, shift].map(FloatTensor::<Self>::into_parts);
        let [x, scale, shift] = [x, scale, shift].map(|tensor| tensor.to_contiguous());
        let moments = moments_of(&x);
        let y = normalize(&x, &scale, &shift, None, &moments);
        match BatchNorm::<3>.prepare::<C>([x_node, scale_node, shift_node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(([x, y.clone(), scale], moments), y),
            OpsKind::UnTracked(prep) => prep.finish(y),
        }
    }

    fn batch_norm_add_relu(
        x: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
        skip: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let [(x, x_node), (scale, scale_node), (shift, shift_node), (skip, skip_node)] =
            [x, scale, shift, skip].map(FloatTensor::<Self>::into_parts);
        let [x, scale, shift, skip] = [x, scale, shift, skip].map(|tensor| tensor.to_contiguous());
        let moments = moments_of(&x);
        let y = normalize(&x, &scale, &shift, Some(&skip), &moments);
        match BatchNorm::<4>.prepare::<C>([x_node, scale_node, shift_node, skip_node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(([x, y.clone(), scale], moments), y),
            OpsKind::UnTracked(prep) => prep.finish(y),
        }
    }
}

#[derive(Debug)]
struct Convolution;

impl Backward<Flex, 2> for Convolution {
    /// x, weight; stride
    type State = ([FlexTensor; 2], usize);

    fn backward(self, ops: Ops<Self::State, 2>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let [x_node, weight_node] = ops.parents;
        let ([x, weight], stride) = ops.state;
        let y_gradient = grads.consume::<Flex>(&ops.node).to_contiguous();
        let geometry = geometry(&x, &weight, stride);
        let gradient = values(&y_gradient);
        let (x_gradient, weight_gradient) =
            convolution::backward(values(&x), values(&weight), gradient, geometry, x_node.is_some());
        if let (Some(node), Some(gradient)) = (x_node, x_gradient) {
            grads.register::<Flex>(node.id, flex_tensor(gradient, x.shape().dims::<4>()));
        }
        if let Some(node) = weight_node {
            grads.register::<Flex>(node.id, flex_tensor(weight_gradient, weight.shape().dims::<3>()));
        }
    }
}

#[derive(Debug)]
struct Depthwise;

impl Backward<Flex, 2> for Depthwise {
    /// x, weight; stride
    type State = ([FlexTensor; 2], usize);

    fn backward(self, ops: Ops<Self::State, 2>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let [x_node, weight_node] = ops.parents;
        let ([x, weight], stride) = ops.state;
        let y_gradient = grads.consume::<Flex>(&ops.node).to_contiguous();
        let geometry = depthwise_geometry(&x, &weight, stride);
        let (x_gradient, weight_gradient) =
            depthwise::backward(values(&x), values(&weight), values(&y_gradient), geometry);
        if let Some(node) = x_node {
            grads.register::<Flex>(node.id, flex_tensor(x_gradient, x.shape().dims::<4>()));
        }
        if let Some(node) = weight_node {
            grads.register::<Flex>(node.id, flex_tensor(weight_gradient, weight.shape().dims::<2>()));
        }
    }
}

/// With `N` inputs: x, scale, shift and perhaps skip.
#[derive(Debug)]
struct BatchNorm<const N: usize>;

impl<const N: usize> Backward<Flex, N> for BatchNorm<N> {
    /// x, y, scale; the moments of x
    type State = ([FlexTensor; 3], Moments);

    fn backward(self, ops: Ops<Self::State, N>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let ([x, y, scale], moments) = ops.state;
        let y_gradient = grads.consume::<Flex>(&ops.node).to_contiguous();
        let gradients = batch_norm::backward(values(&x), values(&y), values(&y_gradient), values(&scale), &moments);
        let n_channels = moments.mean.len();
        let pixels = x.shape().dims::<4>();
        let all = [
            flex_tensor(gradients.x, pixels),
            flex_tensor(gradients.scale, [n_channels]),
            flex_tensor(gradients.shift, [n_channels]),
            flex_tensor(gradients.skip, pixels),
        ];
        for (node, gradient) in ops.parents.into_iter().zip(all) {
            if let Some(node) = node {
                grads.register::<Flex>(node.id, gradient);
            }
        }
    }
}
