//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::crash::crash_point;
use crate::error::{Error, Result};

/// What the names of files that are being written end in.
const PARTIAL: &str = ".partial";

/// Characters of a file's name that stand in that of its temporary file.
const LONGEST_NAME: usize = 100;

/// Writes a file that is either there completely or as it was before, even if the process or the machine dies.
///
/// The bytes go to a temporary file in the same folder, are flushed to disk and renamed over `path`. Missing folders
/// are created. Temporary files of the same name whose writers died are removed.
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
    let name: String = path.file_name().unwrap_or_default().to_string_lossy().chars().take(LONGEST_NAME).collect();
    let prefix = format!(".{name}.");
    sweep(folder, &prefix);
    // Another writer may have swept ours in the moment before it was locked.
    match write(path, folder, &prefix, bytes.as_ref()) {
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
            write(path, folder, &prefix, bytes.as_ref())
        }
        written => written,
    }?;
    sync_folder(folder)
}

fn write(path: &Path, folder: &Path, prefix: &str, bytes: &[u8]) -> Result<()> {
    let mut file = temporary_file(folder, prefix).map_err(Error::io("create a temporary file in", folder))?;
    // Tells later writers that this one lives. Where the file system knows no locks, nothing is swept.
    let _ = file.as_file().try_lock();
    file.write_all(bytes).map_err(Error::io("write", path))?;
    crash_point();
    file.as_file().sync_all().map_err(Error::io("flush", path))?;
    crash_point();
    file.persist(path).map_err(|failed| Error::io("replace", path)(failed.error))?;
    Ok(())
}

/// Removes the temporary files of a name that nobody holds locked.
fn sweep(folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours =
            entry.file_name().to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(PARTIAL));
        if is_ours && crate::regular::open(&entry.path()).is_ok_and(|(file, _)| file.try_lock().is_ok()) {
            // What cannot be removed is merely in the way of a listing.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Flushes the names in a folder to disk, which renames need to survive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    crash_point();
    // Windows has no such call for folders; its file systems journal renames.
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io("flush", folder))?;
    }
    Ok(())
}

/// A temporary file that gets the permissions of any other new file: `tempfile` alone makes it private to the owner,
/// which the rename would keep.
fn temporary_file(folder: &Path, prefix: &str) -> std::io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(prefix).suffix(PARTIAL);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
