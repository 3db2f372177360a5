//! Meals in words: their pieces, their amounts, and the names between them.

mod amounts;
mod pieces;
mod split;

pub(crate) use amounts::amount;
pub(crate) use pieces::{Piece, pieces};
pub(crate) use split::{Phrase, phrases};
