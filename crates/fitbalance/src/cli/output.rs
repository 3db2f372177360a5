//! Where words go: results to stdout, everything else to stderr.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write;

use anyhow::{Context, Result};
use predict::{Warning, WarningCode};
use serde::Serialize;

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

/// A text that cannot tell a terminal what to do, whatever file it came from: control characters and marks of direction are
/// written as their numbers.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_safe = |c: char| match c {
        '\n' | '\t' => true,
        // Overrides and isolates let text read as if it were another.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        c => !c.is_control(),
    };
    if text.chars().all(is_safe) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_safe(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_tells_the_terminal_what_to_do() {
        assert_eq!(printable("a\tb\nç"), "a\tb\nç");
        assert_eq!(printable("\u{1b}[31mred\r\u{202e}"), "\\u{1b}[31mred\\u{d}\\u{202e}");
    }
}
