#![doc = include_str!("../README.md")]

mod error;
mod format;
mod manifest;
mod output;
mod rng;
mod shard;

pub mod biomechanics;
pub mod burnout;
pub mod nutrition;

pub use error::{Error, Result};
pub use format::Format;
pub use manifest::{ColumnEntry, FileEntry, Manifest};
pub use shard::Shard;

/// Version of this crate and, after `+`, of the bytes it makes: raised with every change that alters data.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+1");
