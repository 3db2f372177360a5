//! A folder of versioned artifacts.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::artifact::Artifact;
use crate::atomic::atomic_write;
use crate::draft::Draft;
use crate::error::{Error, Result};
use crate::name::check_name;
use crate::version::{Version, VersionSelector};

const LATEST: &str = "latest";

/// A folder of versioned artifacts: `root/<family>/<model>/<version>/…`.
#[derive(Debug, Clone)]
pub struct Registry {
    root: PathBuf,
}

impl Registry {
    /// Opens the registry in a folder, to read from it.
    ///
    /// # Errors
    ///
    /// [`Error::MissingRegistry`] if there is no such folder, [`Error::Io`] if it is no folder or cannot be listed.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self> {
        let root = root.into();
        match fs::read_dir(&root) {
            Ok(_) => Ok(Self { root }),
            Err(source) if source.kind() == ErrorKind::NotFound => Err(Error::MissingRegistry { path: root }),
            Err(source) => Err(Error::io("open", &root)(source)),
        }
    }

    /// Opens the registry in a folder, to write to it: the first draft makes the folder if it is missing.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if `root` exists and is no folder or cannot be listed.
    pub fn open_or_create(root: impl Into<PathBuf>) -> Result<Self> {
        let root = root.into();
        match fs::read_dir(&root) {
            Err(source) if source.kind() != ErrorKind::NotFound => Err(Error::io("open", &root)(source)),
            _ => Ok(Self { root }),
        }
    }

    /// The folder of the registry.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Starts a new version of a model.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidName`], [`Error::Io`] if the folder cannot be written.
    pub fn draft(&self, family: &str, model: &str) -> Result<Draft> {
        Draft::new(self.model(family, model)?)
    }

    /// The published versions in ascending order; none if the model is unknown.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidName`], [`Error::Io`] if the folder cannot be listed.
    pub fn versions(&self, family: &str, model: &str) -> Result<Vec<Version>> {
        self.model(family, model)?.versions()
    }

    /// The version that `latest` names.
    ///
    /// # Errors
    ///
    /// [`Error::MissingArtifact`] if nothing was published, [`Error::MissingLatest`], [`Error::InvalidLatest`],
    /// [`Error::DanglingLatest`] if it names a missing version.
    pub fn latest(&self, family: &str, model: &str) -> Result<Version> {
        self.model(family, model)?.latest()
    }

    /// Opens one version and checks its manifest; its files are checked when they are read.
    ///
    /// # Errors
    ///
    /// [`Error::MissingVersion`] and those of [`Registry::latest`]; [`Error::MissingManifest`], [`Error::CorruptManifest`],
    /// [`Error::InvalidManifest`], [`Error::ManifestFormat`], [`Error::ForeignManifest`].
    pub fn load(&self, family: &str, model: &str, selector: VersionSelector) -> Result<Artifact> {
        let folder = self.model(family, model)?;
        let version = match selector {
            VersionSelector::Latest => folder.latest()?,
            VersionSelector::Exact(version) => folder.existing(version)?,
        };
        Artifact::open(folder.version_path(version), family, model, version)
    }

    fn model(&self, family: &str, model: &str) -> Result<ModelFolder> {
        check_name(family)?;
        check_name(model)?;
        let path = self.root.join(family).join(model);
        Ok(ModelFolder { family: family.to_owned(), model: model.to_owned(), path })
    }
}

/// `root/<family>/<model>`, names already checked.
#[derive(Debug)]
pub(crate) struct ModelFolder {
    pub(crate) family: String,
    pub(crate) model: String,
    path: PathBuf,
}

impl ModelFolder {
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

    fn latest(&self) -> Result<Version> {
        let known = self.versions()?;
        if known.is_empty() {
            return Err(Error::MissingArtifact { path: self.path.clone() });
        }
        let path = self.path.join(LATEST);
        let found = match fs::read(&path) {
            Err(source) if source.kind() == ErrorKind::NotFound => {
                return Err(Error::MissingLatest { path, known });
            }
            found => found.map_err(Error::io("read", &path))?,
        };
        let found = String::from_utf8_lossy(&found);
        let Ok(version) = found.trim_end().parse() else {
            return Err(Error::InvalidLatest { path, found: found.trim_end().to_owned() });
        };
        // Asked again, not looked up in `known`: a publisher may have finished in between.
        if self.version_path(version).is_dir() {
            Ok(version)
        } else {
            Err(Error::DanglingLatest { path, version, known })
        }
    }

    /// Callers hold the lock of the folder.
    pub(crate) fn set_latest(&self, version: Version) -> Result<()> {
        atomic_write(self.path.join(LATEST), format!("{version}\n"))
    }

    fn existing(&self, version: Version) -> Result<Version> {
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
    let file = File::options().create(true).append(true).open(&path).map_err(Error::io("open", &path))?;
    match file.lock() {
        // Some network file systems have no locks. Versions are safe without, only `latest` may lag behind.
        Err(source) if source.kind() != ErrorKind::Unsupported => Err(Error::io("lock", &path)(source)),
        _ => Ok(file),
    }
}
