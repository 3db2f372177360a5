//! Saving and loading fitted models as JSON with a schema version and a hash.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::target::Task;
use crate::tree::AdditiveTrees;

/// Version of the JSON that this crate writes and reads.
pub const SCHEMA_VERSION: u32 = 2;

/// A fitted model that can be saved.
pub(crate) trait Saved: Serialize + DeserializeOwned {
    /// Kind of model, as written.
    const KIND: &'static str;

    /// Refuses what deserialisation alone lets through.
    fn check(&self) -> Result<(), String>;
}

#[derive(Serialize)]
struct Written<'a> {
    kind: &'static str,
    schema_version: u32,
    /// Of the model's compact JSON.
    sha256: String,
    model: &'a serde_json::value::Value,
}

#[derive(Deserialize)]
struct Header {
    kind: String,
    schema_version: u64,
    sha256: String,
}

#[derive(Deserialize)]
struct Body<T> {
    model: T,
}

pub(crate) fn to_json<T: Saved>(model: &T) -> Result<String> {
    let malformed = |error| malformed::<T>(format!("it cannot be written: {error}"));
    let value = serde_json::to_value(model).map_err(malformed)?;
    let sha256 = hash(&value).map_err(malformed)?;
    let written = Written { kind: T::KIND, schema_version: SCHEMA_VERSION, sha256, model: &value };
    serde_json::to_string(&written).map_err(malformed)
}

pub(crate) fn from_json<T: Saved>(json: &str) -> Result<T> {
    let header: Header = serde_json::from_str(json)
        .map_err(|error| malformed::<T>(format!("it has no kind, schema version or hash: {error}")))?;
    if header.kind != T::KIND {
        return Err(malformed::<T>(format!("its kind is `{}`", header.kind)));
    }
    if header.schema_version != u64::from(SCHEMA_VERSION) {
        return Err(Error::SchemaVersion { kind: T::KIND, expected: SCHEMA_VERSION, got: header.schema_version });
    }
    let Body { model }: Body<T> = serde_json::from_str(json).map_err(|error| malformed::<T>(error.to_string()))?;
    let found = serde_json::to_value(&model).and_then(|value| hash(&value));
    let found =
        found.map_err(|error| malformed::<T>(format!("it holds a number that JSON has no form for: {error}")))?;
    if found != header.sha256 {
        let reason = format!("its SHA-256 is {found}, expected {}: it was changed after it was saved", header.sha256);
        return Err(malformed::<T>(reason));
    }
    Ok(model)
}

/// SHA-256 of a value's compact JSON, keys in alphabetical order.
fn hash(value: &serde_json::Value) -> serde_json::Result<String> {
    Ok(format!("{:x}", Sha256::digest(serde_json::to_vec(value)?)))
}

/// Refuses shapes that do not fit together.
pub(crate) fn check_model(
    task: Task,
    outputs: &[AdditiveTrees],
    feature_names: &[String],
    importances: &[f64],
) -> Result<(), String> {
    let n_features = feature_names.len();
    let expected = if task == Task::Classes { outputs.len().max(2) } else { 1 };
    if n_features == 0 || outputs.len() != expected {
        return Err(format!("a model of {} with {n_features} features has {} outputs", task.name(), outputs.len()));
    }
    if importances.len() != n_features || importances.iter().any(|share| !share.is_finite()) {
        return Err(format!("it has {} importances of {n_features} features", importances.len()));
    }
    for output in outputs {
        if !(output.base.is_finite() && output.scale.is_finite()) {
            return Err(format!("an output has base {} and scale {}", output.base, output.scale));
        }
        if let Some(tree) = output.trees.iter().find(|tree| tree.n_features != n_features) {
            return Err(format!("a tree has {} features, the model {n_features}", tree.n_features));
        }
    }
    Ok(())
}

fn malformed<T: Saved>(reason: String) -> Error {
    Error::Malformed { kind: T::KIND, reason }
}

/// Reading and writing by the derived functions, which `#[serde(remote = "Self")]` keeps apart from the traits, with a check of
/// what was read: as `try_from` would, without a second list of the fields. And the JSON of files.
macro_rules! saved {
    ($model:ty) => {
        impl serde::Serialize for $model {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $model {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read = Self::deserialize(deserializer)?;
                $crate::saved::Saved::check(&read).map_err(serde::de::Error::custom)?;
                Ok(read)
            }
        }

        impl $model {
            /// Writes the model as JSON; [`from_json`](Self::from_json) gives back one that predicts the same bits.
            ///
            /// # Errors
            ///
            /// [`Error::Malformed`](crate::Error::Malformed) if a number is not finite, which JSON cannot hold.
            pub fn to_json(&self) -> $crate::Result<String> {
                $crate::saved::to_json(self)
            }

            /// Reads a model from the JSON of [`to_json`](Self::to_json).
            ///
            /// Checked: kind, schema version, every shape and number, that trees are trees, and the SHA-256.
            ///
            /// # Errors
            ///
            /// [`Error::Malformed`](crate::Error::Malformed), [`Error::SchemaVersion`](crate::Error::SchemaVersion).
            pub fn from_json(json: &str) -> $crate::Result<Self> {
                $crate::saved::from_json(json)
            }
        }
    };
}

pub(crate) use saved;
