//! Fitting the three models on some people and on no others.

use anyhow::{Context, Result};
use ensembles::{BoostingParams, ForestParams, GradientBoosting, RandomForest, Target};
use features::{DesignEncoder, StandardScaler};
use ndarray::Array2;
use predict::burnout::{BurnoutKind, BurnoutModel, CoxPipeline, TreePipeline};
use survival::{CoxPh, SurvivalTarget, Ties};
use words::RunInFeature;

use crate::burnout::cohort::Cohort;
use crate::burnout::options::TrainOptions;

/// Fits every step of a model on the rows `train` of the cohort.
pub(crate) fn fit(kind: BurnoutKind, cohort: &Cohort, train: &[usize], options: &TrainOptions) -> Result<BurnoutModel> {
    let table = cohort.table.take(train);
    let encoder = DesignEncoder::fit(&table, &RunInFeature::NAMES)?;
    let x = encoder.transform(&table)?;
    let labels = || Target::binary(train.iter().map(|&row| cohort.events()[row]).collect());
    let names = || encoder.columns().to_vec();
    Ok(match kind {
        BurnoutKind::Cox => {
            let scaler = StandardScaler::fit(x.view(), encoder.columns())?;
            let scaled = scaler.transform(x.view())?;
            let model = fit_cox(&scaled, &cohort.target.select(train)?, scaler.columns(), options.penalty)?;
            BurnoutModel::Cox(CoxPipeline { encoder, scaler, model })
        }
        BurnoutKind::Forest => {
            let model = options.forest().feature_names(names()).fit(x.view(), &labels()?)?;
            BurnoutModel::Forest(TreePipeline { encoder, model })
        }
        BurnoutKind::Boosting => {
            let model = options.boosting().feature_names(names()).fit(x.view(), &labels()?)?;
            BurnoutModel::Boosting(TreePipeline { encoder, model })
        }
    })
}

/// Fits a lasso (or with `penalty` 0 a plain) Cox model with Efron ties.
pub(crate) fn fit_cox(x: &Array2<f64>, target: &SurvivalTarget, names: &[String], penalty: f64) -> Result<CoxPh> {
    let params = CoxPh::params().ties(Ties::Efron).l1(penalty).covariate_names(names.iter().cloned());
    Ok(params.fit(x.view(), target)?)
}

impl TrainOptions {
    /// A forest with its usual parameters. A one-hot column may be constant within a fold.
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
    pub(crate) fn parameters_of(&self, kind: BurnoutKind) -> Result<serde_json::Value> {
        let mut parameters = serde_json::to_value(self).context("options are plain numbers")?;
        let own = match kind {
            BurnoutKind::Cox => return Ok(parameters),
            BurnoutKind::Forest => serde_json::to_value(self.forest()),
            BurnoutKind::Boosting => serde_json::to_value(self.boosting()),
        };
        if let Some(map) = parameters.as_object_mut() {
            map.remove("penalty");
            map.insert("model".to_owned(), own.context("parameters are plain numbers")?);
        }
        Ok(parameters)
    }
}
