//! Whether a declared energy agrees with what is in a food.

use serde::{Deserialize, Serialize};

use crate::food::{Food, Nutrients};

/// Tolerance of the energy check as a share of the declared energy.
///
/// Foods of the USDA are counted with factors of their own (Merrill and Watt 1973): fruit 3.6 and vegetables 3.4 to
/// 3.6 kcal per gram of carbohydrate, 2.4 to 3.5 per gram of their protein, and 8.4 per gram of their fat.
const SHARE: f64 = 0.12;

/// Least tolerance, kcal per 100 g: what the least of two numbers is worth when a food is mostly water.
const KCAL_PER_100_G: f64 = 16.0;

/// Whether a declared energy agrees with 4 kcal per gram of protein and carbohydrate and 9 per gram of fat.
///
/// It is plausible from `low_kcal`, which counts no fibre (0 kcal/g), less a tolerance, to `high_kcal`, which counts it as
/// carbohydrate (4 kcal/g), plus the tolerance: 12 % of the declared energy or 16 kcal per 100 g, whichever is more. Where fibre
/// is unknown, it counts as none.
///
/// # Limits
/// Of the 8,618 foods of USDA SR27, 112 fail, most of them with nothing wrong. 72 have more energy than that: 66 hold alcohol,
/// which the table has no column for (7 kcal/g), 4 are vinegars (acetic acid), and 2 are labels that do not add up. 40 have
/// less: sugar alcohols and organic acids (diet sweets and drink powders, baking powder), sprouts, bran, cocoa and spices, whose
/// factors are the lowest there are, and a few labels. Without the allowance for fibre 245 would fail.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnergyCheck {
    /// What the table says, kcal.
    pub declared_kcal: f64,
    /// 4 · protein + 4 · carbohydrate + 9 · fat, kcal.
    pub atwater_kcal: f64,
    /// Least energy that is plausible, kcal.
    pub low_kcal: f64,
    /// Most energy that is plausible, kcal.
    pub high_kcal: f64,
    /// How they agree.
    pub verdict: EnergyVerdict,
}

/// How a declared energy agrees with the macronutrients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnergyVerdict {
    /// Within the tolerance.
    Agrees,
    /// More than the macronutrients explain: alcohol, or a mistake such as kJ for kcal.
    TooMuch,
    /// Less than the macronutrients make: sugar alcohols, bran, or a mistake.
    TooLittle,
}

impl Food {
    /// Whether the declared energy agrees with what is in the food.
    pub fn check_energy(&self) -> EnergyCheck {
        EnergyCheck::new(&self.per_100_g, 100.0)
    }
}

impl EnergyCheck {
    /// Checks what `grams` of food contain.
    pub(crate) fn new(nutrients: &Nutrients, grams: f64) -> Self {
        let atwater_kcal = nutrients.atwater_kcal();
        let without_fibre_kcal = atwater_kcal - 4.0 * nutrients.fibre_g.unwrap_or(0.0);
        let tolerance_kcal = (KCAL_PER_100_G * grams / 100.0).max(SHARE * nutrients.energy_kcal);
        Self::between(nutrients, (without_fibre_kcal - tolerance_kcal).max(0.0), atwater_kcal + tolerance_kcal)
    }

    /// Checks against known bounds.
    pub(crate) fn between(nutrients: &Nutrients, low_kcal: f64, high_kcal: f64) -> Self {
        let (declared_kcal, atwater_kcal) = (nutrients.energy_kcal, nutrients.atwater_kcal());
        let verdict = match declared_kcal {
            kcal if kcal < low_kcal => EnergyVerdict::TooLittle,
            kcal if kcal > high_kcal => EnergyVerdict::TooMuch,
            _ => EnergyVerdict::Agrees,
        };
        Self { declared_kcal, atwater_kcal, low_kcal, high_kcal, verdict }
    }

    /// Whether the declared energy is plausible.
    pub fn is_plausible(&self) -> bool {
        self.verdict == EnergyVerdict::Agrees
    }
}
