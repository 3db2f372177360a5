#![doc = include_str!("../README.md")]

mod abbreviations;
mod common;
mod energy;
mod error;
mod food;
mod index;
mod kinds;
mod meal;
mod names;
mod score;
mod search;
mod table;
#[cfg(test)]
mod tests;
mod tokens;

pub use common::{COMMON_FOODS_CSV, USDA_COLUMNS};
pub use energy::{EnergyCheck, EnergyVerdict};
pub use error::{Error, Result};
pub use food::{Food, MAX_PORTION_G, Nutrients};
pub use meal::{Incomplete, Meal, MealTotals, Portion};
pub use search::{FoodMatch, MIN_SCORE, MatchKind, Respelling};
pub use table::FoodTable;
