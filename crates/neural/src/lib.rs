#![doc = include_str!("../README.md")]

mod device;
mod error;
pub mod flex;
mod initializer;
pub mod simd;
mod weights;

pub use burn;
pub use device::DeviceName;
pub use error::{Error, Result};
pub use initializer::Initializer;
pub use weights::{TEXT_KEY, Weights, to_safetensors};
