//! Saving and loading fitted models: whatever is read is checked for all that a fit guarantees.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::cross_validation::CrossValidation;
use crate::error::{Error, Result};
use crate::model::CoxPh;
use crate::path::CoxPath;

/// Version of the JSON written by [`CoxPh::to_json`].
pub const SCHEMA_VERSION: u32 = 1;
const KIND: &str = "cox_ph";

#[derive(Serialize)]
struct Saved<'a> {
    kind: &'static str,
    schema_version: u32,
    model: &'a CoxPh,
}

#[derive(Deserialize)]
struct Loaded {
    model: CoxPh,
}

/// Reads and writes by the derived functions, which `#[serde(remote = "Self")]` keeps apart from the traits, and checks what was
/// read: as `try_from` would, without a second list of the fields.
macro_rules! checked {
    ($($model:ty),+) => {$(
        impl Serialize for $model {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $model {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read = Self::deserialize(deserializer)?;
                read.check_consistent().map_err(serde::de::Error::custom)?;
                Ok(read)
            }
        }
    )+};
}

checked!(CoxPh, CoxPath, CrossValidation);

impl CoxPh {
    /// Writes the model as JSON; [`from_json`](Self::from_json) gives it back bit for bit.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if a number is not finite, which JSON cannot hold.
    pub fn to_json(&self) -> Result<String> {
        self.check_consistent().map_err(malformed)?;
        let saved = Saved { kind: KIND, schema_version: SCHEMA_VERSION, model: self };
        serde_json::to_string_pretty(&saved).map_err(|error| malformed(format!("it cannot be written: {error}")))
    }

    /// Reads a model from the JSON of [`to_json`](Self::to_json).
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] or [`Error::SchemaVersion`].
    pub fn from_json(json: &str) -> Result<Self> {
        let value: serde_json::Value =
            serde_json::from_str(json).map_err(|error| malformed(format!("it is not JSON: {error}")))?;
        if value.get("kind").and_then(serde_json::Value::as_str) != Some(KIND) {
            return Err(malformed("its `kind` is not `cox_ph`"));
        }
        match value.get("schema_version").and_then(serde_json::Value::as_u64) {
            Some(got) if got == u64::from(SCHEMA_VERSION) => {}
            Some(got) => return Err(Error::SchemaVersion { expected: SCHEMA_VERSION, got }),
            None => return Err(malformed("it has no `schema_version`")),
        }
        let Loaded { model } = serde_json::from_value(value).map_err(|error| malformed(error.to_string()))?;
        Ok(model)
    }

    /// Refuses shapes that do not fit together and numbers that are not finite.
    fn check_consistent(&self) -> Result<(), String> {
        let p = self.covariates.len();
        if p == 0 || [self.coefficients.len(), self.means.len(), self.scales.len()] != [p; 3] {
            return Err("covariates, coefficients, means and scales differ in length".to_owned());
        }
        for covariance in self.covariance.iter().chain(&self.robust_covariance) {
            if covariance.len() != p || covariance.iter().any(|row| row.len() != p) {
                return Err("a covariance matrix is not square".to_owned());
            }
            check_finite("covariance", covariance.iter().flatten())?;
            if (0..p).any(|column| covariance[column][column] < 0.0) {
                return Err("a variance is negative".to_owned());
            }
        }
        check_finite("coefficients", self.coefficients.iter().chain(&self.means).chain(&self.scales))?;
        if self.scales.iter().any(|scale| *scale <= 0.0) {
            return Err("a scale is not positive".to_owned());
        }
        if self.baseline.is_empty() {
            return Err("it has no baseline hazard".to_owned());
        }
        for (index, baseline) in self.baseline.iter().enumerate() {
            if baseline.times.len() != baseline.cumulative_hazard.len() {
                return Err("baseline times and hazards differ in length".to_owned());
            }
            check_finite("baseline", baseline.times.iter().chain(&baseline.cumulative_hazard))?;
            let falls = |values: &[f64]| values.windows(2).any(|pair| pair[0] > pair[1]);
            if falls(&baseline.times) || falls(&baseline.cumulative_hazard) {
                return Err("a baseline hazard falls".to_owned());
            }
            if self.baseline[..index].iter().any(|other| other.stratum == baseline.stratum) {
                return Err(format!("it has two baseline hazards of stratum {}", baseline.stratum));
            }
        }
        check_finite("log_likelihood", [&self.log_likelihood, &self.log_likelihood_null].into_iter())
    }
}

impl CoxPath {
    fn check_consistent(&self) -> Result<(), String> {
        let p = self.covariates.len();
        if p == 0 || self.points.is_empty() {
            return Err("a path has no covariates or no points".to_owned());
        }
        for point in &self.points {
            if point.coefficients.len() != p {
                return Err(format!("a point has {} coefficients of {p} covariates", point.coefficients.len()));
            }
            check_finite("coefficients", point.coefficients.iter())?;
        }
        if self.points.windows(2).any(|pair| pair[0].penalty < pair[1].penalty) {
            return Err("penalties do not descend".to_owned());
        }
        Ok(())
    }
}

impl CrossValidation {
    fn check_consistent(&self) -> Result<(), String> {
        let n = self.path.points().len();
        if [self.mean.len(), self.standard_error.len()] != [n; 2] {
            return Err("path, means and standard errors differ in length".to_owned());
        }
        if self.best >= n || self.one_standard_error > self.best {
            return Err(format!(
                "the best penalty is number {} of {n}, the one within a standard error number {}",
                self.best, self.one_standard_error
            ));
        }
        check_finite("mean", self.mean.iter().chain(&self.standard_error))
    }
}

fn check_finite<'a>(name: &str, mut values: impl Iterator<Item = &'a f64>) -> Result<(), String> {
    match values.find(|value| !value.is_finite()) {
        Some(value) => Err(format!("`{name}` holds {value}")),
        None => Ok(()),
    }
}

fn malformed(reason: impl Into<String>) -> Error {
    Error::Malformed { reason: reason.into() }
}
