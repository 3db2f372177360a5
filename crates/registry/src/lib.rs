#![doc = include_str!("../README.md")]

mod artifact;
mod atomic;
mod crash;
mod draft;
mod error;
mod folder;
mod hash;
mod manifest;
mod name;
mod regular;
mod store;
mod version;

pub use artifact::Artifact;
pub use atomic::atomic_write;
pub use crash::crash_point;
pub use draft::Draft;
pub use error::{Error, Result};
pub use hash::{sha256_file, sha256_hex};
pub use manifest::{FileEntry, Manifest, ManifestInfo};
pub use serde_json;
pub use store::Registry;
pub use version::{Version, VersionSelector};
