//! What is said of a word that is none.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

/// A text that is none of the words of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    what: &'static str,
    got: String,
    known: &'static [&'static str],
}

impl UnknownWord {
    pub(crate) fn new(what: &'static str, got: &str, known: &'static [&'static str]) -> Self {
        Self { what, got: got.to_owned(), known }
    }

    /// The text.
    pub fn got(&self) -> &str {
        &self.got
    }

    /// The words that were expected.
    pub fn known(&self) -> &'static [&'static str] {
        self.known
    }
}

impl Display for UnknownWord {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let known: Vec<String> = self.known.iter().map(|word| format!("`{word}`")).collect();
        write!(f, "unknown {} `{}`, expected one of {}", self.what, self.got, known.join(", "))
    }
}

impl Error for UnknownWord {}
