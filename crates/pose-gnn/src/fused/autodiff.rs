//! How the fused operations enter burn's automatic differentiation.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Flex, TensorMetadata};

use neural::flex::{FlexTensor, flex_tensor, values};

use super::lstm::States;
use super::{FusedOps, convolution, lstm, readout};

impl<C: CheckpointStrategy> FusedOps for Autodiff<Flex, C> {
    fn graph_convolution(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node), (bias, bias_node)) =
            (x.into_parts(), weight.into_parts(), bias.into_parts());
        let (x, weight) = (x.to_contiguous(), weight.to_contiguous());
        let y = Flex::graph_convolution(x.clone(), weight.clone(), bias.clone());
        match GraphConvolution.prepare::<C>([x_node, weight_node, bias_node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish([x, weight, bias, y.clone()], y),
            OpsKind::UnTracked(prep) => prep.finish(y),
        }
    }

    fn joint_readout(x: FloatTensor<Self>, weight: FloatTensor<Self>) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (x, weight) = (x.to_contiguous(), weight.to_contiguous());
        let y = Flex::joint_readout(x.clone(), weight.clone());
        match Readout.prepare::<C>([x_node, weight_node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish([x, weight], y),
            OpsKind::UnTracked(prep) => prep.finish(y),
        }
    }

    fn lstm_layer(
        x: FloatTensor<Self>,
        input_weight: FloatTensor<Self>,
        recurrent_weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let parts = [x, input_weight, recurrent_weight, bias].map(FloatTensor::<Self>::into_parts);
        let [(x, x_node), (input, input_node), (recurrent, recurrent_node), (bias, bias_node)] = parts;
        let inputs = [x, input, recurrent, bias].map(|tensor| tensor.to_contiguous());
        let layer = lstm(&inputs[0], &inputs[1], &inputs[2], &inputs[3]);
        let [n_sequences, n_steps, _] = inputs[0].shape().dims::<3>();
        let states = layer.forward(values(&inputs[0]));
        let hidden = flex_tensor(states.hidden.clone(), [n_sequences, n_steps, layer.n_hidden]);
        let nodes = [x_node, input_node, recurrent_node, bias_node];
        match Lstm.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish((inputs, states), hidden),
            OpsKind::UnTracked(prep) => prep.finish(hidden),
        }
    }
}

#[derive(Debug)]
struct GraphConvolution;

impl Backward<Flex, 3> for GraphConvolution {
    /// x, weight, bias, y
    type State = [FlexTensor; 4];

    fn backward(self, ops: Ops<Self::State, 3>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let [x_node, weight_node, bias_node] = ops.parents;
        let [x, weight, bias, y] = ops.state;
        let y_gradient = grads.consume::<Flex>(&ops.node).to_contiguous();
        let layer = convolution(&weight, &bias);
        let gradients = layer.backward(values(&x), values(&y), values(&y_gradient), x_node.is_some());
        if let (Some(node), Some(gradient)) = (x_node, gradients.x) {
            grads.register::<Flex>(node.id, flex_tensor(gradient, x.shape().dims::<3>()));
        }
        if let Some(node) = weight_node {
            grads.register::<Flex>(node.id, flex_tensor(gradients.weight, [layer.n_in, layer.n_out]));
        }
        if let Some(node) = bias_node {
            grads.register::<Flex>(node.id, flex_tensor(gradients.bias, [layer.n_out]));
        }
    }
}

#[derive(Debug)]
struct Readout;

impl Backward<Flex, 2> for Readout {
    /// x, weight
    type State = [FlexTensor; 2];

    fn backward(self, ops: Ops<Self::State, 2>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let [x_node, weight_node] = ops.parents;
        let [x, weight] = ops.state;
        let y_gradient = grads.consume::<Flex>(&ops.node).to_contiguous();
        let layer = readout(&x, &weight);
        let (x_gradient, weight_gradient) = layer.backward(values(&x), values(&weight), values(&y_gradient));
        if let Some(node) = x_node {
            grads.register::<Flex>(node.id, flex_tensor(x_gradient, x.shape().dims::<3>()));
        }
        if let Some(node) = weight_node {
            grads.register::<Flex>(node.id, flex_tensor(weight_gradient, [layer.n_groups, layer.n_joints]));
        }
    }
}

#[derive(Debug)]
struct Lstm;

impl Backward<Flex, 4> for Lstm {
    /// x, input weight, recurrent weight, bias; what the forward pass computed
    type State = ([FlexTensor; 4], States);

    fn backward(self, ops: Ops<Self::State, 4>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let (inputs, states) = ops.state;
        let hidden_gradient = grads.consume::<Flex>(&ops.node).to_contiguous();
        let layer = lstm(&inputs[0], &inputs[1], &inputs[2], &inputs[3]);
        let gradients = layer.backward(values(&inputs[0]), &states, values(&hidden_gradient));
        let gradients = [gradients.x, gradients.input_weight, gradients.recurrent_weight, gradients.bias];
        for ((node, gradient), input) in ops.parents.into_iter().zip(gradients).zip(&inputs) {
            if let Some(node) = node {
                let data = burn::tensor::TensorData::new(gradient, input.shape());
                grads.register::<Flex>(node.id, FlexTensor::from_data(data));
            }
        }
    }
}
