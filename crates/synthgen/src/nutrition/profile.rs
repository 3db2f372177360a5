//! Who keeps a diary.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use serde::{Deserialize, Serialize};

use words::{Goal, ProteinPerson, ProteinRange, Sex, TrainingStatus};

/// What is known about a diary's writer besides the daily metrics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiaryProfile {
    /// Age, 18–80 years.
    pub age_years: u32,
    /// Sex.
    pub sex: Sex,
    /// Body weight, kg.
    pub weight_kg: f64,
    /// Height, cm.
    pub height_cm: f64,
    /// Goal.
    pub goal: Goal,
    /// Training status.
    pub training_status: TrainingStatus,
}

/// Mean and sd of adults' height in metres, by sex.
///
/// # Source
///
/// NHANES 2015–2018 (Fryar et al. 2021, NCHS Vital Health Stat 3(46)): means 1.61 and 1.75 m.
const HEIGHT_M: [(f64, f64); 2] = [(1.61, 0.07), (1.75, 0.075)];
/// Mean and sd of the body mass index, kg/m²: between the means of European (25–26) and American (29) adults.
const BODY_MASS_INDEX: (f64, f64) = (26.0, 4.0);

impl DiaryProfile {
    pub(super) fn draw(rng: &mut ChaCha8Rng) -> Self {
        let age_years = rng.random_range(18..=80);
        let sex = if rng.random::<f64>() < 0.5 { Sex::Female } else { Sex::Male };
        let (mean, sd) = HEIGHT_M[usize::from(sex == Sex::Male)];
        let height_m: f64 = mean + sd * rng.sample::<f64, _>(StandardNormal);
        // Weight rises by about 2 kg/m² from 20 to 50 years of age.
        let ageing = (f64::from(age_years).min(50.0) - 38.0) / 15.0;
        let index = BODY_MASS_INDEX.0 + ageing + BODY_MASS_INDEX.1 * rng.sample::<f64, _>(StandardNormal);
        let weight_kg = (index.clamp(18.5, 38.0) * height_m * height_m).clamp(42.0, 140.0);
        let training_status = match rng.random::<f64>() {
            x if x < 0.3 => TrainingStatus::Sedentary,
            x if x < 0.7 => TrainingStatus::Recreational,
            _ => TrainingStatus::Trained,
        };
        let goal = match rng.random::<f64>() {
            x if x < 0.4 => Goal::Maintain,
            x if x < 0.7 => Goal::MuscleGain,
            _ => Goal::FatLoss,
        };
        let rounded = |value: f64| (value * 10.0).round() / 10.0;
        let (weight_kg, height_cm) = (rounded(weight_kg), rounded(100.0 * height_m));
        Self { age_years, sex, weight_kg, height_cm, goal, training_status }
    }

    /// The published range of daily protein for this person.
    ///
    /// # Panics
    ///
    /// for somebody who would need more than is ever told: nobody is drawn as heavy as that
    pub fn protein_range(&self) -> ProteinRange {
        ProteinRange::of(&ProteinPerson {
            sex: self.sex,
            age_years: f64::from(self.age_years),
            weight_kg: self.weight_kg,
            height_cm: Some(self.height_cm),
            body_fat_percent: None,
            training_status: self.training_status,
            goal: self.goal,
        })
        .expect("the lowest need of at most 140 kg can be told")
    }
}
