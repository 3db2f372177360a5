//! Landmarks of a film, by MediaPipe in Python.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::biomechanics::LandmarksFile;
use crate::cli::output::hint;

/// Says on stderr what is missing where Python cannot run it.
const SCRIPT: &str = include_str!("film_landmarks.py");
/// Names another Python than `python3`, such as that of a virtual environment.
const PYTHON: &str = "FITBALANCE_PYTHON";

/// Runs MediaPipe's pose tracker on a film.
pub(super) fn landmarks_of_film(film: &Path) -> Result<LandmarksFile> {
    ensure!(film.is_file(), "`{}` is not a file", film.display());
    let python = std::env::var_os(PYTHON).unwrap_or_else(|| "python3".into());
    hint(format_args!("finding the landmarks of `{}`: about as long as the film takes", film.display()));
    // Only for the reading of the film: what it prints is a list of landmarks.
    let ran = Command::new(&python).arg("-c").arg(SCRIPT).arg(film).output();
    let ran = ran.with_context(|| {
        format!("cannot run `{}`: --video needs Python 3.9 to 3.12, which {PYTHON} may name", python.display())
    })?;
    if !ran.status.success() {
        // Warnings of libraries come first.
        let stderr = String::from_utf8_lossy(&ran.stderr);
        let reason = stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it says no reason");
        bail!("`{}` finds no landmarks in `{}`: {reason}", python.display(), film.display());
    }
    LandmarksFile::parse_json(&String::from_utf8_lossy(&ran.stdout)).context("what MediaPipe's script printed")
}
