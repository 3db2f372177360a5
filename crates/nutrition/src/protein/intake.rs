//! What somebody has eaten of the protein they need, and what is left of the day.

use serde::{Deserialize, Serialize};
use words::{PROTEIN_MEAL_HIGH, PROTEIN_MEAL_LOW, ProteinBasis};

use super::inference::Recommendation;
use crate::error::{Error, Result};

/// More protein on a day than this is taken for a slip, g.
pub const MOST_INTAKE_G: f64 = 1_000.0;
/// Less than this is not worth a meal, g.
const NEGLIGIBLE_G: f64 = 5.0;

/// What somebody has eaten of the protein they need, and what is left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Intake {
    /// Eaten today so far, g; at least that much where something is not known.
    pub eaten_today_g: f64,
    /// Whether everything that was eaten is known.
    pub is_complete: bool,
    /// Still to be eaten today, g; 0 where the need is met.
    pub left_today_g: f64,
    /// Protein that a meal should bring, from and to, g: 0.3 to 0.4 g per kg.
    pub per_meal_g: [f64; 2],
    /// Meals that what is left takes.
    pub n_meals_left: usize,
    /// Mean of the days before today on which intake was recorded, g per day.
    pub usual_g_per_day: Option<f64>,
}

impl Intake {
    /// Compares a recommendation with what was eaten: today so far, and on each day before of which it is known.
    ///
    /// Of a meal, 0.3 to 0.4 g per kg count: more builds no more muscle at once (Moore et al. 2015, doi 10.1093/gerona/glu103; Schoenfeld & Aragon
    /// 2018, doi 10.1186/s12970-018-0215-1). Kilograms are those of the body, of an obese one the adjusted mass.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for an amount that is not within 0 and [`MOST_INTAKE_G`].
    pub fn of(
        recommendation: &Recommendation,
        eaten_today_g: f64,
        is_complete: bool,
        days_before_g: &[f64],
    ) -> Result<Self> {
        for (what, grams) in std::iter::once(("the protein eaten today", eaten_today_g))
            .chain(days_before_g.iter().map(|grams| ("the protein eaten on a day", *grams)))
        {
            if !(0.0..=MOST_INTAKE_G).contains(&grams) {
                let (what, expected) = (what.to_owned(), format!("within 0 and {MOST_INTAKE_G} g"));
                return Err(Error::OutOfRange { what, expected, got: grams.to_string() });
            }
        }
        let kg = match recommendation.basis {
            ProteinBasis::BodyMass | ProteinBasis::AdjustedBodyMass => recommendation.basis_kg,
            ProteinBasis::FatFreeMass | ProteinBasis::EstimatedFatFreeMass => recommendation.profile.weight_kg,
        };
        let per_meal_g = [PROTEIN_MEAL_LOW * kg, PROTEIN_MEAL_HIGH * kg];
        let left_today_g = (recommendation.protein_g_per_day - eaten_today_g).max(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small number that is not negative"
        )]
        let n_meals_left = if left_today_g < NEGLIGIBLE_G { 0 } else { (left_today_g / per_meal_g[1]).ceil() as usize };
        let n_before = days_before_g.len() as f64;
        let usual_g_per_day = (!days_before_g.is_empty()).then(|| days_before_g.iter().sum::<f64>() / n_before);
        Ok(Self { eaten_today_g, is_complete, left_today_g, per_meal_g, n_meals_left, usual_g_per_day })
    }
}
