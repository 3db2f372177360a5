#![doc = include_str!("../README.md")]

mod rng;
mod shard;
mod output;
mod manifest;
mod error;

pub mod burnout;

pub use error::{Error, Result};
pub use manifest::{ColumnEntry, FileEntry, Manifest};
pub use shard::Shard;
