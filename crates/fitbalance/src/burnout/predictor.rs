//! The burnout models of the artifacts, ready to predict for new people.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ensembles::{Calibrator, GradientBoosting, RandomForest};
use registry::{Artifact, Registry, VersionSelector};
use serde::{Deserialize, Serialize};
use survival::CoxPh;

use crate::burnout::artifacts::{FAMILY, SCHEMA_VERSION};
use crate::burnout::calibration::RiskLevel;
use crate::burnout::explanation::{Contributions, FeatureValue, feature_values};
use crate::burnout::model::{FittedModel, ModelKind, TreePipeline};
use crate::burnout::pipeline::Pipeline;
use crate::table::Table;

/// Days after the run-in at which survival is given.
const TIMES_DAYS: [f64; 3] = [30.0, 90.0, 180.0];
/// Factors given for each person.
const N_FACTORS: usize = 5;

/// One model of the artifacts.
pub(crate) struct LoadedModel {
    pub(crate) model: FittedModel,
    calibrator: Calibrator,
    config: Config,
    version: String,
}

#[derive(Deserialize)]
struct Config {
    smoke: bool,
    out_of_fold_log_loss: f64,
    feature_ranges: BTreeMap<String, [f64; 2]>,
}

/// All three models.
pub(crate) struct BurnoutModels {
    pub(crate) cox: LoadedModel,
    pub(crate) forest: LoadedModel,
    pub(crate) boosting: LoadedModel,
}

/// What `predict burnout` answers.
#[derive(Debug, Serialize)]
pub(crate) struct Predictions {
    /// Versions of the models, by name.
    pub(crate) models: BTreeMap<&'static str, String>,
    /// Whose calibrated probability decides the level: the model with the lowest out-of-fold log-loss.
    pub(crate) level_model: &'static str,
    /// Lowest calibrated probability of each level above `low`.
    pub(crate) level_thresholds: BTreeMap<&'static str, f64>,
    pub(crate) people: Vec<PersonPrediction>,
}

#[derive(Debug, Serialize)]
pub(crate) struct PersonPrediction {
    pub(crate) user_id: String,
    pub(crate) risk_level: RiskLevel,
    /// Calibrated probability of burnout within the follow-up that decides the level.
    pub(crate) risk_probability: f64,
    /// Log hazard ratio to the average training person.
    pub(crate) cox_risk_score: f64,
    /// Days after the run-in → probability of no burnout until then.
    pub(crate) survival: BTreeMap<String, f64>,
    /// Calibrated.
    pub(crate) forest_probability: f64,
    /// Calibrated.
    pub(crate) boosting_probability: f64,
    /// What moves the boosted model's log-odds most.
    pub(crate) top_factors: Vec<Factor>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Factor {
    pub(crate) name: String,
    pub(crate) value: FeatureValue,
    /// Log-odds that the value adds.
    pub(crate) contribution: f64,
}

impl LoadedModel {
    fn load(registry: &Registry, kind: ModelKind) -> Result<Self> {
        let name = kind.artifact();
        if registry.versions(FAMILY, name)?.is_empty() {
            bail!("no {FAMILY}/{name} in {}; train one with `fitbalance train-all`", registry.root().display());
        }
        let artifact = registry.load(FAMILY, name, VersionSelector::Latest)?;
        artifact.check_schema(kind.manifest_kind(), SCHEMA_VERSION)?;
        let encoder = artifact.read_json("label_encoders.json")?;
        let model = match kind {
            ModelKind::Cox => {
                let scaler = artifact.read_json("feature_scaler.json")?;
                let model = parse(&artifact, "cox_ph_model.json", CoxPh::from_json)?;
                FittedModel::Cox(Box::new(Pipeline { encoder, scaler, model }))
            }
            ModelKind::Forest => {
                let model = parse(&artifact, "random_forest_model.json", RandomForest::from_json)?;
                FittedModel::Forest(Box::new(TreePipeline { encoder, model }))
            }
            ModelKind::Boosting => {
                let model = parse(&artifact, "gradient_boosting_model.json", GradientBoosting::from_json)?;
                FittedModel::Boosting(Box::new(TreePipeline { encoder, model }))
            }
        };
        Ok(Self {
            model,
            calibrator: parse(&artifact, "calibrator.json", Calibrator::from_json)?,
            config: artifact.read_json("config.json")?,
            version: artifact.version().to_string(),
        })
    }

    fn calibrated(&self, people: &Table) -> Result<Vec<f64>> {
        Ok(self.calibrator.calibrate_all(&self.model.probabilities(people)?)?)
    }
}

fn parse<T, E>(artifact: &Artifact, file: &str, read: impl Fn(&str) -> Result<T, E>) -> Result<T>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let path = || artifact.path().join(file).display().to_string();
    let text = String::from_utf8(artifact.read(file)?).with_context(path)?;
    read(&text).with_context(path)
}

impl BurnoutModels {
    /// Loads the current versions below `artifacts`, after checking hashes, layout and every shape.
    pub(crate) fn load(artifacts: &Path) -> Result<Self> {
        let registry = Registry::open(artifacts)?;
        Ok(Self {
            cox: LoadedModel::load(&registry, ModelKind::Cox)?,
            forest: LoadedModel::load(&registry, ModelKind::Forest)?,
            boosting: LoadedModel::load(&registry, ModelKind::Boosting)?,
        })
    }

    fn all(&self) -> [(ModelKind, &LoadedModel); 3] {
        [(ModelKind::Cox, &self.cox), (ModelKind::Forest, &self.forest), (ModelKind::Boosting, &self.boosting)]
    }

    /// Whether any of the models only checked the pipeline.
    pub(crate) fn is_smoke(&self) -> bool {
        self.all().iter().any(|(_, loaded)| loaded.config.smoke)
    }

    /// Predicts for each row of a table with the features.
    pub(crate) fn predict(&self, people: &Table) -> Result<Predictions> {
        let FittedModel::Cox(pipeline) = &self.cox.model else { bail!("the Cox artifact holds another model") };
        let (decider, judge) = self
            .all()
            .into_iter()
            .min_by(|(_, a), (_, b)| a.config.out_of_fold_log_loss.total_cmp(&b.config.out_of_fold_log_loss))
            .context("there are three models")?;
        let risk = judge.calibrated(people)?;
        let survival = pipeline.model.survival(pipeline.features(people)?.view(), &TIMES_DAYS, None)?;
        let scores = pipeline.risk_scores(people)?;
        let (forest, boosting) = (self.forest.calibrated(people)?, self.boosting.calibrated(people)?);
        let contributions = Contributions::of(&self.boosting.model, people)?;
        let values = feature_values(people, &contributions.features)?;
        let person = |(row, user_id): (usize, String)| PersonPrediction {
            user_id,
            risk_level: RiskLevel::of(risk[row]),
            risk_probability: risk[row],
            cox_risk_score: scores[row],
            survival: TIMES_DAYS
                .iter()
                .zip(survival.row(row))
                .map(|(time, share)| (time.to_string(), *share))
                .collect(),
            forest_probability: forest[row],
            boosting_probability: boosting[row],
            top_factors: contributions
                .ranked(row)
                .into_iter()
                .take(N_FACTORS)
                .map(|feature| Factor {
                    name: contributions.features[feature].clone(),
                    value: values[feature][row].clone(),
                    contribution: contributions.values[[row, feature]],
                })
                .collect(),
        };
        Ok(Predictions {
            models: self.all().into_iter().map(|(kind, loaded)| (kind.artifact(), loaded.version.clone())).collect(),
            level_model: decider.artifact(),
            level_thresholds: RiskLevel::THRESHOLDS.iter().map(|(level, lowest)| (level.name(), *lowest)).collect(),
            people: user_ids(people)?.into_iter().enumerate().map(person).collect(),
        })
    }

    /// Says which values lie outside of what the training people had: predictions for them are guesses.
    pub(crate) fn out_of_range(&self, people: &Table) -> Result<Vec<String>> {
        let mut notes = Vec::new();
        for (feature, [low, high]) in &self.boosting.config.feature_ranges {
            let values = people.numeric(feature)?;
            let outside: Vec<usize> = (0..values.len()).filter(|&row| !(*low..=*high).contains(&values[row])).collect();
            if let Some(&first) = outside.first() {
                let others = match outside.len() - 1 {
                    0 => String::new(),
                    n => format!(" (and {n} more)"),
                };
                notes.push(format!(
                    "{}, column `{feature}`: {} is outside of what the models have seen, {low} to {high}{others}",
                    people.place(first),
                    values[first]
                ));
            }
        }
        Ok(notes)
    }
}

/// The users' ids, or their row numbers from 1 if the table has none.
pub(crate) fn user_ids(people: &Table) -> Result<Vec<String>> {
    if people.column_names().contains(&"user_id") {
        return Ok(people.strings("user_id")?);
    }
    Ok((1..=people.n_rows()).map(|row| row.to_string()).collect())
}
