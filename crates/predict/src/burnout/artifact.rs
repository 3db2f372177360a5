//! The files that a burnout model's prediction needs.

use std::collections::BTreeMap;

use ensembles::{Calibrator, CalibratorInput, GradientBoosting, RandomForest};
use registry::{Artifact, Draft};
use serde::{Deserialize, Serialize};
use survival::CoxPh;
use words::{RiskLevel, RunInFeature};

use super::model::{BurnoutKind, BurnoutModel, CoxPipeline, TreePipeline};
use crate::error::{Result, by_model, in_file};
use crate::models::ArtifactSpec;

/// A fitted burnout model with how it was made and what makes probabilities of its scores.
#[derive(Debug, Clone, PartialEq)]
pub struct BurnoutArtifact {
    /// How it was made, and what its answers mean.
    pub config: BurnoutConfig,
    /// The model.
    pub model: BurnoutModel,
    /// Takes the model's probabilities.
    pub calibrator: Calibrator,
}

/// `config.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BurnoutConfig {
    /// Which model it is.
    pub model: BurnoutKind,
    /// How it was fitted.
    pub parameters: serde_json::Value,
    /// Columns that are read, in order.
    pub features: Vec<RunInFeature>,
    /// Column of the time that was fitted to.
    pub time: String,
    /// Column of the event that was fitted to.
    pub event: String,
    /// Probabilities are of burnout within so many days after the run-in.
    pub horizon_days: f64,
    /// Lowest calibrated probability of each level above `low`.
    pub level_thresholds: RiskThresholds,
    /// Seed of the synthetic people.
    pub data_seed: u64,
    /// Whether it only checked the pipeline.
    pub smoke: bool,
    /// Log-loss of calibrated out-of-fold predictions of training people.
    pub out_of_fold_log_loss: f64,
    /// Lowest and highest value of each numeric feature among the training people.
    pub feature_ranges: BTreeMap<RunInFeature, [f64; 2]>,
}

/// Lowest probability of each level above [`RiskLevel::Low`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RiskThresholds {
    pub critical: f64,
    pub high: f64,
    pub moderate: f64,
}

impl RiskThresholds {
    /// Around the 28 % of the synthetic people who burn out: a product decision.
    pub const USUAL: Self = Self { critical: 0.60, high: 0.35, moderate: 0.15 };

    /// The level of a calibrated probability.
    pub fn level_of(&self, probability: f64) -> RiskLevel {
        match probability {
            p if p >= self.critical => RiskLevel::Critical,
            p if p >= self.high => RiskLevel::High,
            p if p >= self.moderate => RiskLevel::Moderate,
            _ => RiskLevel::Low,
        }
    }

    /// Levels with their lowest probabilities, ascending.
    pub fn ascending(&self) -> [(RiskLevel, f64); 3] {
        [(RiskLevel::Moderate, self.moderate), (RiskLevel::High, self.high), (RiskLevel::Critical, self.critical)]
    }

    fn are_ascending(&self) -> bool {
        0.0 < self.moderate && self.moderate < self.high && self.high < self.critical && self.critical < 1.0
    }
}

impl BurnoutKind {
    /// Where its artifact is in a registry.
    pub const fn spec(self) -> ArtifactSpec {
        let (kind, label) = match self {
            Self::Cox => ("burnout-cox", "Cox model of burnout"),
            Self::Forest => ("burnout-random-forest", "random forest of burnout"),
            Self::Boosting => ("burnout-gradient-boosting", "gradient boosting of burnout"),
        };
        ArtifactSpec { family: "burnout", model: self.name(), kind, schema_version: 3, label }
    }
}

impl BurnoutArtifact {
    const CONFIG: &str = "config.json";
    const ENCODER: &str = "label_encoders.json";
    const SCALER: &str = "feature_scaler.json";
    const CALIBRATOR: &str = "calibrator.json";

    /// Writes the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry), or [`Error::Model`](crate::Error::Model) for a number that JSON has no form for.
    pub fn write(&self, draft: &Draft) -> Result<()> {
        let json = match &self.model {
            BurnoutModel::Cox(pipeline) => {
                draft.write_json(Self::SCALER, &pipeline.scaler)?;
                pipeline.model.to_json().map_err(by_model("Cox model"))?
            }
            BurnoutModel::Forest(pipeline) => pipeline.model.to_json().map_err(by_model("random forest"))?,
            BurnoutModel::Boosting(pipeline) => pipeline.model.to_json().map_err(by_model("gradient boosting"))?,
        };
        draft.write(&model_file(self.model.kind()), json)?;
        draft.write_json(Self::ENCODER, self.model.encoder())?;
        draft.write(Self::CALIBRATOR, self.calibrator.to_json().map_err(by_model("calibrator"))?)?;
        Ok(draft.write_json(Self::CONFIG, &self.config)?)
    }

    /// Reads and checks the files.
    ///
    /// # Errors
    ///
    /// [`Error::Registry`](crate::Error::Registry), [`Error::Artifact`](crate::Error::Artifact).
    pub fn read(artifact: &Artifact, kind: BurnoutKind) -> Result<Self> {
        let config: BurnoutConfig = artifact.read_json(Self::CONFIG)?;
        let fail = |reason: &str| in_file(artifact, Self::CONFIG)(reason.to_owned());
        if config.model != kind || config.features != RunInFeature::ALL {
            return Err(fail("it is the configuration of another model, or of one of other features"));
        }
        if !(config.level_thresholds.are_ascending() && config.horizon_days > 0.0) {
            return Err(fail("its levels do not ascend within 0 and 1, or its horizon is none"));
        }
        let (encoder, file) = (artifact.read_json(Self::ENCODER)?, model_file(kind));
        let model = match kind {
            BurnoutKind::Cox => {
                let (scaler, model) = (artifact.read_json(Self::SCALER)?, parse(artifact, &file, CoxPh::from_json)?);
                BurnoutModel::Cox(CoxPipeline { encoder, scaler, model })
            }
            BurnoutKind::Forest => {
                let model = parse(artifact, &file, RandomForest::from_json)?;
                BurnoutModel::Forest(TreePipeline { encoder, model })
            }
            BurnoutKind::Boosting => {
                let model = parse(artifact, &file, GradientBoosting::from_json)?;
                BurnoutModel::Boosting(TreePipeline { encoder, model })
            }
        };
        check_width(artifact, &file, &model)?;
        let calibrator = parse(artifact, Self::CALIBRATOR, Calibrator::from_json)?;
        if calibrator.input() != CalibratorInput::Probability {
            let reason = "it takes scores, but models of burnout give probabilities";
            return Err(in_file(artifact, Self::CALIBRATOR)(reason));
        }
        Ok(Self { config, model, calibrator })
    }
}

fn model_file(kind: BurnoutKind) -> String {
    format!("{}.json", kind.name())
}

/// Refuses a model that takes other columns than its encoder makes.
fn check_width(artifact: &Artifact, file: &str, model: &BurnoutModel) -> Result<()> {
    let names = match model {
        BurnoutModel::Cox(pipeline) if pipeline.scaler.columns() != pipeline.encoder.columns() => {
            return Err(in_file(artifact, BurnoutArtifact::SCALER)("its columns are not those of the encoder"));
        }
        BurnoutModel::Cox(pipeline) => pipeline.model.covariates(),
        BurnoutModel::Forest(pipeline) => pipeline.model.feature_names(),
        BurnoutModel::Boosting(pipeline) => pipeline.model.feature_names(),
    };
    if names == model.encoder().columns() {
        return Ok(());
    }
    Err(in_file(artifact, file)("its columns are not those of the encoder"))
}

fn parse<T, E>(artifact: &Artifact, file: &str, read: impl Fn(&str) -> Result<T, E>) -> Result<T>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let text = String::from_utf8(artifact.read(file)?).map_err(in_file(artifact, file))?;
    read(&text).map_err(in_file(artifact, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_begin_at_their_thresholds() {
        use RiskLevel::{Critical, High, Low, Moderate};

        let levels = [0.0, 0.149, 0.15, 0.35, 0.599, 0.6].map(|p| RiskThresholds::USUAL.level_of(p));
        assert_eq!(levels, [Low, Low, Moderate, High, High, Critical]);
    }
}
