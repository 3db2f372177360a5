//! Where words go: results to stdout, everything else to stderr.

use std::fmt::Display;
use std::io::Write;

use anyhow::{Context, Result};
use predict::{Warning, WarningCode};
use serde::Serialize;

use crate::printable::printable;
use crate::reporter::Reporter;
use crate::table::LeftOut;

/// Writes a result to stdout.
pub(crate) fn print(text: impl Display) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{}", printable(&text.to_string()))?;
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

/// Writes which columns of a table are not used, and why.
pub(crate) fn hint_left_out(left_out: &[(String, LeftOut)]) {
    if !left_out.is_empty() {
        let columns: Vec<String> = left_out.iter().map(|(column, why)| format!("{column} ({why})")).collect();
        hint(format_args!("left out unless named: {}", columns.join(", ")));
    }
}

/// Writes what has to be said beside an answer to stderr, but for what the printed answer says itself.
pub(crate) fn warn(warnings: &[Warning], already_said: &[WarningCode]) {
    for warning in warnings.iter().filter(|warning| !already_said.contains(&warning.code)) {
        hint(&warning.text);
    }
}
