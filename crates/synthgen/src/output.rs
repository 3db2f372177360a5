//! Files that get their names when they are complete, hashed as they are written.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};

use crate::{Error, Result};

/// A file that gets its name only when it is complete, hashed as it is written.
///
/// **Invariant**: until [`ClosedFile::commit`] returns, a former file of that name is untouched; a dropped or killed
/// writer leaves nothing under the final name.
pub(crate) struct OutputFile {
    temporary: NamedTempFile<File>,
    path: PathBuf,
    digest: Sha256,
    n_bytes: u64,
}

impl OutputFile {
    pub(crate) fn create(dir: &Path, name: &str) -> Result<Self> {
        let path = dir.join(name);
        // `make_in` and not `tempfile_in`: the latter forces mode 0600, this one honours the user's umask.
        let temporary = tempfile::Builder::new()
            .prefix(&format!(".{name}."))
            .suffix(".partial")
            .make_in(dir, |temporary| {
                let file = File::options().write(true).create_new(true).open(temporary)?;
                // Tells later writers that this one lives. Where the file system knows no locks, nothing is swept.
                let _ = file.try_lock();
                Ok(file)
            })
            .map_err(|source| Error::Io { action: "create a temporary file for", path: path.clone(), source })?;
        Ok(Self { temporary, path, digest: Sha256::new(), n_bytes: 0 })
    }

    pub(crate) fn write_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|source| Error::Io { action: "write", path: self.path.clone(), source })
    }

    /// Ends writing without giving the file its name: thousands can wait for it without being open.
    pub(crate) fn close(self) -> ClosedFile {
        let Self { temporary, path, digest, n_bytes } = self;
        ClosedFile { temporary: temporary.into_temp_path(), path, sha256: hex(&digest.finalize()), n_bytes }
    }
}

/// A complete file that has no name yet; dropped, it is removed.
pub(crate) struct ClosedFile {
    temporary: TempPath,
    path: PathBuf,
    sha256: String,
    n_bytes: u64,
}

impl ClosedFile {
    pub(crate) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// SHA-256 in hexadecimal.
    pub(crate) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Where it is until it has its name.
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Where it will be.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its final name; returns its SHA-256 in hexadecimal.
    pub(crate) fn commit(self) -> Result<String> {
        let Self { temporary, path, sha256, .. } = self;
        registry::crash_point();
        temporary.persist(&path).map_err(|e| Error::Io { action: "rename a file to", path, source: e.error })?;
        Ok(sha256)
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_written = self.temporary.write(bytes)?;
        self.digest.update(&bytes[..n_written]);
        self.n_bytes += n_written as u64;
        Ok(n_written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

/// The lock of a data set, if no other process has it.
pub(crate) fn try_lock(dir: &Path, manifest: &str) -> Option<File> {
    let file = File::options().create(true).append(true).open(dir.join(format!(".{manifest}.lock"))).ok()?;
    file.try_lock().is_ok().then_some(file)
}

/// Waits until no other process writes the data set, or the part of it, that a manifest describes; the lock ends when the file is
/// dropped.
pub(crate) fn lock(dir: &Path, manifest: &str) -> Result<File> {
    let path = dir.join(format!(".{manifest}.lock"));
    let io_error = |action| {
        let path = path.clone();
        move |source| Error::Io { action, path, source }
    };
    let file = File::options().create(true).append(true).open(&path).map_err(io_error("open"))?;
    match file.lock() {
        // Some network file systems have no locks.
        Err(source) if source.kind() != io::ErrorKind::Unsupported => Err(io_error("lock")(source)),
        _ => Ok(file),
    }
}

/// Removes what killed writers of the same file left behind: temporary files that nobody holds locked. Returns whether
/// a living writer of that file was met.
pub(crate) fn sweep(dir: &Path, name: &str) -> bool {
    let prefix = format!(".{name}.");
    sweep_where(dir, |target| target.starts_with(&prefix))
}

/// The same for all temporary files whose names, up to `partial`, a condition holds for.
pub(crate) fn sweep_where(dir: &Path, is_target: impl Fn(&str) -> bool) -> bool {
    let mut met_living = false;
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let file_name = entry.file_name();
        if !file_name.to_str().and_then(|name| name.strip_suffix("partial")).is_some_and(&is_target) {
            continue;
        }
        if File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            // Whoever cannot be removed is merely in the way of a listing.
            let _ = fs::remove_file(entry.path());
        } else {
            met_living = true;
        }
    }
    met_living
}

/// The SHA-256 of a file in hexadecimal.
pub(crate) fn sha256_of(path: &Path) -> Result<String> {
    let io_error = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let mut file = fs::File::open(path).map_err(io_error)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n_read = file.read(&mut buffer).map_err(io_error)?;
        if n_read == 0 {
            return Ok(hex(&digest.finalize()));
        }
        digest.update(&buffer[..n_read]);
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{OutputFile, sha256_of, sweep};

    #[test]
    fn output_dropped_before_commit_leaves_former_file() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("a.csv");
        fs::write(&path, "former").expect("a file");
        let mut output = OutputFile::create(dir.path(), "a.csv").expect("a writable folder");
        output.write_bytes(b"half").expect("a writable file");
        drop(output);
        assert_eq!(fs::read_to_string(&path).expect("the file"), "former");
        assert_eq!(fs::read_dir(dir.path()).expect("the folder").count(), 1, "the temporary file is gone");
    }

    #[test]
    fn sweep_removes_leftovers_of_the_dead_only() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for leftover in [".a.csv.Xy12zQ.partial", ".b.csv.Xy12zQ.partial"] {
            fs::write(dir.path().join(leftover), "half").expect("a file");
        }
        let alive = OutputFile::create(dir.path(), "a.csv").expect("a writable folder");
        sweep(dir.path(), "a.csv");
        let second = OutputFile::create(dir.path(), "a.csv").expect("a writable folder");
        assert!(!dir.path().join(".a.csv.Xy12zQ.partial").exists());
        assert!(dir.path().join(".b.csv.Xy12zQ.partial").exists(), "it belongs to another file");
        alive.close().commit().expect("still there");
        second.close().commit().expect("still there");
    }

    #[test]
    fn output_committed_has_hash_of_its_bytes() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut output = OutputFile::create(dir.path(), "a.csv").expect("a writable folder");
        output.write_bytes(b"ab").expect("a writable file");
        output.write_bytes(b"c").expect("a writable file");
        let output = output.close();
        assert_eq!(output.n_bytes(), 3);
        let sha256 = output.commit().expect("a writable folder");
        // FIPS 180-4, example of the one-block message "abc".
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256, sha256_of(&dir.path().join("a.csv")).expect("the file"));
    }
}
