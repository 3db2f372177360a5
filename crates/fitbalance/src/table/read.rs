//! Reading a file: which format it has, and what of it can be used.

use std::fs;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use polars::prelude::{ArrowDataType, DataFrame, ParquetReader, PolarsResult, SerReader};

use super::limits::{MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED_BYTES, MOST_VALUES, check, check_length};
use super::options::ReadOptions;
use super::{Refusal, Refused, Table, TableError, csv};

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
    /// Reads a CSV or Parquet file as [`read_with`](Self::read_with) does, with nothing stated.
    ///
    /// # Errors
    ///
    /// As [`read_with`](Self::read_with)
    pub(crate) fn read(path: impl AsRef<Path>) -> Result<Self, TableError> {
        Self::read_with(path, &ReadOptions::default())
    }

    /// Reads a CSV or Parquet file; the first bytes decide which it is, and the name where they do not.
    ///
    /// CSV: one header line, quotes as in RFC 4180. Blank lines are passed over. A field more in each row than in the header is
    /// R's names of rows, or nothing where it is empty throughout.
    ///
    /// # Errors
    ///
    /// Each with its own variant of [`TableError`]: a file that is missing, a folder, empty, without rows, of another format,
    /// in another encoding, with rows of unequal length, an open quote or two columns of one name, or a truncated Parquet file.
    pub(crate) fn read_with(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Self, TableError> {
        let path = path.as_ref();
        let file = path.display().to_string();
        if path.is_dir() {
            return Err(TableError::Directory { file });
        }
        check_length(path, &file)?;
        let mut bytes = Vec::new();
        // A pipe does not say how long it is.
        let read = fs::File::open(path).and_then(|opened| opened.take(MOST_BYTES + 1).read_to_end(&mut bytes));
        read.map_err(|source| TableError::Io { file: file.clone(), source })?;
        check(&file, "bytes", bytes.len() as u64, MOST_BYTES)?;
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
            let Parquet { frame, refused, pandas } = read_parquet(&file, bytes)?;
            let mut table = Self::from_frame(frame, &file)?;
            table.names.extend(refused.iter().map(|refused| refused.column.clone()));
            table.refused = refused;
            table.row_names = pandas.index;
            table.groups = pandas.categories;
            return Ok(table);
        }
        let text = csv::read(&file, &bytes, options)?;
        let mut table = Self::new(text.frame, file, text.format);
        table.refused = text.refused;
        table.row_names = text.unnamed;
        table.remarks = text.remarks;
        Ok(table)
    }
}

/// What a Parquet file holds.
pub(super) struct Parquet {
    frame: DataFrame,
    refused: Vec<Refused>,
    /// Columns that pandas wrote for its index, and those that it had as categories.
    pandas: Pandas,
}

/// Reads the columns that can be used, and names the others.
pub(super) fn read_parquet(file: &str, bytes: Vec<u8>) -> Result<Parquet, TableError> {
    if !(bytes.starts_with(PARQUET_MAGIC) && bytes.ends_with(PARQUET_MAGIC)) {
        return Err(TableError::NotParquet { file: file.to_owned() });
    }
    let refuse = |source| TableError::Parquet { file: file.to_owned(), source };
    let damaged = |_| TableError::DamagedParquet { file: file.to_owned() };
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let ((n_rows, n_columns, unpacked), names, pandas) = caught(|| -> PolarsResult<_> {
        let metadata = reader.get_metadata()?;
        let mut unpacked = 0_u64;
        for group in &metadata.row_groups {
            for column in group.parquet_columns() {
                unpacked = unpacked.saturating_add(u64::try_from(column.uncompressed_size()).unwrap_or(u64::MAX));
            }
        }
        let size = (metadata.num_rows, metadata.schema().fields().len(), unpacked);
        let names: Vec<String> = metadata.schema().fields().iter().map(|field| field.name().to_owned()).collect();
        let pairs = metadata.key_value_metadata().as_deref().unwrap_or_default();
        Ok((size, names, pairs.iter().find(|pair| pair.key == "pandas").and_then(|pair| pair.value.clone())))
    })
    .map_err(damaged)?
    .map_err(refuse)?;
    check_unique(file, &names)?;
    // What the footer says, before memory is taken for it.
    check(file, "columns", n_columns as u64, MOST_COLUMNS as u64)?;
    check(file, "rows", n_rows as u64, MOST_ROWS as u64)?;
    check(file, "values", n_rows.saturating_mul(n_columns) as u64, MOST_VALUES as u64)?;
    check(file, "bytes when it is unpacked", unpacked, MOST_UNPACKED_BYTES)?;
    let schema = caught(|| reader.schema()).map_err(damaged)?.map_err(refuse)?;
    let (mut columns, mut refused) = (Vec::new(), Vec::new());
    for (name, field) in schema.iter() {
        match unsupported(&field.dtype) {
            None => columns.push(name.to_string()),
            Some(hint) => {
                let why = Refusal::Type { found: format!("{:?}", field.dtype), hint };
                refused.push(Refused { column: name.to_string(), why });
            }
        }
    }
    let frame = caught(|| reader.with_columns(Some(columns)).finish()).map_err(damaged)?.map_err(refuse)?;
    // Damaged pages may give columns of other lengths than the footer says.
    if frame.columns().iter().any(|column| column.len() != frame.height()) {
        return Err(TableError::DamagedParquet { file: file.to_owned() });
    }
    Ok(Parquet { frame, refused, pandas: pandas.map(|json| Pandas::read(&json)).unwrap_or_default() })
}

/// How many readers would catch a panic now.
static N_CATCHING: AtomicUsize = AtomicUsize::new(0);

/// Whether a panic that happens now is caught and becomes an error: a hook need not tell of it.
pub fn panics_are_caught() -> bool {
    N_CATCHING.load(Ordering::Relaxed) > 0
}

/// What polars says; it asserts on some damaged footers and pages instead of returning an error.
fn caught<T>(read: impl FnOnce() -> T) -> std::thread::Result<T> {
    N_CATCHING.fetch_add(1, Ordering::Relaxed);
    let result = catch_unwind(AssertUnwindSafe(read));
    N_CATCHING.fetch_sub(1, Ordering::Relaxed);
    result
}

/// Refuses two columns of one name, which polars takes for damage.
fn check_unique(file: &str, names: &[String]) -> Result<(), TableError> {
    for (second, column) in names.iter().enumerate() {
        if let Some(first) = names[..second].iter().position(|name| name == column) {
            let (file, column) = (file.to_owned(), column.clone());
            return Err(TableError::DuplicateColumn { file, column, first: first + 1, second: second + 1, hint: "" });
        }
    }
    Ok(())
}

/// What pandas wrote of its frame.
///
/// Source: <https://pandas.pydata.org/docs/development/developer.html>, on frames stored as Apache Parquet
#[derive(Default)]
struct Pandas {
    index: Vec<String>,
    categories: Vec<String>,
}

impl Pandas {
    fn read(json: &str) -> Self {
        #[derive(serde::Deserialize)]
        struct Frame {
            #[serde(default)]
            index_columns: Vec<serde_json::Value>,
            #[serde(default)]
            columns: Vec<serde_json::Value>,
        }
        let Ok(frame) = serde_json::from_str::<Frame>(json) else { return Self::default() };
        let category = |column: &serde_json::Value| {
            (column["pandas_type"] == "categorical").then(|| Some(column["field_name"].as_str()?.to_owned()))?
        };
        Self {
            // A range is described by an object and has no column.
            index: frame.index_columns.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect(),
            categories: frame.columns.iter().filter_map(category).collect(),
        }
    }
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
        Arrow::Timestamp(_, Some(_)) => {
            Some("; convert it to UTC without a time zone, to a date, or to a number of days")
        }
        Arrow::Duration(_) | Arrow::Interval(_) | Arrow::Time32(_) | Arrow::Time64(_) => {
            Some("; convert it to a number of seconds, hours or days")
        }
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
