//! The network: graph convolutions over the skeleton, an LSTM over time, four heads.

mod config;
mod dropout;
mod initializer;
mod layers;
mod network;
mod normalize;
mod weights;

pub use config::{JointReadout, PoseGnnConfig};
pub(crate) use dropout::Dropout;
pub use network::{PoseGnn, PoseOutput};
pub(crate) use weights::{TEXT_KEY, Weights, to_safetensors};
