//! Which build of the program made an artifact.

use anyhow::{Context, Result};

/// Package version and the first digits of the SHA-256 of the running program: any rebuild with a change differs.
///
/// # Errors
///
/// If the program's own file cannot be read.
pub(crate) fn code_version() -> Result<String> {
    let program = std::env::current_exe().context("cannot find the running program")?;
    let hash = registry::sha256_file(&program)?;
    Ok(format!("{}+{}", env!("CARGO_PKG_VERSION"), &hash[..12]))
}
