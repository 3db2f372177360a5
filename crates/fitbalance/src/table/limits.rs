//! How much of a file is read: `docs/limits.md` lists these numbers.

use std::path::Path;

use super::TableError;

/// Bytes of a table's file.
pub(super) const MOST_BYTES: u64 = 4 << 30;

/// Bytes of a field of a text file.
pub(super) const MOST_FIELD_BYTES: usize = 1 << 20;

/// Columns.
pub(super) const MOST_COLUMNS: usize = 10_000;

/// Rows.
pub(super) const MOST_ROWS: usize = 50_000_000;

/// Values of a Parquet file, and bytes of its pages when they are unpacked.
pub(super) const MOST_VALUES: usize = 250_000_000;
pub(super) const MOST_UNPACKED_BYTES: u64 = 4 << 30;

/// Refuses a file by its length, before memory is taken for it.
pub(super) fn check_length(path: &Path, file: &str) -> Result<(), TableError> {
    let got = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    check(file, "bytes", got, MOST_BYTES)
}

/// Refuses a number beyond its limit.
pub(super) fn check(file: &str, what: &'static str, got: u64, most: u64) -> Result<(), TableError> {
    if got > most {
        return Err(TableError::TooMuch { file: file.to_owned(), what, got, most });
    }
    Ok(())
}
