//! Reading a file: which format it has, and what of it can be used.

use std::fs;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use polars::prelude::{ArrowDataType, DataFrame, ParquetReader, PolarsResult, SerReader};

use super::{Refused, Table, TableError, csv};

const PARQUET_MAGIC: &[u8] = b"PAR1";

/// First bytes of files that are often mistaken for tables.
const OTHER_FORMATS: [(&[u8], &str); 5] = [
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89HDF", "an HDF5 file"),
];

impl Table {
    /// Reads a CSV or Parquet file; the first bytes decide which it is, and the name where they do not.
    ///
    /// CSV: UTF-8, comma-separated, one header line, quotes as in RFC 4180.
    ///
    /// # Errors
    ///
    /// Each with its own variant of [`TableError`]: a file that is missing, a folder, empty, without rows, of another format,
    /// not UTF-8, with rows of unequal length, an open quote or two columns of one name, or a truncated Parquet file.
    pub(crate) fn read(path: impl AsRef<Path>) -> Result<Self, TableError> {
        let path = path.as_ref();
        let file = path.display().to_string();
        if path.is_dir() {
            return Err(TableError::Directory { file });
        }
        let bytes = fs::read(path).map_err(|source| TableError::Io { file: file.clone(), source })?;
        if bytes.is_empty() {
            return Err(TableError::Empty { file });
        }
        for (magic, found) in OTHER_FORMATS {
            if bytes.starts_with(magic) {
                return Err(TableError::UnknownFormat { file, found });
            }
        }
        let is_named_parquet = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"));
        if bytes.starts_with(PARQUET_MAGIC) || is_named_parquet {
            let (frame, refused) = read_parquet(&file, bytes)?;
            let mut table = Self::from_frame(frame, &file)?;
            table.names.extend(refused.iter().map(|refused| refused.column.clone()));
            table.refused = refused;
            return Ok(table);
        }
        let (frame, format) = csv::read(&file, &bytes)?;
        Ok(Self::new(frame, file, format))
    }
}

/// Reads the columns that can be used, and names the others.
pub(super) fn read_parquet(file: &str, bytes: Vec<u8>) -> Result<(DataFrame, Vec<Refused>), TableError> {
    if !(bytes.starts_with(PARQUET_MAGIC) && bytes.ends_with(PARQUET_MAGIC)) {
        return Err(TableError::NotParquet { file: file.to_owned() });
    }
    let refuse = |source| TableError::Parquet { file: file.to_owned(), source };
    let damaged = |_| TableError::DamagedParquet { file: file.to_owned() };
    // polars asserts on some damaged footers and pages instead of returning an error.
    let (reader, columns, refused) = catch_unwind(AssertUnwindSafe(|| -> PolarsResult<_> {
        let mut reader = ParquetReader::new(Cursor::new(bytes));
        let (mut columns, mut refused) = (Vec::new(), Vec::new());
        for (name, field) in reader.schema()?.iter() {
            match unsupported(&field.dtype) {
                None => columns.push(name.to_string()),
                Some(hint) => {
                    refused.push(Refused { column: name.to_string(), found: format!("{:?}", field.dtype), hint });
                }
            }
        }
        Ok((reader, columns, refused))
    }))
    .map_err(damaged)?
    .map_err(refuse)?;
    let frame = catch_unwind(AssertUnwindSafe(|| reader.with_columns(Some(columns)).finish()))
        .map_err(|_| TableError::DamagedParquet { file: file.to_owned() })?
        .map_err(refuse)?;
    Ok((frame, refused))
}

/// Says why a type is refused, before polars is asked for it: without its `dtype-*` features it panics on these.
pub(super) fn unsupported(dtype: &ArrowDataType) -> Option<&'static str> {
    use ArrowDataType as Arrow;
    match dtype {
        Arrow::Int8 | Arrow::Int16 | Arrow::UInt8 | Arrow::UInt16 => Some("; cast it to a 32-bit or 64-bit integer"),
        Arrow::Float16
        | Arrow::Int128
        | Arrow::UInt128
        | Arrow::Decimal(..)
        | Arrow::Decimal32(..)
        | Arrow::Decimal64(..)
        | Arrow::Decimal256(..) => Some("; cast it to a 64-bit float"),
        Arrow::Dictionary(_, values, _) => unsupported(values),
        Arrow::Null
        | Arrow::Boolean
        | Arrow::Int32
        | Arrow::Int64
        | Arrow::UInt32
        | Arrow::UInt64
        | Arrow::Float32
        | Arrow::Float64
        | Arrow::Utf8
        | Arrow::LargeUtf8
        | Arrow::Utf8View
        | Arrow::Date32
        | Arrow::Date64
        | Arrow::Timestamp(..) => None,
        _ => Some(""),
    }
}
