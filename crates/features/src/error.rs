//! What can be wrong with features.

use crate::formula::FormulaError;

/// What a table says of a column that it cannot give.
pub type ColumnError = Box<dyn std::error::Error + Send + Sync>;

/// Why a design matrix cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message says what its fields are")]
pub enum Error {
    /// A column cannot be read: the table's own words.
    #[error(transparent)]
    Column(#[from] ColumnError),
    /// A text that is no formula, or one with columns left open.
    #[error(transparent)]
    Formula(#[from] FormulaError),
    /// A function of columns without a finite value.
    #[error("{row}: `{expression}` is {value}{inputs}: expected a finite number")]
    NotCalculated { row: String, expression: String, value: f64, inputs: String },
    /// An interaction that no row has.
    #[error("`{term}` is 0 in all rows: there is nothing to compare")]
    EmptyProduct { term: String },
    /// Knots of a spline that do not differ.
    #[error("`{spline}`: {why}")]
    Knots { spline: String, why: String },
    /// A covariate is listed twice.
    #[error("covariate `{column}` is listed twice")]
    Repeated { column: String },
    /// A category that the training data did not have.
    #[error("{row}, column `{column}`: unknown level `{value}`, expected one of {known}")]
    UnknownLevel { row: String, column: String, value: String, known: String },
    /// A stated reference level that no row has.
    #[error("column `{column}` has no level `{level}` to compare with, expected one of {known}")]
    UnknownReference { column: String, level: String, known: String },
    /// A categorical column with a single level.
    #[error("column `{column}` has the one level `{level}` in all rows: there is nothing to compare")]
    OneLevel { column: String, level: String },
    /// A categorical column that names rather than groups.
    #[error("column `{column}` has {n_levels} different texts, at most {most} can be categories: leave it out")]
    TooManyLevels { column: String, n_levels: usize, most: usize },
    /// A column of vectors has another length than the others.
    #[error("column `{column}` has {got} values, expected {expected}")]
    Length { column: String, expected: usize, got: usize },
    /// A number is NaN or infinite.
    #[error("row {row}, column `{column}`: `{value}` is not a finite number")]
    NotFinite { column: String, row: usize, value: f64 },
    /// A column without spread cannot be scaled.
    #[error("column `{column}` is constant ({value}) in all rows: it cannot be scaled")]
    Constant { column: String, value: f64 },
    /// Another number of columns than the scaler was fitted to.
    #[error("expected {expected} columns, got {got}")]
    Width { expected: usize, got: usize },
    /// A saved encoder or scaler whose parts do not fit together.
    #[error("saved {what} is not valid: {reason}")]
    Malformed { what: &'static str, reason: &'static str },
    /// A saved encoder or scaler of another version.
    #[error("saved {what} has schema version {got}, this version reads {expected}")]
    SchemaVersion { what: &'static str, expected: u32, got: u32 },
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
