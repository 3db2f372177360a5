//! The network: graph convolutions over the skeleton, an LSTM over time, what was measured of the lift, and five heads.

mod config;
mod dropout;
mod layers;
mod network;
mod normalize;
mod saved;

pub use config::{JointReadout, PoseGnnConfig};
pub(crate) use dropout::Dropout;
pub use network::{PoseGnn, PoseOutput};
