#![doc = include_str!("../README.md")]

mod error;
mod game;
mod grouped;
mod sum;
#[cfg(test)]
mod tests;

pub use error::{Error, Result};
pub use game::{MAX_PLAYERS, shapley_values};
pub use grouped::{Attribution, explain};
pub use sum::explain_sum;
