//! Single values of a table, by what they are used for.

use std::fmt;

use features::Columns;
use polars::prelude::{Column, DataType};

use super::{Format, Position, Refusal, Refused, Table, TableError, suggest};

/// Spellings of a missing value in text files, compared without case.
const MISSING: [&str; 7] = ["", "na", "n/a", "nan", "-nan", "null", "<na>"];

/// More of them, as spreadsheets, Python, SAS and the UCI archive write them; compared with case, because `none` may well be
/// a group.
const MISSING_AS_WRITTEN: [&str; 6] = ["#N/A", "#N/A N/A", "#NA", "None", ".", "?"];

/// One value of a table.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(f64),
    /// All 64 bits, signed or not.
    Integer(i128),
    Boolean(bool),
}

impl Value<'_> {
    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Text(text) => text.trim().parse().ok(),
            Self::Number(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "a number to calculate with; names keep all digits")]
            Self::Integer(integer) => Some(*integer as f64),
            Self::Boolean(_) => None,
        }
    }

    pub(super) fn is_number(&self, expected: f64) -> bool {
        self.as_number().is_some_and(|number| number.total_cmp(&expected).is_eq())
    }

    pub(super) fn as_event(&self) -> Option<bool> {
        match self {
            Self::Boolean(event) => Some(*event),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ if self.is_number(1.0) => Some(true),
            _ if self.is_number(0.0) => Some(false),
            _ => None,
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Integer(integer) => integer.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
        }
    }
}

impl Table {
    pub(super) fn column(&self, name: &str) -> Result<&Column, TableError> {
        if let Some(refused) = self.refused.iter().find(|refused| refused.column == name) {
            return Err(refused.error(&self.origin));
        }
        self.find(name)?;
        Ok(self.frame.column(name).expect("a column that is not refused is in the frame"))
    }

    /// Checks that there is a column, be it one that cannot be read.
    pub(super) fn find(&self, name: &str) -> Result<(), TableError> {
        if self.names.iter().any(|known| known == name) {
            return Ok(());
        }
        Err(TableError::UnknownColumn {
            file: self.origin.file.clone(),
            column: name.to_owned(),
            suggestion: suggest::suggestion(name, &self.names),
        })
    }

    /// Refuses columns whose values are no single values.
    pub(super) fn check_types(&self) -> Result<(), TableError> {
        for column in self.frame.columns() {
            if is_nested(column.dtype()) {
                let why = Refusal::Type { found: column.dtype().to_string(), hint: "" };
                return Err(Refused { column: column.name().to_string(), why }.error(&self.origin));
            }
        }
        Ok(())
    }

    /// Maps every value of a column; a missing one is an error.
    pub(super) fn collect<T>(
        &self,
        name: &str,
        mut map: impl FnMut(Position, Value<'_>) -> Result<T, TableError>,
    ) -> Result<Vec<T>, TableError> {
        let mut values = Vec::with_capacity(self.n_rows());
        self.visit(name, |row, value| {
            let at = self.origin.position(row);
            let value = value.ok_or_else(|| TableError::MissingValue {
                file: self.origin.file.clone(),
                column: name.to_owned(),
                at,
            })?;
            values.push(map(at, value)?);
            Ok(())
        })?;
        Ok(values)
    }

    /// Calls `visitor` with the index (from 0) and value of each row in order; `None` is a missing value.
    pub(super) fn visit(
        &self,
        name: &str,
        mut visitor: impl FnMut(usize, Option<Value<'_>>) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        let series = self.column(name)?.as_materialized_series();
        let missing = match &self.origin.format {
            Format::Csv { missing, .. } => Some(missing),
            Format::Typed => None,
        };
        match series.dtype() {
            DataType::Boolean => {
                for (row, value) in known(series.bool()).iter().enumerate() {
                    visitor(row, value.map(Value::Boolean))?;
                }
            }
            DataType::UInt64 => {
                for (row, value) in known(series.u64()).iter().enumerate() {
                    visitor(row, value.map(|value| Value::Integer(value.into())))?;
                }
            }
            dtype if dtype.is_integer() => {
                let integers = known(series.cast(&DataType::Int64));
                for (row, value) in known(integers.i64()).iter().enumerate() {
                    visitor(row, value.map(|value| Value::Integer(value.into())))?;
                }
            }
            dtype if dtype.is_numeric() => {
                let numbers = known(series.cast(&DataType::Float64));
                for (row, value) in known(numbers.f64()).iter().enumerate() {
                    let value = value.filter(|number| !number.is_nan());
                    visitor(row, value.map(Value::Number))?;
                }
            }
            _ => {
                let texts = known(series.cast(&DataType::String));
                for (row, value) in known(texts.str()).iter().enumerate() {
                    let value = value.filter(|text| missing.is_none_or(|more| !is_missing(text, more)));
                    visitor(row, value.map(Value::Text))?;
                }
            }
        }
        Ok(())
    }
}

/// Whether two texts are the same, or the same number: `-999` is `-999.0`.
fn is_same(left: &str, right: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    left == right || number(left).zip(number(right)).is_some_and(|(left, right)| left.total_cmp(&right).is_eq())
}

/// Whether a text file's field says that there is no value; `more` are spellings of this file's own.
pub(super) fn is_missing(text: &str, more: &[String]) -> bool {
    let text = text.trim();
    MISSING.iter().any(|missing| text.eq_ignore_ascii_case(missing))
        || MISSING_AS_WRITTEN.contains(&text)
        || more.iter().any(|missing| is_same(missing.trim(), text))
}

fn is_nested(dtype: &DataType) -> bool {
    dtype.is_nested() || matches!(dtype, DataType::Binary | DataType::BinaryOffset)
}

fn known<T>(conversion: polars::prelude::PolarsResult<T>) -> T {
    conversion.expect("`check_types` admits only columns of plain values")
}
