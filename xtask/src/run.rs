//! Building `fitbalance` in release mode and running it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

/// Builds the program and runs it where the caller stands, with its exit code.
pub(crate) fn fitbalance(arguments: &[OsString]) -> Result<ExitCode> {
    let program = build()?;
    let status =
        Command::new(&program).args(arguments).status().with_context(|| format!("cannot run {}", program.display()))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Builds the program; the only profile is release, so that this and the tests share every dependency.
fn build() -> Result<PathBuf> {
    let shell = Shell::new()?;
    shell.change_dir(workspace());
    // Not `--quiet`: the first build takes minutes and should be seen to move.
    cmd!(shell, "cargo build --release --package fitbalance").quiet().run()?;
    // Cargo puts the program beside this one, whatever the target folder is.
    let this_program = std::env::current_exe().context("the operating system does not name this program")?;
    let program = this_program.with_file_name(format!("fitbalance{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "cargo left no program at {}", program.display());
    Ok(program)
}

/// The folder that holds the workspace's Cargo.toml.
pub(crate) fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
