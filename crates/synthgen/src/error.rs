//! What can go wrong while data are generated, written or checked.

use std::io;
use std::path::PathBuf;

/// What can go wrong while data are generated, written or checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A parameter lies outside its documented range.
    #[error("`{name}` must be within {range}, got {got}")]
    InvalidParam {
        /// The field of the parameters.
        name: &'static str,
        /// The allowed range.
        range: &'static str,
        /// The value found.
        got: f64,
    },
    /// A shard is not written as `I/N` with 1 ≤ I ≤ N.
    #[error("shard must be `I/N` with 1 <= I <= N, such as `1/4`, got `{got}`")]
    InvalidShard {
        /// The text found.
        got: String,
    },
    /// There are more shards than items, so that some would be empty.
    #[error("{count} shards need at least as many items, got {n_items}")]
    TooManyShards {
        /// How many shards were asked for.
        count: usize,
        /// How many items there are to spread.
        n_items: usize,
    },
    /// A file format is unknown.
    #[cfg(feature = "polars")]
    #[error("format must be `csv` or `parquet`, got `{got}`")]
    InvalidFormat {
        /// The text found.
        got: String,
    },
    /// A daily record ends before the run-in does.
    #[error("features need {needed} run-in days, got {n_days}")]
    ShortRecord {
        /// The length of the run-in.
        needed: usize,
        /// The length of the record.
        n_days: usize,
    },
    /// A file cannot be read, written or renamed.
    #[error("cannot {action} `{path}`")]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// A manifest of another layout.
    #[error("`{path}` has schema version {got}, this version reads {expected}")]
    SchemaVersion {
        /// The manifest.
        path: PathBuf,
        /// Version this crate reads.
        expected: u32,
        /// Version found.
        got: u32,
    },
    /// A manifest is not valid JSON of the expected shape.
    #[error("cannot parse `{path}` as a data set manifest")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// A file differs from what its manifest says.
    #[error("`{path}` has SHA-256 {got}, its manifest says {expected}")]
    HashMismatch {
        /// The file.
        path: PathBuf,
        /// The digest in the manifest.
        expected: String,
        /// The digest of the file.
        got: String,
    },
    /// A table cannot be built or encoded.
    #[cfg(feature = "polars")]
    #[error("cannot encode the table `{table}`")]
    Table {
        /// The table's name.
        table: &'static str,
        /// The cause.
        #[source]
        source: polars::error::PolarsError,
    },
}

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

pub(crate) fn within(name: &'static str, got: f64, min: f64, max: f64, range: &'static str) -> Result<()> {
    // NaN fails both comparisons.
    if got >= min && got <= max { Ok(()) } else { Err(Error::InvalidParam { name, range, got }) }
}
