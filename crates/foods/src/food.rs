//! A food and what it contains.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The largest portion, in grams: more is a slip of the unit or the comma.
pub const MAX_PORTION_G: f64 = 10_000.0;

/// A food and what 100 g of it contain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Food {
    /// Its number in the USDA's database (NDB), or any other number that is unique in the table.
    pub ndb_number: u32,
    /// What it is, in the words of the table.
    pub description: String,
    /// What 100 g contain.
    pub per_100_g: Nutrients,
}

/// What some amount of food contains. `None` is not known, which is not zero.
///
/// | Name | Unit | Meaning |
/// |---|---|---|
/// | `energy_kcal` | kcal | as declared by the table, not computed |
/// | `carbohydrate_g` | g | by difference: fibre is part of it, as in US tables |
/// | `sugar_g` | g | part of the carbohydrate |
/// | `sodium_mg` | mg | salt is 2.54 times as heavy |
/// | the others | g | |
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct Nutrients {
    pub energy_kcal: f64,
    pub protein_g: f64,
    pub fat_g: f64,
    pub carbohydrate_g: f64,
    pub fibre_g: Option<f64>,
    pub sugar_g: Option<f64>,
    pub sodium_mg: Option<f64>,
    pub water_g: Option<f64>,
}

impl Food {
    /// What so many grams contain.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `grams` is above 0 and at most [`MAX_PORTION_G`].
    pub fn portion(&self, grams: f64) -> Result<Nutrients> {
        if grams > 0.0 && grams <= MAX_PORTION_G {
            return Ok(self.per_100_g.scaled(grams / 100.0));
        }
        Err(Error::OutOfRange {
            what: format!("the portion of `{}`", self.description),
            expected: format!("above 0 and at most {MAX_PORTION_G} g"),
            got: format!("{grams} g"),
        })
    }
}

impl Nutrients {
    /// Nothing of anything.
    pub(crate) const ZERO: Self = Self {
        energy_kcal: 0.0,
        protein_g: 0.0,
        fat_g: 0.0,
        carbohydrate_g: 0.0,
        fibre_g: Some(0.0),
        sugar_g: Some(0.0),
        sodium_mg: Some(0.0),
        water_g: Some(0.0),
    };

    /// 4 · protein + 4 · carbohydrate + 9 · fat, kcal.
    pub fn atwater_kcal(&self) -> f64 {
        4.0 * self.protein_g + 4.0 * self.carbohydrate_g + 9.0 * self.fat_g
    }

    /// The values that may be unknown, with their names and units.
    pub(crate) fn optional(&self) -> [(&'static str, Option<f64>); 4] {
        [("fibre_g", self.fibre_g), ("sugar_g", self.sugar_g), ("sodium_mg", self.sodium_mg), ("water_g", self.water_g)]
    }

    pub(crate) fn scaled(&self, factor: f64) -> Self {
        let scale = |value: Option<f64>| value.map(|value| value * factor);
        Self {
            energy_kcal: self.energy_kcal * factor,
            protein_g: self.protein_g * factor,
            fat_g: self.fat_g * factor,
            carbohydrate_g: self.carbohydrate_g * factor,
            fibre_g: scale(self.fibre_g),
            sugar_g: scale(self.sugar_g),
            sodium_mg: scale(self.sodium_mg),
            water_g: scale(self.water_g),
        }
    }

    /// The sum; what is unknown in one of them is unknown.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let sum = |left: Option<f64>, right: Option<f64>| Some(left? + right?);
        Self {
            energy_kcal: self.energy_kcal + other.energy_kcal,
            protein_g: self.protein_g + other.protein_g,
            fat_g: self.fat_g + other.fat_g,
            carbohydrate_g: self.carbohydrate_g + other.carbohydrate_g,
            fibre_g: sum(self.fibre_g, other.fibre_g),
            sugar_g: sum(self.sugar_g, other.sugar_g),
            sodium_mg: sum(self.sodium_mg, other.sodium_mg),
            water_g: sum(self.water_g, other.water_g),
        }
    }
}
