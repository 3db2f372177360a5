//! Pose network.
#![allow(missing_docs, dead_code)]
mod graph;
mod fused;
pub use graph::{BONES, N_JOINTS, SkeletonGraph};
