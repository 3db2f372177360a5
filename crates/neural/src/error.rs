//! What can be wrong with weights and devices.

use thiserror::Error;

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// What can be wrong with devices and saved weights.
#[derive(Debug, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    #[error("the weights are not a valid safetensors file")]
    Safetensors { source: safetensors::SafeTensorError },
    #[error("the weights hold no tensor `{name}`")]
    MissingTensor { name: String },
    #[error("the weights hold a tensor `{name}` that this model does not have")]
    UnknownTensor { name: String },
    #[error("tensor `{name}` must have shape {expected:?}, got {got:?}")]
    TensorShape { name: String, expected: Vec<usize>, got: Vec<usize> },
    #[error("tensor `{name}` must hold f32 values, got {got}")]
    TensorType { name: String, got: String },
    #[error("tensor `{name}` holds {value}, which is not a finite number")]
    TensorNotFinite { name: String, value: f32 },
    #[error("device `{name}` is not compiled in: build with the feature `{name}`")]
    DeviceNotCompiled { name: &'static str },
    #[error("device `wgpu` needs a graphics adapter, and this machine has none")]
    NoAdapter,
    #[error("the devices are flex, ndarray and wgpu, got `{name}`")]
    UnknownDevice { name: String },
}
