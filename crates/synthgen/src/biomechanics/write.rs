//! Writing the data set.

use std::fs;
use std::path::Path;
use words::landmark::N_LANDMARKS;

use rayon::prelude::*;

use super::npy::npy_bytes;
use super::params::BiomechanicsParams;
use super::sequence::BiomechanicsGenerator;
use super::table::{self, LABELS_CLOSING};
use crate::manifest::{ColumnEntry, FileEntry, Manifest};
use crate::output::{ClosedFile, OutputFile, lock, sweep, sweep_where};
use crate::publish::{go_on, publish};
use crate::{Error, Result, Shard};

const TABLE: &str = "biomechanics_dataset";
const LABELS: &str = "biomechanics_labels";
/// Sequences made per thread before their rows are handed to the writer: enough to keep all threads busy.
const ROUND_SEQUENCES: usize = 16;

/// Generates a biomechanics data set into `dir`.
///
/// Files: `biomechanics_dataset.csv`, `biomechanics_labels.json`, `landmark_sequences/sequence_000000.npy` and so on
/// and, last, `dataset.json`; a shard's tables end in such as `.shard-1-of-4` before the extension, its
/// sequences keep their numbers of the whole. Each file gets its name when all are complete, so that an interrupted run leaves former files as
/// they were. `progress` is called with the number of sequences written so far and in all. Only the paths and hashes of
/// finished sequences stay in memory.
///
/// # Errors
///
/// [`Error::InvalidParam`], [`Error::TooManyShards`] or [`Error::Io`]
pub fn write_biomechanics(
    params: &BiomechanicsParams,
    seed: u64,
    dir: &Path,
    shard: Option<Shard>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Manifest> {
    let generator = BiomechanicsGenerator::new(params.clone(), seed)?;
    let ids = shard.map_or(Ok(0..params.n_sequences), |shard| shard.range(params.n_sequences))?;
    let landmark_dir = dir.join(table::LANDMARKS);
    fs::create_dir_all(&landmark_dir).map_err(|source| Error::Io {
        action: "create",
        path: landmark_dir.clone(),
        source,
    })?;
    let manifest_name = Manifest::file_name(shard);
    let _lock = lock(dir, &manifest_name)?;
    go_on(dir, &manifest_name);
    sweep(dir, &manifest_name);
    let suffix = shard.map(|shard| shard.suffix()).unwrap_or_default();
    let names = [format!("{TABLE}{suffix}.csv"), format!("{LABELS}{suffix}.json")];
    // A writer keeps its tables locked to the end, but not its finished sequences: those are leftovers only where no other
    // writer, of whatever shard, is alive.
    if !sweep_where(dir, |target| target.starts_with(&format!(".{TABLE}")) || target.starts_with(&format!(".{LABELS}")))
    {
        sweep_where(&landmark_dir, |target| sequence_of(target).is_some_and(|id| ids.contains(&id)));
    }
    let mut rows = OutputFile::create(dir, &names[0])?;
    let mut labels = OutputFile::create(dir, &names[1])?;
    rows.write_bytes(table::header().as_bytes())?;
    labels.write_bytes(table::labels_opening(params, seed).as_bytes())?;
    let mut sequences = Vec::with_capacity(ids.len());
    let all: Vec<_> = ids.clone().collect();
    for round in all.chunks(ROUND_SEQUENCES * rayon::current_num_threads()) {
        let written: Vec<_> =
            round.par_iter().map(|index| write_sequence(&generator, &landmark_dir, *index)).collect::<Result<_>>()?;
        for sequence in written {
            rows.write_bytes(sequence.row.as_bytes())?;
            labels.write_bytes(if sequences.is_empty() { b"" } else { b",\n" })?;
            labels.write_bytes(sequence.entry.as_bytes())?;
            sequences.push((sequence.file, sequence.name, sequence.n_frames));
        }
        progress(sequences.len(), ids.len());
    }
    labels.write_bytes(LABELS_CLOSING.as_bytes())?;

    let [table_name, labels_name] = names;
    let (labels, rows) = (labels.close(), rows.close());
    let mut files =
        vec![entry(&rows, table_name, ids.len(), table::columns()), entry(&labels, labels_name, ids.len(), Vec::new())];
    let mut closed = Vec::with_capacity(sequences.len() + 2);
    for (file, name, n_frames) in sequences {
        files.push(entry(&file, name, n_frames, Vec::new()));
        closed.push(file);
    }
    closed.extend([labels, rows]);
    let manifest = Manifest {
        schema_version: Manifest::SCHEMA_VERSION,
        dataset: "biomechanics".to_owned(),
        synthgen_version: crate::VERSION.to_owned(),
        seed,
        params: serde_json::to_value(params).expect("`check` refuses numbers that JSON has no form for"),
        shard,
        files,
    };
    publish(dir, closed, &manifest)?;
    Ok(manifest)
}

/// The number of the sequence whose temporary file this is.
fn sequence_of(temporary_name: &str) -> Option<usize> {
    let (number, _) = temporary_name.strip_prefix(".sequence_")?.split_once(".npy.")?;
    number.parse().ok()
}

/// A sequence whose landmarks are on disk, without their final name yet.
struct Written {
    file: ClosedFile,
    name: String,
    n_frames: usize,
    row: String,
    entry: String,
}

fn write_sequence(generator: &BiomechanicsGenerator, landmark_dir: &Path, index: usize) -> Result<Written> {
    let sequence = generator.sequence_at(index);
    let n_frames = sequence.n_frames();
    let mut output = OutputFile::create(landmark_dir, &format!("{}.npy", table::sequence_name(sequence.id)))?;
    output.write_bytes(&npy_bytes(&sequence.landmarks, [n_frames, N_LANDMARKS, 3]))?;
    Ok(Written {
        file: output.close(),
        name: table::landmark_file(sequence.id),
        n_frames,
        row: table::row(&sequence),
        entry: table::labels_entry(&sequence),
    })
}

fn entry(file: &ClosedFile, name: String, n_rows: usize, columns: Vec<ColumnEntry>) -> FileEntry {
    FileEntry { name, n_rows, n_bytes: file.n_bytes(), sha256: file.sha256().to_owned(), columns }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_killed_writers_are_swept_unless_another_writer_lives() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let landmarks = dir.path().join(table::LANDMARKS);
        fs::create_dir(&landmarks).expect("a writable folder");
        let leftovers = [
            dir.path().join(".biomechanics_dataset.csv.Xy12zQ.partial"),
            landmarks.join(".sequence_000003.npy.Xy12zQ.partial"),
        ];
        let put_back = || leftovers.iter().for_each(|path| fs::write(path, "half").expect("a file"));
        let params = BiomechanicsParams { n_sequences: 5, ..BiomechanicsParams::default() };
        let write = || write_biomechanics(&params, 1, dir.path(), None, &mut |_, _| ()).expect("a writable folder");
        put_back();
        write();
        assert_eq!(leftovers.each_ref().map(|path| path.exists()), [false, false]);

        put_back();
        let other = OutputFile::create(dir.path(), "biomechanics_dataset.shard-1-of-2.csv").expect("a writable folder");
        write();
        assert!(leftovers[1].exists(), "it may be a finished sequence of the living writer");
        drop(other);
        write();
        assert!(!leftovers[1].exists());
    }
}
