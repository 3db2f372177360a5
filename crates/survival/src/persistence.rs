//! Saving and loading a fitted model as JSON.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::model::CoxPh;

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

impl CoxPh {
    /// Writes the model as JSON; [`from_json`](Self::from_json) gives it back bit for bit.
    ///
    /// # Errors
    /// [`Error::Malformed`] if a number is not finite, which JSON cannot hold.
    pub fn to_json(&self) -> Result<String> {
        self.check_consistent()?;
        let saved = Saved { kind: KIND, schema_version: SCHEMA_VERSION, model: self };
        serde_json::to_string_pretty(&saved).map_err(|source| malformed("it cannot be written", Some(source)))
    }

    /// Reads a model from the JSON of [`to_json`](Self::to_json).
    ///
    /// # Errors
    /// [`Error::Malformed`] or [`Error::SchemaVersion`].
    pub fn from_json(json: &str) -> Result<Self> {
        let value: serde_json::Value =
            serde_json::from_str(json).map_err(|source| malformed("it is not JSON", Some(source)))?;
        if value.get("kind").and_then(serde_json::Value::as_str) != Some(KIND) {
            return Err(malformed("its `kind` is not `cox_ph`", None));
        }
        match value.get("schema_version").and_then(serde_json::Value::as_u64) {
            Some(got) if got == u64::from(SCHEMA_VERSION) => {}
            Some(got) => {
                return Err(Error::SchemaVersion { expected: SCHEMA_VERSION, got });
            }
            None => return Err(malformed("it has no `schema_version`", None)),
        }
        let Loaded { model } =
            serde_json::from_value(value).map_err(|source| malformed("a field is missing or wrong", Some(source)))?;
        model.check_consistent()?;
        Ok(model)
    }

    /// Refuses shapes that do not fit together and numbers that are not finite.
    fn check_consistent(&self) -> Result<()> {
        let p = self.covariates.len();
        if p == 0 || [self.coefficients.len(), self.means.len(), self.scales.len()] != [p; 3] {
            return Err(malformed("covariates, coefficients, means and scales differ in length", None));
        }
        let covariances = self.covariance.iter().chain(&self.robust_covariance);
        for covariance in covariances {
            if covariance.len() != p || covariance.iter().any(|row| row.len() != p) {
                return Err(malformed("a covariance matrix is not square", None));
            }
            check_finite("covariance", covariance.iter().flatten())?;
        }
        check_finite("coefficients", self.coefficients.iter().chain(&self.means).chain(&self.scales))?;
        if self.scales.iter().any(|scale| *scale <= 0.0) {
            return Err(malformed("a scale is not positive", None));
        }
        if self.baseline.is_empty() {
            return Err(malformed("it has no baseline hazard", None));
        }
        for baseline in &self.baseline {
            if baseline.times.len() != baseline.cumulative_hazard.len() {
                return Err(malformed("baseline times and hazards differ in length", None));
            }
            check_finite("baseline", baseline.times.iter().chain(&baseline.cumulative_hazard))?;
            let falls = |values: &[f64]| values.windows(2).any(|pair| pair[0] > pair[1]);
            if falls(&baseline.times) || falls(&baseline.cumulative_hazard) {
                return Err(malformed("a baseline hazard falls", None));
            }
        }
        check_finite("log_likelihood", [&self.log_likelihood, &self.log_likelihood_null].into_iter())
    }
}

fn check_finite<'a>(name: &str, mut values: impl Iterator<Item = &'a f64>) -> Result<()> {
    match values.find(|value| !value.is_finite()) {
        Some(value) => Err(malformed(&format!("`{name}` holds {value}"), None)),
        None => Ok(()),
    }
}

fn malformed(reason: &str, source: Option<serde_json::Error>) -> Error {
    Error::Malformed { reason: reason.to_owned(), source }
}
