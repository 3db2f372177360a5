//! Who a recommendation is for.

use serde::{Deserialize, Serialize};
use words::{Goal, ProteinPerson, ProteinRange, Sex, TrainingStatus};

use crate::error::{Error, Result};

/// Who a recommendation is for.
///
/// | Name | Range | Unit |
/// |---|---|---|
/// | `weight_kg` | 30 to 300 | kg |
/// | `age_years` | 18 to 110 | years |
/// | `height_cm` | 120 to 230, or unknown: the mean of the sex is taken | cm |
/// | `body_fat_percent` | 3 to 70, or unknown: estimated from height, mass and sex | % |
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
    pub height_cm: Option<f64>,
    #[serde(default)]
    pub body_fat_percent: Option<f64>,
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
            ("height_cm", self.height_cm.unwrap_or(170.0), 120.0, 230.0, "within 120 and 230 cm"),
            ("body_fat_percent", self.body_fat_percent.unwrap_or(20.0), 3.0, 70.0, "within 3 and 70 %"),
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
        if self.pregnant {
            return Some(Referral::Pregnancy);
        }
        self.protein_range().is_none().then_some(Referral::BeyondRange)
    }

    /// The published range of daily protein for this person; none where no number is told: see
    /// [`ProteinRange::of`].
    pub fn protein_range(&self) -> Option<ProteinRange> {
        ProteinRange::of(&ProteinPerson {
            sex: self.sex,
            age_years: self.age_years,
            weight_kg: self.weight_kg,
            height_cm: self.height_cm,
            body_fat_percent: self.body_fat_percent,
            training_status: self.training_status,
            goal: self.goal,
        })
    }

    /// Its ends in g/day; where no number is told, both are the most that ever is.
    pub fn range_g_per_day(&self) -> (f64, f64) {
        let most = words::PROTEIN_MOST_G_PER_DAY;
        self.protein_range().map_or((most, most), |range| (range.low_g, range.high_g))
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
    /// Even the least of the range is more than a program should tell.
    BeyondRange,
}

impl Referral {
    /// What to tell the person.
    pub fn advice(self) -> &'static str {
        match self {
            Self::KidneyDisease => {
                "With kidney disease, how much protein is right is part of the treatment: please ask your nephrologist or a \
                 renal dietitian. No number is given here."
            }
            Self::BeyondRange => {
                "For a body of this size and this goal, even the least of what is published is more protein than should be eaten without \
                 advice: please ask a sports dietitian. No number is given here."
            }
            Self::Pregnancy => {
                "In pregnancy protein needs change from month to month: please ask your midwife, obstetrician or a dietitian. \
                 No number is given here."
            }
        }
    }
}
