//! What users of the crate rely on.

mod analysis;
mod network;
mod support;
mod training;
mod weights;
