//! Why there is no answer.

use std::path::PathBuf;

use pose_gnn::DeviceName;
use registry::Artifact;

use crate::food::PictureError;

/// What went wrong, as the part that it went wrong in says it.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a model cannot be loaded or a request not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No version of a model was ever published where it was looked for.
    #[error("no {model}: `{}` holds no version", path.display())]
    NoModel {
        /// The model in words.
        model: &'static str,
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder is no registry, or an artifact in it is damaged or of another kind.
    #[error(transparent)]
    Registry(#[from] registry::Error),
    /// A file of an artifact is intact, but what it says cannot be.
    #[error("`{}`", path.display())]
    Artifact {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: Cause,
    },
    /// A device of the networks cannot be had.
    #[error("the device {device} cannot be had")]
    Device {
        /// The device.
        device: DeviceName,
        /// Why.
        source: Cause,
    },
    /// A field of a request has a value that it cannot have.
    #[error("`{field}` must be {expected}, got {got}")]
    InvalidField {
        /// The field, such as `people[3].age`.
        field: String,
        /// What it may be.
        expected: String,
        /// What it is.
        got: String,
    },
    /// A column of a table of people cannot be used: the table's own words.
    #[error(transparent)]
    Features(#[from] features::Error),
    /// Landmarks are no recording of a person.
    #[error(transparent)]
    Recording(#[from] pose_gnn::RecordingError),
    /// A profile or diary cannot be used.
    #[error(transparent)]
    Nutrition(#[from] nutrition::Error),
    /// A portion cannot be.
    #[error(transparent)]
    Foods(#[from] foods::Error),
    /// Bytes are no picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A model refused numbers that were checked before.
    #[error("the {model} gave no answer")]
    Model {
        /// The model in words.
        model: &'static str,
        /// What it says.
        source: Cause,
    },
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// For `map_err`: what is wrong with a file of an artifact.
pub(crate) fn in_file<E: Into<Cause>>(artifact: &Artifact, file: &str) -> impl FnOnce(E) -> Error {
    let path = artifact.path().join(file);
    move |source| Error::Artifact { path, source: source.into() }
}

/// For `map_err`: what a model says.
pub(crate) fn by_model<E: Into<Cause>>(model: &'static str) -> impl FnOnce(E) -> Error {
    move |source| Error::Model { model, source: source.into() }
}

pub(crate) fn invalid_field(field: impl Into<String>, expected: impl Into<String>, got: impl ToString) -> Error {
    Error::InvalidField { field: field.into(), expected: expected.into(), got: got.to_string() }
}
