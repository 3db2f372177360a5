#![doc = include_str!("../README.md")]

mod error;
mod manifest;
mod output;
mod rng;
mod shard;

pub mod burnout;

pub use error::{Error, Result};
pub use manifest::{ColumnEntry, FileEntry, Manifest};
pub use shard::Shard;

/// Version of this crate, as data sets record it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
