//! Where tests and benchmarks find real data, and how they say that something they need is not there.
//!
//! Real data are never part of the repository: they lie in `../shared/real` beside it, or nowhere. A test that finds nothing
//! there asserts nothing; `cargo xtask test` counts such tests and names them.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Names the file to which tests that assert nothing write their names; set by `cargo xtask test`.
pub const SKIPPED_FILE: &str = "FITBALANCE_SKIPPED_FILE";

/// The path of a file or folder of the real data; without it the calling test is counted as skipped.
pub fn path(below: impl AsRef<Path>) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real").join(below);
    if path.exists() {
        return Some(path);
    }
    skip(&format!("{} is not there", path.display()));
    None
}

/// Counts the calling test as skipped, with the reason.
pub fn skip(reason: &str) {
    let thread = std::thread::current();
    let line = format!("{}: {reason}\n", thread.name().unwrap_or("a test"));
    // Shown by libtest if it is asked to.
    let _ = write!(std::io::stderr(), "skipped: {line}");
    let Some(file) = std::env::var_os(SKIPPED_FILE) else { return };
    let file = OpenOptions::new().create(true).append(true).open(file);
    // In one piece: several tests may write at once.
    if let Ok(mut file) = file {
        let _ = file.write_all(line.as_bytes());
    }
}
