#![doc = include_str!("../README.md")]

mod abbreviations;
mod dishes;
mod doubt;
mod energy;
mod error;
mod everyday;
mod food;
mod index;
mod judge;
mod kinds;
mod meal;
mod measures;
mod names;
mod portion;
mod reading;
mod recognise;
mod score;
mod search;
mod states;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod units;
mod usda;

pub use doubt::Doubt;
pub use energy::{EnergyCheck, EnergyVerdict};
pub use error::{Error, Result};
pub use food::{Food, MAX_PORTION_G, Nutrients};
pub use judge::{JudgedMeal, Judgement};
pub use meal::{Incomplete, Meal, MealTotals, Portion};
pub use measures::Measure;
pub use portion::Weight;
pub use reading::{Estimate, Item, Span};
pub use search::{FoodMatch, MIN_SCORE, MatchKind, Respelling};
pub use table::FoodTable;
pub use usda::USDA_COLUMNS;
