//! The same functions, composed of burn's tensor operations: for every device but `flex`.

use burn::tensor::activation::{relu, sigmoid, tanh};
use burn::tensor::{Tensor, TensorData, s};

use crate::graph::SkeletonGraph;

/// See [`super::graph_convolution`].
pub(super) fn graph_convolution(x: Tensor<3>, weight: Tensor<2>, bias: Tensor<1>) -> Tensor<3> {
    let graph = SkeletonGraph::mediapipe();
    let n_joints = graph.n_joints();
    let adjacency = Tensor::<2>::from_data(TensorData::new(graph.dense(), [n_joints, n_joints]), &x.device());
    let mixed = adjacency.unsqueeze::<3>().matmul(x); // [frame, joint, n_in]
    relu(mixed.matmul(weight.unsqueeze()) + bias.unsqueeze()) // [frame, joint, n_out]
}

/// See [`super::joint_readout`].
pub(super) fn joint_readout(x: Tensor<3>, weight: Tensor<2>) -> Tensor<3> {
    weight.unsqueeze::<3>().matmul(x) // [frame, group, feature]
}

/// See [`super::lstm_layer`].
pub(super) fn lstm_layer(
    x: Tensor<3>,
    input_weight: Tensor<2>,
    recurrent_weight: Tensor<2>,
    bias: Tensor<1>,
) -> Tensor<3> {
    let [n_sequences, n_steps, _] = x.dims();
    let [n_hidden, _] = recurrent_weight.dims();
    let device = x.device();
    let projected = x.matmul(input_weight.unsqueeze()) + bias.unsqueeze(); // [sequence, step, 4 · hidden]
    let mut hidden = Tensor::<2>::zeros([n_sequences, n_hidden], &device);
    let mut cell = Tensor::<2>::zeros([n_sequences, n_hidden], &device);
    let mut outputs = Vec::with_capacity(n_steps);
    for step in 0..n_steps {
        let projected = projected.clone().slice(s![.., step..=step, ..]).squeeze_dim::<2>(1); // [sequence, 4 · hidden]
        let gates = projected + hidden.matmul(recurrent_weight.clone());
        let [input, forget, candidate, output] =
            [0, 1, 2, 3].map(|gate| gates.clone().slice(s![.., gate * n_hidden..(gate + 1) * n_hidden]));
        cell = sigmoid(forget) * cell + sigmoid(input) * tanh(candidate);
        hidden = sigmoid(output) * tanh(cell.clone());
        outputs.push(hidden.clone());
    }
    Tensor::stack(outputs, 1) // [sequence, step, hidden]
}
