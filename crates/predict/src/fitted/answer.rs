//! What a fit says of rows.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::warning::Warning;

/// Predictions for the rows of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FitAnswer {
    /// One a row, in order.
    pub rows: Vec<RowAnswer>,
    /// What has to be said beside them.
    pub warnings: Vec<Warning>,
}

/// The prediction for a row, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowAnswer {
    /// The prediction.
    #[serde(flatten)]
    pub prediction: Option<Prediction>,
    /// Why there is none: a category that the fit does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Prediction {
    /// Of a Cox fit.
    Survival {
        /// Logarithm of the hazard against the mean of the training rows.
        risk_score: f64,
        /// Hazard against the mean of the training rows.
        hazard_ratio: f64,
        /// 95 % interval of it, by the standard error of the coefficients; not of penalised fits.
        #[serde(skip_serializing_if = "Option::is_none")]
        hazard_ratio_interval: Option<[f64; 2]>,
        /// Time → probability that the event has not happened by then.
        survival: BTreeMap<String, f64>,
        /// Time by which half of such rows have the event, if the curve falls so far.
        median: Option<f64>,
    },
    /// Of classes.
    Class {
        /// The most probable class, the first of equals.
        class: String,
        /// Class → probability.
        probabilities: BTreeMap<String, f64>,
    },
    /// Of numbers.
    Number {
        /// The number.
        value: f64,
    },
}

impl Prediction {
    /// Whether all of its numbers are.
    pub(super) fn is_finite(&self) -> bool {
        match self {
            Self::Survival { hazard_ratio, hazard_ratio_interval, survival, .. } => {
                let ends = hazard_ratio_interval.iter().flatten();
                ends.chain(survival.values()).chain([hazard_ratio]).all(|number| number.is_finite())
            }
            Self::Class { probabilities, .. } => probabilities.values().all(|share| share.is_finite()),
            Self::Number { value } => value.is_finite(),
        }
    }
}

/// What each term adds to predictions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FitExplanation {
    /// What the numbers are in.
    pub unit: FitUnit,
    /// The class that is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Prediction of a row of which nothing is known.
    pub base_value: f64,
    /// The terms, in the order of the contributions: columns, but for a fit of a formula.
    pub terms: Vec<String>,
    /// One a row, in order.
    pub rows: Vec<RowExplanation>,
    /// What has to be said beside them.
    pub warnings: Vec<Warning>,
}

/// What each term adds to a row's prediction: `base_value + Σ contributions = prediction`, to rounding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowExplanation {
    /// What is explained.
    pub prediction: Option<f64>,
    /// Values of the terms' columns, as they stand in the table.
    pub values: Vec<String>,
    /// One a term; empty where there is an error.
    pub contributions: Vec<f64>,
    /// Why there is no explanation: a category that the fit does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What contributions are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FitUnit {
    /// Logarithm of the hazard against the mean row.
    LogHazard,
    /// Logarithm of the odds.
    LogOdds,
    /// Score of a class before softmax.
    Score,
    /// Probability.
    Probability,
    /// The unit of the label.
    Label,
}

impl fmt::Display for FitUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LogHazard => "log hazard",
            Self::LogOdds => "log-odds",
            Self::Score => "score before softmax",
            Self::Probability => "probability",
            Self::Label => "label",
        })
    }
}
