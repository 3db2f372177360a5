//! What an encoder reads of a table.

use crate::error::ColumnError;

/// Named columns of equal length.
///
/// Errors say in their own words what is wrong and where: they reach the caller as they are.
pub trait Columns {
    /// Number of rows.
    fn n_rows(&self) -> usize;

    /// Whether there is a column of this name.
    fn has_column(&self, column: &str) -> bool;

    /// Whether a column holds categories rather than numbers.
    ///
    /// # Errors
    ///
    /// If there is no such column.
    fn is_categorical(&self, column: &str) -> Result<bool, ColumnError>;

    /// A column as finite numbers, one a row.
    ///
    /// # Errors
    ///
    /// If there is no such column, or a value is missing or no finite number.
    fn numbers(&self, column: &str) -> Result<Vec<f64>, ColumnError>;

    /// A column as texts, one a row.
    ///
    /// # Errors
    ///
    /// If there is no such column, or a value is missing.
    fn texts(&self, column: &str) -> Result<Vec<String>, ColumnError>;

    /// The level of a categorical column that the others are compared with, if somebody stated it.
    fn reference(&self, _column: &str) -> Option<&str> {
        None
    }

    /// What messages call a row, counted from 0, such as `row 3` or a file and a line.
    fn row_name(&self, row: usize) -> String {
        format!("row {}", row + 1)
    }
}
