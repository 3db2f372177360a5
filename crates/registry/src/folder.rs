//! The folder of a model, with its versions.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::atomic::atomic_write;
use crate::error::{Error, Result, shown};
use crate::regular;
use crate::version::Version;

const LATEST: &str = "latest";

/// Bytes of `latest` that are read.
const MOST_BYTES: u64 = 1024;

/// `root/<family>/<model>`, names already checked.
#[derive(Debug)]
pub(crate) struct ModelFolder {
    pub(crate) family: String,
    pub(crate) model: String,
    path: PathBuf,
}

impl ModelFolder {
    pub(crate) fn new(family: &str, model: &str, path: PathBuf) -> Self {
        Self { family: family.to_owned(), model: model.to_owned(), path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn version_path(&self, version: Version) -> PathBuf {
        self.path.join(version.to_string())
    }

    pub(crate) fn versions(&self) -> Result<Vec<Version>> {
        let entries = match fs::read_dir(&self.path) {
            Err(source) if source.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(Error::io("list", &self.path))?,
        };
        let mut versions = Vec::new();
        for entry in entries {
            let entry = entry.map_err(Error::io("list", &self.path))?;
            if let Some(version) = entry.file_name().to_str().and_then(|name| name.parse().ok())
                && entry.path().is_dir()
            {
                versions.push(version);
            }
        }
        versions.sort_unstable();
        Ok(versions)
    }

    pub(crate) fn latest(&self) -> Result<Version> {
        let known = self.versions()?;
        if known.is_empty() {
            return Err(Error::MissingArtifact { path: self.path.clone() });
        }
        let path = self.path.join(LATEST);
        let found = match regular::read(&path, MOST_BYTES) {
            Err(source) if source.kind() == ErrorKind::NotFound => {
                return Err(Error::MissingLatest { path, known });
            }
            found => found.map_err(Error::io("read", &path))?,
        };
        let found = String::from_utf8_lossy(&found);
        let Ok(version) = found.trim_end().parse() else {
            return Err(Error::InvalidLatest { path, found: shown(found.trim_end()) });
        };
        // Asked again, not looked up in `known`: a publisher may have finished in between.
        if self.version_path(version).is_dir() {
            Ok(version)
        } else {
            Err(Error::DanglingLatest { path, version, known })
        }
    }

    /// What `latest` names, if it is a version at all.
    pub(crate) fn named(&self) -> Option<Version> {
        let found = regular::read(&self.path.join(LATEST), MOST_BYTES).ok()?;
        String::from_utf8(found).ok()?.trim_end().parse().ok()
    }

    /// Callers hold the lock of the folder.
    pub(crate) fn set_latest(&self, version: Version) -> Result<()> {
        atomic_write(self.path.join(LATEST), format!("{version}\n"))
    }

    pub(crate) fn existing(&self, version: Version) -> Result<Version> {
        if self.version_path(version).is_dir() {
            return Ok(version);
        }
        let (path, known) = (self.path.clone(), self.versions()?);
        Err(if known.is_empty() {
            Error::MissingArtifact { path }
        } else {
            Error::MissingVersion { path, version, known }
        })
    }
}

/// Waits until no other process publishes to `folder`; the lock ends when the file is dropped.
pub(crate) fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(".lock");
    let file = regular::open_or_create(&path).map_err(Error::io("open", &path))?;
    match file.lock() {
        // Some network file systems have no locks. Versions are safe without, only `latest` may lag behind.
        Err(source) if source.kind() != ErrorKind::Unsupported => Err(Error::io("lock", &path)(source)),
        _ => Ok(file),
    }
}
