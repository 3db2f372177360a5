//! What the data sets of all families share: a folder with a manifest of its files.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Serialize;
use synthgen::{FileEntry, Manifest};

/// Reads the manifest of a data set that `fitbalance generate FAMILY` wrote.
pub(crate) fn read_manifest(folder: &Path, family: &str) -> Result<Manifest> {
    Manifest::read(&folder.join(Manifest::file_name(None))).with_context(|| {
        format!("no whole data set in {}; make one with `fitbalance generate {family}`", folder.display())
    })
}

/// The file of a data set whose name begins with `stem`.
pub(crate) fn find_file<'a>(manifest: &'a Manifest, folder: &Path, stem: &str) -> Result<&'a FileEntry> {
    match manifest.files.iter().find(|file| file.name.starts_with(stem)) {
        Some(file) => Ok(file),
        None => bail!("{}: dataset.json lists no {stem} file", folder.display()),
    }
}

/// The manifest of `folder`, if it holds this very data set, written by this version of the generator, with every byte as it
/// was.
pub(crate) fn current(params: &impl Serialize, seed: u64, folder: &Path) -> Option<Manifest> {
    let manifest = Manifest::read(&folder.join(Manifest::file_name(None))).ok()?;
    let is_current = manifest.seed == seed
        && serde_json::to_value(params).is_ok_and(|params| params == manifest.params)
        && manifest.synthgen_version == synthgen::VERSION
        && manifest.verify(folder).is_ok();
    is_current.then_some(manifest)
}

/// Refuses a file of a data set that is not what its `dataset.json` says.
pub(crate) fn check_sha256(path: &Path, expected: &str) -> Result<()> {
    let got = registry::sha256_file(path)?;
    ensure!(
        got == expected,
        "{} does not match dataset.json: expected SHA-256 {expected}, got {got}; generate the data set again",
        path.display()
    );
    Ok(())
}
