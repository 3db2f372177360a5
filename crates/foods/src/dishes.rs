//! Everyday dishes that the USDA's table lacks, from plain recipes of its foods.

use crate::food::{Food, Nutrients};
use crate::table::Details;

/// A line a dish: its number, its names, its parts as `number:grams`, and its portions.
pub(crate) const DISHES: &str = include_str!("../data/dishes.tsv");

/// Numbers of dishes begin here; those of the USDA end at 93,600.
pub(crate) const FIRST_DISH: u32 = 900_001;

/// The dishes as foods, from the foods of the USDA's table in order of their numbers.
pub(crate) fn dishes(foods: &[(Food, Details)]) -> Vec<(Food, Details)> {
    DISHES.lines().map(|line| dish(line, foods).expect("a test reads every dish")).collect()
}

fn dish(line: &str, foods: &[(Food, Details)]) -> Option<(Food, Details)> {
    let mut cells = line.split('\t');
    let (number, names, parts) = (cells.next()?, cells.next()?, cells.next()?);
    let (mut sum, mut total_g) = (Nutrients::ZERO, 0.0);
    for part in parts.split(' ') {
        let (number, grams) = part.split_once(':')?;
        let (number, grams): (u32, f64) = (number.parse().ok()?, grams.parse().ok()?);
        let place = foods.binary_search_by_key(&number, |(food, _)| food.ndb_number).ok()?;
        let known = |value: Option<f64>| Some(value.unwrap_or(0.0));
        // What is not measured of one part is left out rather than unknown of all: recipes are approximations.
        let part = foods[place].0.portion(grams).ok()?;
        let part = Nutrients {
            fibre_g: known(part.fibre_g),
            sugar_g: known(part.sugar_g),
            sodium_mg: known(part.sodium_mg),
            water_g: known(part.water_g),
            ..part
        };
        sum = sum.plus(&part);
        total_g += grams;
    }
    let name = names.split(';').next()?.trim();
    let mut letters = name.chars();
    let description = format!("{}{}, by a plain recipe", letters.next()?.to_uppercase(), letters.as_str());
    let food = Food { ndb_number: number.parse().ok()?, description, per_100_g: sum.scaled(100.0 / total_g) };
    Some((food, Details::default()))
}
