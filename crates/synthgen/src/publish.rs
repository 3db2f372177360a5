//! A data set under its names: all of its files or none, also where the writer is killed in between.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::output::{ClosedFile, OutputFile, try_lock};
use crate::{Error, Manifest, Result};

/// Which complete files are to get which names, in order; the last one is the manifest.
#[derive(Serialize, Deserialize)]
struct Journal {
    /// Names below the folder of the data set: of the temporary file, and of the file.
    renames: Vec<(PathBuf, PathBuf)>,
}

fn journal_path(dir: &Path, manifest: &str) -> PathBuf {
    dir.join(format!(".{manifest}.journal"))
}

/// Gives complete files and their manifest their names; the caller holds the lock of the data set.
///
/// What is to be done is written down first: whoever finds that goes on with it.
pub(crate) fn publish(dir: &Path, files: Vec<ClosedFile>, manifest: &Manifest) -> Result<()> {
    let name = Manifest::file_name(manifest.shard);
    let mut text = serde_json::to_vec_pretty(manifest).expect("names and numbers are always valid JSON");
    text.push(b'\n');
    let mut output = OutputFile::create(dir, &name)?;
    output.write_bytes(&text)?;
    let files: Vec<ClosedFile> = files.into_iter().chain([output.close()]).collect();
    let rename = |file: &ClosedFile| {
        let to = file.path().strip_prefix(dir).unwrap_or(file.path()).to_owned();
        // Beside the file, whatever way to the folder the temporary one remembers.
        (to.with_file_name(file.temporary().file_name().unwrap_or_default()), to)
    };
    let renames = files.iter().map(rename).collect();
    let journal = journal_path(dir, &name);
    let written = registry::atomic_write(&journal, serde_json::to_vec(&Journal { renames }).expect("names are text"));
    written.map_err(|error| Error::Io {
        action: "write",
        path: journal.clone(),
        source: std::io::Error::other(error),
    })?;
    for file in files {
        file.commit()?;
    }
    registry::crash_point();
    fs::remove_file(&journal).map_err(|source| Error::Io { action: "remove", path: journal, source })
}

/// Goes on where a killed writer stopped, if one did; the caller holds the lock of the data set.
pub(crate) fn go_on(dir: &Path, manifest: &str) {
    let path = journal_path(dir, manifest);
    let Ok(text) = fs::read(&path) else { return };
    if let Ok(journal) = serde_json::from_slice::<Journal>(&text) {
        for (from, to) in journal.renames {
            let is_below = |name: &Path| name.components().all(|part| matches!(part, std::path::Component::Normal(_)));
            if is_below(&from) && is_below(&to) {
                // What is no longer there has its name already.
                let _ = fs::rename(dir.join(from), dir.join(to));
            }
        }
    }
    let _ = fs::remove_file(path);
}

/// As [`go_on`], for a reader: nothing is done while a writer lives, or where the folder cannot be written.
pub(crate) fn go_on_for_reader(dir: &Path, manifest: &str) {
    if journal_path(dir, manifest).exists()
        && let Some(_lock) = try_lock(dir, manifest)
    {
        go_on(dir, manifest);
    }
}
