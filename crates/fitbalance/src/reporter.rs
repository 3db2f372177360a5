//! Where stages say what they do.

use std::fmt::Display;
use std::io::Write;

use crate::printable::printable;

/// Says on stderr what a stage does.
///
/// Whoever starts a stage hands one down: nothing below the command line decides where its words go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reporter(());

impl Reporter {
    /// To stderr, where results never go.
    pub(crate) fn stderr() -> Self {
        Self(())
    }

    /// Writes a line.
    #[expect(clippy::unused_self, reason = "only who was handed a reporter speaks")]
    pub(crate) fn say(self, line: impl Display) {
        // A closed stderr takes lines from nobody who still wants them.
        let _ = writeln!(std::io::stderr().lock(), "{}", printable(&line.to_string()));
    }
}
