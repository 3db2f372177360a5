//! What `dataset.json` says of the files beside it.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::output::sha256_of;
use crate::publish::go_on_for_reader;
use crate::{Error, Result, Shard};

/// What `dataset.json` says about the files beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// Version of this description's layout.
    pub schema_version: u32,
    /// The generator, such as `burnout`.
    pub dataset: String,
    /// Version of the crate that made the data.
    pub synthgen_version: String,
    /// The seed everything derives from.
    pub seed: u64,
    /// The generator's parameters.
    pub params: serde_json::Value,
    /// The part of the whole that these files hold, if not all of it.
    pub shard: Option<Shard>,
    /// The files, in the order in which they were renamed.
    pub files: Vec<FileEntry>,
}

/// One file of a data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileEntry {
    /// Name within the folder.
    pub name: String,
    /// Rows of a table, entries of a list.
    pub n_rows: usize,
    /// Length in bytes.
    pub n_bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Columns of a table in their order; empty for JSON.
    pub columns: Vec<ColumnEntry>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ColumnEntry {
    /// Name in the header.
    pub name: String,
    /// `uint32`, `float64`, `string` or `date`.
    pub dtype: String,
    /// Unit of a quantity, empty where there is none.
    pub unit: String,
    /// What the column holds.
    pub description: String,
}

impl Manifest {
    /// Version of the layout that this crate writes.
    pub const SCHEMA_VERSION: u32 = 1;

    /// The manifest's file name: `dataset.json`, or `dataset.shard-1-of-4.json` for a part.
    pub fn file_name(shard: Option<Shard>) -> String {
        format!("dataset{}.json", shard.map(|shard| shard.suffix()).unwrap_or_default())
    }

    /// Reads a manifest. Where a writer of the data set was killed while its complete files got their names, that is done first.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be read, [`Error::Manifest`] if it is not a manifest,
    /// [`Error::SchemaVersion`] if another version wrote it
    pub fn read(path: &Path) -> Result<Self> {
        if let (Some(dir), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) {
            go_on_for_reader(dir, name);
        }
        let text = fs::read(path).map_err(|source| Error::Io { action: "read", path: path.to_owned(), source })?;
        let manifest: Self =
            serde_json::from_slice(&text).map_err(|source| Error::Manifest { path: path.to_owned(), source })?;
        if manifest.schema_version != Self::SCHEMA_VERSION {
            let (expected, got) = (Self::SCHEMA_VERSION, manifest.schema_version);
            return Err(Error::SchemaVersion { path: path.to_owned(), expected, got });
        }
        Ok(manifest)
    }

    /// Checks that the files in `dir` are those that this manifest describes.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if one cannot be read, [`Error::HashMismatch`] if one differs
    pub fn verify(&self, dir: &Path) -> Result<()> {
        for file in &self.files {
            let path = dir.join(&file.name);
            let got = sha256_of(&path)?;
            if got != file.sha256 {
                return Err(Error::HashMismatch { path, expected: file.sha256.clone(), got });
            }
        }
        Ok(())
    }
}

impl ColumnEntry {
    pub(crate) fn new(name: &str, dtype: &str, unit: &str, description: &str) -> Self {
        Self { name: name.into(), dtype: dtype.into(), unit: unit.into(), description: description.into() }
    }
}
