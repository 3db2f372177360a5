//! The three models of burnout, each with what makes its inputs.

use ensembles::{GradientBoosting, RandomForest};
use features::{Columns, DesignEncoder, StandardScaler};
use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};
use survival::CoxPh;

use crate::error::{Result, by_model};

/// Which model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BurnoutKind {
    #[serde(rename = "cox_ph_model")]
    Cox,
    #[serde(rename = "random_forest_model")]
    Forest,
    #[serde(rename = "gradient_boosting_model")]
    Boosting,
}

impl BurnoutKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cox, Self::Forest, Self::Boosting];

    /// Name of the artifact.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cox => "cox_ph_model",
            Self::Forest => "random_forest_model",
            Self::Boosting => "gradient_boosting_model",
        }
    }

    /// Name in tables and plots.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cox => "Cox PH (L1)",
            Self::Forest => "Random forest",
            Self::Boosting => "Gradient boosting",
        }
    }
}

/// A model fitted on some people.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BurnoutModel {
    Cox(CoxPipeline),
    Forest(TreePipeline<RandomForest>),
    Boosting(TreePipeline<GradientBoosting>),
}

/// An encoder, a scaler, and a Cox model on the scaled columns.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CoxPipeline {
    pub encoder: DesignEncoder,
    pub scaler: StandardScaler,
    pub model: CoxPh,
}

/// An encoder and trees on its columns, which need no scaling.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TreePipeline<M> {
    pub encoder: DesignEncoder,
    pub model: M,
}

impl BurnoutModel {
    /// Which model it is.
    pub fn kind(&self) -> BurnoutKind {
        match self {
            Self::Cox(_) => BurnoutKind::Cox,
            Self::Forest(_) => BurnoutKind::Forest,
            Self::Boosting(_) => BurnoutKind::Boosting,
        }
    }

    /// What turns columns into a design matrix.
    pub fn encoder(&self) -> &DesignEncoder {
        match self {
            Self::Cox(pipeline) => &pipeline.encoder,
            Self::Forest(pipeline) => &pipeline.encoder,
            Self::Boosting(pipeline) => &pipeline.encoder,
        }
    }

    /// The features of people as the model takes them: encoded, and scaled if need be.
    ///
    /// # Shapes
    ///
    /// Returns `[n_people, n_columns]`.
    ///
    /// # Errors
    ///
    /// [`Error::Features`](crate::Error::Features).
    pub fn inputs(&self, people: &impl Columns) -> Result<Array2<f64>> {
        self.scaled(self.encoder().transform(people)?.view())
    }

    /// The same of a design matrix of the model's encoder.
    pub(crate) fn scaled(&self, design: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(match self {
            Self::Cox(pipeline) => pipeline.scaler.transform(design)?,
            Self::Forest(_) | Self::Boosting(_) => design.to_owned(),
        })
    }

    /// Probability of burnout within the longest follow-up of the training people, not calibrated.
    ///
    /// For the Cox model 1 − S(t) at the last time anybody had the event.
    ///
    /// # Shapes
    ///
    /// `inputs`: `[n_people, n_columns]`, as [`inputs`](Self::inputs) gives them; returns `[n_people]`.
    ///
    /// # Errors
    ///
    /// [`Error::Model`](crate::Error::Model).
    pub fn probabilities(&self, inputs: ArrayView2<'_, f64>) -> Result<Vec<f64>> {
        match self {
            Self::Cox(pipeline) => {
                let survival = pipeline.model.survival(inputs, &[pipeline.last_event_time()], None);
                let survival = survival.map_err(by_model("Cox model"))?;
                Ok(survival.iter().map(|survival| 1.0 - survival).collect())
            }
            Self::Forest(pipeline) => pipeline.model.predict(inputs).map_err(by_model("random forest")),
            Self::Boosting(pipeline) => pipeline.model.predict(inputs).map_err(by_model("gradient boosting")),
        }
    }

    /// Scores that order people by risk: log hazard ratios or probabilities.
    ///
    /// # Errors
    ///
    /// As [`probabilities`](Self::probabilities).
    pub fn risk_scores(&self, inputs: ArrayView2<'_, f64>) -> Result<Vec<f64>> {
        match self {
            Self::Cox(pipeline) => pipeline.model.risk_score(inputs).map_err(by_model("Cox model")),
            Self::Forest(_) | Self::Boosting(_) => self.probabilities(inputs),
        }
    }
}

impl CoxPipeline {
    /// The last time at which anybody in training had the event.
    pub(crate) fn last_event_time(&self) -> f64 {
        let baseline = self.model.baseline_cumulative_hazard();
        baseline.iter().filter_map(|baseline| baseline.times.last()).copied().fold(0.0, f64::max)
    }
}
