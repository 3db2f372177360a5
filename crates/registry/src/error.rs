//! What can be wrong with artifacts.

use std::io;
use std::path::{Path, PathBuf};

use crate::version::Version;

/// What every fallible function of this crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an artifact cannot be written or is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message above a variant says what each of its fields is")]
pub enum Error {
    /// The operating system refused.
    #[error("cannot {action} `{}`", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },

    /// A family, model or file name has other characters, or too few or many of them.
    #[error("`{name}` is no valid name: expected 1 to 100 ASCII letters, digits, `_`, `-` or `.`, no `.` at an end")]
    InvalidName { name: String },

    /// A file would take the place of the manifest or of its hash.
    #[error("`{name}` is written by the registry itself: expected another name")]
    ReservedName { name: String },

    /// A text is no version number.
    #[error("`{text}` is no version: expected `v0001`, `v0002`, …")]
    InvalidVersion { text: String },

    /// A draft was published without files.
    #[error("a draft of `{}` holds no file: expected at least one", path.display())]
    EmptyDraft { path: PathBuf },

    /// A draft holds a folder, a link or a device.
    #[error("`{}` is no regular file: a draft may hold nothing else", path.display())]
    NotAFile { path: PathBuf },

    /// There is no folder of artifacts.
    #[error("there is no folder of artifacts `{}`", path.display())]
    MissingRegistry { path: PathBuf },

    /// Nothing was ever published under this family and model.
    #[error("`{}` holds no artifact: expected at least one version, such as `v0001`", path.display())]
    MissingArtifact { path: PathBuf },

    /// There are versions, but no `latest` file.
    #[error("`{}` is missing: expected a file that names one of {}", path.display(), list(known))]
    MissingLatest { path: PathBuf, known: Vec<Version> },

    /// `latest` does not hold a version number.
    #[error("`{}` must name a version such as `v0001`, got `{found}`", path.display())]
    InvalidLatest { path: PathBuf, found: String },

    /// `latest` names a version that does not exist.
    #[error("`{}` names {version}, which is missing: expected one of {}", path.display(), list(known))]
    DanglingLatest { path: PathBuf, version: Version, known: Vec<Version> },

    /// The version asked for does not exist.
    #[error("`{}` has no version {version}: expected one of {}", path.display(), list(known))]
    MissingVersion { path: PathBuf, version: Version, known: Vec<Version> },

    /// The highest number is taken.
    #[error("`{}` has a version {version}: there is no higher number to publish under", path.display())]
    NoVersionLeft { path: PathBuf, version: Version },

    /// A file is larger than any file of an artifact may be.
    #[error("`{}` has {got} bytes, at most {most} are read", path.display())]
    TooLarge { path: PathBuf, most: u64, got: u64 },

    /// A version has no manifest, or no hash of it.
    #[error("`{}` is missing: expected every version to have one", path.display())]
    MissingManifest { path: PathBuf },

    /// The manifest and its hash do not belong together.
    #[error("`{}` is truncated or altered: expected SHA-256 {expected}, got {got}", path.display())]
    CorruptManifest { path: PathBuf, expected: String, got: String },

    /// The manifest is intact but does not parse.
    #[error("`{}` is no manifest", path.display())]
    InvalidManifest { path: PathBuf, source: serde_json::Error },

    /// The manifest has a format that this program does not know.
    #[error("`{}` has manifest format {got}, this program reads format {expected}", path.display())]
    ManifestFormat { path: PathBuf, expected: u32, got: u32 },

    /// The manifest is that of another artifact.
    #[error("`{}` describes {got}, expected {expected}: the folder was moved or renamed", path.display())]
    ForeignManifest { path: PathBuf, expected: String, got: String },

    /// The artifact has no such file.
    #[error("`{}` has no file `{name}`: expected one of {}", path.display(), list(known))]
    UnknownFile { path: PathBuf, name: String, known: Vec<String> },

    /// A file of the manifest is not there.
    #[error("`{}` is missing: its manifest expects {expected} bytes", path.display())]
    MissingFile { path: PathBuf, expected: u64 },

    /// A file is shorter or longer than it was.
    #[error("`{}` must have {expected} bytes, got {got}", path.display())]
    WrongLength { path: PathBuf, expected: u64, got: u64 },

    /// A file has its length but other bytes.
    #[error("`{}` is corrupted: expected SHA-256 {expected}, got {got}", path.display())]
    Corrupted { path: PathBuf, expected: String, got: String },

    /// A value cannot be written as JSON.
    #[error("`{}` cannot be written as JSON", path.display())]
    UnwritableJson { path: PathBuf, source: serde_json::Error },

    /// An intact file does not parse as what was asked for.
    #[error("`{}` is no JSON of the expected shape", path.display())]
    InvalidJson { path: PathBuf, source: serde_json::Error },

    /// The artifact is something else.
    #[error("`{}` holds a `{got}`, expected a `{expected}`", path.display())]
    WrongKind { path: PathBuf, expected: String, got: String },

    /// The artifact was written by a newer program.
    #[error("`{}` has schema version {got}, newer than {expected}, which this program reads", path.display())]
    NewerSchema { path: PathBuf, expected: u32, got: u32 },

    /// The artifact was written by an older program.
    #[error("`{}` has schema version {got}, older than {expected}, which this program reads", path.display())]
    OlderSchema { path: PathBuf, expected: u32, got: u32 },
}

impl Error {
    /// For `map_err`: wraps what went wrong while doing `action` to `path`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

/// What a file says, as a message shows it: the beginning, without what speaks to the terminal.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 100;
    let mut shown: String = text.chars().take(MOST).flat_map(char::escape_debug).take(MOST).collect();
    if text.chars().count() > MOST {
        shown.push('…');
    }
    shown
}

fn list<T: ToString>(items: &[T]) -> String {
    items.iter().map(|item| format!("`{}`", item.to_string())).collect::<Vec<_>>().join(", ")
}
