//! Scaling to mean 0 and standard deviation 1.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::SCHEMA_VERSION;
use crate::error::{Error, Result};

/// Subtracts each column's training mean and divides by its population standard deviation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Saved", into = "Saved")]
pub struct StandardScaler {
    columns: Vec<String>,
    mean: Vec<f64>,
    scale: Vec<f64>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    schema_version: u32,
    columns: Vec<String>,
    mean: Vec<f64>,
    scale: Vec<f64>,
}

impl StandardScaler {
    /// Learns mean and standard deviation of each column.
    ///
    /// # Shapes
    ///
    /// `design`: `[n_rows, n_columns]`; `columns`: `[n_columns]` names.
    ///
    /// # Errors
    ///
    /// [`Error::Width`] or [`Error::Constant`].
    pub fn fit(design: ArrayView2<'_, f64>, columns: &[String]) -> Result<Self> {
        if design.ncols() != columns.len() {
            return Err(Error::Width { expected: columns.len(), got: design.ncols() });
        }
        let (mut mean, mut scale) = (Vec::new(), Vec::new());
        for (values, column) in design.columns().into_iter().zip(columns) {
            let first = values.first().copied().unwrap_or(0.0);
            if values.iter().all(|&value| value == first) {
                return Err(Error::Constant { column: column.clone(), value: first });
            }
            let n = values.len() as f64;
            let centre = values.sum() / n;
            mean.push(centre);
            scale.push((values.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / n).sqrt());
        }
        Ok(Self { columns: columns.to_vec(), mean, scale })
    }

    /// Names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Scales rows of the training columns.
    ///
    /// # Shapes
    ///
    /// `design` and result: `[n_rows, n_columns]`.
    ///
    /// # Errors
    ///
    /// [`Error::Width`].
    pub fn transform(&self, design: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        if design.ncols() != self.columns.len() {
            return Err(Error::Width { expected: self.columns.len(), got: design.ncols() });
        }
        let (mean, scale) = (Array1::from(self.mean.clone()), Array1::from(self.scale.clone()));
        Ok((&design - &mean) / &scale)
    }
}

impl From<StandardScaler> for Saved {
    fn from(scaler: StandardScaler) -> Self {
        Self { schema_version: SCHEMA_VERSION, columns: scaler.columns, mean: scaler.mean, scale: scaler.scale }
    }
}

impl TryFrom<Saved> for StandardScaler {
    type Error = Error;

    fn try_from(saved: Saved) -> Result<Self> {
        const WHAT: &str = "scaler";
        if saved.schema_version != SCHEMA_VERSION {
            let got = saved.schema_version;
            return Err(Error::SchemaVersion { what: WHAT, expected: SCHEMA_VERSION, got });
        }
        let n = saved.columns.len();
        if n == 0 || saved.mean.len() != n || saved.scale.len() != n {
            return Err(Error::Malformed { what: WHAT, reason: "columns, mean and scale differ in length" });
        }
        if !saved.mean.iter().all(|mean| mean.is_finite()) || !saved.scale.iter().all(|s| s.is_finite() && *s > 0.0) {
            return Err(Error::Malformed { what: WHAT, reason: "a mean is not finite or a scale not positive" });
        }
        Ok(Self { columns: saved.columns, mean: saved.mean, scale: saved.scale })
    }
}
