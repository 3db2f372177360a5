//! Files that a command writes: each is written by one option.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Refuses two options that name the same file, and files that cannot be written, before any work is done: one result would
/// overwrite the other, or a long fit be lost.
pub(crate) fn check_distinct(outputs: &[(&str, Option<&Path>)]) -> Result<()> {
    for &(option, path) in outputs {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else { continue };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            bail!("`{option} {}`: there is no folder `{}`", path.display(), folder.display());
        }
        if path.is_dir() {
            bail!("`{option} {}` is a folder", path.display());
        }
    }
    let named: Vec<(&str, PathBuf)> = outputs
        .iter()
        .filter_map(|&(option, path)| Some((option, path?)))
        // Several things may be written to the terminal or to a pipe one after the other.
        .filter(|(_, path)| path.as_os_str() != "-" && !path.exists() || path.is_file())
        .map(|(option, path)| (option, resolved(path)))
        .collect();
    for (second, (option, path)) in named.iter().enumerate() {
        if let Some((other, _)) = named[..second].iter().find(|(_, earlier)| earlier == path) {
            bail!("`{other}` and `{option}` are both `{}`: one would overwrite the other", path.display());
        }
    }
    Ok(())
}

/// The file that a path leads to, also where it is not there yet.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    path.file_name().map_or_else(|| path.to_owned(), |name| folder.join(name))
}
