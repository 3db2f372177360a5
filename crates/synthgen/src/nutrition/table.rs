//! What `foods.csv` holds.

use foods::USDA_COLUMNS;

use crate::manifest::ColumnEntry;

/// `foods.csv`: those of the USDA's foods that generated pictures show, and other common ones.
///
/// # Source
///
/// USDA National Nutrient Database for Standard Reference, release 27 (2014), public domain.
pub(super) const FOODS_CSV: &str = include_str!("../../data/foods.csv");

/// Columns of `foods.csv`; all but the first two per 100 g.
pub(super) fn columns() -> Vec<ColumnEntry> {
    let kinds = [
        ("uint32", "", "number of the food in the USDA's database"),
        ("string", "", "the USDA's short description"),
        ("float64", "g/100 g", "water"),
        ("float64", "kcal/100 g", "energy"),
        ("float64", "g/100 g", "protein"),
        ("float64", "g/100 g", "fat"),
        ("float64", "g/100 g", "carbohydrate by difference, fibre included"),
        ("float64", "g/100 g", "dietary fibre"),
        ("float64", "g/100 g", "sugars, empty where not measured"),
        ("float64", "mg/100 g", "sodium"),
    ];
    USDA_COLUMNS
        .into_iter()
        .zip(kinds)
        .map(|(name, (dtype, unit, description))| ColumnEntry::new(name, dtype, unit, description))
        .collect()
}

#[cfg(test)]
mod tests {
    use foods::FoodTable;

    use super::*;

    #[test]
    fn foods_are_those_of_the_usda_in_order() {
        let mut lines = FOODS_CSV.lines();
        assert_eq!(lines.next(), Some(USDA_COLUMNS.join(",").as_str()));
        let mut last = 0;
        for line in lines {
            let number: u32 = line.split(',').next().and_then(|number| number.parse().ok()).expect("a number");
            let food = FoodTable::usda().by_number(number).expect("the USDA has it");
            assert!(number > last && line.contains(&format!(",{},", food.per_100_g.energy_kcal)), "{line}");
            last = number;
        }
        for class in words::FoodClass::ALL {
            assert!(FOODS_CSV.contains(&format!("\n{},", class.ndb_number())), "{class}");
        }
    }
}
