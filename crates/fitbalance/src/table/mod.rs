//! A data set in memory, checked where it is used.

mod cells;
mod complete;
mod csv;
mod dates;
mod decimals;
mod design;
mod error;
mod limits;
mod options;
mod read;
mod records;
mod stated;
mod suggest;
mod survey;
mod usable;

use features::{ColumnError, Columns, Stated};
use polars::prelude::{DataFrame, IdxCa, IdxSize, PlSmallStr};

use cells::Value;
pub(crate) use complete::Missing;
pub(crate) use design::{Covariates, Design};
pub(crate) use error::{Position, TableError};
pub(crate) use options::{DecimalMark, ReadOptions};
pub use read::panics_are_caught;
pub(crate) use survey::{ColumnSummary, LeftOut, NotTaken, reasons};

/// A data set in memory: named columns of equal length that are checked when they are used.
///
/// Text files are kept as text, so that a column is judged by what it is used for: `007` may be a stratum and a
/// number, and an odd value in an unused column does no harm. In CSV an empty field is missing, and what R, Python, SAS, the
/// UCI archive and spreadsheets write for it; in Parquet null and NaN are.
///
/// # Units
///
/// Rows count from 1 in every message, as they stand in the file, also after rows were dropped or selected.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    frame: DataFrame,
    names: Vec<String>,
    /// Columns of types that cannot be used: an error once they are asked for.
    refused: Vec<Refused>,
    /// Columns that name rows: without a name of their own, or the index of a frame of pandas.
    row_names: Vec<String>,
    /// Columns that the file says to hold groups, whatever their values.
    groups: Vec<String>,
    /// What was found out of the file rather than stated, for people to check.
    remarks: Vec<String>,
    /// What was stated of the columns.
    stated: Stated,
    origin: Origin,
}

/// A column that cannot be used.
#[derive(Debug, Clone)]
struct Refused {
    column: String,
    why: Refusal,
}

#[derive(Debug, Clone)]
enum Refusal {
    /// Its values are no single values, or of a type that is not read.
    Type { found: String, hint: &'static str },
    /// A comma in its numbers (the first in data row `row`, from 0) may mean two things.
    Comma { row: usize, value: String },
}

impl Refused {
    fn error(&self, origin: &Origin) -> TableError {
        let (file, column) = (origin.file.clone(), self.column.clone());
        match &self.why {
            Refusal::Type { found, hint } => TableError::UnsupportedType { file, column, found: found.clone(), hint },
            Refusal::Comma { row, value } => {
                TableError::UnclearComma { file, column, at: origin.position_in_file(*row), value: value.clone() }
            }
        }
    }
}

/// Where a table came from: everything a message needs.
#[derive(Debug, Clone)]
struct Origin {
    file: String,
    format: Format,
    /// Data rows (from 0) of the file that this table holds; `None` if all of them, in order.
    rows: Option<Vec<usize>>,
}

#[derive(Debug, Clone)]
enum Format {
    /// `lines[i]` is the line on which data row i begins, `None` if rows and lines go together; `missing` are spellings of a
    /// missing value beside the usual ones.
    Csv { lines: Option<Vec<usize>>, missing: Vec<String> },
    /// Columns know their types.
    Typed,
}

impl Table {
    /// Takes a polars frame as a table; `name` stands for the file in messages.
    ///
    /// # Errors
    ///
    /// [`TableError::NoRows`] if there is none, [`TableError::UnsupportedType`] if a column holds lists or structures.
    pub(crate) fn from_frame(frame: DataFrame, name: &str) -> Result<Self, TableError> {
        let table = Self::new(frame, name.to_owned(), Format::Typed);
        table.check_types()?;
        if table.n_rows() == 0 {
            return Err(TableError::NoRows { file: table.origin.file, n_columns: table.frame.width() });
        }
        Ok(table)
    }

    fn new(frame: DataFrame, file: String, format: Format) -> Self {
        let names = frame.get_column_names().into_iter().map(ToString::to_string).collect();
        Self {
            frame,
            names,
            refused: Vec::new(),
            row_names: Vec::new(),
            groups: Vec::new(),
            remarks: Vec::new(),
            stated: Stated::default(),
            origin: Origin { file, format, rows: None },
        }
    }

    /// What was stated of the columns.
    pub(crate) fn stated(&self) -> &Stated {
        &self.stated
    }

    /// What was found out of the file rather than stated, such as its separator: for people to check.
    pub(crate) fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The same table with the names of its columns in lower case, as they are asked for: people write `Pregnant` and `Weight_kg` as well.
    ///
    /// # Errors
    ///
    /// [`TableError::DuplicateColumn`] if two are the same then
    pub(crate) fn with_lowercase_names(mut self) -> Result<Self, TableError> {
        let names: Vec<String> = self.names.iter().map(|name| name.trim().to_lowercase()).collect();
        for (second, column) in names.iter().enumerate() {
            if let Some(first) = names[..second].iter().position(|name| name == column) {
                let (file, column) = (self.origin.file, column.clone());
                return Err(TableError::DuplicateColumn {
                    file,
                    column,
                    first: first + 1,
                    second: second + 1,
                    hint: "",
                });
            }
        }
        self.frame.set_column_names(&names).expect("as many names as columns, each once");
        self.refused.iter_mut().for_each(|refused| refused.column = refused.column.trim().to_lowercase());
        self.names = names;
        Ok(self)
    }

    /// The file as it was named by the caller.
    pub(crate) fn file(&self) -> &str {
        &self.origin.file
    }

    /// Number of a row in the file, from 1.
    pub(crate) fn row_number(&self, row: usize) -> usize {
        self.origin.row(row) + 1
    }

    /// Names of all columns, in the order of the file.
    pub(crate) fn column_names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }

    /// Checks that every column is there, before any work is done.
    ///
    /// # Errors
    ///
    /// [`TableError::UnknownColumn`] names the first that is not, and what may have been meant.
    pub(crate) fn require(&self, columns: &[impl AsRef<str>]) -> Result<(), TableError> {
        for column in columns {
            self.column(column.as_ref())?;
        }
        Ok(())
    }

    /// Reads a column as finite numbers.
    ///
    /// # Errors
    ///
    /// Names file, column, row and value of the first that is missing, no number, or infinite.
    pub(crate) fn numeric(&self, column: &str) -> Result<Vec<f64>, TableError> {
        match self.stated.order(column) {
            Some(order) => self.collect(column, |at, value| self.rank(column, order, at, value)),
            None if self.stated.is_date(column) => self.days(column),
            None => self.collect(column, |at, value| self.number(column, at, value)),
        }
    }

    /// Reads a column as numbers above 0, which are called `what` in the message.
    ///
    /// # Errors
    ///
    /// As [`Table::numeric`], and for the first that is not above 0.
    pub(crate) fn positive(&self, column: &str, what: &'static str) -> Result<Vec<f64>, TableError> {
        let values = self.numeric(column)?;
        match values.iter().position(|value| *value <= 0.0) {
            Some(row) => Err(TableError::NotPositive {
                file: self.origin.file.clone(),
                column: column.to_owned(),
                at: self.origin.position(row),
                what,
                value: values[row],
            }),
            None => Ok(values),
        }
    }

    /// Reads a column as finite numbers, some of which may be missing.
    ///
    /// # Errors
    ///
    /// As [`Table::numeric`], but for missing values.
    pub(crate) fn numeric_or_missing(&self, column: &str) -> Result<Vec<Option<f64>>, TableError> {
        let mut numbers = Vec::with_capacity(self.n_rows());
        self.visit(column, |row, value| {
            let number = value.map(|value| self.number(column, self.origin.position(row), value)).transpose()?;
            numbers.push(number);
            Ok(())
        })?;
        Ok(numbers)
    }

    fn number(&self, column: &str, at: Position, value: Value<'_>) -> Result<f64, TableError> {
        let number = value.as_number();
        let (file, column) = (self.origin.file.clone(), column.to_owned());
        match number {
            Some(number) if f64::is_finite(number) => Ok(number),
            Some(_) => Err(TableError::NotFinite { file, column, at, value: value.to_string() }),
            None => Err(TableError::NotANumber { file, column, at, value: value.to_string() }),
        }
    }

    /// Reads a column as event indicators: 0 or false is censored, 1 or true is an event.
    ///
    /// # Errors
    ///
    /// As [`Table::numeric`]; R's coding 1 = censored, 2 = event is refused, because a column of ones could be either.
    pub(crate) fn event(&self, column: &str) -> Result<Vec<bool>, TableError> {
        self.collect(column, |at, value| {
            value.as_event().ok_or_else(|| TableError::NotAnEvent {
                file: self.origin.file.clone(),
                column: column.to_owned(),
                at,
                value: value.to_string(),
                hint: if value.is_number(2.0) { "; recode 1/2 to 0/1 if 2 means an event" } else { "" },
            })
        })
    }

    /// Reads a column as text, whatever its type: for strata, clusters and categories. CSV text is given as it
    /// stands in the file, whole numbers without a decimal point.
    ///
    /// # Errors
    ///
    /// [`TableError::MissingValue`] for the first that is missing.
    pub(crate) fn strings(&self, column: &str) -> Result<Vec<String>, TableError> {
        self.collect(column, |_, value| Ok(value.to_string()))
    }

    /// Whether a column holds categories rather than numbers: booleans, dates and text. A CSV column counts as
    /// categories if at least half of its values are no numbers, so that a stray word in a column of numbers is
    /// reported by [`Table::numeric`] instead of being taken for a category.
    pub(crate) fn holds_categories(&self, column: &str) -> Result<bool, TableError> {
        if let Some(holds) = self.stated.holds_categories(column) {
            return self.column(column).map(|_| holds);
        }
        if self.groups.iter().any(|name| name == column) {
            return self.column(column).map(|_| true);
        }
        let (mut n_values, mut n_numbers) = (0_usize, 0_usize);
        self.visit(column, |_, value| {
            n_values += usize::from(value.is_some());
            n_numbers += usize::from(value.is_some_and(|value| value.as_number().is_some()));
            Ok(())
        })?;
        Ok(n_values > 0 && 2 * n_numbers <= n_values)
    }

    /// Selects rows by index (from 0), in the order given; an index may repeat.
    ///
    /// # Panics
    ///
    /// If an index is not below [`Table::n_rows`].
    #[must_use]
    pub(crate) fn take(&self, rows: &[usize]) -> Self {
        let index = |&row: &usize| IdxSize::try_from(row).expect("polars frames have fewer than 2^32 rows");
        let indices = IdxCa::from_vec(PlSmallStr::EMPTY, rows.iter().map(index).collect());
        Self {
            frame: self.frame.take(&indices).expect("row indices must be below the number of rows"),
            names: self.names.clone(),
            refused: self.refused.clone(),
            row_names: self.row_names.clone(),
            groups: self.groups.clone(),
            remarks: self.remarks.clone(),
            stated: self.stated.clone(),
            origin: Origin {
                file: self.origin.file.clone(),
                format: self.origin.format.clone(),
                rows: Some(rows.iter().map(|&row| self.origin.row(row)).collect()),
            },
        }
    }
}

impl Columns for Table {
    fn n_rows(&self) -> usize {
        self.frame.height()
    }

    fn has_column(&self, column: &str) -> bool {
        self.names.iter().any(|name| name == column)
    }

    fn reference(&self, column: &str) -> Option<&str> {
        self.stated.reference(column)
    }

    fn is_categorical(&self, column: &str) -> Result<bool, ColumnError> {
        Ok(self.holds_categories(column)?)
    }

    fn numbers(&self, column: &str) -> Result<Vec<f64>, ColumnError> {
        Ok(self.numeric(column)?)
    }

    fn texts(&self, column: &str) -> Result<Vec<String>, ColumnError> {
        Ok(self.strings(column)?)
    }

    /// File, row and line.
    fn row_name(&self, row: usize) -> String {
        format!("`{}`, {}", self.origin.file, self.origin.position(row))
    }
}

impl Origin {
    /// Data row of the file (from 0) that is row `row` of the table.
    fn row(&self, row: usize) -> usize {
        self.rows.as_ref().map_or(row, |rows| rows[row])
    }

    fn position(&self, row: usize) -> Position {
        self.position_in_file(self.row(row))
    }

    /// Where data row `row` (from 0) of the file stands.
    fn position_in_file(&self, row: usize) -> Position {
        let line = match &self.format {
            Format::Csv { lines: Some(lines), .. } => Some(lines[row]),
            Format::Csv { lines: None, .. } => Some(row + 2),
            Format::Typed => None,
        };
        Position { row: row + 1, line }
    }
}

#[cfg(test)]
mod tests;
