//! From a table's columns to a numeric design matrix, the same way at training and at prediction.

mod encoder;
mod error;
mod scaler;
#[cfg(test)]
mod tests;

pub use encoder::DesignEncoder;
pub use error::FeatureError;
pub use scaler::StandardScaler;

/// Version of the JSON of encoders and scalers.
const SCHEMA_VERSION: u32 = 1;
