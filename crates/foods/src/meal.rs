//! Portions that are eaten together.

use serde::{Deserialize, Serialize};

use crate::energy::EnergyCheck;
use crate::error::Result;
use crate::food::{Food, Nutrients};

/// Portions of foods that are eaten together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Meal {
    portions: Vec<Portion>,
}

/// Some grams of a food.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portion {
    /// Its number in the table.
    pub ndb_number: u32,
    /// What it is, in the words of the table.
    pub description: String,
    /// How much.
    pub grams: f64,
    /// What it contains.
    pub nutrients: Nutrients,
}

/// What a meal contains in all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MealTotals {
    /// How much it weighs.
    pub grams: f64,
    /// Sums; `None` where a food of the meal has no value.
    pub nutrients: Nutrients,
    /// The sums that are not known, and what is known of them.
    pub incomplete: Vec<Incomplete>,
    /// Whether the energy agrees with the macronutrients.
    pub energy: EnergyCheck,
}

/// A sum of which not every part is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Incomplete {
    /// Name of the field of [`Nutrients`].
    pub nutrient: String,
    /// What the other foods contain.
    pub at_least: f64,
    /// Descriptions of the foods without a value.
    pub unknown_for: Vec<String>,
}

impl Meal {
    /// A meal of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a portion.
    ///
    /// # Errors
    ///
    /// As [`Food::portion`].
    pub fn add(&mut self, food: &Food, grams: f64) -> Result<()> {
        let nutrients = food.portion(grams)?;
        let (ndb_number, description) = (food.ndb_number, food.description.clone());
        self.portions.push(Portion { ndb_number, description, grams, nutrients });
        Ok(())
    }

    /// The portions, in the order in which they were added.
    pub fn portions(&self) -> &[Portion] {
        &self.portions
    }

    /// Adds up all portions; those of a meal of nothing are zero.
    pub fn totals(&self) -> MealTotals {
        let nutrients = self.portions.iter().fold(Nutrients::ZERO, |sum, portion| sum.plus(&portion.nutrients));
        // An interval for each food, so that one whose fibre is unknown does not take that of the others away.
        let energies: Vec<EnergyCheck> =
            self.portions.iter().map(|portion| EnergyCheck::new(&portion.nutrients, portion.grams)).collect();
        // From a zero: the sum of nothing is −0.0 otherwise.
        let sum = |of: fn(&EnergyCheck) -> f64| energies.iter().fold(0.0, |sum, energy| sum + of(energy));
        let (low_kcal, high_kcal) = (sum(|energy| energy.low_kcal), sum(|energy| energy.high_kcal));
        MealTotals {
            grams: self.portions.iter().fold(0.0, |sum, portion| sum + portion.grams),
            nutrients,
            incomplete: self.incomplete(),
            energy: EnergyCheck::between(&nutrients, low_kcal, high_kcal),
        }
    }

    fn incomplete(&self) -> Vec<Incomplete> {
        let names = Nutrients::ZERO.optional().map(|(name, _)| name);
        let sum = |(index, nutrient): (usize, &'static str)| {
            let mut found = Incomplete { nutrient: nutrient.to_owned(), at_least: 0.0, unknown_for: Vec::new() };
            for portion in &self.portions {
                match portion.nutrients.optional()[index].1 {
                    Some(value) => found.at_least += value,
                    None => found.unknown_for.push(portion.description.clone()),
                }
            }
            (!found.unknown_for.is_empty()).then_some(found)
        };
        names.into_iter().enumerate().filter_map(sum).collect()
    }
}

impl FromIterator<Portion> for Meal {
    fn from_iter<Portions: IntoIterator<Item = Portion>>(portions: Portions) -> Self {
        Self { portions: portions.into_iter().collect() }
    }
}
