//! What can be wrong with a table, and where.

use std::fmt;
use std::io;

use polars::prelude::PolarsError;

/// Why a table cannot be read, or a column not be used as asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum TableError {
    /// The operating system refused.
    #[error("cannot read `{file}`")]
    Io { file: String, source: io::Error },

    /// The path names a folder.
    #[error("`{file}` is a folder: expected a CSV or Parquet file")]
    Directory { file: String },

    /// The file has no bytes, or white space only.
    #[error("`{file}` is empty: expected a header and at least one row")]
    Empty { file: String },

    /// The file has a header or a schema and nothing else.
    #[error("`{file}` has {n_columns} columns but no rows: expected at least one")]
    NoRows { file: String, n_columns: usize },

    /// The first bytes are those of another format.
    #[error("`{file}` looks like {found}: expected a CSV or Parquet file")]
    UnknownFormat { file: String, found: &'static str },

    /// The bytes are no text in the encoding.
    #[error(
        "`{file}`, line {line}: byte {byte:#04x} is not valid {encoding}: save the file as UTF-8, or say how it is written (`--encoding latin1`)"
    )]
    BadEncoding { file: String, line: usize, byte: u8, encoding: &'static str },

    /// A quote opens a field and none closes it.
    #[error("`{file}`, line {line}: a quote is opened here and never closed")]
    UnclosedQuote { file: String, line: usize },

    /// A quote stands within a field that is not quoted, or text follows a closing quote.
    #[error("`{file}`, line {line}: a quote within a field: expected the field in quotes and the quotes in it doubled")]
    StrayQuote { file: String, line: usize },

    /// A carriage return that ends no line, in a file with line feeds.
    #[error("`{file}`, line {line}: a carriage return within a line: expected lines that all end alike")]
    StrayReturn { file: String, line: usize },

    /// A row has more or fewer fields than the header.
    #[error("`{file}`, line {line}: expected {expected} fields as in the header, got {got}")]
    RaggedRow { file: String, line: usize, expected: usize, got: usize },

    /// Two columns share a name.
    #[error("`{file}` has two columns named `{column}`, number {first} and {second}: expected unique names{hint}")]
    DuplicateColumn { file: String, column: String, first: usize, second: usize, hint: &'static str },

    /// The text passed all checks, yet the CSV reader refuses it.
    #[error("`{file}` cannot be read as CSV")]
    Csv { file: String, source: PolarsError },

    /// The CSV reader counts other rows than the check did.
    #[error("`{file}` has {expected} rows after its header, but the CSV reader finds {got}: is a line blank?")]
    RowCount { file: String, expected: usize, got: usize },

    /// The file ends early, or its bytes are damaged.
    #[error("`{file}` cannot be read as Parquet: it is truncated or damaged")]
    Parquet { file: String, source: PolarsError },

    /// The footer is whole, but a page of values is not.
    #[error("`{file}` cannot be read as Parquet: its pages are damaged")]
    DamagedParquet { file: String },

    /// A Parquet file without Parquet's first or last bytes.
    #[error("`{file}` is truncated or no Parquet file: expected `PAR1` as its first and last 4 bytes")]
    NotParquet { file: String },

    /// A column of lists, structures, bytes or another type that is no single value.
    #[error("`{file}`, column `{column}` has type {found}: expected numbers, text, booleans or dates{hint}")]
    UnsupportedType { file: String, column: String, found: String, hint: &'static str },

    /// A comma that may stand before decimals or between thousands.
    #[error(
        "`{file}`, column `{column}`, {at}: `{value}` may be a number with decimals or one of thousands: say which mark stands before decimals (`--decimal , ` or `--decimal .`)"
    )]
    UnclearComma { file: String, column: String, at: Position, value: String },

    /// A value that is none of the levels that were stated.
    #[error("`{file}`, column `{column}`, {at}: `{value}` is none of {expected}")]
    NotALevel { file: String, column: String, at: Position, value: String, expected: String },

    /// A value that is no date.
    #[error(
        "`{file}`, column `{column}`, {at}: `{value}` is not a date as the others are: expected 2026-11-28, 28.11.2026 or 11/28/2026 throughout"
    )]
    NotADate { file: String, column: String, at: Position, value: String },

    /// A date with day and month in an order that none of the column's values tells.
    #[error(
        "`{file}`, column `{column}`, {at}: is `{value}` a day of a month or a month and its day? Write it as 2026-11-28"
    )]
    UnclearDate { file: String, column: String, at: Position, value: String },

    /// A column that is stated to be two things.
    #[error("`{file}`, column `{column}` is stated to be {first} and {second}: expected one of them")]
    StatedTwice { file: String, column: String, first: &'static str, second: &'static str },

    /// A level to compare with of a column of numbers.
    #[error("`{file}`, column `{column}` holds numbers and has no reference level `{level}`: is it `--categorical`?")]
    ReferenceOfNumbers { file: String, column: String, level: String },

    /// No column has this name.
    #[error("`{file}` has no column `{column}`: {suggestion}")]
    UnknownColumn { file: String, column: String, suggestion: String },

    /// A value is missing where one is needed.
    #[error("`{file}`, column `{column}`, {at}: the value is missing")]
    MissingValue { file: String, column: String, at: Position },

    /// Text, a boolean or a date stands where a number is needed.
    #[error("`{file}`, column `{column}`, {at}: `{value}` is not a number")]
    NotANumber { file: String, column: String, at: Position, value: String },

    /// A number is infinite.
    #[error("`{file}`, column `{column}`, {at}: `{value}` is not a finite number")]
    NotFinite { file: String, column: String, at: Position, value: String },

    /// More of something than is read.
    #[error("`{file}` has {got} {what}, at most {most} are read")]
    TooMuch { file: String, what: &'static str, got: u64, most: u64 },

    /// A field that goes on and on.
    #[error("`{file}`, line {line}: a field has more than {most} bytes: is a quote or a line end missing?")]
    LongField { file: String, line: usize, most: usize },

    /// A number that must be above 0.
    #[error("`{file}`, {at}, column `{column}`: {what} must be > 0, got {value}")]
    NotPositive { file: String, column: String, at: Position, what: &'static str, value: f64 },

    /// A value says neither that the event happened nor that it did not.
    #[error(
        "`{file}`, column `{column}`, {at}: `{value}` is no event indicator: expected 0 or false (censored), 1 or true (event){hint}"
    )]
    NotAnEvent { file: String, column: String, at: Position, value: String, hint: &'static str },

    /// Dropping the incomplete rows would leave none.
    #[error("`{file}` has no row that is complete in columns {columns}")]
    NoCompleteRow { file: String, columns: String },
}

/// Where a value stands: its data row, and its line if the file is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// Data row in the file, from 1; the header is not counted.
    pub(crate) row: usize,
    /// Line in the file, from 1, where the row begins.
    pub(crate) line: Option<usize>,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "row {} (line {line})", self.row),
            None => write!(f, "row {}", self.row),
        }
    }
}
