//! Published ranges of daily protein, and the body that they count on.

use serde::{Deserialize, Serialize};

use crate::person::{Goal, Sex, TrainingStatus};

/// Somebody sedentary, from: the RDA (Institute of Medicine 2005). g per kg of body mass and day.
pub const PROTEIN_SEDENTARY_LOW: f64 = 0.8;
/// Somebody sedentary, to: the upper end for healthy older adults (Bauer et al. 2013).
pub const PROTEIN_SEDENTARY_HIGH: f64 = 1.2;
/// Somebody of this age needs at least [`PROTEIN_OLDER_LOW`].
pub const OLDER_AGE_YEARS: f64 = 65.0;
/// Healthy older people, from (Deutz et al. 2014, ESPEN; doi 10.1016/j.clnu.2014.04.007): 1.0 to 1.2 g per kg of body mass and day.
pub const PROTEIN_OLDER_LOW: f64 = 1.0;
/// Somebody who exercises, from (Jäger et al. 2017, doi 10.1186/s12970-017-0177-8).
pub const PROTEIN_ACTIVE_LOW: f64 = 1.4;
/// Somebody who exercises, to (Jäger et al. 2017).
pub const PROTEIN_ACTIVE_HIGH: f64 = 2.0;
/// Somebody lean and trained in energy deficit, from: g per kg of **fat-free mass** (Helms et al. 2014, doi 10.1123/ijsnem.2013-0054).
pub const PROTEIN_DEFICIT_LOW: f64 = 2.3;
/// Somebody lean and trained in energy deficit, to: g per kg of fat-free mass (Helms et al. 2014).
pub const PROTEIN_DEFICIT_HIGH: f64 = 3.1;
/// The most body fat of the people whom [`PROTEIN_DEFICIT_LOW`] is about, women and men, in per cent (Helms et al. 2014).
pub const LEAN_BODY_FAT_PERCENT: [f64; 2] = [35.0, 23.0];
/// From this body mass index on, protein counts on adjusted body mass: obesity (WHO 2000).
pub const OBESE_BODY_MASS_INDEX: f64 = 30.0;
/// The body mass index whose mass counts whole; of what is above it, [`EXCESS_SHARE`] counts.
pub const IDEAL_BODY_MASS_INDEX: f64 = 25.0;
/// Share of the excess mass that counts: adjusted body weight (Singer et al. 2019, ESPEN; doi 10.1016/j.clnu.2018.08.037).
pub const EXCESS_SHARE: f64 = 0.25;
/// No more is ever told; who would need more is sent to a dietitian. A product decision: 2.0 g per kg of 125 kg.
pub const PROTEIN_MOST_G_PER_DAY: f64 = 250.0;
/// Protein of a meal, from: g per kg of body mass, of an obese body of the adjusted mass (Morton et al. 2015, doi 10.3389/fphys.2015.00245).
pub const PROTEIN_MEAL_LOW: f64 = 0.3;
/// Protein of a meal, to: the plateau of older men (Moore et al. 2015, doi 10.1093/gerona/glu103), and what four meals of 1.6 g per kg come to (Schoenfeld &
/// Aragon 2018, doi 10.1186/s12970-018-0215-1).
pub const PROTEIN_MEAL_HIGH: f64 = 0.4;
/// Standard error of fat-free mass that is estimated from height and mass, women and men, in kg: of equations of that kind against X-ray
/// absorptiometry in 1,511 adults (doi 10.1155/2019/1757954, table 2).
pub const ESTIMATED_FAT_FREE_ERROR_KG: [f64; 2] = [2.5, 3.4];
/// Mean height of women and men, in cm, where it is not known (Fryar et al. 2021, NCHS Vital Health Stat 3(46)).
pub const MEAN_HEIGHT_CM: [f64; 2] = [161.0, 175.0];

/// Whom a range of protein is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProteinPerson {
    /// Sex.
    pub sex: Sex,
    /// Age.
    pub age_years: f64,
    /// Body mass.
    pub weight_kg: f64,
    /// Height, if it is known.
    pub height_cm: Option<f64>,
    /// Share of the body that is fat, if it is known.
    pub body_fat_percent: Option<f64>,
    /// How used to training.
    pub training_status: TrainingStatus,
    /// What for.
    pub goal: Goal,
}

/// What a range of protein counts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProteinBasis {
    /// The whole body.
    BodyMass,
    /// Of an obese body, the mass at a body mass index of 25 and a quarter of the rest.
    AdjustedBodyMass,
    /// What is not fat, by the body fat that was given.
    FatFreeMass,
    /// What is not fat, estimated from height, mass and sex (Boer 1984, doi 10.1152/ajprenal.1984.247.4.F632).
    EstimatedFatFreeMass,
}

/// How much protein a day is published for somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProteinRange {
    /// From, in grams a day.
    pub low_g: f64,
    /// To, in grams a day.
    pub high_g: f64,
    /// What it counts on.
    pub basis: ProteinBasis,
    /// The mass that it counts on.
    pub basis_kg: f64,
    /// Standard error of that mass where it is estimated.
    pub basis_error_kg: Option<f64>,
}

impl ProteinRange {
    /// The published range of daily protein for somebody.
    ///
    /// | who | range, g per kg | of | source |
    /// |---|---|---|---|
    /// | sedentary, below 65 | 0.8–1.2 | body mass | RDA 0.8 (Institute of Medicine 2005); 1.2: upper end for healthy older adults (Bauer et al. 2013) |
    /// | sedentary, from 65 | 1.0–1.2 | body mass | Deutz et al. 2014 (ESPEN), doi 10.1016/j.clnu.2014.04.007 |
    /// | exercising | 1.4–2.0 | body mass | Jäger et al. 2017, doi 10.1186/s12970-017-0177-8 |
    /// | trained, lean (body fat up to 23 %, women 35 %), losing fat | 2.3–3.1 | fat-free mass | Helms et al. 2014, doi 10.1123/ijsnem.2013-0054 |
    ///
    /// Where the body mass index is 30 or more, "body mass" is the mass at 25 and a quarter of what is above it (Singer et al. 2019, ESPEN), unless the body
    /// fat that was given says that it is not fat. Fat-free mass follows from the body fat or from Boer's formula; an unknown height is taken for the mean of the
    /// sex. Nothing above [`PROTEIN_MOST_G_PER_DAY`] is told.
    ///
    /// None where even the lowest would be above that: somebody who may should be asked.
    pub fn of(person: &ProteinPerson) -> Option<Self> {
        let (fat_free, is_lean) = person.fat_free_kg();
        let range = |low: f64, high: f64, basis: ProteinBasis, kg: f64| Self {
            low_g: low * kg,
            high_g: (high * kg).min(PROTEIN_MOST_G_PER_DAY),
            basis,
            basis_kg: kg,
            basis_error_kg: (basis == ProteinBasis::EstimatedFatFreeMass)
                .then(|| ESTIMATED_FAT_FREE_ERROR_KG[usize::from(person.sex == Sex::Male)]),
        };
        let range = if person.training_status == TrainingStatus::Trained && person.goal == Goal::FatLoss && is_lean {
            let basis = match person.body_fat_percent {
                Some(_) => ProteinBasis::FatFreeMass,
                None => ProteinBasis::EstimatedFatFreeMass,
            };
            range(PROTEIN_DEFICIT_LOW, PROTEIN_DEFICIT_HIGH, basis, fat_free)
        } else {
            let (low, high) = match person.training_status {
                TrainingStatus::Sedentary if person.age_years >= OLDER_AGE_YEARS => {
                    (PROTEIN_OLDER_LOW, PROTEIN_SEDENTARY_HIGH)
                }
                TrainingStatus::Sedentary => (PROTEIN_SEDENTARY_LOW, PROTEIN_SEDENTARY_HIGH),
                TrainingStatus::Recreational | TrainingStatus::Trained => (PROTEIN_ACTIVE_LOW, PROTEIN_ACTIVE_HIGH),
            };
            let ideal = IDEAL_BODY_MASS_INDEX * person.height_m().powi(2);
            let is_obese = person.weight_kg >= OBESE_BODY_MASS_INDEX * person.height_m().powi(2);
            if is_obese && !(person.body_fat_percent.is_some() && is_lean) {
                let kg = ideal + EXCESS_SHARE * (person.weight_kg - ideal);
                range(low, high, ProteinBasis::AdjustedBodyMass, kg)
            } else {
                range(low, high, ProteinBasis::BodyMass, person.weight_kg)
            }
        };
        (range.low_g < range.high_g).then_some(range)
    }
}

impl ProteinPerson {
    fn height_m(&self) -> f64 {
        self.height_cm.unwrap_or(MEAN_HEIGHT_CM[usize::from(self.sex == Sex::Male)]) / 100.0
    }

    /// Fat-free mass in kg, and whether so little else is fat that the person is lean.
    fn fat_free_kg(&self) -> (f64, bool) {
        let height_cm = 100.0 * self.height_m();
        let estimated = || match self.sex {
            Sex::Female => 0.252 * self.weight_kg + 0.473 * height_cm - 48.3,
            Sex::Male => 0.407 * self.weight_kg + 0.267 * height_cm - 19.2,
        };
        let kg = match self.body_fat_percent {
            Some(percent) => self.weight_kg * (1.0 - percent / 100.0),
            // The formula gives light, tall people more than they weigh.
            None => estimated().clamp(0.5 * self.weight_kg, 0.95 * self.weight_kg),
        };
        let body_fat_percent = 100.0 * (1.0 - kg / self.weight_kg);
        (kg, body_fat_percent <= LEAN_BODY_FAT_PERCENT[usize::from(self.sex == Sex::Male)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trained(weight_kg: f64) -> ProteinPerson {
        ProteinPerson {
            sex: Sex::Male,
            age_years: 30.0,
            weight_kg,
            height_cm: Some(180.0),
            body_fat_percent: None,
            training_status: TrainingStatus::Trained,
            goal: Goal::FatLoss,
        }
    }

    #[test]
    fn lean_lifters_are_told_by_fat_free_mass() {
        let range =
            ProteinRange::of(&ProteinPerson { body_fat_percent: Some(12.0), ..trained(80.0) }).expect("a range");
        // 80 kg less 12 %, by hand.
        assert_eq!(range.basis, ProteinBasis::FatFreeMass);
        assert!((range.low_g - 161.92).abs() < 1e-9 && (range.high_g - 218.24).abs() < 1e-9, "{range:?}");
        // Boer: 0.407 · 80 + 0.267 · 180 − 19.2 = 61.42 kg, 23.2 % fat: not lean.
        assert_eq!(ProteinRange::of(&trained(80.0)).expect("a range").basis, ProteinBasis::BodyMass);
        // Of 75 kg it is 59.385 kg.
        let range = ProteinRange::of(&trained(75.0)).expect("a range");
        assert_eq!(range.basis, ProteinBasis::EstimatedFatFreeMass);
        assert!((range.low_g - 136.585_5).abs() < 1e-9, "{range:?}");
    }

    #[test]
    fn heavy_people_are_told_by_what_is_not_excess() {
        // Once 327 g of 120 kg, and 681 g of 250 kg.
        let range = ProteinRange::of(&ProteinPerson { goal: Goal::MuscleGain, ..trained(120.0) }).expect("a range");
        // 25 · 1.8² = 81 kg, and a quarter of 39.
        assert_eq!(range.basis, ProteinBasis::AdjustedBodyMass);
        assert!((range.high_g - 181.5).abs() < 1e-9, "{range:?}");
        let range = ProteinRange::of(&trained(250.0)).expect("a range");
        assert!(range.high_g <= PROTEIN_MOST_G_PER_DAY, "{range:?}");
        // A body of muscle is not obese, and 130 kg of it are for somebody who may.
        let muscle = ProteinPerson { body_fat_percent: Some(10.0), ..trained(130.0) };
        assert_eq!(ProteinRange::of(&muscle), None);
    }

    #[test]
    fn older_people_need_at_least_one_gram_per_kilogram() {
        let of_age = |age_years| {
            let person = ProteinPerson { age_years, training_status: TrainingStatus::Sedentary, ..trained(70.0) };
            ProteinRange::of(&person).expect("a range")
        };
        assert!((of_age(64.0).low_g - 56.0).abs() < 1e-9 && (of_age(65.0).low_g - 70.0).abs() < 1e-9);
    }

    #[test]
    fn nobody_is_told_too_much_or_too_little() {
        for sex in Sex::ALL {
            for training_status in TrainingStatus::ALL {
                for goal in Goal::ALL {
                    for age_years in [18.0, 40.0, 64.9, 65.0, 110.0] {
                        for weight_kg in (30..=300).map(f64::from) {
                            for height_cm in [None, Some(120.0), Some(150.0), Some(175.0), Some(210.0), Some(230.0)] {
                                for body_fat_percent in [None, Some(4.0), Some(15.0), Some(30.0), Some(60.0)] {
                                    let person = ProteinPerson {
                                        sex,
                                        age_years,
                                        weight_kg,
                                        height_cm,
                                        body_fat_percent,
                                        training_status,
                                        goal,
                                    };
                                    check(&person);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn check(person: &ProteinPerson) {
        let Some(range) = ProteinRange::of(person) else { return };
        assert!(0.0 < range.low_g && range.low_g < range.high_g, "{person:?}: {range:?}");
        assert!(range.high_g <= PROTEIN_MOST_G_PER_DAY, "{person:?}: {range:?}");
        assert!(range.high_g <= PROTEIN_DEFICIT_HIGH * person.weight_kg, "{person:?}: {range:?}");
        assert!(range.basis_kg <= person.weight_kg + 1e-9, "{person:?}: {range:?}");
        let least = if person.age_years >= OLDER_AGE_YEARS { PROTEIN_OLDER_LOW } else { PROTEIN_SEDENTARY_LOW };
        assert!(range.low_g >= least * range.basis_kg - 1e-9, "{person:?}: {range:?}");
    }
}
