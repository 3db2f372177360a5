//! Daily records of people at risk of burnout, with a known hazard.

mod features;
mod hazard;
mod metric;
mod params;
mod processes;
mod profile;
#[cfg(feature = "polars")]
mod tables;
mod user;

pub use features::RunInFeatures;
pub use hazard::{AVERAGING_DAYS, Covariate, Outcome, UPDATE_DAYS, covariates};
pub use metric::{DailyMetrics, metric_description, metric_limits};
pub use params::BurnoutParams;
pub use profile::{Archetype, Occupation, Profile};
#[cfg(feature = "polars")]
pub use tables::write_burnout;
pub use user::{BurnoutGenerator, BurnoutUser, RiskInterval, Truth};
