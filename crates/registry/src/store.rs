//! A folder of versioned artifacts.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::artifact::Artifact;
use crate::draft::Draft;
use crate::error::{Error, Result};
use crate::folder::ModelFolder;
use crate::name::check_name;
use crate::version::{Version, VersionSelector};

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

    /// Families and models of which there is a folder, in alphabetical order.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if a folder cannot be listed.
    pub fn models(&self) -> Result<Vec<(String, String)>> {
        let mut models = Vec::new();
        for family in folders(&self.root)? {
            for model in folders(&self.root.join(&family))? {
                models.push((family.clone(), model));
            }
        }
        Ok(models)
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
        Ok(ModelFolder::new(family, model, path))
    }
}

/// Names of the folders in a folder that may be names of ours, in alphabetical order.
fn folders(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io("list", folder))? {
        let entry = entry.map_err(Error::io("list", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if check_name(&name).is_ok() && entry.path().is_dir() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
