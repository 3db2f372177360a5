//! A fit as JSON.

use ensembles::{GradientBoosting, RandomForest, Task};
use features::{DesignEncoder, Stated};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use survival::CoxPh;

use super::{ColumnRange, FittedModel, Outcome, SavedFit, by_fit};
use crate::error::Result;

/// Version of the JSON that this crate writes and reads.
const SCHEMA_VERSION: u32 = 1;

const KIND: &str = "fitbalance_fit";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    kind: String,
    schema_version: u32,
    outcome: Outcome,
    encoder: DesignEncoder,
    stated: Stated,
    ranges: Vec<ColumnRange>,
    n_rows: usize,
    model: SavedModel,
}

/// Models as their own crates write them, with the checks that these make.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedModel {
    Cox(Value),
    Forest(Value),
    Boosting(Value),
}

impl SavedFit {
    /// Writes the fit as JSON; [`from_json`](Self::from_json) gives it back bit for bit.
    ///
    /// # Errors
    ///
    /// [`Error::Model`](crate::Error::Model) if a number is not finite, which JSON cannot hold
    pub fn to_json(&self) -> Result<String> {
        let value = |json: &str| serde_json::from_str::<Value>(json).map_err(by_fit);
        let model = match &self.model {
            FittedModel::Cox(model) => SavedModel::Cox(value(&model.to_json().map_err(by_fit)?)?),
            FittedModel::Forest(model) => SavedModel::Forest(value(&model.to_json().map_err(by_fit)?)?),
            FittedModel::Boosting(model) => SavedModel::Boosting(value(&model.to_json().map_err(by_fit)?)?),
        };
        let saved = Saved {
            kind: KIND.to_owned(),
            schema_version: SCHEMA_VERSION,
            outcome: self.outcome.clone(),
            encoder: self.encoder.clone(),
            stated: self.stated.clone(),
            ranges: self.ranges.clone(),
            n_rows: self.n_rows,
            model,
        };
        serde_json::to_string(&saved).map_err(by_fit)
    }

    /// Reads a fit from the JSON of [`to_json`](Self::to_json).
    ///
    /// # Errors
    ///
    /// [`Error::Model`](crate::Error::Model) says what is wrong with it: another kind of file, another version, a changed number,
    /// parts that do not fit together
    pub fn from_json(json: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            kind: String,
            schema_version: u32,
        }
        let Ok(head) = serde_json::from_str::<Head>(json) else {
            return Err(by_fit("it is no fit that `--save` wrote: it has no kind or schema version"));
        };
        if head.kind != KIND {
            return Err(by_fit(format!("its kind is `{}`, expected `{KIND}`, as `--save` writes it", head.kind)));
        }
        if head.schema_version != SCHEMA_VERSION {
            let got = head.schema_version;
            return Err(by_fit(format!("its schema version is {got}, this version reads {SCHEMA_VERSION}")));
        }
        let saved: Saved = serde_json::from_str(json).map_err(by_fit)?;
        let model = match saved.model {
            SavedModel::Cox(value) => FittedModel::Cox(CoxPh::from_json(&value.to_string()).map_err(by_fit)?),
            SavedModel::Forest(value) => {
                FittedModel::Forest(RandomForest::from_json(&value.to_string()).map_err(by_fit)?)
            }
            SavedModel::Boosting(value) => {
                FittedModel::Boosting(GradientBoosting::from_json(&value.to_string()).map_err(by_fit)?)
            }
        };
        let Saved { outcome, encoder, stated, ranges, n_rows, .. } = saved;
        let fit = Self { model, outcome, encoder, stated, ranges, n_rows };
        fit.check().map_err(by_fit)?;
        Ok(fit)
    }

    /// Whether model, columns and outcome belong together.
    fn check(&self) -> Result<(), String> {
        let (columns, n_outputs, task) = match &self.model {
            FittedModel::Cox(model) => (model.covariates(), 1, None),
            FittedModel::Forest(model) => (model.feature_names(), model.n_outputs(), Some(model.task())),
            FittedModel::Boosting(model) => (model.feature_names(), model.n_outputs(), Some(model.task())),
        };
        if columns != self.encoder.columns() {
            return Err("its model has other columns than its encoder".to_owned());
        }
        let fits = match &self.outcome {
            Outcome::Survival { .. } => task.is_none(),
            Outcome::Classes { names, .. } if names.len() == 2 => task == Some(Task::Binary) && n_outputs == 1,
            Outcome::Classes { names, .. } => task == Some(Task::Classes) && n_outputs == names.len(),
            Outcome::Numbers { .. } => task == Some(Task::Regression) && n_outputs == 1,
        };
        if let Outcome::Classes { names, .. } = &self.outcome
            && names.iter().enumerate().any(|(at, name)| names[..at].contains(name))
        {
            return Err("two of its classes have one name".to_owned());
        }
        if fits { Ok(()) } else { Err("its model is none for its outcome".to_owned()) }
    }
}
