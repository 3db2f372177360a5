//! A published artifact, checked as it is read.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::hash::{length_and_sha256, sha256_hex};
use crate::manifest::Manifest;
use crate::regular;
use crate::version::Version;

/// Bytes of a file of an artifact that are read.
const MOST_BYTES: u64 = 512 << 20;

/// One published version whose manifest has been checked.
#[derive(Debug, Clone)]
pub struct Artifact {
    folder: PathBuf,
    manifest: Manifest,
}

impl Artifact {
    pub(crate) fn open(folder: PathBuf, family: &str, model: &str, version: Version) -> Result<Self> {
        let manifest = Manifest::read(&folder, family, model, version)?;
        Ok(Self { folder, manifest })
    }

    /// What the artifact is, how it was made, and which files it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The version that was opened.
    pub fn version(&self) -> Version {
        self.manifest.version
    }

    /// The folder of the version, for messages; read files by [`Artifact::read`], which checks them.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Refuses an artifact of another kind or of another schema version than the caller reads.
    ///
    /// # Errors
    ///
    /// [`Error::WrongKind`], [`Error::NewerSchema`], [`Error::OlderSchema`].
    pub fn check_schema(&self, expected_kind: &str, expected_version: u32) -> Result<()> {
        let info = &self.manifest.info;
        let (path, expected, got) = (self.folder.clone(), expected_version, info.schema_version);
        if info.kind != expected_kind {
            let (expected, got) = (expected_kind.to_owned(), info.kind.clone());
            return Err(Error::WrongKind { path, expected, got });
        }
        match got.cmp(&expected) {
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => Err(Error::NewerSchema { path, expected, got }),
            std::cmp::Ordering::Less => Err(Error::OlderSchema { path, expected, got }),
        }
    }

    /// Reads a file and returns its bytes if they are those that were published.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownFile`] if the manifest does not name it, [`Error::MissingFile`], [`Error::WrongLength`],
    /// [`Error::TooLarge`] beyond 512 MiB, [`Error::Corrupted`] if the SHA-256 differs, [`Error::Io`] also if it is a link, a pipe or a
    /// device.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let files = &self.manifest.files;
        let Some(entry) = files.get(name) else {
            let (path, known) = (self.folder.clone(), files.keys().cloned().collect());
            return Err(Error::UnknownFile { path, name: name.to_owned(), known });
        };
        // Names in a manifest come from disk: they are checked like any other before they become a path.
        crate::name::check_name(name)?;
        let path = self.folder.join(name);
        let (file, got) = match regular::open(&path) {
            Err(source) if source.kind() == ErrorKind::NotFound => {
                return Err(Error::MissingFile { path, expected: entry.bytes });
            }
            opened => opened.map_err(Error::io("read", &path))?,
        };
        // Before memory is taken for it.
        if got != entry.bytes {
            return Err(Error::WrongLength { path, expected: entry.bytes, got });
        }
        if got > MOST_BYTES {
            return Err(Error::TooLarge { path, most: MOST_BYTES, got });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(got).unwrap_or_default());
        file.take(got + 1).read_to_end(&mut bytes).map_err(Error::io("read", &path))?;
        let got = bytes.len() as u64;
        if got != entry.bytes {
            return Err(Error::WrongLength { path, expected: entry.bytes, got });
        }
        let got = sha256_hex(&bytes);
        if got == entry.sha256 {
            Ok(bytes)
        } else {
            Err(Error::Corrupted { path, expected: entry.sha256.clone(), got })
        }
    }

    /// Checks the length and the SHA-256 of every file, also of those that no program reads; returns their bytes in all.
    ///
    /// # Errors
    ///
    /// As [`Artifact::read`], for the first file that is not what was published.
    pub fn verify(&self) -> Result<u64> {
        let mut n_bytes = 0;
        for (name, entry) in &self.manifest.files {
            crate::name::check_name(name)?;
            let path = self.folder.join(name);
            let got = match regular::open(&path) {
                Err(source) if source.kind() == ErrorKind::NotFound => {
                    return Err(Error::MissingFile { path, expected: entry.bytes });
                }
                opened => opened.map_err(Error::io("read", &path))?.1,
            };
            if got != entry.bytes {
                return Err(Error::WrongLength { path, expected: entry.bytes, got });
            }
            let (_, got) = length_and_sha256(&path)?;
            if got != entry.sha256 {
                return Err(Error::Corrupted { path, expected: entry.sha256.clone(), got });
            }
            n_bytes += entry.bytes;
        }
        Ok(n_bytes)
    }

    /// Reads a file as [`Artifact::read`] does and parses it as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidJson`] if it does not hold a `T`, and those of [`Artifact::read`].
    pub fn read_json<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let bytes = self.read(name)?;
        serde_json::from_slice(&bytes).map_err(|source| Error::InvalidJson { path: self.folder.join(name), source })
    }
}
