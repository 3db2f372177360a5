//! One file an entry, `v1/ab/ab….json`. Nothing that is wrong with a file or a folder is ever an error: it is a miss.

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::{CACHE_VERSION, Entry, Key, hex};

/// Bytes of a file beyond which it is none of ours.
const MAX_FILE_BYTES: u64 = 1 << 20;
const TEMPORARY: &str = ".tmp-";

/// What stands in a file. The hash covers the entry's own text, whatever wrote it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    version: u32,
    key: String,
    sha256: String,
    entry: String,
}

#[derive(Debug)]
pub(super) struct Disk {
    folder: PathBuf,
    max_bytes: u64,
    max_age: Duration,
}

impl Disk {
    pub(super) fn new(folder: PathBuf, max_bytes: u64, max_age: Duration) -> Self {
        Self { folder: folder.join(format!("v{CACHE_VERSION}")), max_bytes, max_age }
    }

    pub(super) fn get(&self, key: Key) -> Option<Entry> {
        let path = self.path(key);
        let mut bytes = Vec::new();
        // A pipe would be waited for, a device read without end.
        fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
        File::open(&path).ok()?.take(MAX_FILE_BYTES).read_to_end(&mut bytes).ok()?;
        let entry = unseal(key, &bytes);
        if entry.is_none() {
            tracing::debug!("a cached answer was unreadable and is deleted");
            self.remove(key);
        }
        entry
    }

    pub(super) fn put(&self, key: Key, entry: &Entry, wall_clock: Duration) {
        if let Err(error) = self.write(key, entry) {
            tracing::debug!(error = %error.kind(), "an answer cannot be cached on disk");
        }
        self.shrink(wall_clock);
    }

    pub(super) fn remove(&self, key: Key) {
        let _ = fs::remove_file(self.path(key));
    }

    /// Deletes all entries; other files stay.
    pub(super) fn purge(&self) -> io::Result<()> {
        let failures = self.files().into_iter().map(|file| fs::remove_file(file.path));
        let is_failure =
            |result: &io::Result<()>| result.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::NotFound);
        // All are tried before the first failure is reported.
        failures.filter(is_failure).collect::<Vec<_>>().into_iter().collect()
    }

    fn path(&self, key: Key) -> PathBuf {
        let name = key.hex();
        self.folder.join(&name[..2]).join(format!("{name}.json"))
    }

    /// Not flushed to disk: a file that a power cut tore fails its hash and is a miss.
    fn write(&self, key: Key, entry: &Entry) -> io::Result<()> {
        let path = self.path(key);
        let folder = path.parent().expect("the path of an entry has a folder");
        create_private_folder(folder)?;
        let mut file = private_file(folder)?;
        file.write_all(&seal(key, entry))?;
        file.persist(&path)?;
        Ok(())
    }

    /// Deletes entries that are too old, then the oldest ones until the rest fits, and what killed processes left.
    fn shrink(&self, wall_clock: Duration) {
        let mut files = self.files();
        files.sort_by_key(|file| file.modified);
        let mut bytes: u64 = files.iter().map(|file| file.n_bytes).sum();
        let now = SystemTime::UNIX_EPOCH + wall_clock;
        for file in files {
            let max_age = if file.is_temporary { Duration::from_hours(1) } else { self.max_age };
            let is_old = now.duration_since(file.modified).is_ok_and(|age| age > max_age);
            if bytes <= self.max_bytes && !is_old {
                continue;
            }
            if fs::remove_file(&file.path).is_ok() {
                bytes -= file.n_bytes;
            }
        }
    }

    /// The files whose names are ours, however deep they lie.
    fn files(&self) -> Vec<CacheFile> {
        let folders = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let entries = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
        entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let is_temporary = name.starts_with(TEMPORARY);
                let stem = name.strip_suffix(".json").unwrap_or_default();
                let is_entry = stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
                let metadata =
                    entry.metadata().ok().filter(|metadata| metadata.is_file() && (is_entry || is_temporary))?;
                let modified = metadata.modified().ok()?;
                Some(CacheFile { path: entry.path(), n_bytes: metadata.len(), modified, is_temporary })
            })
            .collect()
    }
}

struct CacheFile {
    path: PathBuf,
    n_bytes: u64,
    modified: SystemTime,
    is_temporary: bool,
}

fn seal(key: Key, entry: &Entry) -> Vec<u8> {
    let entry = serde_json::to_string(entry).expect("an entry can be written");
    let sha256 = hex(&Sha256::digest(entry.as_bytes()));
    let sealed = Sealed { version: CACHE_VERSION, key: key.hex(), sha256, entry };
    serde_json::to_vec(&sealed).expect("an entry can be written")
}

fn unseal(key: Key, bytes: &[u8]) -> Option<Entry> {
    let sealed: Sealed = serde_json::from_slice(bytes).ok()?;
    let is_intact = sealed.version == CACHE_VERSION
        && sealed.key == key.hex()
        && sealed.sha256 == hex(&Sha256::digest(sealed.entry.as_bytes()));
    serde_json::from_str(&sealed.entry).ok().filter(|_| is_intact)
}

#[cfg(unix)]
fn create_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn private_file(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new().prefix(TEMPORARY).permissions(Permissions::from_mode(0o600)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn private_file(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)
}
