//! What `foods.csv` holds.

use foods::USDA_COLUMNS;

use crate::manifest::ColumnEntry;

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
