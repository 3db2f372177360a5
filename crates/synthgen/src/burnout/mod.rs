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

pub use features::{EVENT_COLUMN, FEATURES, RunInFeatures, TIME_COLUMN};
pub use hazard::{AVERAGING_DAYS, Covariate, Outcome, UPDATE_DAYS, covariates};
pub use metric::{DailyMetrics, Metric};
pub use params::{BurnoutParams, RUN_IN_DAYS};
pub use profile::{Archetype, Gender, Occupation, Profile};
pub use user::{BurnoutGenerator, BurnoutUser, RiskInterval, Truth};
pub use write::write_burnout;
