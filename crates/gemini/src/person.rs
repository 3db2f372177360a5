//! What is known of a person, and checks that inputs share.

use serde::{Deserialize, Serialize};
use words::Sex;

use crate::error::InputError;
use crate::text::{MAX_CHARS, MAX_ITEMS};

/// What is known of a person; all of it may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// In years. Below 18 there is a referral instead of advice.
    #[serde(default)]
    pub age_years: Option<f64>,
    /// For the energy that a body needs.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// In kilograms.
    #[serde(default)]
    pub weight_kg: Option<f64>,
    /// In centimetres.
    #[serde(default)]
    pub height_cm: Option<f64>,
    /// With most of them there is a referral instead of advice; with the others, plans leave something out.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub conditions: Vec<Condition>,
    /// ISO 3166 code of the country, such as `IN`, for whom to call in a crisis.
    #[serde(default)]
    pub country: Option<String>,
}

/// A state of health in which only a professional should advise, or in which something must be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Condition {
    /// Expecting a child.
    Pregnancy,
    /// Feeding a child.
    Lactation,
    /// An eating disorder, or a history of one.
    EatingDisorder,
    /// Any kidney disease.
    KidneyDisease,
    /// Any heart disease.
    HeartDisease,
    /// Diabetes with medication.
    DiabetesOnMedication,
    /// Pain in the chest.
    ChestPain,
    /// Fainting or near fainting.
    Fainting,
    /// An injury that is not healed.
    AcuteInjury,
    /// A fever now or within the last day.
    Fever,
    /// The first months after giving birth.
    Postpartum,
    /// High blood pressure that is not under control.
    HighBloodPressureUncontrolled,
    /// High blood pressure that is under control: plans have no heavy sets and no long holds.
    HighBloodPressure,
    /// An illness of the last two weeks, over by now: plans are easy.
    RecentIllness,
    /// Weak bones: plans bend, twist and jar the spine not at all.
    Osteoporosis,
}

impl Condition {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Pregnancy,
        Self::Lactation,
        Self::EatingDisorder,
        Self::KidneyDisease,
        Self::HeartDisease,
        Self::DiabetesOnMedication,
        Self::ChestPain,
        Self::Fainting,
        Self::AcuteInjury,
        Self::Fever,
        Self::Postpartum,
        Self::HighBloodPressureUncontrolled,
        Self::HighBloodPressure,
        Self::RecentIllness,
        Self::Osteoporosis,
    ];

    /// Whether there is a referral instead of advice.
    pub fn is_referred(self) -> bool {
        !matches!(self, Self::HighBloodPressure | Self::RecentIllness | Self::Osteoporosis)
    }
}

impl Person {
    pub(crate) fn check(&self) -> Result<(), InputError> {
        check_range("age_years", self.age_years, 5.0, 120.0, "years")?;
        check_range("weight_kg", self.weight_kg, 25.0, 350.0, "kg")?;
        check_range("height_cm", self.height_cm, 100.0, 250.0, "cm")?;
        check_count("conditions", self.conditions.len())?;
        let country = self.country.as_deref().unwrap_or("IN");
        if country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            Ok(())
        } else {
            Err(InputError::invalid("country", "two letters such as `IN`", format!("`{country}`")))
        }
    }

    /// Body-mass index in kg/m².
    pub(crate) fn bmi(&self) -> Option<f64> {
        let height_m = self.height_cm? / 100.0;
        Some(self.weight_kg? / (height_m * height_m))
    }
}

pub(crate) fn check_range(field: &str, value: Option<f64>, low: f64, high: f64, unit: &str) -> Result<(), InputError> {
    match value {
        Some(value) if !(low..=high).contains(&value) => {
            Err(InputError::invalid(field, format!("{low} to {high} {unit}").trim_end(), value))
        }
        _ => Ok(()),
    }
}

pub(crate) fn check_count(field: &str, n_items: usize) -> Result<(), InputError> {
    if n_items <= MAX_ITEMS {
        return Ok(());
    }
    Err(InputError::TooLong { field: field.to_owned(), limit: MAX_ITEMS, unit: "entries", got: n_items })
}

pub(crate) fn check_text(field: &str, text: &str) -> Result<(), InputError> {
    let n_chars = text.chars().count();
    if n_chars <= MAX_CHARS {
        return Ok(());
    }
    Err(InputError::TooLong { field: field.to_owned(), limit: MAX_CHARS, unit: "characters", got: n_chars })
}

pub(crate) fn check_texts(field: &str, texts: &[String]) -> Result<(), InputError> {
    check_count(field, texts.len())?;
    texts.iter().enumerate().try_for_each(|(index, text)| check_text(&format!("{field}[{index}]"), text))
}
