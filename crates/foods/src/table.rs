//! Foods with checked values.

use crate::dishes::dishes;
use crate::error::{Error, Result};
use crate::everyday::Everyday;
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
    /// What is known of each beside its values; empty for the tables of others.
    details: Vec<Details>,
    /// The first of these foods that [`FoodTable::foods`] leaves out: dishes.
    n_listed: usize,
    pub(crate) index: Index,
    /// Names of everyday speech, which only the USDA's foods have.
    pub(crate) everyday: Option<Everyday>,
}

/// What the USDA says of a food beside its values.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Details {
    /// The abbreviated description.
    pub(crate) short: &'static str,
    /// The group of foods it is in.
    pub(crate) group: Option<&'static str>,
    /// Household measures: `amount~measure~grams`, between bars.
    pub(crate) measures: &'static str,
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
        let n_listed = foods.len();
        Ok(Self { foods, details: Vec::new(), n_listed, index, everyday: None })
    }

    /// The table of foods that are checked and in order of their numbers, with everyday names and dishes.
    pub(crate) fn detailed(mut foods: Vec<(Food, Details)>) -> Self {
        let n_listed = foods.len();
        foods.extend(dishes(&foods));
        let (foods, details): (Vec<Food>, Vec<Details>) = foods.into_iter().unzip();
        let mut index = Index::new(&foods.iter().map(|food| food.description.as_str()).collect::<Vec<_>>());
        details.iter().take(n_listed).enumerate().for_each(|(food, details)| index.name(food, details.short));
        let everyday = Everyday::new(&foods.iter().map(|food| food.ndb_number).collect::<Vec<_>>());
        Self { foods, details, n_listed, index, everyday: Some(everyday) }
    }

    /// All foods, by number, but for the dishes that [`FoodTable::usda`] makes of them.
    pub fn foods(&self) -> &[Food] {
        &self.foods[..self.n_listed]
    }

    /// The food of this number, if there is one.
    pub fn by_number(&self, ndb_number: u32) -> Option<&Food> {
        let index = self.foods.binary_search_by_key(&ndb_number, |food| food.ndb_number).ok()?;
        Some(&self.foods[index])
    }
}

impl FoodTable {
    /// What the USDA says of a food, by its place.
    pub(crate) fn details(&self, food: usize) -> Details {
        self.details.get(food).copied().unwrap_or_default()
    }

    /// The food at a place, dishes included.
    pub(crate) fn food_at(&self, place: usize) -> &Food {
        &self.foods[place]
    }

    /// The place of a food of this table.
    pub(crate) fn place(&self, food: &Food) -> Option<usize> {
        self.foods.binary_search_by_key(&food.ndb_number, |food| food.ndb_number).ok()
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
