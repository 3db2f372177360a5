//! The three burnout models behind one face.

use anyhow::{Context, Result};
use ensembles::{BoostingParams, ForestParams, GradientBoosting, RandomForest, Target};
use ndarray::Array2;
use synthgen::burnout::FEATURES;

use crate::burnout::cohort::Cohort;
use crate::burnout::options::TrainOptions;
use crate::burnout::pipeline::Pipeline;
use crate::features::DesignEncoder;
use crate::table::Table;

/// Which model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModelKind {
    Cox,
    Forest,
    Boosting,
}

impl ModelKind {
    pub(crate) const ALL: [Self; 3] = [Self::Cox, Self::Forest, Self::Boosting];

    /// Name of the artifact.
    pub(crate) fn artifact(self) -> &'static str {
        match self {
            Self::Cox => "cox_ph_model",
            Self::Forest => "random_forest_model",
            Self::Boosting => "gradient_boosting_model",
        }
    }

    /// Kind in the artifact's manifest, checked when it is loaded.
    pub(crate) fn manifest_kind(self) -> &'static str {
        match self {
            Self::Cox => "burnout-cox",
            Self::Forest => "burnout-random-forest",
            Self::Boosting => "burnout-gradient-boosting",
        }
    }

    /// Name in tables and plots.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Cox => "Cox PH (L1)",
            Self::Forest => "Random forest",
            Self::Boosting => "Gradient boosting",
        }
    }
}

/// A model fitted on some people.
pub(crate) enum FittedModel {
    Cox(Box<Pipeline>),
    Forest(Box<TreePipeline<RandomForest>>),
    Boosting(Box<TreePipeline<GradientBoosting>>),
}

/// An encoder and trees on its columns, which need no scaling.
pub(crate) struct TreePipeline<M> {
    pub(crate) encoder: DesignEncoder,
    pub(crate) model: M,
}

impl FittedModel {
    /// Fits encoder and model on the rows `train` of the cohort, and on no others.
    pub(crate) fn fit(kind: ModelKind, cohort: &Cohort, train: &[usize], options: &TrainOptions) -> Result<Self> {
        if kind == ModelKind::Cox {
            return Ok(Self::Cox(Box::new(Pipeline::fit(cohort, train, options.penalty)?)));
        }
        let table = cohort.table.take(train);
        let encoder = DesignEncoder::fit(&table, &FEATURES.map(str::to_owned))?;
        let x = encoder.transform(&table)?;
        let target = Target::binary(train.iter().map(|&row| cohort.events()[row]).collect())?;
        let names = encoder.columns().to_vec();
        Ok(match kind {
            ModelKind::Forest => {
                let model = options.forest().feature_names(names).fit(x.view(), &target)?;
                Self::Forest(Box::new(TreePipeline { encoder, model }))
            }
            ModelKind::Cox | ModelKind::Boosting => {
                let model = options.boosting().feature_names(names).fit(x.view(), &target)?;
                Self::Boosting(Box::new(TreePipeline { encoder, model }))
            }
        })
    }

    pub(crate) fn encoder(&self) -> &DesignEncoder {
        match self {
            Self::Cox(pipeline) => &pipeline.encoder,
            Self::Forest(pipeline) => &pipeline.encoder,
            Self::Boosting(pipeline) => &pipeline.encoder,
        }
    }

    /// Features as the model takes them.
    pub(crate) fn design(&self, table: &Table) -> Result<Array2<f64>> {
        match self {
            Self::Cox(pipeline) => pipeline.features(table),
            Self::Forest(_) | Self::Boosting(_) => Ok(self.encoder().transform(table)?),
        }
    }

    /// Probability of burnout within the longest follow-up of the training people, not calibrated.
    ///
    /// For the Cox model 1 − S(t) at the last time anybody was observed.
    pub(crate) fn probabilities(&self, table: &Table) -> Result<Vec<f64>> {
        self.probabilities_of(&self.design(table)?)
    }

    /// The same from features as [`design`](Self::design) gives them.
    pub(crate) fn probabilities_of(&self, x: &Array2<f64>) -> Result<Vec<f64>> {
        Ok(match self {
            Self::Cox(pipeline) => {
                let baseline = pipeline.model.baseline_cumulative_hazard();
                let last = baseline.iter().filter_map(|baseline| baseline.times.last()).copied().fold(0.0, f64::max);
                pipeline.model.survival(x.view(), &[last], None)?.iter().map(|survival| 1.0 - survival).collect()
            }
            Self::Forest(pipeline) => pipeline.model.predict(x.view())?,
            Self::Boosting(pipeline) => pipeline.model.predict(x.view())?,
        })
    }

    /// Scores that order people by risk: log hazard ratios or probabilities.
    pub(crate) fn risk_scores(&self, table: &Table) -> Result<Vec<f64>> {
        match self {
            Self::Cox(pipeline) => pipeline.risk_scores(table),
            Self::Forest(_) | Self::Boosting(_) => self.probabilities(table),
        }
    }

    /// The model's own JSON and the name of its file.
    pub(crate) fn json(&self) -> Result<(&'static str, String)> {
        Ok(match self {
            Self::Cox(pipeline) => ("cox_ph_model.json", pipeline.model.to_json()?),
            Self::Forest(pipeline) => ("random_forest_model.json", pipeline.model.to_json()?),
            Self::Boosting(pipeline) => ("gradient_boosting_model.json", pipeline.model.to_json()?),
        })
    }
}

impl TrainOptions {
    /// The forest of DESIGN's table. A one-hot column may be constant within a fold.
    pub(crate) fn forest(&self) -> ForestParams {
        RandomForest::params().seed(self.seed).allow_constant_columns(true)
    }

    /// Boosting with 200 rounds of depth 5 at rate 0.05; half of the people a round and 20 a leaf, because 800 people
    /// are few. On training people of another split scikit-learn's AUC in cross-validation was 0.813 with that and 0.810
    /// with all people and leaves of one.
    pub(crate) fn boosting(&self) -> BoostingParams {
        GradientBoosting::params().subsample(0.5).min_samples_leaf(20).seed(self.seed).allow_constant_columns(true)
    }

    /// What a model depends on, for its manifest: others' parameters are not among it.
    pub(crate) fn parameters_of(&self, kind: ModelKind) -> Result<serde_json::Value> {
        let mut parameters = serde_json::to_value(self).context("options are plain numbers")?;
        let own = match kind {
            ModelKind::Cox => return Ok(parameters),
            ModelKind::Forest => serde_json::to_value(self.forest()),
            ModelKind::Boosting => serde_json::to_value(self.boosting()),
        };
        if let Some(map) = parameters.as_object_mut() {
            map.remove("penalty");
            map.insert("model".to_owned(), own.context("parameters are plain numbers")?);
        }
        Ok(parameters)
    }
}
