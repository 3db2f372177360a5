#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]

mod brier;
mod concordance;
mod cross_validation;
mod design;
mod elastic_net;
mod error;
mod fit;
mod inference;
mod kaplan_meier;
mod linalg;
mod log_rank;
mod model;
mod newton;
mod parallel;
mod params;
mod partial_likelihood;
mod path;
#[cfg(feature = "serde")]
mod persistence;
mod predict;
mod proportional_hazards;
mod quadratic;
mod r_format;
mod residuals;
mod risk_set_means;
mod risk_sets;
mod running_sum;
mod schoenfeld;
mod score_residuals;
mod summary;
mod target;

pub use brier::brier_terms;
pub use concordance::{Concordance, concordance_index};
pub use cross_validation::CrossValidation;
pub use error::{Error, Result};
pub use inference::{ChiSquareTest, CoefficientRow};
pub use kaplan_meier::{BandScale, KaplanMeier};
pub use log_rank::{LogRankTest, log_rank_test};
pub use model::{BaselineHazard, CoxPh};
pub use ndarray;
pub use params::{CoxParams, Ties};
pub use path::{CoxPath, PathOptions, PathPoint};
#[cfg(feature = "serde")]
pub use persistence::SCHEMA_VERSION;
pub use proportional_hazards::ProportionalHazardsTest;
pub use schoenfeld::SchoenfeldResiduals;
pub use target::SurvivalTarget;

/// The examples of the README; some save models.
#[cfg(all(doctest, feature = "serde"))]
#[doc = include_str!("../README.md")]
struct Readme;
