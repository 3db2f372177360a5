//! The operations on the `flex` device: shapes taken apart, then the loops over slices.

use burn::backend::{Flex, TensorMetadata};
use neural::flex::{FlexTensor, flex_tensor, values};

use super::batch_norm::{self, Moments};
use super::convolution::{self, Activation, Epilogue, Geometry, Padding};
use super::{InferenceOps, TrainingOps, depthwise, gru};

impl TrainingOps for Flex {
    fn convolution(x: FlexTensor, weight: FlexTensor, stride: usize) -> FlexTensor {
        convolve(x, weight, stride, Padding::Half, Epilogue::default())
    }

    fn depthwise(x: FlexTensor, weight: FlexTensor, stride: usize) -> FlexTensor {
        convolve_channels(x, weight, None, stride)
    }

    fn batch_norm_relu(x: FlexTensor, scale: FlexTensor, shift: FlexTensor) -> FlexTensor {
        let (x, scale, shift) = (x.to_contiguous(), scale.to_contiguous(), shift.to_contiguous());
        normalize(&x, &scale, &shift, None, &moments_of(&x))
    }

    fn batch_norm_add_relu(x: FlexTensor, scale: FlexTensor, shift: FlexTensor, skip: FlexTensor) -> FlexTensor {
        let (x, scale, shift) = (x.to_contiguous(), scale.to_contiguous(), shift.to_contiguous());
        normalize(&x, &scale, &shift, Some(&skip.to_contiguous()), &moments_of(&x))
    }
}

impl InferenceOps for Flex {
    fn convolution_bias(x: FlexTensor, weight: FlexTensor, bias: FlexTensor, stride: usize, relu: bool) -> FlexTensor {
        let bias = bias.to_contiguous();
        let activation = if relu { Activation::Relu } else { Activation::Identity };
        let epilogue = Epilogue { bias: Some(values(&bias)), skip: None, activation };
        convolve(x, weight, stride, Padding::Half, epilogue)
    }

    fn convolution_bias_add_relu(x: FlexTensor, weight: FlexTensor, bias: FlexTensor, skip: FlexTensor) -> FlexTensor {
        let (bias, skip) = (bias.to_contiguous(), skip.to_contiguous());
        let activation = Activation::Relu;
        let epilogue = Epilogue { bias: Some(values(&bias)), skip: Some(values(&skip)), activation };
        convolve(x, weight, 1, Padding::Half, epilogue)
    }

    fn convolution_bias_add(x: FlexTensor, weight: FlexTensor, bias: FlexTensor, skip: FlexTensor) -> FlexTensor {
        let (bias, skip) = (bias.to_contiguous(), skip.to_contiguous());
        let activation = Activation::Identity;
        let epilogue = Epilogue { bias: Some(values(&bias)), skip: Some(values(&skip)), activation };
        convolve(x, weight, 1, Padding::Half, epilogue)
    }

    fn convolution_bias_relu6(x: FlexTensor, weight: FlexTensor, bias: FlexTensor, stride: usize) -> FlexTensor {
        let bias = bias.to_contiguous();
        let epilogue = Epilogue { bias: Some(values(&bias)), skip: None, activation: Activation::Relu6 };
        convolve(x, weight, stride, Padding::Same, epilogue)
    }

    fn depthwise_bias_relu6(x: FlexTensor, weight: FlexTensor, bias: FlexTensor, stride: usize) -> FlexTensor {
        convolve_channels(x, weight, Some(bias), stride)
    }

    fn gru_last_state(
        x: FlexTensor,
        input_weight: FlexTensor,
        input_bias: FlexTensor,
        recurrent_weight: FlexTensor,
        recurrent_bias: FlexTensor,
    ) -> FlexTensor {
        let [x, input_weight, input_bias, recurrent_weight, recurrent_bias] =
            [x, input_weight, input_bias, recurrent_weight, recurrent_bias].map(|tensor| tensor.to_contiguous());
        let [n_sequences, n_steps, n_in] = x.shape().dims::<3>();
        let [n_hidden, _] = recurrent_weight.shape().dims::<2>();
        let layer = gru::Gru {
            input_weight: values(&input_weight),
            input_bias: values(&input_bias),
            recurrent_weight: values(&recurrent_weight),
            recurrent_bias: values(&recurrent_bias),
            n_in,
            n_hidden,
            n_steps,
        };
        flex_tensor(layer.last_state(values(&x)), [n_sequences, n_hidden])
    }
}

fn convolve(x: FlexTensor, weight: FlexTensor, stride: usize, padding: Padding, epilogue: Epilogue<'_>) -> FlexTensor {
    let (x, weight) = (x.to_contiguous(), weight.to_contiguous());
    let geometry = Geometry { padding, ..geometry(&x, &weight, stride) };
    let shape = [geometry.n_pictures, geometry.out_height(), geometry.out_width(), geometry.n_out];
    flex_tensor(convolution::forward(values(&x), values(&weight), geometry, epilogue), shape)
}

/// With a bias also through a relu that ends at 6.
fn convolve_channels(x: FlexTensor, weight: FlexTensor, bias: Option<FlexTensor>, stride: usize) -> FlexTensor {
    let (x, weight) = (x.to_contiguous(), weight.to_contiguous());
    let bias = bias.map(|bias| bias.to_contiguous());
    let geometry = depthwise_geometry(&x, &weight, stride);
    let shape = [geometry.n_pictures, geometry.out_height(), geometry.out_width(), geometry.n_out];
    flex_tensor(depthwise::forward(values(&x), values(&weight), bias.as_ref().map(values), geometry), shape)
}

pub(super) fn geometry(x: &FlexTensor, weight: &FlexTensor, stride: usize) -> Geometry {
    let [n_pictures, height, width, n_in] = x.shape().dims();
    let [kernel_squared, _, n_out] = weight.shape().dims::<3>();
    let padding = Padding::Half;
    Geometry { n_pictures, height, width, n_in, n_out, kernel: kernel_squared.isqrt(), stride, padding }
}

pub(super) fn depthwise_geometry(x: &FlexTensor, weight: &FlexTensor, stride: usize) -> Geometry {
    let [taps, _] = weight.shape().dims::<2>();
    depthwise::geometry(x.shape().dims::<4>(), taps, stride)
}

pub(super) fn moments_of(x: &FlexTensor) -> Moments {
    let [_, _, _, n_channels] = x.shape().dims::<4>();
    Moments::of(values(x), n_channels)
}

pub(super) fn normalize(
    x: &FlexTensor,
    scale: &FlexTensor,
    shift: &FlexTensor,
    skip: Option<&FlexTensor>,
    moments: &Moments,
) -> FlexTensor {
    let y = batch_norm::forward(values(x), values(scale), values(shift), skip.map(values), moments);
    flex_tensor(y, x.shape().dims::<4>())
}
