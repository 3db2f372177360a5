//! An artifact being written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::TempDir;

use crate::atomic::sync_folder;
use crate::crash::crash_point;
use crate::error::{Error, Result};
use crate::folder::{ModelFolder, lock};
use crate::hash::length_and_sha256;
use crate::manifest::{FileEntry, MANIFEST, MANIFEST_SHA256, Manifest, ManifestInfo};
use crate::name::check_name;
use crate::version::Version;

/// An artifact being written, invisible to every reader; removed if it is dropped before [`Draft::publish`].
#[derive(Debug)]
pub struct Draft {
    model: ModelFolder,
    folder: TempDir,
    /// The folder, locked: tells later writers that this draft lives. `None` where folders cannot be locked.
    _alive: Option<File>,
}

const PREFIX: &str = ".draft-";

impl Draft {
    pub(crate) fn new(model: ModelFolder) -> Result<Self> {
        let path = model.path();
        fs::create_dir_all(path).map_err(Error::io("create", path))?;
        // Held until the new draft is marked alive, so that nobody sweeps it before.
        let _lock = lock(path)?;
        sweep(path);
        // Beside the versions, so that publishing is a rename within one file system.
        let folder =
            tempfile::Builder::new().prefix(PREFIX).tempdir_in(path).map_err(Error::io("create a draft in", path))?;
        let alive = File::open(folder.path()).ok().filter(|folder| folder.try_lock().is_ok());
        Ok(Self { model, folder, _alive: alive })
    }

    /// The path of a file of the draft, for writers that want a path, such as plots.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidName`], [`Error::ReservedName`].
    pub fn path_for(&self, name: &str) -> Result<PathBuf> {
        check_name(name)?;
        if [MANIFEST, MANIFEST_SHA256].iter().any(|own| name.eq_ignore_ascii_case(own)) {
            return Err(Error::ReservedName { name: name.to_owned() });
        }
        Ok(self.folder.path().join(name))
    }

    /// Writes a file of the draft, or writes it anew.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if it cannot be written, and those of [`Draft::path_for`].
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
        let path = self.path_for(name)?;
        fs::write(&path, bytes).map_err(Error::io("write", &path))
    }

    /// Writes a value as indented JSON.
    ///
    /// JSON has no NaN or infinity: `serde_json` writes them as `null`, which does not read back as a number.
    ///
    /// # Errors
    ///
    /// [`Error::UnwritableJson`] if the value has no JSON form, and those of [`Draft::write`].
    pub fn write_json<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        let path = self.path_for(name)?;
        let mut json = serde_json::to_vec_pretty(value).map_err(|source| Error::UnwritableJson { path, source })?;
        json.push(b'\n');
        self.write(name, json)
    }

    /// Publishes the draft under the next free version and makes it the latest.
    ///
    /// Every file is hashed and flushed, the manifest is written last, the folder is renamed into place, and `latest`
    /// is replaced after that: whoever is killed in between leaves the previous version loadable, and the next publisher of the
    /// very same files makes that version the latest.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyDraft`], [`Error::NoVersionLeft`], [`Error::NotAFile`] if the draft holds folders or links, [`Error::InvalidName`] if a file was put
    /// there under a name that is no valid one, [`Error::Io`].
    pub fn publish(self, info: ManifestInfo) -> Result<Version> {
        let files = self.seal()?;
        // Held until the end of the function, and let go by the system if the process dies.
        let _lock = lock(self.model.path())?;
        let last = self.model.versions()?.last().copied();
        if let Some(orphan) = last.filter(|&last| self.is_orphan(last, &info, &files)) {
            self.model.set_latest(orphan)?;
            return Ok(orphan);
        }
        let version = match last {
            None => Version::FIRST,
            Some(last) => self.after(last)?,
        };
        let mut manifest = Manifest::new(&self.model.family, &self.model.model, version, info, files);
        loop {
            manifest.write(self.folder.path())?;
            sync_folder(self.folder.path())?;
            if self.move_to(manifest.version)? {
                break;
            }
            manifest.version = self.after(manifest.version)?;
        }
        self.model.set_latest(manifest.version)?;
        // Renamed away: there is nothing left to remove.
        let _ = self.folder.keep();
        Ok(manifest.version)
    }

    fn after(&self, version: Version) -> Result<Version> {
        version.next().ok_or_else(|| Error::NoVersionLeft { path: self.model.path().to_owned(), version })
    }

    /// Whether the last version is what a writer of the same artifact published, and was killed before it became the latest.
    fn is_orphan(&self, last: Version, info: &ManifestInfo, files: &BTreeMap<String, FileEntry>) -> bool {
        let is_equal = || {
            let read = Manifest::read(&self.model.version_path(last), &self.model.family, &self.model.model, last);
            read.is_ok_and(|manifest| manifest.info == *info && manifest.files == *files)
        };
        self.model.named() != Some(last) && is_equal()
    }

    /// Flushes every file and describes it.
    fn seal(&self) -> Result<BTreeMap<String, FileEntry>> {
        let folder = self.folder.path();
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(Error::io("list", folder))? {
            let entry = entry.map_err(Error::io("list", folder))?;
            let path = entry.path();
            if !entry.file_type().map_err(Error::io("inspect", &path))?.is_file() {
                return Err(Error::NotAFile { path });
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            self.path_for(&name)?;
            let (bytes, sha256) = length_and_sha256(&path)?;
            // Windows flushes only what was opened for writing.
            let file = File::options().append(true).open(&path);
            crash_point();
            file.and_then(|file| file.sync_all()).map_err(Error::io("flush", &path))?;
            files.insert(name, FileEntry { bytes, sha256 });
        }
        if files.is_empty() { Err(Error::EmptyDraft { path: self.model.path().to_owned() }) } else { Ok(files) }
    }

    /// Renames the draft to its version; `false` if someone who does not honour the lock has taken the number.
    ///
    /// No file system renames a folder over one that holds files, so a published version is never overwritten.
    fn move_to(&self, version: Version) -> Result<bool> {
        let target: &Path = &self.model.version_path(version);
        crash_point();
        match fs::rename(self.folder.path(), target) {
            Ok(()) => sync_folder(self.model.path()).map(|()| true),
            Err(_) if target.exists() => Ok(false),
            Err(source) => Err(Error::io("publish to", target)(source)),
        }
    }
}

/// Removes the drafts that killed writers left: those that nobody holds locked.
fn sweep(model: &Path) {
    for entry in fs::read_dir(model).into_iter().flatten().flatten() {
        let is_draft = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_draft && File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok()) {
            // What cannot be removed is merely in the way of a listing.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
