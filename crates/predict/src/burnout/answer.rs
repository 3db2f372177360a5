//! What the models of burnout answer.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};
use words::RiskLevel;

use super::artifact::RiskThresholds;
use super::model::BurnoutKind;
use crate::warning::Warning;

/// The risk of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BurnoutAnswer {
    /// Versions of the models, by name.
    pub models: BTreeMap<String, String>,
    /// Whose calibrated probability decides the level: the model with the lowest out-of-fold log-loss.
    pub level_model: BurnoutKind,
    /// Lowest calibrated probability of each level above `low`.
    pub level_thresholds: RiskThresholds,
    /// Probabilities are of burnout within so many days after the run-in.
    pub horizon_days: f64,
    /// In the order in which they were asked for.
    pub people: Vec<PersonRisk>,
    /// What has to be said beside it.
    pub warnings: Vec<Warning>,
}

/// The risk of one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PersonRisk {
    /// As in the request, or the number of the row from 1.
    pub user_id: String,
    /// By the thresholds of the answer.
    pub risk_level: RiskLevel,
    /// Calibrated probability of burnout within the horizon, that decides the level.
    pub risk_probability: f64,
    /// Log hazard ratio to the average training person.
    pub cox_risk_score: f64,
    /// Days after the run-in → probability of no burnout until then.
    pub survival: BTreeMap<String, f64>,
    /// Calibrated.
    pub forest_probability: f64,
    /// Calibrated.
    pub boosting_probability: f64,
    /// What moves the boosted model's log-odds most, largest first.
    pub top_factors: Vec<Factor>,
}

/// A feature and what it adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Factor {
    /// Name of the feature.
    pub name: String,
    /// Its value for this person.
    pub value: FeatureValue,
    /// Log-odds that the value adds.
    pub contribution: f64,
}

/// What each feature adds to the predictions of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BurnoutExplanation {
    /// Which model is explained.
    pub model: BurnoutKind,
    /// What base value, contributions and predictions are in.
    pub unit: ContributionUnit,
    /// Prediction for a person of whom nothing is known.
    pub base_value: f64,
    /// In the order in which they were asked for.
    pub people: Vec<ExplainedPerson>,
    /// What has to be said beside it.
    pub warnings: Vec<Warning>,
}

/// What contributions are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ContributionUnit {
    #[serde(rename = "log-odds")]
    LogOdds,
    #[serde(rename = "probability")]
    Probability,
}

impl Display for ContributionUnit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::LogOdds => "log-odds",
            Self::Probability => "probability",
        })
    }
}

/// What each feature adds to the prediction for one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedPerson {
    /// As in the request, or the number of the row from 1.
    pub user_id: String,
    /// Base value plus all contributions.
    pub prediction: f64,
    /// The model's calibrated probability of burnout, as its prediction has it.
    pub probability: f64,
    /// Largest first.
    pub contributions: Vec<ExplainedFeature>,
}

/// A feature and what it adds, in the unit of the explanation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedFeature {
    /// Name of the feature, or of the metric behind several.
    pub name: String,
    /// Its value for this person.
    pub value: FeatureValue,
    /// What it adds.
    pub contribution: f64,
}

/// A feature's value as it stands in the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names say it")]
pub enum FeatureValue {
    Number(f64),
    Category(String),
}

impl Display for FeatureValue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) if value.fract() == 0.0 && value.abs() < 1e6 => write!(f, "{value:.0}"),
            Self::Number(value) => write!(f, "{value:.2}"),
            Self::Category(value) => f.pad(value),
        }
    }
}
