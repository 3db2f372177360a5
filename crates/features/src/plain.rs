//! Columns in memory.

use std::collections::BTreeMap;

use crate::columns::Columns;
use crate::error::{ColumnError, Error, Result};

/// Columns that are vectors of numbers or of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainColumns {
    n_rows: usize,
    columns: BTreeMap<String, Values>,
}

#[derive(Debug, Clone, PartialEq)]
enum Values {
    Numbers(Vec<f64>),
    Texts(Vec<String>),
}

impl PlainColumns {
    /// No columns yet, of this many rows.
    pub fn new(n_rows: usize) -> Self {
        Self { n_rows, columns: BTreeMap::new() }
    }

    /// Adds a column of numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Length`], [`Error::Repeated`], or [`Error::NotFinite`] with the row.
    pub fn with_numbers(self, column: &str, numbers: Vec<f64>) -> Result<Self> {
        if let Some(row) = numbers.iter().position(|number| !number.is_finite()) {
            return Err(Error::NotFinite { column: column.to_owned(), row: row + 1, value: numbers[row] });
        }
        let got = numbers.len();
        self.with(column, got, Values::Numbers(numbers))
    }

    /// Adds a column of categories.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] or [`Error::Repeated`].
    pub fn with_texts<T: Into<String>>(self, column: &str, texts: impl IntoIterator<Item = T>) -> Result<Self> {
        let texts: Vec<String> = texts.into_iter().map(Into::into).collect();
        let got = texts.len();
        self.with(column, got, Values::Texts(texts))
    }

    fn with(mut self, column: &str, got: usize, values: Values) -> Result<Self> {
        let (column, expected) = (column.to_owned(), self.n_rows);
        if got != expected {
            return Err(Error::Length { column, expected, got });
        }
        if self.columns.insert(column.clone(), values).is_some() {
            return Err(Error::Repeated { column });
        }
        Ok(self)
    }

    fn column(&self, column: &str) -> Result<&Values, ColumnError> {
        let known = || self.columns.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let unknown = || format!("there is no column `{column}`: expected one of {}", known());
        self.columns.get(column).ok_or_else(|| unknown().into())
    }
}

impl Columns for PlainColumns {
    fn n_rows(&self) -> usize {
        self.n_rows
    }

    fn has_column(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    fn is_categorical(&self, column: &str) -> Result<bool, ColumnError> {
        Ok(matches!(self.column(column)?, Values::Texts(_)))
    }

    fn numbers(&self, column: &str) -> Result<Vec<f64>, ColumnError> {
        match self.column(column)? {
            Values::Numbers(numbers) => Ok(numbers.clone()),
            Values::Texts(texts) => {
                let value = texts.first().map(String::as_str).unwrap_or_default();
                Err(format!("column `{column}` holds texts such as `{value}`: expected numbers").into())
            }
        }
    }

    fn texts(&self, column: &str) -> Result<Vec<String>, ColumnError> {
        Ok(match self.column(column)? {
            Values::Numbers(numbers) => numbers.iter().map(f64::to_string).collect(),
            Values::Texts(texts) => texts.clone(),
        })
    }
}
