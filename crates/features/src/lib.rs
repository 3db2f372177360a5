#![doc = include_str!("../README.md")]

mod columns;
mod encoder;
mod error;
mod formula;
mod plain;
mod scaler;
mod spline;
mod stated;
mod term;
#[cfg(test)]
mod tests;

pub use columns::Columns;
pub use encoder::DesignEncoder;
pub use error::{ColumnError, Error, Result};
pub use formula::{Formula, FormulaError};
pub use ndarray;
pub use plain::PlainColumns;
pub use scaler::StandardScaler;
pub use stated::{Order, Stated};

/// Version of the form in which encoders and scalers are written.
const SCHEMA_VERSION: u32 = 1;
