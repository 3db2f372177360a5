//! Shapley values of people, by feature as people know it: the columns of a category added up.

use anyhow::{Result, bail};
use ensembles::{Explanation, TreeExplainer};
use ndarray::Array2;

use crate::burnout::model::FittedModel;
use crate::features::DesignEncoder;
use crate::table::Table;

/// What each feature adds to each person's prediction.
pub(crate) struct Contributions {
    /// Names of the features.
    pub(crate) features: Vec<String>,
    /// `[n_people, n_features]`
    pub(crate) values: Array2<f64>,
    /// Prediction for a person of whom nothing is known.
    pub(crate) base_value: f64,
    /// `[n_people]`
    pub(crate) predictions: Vec<f64>,
    /// What the values are in: `log-odds` or `probability`.
    pub(crate) unit: &'static str,
}

/// A feature's value as it stands in the table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(crate) enum FeatureValue {
    Number(f64),
    Category(String),
}

impl std::fmt::Display for FeatureValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(value) if value.fract() == 0.0 && value.abs() < 1e6 => write!(f, "{value:.0}"),
            Self::Number(value) => write!(f, "{value:.2}"),
            Self::Category(value) => f.write_str(value),
        }
    }
}

impl Contributions {
    /// Explains people by the trees of a forest (probability) or of boosting (log-odds).
    ///
    /// # Errors
    /// For the Cox model: its coefficients are its explanation.
    pub(crate) fn of(model: &FittedModel, people: &Table) -> Result<Self> {
        let x = model.design(people)?;
        let (explanation, unit) = match model {
            FittedModel::Cox(_) => bail!("a Cox model is explained by its coefficients"),
            FittedModel::Forest(pipeline) => {
                (TreeExplainer::path_dependent(&pipeline.model, 0)?.explain(x.view())?, "probability")
            }
            FittedModel::Boosting(pipeline) => {
                (TreeExplainer::path_dependent(&pipeline.model, 0)?.explain(x.view())?, "log-odds")
            }
        };
        Ok(Self::merged(model.encoder(), explanation, unit))
    }

    fn merged(encoder: &DesignEncoder, explanation: Explanation, unit: &'static str) -> Self {
        let columns = encoder.columns_of_covariates();
        let values = Array2::from_shape_fn((explanation.values.nrows(), columns.len()), |(person, feature)| {
            columns[feature].iter().map(|&column| explanation.values[[person, column]]).sum()
        });
        Self {
            features: encoder.covariates().into_iter().map(str::to_owned).collect(),
            values,
            base_value: explanation.base_value,
            predictions: explanation.predictions,
            unit,
        }
    }

    /// Features of a person by the size of what they add, largest first.
    pub(crate) fn ranked(&self, person: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.features.len()).collect();
        order.sort_by(|&a, &b| self.values[[person, b]].abs().total_cmp(&self.values[[person, a]].abs()));
        order
    }

    /// Features by their mean size over all people, largest first.
    pub(crate) fn ranked_overall(&self) -> Vec<usize> {
        let size = |feature: usize| self.values.column(feature).iter().map(|value| value.abs()).sum::<f64>();
        let mut order: Vec<usize> = (0..self.features.len()).collect();
        order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        order
    }
}

/// Values of the named features, `[n_features][n_people]`.
pub(crate) fn feature_values(people: &Table, features: &[String]) -> Result<Vec<Vec<FeatureValue>>> {
    let of_feature = |feature: &String| -> Result<Vec<FeatureValue>> {
        Ok(if people.is_categorical(feature)? {
            people.strings(feature)?.into_iter().map(FeatureValue::Category).collect()
        } else {
            people.numeric(feature)?.into_iter().map(FeatureValue::Number).collect()
        })
    };
    features.iter().map(of_feature).collect()
}

/// A feature's name in words.
pub(crate) fn readable(feature: &str) -> String {
    feature.replace('_', " ")
}
