#![doc = include_str!("../README.md")]

mod error;
mod format;
mod manifest;
mod output;
mod rng;
mod shard;

pub mod burnout;

pub use error::{Error, Result};
pub use format::Format;
pub use manifest::{ColumnEntry, FileEntry, Manifest};
pub use shard::Shard;

/// Version of this crate, as manifests name it; data of another version may differ.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
