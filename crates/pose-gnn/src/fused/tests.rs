//! The fused operations against burn's own.

use burn::module::Param;
use burn::nn::LstmConfig;
use burn::tensor::{Device, Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::graph::N_JOINTS;

/// Single precision, sums of a few hundred products of numbers near 1.
const TOLERANCE: f32 = 2e-5;

/// Shapes that fill whole blocks of the loops and shapes that leave every kind of rest.
const SIZES: [(usize, usize, usize, usize); 4] = [(1, 1, 1, 1), (3, 9, 5, 7), (17, 12, 17, 64), (9, 40, 33, 12)];

fn random<const D: usize>(shape: [usize; D], rng: &mut ChaCha8Rng) -> TensorData {
    let values: Vec<f32> = (0..shape.iter().product()).map(|_| rng.random_range(-1.0_f32..1.0)).collect();
    TensorData::new(values, shape)
}

fn to_vec<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("single precision")
}

#[track_caller]
fn assert_close(name: &str, got: &[f32], expected: &[f32]) {
    assert_eq!(got.len(), expected.len(), "{name}");
    let scale = expected.iter().fold(1.0_f32, |most, value| most.max(value.abs()));
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        assert!((got - expected).abs() <= TOLERANCE * scale, "{name}[{at}]: {got} instead of {expected}");
    }
}

/// Runs a function on parameters and gives its values and, of a weighted sum of them, the gradients.
fn values_and_gradients<const N: usize>(
    parameters: &[TensorData; N],
    function: impl Fn(&[Tensor<3>; N]) -> Tensor<3>,
) -> Vec<Vec<f32>> {
    let device = Device::flex().autodiff();
    let tensors = parameters.clone().map(|data| {
        let mut shape = [1; 3];
        let own: Vec<usize> = data.shape().to_vec();
        shape[3 - own.len()..].copy_from_slice(&own);
        let values = data.try_to_vec::<f32>().expect("single precision");
        Tensor::<3>::from_data(TensorData::new(values, shape), &device).require_grad()
    });
    let y = function(&tensors);
    let weights = random(y.dims(), &mut ChaCha8Rng::seed_from_u64(9));
    let gradients = (y.clone() * Tensor::from_data(weights, &device)).sum().backward();
    let mut all = vec![to_vec(y)];
    all.extend(tensors.iter().map(|tensor| to_vec(tensor.grad(&gradients).expect("has a gradient"))));
    all
}

#[track_caller]
fn check<const N: usize>(
    parameters: &[TensorData; N],
    fused: impl Fn(&[Tensor<3>; N]) -> Tensor<3>,
    composed: impl Fn(&[Tensor<3>; N]) -> Tensor<3>,
) {
    let (got, expected) = (values_and_gradients(parameters, fused), values_and_gradients(parameters, composed));
    for (at, (got, expected)) in got.iter().zip(&expected).enumerate() {
        let name = if at == 0 { "values".to_owned() } else { format!("gradient of parameter {at}") };
        assert_close(&name, got, expected);
    }
}

fn matrix(x: &Tensor<3>) -> Tensor<2> {
    x.clone().squeeze_dim(0)
}

fn vector(x: &Tensor<3>) -> Tensor<1> {
    matrix(x).squeeze_dim(0)
}

#[test]
fn graph_convolution_equals_burns_operations() {
    for (n_frames, _, n_in, n_out) in SIZES {
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        let parameters = [random([n_frames, N_JOINTS, n_in], rng), random([n_in, n_out], rng), random([n_out], rng)];
        check(
            &parameters,
            |[x, w, b]| graph_convolution(x.clone(), matrix(w), vector(b)),
            |[x, w, b]| composed::graph_convolution(x.clone(), matrix(w), vector(b)),
        );
    }
}

#[test]
fn joint_readout_equals_burns_operations() {
    for (n_frames, _, n_groups, n_features) in SIZES {
        let rng = &mut ChaCha8Rng::seed_from_u64(2);
        let parameters = [random([n_frames, N_JOINTS, n_features], rng), random([n_groups, N_JOINTS], rng)];
        check(
            &parameters,
            |[x, w]| joint_readout(x.clone(), matrix(w)),
            |[x, w]| composed::joint_readout(x.clone(), matrix(w)),
        );
    }
}

#[test]
fn lstm_layer_equals_burns_operations() {
    for (n_sequences, n_steps, n_in, n_hidden) in SIZES {
        let rng = &mut ChaCha8Rng::seed_from_u64(3);
        let n_gates = 4 * n_hidden;
        let parameters = [
            random([n_sequences, n_steps, n_in], rng),
            random([n_in, n_gates], rng),
            random([n_hidden, n_gates], rng),
            random([n_gates], rng),
        ];
        check(
            &parameters,
            |[x, w, u, b]| lstm_layer(x.clone(), matrix(w), matrix(u), vector(b)),
            |[x, w, u, b]| composed::lstm_layer(x.clone(), matrix(w), matrix(u), vector(b)),
        );
    }
}

#[test]
fn lstm_layer_with_the_weights_of_burns_lstm_equals_it() {
    let device = Device::flex();
    let (n_sequences, n_steps, n_in, n_hidden) = (5, 11, 6, 8);
    let rng = &mut ChaCha8Rng::seed_from_u64(4);
    let mut peer = LstmConfig::new(n_in, n_hidden, true).init(&device);
    let (mut inputs, mut recurrents, mut biases) = (Vec::new(), Vec::new(), Vec::new());
    // Our order of gates: input, forget, cell, output.
    let forget_gate = peer.forget_gate.as_mut().expect("gates are not coupled");
    for gate in [&mut peer.input_gate, forget_gate, &mut peer.cell_gate, &mut peer.output_gate] {
        let input = Tensor::<2>::from_data(random([n_in, n_hidden], rng), &device);
        let recurrent = Tensor::<2>::from_data(random([n_hidden, n_hidden], rng), &device);
        // burn adds two biases.
        let [bias, other_bias] = [0, 1].map(|_| Tensor::<1>::from_data(random([n_hidden], rng), &device));
        gate.input_transform.weight = Param::from_tensor(input.clone());
        gate.hidden_transform.weight = Param::from_tensor(recurrent.clone());
        gate.input_transform.bias = Some(Param::from_tensor(bias.clone()));
        gate.hidden_transform.bias = Some(Param::from_tensor(other_bias.clone()));
        inputs.push(input);
        recurrents.push(recurrent);
        biases.push(bias + other_bias);
    }
    let x = Tensor::<3>::from_data(random([n_sequences, n_steps, n_in], rng), &device);
    let (expected, _) = peer.forward(x.clone(), None);
    let got = lstm_layer(x, Tensor::cat(inputs, 1), Tensor::cat(recurrents, 1), Tensor::cat(biases, 0));
    assert_close("hidden states", &to_vec(got), &to_vec(expected));
}

#[test]
fn results_are_the_same_bits_for_any_number_of_threads() {
    let run = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads can be started");
        pool.install(|| {
            let rng = &mut ChaCha8Rng::seed_from_u64(5);
            let parameters =
                [random([40, 12, 17], rng), random([17, 64], rng), random([16, 64], rng), random([64], rng)];
            values_and_gradients(&parameters, |[x, w, u, b]| lstm_layer(x.clone(), matrix(w), matrix(u), vector(b)))
        })
    };
    assert_eq!(run(1), run(3));
}
