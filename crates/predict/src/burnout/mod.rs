//! Risk of burnout: the three models of the artifacts, what they are asked and what they answer.

mod answer;
mod artifact;
mod contributions;
mod model;
mod predictor;
mod request;

pub use answer::{
    BurnoutAnswer, BurnoutExplanation, ContributionUnit, ExplainedFeature, ExplainedPerson, Factor, FeatureValue,
    PersonRisk,
};
pub use artifact::{BurnoutArtifact, BurnoutConfig, RiskThresholds};
pub use contributions::Contributions;
pub use model::{BurnoutKind, BurnoutModel, CoxPipeline, TreePipeline};
pub use predictor::BurnoutPredictor;
pub use request::PersonFeatures;
