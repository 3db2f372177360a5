//! Who a recommendation is for.

use serde::{Deserialize, Serialize};
use words::{Goal, Sex, TrainingStatus, protein_range_g_per_kg};

use crate::error::{Error, Result};

/// Who a recommendation is for.
///
/// | Name | Range | Unit |
/// |---|---|---|
/// | `weight_kg` | 30 to 300 | kg |
/// | `age_years` | 18 to 110 | years |
/// | `kidney_disease`, `pregnant` | | a referral instead of a number |
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct Profile {
    pub weight_kg: f64,
    pub age_years: f64,
    pub sex: Sex,
    pub goal: Goal,
    pub training_status: TrainingStatus,
    #[serde(default)]
    pub kidney_disease: bool,
    #[serde(default)]
    pub pregnant: bool,
}

impl Profile {
    /// Checks every value against its range.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for the first that is out of range.
    pub fn check(&self) -> Result<()> {
        let ranges = [
            ("weight_kg", self.weight_kg, 30.0, 300.0, "within 30 and 300 kg"),
            ("age_years", self.age_years, 18.0, 110.0, "within 18 and 110 years"),
        ];
        for (name, value, low, high, expected) in ranges {
            if !(low..=high).contains(&value) {
                let (what, expected) = (format!("`{name}`"), expected.to_owned());
                return Err(Error::OutOfRange { what, expected, got: value.to_string() });
            }
        }
        Ok(())
    }

    /// Why this person gets a referral instead of a number, if so.
    pub fn referral(&self) -> Option<Referral> {
        if self.kidney_disease {
            return Some(Referral::KidneyDisease);
        }
        self.pregnant.then_some(Referral::Pregnancy)
    }

    /// The published range of daily protein for this person, in g/day.
    pub fn range_g_per_day(&self) -> (f64, f64) {
        let (low, high) = protein_range_g_per_kg(self.training_status, self.goal);
        (low * self.weight_kg, high * self.weight_kg)
    }
}

/// Why somebody should ask a professional about protein rather than a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Referral {
    /// Protein is a matter of treatment there (KDIGO 2024).
    KidneyDisease,
    /// Needs change by trimester and are not covered by the ranges used here.
    Pregnancy,
}

impl Referral {
    /// What to tell the person.
    pub fn advice(self) -> &'static str {
        match self {
            Self::KidneyDisease => {
                "With kidney disease, how much protein is right is part of the treatment: please ask your nephrologist or a \
                 renal dietitian. No number is given here."
            }
            Self::Pregnancy => {
                "In pregnancy protein needs change from month to month: please ask your midwife, obstetrician or a dietitian. \
                 No number is given here."
            }
        }
    }
}
