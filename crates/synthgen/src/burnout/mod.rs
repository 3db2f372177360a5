//! Daily records of people at risk of burnout, with a known hazard.

mod features;
mod frame;
mod hazard;
mod metric;
mod params;
mod processes;
mod profile;
mod truth;
mod user;
mod write;

pub use features::RunInFeatures;
pub use hazard::{AVERAGING_DAYS, Covariate, Outcome, UPDATE_DAYS, covariates};
pub use metric::{DailyMetrics, metric_limits};
pub use params::BurnoutParams;
pub use profile::{Archetype, Occupation, Profile};
pub use user::{BurnoutGenerator, BurnoutUser, RiskInterval, Truth};
pub use write::write_burnout;
