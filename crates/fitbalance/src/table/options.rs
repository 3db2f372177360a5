//! What a text file does not say of itself.

use encoding_rs::{Encoding, UTF_8};

/// How a text file is written, where that cannot be told from its bytes or is to be told otherwise.
#[derive(Debug, Clone)]
pub(crate) struct ReadOptions {
    /// What stands between fields. `None`: the comma, or that of semicolon, tab and bar that a header without commas has.
    pub(crate) separator: Option<u8>,
    /// `None`: the point, and the comma in a column that can be read in no other way.
    pub(crate) decimal: Option<DecimalMark>,
    /// Spellings of a missing value beside the usual ones.
    pub(crate) missing: Vec<String>,
    /// A mark of byte order at the file's start goes before it.
    pub(crate) encoding: &'static Encoding,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { separator: None, decimal: None, missing: Vec::new(), encoding: UTF_8 }
    }
}

/// What stands between a number's whole part and its decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalMark {
    Point,
    Comma,
}
