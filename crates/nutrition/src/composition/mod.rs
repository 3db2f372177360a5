//! What foods are made of: a table of foods, portions, meals, and the food that a name means.

mod abbreviations;
mod energy;
mod food;
mod index;
mod kinds;
mod meal;
mod names;
mod score;
mod search;
mod table;
mod words;

pub use energy::{EnergyCheck, EnergyVerdict};
pub use food::{Food, MAX_PORTION_G, Nutrients};
pub use meal::{Incomplete, Meal, MealTotals, Portion};
pub use search::{FoodMatch, MIN_SCORE, MatchKind, Respelling};
pub use table::FoodTable;

#[cfg(test)]
mod tests;
