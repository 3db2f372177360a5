#![doc = include_str!("../README.md")]

pub mod burnout;
mod error;
pub mod fitted;
pub mod food;
mod models;
pub mod pose;
pub mod protein;
mod warning;

pub use error::{Error, Result};
pub use models::{ArtifactSpec, Models};
pub use pose_gnn::DeviceName;
pub use warning::{Warning, WarningCode};
pub use {ensembles, features, foods, ndarray, nutrition, pose_gnn, registry, serde_json, survival, words};
