//! The fused operations against burn's own.

use burn::tensor::{Device, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;

/// Single precision, sums of up to a thousand products of numbers near 1.
const TOLERANCE: f32 = 5e-5;

/// Pictures, height, width, channels in and out, kernel, stride: the layers of the network and every kind of rest.
const CONVOLUTIONS: [[usize; 7]; 6] = [
    [3, 12, 12, 3, 16, 5, 2],
    [9, 8, 8, 16, 32, 3, 2],
    [9, 8, 8, 16, 32, 2, 2],
    [17, 4, 4, 33, 40, 3, 1],
    [1, 5, 7, 1, 1, 3, 1],
    [2, 2, 2, 4, 5, 1, 1],
];

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

/// Values of a function of a tensor of rank 4 and others, and the gradients of a weighted sum of them.
fn values_and_gradients(
    x: &TensorData,
    others: &[TensorData],
    function: &dyn Fn(Tensor<4>, &[Tensor<1>]) -> Tensor<4>,
) -> Vec<Vec<f32>> {
    let device = Device::flex().autodiff();
    let x = Tensor::<4>::from_data(x.clone(), &device).require_grad();
    let others: Vec<Tensor<1>> = others
        .iter()
        .map(|data| {
            let values = data.clone().try_to_vec::<f32>().expect("single precision");
            let n = values.len();
            Tensor::<1>::from_data(TensorData::new(values, [n]), &device).require_grad()
        })
        .collect();
    let y = function(x.clone(), &others);
    let weights = random(y.dims(), &mut ChaCha8Rng::seed_from_u64(9));
    let gradients = (y.clone() * Tensor::from_data(weights, &device)).sum().backward();
    let mut all = vec![to_vec(y), to_vec(x.grad(&gradients).expect("has a gradient"))];
    all.extend(others.iter().map(|tensor| to_vec(tensor.grad(&gradients).expect("has a gradient"))));
    all
}

#[track_caller]
fn check(got: &[Vec<f32>], expected: &[Vec<f32>]) {
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        let name = if at == 0 { "values".to_owned() } else { format!("gradient of input {at}") };
        assert_close(&name, got, expected);
    }
}

#[test]
fn convolution_equals_burns_operations() {
    for [n, height, width, n_in, n_out, kernel, stride] in CONVOLUTIONS {
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        let shape = [kernel * kernel, n_in, n_out];
        let (x, weight) = (random([n, height, width, n_in], rng), [random(shape, rng)]);
        let got = values_and_gradients(&x, &weight, &|x, w| convolution(x, w[0].clone().reshape(shape), stride));
        let expected =
            values_and_gradients(&x, &weight, &|x, w| composed::convolution(x, w[0].clone().reshape(shape), stride));
        check(&got, &expected);
    }
}

#[test]
fn batch_norm_equals_burns_operations_with_and_without_a_skip() {
    for ([n, height, width], n_channels) in [([2, 3, 5], 7), ([40, 8, 8], 16), ([1, 2, 1], 1)] {
        let rng = &mut ChaCha8Rng::seed_from_u64(2);
        let shape = [n, height, width, n_channels];
        let x = random(shape, rng);
        let others = [random([n_channels], rng), random([n_channels], rng), random(shape, rng)];
        for n_others in [2, 3] {
            let skip = |t: &[Tensor<1>]| t.get(2).map(|skip| skip.clone().reshape(shape));
            let got = values_and_gradients(&x, &others[..n_others], &|x, t| {
                batch_norm_relu(x, t[0].clone(), t[1].clone(), skip(t))
            });
            let expected = values_and_gradients(&x, &others[..n_others], &|x, t| {
                composed::batch_norm_relu(x, t[0].clone(), t[1].clone(), skip(t))
            });
            check(&got, &expected);
        }
    }
}

#[test]
fn convolution_with_bias_and_skip_equals_burns_operations() {
    let device = Device::flex();
    for [n, height, width, n_in, n_out, kernel, stride] in CONVOLUTIONS {
        let rng = &mut ChaCha8Rng::seed_from_u64(3);
        let x = Tensor::<4>::from_data(random([n, height, width, n_in], rng), &device);
        let weight = Tensor::<3>::from_data(random([kernel * kernel, n_in, n_out], rng), &device);
        let bias = Tensor::<1>::from_data(random([n_out], rng), &device);
        for relu in [false, true] {
            let got = convolution_bias(x.clone(), weight.clone(), bias.clone(), stride, relu);
            let expected = composed::convolution_bias(x.clone(), weight.clone(), bias.clone(), stride, relu);
            assert_close("values", &to_vec(got), &to_vec(expected));
        }
        if stride == 1 {
            let skip = Tensor::<4>::from_data(random([n, height, width, n_out], rng), &device);
            let got = convolution_bias_add_relu(x.clone(), weight.clone(), bias.clone(), skip.clone());
            let expected = composed::convolution_bias_add_relu(x, weight, bias, skip);
            assert_close("values", &to_vec(got), &to_vec(expected));
        }
    }
}

/// Pictures, height, width, channels, kernel, stride: odd and even sides, channels of every kind of rest.
const DEPTHWISE: [[usize; 6]; 5] =
    [[5, 8, 8, 32, 3, 2], [2, 7, 9, 57, 5, 1], [9, 6, 5, 8, 5, 2], [1, 3, 3, 1, 3, 1], [1, 9, 9, 40, 7, 2]];

#[test]
fn depthwise_equals_burns_operations() {
    for [n, height, width, n_channels, kernel, stride] in DEPTHWISE {
        let rng = &mut ChaCha8Rng::seed_from_u64(6);
        let shape = [kernel * kernel, n_channels];
        let (x, weight) = (random([n, height, width, n_channels], rng), [random(shape, rng)]);
        let got = values_and_gradients(&x, &weight, &|x, w| depthwise(x, w[0].clone().reshape(shape), stride));
        let expected =
            values_and_gradients(&x, &weight, &|x, w| composed::depthwise(x, w[0].clone().reshape(shape), stride));
        check(&got, &expected);
        let device = Device::flex();
        let x = Tensor::<4>::from_data(x, &device);
        let weight = Tensor::<2>::from_data(weight[0].clone(), &device);
        let bias = Tensor::<1>::from_data(random([n_channels], rng), &device);
        let got = depthwise_bias_relu6(x.clone(), weight.clone(), bias.clone(), stride);
        let expected = relu6(composed::depthwise(x, weight, stride) + bias.unsqueeze());
        assert_close("values", &to_vec(got), &to_vec(expected));
    }
}

#[test]
fn convolution_padded_as_tensorflow_equals_burns_operations() {
    let device = Device::flex();
    for [n, height, width, n_in, n_out, kernel, stride] in CONVOLUTIONS {
        let rng = &mut ChaCha8Rng::seed_from_u64(7);
        let x = Tensor::<4>::from_data(random([n, height, width, n_in], rng), &device);
        let weight = Tensor::<3>::from_data(random([kernel * kernel, n_in, n_out], rng), &device);
        let bias = Tensor::<1>::from_data(random([n_out], rng), &device);
        let got = convolution_bias_relu6(x.clone(), weight.clone(), bias.clone(), stride);
        let expected = relu6(composed::convolution_same(x, weight, stride) + bias.unsqueeze());
        assert_close("values", &to_vec(got), &to_vec(expected));
    }
}

#[test]
fn convolution_by_hand_is_the_sum_over_the_window() {
    let device = Device::flex();
    // 1 2 3
    // 4 5 6, a kernel of ones, zeros around: sums of the neighbourhoods.
    let x = Tensor::<4>::from_data(TensorData::new((1..=6_u8).map(f32::from).collect(), [1, 2, 3, 1]), &device);
    let ones = Tensor::<3>::ones([9, 1, 1], &device);
    let sums = to_vec(convolution(x.clone(), ones.clone(), 1));
    assert_eq!(sums, [12.0, 21.0, 16.0, 12.0, 21.0, 16.0]);
    assert_eq!(to_vec(convolution(x, ones, 2)), [12.0, 16.0]);
}

#[test]
fn last_state_of_a_gru_equals_burns_operations() {
    let device = Device::flex();
    for (n_sequences, n_steps, n_in, n_hidden) in [(1, 14, 6, 24), (130, 14, 6, 24), (64, 3, 1, 5), (7, 1, 9, 33)] {
        let rng = &mut ChaCha8Rng::seed_from_u64(5);
        let n_gates = 3 * n_hidden;
        let x = Tensor::<3>::from_data(random([n_sequences, n_steps, n_in], rng), &device);
        let weights =
            [[n_in, n_gates], [n_hidden, n_gates]].map(|shape| Tensor::from_data(random(shape, rng), &device));
        let biases = [(); 2].map(|()| Tensor::from_data(random([n_gates], rng), &device));
        let got = gru_last_state(x.clone(), weights.clone(), biases.clone());
        assert_close("states", &to_vec(got), &to_vec(composed::gru_last_state(x, weights, biases)));
    }
}

#[test]
fn results_are_the_same_bits_for_any_number_of_threads() {
    let run = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads can be started");
        pool.install(|| {
            let rng = &mut ChaCha8Rng::seed_from_u64(4);
            let (x, weight) = (random([20, 16, 16, 8], rng), [random([9, 8, 16], rng)]);
            let mut all =
                values_and_gradients(&x, &weight, &|x, w| convolution(x, w[0].clone().reshape([9, 8, 16]), 2));
            let others = [random([8], rng), random([8], rng)];
            all.extend(values_and_gradients(&x, &others, &|x, t| batch_norm_relu(x, t[0].clone(), t[1].clone(), None)));
            all
        })
    };
    assert_eq!(run(1), run(3));
}
