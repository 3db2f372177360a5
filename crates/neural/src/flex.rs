//! Tensors of the `flex` backend as slices, for operations written in plain loops.

use burn::backend::tensor::FloatTensor;
use burn::backend::{DispatchDevice, Flex};
use burn::tensor::{Device, TensorData};

/// A tensor of the `flex` backend.
pub type FlexTensor = FloatTensor<Flex>;

/// Whether a device is `flex`, with automatic differentiation or without.
pub fn is_flex(device: &Device) -> bool {
    matches!(device.clone().inner().as_dispatch(), DispatchDevice::Flex(_))
}

/// The values of a tensor that was made contiguous.
///
/// # Panics
///
/// if it was not
pub fn values(tensor: &FlexTensor) -> &[f32] {
    tensor.as_slice().expect("a contiguous tensor of f32 is a slice")
}

/// A tensor of values.
///
/// # Panics
///
/// if the shape wants another number of them
pub fn flex_tensor<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, shape))
}
