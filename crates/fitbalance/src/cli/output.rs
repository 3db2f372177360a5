//! Where words go: results to stdout, everything else to stderr.

use std::fmt::Display;
use std::io::Write;

use anyhow::{Context, Result};
use predict::{Warning, WarningCode};
use serde::Serialize;

use crate::reporter::Reporter;

/// Writes a result to stdout.
pub(crate) fn print(text: impl Display) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

/// Writes a result to stdout as JSON.
pub(crate) fn print_json(result: &impl Serialize) -> Result<()> {
    print(serde_json::to_string_pretty(result).context("the result holds a number that JSON has no form for")?)
}

/// Writes a hint to stderr.
pub(crate) fn hint(text: impl Display) {
    Reporter::stderr().say(text);
}

/// Writes what has to be said beside an answer to stderr, but for what the printed answer says itself.
pub(crate) fn warn(warnings: &[Warning], already_said: &[WarningCode]) {
    for warning in warnings.iter().filter(|warning| !already_said.contains(&warning.code)) {
        hint(&warning.text);
    }
}
