//! Building `fitbalance` in release mode and running it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
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
    cmd!(shell, "cargo build --quiet --release --package fitbalance").quiet().run()?;
    let program = target_folder(&shell)?.join("release").join(format!("fitbalance{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        bail!("cargo left no program at {}", program.display());
    }
    Ok(program)
}

/// The folder that holds the workspace's Cargo.toml.
pub(crate) fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Where cargo builds: the caller's choice by `CARGO_TARGET_DIR` or configuration, or `target`.
fn target_folder(shell: &Shell) -> Result<PathBuf> {
    let metadata = cmd!(shell, "cargo metadata --format-version 1 --no-deps").quiet().read()?;
    let (_, rest) = metadata.split_once("\"target_directory\":").context("cargo metadata names no target folder")?;
    let end = rest.char_indices().skip(1).find(|&(i, c)| c == '"' && !rest[..i].ends_with('\\')).map(|(i, _)| i);
    let path = rest[1..end.context("cargo metadata names no target folder")?].replace("\\\\", "\\");
    Ok(PathBuf::from(path))
}
