//! Foods with checked values.

use crate::error::{Error, Result};
use crate::food::Food;
use crate::index::Index;

/// The most that water, protein, fat and carbohydrate of 100 g of food may weigh together, in grams.
///
/// They are measured one by one, and their errors add up: those of USDA SR27 reach 104.7 g (cooked chinook salmon).
const MAX_PARTS_G: f64 = 105.0;

/// How far fibre or sugars may exceed the carbohydrate they are part of, in grams: by 0.94 g in USDA SR27.
const PART_SLACK_G: f64 = 1.0;

/// The most energy 100 g may have, in kcal: pure fat has 902. Energies in kJ do not pass for kcal.
const MAX_ENERGY_KCAL: f64 = 930.0;

/// The most sodium 100 g may hold, in mg: pure salt has 39,340.
const MAX_SODIUM_MG: f64 = 40_000.0;

/// Foods with checked values, which are found by name.
///
/// The order of the foods makes no difference to any answer.
#[derive(Debug, Clone)]
pub struct FoodTable {
    /// By number.
    foods: Vec<Food>,
    pub(crate) index: Index,
}

impl FoodTable {
    /// Checks the foods and makes them ready to be found.
    ///
    /// # Errors
    ///
    /// [`Error::NoFoods`]; [`Error::DuplicateFood`]; [`Error::InvalidFood`] for the first food with a value that is negative
    /// or not finite, with more than 105 g of macronutrients and water, more fibre or sugars than carbohydrate,
    /// more than 930 kcal or more than 40 g of sodium in 100 g, or without a description.
    pub fn new(mut foods: Vec<Food>) -> Result<Self> {
        if foods.is_empty() {
            return Err(Error::NoFoods);
        }
        for food in &foods {
            check(food)?;
        }
        foods.sort_by_key(|food| food.ndb_number);
        for pair in foods.windows(2) {
            if pair[0].ndb_number == pair[1].ndb_number {
                return Err(Error::DuplicateFood {
                    number: pair[0].ndb_number,
                    first: pair[0].description.clone(),
                    second: pair[1].description.clone(),
                });
            }
        }
        let index = Index::new(&foods.iter().map(|food| food.description.as_str()).collect::<Vec<_>>());
        Ok(Self { foods, index })
    }

    /// All foods, by number.
    pub fn foods(&self) -> &[Food] {
        &self.foods
    }

    /// The food of this number, if there is one.
    pub fn by_number(&self, ndb_number: u32) -> Option<&Food> {
        let index = self.foods.binary_search_by_key(&ndb_number, |food| food.ndb_number).ok()?;
        Some(&self.foods[index])
    }
}

fn check(food: &Food) -> Result<()> {
    let refuse = |what: &'static str, expected: String, got: f64| {
        let (food, number) = (food.description.clone(), food.ndb_number);
        Err(Error::InvalidFood { number, food, what, expected, got: got.to_string() })
    };
    let values = &food.per_100_g;
    if food.description.trim().is_empty() {
        let (food, number) = (food.description.clone(), food.ndb_number);
        let (expected, got) = ("some words".to_owned(), "none".to_owned());
        return Err(Error::InvalidFood { number, food, what: "description", expected, got });
    }
    let limits = [
        ("energy_kcal", Some(values.energy_kcal), MAX_ENERGY_KCAL, "kcal"),
        ("protein_g", Some(values.protein_g), MAX_PARTS_G, "g"),
        ("fat_g", Some(values.fat_g), MAX_PARTS_G, "g"),
        ("carbohydrate_g", Some(values.carbohydrate_g), MAX_PARTS_G, "g"),
        ("fibre_g", values.fibre_g, values.carbohydrate_g + PART_SLACK_G, "g"),
        ("sugar_g", values.sugar_g, values.carbohydrate_g + PART_SLACK_G, "g"),
        ("sodium_mg", values.sodium_mg, MAX_SODIUM_MG, "mg"),
        ("water_g", values.water_g, MAX_PARTS_G, "g"),
    ];
    for (what, value, most, unit) in limits {
        let Some(value) = value else { continue };
        if !value.is_finite() {
            return refuse(what, "a finite number".to_owned(), value);
        }
        if !(0.0..=most).contains(&value) {
            return refuse(what, format!("within 0 and {most} {unit} in 100 g"), value);
        }
    }
    let parts_g = values.protein_g + values.fat_g + values.carbohydrate_g + values.water_g.unwrap_or(0.0);
    if parts_g > MAX_PARTS_G {
        return refuse(
            "the sum of protein, fat, carbohydrate and water",
            format!("at most {MAX_PARTS_G} g in 100 g"),
            parts_g,
        );
    }
    Ok(())
}
