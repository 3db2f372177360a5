//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::error::{Error, Result};

/// Writes a file that is either there completely or as it was before, even if the process or the machine dies.
///
/// The bytes go to a temporary file in the same folder, are flushed to disk and renamed over `path`. Missing folders
/// are created.
///
/// # Errors
///
/// [`Error::Io`] if the folder or the file cannot be written.
pub fn atomic_write(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> Result<()> {
    let path = path.as_ref();
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let mut file = temporary_file(folder).map_err(Error::io("create a temporary file in", folder))?;
    file.write_all(bytes.as_ref()).map_err(Error::io("write", path))?;
    file.as_file().sync_all().map_err(Error::io("flush", path))?;
    file.persist(path).map_err(|failed| Error::io("replace", path)(failed.error))?;
    sync_folder(folder)
}

/// Flushes the names in a folder to disk, which renames need to survive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    // Windows has no such call for folders; its file systems journal renames.
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io("flush", folder))?;
    }
    Ok(())
}

/// A temporary file that gets the permissions of any other new file: `tempfile` alone makes it private to the owner,
/// which the rename would keep.
#[cfg(unix)]
fn temporary_file(folder: &Path) -> std::io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    Builder::new().prefix(".tmp-").permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary_file(folder: &Path) -> std::io::Result<NamedTempFile> {
    Builder::new().prefix(".tmp-").tempfile_in(folder)
}
