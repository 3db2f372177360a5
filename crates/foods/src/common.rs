//! The built-in table.

use serde::Deserialize;

use crate::food::{Food, Nutrients};
use crate::table::FoodTable;

/// The built-in table as CSV with the columns of the USDA's abbreviated file, per 100 g.
///
/// # Source
///
/// USDA National Nutrient Database for Standard Reference, release 27 (2014), public domain.
pub const COMMON_FOODS_CSV: &str = include_str!("../data/common_foods.csv");

/// Columns of the USDA's abbreviated file that a table of foods reads: number, description, and values per 100 g.
pub const USDA_COLUMNS: [&str; 10] = [
    "NDB_No",
    "Shrt_Desc",
    "Water_(g)",
    "Energ_Kcal",
    "Protein_(g)",
    "Lipid_Tot_(g)",
    "Carbohydrt_(g)",
    "Fiber_TD_(g)",
    "Sugar_Tot_(g)",
    "Sodium_(mg)",
];

/// A row with the columns of [`USDA_COLUMNS`].
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "NDB_No")]
    ndb_number: u32,
    #[serde(rename = "Shrt_Desc")]
    description: String,
    #[serde(rename = "Water_(g)")]
    water_g: Option<f64>,
    #[serde(rename = "Energ_Kcal")]
    energy_kcal: f64,
    #[serde(rename = "Protein_(g)")]
    protein_g: f64,
    #[serde(rename = "Lipid_Tot_(g)")]
    fat_g: f64,
    #[serde(rename = "Carbohydrt_(g)")]
    carbohydrate_g: f64,
    #[serde(rename = "Fiber_TD_(g)")]
    fibre_g: Option<f64>,
    #[serde(rename = "Sugar_Tot_(g)")]
    sugar_g: Option<f64>,
    #[serde(rename = "Sodium_(mg)")]
    sodium_mg: Option<f64>,
}

impl From<Row> for Food {
    fn from(row: Row) -> Self {
        let Row { ndb_number, description, energy_kcal, protein_g, fat_g, carbohydrate_g, .. } = row;
        let Row { fibre_g, sugar_g, sodium_mg, water_g, .. } = row;
        let per_100_g =
            Nutrients { energy_kcal, protein_g, fat_g, carbohydrate_g, fibre_g, sugar_g, sodium_mg, water_g };
        Self { ndb_number, description, per_100_g }
    }
}

impl FoodTable {
    /// The built-in table of [`COMMON_FOODS_CSV`]: those of the foods that generated pictures show, and other common ones.
    pub fn common() -> Self {
        let rows = csv::Reader::from_reader(COMMON_FOODS_CSV.as_bytes()).into_deserialize();
        let foods = rows.map(|row: csv::Result<Row>| Food::from(row.expect("a test reads every row")));
        Self::new(foods.collect()).expect("a test checks every food")
    }
}
