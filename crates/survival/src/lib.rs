#![doc = "x"]

mod error;
mod target;
mod params;
mod fit;
mod model;
mod predict;
mod residuals;
mod inference;
mod persistence;
mod path;
mod cross_validation;
mod concordance;
mod kaplan_meier;
mod proportional_hazards;
mod risk_sets;
mod running_sum;
mod design;
mod partial_likelihood;
mod risk_set_means;
mod score_residuals;
mod newton;
mod elastic_net;
mod quadratic;
mod linalg;

pub use concordance::{Concordance, concordance_index};
pub use cross_validation::CrossValidation;
pub use error::{Error, Result};
pub use inference::{ChiSquareTest, CoefficientRow};
pub use kaplan_meier::KaplanMeier;
pub use model::{BaselineHazard, CoxPh};
pub use params::{CoxParams, Ties};
pub use path::{CoxPath, PathOptions, PathPoint};
pub use persistence::SCHEMA_VERSION;
pub use proportional_hazards::ProportionalHazardsTest;
pub use target::SurvivalTarget;
