//! What `manifest.json` says of the files beside it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::atomic::atomic_write;
use crate::error::{Error, Result, shown};
use crate::hash::sha256_hex;
use crate::regular;
use crate::version::Version;

/// The only format of `manifest.json` so far.
const FORMAT: u32 = 1;

/// Bytes of a manifest that are read.
const MOST_BYTES: u64 = 16 << 20;

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const MANIFEST_SHA256: &str = "manifest.sha256";

/// What the publisher says about an artifact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestInfo {
    /// What the artifact is, such as `cox_ph_model`; [`Artifact::check_schema`](crate::Artifact::check_schema) compares it.
    pub kind: String,
    /// Version of the format of the artifact's own files.
    pub schema_version: u32,
    /// Version of the program that wrote it.
    pub code_version: String,
    /// Seed it was made with.
    pub seed: u64,
    /// Parameters it was made with, for people and for deciding whether to make it again.
    pub parameters: serde_json::Value,
    /// SHA-256 of each input by name.
    pub inputs: BTreeMap<String, String>,
}

/// Length and SHA-256 of one file of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileEntry {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

/// `manifest.json`: what an artifact is, how it was made, and which files it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// Format of the manifest itself.
    pub manifest_format: u32,
    /// Family of the model, such as `burnout`.
    pub family: String,
    /// Name of the model, such as `cox_ph_model`.
    pub model: String,
    /// The version, the same as its folder's name.
    pub version: Version,
    /// What the publisher said.
    #[serde(flatten)]
    pub info: ManifestInfo,
    /// Every file but the manifest and its SHA-256, by name.
    pub files: BTreeMap<String, FileEntry>,
}

/// Just enough of a manifest of any format to refuse it by its number.
#[derive(Deserialize)]
struct Header {
    manifest_format: u32,
}

impl Manifest {
    pub(crate) fn new(
        family: &str,
        model: &str,
        version: Version,
        info: ManifestInfo,
        files: BTreeMap<String, FileEntry>,
    ) -> Self {
        Self { manifest_format: FORMAT, family: family.to_owned(), model: model.to_owned(), version, info, files }
    }

    /// Writes the hash first and the manifest last: a folder with a manifest is complete.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(MANIFEST);
        let mut json =
            serde_json::to_vec_pretty(self).map_err(|source| Error::UnwritableJson { path: path.clone(), source })?;
        json.push(b'\n');
        let line = format!("{}  {MANIFEST}\n", sha256_hex(&json));
        atomic_write(folder.join(MANIFEST_SHA256), line)?;
        atomic_write(path, json)
    }

    /// Reads and checks everything about a manifest that does not depend on the kind of artifact.
    pub(crate) fn read(folder: &Path, family: &str, model: &str, version: Version) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let json = read_or_missing(&path)?;
        let hash_line = read_or_missing(&folder.join(MANIFEST_SHA256))?;
        let expected = format!("{}  {MANIFEST}\n", sha256_hex(&json));
        if hash_line != expected.as_bytes() {
            let expected = String::from_utf8_lossy(&hash_line);
            let expected = shown(expected.split_whitespace().next().unwrap_or_default());
            return Err(Error::CorruptManifest { path, expected, got: sha256_hex(&json) });
        }
        let invalid = |source| Error::InvalidManifest { path: path.clone(), source };
        let Header { manifest_format: got } = serde_json::from_slice(&json).map_err(invalid)?;
        if got != FORMAT {
            return Err(Error::ManifestFormat { path, expected: FORMAT, got });
        }
        let manifest: Self = serde_json::from_slice(&json).map_err(invalid)?;
        let identity = |family: &str, model: &str, version: Version| format!("`{family}/{model}/{version}`");
        let (expected, got) =
            (identity(family, model, version), identity(&manifest.family, &manifest.model, manifest.version));
        if got == expected { Ok(manifest) } else { Err(Error::ForeignManifest { path, expected, got }) }
    }
}

fn read_or_missing(path: &Path) -> Result<Vec<u8>> {
    regular::read(path, MOST_BYTES).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Error::MissingManifest { path: path.to_owned() },
        _ => Error::io("read", path)(source),
    })
}
