//! The folder that models are loaded from.

use std::path::Path;

use pose_gnn::DeviceName;
use registry::{Artifact, Registry, VersionSelector};

use crate::burnout::BurnoutPredictor;
use crate::error::{Error, Result};
use crate::food::FoodPredictor;
use crate::pose::PosePredictor;
use crate::protein::ProteinPredictor;

/// A folder of artifacts as `train-all` leaves it; each model is loaded when it is asked for.
///
/// Every load checks the hash of each file it reads, kind and schema version, every shape and that every number is one that the
/// model can have.
#[derive(Debug, Clone)]
pub struct Models {
    registry: Registry,
    device: DeviceName,
}

/// Which artifact: where it is, what it must be, and what people call it.
#[derive(Debug, Clone, Copy)]
pub struct ArtifactSpec {
    /// Family in the registry.
    pub family: &'static str,
    /// Model in the registry.
    pub model: &'static str,
    /// Kind in the manifest, checked when it is loaded.
    pub kind: &'static str,
    /// Version of the files' layout, checked when they are loaded.
    pub schema_version: u32,
    /// The model in words.
    pub label: &'static str,
}

impl Models {
    /// Opens a folder of artifacts; networks run on the processor.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`] if there is no such folder.
    pub fn open(artifacts: impl AsRef<Path>) -> Result<Self> {
        // As a whole, so that a message says where something was looked for whatever folder the program runs in.
        let root = std::path::absolute(&artifacts).unwrap_or_else(|_| artifacts.as_ref().to_owned());
        Ok(Self { registry: Registry::open(root)?, device: DeviceName::Flex })
    }

    /// Runs networks on another device.
    #[must_use]
    pub fn on(mut self, device: DeviceName) -> Self {
        self.device = device;
        self
    }

    /// The folder, with its whole path.
    pub fn root(&self) -> &Path {
        self.registry.root()
    }

    /// The network that judges filmed lifts.
    ///
    /// # Errors
    ///
    /// [`Error::NoModel`], [`Error::Registry`], [`Error::Artifact`], [`Error::Device`].
    pub fn pose(&self) -> Result<PosePredictor> {
        PosePredictor::load(self)
    }

    /// Cox model, forest and boosting of burnout.
    ///
    /// # Errors
    ///
    /// As [`pose`](Self::pose).
    pub fn burnout(&self) -> Result<BurnoutPredictor> {
        BurnoutPredictor::load(self)
    }

    /// The network that recommends protein.
    ///
    /// # Errors
    ///
    /// As [`pose`](Self::pose).
    pub fn protein(&self) -> Result<ProteinPredictor> {
        ProteinPredictor::load(self)
    }

    /// The network that names foods in pictures.
    ///
    /// # Errors
    ///
    /// As [`pose`](Self::pose).
    pub fn food(&self) -> Result<FoodPredictor> {
        FoodPredictor::load(self)
    }

    /// The latest version of an artifact, after a check of its kind and schema version.
    pub(crate) fn artifact(&self, spec: &ArtifactSpec) -> Result<Artifact> {
        let ArtifactSpec { family, model, kind, schema_version, label } = *spec;
        if self.registry.versions(family, model)?.is_empty() {
            let path = self.registry.root().join(family).join(model);
            return Err(Error::NoModel { model: label, path });
        }
        let artifact = self.registry.load(family, model, VersionSelector::Latest)?;
        artifact.check_schema(kind, schema_version)?;
        Ok(artifact)
    }

    pub(crate) fn device(&self) -> Result<pose_gnn::burn::tensor::Device> {
        let device = self.device;
        device.open().map_err(|source| Error::Device { device, source: source.into() })
    }
}
