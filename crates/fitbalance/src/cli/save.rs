//! Saving a result where the user says.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Writes `bytes` to `path`: whole or not at all over a regular file, straight through to a pipe or device.
///
/// A link is followed, permissions are kept, `input` is never overwritten, and no folder is made: a mistyped path is
/// an error.
pub(crate) fn save(path: &Path, bytes: impl AsRef<[u8]>, input: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        bail!("cannot write `{}`: there is no folder `{}`", path.display(), folder.display());
    }
    let Ok(existing) = fs::metadata(path) else { return Ok(registry::atomic_write(path, bytes)?) };
    if existing.is_dir() {
        bail!("cannot write `{}`: it is a folder", path.display());
    }
    if !existing.is_file() {
        let file = OpenOptions::new().write(true).open(path);
        return file
            .and_then(|mut file| file.write_all(bytes.as_ref()))
            .with_context(|| format!("cannot write `{}`", path.display()));
    }
    let target = fs::canonicalize(path).with_context(|| format!("cannot find `{}`", path.display()))?;
    if fs::canonicalize(input).is_ok_and(|input| input == target) {
        bail!("`{}` is the data file: results would overwrite it", path.display());
    }
    registry::atomic_write(&target, bytes)?;
    fs::set_permissions(&target, existing.permissions())
        .with_context(|| format!("cannot restore the permissions of `{}`", path.display()))
}
