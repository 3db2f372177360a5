#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]

mod error;
#[cfg(feature = "polars")]
mod format;
mod manifest;
mod output;
mod publish;
mod rng;
mod shard;

pub mod biomechanics;
pub mod burnout;
pub mod nutrition;

pub use error::{Error, Result};
#[cfg(feature = "polars")]
pub use format::Format;
pub use manifest::{ColumnEntry, FileEntry, Manifest};
#[cfg(feature = "polars")]
pub use polars;
pub use serde_json;
pub use shard::Shard;

/// Version of this crate and, after `+`, of the bytes it makes: raised with every change that alters data.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+3");

/// The examples of the README; some need tables.
#[cfg(all(doctest, feature = "polars"))]
#[doc = include_str!("../README.md")]
struct Readme;
