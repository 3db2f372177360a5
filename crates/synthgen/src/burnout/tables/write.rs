//! Writing the data set.

use std::fs;
use std::ops::Range;
use std::path::Path;

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{CsvWriter, DataFrame, ParquetWriter, SerWriter};
use rayon::prelude::*;

use super::frame::{self, AGGREGATED, AggregatedRow, LONGITUDINAL};
use super::truth::{self, GROUND_TRUTH};
use crate::burnout::params::BurnoutParams;
use crate::burnout::user::BurnoutGenerator;
use crate::manifest::{ColumnEntry, FileEntry, Manifest};
use crate::output::{ClosedFile, OutputFile, lock, sweep};
use crate::publish::{go_on, publish};
use crate::{Error, Format, Result, Shard};

/// Batches encoded per thread before they are handed to the writer: enough to keep all threads busy.
const ROUND_BATCHES: usize = 2;
/// People made, encoded and handed over together.
const BATCH_USERS: usize = 32;
/// Rows gathered before a row group is written. The file's footer, kept in memory to the end, grows with the row groups.
const ROW_GROUP_ROWS: usize = 262_144;

/// Generates a burnout data set into `dir`, in memory that does not grow with the number of people.
///
/// Files: `burnout_longitudinal_dataset`, `burnout_aggregated_dataset` (`.csv` or `.parquet`), `burnout_ground_truth.json`
/// and, last, `dataset.json`; a shard's names end in such as `.shard-1-of-4` before the extension. Each gets its name
/// when all are complete, so that an interrupted run leaves former files as they were. `progress` is called with the
/// number of people written so far and in all.
///
/// # Errors
///
/// [`Error::InvalidParam`], [`Error::TooManyShards`], [`Error::Io`] or [`Error::Table`]
pub fn write_burnout(
    params: &BurnoutParams,
    seed: u64,
    dir: &Path,
    format: Format,
    shard: Option<Shard>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Manifest> {
    let generator = BurnoutGenerator::new(params.clone(), seed)?;
    let users = shard.map_or(Ok(0..params.n_users), |shard| shard.range(params.n_users))?;
    fs::create_dir_all(dir).map_err(|source| Error::Io { action: "create", path: dir.to_owned(), source })?;
    let manifest_name = Manifest::file_name(shard);
    let _lock = lock(dir, &manifest_name)?;
    go_on(dir, &manifest_name);
    sweep(dir, &manifest_name);
    let name = |stem: &str, extension: &str| {
        format!("{stem}{}.{extension}", shard.map(|shard| shard.suffix()).unwrap_or_default())
    };
    let names =
        [name(LONGITUDINAL, format.extension()), name(AGGREGATED, format.extension()), name(GROUND_TRUTH, "json")];
    for name in &names {
        sweep(dir, name);
    }
    let mut longitudinal = OutputFile::create(dir, &names[0])?;
    let mut aggregated = OutputFile::create(dir, &names[1])?;
    let mut truth = OutputFile::create(dir, &names[2])?;
    {
        let empty = generator.longitudinal(0..0)?;
        let mut longitudinal = TableSink::open(&mut longitudinal, LONGITUDINAL, format, empty)?;
        let empty = generator.aggregated(0..0)?;
        let mut aggregated = TableSink::open(&mut aggregated, AGGREGATED, format, empty)?;
        truth.write_bytes(truth::opening(params, seed).as_bytes())?;
        let mut write = |batch: Batch| -> Result<()> {
            longitudinal.write(batch.longitudinal)?;
            aggregated.write(batch.aggregated)?;
            truth.write_bytes(&batch.truth)
        };
        write_batches(&generator, users.clone(), format, &mut write, progress)?;
        longitudinal.finish()?;
        aggregated.finish()?;
        truth.write_bytes(truth::CLOSING.as_bytes())?;
    }
    let n_users = users.len();
    let n_rows = [n_users * params.n_days, n_users, n_users];
    let columns = [frame::longitudinal_columns(), frame::aggregated_columns(), Vec::new()];
    let closed = vec![longitudinal.close(), aggregated.close(), truth.close()];
    let files = closed.iter().zip(names).zip(n_rows).zip(columns);
    let files = files.map(|(((file, name), n_rows), columns)| entry(file, name, n_rows, columns)).collect();
    let manifest = Manifest {
        schema_version: Manifest::SCHEMA_VERSION,
        dataset: "burnout".to_owned(),
        synthgen_version: crate::VERSION.to_owned(),
        seed,
        params: serde_json::to_value(params).expect("`check` refuses numbers that JSON has no form for"),
        shard,
        files,
    };
    publish(dir, closed, &manifest)?;
    Ok(manifest)
}

fn entry(file: &ClosedFile, name: String, n_rows: usize, columns: Vec<ColumnEntry>) -> FileEntry {
    FileEntry { name, n_rows, n_bytes: file.n_bytes(), sha256: file.sha256().to_owned(), columns }
}

/// Some people, ready to be written.
struct Batch {
    n_users: usize,
    longitudinal: EncodedTable,
    aggregated: EncodedTable,
    truth: Vec<u8>,
}

enum EncodedTable {
    Csv(Vec<u8>),
    Parquet(DataFrame),
}

enum TableSink<'a> {
    Csv(&'a mut OutputFile),
    Parquet(ParquetSink<'a>),
}

/// Encodes batches in parallel and writes them in order, while the next round of batches is already being encoded.
fn write_batches(
    generator: &BurnoutGenerator,
    users: Range<usize>,
    format: Format,
    write: &mut (dyn FnMut(Batch) -> Result<()> + Send),
    progress: &mut dyn FnMut(usize, usize),
) -> Result<()> {
    let starts: Vec<_> = users.clone().step_by(BATCH_USERS).collect();
    let first = users.start;
    let encode =
        |&start: &usize| encode_batch(generator, start..users.end.min(start + BATCH_USERS), format, start == first);
    let mut n_done = 0;
    let mut encoded: Vec<Batch> = Vec::new();
    // One more, empty round writes what the last one encoded.
    for round in starts.chunks(ROUND_BATCHES * rayon::current_num_threads()).chain([&[][..]]) {
        let n_written: usize = encoded.iter().map(|batch| batch.n_users).sum();
        let (written, next) = rayon::join(
            || encoded.into_iter().try_for_each(&mut *write),
            || round.par_iter().map(encode).collect::<Result<Vec<_>>>(),
        );
        written?;
        encoded = next?;
        n_done += n_written;
        if n_written > 0 {
            progress(n_done, users.len());
        }
    }
    Ok(())
}

fn encode_batch(generator: &BurnoutGenerator, users: Range<usize>, format: Format, is_first: bool) -> Result<Batch> {
    let users: Vec<_> = users.map(|index| generator.user_at(index)).collect();
    let rows: Vec<_> = users.iter().map(AggregatedRow::of).collect();
    let mut truth = String::new();
    for (index, user) in users.iter().enumerate() {
        if !(is_first && index == 0) {
            truth.push_str(",\n");
        }
        truth.push_str(&truth::user_line(user));
    }
    Ok(Batch {
        n_users: users.len(),
        longitudinal: EncodedTable::new(frame::longitudinal(&users)?, LONGITUDINAL, format)?,
        aggregated: EncodedTable::new(frame::aggregated(&rows)?, AGGREGATED, format)?,
        truth: truth.into_bytes(),
    })
}

impl EncodedTable {
    fn new(frame: DataFrame, table: &'static str, format: Format) -> Result<Self> {
        match format {
            Format::Csv => csv(frame, table, false).map(Self::Csv),
            Format::Parquet => Ok(Self::Parquet(frame)),
        }
    }
}

impl<'a> TableSink<'a> {
    /// Starts the table with the columns of `empty`.
    fn open(output: &'a mut OutputFile, table: &'static str, format: Format, empty: DataFrame) -> Result<Self> {
        match format {
            Format::Csv => {
                output.write_bytes(&csv(empty, table, true)?)?;
                Ok(Self::Csv(output))
            }
            Format::Parquet => {
                let writer = ParquetWriter::new(output)
                    .batched(empty.schema())
                    .map_err(|source| Error::Table { table, source })?;
                Ok(Self::Parquet(ParquetSink { writer: Box::new(writer), pending: empty, table }))
            }
        }
    }

    fn write(&mut self, batch: EncodedTable) -> Result<()> {
        match (self, batch) {
            (Self::Csv(output), EncodedTable::Csv(text)) => output.write_bytes(&text),
            (Self::Parquet(sink), EncodedTable::Parquet(frame)) => sink.write(&frame),
            _ => unreachable!("sinks and batches are made for one format"),
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Csv(_) => Ok(()),
            Self::Parquet(sink) => sink.finish(),
        }
    }
}

/// Gathers batches until they make a row group.
struct ParquetSink<'a> {
    writer: Box<BatchedWriter<&'a mut OutputFile>>,
    pending: DataFrame,
    table: &'static str,
}

impl ParquetSink<'_> {
    fn write(&mut self, frame: &DataFrame) -> Result<()> {
        self.pending.vstack_mut(frame).map_err(|source| Error::Table { table: self.table, source })?;
        if self.pending.height() >= ROW_GROUP_ROWS { self.write_row_group() } else { Ok(()) }
    }

    fn write_row_group(&mut self) -> Result<()> {
        let empty = self.pending.clear();
        let mut group = std::mem::replace(&mut self.pending, empty);
        // One chunk a column, or each batch would become a row group of its own.
        group.rechunk_mut();
        self.writer.write_batch(&group).map_err(|source| Error::Table { table: self.table, source })
    }

    fn finish(mut self) -> Result<()> {
        if self.pending.height() > 0 {
            self.write_row_group()?;
        }
        self.writer.finish().map(|_| ()).map_err(|source| Error::Table { table: self.table, source })
    }
}

fn csv(mut frame: DataFrame, table: &'static str, header: bool) -> Result<Vec<u8>> {
    let mut text = Vec::with_capacity(160 * frame.height());
    // One thread: batches are encoded side by side already.
    CsvWriter::new(&mut text)
        .include_header(header)
        .n_threads(1)
        .finish(&mut frame)
        .map_err(|source| Error::Table { table, source })?;
    Ok(text)
}
